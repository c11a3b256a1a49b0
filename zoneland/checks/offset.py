"""A layer that is moved as a whole: its vertices repeat those of the zones, some way off.

Boundaries are drawn along parcels, so that layers of one place share vertices. Where they share
none, but very many repeat by one and the same vector, the layer was moved: laid out on another
datum, shifted for a web map (GCJ-02), or dragged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.gcj02 import shifted
from zoneland.checks.numbers import CHINA_LAT, CHINA_LON
from zoneland.checks.votes import REACH_M, best_peak, matched, thinned
from zoneland.core.crs import is_geocentric_alike
from zoneland.core.problems import Problem
from zoneland.core.turning import degrees_of, turning
from zoneland.core.wording import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

FEWEST: Final = 16
LEAST_SHARE: Final = 0.3
"""How many of the zones' vertices must repeat, at least and as a share."""
FEWEST_FEATURES: Final = 4
"""Two shapes of one template are alike vertex by vertex; a network of parcels is not."""
TIMES_NEXT: Final = 2.0
"""Streets and terraces repeat themselves: then the next best vector is about as good."""
AT_REST_M: Final = 1.0
"""Nearer than this layers are as they were drawn."""
GCJ_ALIKE_M: Final = 5.0
MOST_AT_REST: Final = 0.1
"""Share of vertices in common, of those that repeat elsewhere, that says nothing was moved."""
UNDOING_STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Move:
    """How a layer lies to the zones."""

    east_m: float
    north_m: float
    matched: int
    """Vertices of the zones that repeat."""
    of: int
    """Vertices of the zones that were compared."""
    gcj02: str
    """``layer`` or ``zones``, whichever is shifted as GCJ-02 shifts; else empty."""


def moved_whole(frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell if a layer is moved against the zones.

    Parameters
    ----------
    frame, zones
        Both in the working CRS, in metres.
    where
        How the layer is named in problems.

    Returns
    -------
    list
        ZL259, an error, if GCJ-02 would move it so; ZL258, a warning, for another vector.
    """
    move = find_move(frame, zones)
    if move is None:
        return []
    values = {
        "distance_m": f"{np.hypot(move.east_m, move.north_m):,.1f}",
        "east_m": f"{move.east_m:+,.1f}",
        "north_m": f"{move.north_m:+,.1f}",
        "matched": f"{move.matched}/{move.of}",
    }
    if not move.gcj02:
        return [Problem("ZL258", where, values)]
    shifted_one = where if move.gcj02 == "layer" else Term("role.zones")
    return [Problem("ZL259", where, {**values, "shifted": shifted_one})]


def find_move(frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> Move | None:
    """Find the vector by which a layer repeats the zones' vertices; None if it is where it is.

    Examples
    --------
    >>> import geopandas as gpd
    >>> xs = np.array([0, 13, 29, 48, 70, 95, 123, 154, 188, 225])
    >>> lots = [shapely.box(a, 0, b, 30 + a / 7) for a, b in zip(xs, xs[1:], strict=False)]
    >>> parcels = gpd.GeoDataFrame(geometry=lots, crs="EPSG:4526")
    >>> zone = gpd.GeoDataFrame(geometry=[shapely.union_all(lots)], crs="EPSG:4526")
    >>> find_move(parcels, zone) is None
    True
    >>> moved = parcels.set_geometry(parcels.translate(-60, 25))
    >>> find_move(moved, zone).east_m, find_move(moved, zone).north_m
    (-60.0, 25.0)
    """
    corners, _ = _vertices(zones.geometry.to_numpy())
    others, owner = _vertices(_near(frame.geometry.to_numpy(), zones))
    in_metres = zones.crs.axis_info[0].unit_conversion_factor == 1
    if not in_metres or min(len(corners), len(others)) < FEWEST:
        return None
    pair = _Pair(
        thinned(corners, others), others, owner, shapely.STRtree(np.asarray(shapely.points(others)))
    )
    at_rest = int(matched(pair.corners, pair.tree).sum())
    if at_rest >= max(FEWEST, LEAST_SHARE * len(pair.corners)):
        return None
    for shifts, side in _hypotheses(zones, pair.corners):
        move = pair.move_beside(shifts, side)
        if move is not None and at_rest <= MOST_AT_REST * move.matched:
            return move
    return None


@dataclass(frozen=True, slots=True)
class _Pair:
    """Vertices of the zones, and those of a layer with the feature that each is of."""

    corners: NDArray[np.float64]
    others: NDArray[np.float64]
    owner: NDArray[np.int64]
    tree: shapely.STRtree

    def move_beside(self, shifts: NDArray[np.float64], side: str) -> Move | None:
        """Find the one vector that, beside given shifts, takes the zones' vertices to the layer's.

        Shifts by GCJ-02 must leave next to nothing; without shifts something must be left.
        """
        start = self.corners + shifts
        peak = best_peak(start, self.others)
        if peak is None:
            return None
        left_m = float(np.hypot(peak.east_m, peak.north_m))
        if left_m > GCJ_ALIKE_M if side else left_m <= AT_REST_M:
            return None
        hits = matched(start + peak.vector, self.tree)
        count = int(hits.sum())
        if count < max(FEWEST, LEAST_SHARE * len(start), TIMES_NEXT * peak.next_best):
            return None
        nearest = self.tree.nearest(shapely.points(start[hits] + peak.vector))
        if len(set(self.owner[nearest].tolist())) < FEWEST_FEATURES:
            return None
        east_m, north_m = (shifts.mean(axis=0) + peak.vector).round(1).tolist()
        return Move(east_m, north_m, count, len(start), side)


def _near(shapes: NDArray[np.object_], zones: gpd.GeoDataFrame) -> NDArray[np.object_]:
    west, south, east, north = zones.total_bounds
    window = shapely.box(west - REACH_M, south - REACH_M, east + REACH_M, north + REACH_M)
    return np.asarray(shapes[shapely.intersects(window, shapely.envelope(shapes))])


def _vertices(shapes: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Give each vertex once, and a shape that it is of."""
    xy, owner = shapely.get_coordinates(shapely.force_2d(shapes), return_index=True)
    is_finite = np.isfinite(xy).all(axis=1)
    xy, owner = xy[is_finite], owner[is_finite]
    _, first = np.unique(xy.round(2), axis=0, return_index=True)
    return xy[first], owner[first]


def _hypotheses(
    zones: gpd.GeoDataFrame, corners: NDArray[np.float64]
) -> Iterator[tuple[NDArray[np.float64], str]]:
    """Yield how each vertex may have been moved: by GCJ-02 one way or the other, or not yet."""
    to_degrees = turning(zones.crs, degrees_of(zones.crs))
    back = turning(degrees_of(zones.crs), zones.crs)
    if to_degrees is not None and back is not None and is_geocentric_alike(zones.crs):
        lonlat = to_degrees.xy(corners)
        if _is_in_china(lonlat):
            yield back.xy(shifted(lonlat)) - corners, "layer"
            yield back.xy(_unshifted(lonlat)) - corners, "zones"
    yield np.zeros_like(corners), ""


def _is_in_china(lonlat: NDArray[np.float64]) -> bool:
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    return bool(
        CHINA_LON[0] <= low[0]
        and high[0] < CHINA_LON[1]
        and CHINA_LAT[0] <= low[1]
        and high[1] < CHINA_LAT[1]
    )


def _unshifted(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Undo GCJ-02: it has no closed inverse, and is smooth enough for a few steps."""
    found = lonlat
    for _ in range(UNDOING_STEPS):
        found = lonlat - (shifted(found) - found)
    return found
