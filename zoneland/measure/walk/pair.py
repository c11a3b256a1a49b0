"""The ground that a parcel and a zone share, by walking their boundaries: areas, no geometry.

The boundary of what they share is made of the parcel's edges inside the zone and the zone's edges
inside the parcel. Each piece adds what it sweeps; no ring is put together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numba
import numpy as np

from zoneland.measure.walk.flat import swept, swept_along
from zoneland.measure.walk.grid import is_in_zone
from zoneland.measure.walk.meets import COMMON, CROSSING
from zoneland.measure.walk.predicates import cross, is_left_of_parcel_edge
from zoneland.measure.walk.rings import keeps_left

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.measure.walk.flat import Flat
    from zoneland.measure.walk.grid import ZoneGrid
    from zoneland.measure.walk.meets import Meets
    from zoneland.measure.walk.rings import Outline

Point = tuple[float, float]


@numba.njit(cache=True)
def walk_parcel(
    zone: ZoneGrid, parcel: Outline, found: Meets, count: int, origin: Point
) -> tuple[float, bool, bool]:
    """Walk the parcel's edges.

    Returns
    -------
    tuple
        What those inside the zone sweep; whether any of them is outside of it; and whether every
        ring came to its end. A ring that ends on another side than it began on has lost a
        crossing: exact predicates rule that out, and it is looked at all the same.
    """
    order, at = _in_order(found.parcel_edge, count)
    twice, is_astray, is_closed = 0.0, False, True
    for ring in range(parcel.ring.shape[0] - 1):
        first, last = parcel.ring[ring], parcel.ring[ring + 1] - 1
        end = _first_beyond(found.parcel_edge, order, at, last)
        began = is_in_zone(zone, parcel.xy[first, 0], parcel.xy[first, 1])
        added, astray, ended = _along_ring(
            zone.flat, origin, parcel.xy, first, last, began, False,
            found.parcel_edge, found.on_parcel, found, order[at:end],
        )  # fmt: skip
        is_astray |= astray
        is_closed &= began == ended
        is_forward = keeps_left(parcel.xy, first, last) == parcel.is_shell[ring]
        twice += added if is_forward else -added
        at = end
    return twice, is_astray, is_closed


@numba.njit(cache=True)
def walk_zone(
    zone: ZoneGrid, parcel: Outline, found: Meets, count: int, origin: Point
) -> tuple[float, bool, bool]:
    """Walk the zone's edges: those inside the parcel are what counts, and what is astray."""
    order, at = _in_order(found.zone_edge, count)
    twice, is_astray, is_closed = 0.0, False, True
    for ring in range(zone.ring.shape[0] - 1):
        first, last = zone.ring[ring], zone.ring[ring + 1] - 1
        end = _first_beyond(found.zone_edge, order, at, last)
        x, y = zone.xy[first, 0], zone.xy[first, 1]
        if end > at or _is_in_box(parcel.box, x, y):
            began = is_in_parcel(parcel, x, y)
            added, astray, ended = _along_ring(
                zone.flat, origin, zone.xy, first, last, began, True,
                found.zone_edge, found.on_zone, found, order[at:end],
            )  # fmt: skip
            is_astray |= astray
            is_closed &= began == ended
            twice += added
        at = end
    return twice, is_astray, is_closed


@numba.njit(cache=True)
def is_in_parcel(parcel: Outline, x: float, y: float) -> bool:
    """Tell whether a corner of the zone lies in a parcel."""
    inside = False
    for ring in range(parcel.ring.shape[0] - 1):
        for k in range(parcel.ring[ring], parcel.ring[ring + 1] - 1):
            x0, y0 = parcel.xy[k, 0], parcel.xy[k, 1]
            x1, y1 = parcel.xy[k + 1, 0], parcel.xy[k + 1, 1]
            if (y0 > y) != (y1 > y):  # the zone is moved north by a trifle
                left = is_left_of_parcel_edge(cross(x0, y0, x1, y1, x, y), x1 - x0, y1 - y0)
                inside ^= left == (y1 > y0)
    return inside


