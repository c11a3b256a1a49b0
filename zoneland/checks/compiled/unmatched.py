"""Edges that no neighbour draws as well: what is left where two that run opposite cancel out.

Only corners that are equal to the last digit are the same. A table by hashes finds who draws an
edge the other way round; whether they are the same is told by the corners themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.checks.rings import Rings

GONE: Final = np.uint64(2**64 - 1)
"""Stands where an edge has been matched; no hash is odd, so that it matches no other."""
LOW: Final = np.uint64(2**32 - 1)
HIGH: Final = np.uint64(32)
ONE: Final = np.uint64(1)
EVEN: Final = np.uint64(2**32 - 2)
MOST_VERTICES: Final = 2**31
"""So many a slot has room for."""
MIX_X: Final = np.uint64(0x9E3779B97F4A7C15)
MIX_Y: Final = np.uint64(0xC2B2AE3D27D4EB4F)
MIX: Final = np.uint64(0xFF51AFD7ED558CCD)


def unmatched_edges(rings: Rings) -> NDArray[np.float64]:
    """Give the edges of polygons that remain when any two that run opposite ways are taken out.

    Parameters
    ----------
    rings
        Of valid polygons, fewer than `MOST_VERTICES` vertices.

    Returns
    -------
    ndarray
        Shape (n, 4): from x, y to x, y, the polygon's ground on the left.
    """
    bits = int(max(np.ceil(np.log2(max(len(rings.xy), 2))) - 1, 1))
    shift = np.uint64(32 - bits)
    sums = np.empty((int(np.diff(rings.ring).max(initial=1)), 2))
    start = np.zeros((1 << bits) + 1, np.int64)
    _count(rings, sums, shift, start)
    np.cumsum(start, out=start)
    slots = np.empty(start[-1], np.uint64)
    _fill(rings, sums, shift, start, slots)
    left = _match(rings.xy, start, slots)
    return np.asarray(_left_over(rings.xy, slots, left))


@numba.njit(cache=True)
def _runs_round(rings: Rings, at: int) -> bool:
    """Tell whether a ring keeps its ground on the right."""
    first, last = rings.ring[at], rings.ring[at + 1] - 1
    x0, y0 = rings.xy[first, 0], rings.xy[first, 1]
    twice = 0.0
    for k in range(first, last):
        ax, ay = rings.xy[k, 0] - x0, rings.xy[k, 1] - y0
        twice += ax * (rings.xy[k + 1, 1] - y0) - (rings.xy[k + 1, 0] - x0) * ay
    return bool((twice > 0.0) != rings.is_shell[at])


@numba.njit(cache=True)
def _has_length(xy: NDArray[np.float64], k: int) -> bool:
    return bool(xy[k, 0] != xy[k + 1, 0] or xy[k, 1] != xy[k + 1, 1])


@numba.njit(cache=True)
def _hash(sx: np.uint64, sy: np.uint64) -> np.uint64:
    """Mix what both directions have in common, the sum of the two ends, to 31 bits."""
    mixed = sx * MIX_X ^ (sy * MIX_Y >> np.uint64(29)) ^ sy * MIX_Y
    mixed = (mixed ^ (mixed >> HIGH)) * MIX
    return (mixed >> HIGH) & EVEN


@numba.njit(cache=True)
def _summed(rings: Rings, at: int, sums: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Give the bits of the sum of each edge's ends, for one ring, in room that is lent."""
    first = rings.ring[at]
    count = max(rings.ring[at + 1] - first - 1, 0)
    for k in range(count):
        sums[k, 0] = rings.xy[first + k, 0] + rings.xy[first + k + 1, 0]
        sums[k, 1] = rings.xy[first + k, 1] + rings.xy[first + k + 1, 1]
    return sums[:count].view(np.uint64)


@numba.njit(cache=True)
def _count(
    rings: Rings, sums: NDArray[np.float64], shift: np.uint64, start: NDArray[np.int64]
) -> None:
    """Count the edges of every bucket, one place after its own."""
    for at in range(rings.ring.shape[0] - 1):
        first = rings.ring[at]
        for k, (x, y) in enumerate(_summed(rings, at, sums)):
            if _has_length(rings.xy, first + k):
                start[np.int64(_hash(x, y) >> shift) + 1] += 1


@numba.njit(cache=True)
def _fill(
    rings: Rings,
    sums: NDArray[np.float64],
    shift: np.uint64,
    place: NDArray[np.int64],
    slots: NDArray[np.uint64],
) -> None:
    """Put into each edge's slot its hash, its first vertex, and whether it runs the other way.

    What says where a bucket begins moves on to where it ends, which is where the next begins.
    """
    for at in range(rings.ring.shape[0] - 1):
        turned = np.uint64(1 if _runs_round(rings, at) else 0)
        first = rings.ring[at]
        for k, (x, y) in enumerate(_summed(rings, at, sums)):
            if _has_length(rings.xy, first + k):
                mixed = _hash(x, y)
                bucket = np.int64(mixed >> shift)
                slots[place[bucket]] = mixed << HIGH | np.uint64(first + k) << ONE | turned
                place[bucket] += 1


@numba.njit(cache=True)
def _match(xy: NDArray[np.float64], start: NDArray[np.int64], slots: NDArray[np.uint64]) -> int:
    """Take out edges bucket by bucket, two and two; give how many are left."""
    left = len(slots)
    for bucket in range(start.shape[0] - 1):
        end = start[bucket]
        for one in range(start[bucket - 1] if bucket else 0, end):
            for other in range(one + 1, end):
                if _are_opposite(xy, slots[one], slots[other]):
                    slots[one] = slots[other] = GONE
                    left -= 2
                    break
    return left


@numba.njit(cache=True)
def _left_over(
    xy: NDArray[np.float64], slots: NDArray[np.uint64], left: int
) -> NDArray[np.float64]:
    found = np.empty((left, 4))
    count = 0
    for slot in slots:
        if slot != GONE:
            found[count, 0], found[count, 1], found[count, 2], found[count, 3] = _ends(xy, slot)
            count += 1
    return found


@numba.njit(cache=True)
def _ends(xy: NDArray[np.float64], slot: np.uint64) -> tuple[float, float, float, float]:
    k = np.int64((slot & LOW) >> ONE)
    if slot & ONE:
        return xy[k + 1, 0], xy[k + 1, 1], xy[k, 0], xy[k, 1]
    return xy[k, 0], xy[k, 1], xy[k + 1, 0], xy[k + 1, 1]


@numba.njit(cache=True)
def _are_opposite(xy: NDArray[np.float64], one: np.uint64, other: np.uint64) -> bool:
    if one >> HIGH != other >> HIGH or one == GONE:
        return False
    ax, ay, bx, by = _ends(xy, one)
    cx, cy, dx, dy = _ends(xy, other)
    return ax == dx and ay == dy and bx == cx and by == cy
