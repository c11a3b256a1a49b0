"""Rings: the corners of polygons end to end, and where each ring and each shape begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Rings(NamedTuple):
    """Many polygons or multi-polygons, each a set of closed rings."""

    xy: NDArray[np.float64]
    """Shape (vertices, 2); a ring's last vertex is its first."""
    ring: NDArray[np.int64]
    """Where each ring begins in `xy`, and where the last one ends."""
    is_shell: NDArray[np.bool_]
    """Whether a ring is the outside of a part, or a hole."""
    shape: NDArray[np.int64]
    """Where the rings of each shape begin in `ring`, and where the last ones end."""


def rings_of(shapes: NDArray[np.object_]) -> Rings:
    """Take polygons apart; what is missing or empty has no rings.

    All coordinates come at one call, and most shapes are a single ring: only those with holes
    or several parts are asked for their rings, which costs ten times as much.

    Examples
    --------
    >>> ring = shapely.box(0, 0, 9, 9).exterior
    >>> holed = shapely.Polygon(ring, [[(1, 1), (2, 1), (2, 2)]])
    >>> rings = rings_of(np.array([holed, None, shapely.MultiPolygon([holed, holed])]))
    >>> rings.ring.tolist(), rings.shape.tolist()
    ([0, 5, 9, 14, 18, 23, 27], [0, 2, 2, 6])
    >>> rings.is_shell.tolist()
    [True, False, True, False, True, False]
    """
    size = shapely.get_num_coordinates(shapes)
    count = (size > 0).astype(np.int64)
    is_single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    is_single &= shapely.get_num_interior_rings(shapes) == 0
    several = np.flatnonzero(~is_single & (size > 0))
    sizes, is_shell, owner = _of_several(shapes[several])
    count[several] = np.bincount(owner, minlength=len(several))
    shape = np.concatenate([[0], np.cumsum(count)])
    ring_size = np.repeat(size, count).astype(np.int64)
    shells = np.ones(len(ring_size), dtype=bool)
    at = np.flatnonzero(np.repeat(~is_single, count))
    ring_size[at], shells[at] = sizes, is_shell
    ring = np.concatenate([[0], np.cumsum(ring_size)])
    return Rings(shapely.get_coordinates(shapes), ring, shells, shape)


def _of_several(
    shapes: NDArray[np.object_],
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.intp]]:
    """Give the size of each ring of some shapes, whether it is a shell, and whose it is."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    is_shell = np.diff(part, prepend=-1) > 0
    return shapely.get_num_coordinates(rings).astype(np.int64), is_shell, owner[part]