@numba.njit(cache=True)
def _is_in_box(box: NDArray[np.float64], x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


@numba.njit(cache=True)
def _in_order(edges: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], int]:
    """Give meetings by edge, and the first that divides one of this side's."""
    order = np.argsort(edges[:count], kind="mergesort")
    at = 0
    while at < count and edges[order[at]] < 0:
        at += 1
    return order, at


@numba.njit(cache=True)
def _first_beyond(edges: NDArray[np.int64], order: NDArray[np.int64], at: int, last: int) -> int:
    while at < order.shape[0] and edges[order[at]] < last:
        at += 1
    return at


@numba.njit(cache=True)
def _along_ring(
    flat: Flat,
    origin: Point,
    xy: NDArray[np.float64],
    first: int,
    last: int,
    began: bool,
    stray: bool,
    edges: NDArray[np.int64],
    on_edge: NDArray[np.float64],
    found: Meets,
    meets: NDArray[np.int64],
) -> tuple[float, bool, bool]:
    """Walk a ring from meeting to meeting.

    Parameters
    ----------
    began
        Whether its first vertex is inside the other shape.
    stray
        The side that it is astray on, unless it runs on the other's edge there.

    Returns
    -------
    tuple
        What it sweeps inside, whether it was astray, and the side that it ended on.
    """
    inside, twice, is_astray = began, 0.0, False
    k, at = first, 0
    while at < meets.shape[0]:
        edge = edges[meets[at]]
        if edge > k:
            twice += swept_along(flat, origin, xy, k, edge) if inside else 0.0
            is_astray |= inside == stray
        end = at
        while end < meets.shape[0] and edges[meets[end]] == edge:
            end += 1
        _sort(meets[at:end], on_edge)
        added, astray, inside = _along_edge(
            flat, origin, xy[edge], xy[edge + 1], inside, stray, on_edge, found, meets[at:end]
        )
        twice += added
        is_astray |= astray
        k, at = edge + 1, end
    if k < last:
        twice += swept_along(flat, origin, xy, k, last) if inside else 0.0
        is_astray |= inside == stray
    return twice, is_astray, inside


@numba.njit(cache=True)
def _along_edge(
    flat: Flat,
    origin: Point,
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    inside: bool,
    stray: bool,
    on_edge: NDArray[np.float64],
    found: Meets,
    meets: NDArray[np.int64],
) -> tuple[float, bool, bool]:
    """Walk one edge, from a to b, by its meetings in their order; else as `_along_ring`."""
    twice, is_astray = 0.0, False
    here, t = (a[0], a[1]), 0.0
    for which in meets:
        if found.kind[which] == COMMON:
            continue
        there, u = (found.xy[which, 0], found.xy[which, 1]), on_edge[which]
        twice += swept(flat, origin, here, there) if inside else 0.0
        is_astray |= inside == stray and _is_alone(found, meets, t, u)
        inside ^= found.kind[which] == CROSSING
        here, t = there, u
    twice += swept(flat, origin, here, (b[0], b[1])) if inside else 0.0
    is_astray |= inside == stray and _is_alone(found, meets, t, 1.0)
    return twice, is_astray, inside


@numba.njit(cache=True)
def _is_alone(found: Meets, meets: NDArray[np.int64], t: float, u: float) -> bool:
    """Tell whether a piece of an edge runs where the other shape has no edge."""
    if u <= t:
        return False
    for which in meets:
        is_common = found.kind[which] == COMMON
        if is_common and found.xy[which, 0] <= (t + u) / 2 <= found.xy[which, 1]:
            return False
    return True


@numba.njit(cache=True)
def _sort(meets: NDArray[np.int64], on_edge: NDArray[np.float64]) -> None:
    """Sort a few meetings by where they are on their edge, in place."""
    for at in range(1, meets.shape[0]):
        which = meets[at]
        to = at
        while to > 0 and on_edge[meets[to - 1]] > on_edge[which]:
            meets[to] = meets[to - 1]
            to -= 1
        meets[to] = which
