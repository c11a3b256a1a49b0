"""A layer that is moved as a whole: its vertices repeat those of the zones, some way off.

Boundaries are drawn along parcels, so that layers of one place share vertices. Where they share
none, but very many repeat by one and the same vector, the layer was moved: laid out on another
datum, shifted for a web map (GCJ-02, BD-09), or dragged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.votes import MATCH_M, REACH_M, best_peak, matched, thinned
from zoneland.checks.web_shifts import web_shifts
from zoneland.core.problems import Problem
from zoneland.core.wording import Term

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

FEWEST: Final = 16
LEAST_SHARE: Final = 0.3
"""How many of the zones' vertices must repeat, at least and as a share."""
FEWEST_FEATURES: Final = 4
"""Two shapes of one template are alike vertex by vertex; a network of parcels is not."""
TIMES_NEXT: Final = 2.0
"""Streets and terraces repeat themselves: then the next best vector is about as good."""
AT_REST_M: Final = 0.1
"""Nearer than this layers are as they were drawn: degrees are often written to a millionth."""
LEAST_MATCH_M: Final = 0.05
MATCH_SHARE: Final = 0.25
"""Of a short vector: what is drawn by hand along a line lies aside too, not all by one vector."""
WEB_ALIKE_M: Final = 5
"""What a web map's shift must leave, at most, besides."""
WINDOW_M: Final = 2 * REACH_M
"""Around the zones: Baidu's shift is longer than any that is looked for by itself."""
MOST_AT_REST: Final = 0.1
"""Share of vertices in common, of those that repeat elsewhere, that says nothing was moved."""


@dataclass(frozen=True, slots=True)
class Move:
    """How a layer lies to the zones; by no metre where it is as it was drawn."""

    east_m: float
    north_m: float
    matched: int
    """Vertices of the zones that repeat."""
    of: int
    """Vertices of the zones that were compared."""
    system: str = ""
    """``gcj02`` or ``bd09`` where its shift explains the move; else empty."""
    shifted: str = ""
    """``layer`` or ``zones``, whichever is shifted so; else empty."""

    @property
    def is_none(self) -> bool:
        """Whether the layers share their vertices."""
        return self.east_m == self.north_m == 0


