"""Pieces that belong together: closer to one another than the survey's XY tolerance.

A boundary drawn twice, or brought from another plane with a vertex more on one side, leaves a
hair of 0.1 µm between two halves. For the survey (0.0001 m) they are one piece of ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneland.checks.ground import TOLERANCE_M, mean_width_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry


def clusters(
    parts: NDArray[np.object_] | Sequence[BaseGeometry], *, tolerance_m: float = TOLERANCE_M
) -> NDArray[np.intp]:
    """Give pieces numbers so that those within the tolerance of one another share a number.

    Parameters
    ----------
    parts
        Polygons in a projected CRS.
    tolerance_m
        Pieces this close, or closer, hang together; so does what hangs on either of them.

    Returns
    -------
    array
        A number a piece, from 0 in the order in which clusters first occur.

    Examples
    --------
    Two squares a hair apart, one a metre off, and one that touches the first at a corner.

    >>> squares = [shapely.box(x, y, x + 1, y + 1) for x, y in ((0, 0), (3, 0), (1 + 1e-7, 0))]
    >>> clusters([*squares, shapely.box(-1, -1, 0, 0)]).tolist()
    [0, 1, 0, 0]
    """
    shapes = np.asarray(parts, dtype=object)
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=tolerance_m)
    head = np.arange(len(shapes))

    def first_of(at: int) -> int:
        while head[at] != at:
            head[at] = head[head[at]]
            at = int(head[at])
        return at

    for left, right in zip(one[one < other].tolist(), other[one < other].tolist(), strict=True):
        low, high = sorted((first_of(left), first_of(right)))
        head[high] = low
    # The head of a cluster is its first piece, so heads in order number clusters as they occur.
    heads = [first_of(at) for at in range(len(shapes))]
    return np.unique(heads, return_inverse=True)[1].astype(np.intp)


def joined_width_m(parts: NDArray[np.object_], *, tolerance_m: float = TOLERANCE_M) -> float:
    """Give the mean width of pieces of one cluster as if the hairs between them were not there.

    Parameters
    ----------
    parts
        Polygons in a projected CRS, all of one cluster.
    tolerance_m
        Gaps up to this are closed.

    Examples
    --------
    Two halves of a square of 12 m: 2 × 144 / 48, where each half alone has 2 × 72 / 36.

    >>> halves = np.array([shapely.box(0, 0, 12, 6), shapely.box(0, 6 + 1e-7, 12, 12)])
    >>> round(joined_width_m(halves), 6)
    6.0
    """
    if len(parts) == 1:
        return float(mean_width_m(parts)[0])
    # Buffering works with so many digits in all: near the origin they are digits below 0.0001 m.
    origin = shapely.total_bounds(parts)[:2]
    near = shapely.transform(parts, lambda xy: xy - origin)
    wide = shapely.union_all(shapely.buffer(near, tolerance_m, join_style="mitre"))
    closed = shapely.buffer(wide, -tolerance_m, join_style="mitre")
    return float(mean_width_m(np.array([closed], dtype=object))[0])
