"""Well-known binary, read by compiled code: how many corners there are, and where they lie.

Only what GDAL and GEOS write on the machines of today: the lowest byte first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numba
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

POLYGON: Final = 3
MULTIPOLYGON: Final = 6
WITH_HEIGHT: Final = 0x80000000
WITH_MEASURE: Final = 0x40000000
THOUSAND: Final = 1000
HEAD_BYTES: Final = 9
"""Byte order, type, and the count of rings or parts."""
COUNT_BYTES: Final = 4


@numba.njit(cache=True)
def number(blob: NDArray[np.uint8], at: int) -> int:
    """Read four bytes as a whole number."""
    found = 0
    for place in range(3, -1, -1):
        found = found * 256 + blob[at + place]
    return found


@numba.njit(cache=True)
def kind(blob: NDArray[np.uint8], at: int) -> tuple[int, int]:
    """Give the type of a geometry, and how many numbers each of its corners has.

    Types are written with flags (EWKB) or thousands (ISO) for heights and measures; 0 for what
    has its highest byte first.
    """
    if blob[at] != 1:
        return 0, 2
    stated = number(blob, at + 1)
    size = 2 + (stated // WITH_HEIGHT) % 2 + (stated // WITH_MEASURE) % 2
    plain = stated % WITH_MEASURE
    thousands = plain // THOUSAND
    if thousands > 0:
        size = 4 if thousands == 3 else 3  # noqa: PLR2004  1 height, 2 measure, 3 both
    return plain % THOUSAND, size


@numba.njit(cache=True)
def boxes(blob: NDArray[np.uint8], ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give west, south, east and north of each geometry.

    Parameters
    ----------
    blob
        Geometries end to end; nothing of them is believed unseen.
    ends
        Where each begins, and where the last one ends.

    Returns
    -------
    ndarray
        Shape (n, 4). What is missing, broken, or neither a polygon nor several, is everywhere:
        who asks for what is near gets it, and tells it. So is one with a corner that is no number.
    """
    found = np.empty((ends.shape[0] - 1, 4))
    for at in range(found.shape[0]):
        here, stop, box = ends[at], ends[at + 1], found[at]
        box[:2], box[2:] = np.inf, -np.inf
        shape, size = kind(blob, here) if stop - here >= HEAD_BYTES else (0, 2)
        is_whole = False
        if shape == POLYGON:
            is_whole = _widen(blob, here, stop, size, 1, box)
        elif shape == MULTIPOLYGON:
            parts = number(blob, here + 5)
            is_whole = _widen(blob, here + HEAD_BYTES, stop, size, parts, box)
        if not is_whole or box[0] > box[2]:
            box[:2], box[2:] = -np.inf, np.inf
    return found


@numba.njit(cache=True)
def _widen(  # noqa: PLR0913, PLR0917  compiled code takes plain numbers
    blob: NDArray[np.uint8], here: int, stop: int, size: int, parts: int, box: NDArray[np.float64]
) -> bool:
    """Widen a box to hold some polygons; tell whether they are whole and lie on numbers."""
    is_whole = True
    for _ in range(parts):
        if stop - here < HEAD_BYTES or kind(blob, here) != (POLYGON, size):
            return False
        rings = number(blob, here + 5)
        here += HEAD_BYTES
        for _ in range(rings):
            count = number(blob, here) if stop - here >= COUNT_BYTES else stop
            here += COUNT_BYTES
            width = 8 * size * count
            if stop - here < width:
                return False
            room = np.empty(size * count)  # coordinates lie at odd places: copied byte by byte
            room.view(np.uint8)[:] = blob[here : here + width]
            here += width
            is_whole &= hold(room, size, box)
    return is_whole


@numba.njit(cache=True)
def hold(corners: NDArray[np.float64], size: int, box: NDArray[np.float64]) -> bool:
    """Widen a box to hold some corners; tell whether all of them are numbers."""
    west, south, east, north = box[0], box[1], box[2], box[3]
    is_whole = True
    for k in range(0, corners.shape[0], size):
        x, y = corners[k], corners[k + 1]
        is_whole &= np.isfinite(x) and np.isfinite(y)
        west, east = min(west, x), max(east, x)
        south, north = min(south, y), max(north, y)
    box[0], box[1], box[2], box[3] = west, south, east, north
    return is_whole
