"""Edges beside which ground may lie double, of all the edges that bound some ground.

Ground is drawn as often as its edges wind round it. Where they cross nowhere, and each of them
has ground once on its left and none on its right, none is drawn twice. An edge that touches
another but in a corner of both, or so nearly that rounding may hide it, is doubtful too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILTER: Final = 3.3306690738754716e-16
"""Shewchuk's bound for the plain determinant: beyond it the sign is right."""
NARROW: Final = 1e-9
"""Edges from one corner that part by a smaller angle, in radians, are taken to run together."""
NEAR: Final = 2.5e-14
"""What rounding does to a middle point is less, as a part of the largest coordinate: 1 µm."""
MOST_PAIRS: Final = 300
"""Pairs of edges to be compared for each edge of all; with more GEOS is no slower."""


class Strips(NamedTuple):
    """Edges by strips along the easting, in each strip in the edges' own order."""

    low: float
    """South of the first strip."""
    high_m: float
    """From its south to its north."""
    start: NDArray[np.int64]
    """Where each strip's edges begin in `edge`, and where the last one's end."""
    edge: NDArray[np.int64]


def doubtful_edges(edges: NDArray[np.float64], total: int) -> NDArray[np.bool_] | None:
    """Tell of each edge whether there may be ground twice beside it.

    Parameters
    ----------
    edges
        Shape (n, 4), from x, y to x, y, in order of their west ends: what
        `zoneland.checks.compiled.unmatched.unmatched_edges` gives, sorted.
    total
        How many edges the polygons have in all.

    Returns
    -------
    ndarray
        None where edges lie so dense that it would take too long.
    """
    if not len(edges):
        return np.empty(0, np.bool_)
    near_m = float(np.abs(edges).max()) * NEAR
    strips = _strips(edges, near_m)
    sizes = np.diff(strips.start).astype(np.float64)
    if float((sizes * sizes).sum()) > MOST_PAIRS * float(total):
        return None
    found = np.zeros(len(edges), np.bool_)
    _mark_clashing(edges, strips, found)
    _mark_wound(edges, strips, near_m, found)
    return found


def _strips(edges: NDArray[np.float64], near_m: float) -> Strips:
    """Choose strips about as high as an edge, and put edges into those that they reach."""
    south = np.minimum(edges[:, 1], edges[:, 3]) - near_m
    north = np.maximum(edges[:, 1], edges[:, 3]) + near_m
    low, high = float(south.min()), float(north.max())
    count = int(np.clip((high - low) / float((north - south).mean()), 1, len(edges)))
    high_m = (high - low) / count * (1 + 1e-9)
    first = ((south - low) / high_m).astype(np.int64)
    last = np.minimum(((north - low) / high_m).astype(np.int64), count - 1)
    return Strips(low, high_m, *_filled(first, last, count))


