"""Fabric: how polygons lie side by side, and where their ground ends; told by their edges.

An edge that two neighbours draw, each its own way round, is a seam. Any ground is drawn as often
as the edges that are no seams wind round it, so that these few tell where it may be drawn twice
and where it is not drawn at all. For polygons too few to bring the compiler, GEOS finds them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.rings import rings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

MANY: Final = 20_000
"""Polygons from which it pays to bring the compiler."""
ENOUGH: Final = 2_000
"""Polygons from which it pays to use the compiler, if it is there already."""
AROUND: Final = 1e-9
"""Places in doubt grow by this part of the largest coordinate, some centimetres, so that those
that touch are one."""


@dataclass(frozen=True, slots=True)
class Fabric:
    """What the edges of polygons tell."""

    is_doubtful: NDArray[np.bool_]
    """Which of them may lie over others. All that do are among them, and the others can be
    joined edge by edge."""
    rim: NDArray[np.float64] | None
    """The edges that are no seams, shape (n, 4): from x, y to x, y, ground on the left, in
    order of their west ends; None if they were not looked for."""


def fabric_of(shapes: NDArray[np.object_]) -> Fabric:
    """Look how polygons lie side by side.

    Parameters
    ----------
    shapes
        Valid polygons or multi-polygons in one projected CRS.

    Examples
    --------
    >>> land = shapely.box([0, 2, 1, 5], 0, [2, 4, 3, 6], [1, 1, 0.5, 1])
    >>> fabric_of(land).is_doubtful.tolist()
    [True, True, True, False]
    """
    if pays(len(shapes)):
        found = _by_rim(shapes)
        if found is not None:
            return found
    return Fabric(_beside(_broken_edges(shapes), shapes), None)


def pays(count: int) -> bool:
    """Tell whether compiled code is the quicker way for so many polygons."""
    if count < MANY:
        return count >= ENOUGH and "numba" in sys.modules
    return find_spec("numba") is not None


def _by_rim(shapes: NDArray[np.object_]) -> Fabric | None:
    from zoneland.checks.compiled.doubtful import doubtful_edges  # noqa: PLC0415  the compiler
    from zoneland.checks.compiled.unmatched import MOST_VERTICES, unmatched_edges  # noqa: PLC0415

    rings = rings_of(shapes)
    if len(rings.xy) >= MOST_VERTICES:
        return None
    edges = unmatched_edges(rings)
    edges = edges[np.argsort(np.minimum(edges[:, 0], edges[:, 2]), kind="stable")]
    is_doubtful = doubtful_edges(edges, len(rings.xy))
    if is_doubtful is None:
        return None
    return Fabric(_beside(edges[is_doubtful], shapes), edges)


def _broken_edges(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Give the edges that cross a neighbour, lie in one, or run beside one and are no seam.

    GEOS passes over seams, even those in the ground of a third: what lies about its edges is to
    be looked at as well.
    """
    lines = shapely.get_parts(shapely.coverage_invalid_edges(shapes))
    xy, line = shapely.get_coordinates(lines, return_index=True)
    ends = np.hstack([xy[:-1], xy[1:]])
    return np.asarray(ends[line[:-1] == line[1:]])


def _beside(edges: NDArray[np.float64], shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which shapes lie where ground may lie double, by the edges that leave it in doubt.

    Ground that lies double has nothing but such edges round it, and those hang together: it lies
    within a box round all that do.
    """
    found = np.zeros(len(shapes), dtype=bool)
    if len(edges):
        found[shapely.STRtree(shapes).query(_places(edges))[1]] = True
    return found


def _places(edges: NDArray[np.float64]) -> NDArray[np.object_]:
    """Give boxes, each round all edges that hang together."""
    low, high = np.minimum(edges[:, :2], edges[:, 2:]), np.maximum(edges[:, :2], edges[:, 2:])
    spare_m = float(np.abs(edges).max()) * AROUND
    low, high = low - spare_m, high + spare_m
    boxes = np.asarray(shapely.box(*low.T, *high.T), dtype=object)
    one, other = shapely.STRtree(boxes).query(boxes)
    group, is_settled = np.arange(len(boxes)), False
    while not is_settled:
        least = group.copy()
        np.minimum.at(least, one, group[other])
        least = least[least]
        group, is_settled = least, np.array_equal(least, group)
    found, member = np.unique(group, return_inverse=True)
    west_south, east_north = np.full((len(found), 2), np.inf), np.full((len(found), 2), -np.inf)
    np.minimum.at(west_south, member, low)
    np.maximum.at(east_north, member, high)
    return np.asarray(shapely.box(*west_south.T, *east_north.T))
