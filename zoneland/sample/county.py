"""The county's plan before anything is drawn: streets, tiles, what each block is for.

Everything here is in *plan* coordinates: metres east and north of the county's south-west
corner on a straight street grid. `to_ground` bends that grid to the ground's curves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.sample.cases import (
    CASE_TILE_COLS,
    CASE_TILE_ROWS,
    LAST_CASE,
    SLIVERS,
    TILE_BLOCKS,
)
from zoneland.sample.chance import chances
from zoneland.sample.places import set_aside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.sample.places import Place

CRS: Final = "EPSG:4526"
ORIGIN_XY_M: Final = (38_482_000.0, 3_835_000.0)
COORDINATE_DECIMALS: Final = 4
PITCH_M: Final = 372.0
PARCELS_PER_TILE: Final = 333
LEAST_PARCELS: Final = 4_000

MINOR_M, MAIN_M, RAIL_M, RIVER_M = 10.0, 28.0, 40.0, 84.0
RIVER_AT: Final = (8, 48)
"""First street that is a river, and every how many streets comes another."""
RAIL_AT: Final = (4, 24)
CORNERS: Final = 8.8
EDGES_M: Final = 380.0
"""Vertices without further points, and length of edges, of a parcel or street on average."""
VERTICES: Final = (10, 100)
"""Fewest and most that parcels can be asked to have."""
KINDS: Final = "IUVFW"
"""What a block is for: industry, town, village, farmland, woods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """Streets and blocks of a county of any size."""

    seed: int
    tile_cols: int
    tile_rows: int
    street_x_m: NDArray[np.float64]
    """Middle lines of the streets that run north."""
    street_y_m: NDArray[np.float64]
    places: tuple[Place, ...]
    kinds: NDArray[np.str_]
    """What each block is for, eastward × northward."""
    core_of: NDArray[np.int64]
    """Number of the zone whose core holds the block; 0 for none."""
    snap: bool
    step_m: float = math.inf
    """How far apart further points along edges are, about; infinite: there are none."""

    @property
    def cols(self) -> int:
        """Blocks from west to east."""
        return self.tile_cols * TILE_BLOCKS

    @property
    def rows(self) -> int:
        """Blocks from south to north."""
        return self.tile_rows * TILE_BLOCKS

    @property
    def is_large(self) -> bool:
        """Whether it is larger than the ground of the first twelve zones."""
        return self.tile_cols * self.tile_rows > CASE_TILE_COLS * CASE_TILE_ROWS

    def box(self, k: int, j: int) -> tuple[float, float, float, float]:
        """Give west, south, east and north of a block, between its streets."""
        return (
            float(self.street_x_m[k] + width_m(k, "north") / 2),
            float(self.street_y_m[j] + width_m(j, "east") / 2),
            float(self.street_x_m[k + 1] - width_m(k + 1, "north") / 2),
            float(self.street_y_m[j + 1] - width_m(j + 1, "east") / 2),
        )

    def core_box(self, place: Place) -> tuple[float, float, float, float]:
        """Give west, south, east and north of a place's core."""
        last = place.size - 1
        return (
            *self.box(place.k, place.j)[:2],
            *self.box(place.k + last, place.j + last)[2:],
        )


def street_kind(index: int, heading: str) -> str:
    """Tell what runs between two rows of blocks: minor, main, rail or river.

    Examples
    --------
    >>> street_kind(8, "north"), street_kind(8, "east"), street_kind(5, "east")
    ('river', 'main', 'minor')
    """
    first, step = RIVER_AT if heading == "north" else RAIL_AT
    if index % step == first:
        return "river" if heading == "north" else "rail"
    return "main" if index % TILE_BLOCKS == 0 else "minor"


def width_m(index: int, heading: str) -> float:
    """Give a street's width, its verges included."""
    widths = {"minor": MINOR_M, "main": MAIN_M, "rail": RAIL_M, "river": RIVER_M}
    return widths[street_kind(index, heading)]


