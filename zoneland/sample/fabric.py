"""Parcels and streets of any rectangle of blocks: an exact coverage, drawn on demand.

A block owns the streets on its west and south and the crossing between them. Streets take the
nodes of the blocks on both sides, so they share every edge with the parcels along them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zoneland.sample.cases import TILE_BLOCKS
from zoneland.sample.chance import chance
from zoneland.sample.county import CRS, street_kind, to_ground, width_m
from zoneland.sample.edges import along_rings
from zoneland.sample.patterns import VARIANTS, pattern

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.sample.county import County
    from zoneland.sample.patterns import Pattern

PARCEL: Final = "parcel"
Row = tuple[int, int, int, str, str]
"""Block eastward and northward, number within the block, role, and name of the whole."""


@dataclass(slots=True)
class _Rings:
    """Rings gathered block by block, bent to the ground all at once."""

    xy: list[NDArray[np.float64]] = field(default_factory=list)
    """Nodes in plan coordinates."""
    ring: list[NDArray[np.intp]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, xy: NDArray[np.float64], ring: NDArray[np.intp], rows: list[Row]) -> None:
        self.xy.append(xy)
        self.ring.append(ring + len(self.rows))
        self.rows += rows

    def frame(self, county: County) -> gpd.GeoDataFrame:
        xy, ring = along_rings(county, np.concatenate(self.xy), np.concatenate(self.ring))
        rings = shapely.linearrings(to_ground(xy), indices=ring)
        table = pd.DataFrame(self.rows, columns=["k", "j", "n", "role", "whole"])
        return gpd.GeoDataFrame(table, geometry=shapely.polygons(rings), crs=CRS)


def block_pattern(county: County, k: int, j: int) -> Pattern:
    """Give the pattern that a block takes."""
    variant = int(chance(county.seed, "variant", k, j) * VARIANTS)
    return pattern(str(county.kinds[k, j]), variant, county.seed)


def block_nodes(county: County, k: int, j: int, side: str | None = None) -> NDArray[np.float64]:
    """Give a block's nodes, or those along one side, in plan coordinates.

    Parameters
    ----------
    county
        The county's plan.
    k, j
        The block.
    side
        S or N, from west to east, or W or E, from south to north.
    """
    chosen = block_pattern(county, k, j)
    uv = chosen.uv if side is None else chosen.uv[chosen.sides[side]]
    west, south, east, north = county.box(k, j)
    # Weighted so that 0 and 1 give the box's own sides to the last bit.
    return np.column_stack(
        [west * (1 - uv[:, 0]) + east * uv[:, 0], south * (1 - uv[:, 1]) + north * uv[:, 1]]
    )


def lay(county: County, blocks: tuple[int, int, int, int]) -> gpd.GeoDataFrame:
    """Draw the parcels and streets of a rectangle of blocks.

    Parameters
    ----------
    county
        The county's plan.
    blocks
        First and past-the-last block eastward, first and past-the-last northward.

    Returns
    -------
    GeoDataFrame
        ``k, j`` (block), ``n`` (number in the block), ``role`` (parcel, or the kind of
        street: minor, main, rail, river), ``geometry``. Along main streets, rails and rivers
        one polygon serves a whole tile.
    """
    k0, k1, j0, j1 = blocks
    rings = _Rings()
    for j in range(j0, j1):
        for k in range(k0, k1):
            _add_block(rings, county, k, j)
            _add_streets(rings, county, k, j)
    return _merged(rings.frame(county))


def _add_block(rings: _Rings, county: County, k: int, j: int) -> None:
    chosen = block_pattern(county, k, j)
    nodes = block_nodes(county, k, j)
    rows = [(k, j, n, PARCEL, "") for n in range(chosen.count)]
    rings.add(nodes[chosen.nodes], chosen.ring, rows)


def _add_streets(rings: _Rings, county: County, k: int, j: int) -> None:
    x, y = float(county.street_x_m[k]), float(county.street_y_m[j])
    half_x, half_y = width_m(k, "north") / 2, width_m(j, "east") / 2
    west, south, east, north = x - half_x, y - half_y, x + half_x, y + half_y
    crossing = np.array([[west, south], [east, south], [east, north], [west, north]])
    end_x, end_y = county.box(k, j)[2:]
    upper, lower = block_nodes(county, k, j, "S"), np.array([[east, south], [end_x, south]])
    right, left = block_nodes(county, k, j, "W"), np.array([[west, north], [west, end_y]])
    if j > 0:
        lower = block_nodes(county, k, j - 1, "N")
    if k > 0:
        left = block_nodes(county, k - 1, j, "E")
    eastward = np.concatenate([lower, upper[::-1]])
    northward = np.concatenate([right, left[::-1]])
    wholes = _wholes(county, k, j)
    for number, (shape, heading) in enumerate(
        ((eastward, "east"), (northward, "north"), (crossing, wholes["crossing"]))
    ):
        role = street_kind(*((j, "east") if heading == "east" else (k, "north")))
        row = (k, j, number, role, wholes[heading])
        rings.add(shape, np.zeros(len(shape), dtype=np.intp), [row])


def _wholes(county: County, k: int, j: int) -> dict[str, str]:
    """Name the polygons that a block's streets are parts of.

    A river runs on under minor streets, and main streets run on through minor ones; within a
    zone's core streets end at each block, and those that enter it at its edge, so that a
    boundary can follow them.
    """
    tile_k, tile_j = k // TILE_BLOCKS, j // TILE_BLOCKS
    here = county.core_of[k, j]
    east, north = f"east {k} {j}", f"north {k} {j}"
    if street_kind(j, "east") != "minor" and not (here and here == county.core_of[k, j - 1]):
        east = f"east tile {tile_k} {j}"
    if street_kind(k, "north") != "minor" and not (here and here == county.core_of[k - 1, j]):
        north = f"north tile {k} {tile_j}"
    enters_core = here and here == county.core_of[k, j - 1] and here != county.core_of[k - 1, j]
    runs_north = street_kind(j, "east") == "minor" and (
        street_kind(k, "north") != "minor" or enters_core
    )
    return {"east": east, "north": north, "crossing": "north" if runs_north else "east"}


def _merged(pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make one polygon of each street's pieces."""
    streets = pieces[pieces["role"] != PARCEL]
    shapes = {
        whole: shapely.coverage_union_all(group.to_numpy())
        for whole, group in streets.groupby("whole", sort=False)["geometry"]
    }
    firsts = streets.drop_duplicates("whole")
    merged = firsts.assign(geometry=[shapes[whole] for whole in firsts["whole"]])
    everything = pd.concat([pieces[pieces["role"] == PARCEL], merged])
    placed = everything.sort_values(["j", "k", "role", "n"], ignore_index=True, kind="stable")
    frame: gpd.GeoDataFrame = placed.drop(columns="whole")
    frame["geometry"] = shapely.normalize(frame.geometry.to_numpy())
    return frame
