"""Where the edges of a parcel meet those of a zone, in the order in which both are walked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

from zoneland.measure.walk.grid import ZoneGrid, span
from zoneland.measure.walk.predicates import cross, is_left_of_parcel_edge, is_left_of_zone_edge

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.measure.walk.rings import Outline

NO_EDGE = -1
CORNER, CROSSING, COMMON = 0, 1, 2
"""A corner that lies on an edge and divides it; edges that pass each other; a stretch of an edge
that runs on the other one."""
AT_ONCE = 4
"""Two edges meet in a crossing or a stretch of each, and two corners, at the most."""


class Meets(NamedTuple):
    """Room for meetings of edges; arrays of one length, the first few of them in use."""

    parcel_edge: NDArray[np.int64]
    zone_edge: NDArray[np.int64]
    """Edges by their first vertex; `NO_EDGE` on the side that the meeting does not divide."""
    on_parcel: NDArray[np.float64]
    on_zone: NDArray[np.float64]
    """Where on the edge, from 0 to 1."""
    xy: NDArray[np.float64]
    """Shape (n, 2): the place; of a stretch, where on the edge it begins and ends."""
    kind: NDArray[np.uint8]
    """`CORNER`, `CROSSING` or `COMMON`."""


@numba.njit(cache=True)
def room(count: int) -> Meets:
    """Make room for so many meetings."""
    return Meets(
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.empty(count, np.float64),
        np.empty(count, np.float64),
        np.empty((count, 2), np.float64),
        np.empty(count, np.uint8),
    )


@numba.njit(cache=True)
def find_meets(zone: ZoneGrid, parcel: Outline, seen: NDArray[np.int64], found: Meets) -> int:
    """Find where a parcel's edges meet a zone's.

    Parameters
    ----------
    zone, parcel
        What is walked.
    seen
        For each of the zone's edges the parcel's edge that last came near; filled.
    found
        Filled, in no order that counts.

    Returns
    -------
    int
        How many there are; -1 where there is no room for them.
    """
    count = 0
    columns = zone.state.shape[1]
    for ring in range(parcel.ring.shape[0] - 1):
        for k in range(parcel.ring[ring], parcel.ring[ring + 1] - 1):
            west, south, east, north = _box(parcel.xy, k)
            first_row, last_row, first, last = span(zone, west, south, east, north)
            for row in range(first_row, last_row + 1):
                begin = zone.cell_start[row * columns + first]
                end = zone.cell_start[row * columns + last + 1]
                for place in range(begin, end):
                    f = zone.cell_edge[place]
                    if seen[f] == k:
                        continue
                    seen[f] = k
                    f_west, f_south, f_east, f_north = _box(zone.xy, f)
                    if f_east < west or f_west > east or f_north < south or f_south > north:
                        continue
                    if count + AT_ONCE > found.zone_edge.shape[0]:
                        return -1
                    count = _meet(zone.xy, f, parcel.xy, k, found, count)
    return count


@numba.njit(cache=True)
def _box(xy: NDArray[np.float64], k: int) -> tuple[float, float, float, float]:
    """Give west, south, east and north of an edge."""
    x0, y0, x1, y1 = xy[k, 0], xy[k, 1], xy[k + 1, 0], xy[k + 1, 1]
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@numba.njit(cache=True)
def _meet(
    z: NDArray[np.float64], f: int, p: NDArray[np.float64], k: int, found: Meets, count: int
) -> int:
    """Note where an edge of each meet: a crossing, and corners that divide the other edge.

    A corner of both divides neither.
    """
    fx, fy, gx, gy = z[f, 0], z[f, 1], z[f + 1, 0], z[f + 1, 1]
    ax, ay, bx, by = p[k, 0], p[k, 1], p[k + 1, 0], p[k + 1, 1]
    of_a, of_b = cross(fx, fy, gx, gy, ax, ay), cross(fx, fy, gx, gy, bx, by)
    of_f, of_g = cross(ax, ay, bx, by, fx, fy), cross(ax, ay, bx, by, gx, gy)
    if of_a == 0.0 and _is_between(ax, ay, fx, fy, gx, gy):
        t = _along(fx, fy, gx, gy, ax, ay)
        count = _note(found, count, NO_EDGE, f, 0.0, t, ax, ay, CORNER)
    if of_f == 0.0 and _is_between(fx, fy, ax, ay, bx, by):
        t = _along(ax, ay, bx, by, fx, fy)
        count = _note(found, count, k, NO_EDGE, t, 0.0, fx, fy, CORNER)
    if of_a == 0.0 and of_b == 0.0:
        t, u = _along(ax, ay, bx, by, fx, fy), _along(ax, ay, bx, by, gx, gy)
        count = _note(found, count, k, NO_EDGE, 0.0, 0.0, min(t, u), max(t, u), COMMON)
        t, u = _along(fx, fy, gx, gy, ax, ay), _along(fx, fy, gx, gy, bx, by)
        return _note(found, count, NO_EDGE, f, 0.0, 0.0, min(t, u), max(t, u), COMMON)
    if is_left_of_zone_edge(of_a, gx - fx, gy - fy) == is_left_of_zone_edge(
        of_b, gx - fx, gy - fy
    ) or is_left_of_parcel_edge(of_f, bx - ax, by - ay) == is_left_of_parcel_edge(
        of_g, bx - ax, by - ay
    ):
        return count
    t, u = of_a / (of_a - of_b), of_f / (of_f - of_g)
    x, y = ax + t * (bx - ax), ay + t * (by - ay)
    if of_f == 0.0 or of_g == 0.0:  # corners are met where they are, not where rounding puts them
        x, y = (fx, fy) if of_f == 0.0 else (gx, gy)
    elif of_a == 0.0 or of_b == 0.0:
        x, y = (ax, ay) if of_a == 0.0 else (bx, by)
    return _note(found, count, k, f, t, u, x, y, CROSSING)


@numba.njit(cache=True)
def _note(
    found: Meets,
    at: int,
    k: int,
    f: int,
    t: float,
    u: float,
    x: float,
    y: float,
    kind: int,
) -> int:
    found.parcel_edge[at], found.zone_edge[at] = k, f
    found.on_parcel[at], found.on_zone[at] = t, u
    found.xy[at, 0], found.xy[at, 1] = x, y
    found.kind[at] = kind
    return at + 1


@numba.njit(cache=True)
def _is_between(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> bool:
    """Tell whether a point of an edge's line lies between its ends, and is none of them."""
    if (x == ax and y == ay) or (x == bx and y == by):
        return False
    return min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by)


@numba.njit(cache=True)
def _along(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> float:
    """Give where on an edge a point of it is, from 0 to 1."""
    if abs(bx - ax) >= abs(by - ay):
        return (x - ax) / (bx - ax) if bx != ax else 0.0
    return (y - ay) / (by - ay)