@numba.njit(cache=True)
def _filled(
    first: NDArray[np.int64], last: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    start = np.zeros(count + 1, np.int64)
    for at in range(first.shape[0]):
        for strip in range(first[at], last[at] + 1):
            start[strip + 1] += 1
    start = np.cumsum(start)
    place = start[:-1].copy()
    edge = np.empty(start[-1], np.int64)
    for at in range(first.shape[0]):
        for strip in range(first[at], last[at] + 1):
            edge[place[strip]] = at
            place[strip] += 1
    return start, edge


@numba.njit(cache=True)
def _mark_clashing(edges: NDArray[np.float64], strips: Strips, found: NDArray[np.bool_]) -> None:
    """Mark the edges that meet another anywhere but in a corner of both."""
    for strip in range(strips.start.shape[0] - 1):
        for at in range(strips.start[strip], strips.start[strip + 1]):
            one = edges[strips.edge[at]]
            east = max(one[0], one[2])
            for nth in range(at + 1, strips.start[strip + 1]):
                other = edges[strips.edge[nth]]
                if min(other[0], other[2]) > east:
                    break
                if _may_clash(one, other):
                    found[strips.edge[at]] = found[strips.edge[nth]] = True


@numba.njit(cache=True)
def _may_clash(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Tell whether two edges, neither wholly west of the other, may meet but in a corner."""
    if min(one[1], one[3]) > max(other[1], other[3]):
        return False
    if max(one[1], one[3]) < min(other[1], other[3]):
        return False
    for i in (0, 2):
        for j in (0, 2):
            if one[i] == other[j] and one[i + 1] == other[j + 1]:
                ux, uy = one[2 - i] - one[i], one[3 - i] - one[i + 1]
                vx, vy = other[2 - j] - other[j], other[3 - j] - other[j + 1]
                return run_together(ux, uy, vx, vy)
    ax, ay, bx, by = one[0], one[1], one[2], one[3]
    cx, cy, dx, dy = other[0], other[1], other[2], other[3]
    return not (
        lies_aside(ax, ay, bx, by, cx, cy, dx, dy) or lies_aside(cx, cy, dx, dy, ax, ay, bx, by)
    )


@numba.njit(cache=True)
def run_together(ux: float, uy: float, vx: float, vy: float) -> bool:
    """Tell whether ways from one corner part by no angle that is safe to call one."""
    along = ux * vx + uy * vy
    return bool(along > 0.0 and abs(ux * vy - uy * vx) <= NARROW * along)


@numba.njit(cache=True)
def side(  # noqa: PLR0913, PLR0917  an edge, by its ends, and a point
    ax: float, ay: float, bx: float, by: float, x: float, y: float
) -> int:
    """Tell whether a point lies left of an edge, 1, or right of it, -1; 0 if that is not sure."""
    p = (bx - ax) * (y - ay)
    q = (by - ay) * (x - ax)
    if abs(p - q) > FILTER * (abs(p) + abs(q)):
        return 1 if p > q else -1
    return 0


@numba.njit(cache=True)
def lies_aside(  # noqa: PLR0913, PLR0917  two edges, by their ends
    ax: float, ay: float, bx: float, by: float, cx: float, cy: float, dx: float, dy: float
) -> bool:
    """Tell whether an edge, c to d, surely lies all on one side of the line through a and b."""
    return side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) > 0


@numba.njit(cache=True)
def _mark_wound(
    edges: NDArray[np.float64], strips: Strips, near_m: float, found: NDArray[np.bool_]
) -> None:
    """Mark the edges that have ground on their right, or of which that cannot be told."""
    for at in range(edges.shape[0]):
        if found[at]:
            continue
        edge = edges[at]
        y = (edge[1] + edge[3]) / 2
        strip = min(int((y - strips.low) / strips.high_m), strips.start.shape[0] - 2)
        own = strips.edge[strips.start[strip] : strips.start[strip + 1]]
        found[at] = not _is_rim(edges, at, own, near_m)


@numba.njit(cache=True)
def _is_rim(edges: NDArray[np.float64], at: int, own: NDArray[np.int64], near_m: float) -> bool:
    """Tell whether an edge surely has no ground on its right.

    From its middle, or a trifle north of it, all edges to the west are counted: a northward one
    takes its ground along there, a southward one brings ground. What is counted is on its right
    if it runs northward and counts itself, or southward and does not, or due west; else, due
    east, on its left.
    """
    x, y = (edges[at, 0] + edges[at, 2]) / 2, (edges[at, 1] + edges[at, 3]) / 2
    wound = 0
    for other in own:
        edge = edges[other]
        west, east = min(edge[0], edge[2]), max(edge[0], edge[2])
        if west > x + near_m:
            break
        if other == at:
            continue
        if east >= x - near_m and _is_near(edge, x, y, near_m):
            return False
        if (edge[1] <= y) != (edge[3] <= y):
            wound += _brings(edge, x, y)
    dx, dy = edges[at, 2] - edges[at, 0], edges[at, 3] - edges[at, 1]
    if dy == 0.0:
        return wound == (1 if dx > 0.0 else 0)
    if (edges[at, 1] <= y) == (edges[at, 3] <= y):
        return False
    return wound == (1 if dy > 0.0 else 0)


@numba.njit(cache=True)
def _brings(edge: NDArray[np.float64], x: float, y: float) -> int:
    """Tell what ground an edge brings to a point as far north as it: 1 from the west southward.

    It is -1 for an edge in the west that runs northward, and 0 for one in the east.
    """
    northward = edge[3] > edge[1]
    if max(edge[0], edge[2]) < x or side(edge[0], edge[1], edge[2], edge[3], x, y) == (
        -1 if northward else 1
    ):
        return -1 if northward else 1
    return 0


@numba.njit(cache=True)
def _is_near(edge: NDArray[np.float64], x: float, y: float, near_m: float) -> bool:
    """Tell whether a point lies too near to an edge to trust on which side of it."""
    if min(edge[1], edge[3]) > y + near_m or max(edge[1], edge[3]) < y - near_m:
        return False
    dx, dy = edge[2] - edge[0], edge[3] - edge[1]
    across = dx * (y - edge[1]) - dy * (x - edge[0])
    return bool(abs(across) <= near_m * 2 * (abs(dx) + abs(dy)))


@numba.njit(cache=True)
def are_inside(edges: NDArray[np.float64], spots: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which spots the edges wind round: some ground is drawn there.

    Parameters
    ----------
    edges
        All that bounds some ground, ground on the left.
    spots
        Shape (n, 2), inside of what no edge runs through.
    """
    wound = np.zeros(spots.shape[0], np.int64)
    for edge in edges:
        for at in range(spots.shape[0]):
            if (edge[1] <= spots[at, 1]) != (edge[3] <= spots[at, 1]):
                wound[at] += _brings(edge, spots[at, 0], spots[at, 1])
    return wound > 0
