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


def steps_of(boxes: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Give for each axis the step that differences of coordinates are exact by.

    Coordinates of one size, as a projection's false easting makes them, are multiples of one step
    already. About a plane's own origin small ones have more digits than large ones, so that a
    difference must be rounded and a point may come to lie on both sides of an edge.

    Parameters
    ----------
    boxes
        West, south, east and north of all that is to be walked, shape (n, 4).

    Returns
    -------
    ndarray or None
        Two powers of two; None where all coordinates are whole steps as they are.

    Examples
    --------
    >>> steps_of(np.array([[38482000.5, 3835000.1, 38490000.5, 3839000.1]])) is None
    True
    >>> steps_of(np.array([[-3.0, 0.1, 5.0, 0.7]])) == [2.0**-49, 2.0**-52]
    array([ True,  True])
    """
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    if (low > 0).all() and (np.spacing(low) == np.spacing(high)).all():
        return None
    top = np.maximum(np.maximum(-low, high), 1.0)
    steps: NDArray[np.float64] = np.where((low < 0) & (high > 0), 2.0, 1.0) * np.spacing(top)
    return steps


def on_steps(xy: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round coordinates to whole steps: by some 1e-9 m at the most, and mostly by nothing.

    Examples
    --------
    >>> on_steps(np.array([[38482000.1234, 0.1]]), np.array([2.0**-27, 0.25])).tolist()
    [[38482000.1234, 0.0]]
    """
    found: NDArray[np.float64] = xy / steps
    np.round(found, out=found)
    found *= steps
    return found
