"""Rings as the walk asks of them: which shape of many, its box, and which way it turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.checks.rings import Rings


class Outline(NamedTuple):
    """One shape of many."""

    xy: NDArray[np.float64]
    """The vertices of all of them."""
    ring: NDArray[np.int64]
    """Where each of its own rings begins, and where the last one ends."""
    is_shell: NDArray[np.bool_]
    box: NDArray[np.float64]
    """West, south, east and north."""


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
