"""Which boxes meet one of others, by compiled code: a raster tells most of those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS: Final = 128
"""Cells a side of the raster; a finer one costs more to fill than it saves."""


@numba.njit(cache=True)
def meeting(found: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which boxes meet one of others; touching is meeting.

    Parameters
    ----------
    found, boxes
        West, south, east and north, shape (n, 4). A box with a side that is no number meets none.
    """
    is_near = np.zeros(found.shape[0], np.bool_)
    hull = _hull(boxes)
    if not (hull[0] <= hull[2] and hull[1] <= hull[3]):
        return is_near
    sums = _reached(boxes, hull)
    for at in range(found.shape[0]):
        box = found[at]
        if not _do_meet(box, hull):
            continue
        west, east = _cell(box[0], hull[0], hull[2]), _cell(box[2], hull[0], hull[2]) + 1
        south, north = _cell(box[1], hull[1], hull[3]), _cell(box[3], hull[1], hull[3]) + 1
        is_box = west < east and south < north  # a file may say that east lies west of west
        if (
            is_box
            and sums[east, north] + sums[west, south] == sums[west, north] + sums[east, south]
        ):
            continue
        for other in boxes:
            if _do_meet(box, other):
                is_near[at] = True
                break
    return is_near


@numba.njit(cache=True)
def _do_meet(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    if not (one[0] <= other[2] and one[2] >= other[0]):
        return False
    return bool(one[1] <= other[3] and one[3] >= other[1])


@numba.njit(cache=True)
def _hull(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    hull = np.array([np.inf, np.inf, -np.inf, -np.inf])
    for box in boxes:
        if not np.isnan(box).any():
            for side in range(2):
                hull[side] = min(hull[side], box[side])
                hull[side + 2] = max(hull[side + 2], box[side + 2])
    return hull


@numba.njit(cache=True)
def _cell(place: float, low: float, high: float) -> int:
    """Give the cell of a place along one side.

    A place further on never has an earlier cell, whatever the rounding: so what meets has a cell
    in common.
    """
    if not (place > low and np.isfinite(high - low)):
        return 0
    if place >= high:
        return CELLS - 1
    return min(int((place - low) / (high - low) * CELLS), CELLS - 1)


@numba.njit(cache=True)
def _reached(boxes: NDArray[np.float64], hull: NDArray[np.float64]) -> NDArray[np.int64]:
    """Count, from the corner of the raster to each cell, those that some box reaches."""
    sums = np.zeros((CELLS + 1, CELLS + 1), np.int64)
    for box in boxes:
        if np.isnan(box).any():
            continue
        west, east = _cell(box[0], hull[0], hull[2]), _cell(box[2], hull[0], hull[2])
        south, north = _cell(box[1], hull[1], hull[3]), _cell(box[3], hull[1], hull[3])
        sums[west + 1 : east + 2, south + 1 : north + 2] = 1
    for x in range(1, CELLS + 1):
        for y in range(1, CELLS + 1):
            sums[x, y] += sums[x - 1, y] + sums[x, y - 1] - sums[x - 1, y - 1]
    return sums