def to_ground(xy_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bend plan coordinates to the ground: a turn, long curves, and a river that winds.

    Parameters
    ----------
    xy_m
        Plan coordinates, shape (n, 2).

    Returns
    -------
    ndarray
        Easting and northing in `CRS`, rounded to 0.0001 m, so that points that are one in
        the plan are one on the ground to the last bit.
    """
    x, y = xy_m[:, 0], xy_m[:, 1]
    period_m = RIVER_AT[1] * PITCH_M
    from_river_m = (x - RIVER_AT[0] * PITCH_M + period_m / 2) % period_m - period_m / 2
    winding = 150.0 * np.sin(y / 430.0 + 0.6) * np.exp(-((from_river_m / 850.0) ** 2))
    east = x + winding + 85.0 * np.sin(y / 690.0 + 1.0) + 45.0 * np.sin((x + 0.6 * y) / 830.0)
    north = y + 80.0 * np.sin(x / 720.0 + 2.0) + 40.0 * np.sin((y - 0.5 * x) / 790.0)
    turn = math.radians(5.0)
    turned = np.column_stack(
        [
            east * math.cos(turn) + north * math.sin(turn),
            north * math.cos(turn) - east * math.sin(turn),
        ]
    )
    return np.round(np.round(turned, COORDINATE_DECIMALS) + ORIGIN_XY_M, COORDINATE_DECIMALS)


def plan_county(  # noqa: PLR0913  one for each thing that a county may differ in
    parcels: int,
    zones: int,
    *,
    seed: int,
    snap: bool,
    vertices: int | None = None,
    zone_percent: int | None = None,
) -> County:
    """Lay out a county of about so many parcels and exactly so many zones.

    Parameters
    ----------
    parcels
        At least 4,000; the county comes within a few percent of it.
    zones
        At least 12; each further zone needs the ground of some 1,300 parcels, or more where
        zones are to hold more.
    seed
        Counties of one seed share the streets, blocks and first twelve zones.
    snap
        Whether zone boundaries run along parcel edges.
    vertices
        About how many a parcel has, 10 to 100; None: its corners alone, some 9.
    zone_percent
        About how much of the county's land the zones beyond the twelve hold, 1 to 50; None:
        each some 450 ha, however large the county.

    Raises
    ------
    ValueError
        For fewer parcels or zones than that, more zones than the ground holds, or vertices
        or a percentage beyond those bounds.
    """
    if parcels < LEAST_PARCELS or zones < LAST_CASE:
        raise ValueError(f"the county has at least {LEAST_PARCELS} parcels and {LAST_CASE} zones")
    tiles = parcels / PARCELS_PER_TILE
    cols = max(CASE_TILE_COLS, round(math.sqrt(tiles * CASE_TILE_COLS / CASE_TILE_ROWS)))
    rows = max(CASE_TILE_ROWS, round(tiles / cols))
    places = set_aside(cols, rows, zones, zone_percent=zone_percent, seed=seed)
    core_of = np.zeros((cols * TILE_BLOCKS, rows * TILE_BLOCKS), dtype=np.int64)
    for place in places:
        core_of[place.k : place.k + place.size, place.j : place.j + place.size] = place.number
    return County(
        seed=seed,
        tile_cols=cols,
        tile_rows=rows,
        street_x_m=_streets(cols, seed, "street x"),
        street_y_m=_streets(rows, seed, "street y"),
        places=places,
        kinds=_kinds(core_of, places, seed),
        core_of=core_of,
        snap=snap,
        step_m=_step_m(vertices),
    )


def _step_m(vertices: int | None) -> float:
    """Tell how far apart further points are, so that parcels have so many vertices."""
    if vertices is None:
        return math.inf
    least, most = VERTICES
    if not least <= vertices <= most:
        raise ValueError(f"a parcel has about {least} to {most} vertices, not {vertices}")
    return EDGES_M / (vertices - CORNERS)


def _streets(tiles: int, seed: int, channel: str) -> NDArray[np.float64]:
    count = tiles * TILE_BLOCKS
    pitch_m = PITCH_M * (0.92 + 0.16 * chances(seed, channel, np.arange(count)))
    return np.concatenate([[0.0], np.cumsum(pitch_m)])


def _kinds(core_of: NDArray[np.int64], places: tuple[Place, ...], seed: int) -> NDArray[np.str_]:
    k, j = np.indices(core_of.shape)
    draw = chances(seed, "block kind", k, j)
    hills = np.sin(k / 3.1 + 0.8) + np.sin(j / 2.3 + k / 9.0 + 4.0)
    kinds = np.where(draw < 0.20, "V", np.where(draw < 0.26, "U", "F"))  # noqa: PLR2004
    kinds = np.where((hills > 1.45) & (draw >= 0.2), "W", kinds)  # noqa: PLR2004
    kinds = np.where(core_of > 0, np.where(draw < 0.1, "U", "I"), kinds)  # noqa: PLR2004
    for place in places:
        if place.case is not None:
            layout = np.array(list(place.case.layout)).reshape(place.size, place.size).T
            kinds[place.k : place.k + place.size, place.j : place.j + place.size] = layout
            if place.case.number == SLIVERS:
                kinds[place.k + place.size, place.j : place.j + place.size] = "F"
    return kinds