def moved_whole(frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell if a layer is moved against the zones, where no other layer can say which of them is.

    Parameters
    ----------
    frame, zones
        Both in the working CRS, in metres.
    where
        How the layer is named in problems.

    Returns
    -------
    list
        As `move_told`.
    """
    move = find_move(frame, zones)
    if move is None:
        return []
    named = Term("layer_of.zones")
    if move.shifted == "zones":
        return [move_told(move, "zones", reference=where, shifted=named, is_back=True)]
    return [move_told(move, where, reference=named, shifted=where)]


def move_told(
    move: Move, where: str, *, reference: object, shifted: object, is_back: bool = False
) -> Problem:
    """Say that a layer is moved.

    Parameters
    ----------
    move
        How it lies to another; the other way round if `is_back`.
    where, shifted
        Its place in problems, and its name.
    reference
        The name of the other.

    Returns
    -------
    Problem
        ZL259, an error, if GCJ-02 or BD-09 would move it so; ZL258, a warning, for another vector.
    """
    sign = -1 if is_back else 1
    values = {
        "reference": reference,
        "distance_m": f"{np.hypot(move.east_m, move.north_m):,.1f}",
        "east_m": f"{sign * move.east_m:+,.1f}",
        "north_m": f"{sign * move.north_m:+,.1f}",
        "matched": f"{move.matched}/{move.of}",
    }
    if not move.system:
        return Problem("ZL258", where, values)
    system = Term(f"web_shift.{move.system}")
    return Problem("ZL259", where, {**values, "shifted": shifted, "system": system})


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
    move = compared(frame, zones)
    return None if move is None or move.is_none else move


def compared(frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> Move | None:
    """Compare vertices; None if they do not tell, a move of no metre if the layers share them."""
    corners, _ = _vertices(zones.geometry.to_numpy())
    others, owner = _vertices(_near(frame.geometry.to_numpy(), zones))
    in_metres = zones.crs.axis_info[0].unit_conversion_factor == 1
    if not in_metres or min(len(corners), len(others)) < FEWEST:
        return None
    tree = shapely.STRtree(np.asarray(shapely.points(others)))
    pair = _Pair(thinned(corners, others), others, owner, tree)
    enough = max(FEWEST, LEAST_SHARE * len(pair.corners))
    at_rest = pair.count_at_rest(AT_REST_M)
    if at_rest >= enough:
        return Move(0.0, 0.0, at_rest, len(pair.corners))
    if pair.count_at_rest(MATCH_M) < enough:
        for shifts, system, side in web_shifts(zones.crs, pair.corners):
            move = pair.move_by_web(shifts, system, side)
            if move is not None:
                return move
    return pair.move_by_vector()


@dataclass(frozen=True, slots=True)
class _Pair:
    """Vertices of the zones, and those of a layer with the feature that each is of."""

    corners: NDArray[np.float64]
    others: NDArray[np.float64]
    owner: NDArray[np.int64]
    tree: shapely.STRtree

    def count_at_rest(self, within_m: float) -> int:
        """Count the vertices that repeat where they are."""
        return int(matched(self.corners, self.tree, within_m=within_m).sum())

    def move_by_vector(self) -> Move | None:
        """Find the one vector that takes the zones' vertices to the layer's."""
        peak = best_peak(self.corners, self.others)
        if peak is None:
            return None
        length_m = float(np.hypot(peak.east_m, peak.north_m))
        if length_m <= AT_REST_M:
            return None
        within_m = min(MATCH_M, max(LEAST_MATCH_M, MATCH_SHARE * length_m))
        return self._move(peak.vector, peak.next_best, within_m, self.corners)

    def move_by_web(self, shifts: NDArray[np.float64], system: str, side: str) -> Move | None:
        """Tell whether shifts by a web map take the zones' vertices to the layer's, or nearly."""
        start = self.corners + shifts
        close = best_peak(start, self.others, reach_m=WEB_ALIKE_M)
        if close is None or matched(start + close.vector, self.tree).sum() < FEWEST:
            return None  # before all vectors vote, which takes long
        peak = best_peak(start, self.others)
        if peak is None or np.hypot(peak.east_m, peak.north_m) > WEB_ALIKE_M:
            return None
        return self._move(peak.vector, peak.next_best, MATCH_M, start, system, side)

    def _move(  # noqa: PLR0913, PLR0917  a vector, how sure it is, and what it comes on top of
        self,
        vector: NDArray[np.float64],
        next_best: int,
        within_m: float,
        start: NDArray[np.float64],
        system: str = "",
        side: str = "",
    ) -> Move | None:
        """Give a vector as a move, if enough vertices of enough features repeat by it alone."""
        hits = matched(start + vector, self.tree, within_m=within_m)
        count = int(hits.sum())
        east_m, north_m = ((start - self.corners).mean(axis=0) + vector).round(2).tolist()
        resting = self.count_at_rest(min(MATCH_M, 0.5 * float(np.hypot(east_m, north_m))))
        if count < max(FEWEST, LEAST_SHARE * len(start), TIMES_NEXT * next_best):
            return None
        if resting > MOST_AT_REST * count:
            return None
        nearest = self.tree.nearest(shapely.points(start[hits] + vector))
        if len(set(self.owner[nearest].tolist())) < FEWEST_FEATURES:
            return None
        return Move(east_m, north_m, count, len(start), system, side)


def _near(shapes: NDArray[np.object_], zones: gpd.GeoDataFrame) -> NDArray[np.object_]:
    window = shapely.box(*zones.total_bounds).buffer(WINDOW_M, cap_style="square")
    return np.asarray(shapes[shapely.intersects(window, shapely.envelope(shapes))])


def _vertices(shapes: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Give each vertex once, and a shape that it is of."""
    xy, owner = shapely.get_coordinates(shapely.force_2d(shapes), return_index=True)
    is_finite = np.isfinite(xy).all(axis=1)
    xy, owner = xy[is_finite], owner[is_finite]
    in_cm = xy.round(2)
    _, first = np.unique(in_cm[:, 0] + 1j * in_cm[:, 1], return_index=True)  # axis=0 is slow
    return xy[first], owner[first]
