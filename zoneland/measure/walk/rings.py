"""Polygons as plain arrays: coordinates end to end, and where each ring and each shape begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np
import shapely

from zoneland.core.wkb import MULTIPOLYGON, number

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


class Outline(NamedTuple):
    """One shape of many."""

    xy: NDArray[np.float64]
    """The vertices of all of them."""
    ring: NDArray[np.int64]
    """Where each of its own rings begins, and where the last one ends."""
    is_shell: NDArray[np.bool_]
    box: NDArray[np.float64]
    """West, south, east and north."""


def rings_of(shapes: NDArray[np.object_]) -> Rings:
    """Take polygons apart; what is missing or empty has no rings.

    By way of well-known binary, which costs a quarter of asking for ring after ring.

    Examples
    --------
    >>> ring = shapely.box(0, 0, 9, 9).exterior
    >>> rings = rings_of(np.array([shapely.Polygon(ring, [[(1, 1), (2, 1), (2, 2)]]), None]))
    >>> rings.ring.tolist(), rings.is_shell.tolist(), rings.shape.tolist()
    ([0, 5, 9], [True, False], [0, 2, 2])
    """
    written = [
        blob or b"" for blob in shapely.to_wkb(shapes, output_dimension=2, byte_order=1).tolist()
    ]
    ends = np.cumsum([0, *map(len, written)], dtype=np.int64)
    blob = np.frombuffer(b"".join(written), dtype=np.uint8)
    rings, vertices = _counted(blob, ends)
    found = Rings(
        np.empty((vertices, 2)),
        np.empty(rings + 1, np.int64),
        np.empty(rings, np.bool_),
        np.empty(len(shapes) + 1, np.int64),
    )
    _filled(blob, ends, found, found.xy.view(np.uint8).ravel())
    return found


@numba.njit(cache=True)
def _parts(blob: NDArray[np.uint8], at: int) -> tuple[int, int, int]:
    """Give how many polygons a shape has, where the first begins, and the bytes before each."""
    if number(blob, at + 1) == MULTIPOLYGON:
        return number(blob, at + 5), at + 9, 5
    return 1, at + 5, 0


@numba.njit(cache=True)
def _counted(blob: NDArray[np.uint8], ends: NDArray[np.int64]) -> tuple[int, int]:
    """Count rings and vertices."""
    rings = vertices = 0
    for shape in range(ends.shape[0] - 1):
        if ends[shape + 1] == ends[shape]:
            continue
        parts, at, head = _parts(blob, ends[shape])
        for _ in range(parts):
            of_part = number(blob, at + head)
            rings += of_part
            at += head + 4
            for _ in range(of_part):
                vertices += number(blob, at)
                at += 4 + 16 * number(blob, at)
    return rings, vertices


@numba.njit(cache=True)
def _filled(
    blob: NDArray[np.uint8], ends: NDArray[np.int64], found: Rings, raw: NDArray[np.uint8]
) -> None:
    """Copy coordinates byte by byte, for they lie at odd places."""
    ring = vertex = 0
    for shape in range(ends.shape[0] - 1):
        found.shape[shape] = ring
        if ends[shape + 1] == ends[shape]:
            continue
        parts, at, head = _parts(blob, ends[shape])
        for _ in range(parts):
            of_part = number(blob, at + head)
            at += head + 4
            for nth in range(of_part):
                count = number(blob, at)
                found.ring[ring], found.is_shell[ring] = vertex, nth == 0
                raw[16 * vertex : 16 * (vertex + count)] = blob[at + 4 : at + 4 + 16 * count]
                at += 4 + 16 * count
                vertex += count
                ring += 1
    found.ring[ring] = vertex
    found.shape[ends.shape[0] - 1] = ring


@numba.njit(cache=True)
def boxes_of(rings: Rings) -> NDArray[np.float64]:
    """Give west, south, east and north of each shape; west beyond east where there is nothing."""
    found = np.empty((rings.shape.shape[0] - 1, 4))
    for at in range(found.shape[0]):
        west = south = np.inf
        east = north = -np.inf
        for k in range(rings.ring[rings.shape[at]], rings.ring[rings.shape[at + 1]]):
            x, y = rings.xy[k, 0], rings.xy[k, 1]
            west, east = min(west, x), max(east, x)
            south, north = min(south, y), max(north, y)
        found[at, 0], found[at, 1], found[at, 2], found[at, 3] = west, south, east, north
    return found


@numba.njit(cache=True)
def meeting(boxes: NDArray[np.float64], box: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give the positions of the boxes that meet one box."""
    found = np.empty(boxes.shape[0], np.int64)
    count = 0
    for at in range(boxes.shape[0]):
        is_apart = boxes[at, 0] > box[2] or boxes[at, 2] < box[0]
        if not (is_apart or boxes[at, 1] > box[3] or boxes[at, 3] < box[1]):
            found[count] = at
            count += 1
    return found[:count]


@numba.njit(cache=True)
def keeps_left(xy: NDArray[np.float64], first: int, last: int) -> bool:
    """Tell whether a ring, from one vertex to its last, keeps its ground on the left."""
    x0, y0 = xy[first, 0], xy[first, 1]
    twice = 0.0
    for k in range(first, last):
        twice += (xy[k, 0] - x0) * (xy[k + 1, 1] - y0) - (xy[k + 1, 0] - x0) * (xy[k, 1] - y0)
    return twice > 0.0
