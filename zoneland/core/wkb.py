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
        Geometries end to end.
    ends
        Where each begins, and where the last one ends.

    Returns
    -------
    ndarray
        Shape (n, 4). What is missing, or neither a polygon nor several, is everywhere: who asks
        for what is near gets it, and tells it. So is one with a corner that is no number.
    """
    found = np.empty((ends.shape[0] - 1, 4))
    for at in range(found.shape[0]):
        here = ends[at]
        shape, size = kind(blob, here) if ends[at + 1] > here else (0, 2)
        if shape == POLYGON:
            _box(blob, here, size, 1, found[at])
        elif shape == MULTIPOLYGON and number(blob, here + 5) > 0:
            _box(blob, here + 9, size, number(blob, here + 5), found[at])
        else:
            found[at, :2], found[at, 2:] = -np.inf, np.inf
    return found


@numba.njit(cache=True)
def _box(
    blob: NDArray[np.uint8], here: int, size: int, parts: int, box: NDArray[np.float64]
) -> None:
    """Find the box of some polygons one after another, into `box`."""
    west, south, east, north = np.inf, np.inf, -np.inf, -np.inf
    is_whole = True
    for _ in range(parts):
        rings = number(blob, here + 5)
        here += 9
        for _ in range(rings):
            count = number(blob, here)
            width = 8 * size * count
            room = np.empty(size * count)  # coordinates lie at odd places: copied byte by byte
            room.view(np.uint8)[:] = blob[here + 4 : here + 4 + width]
            here += 4 + width
            for k in range(0, size * count, size):
                x, y = room[k], room[k + 1]
                is_whole &= np.isfinite(x) and np.isfinite(y)
                west, east = min(west, x), max(east, x)
                south, north = min(south, y), max(north, y)
    if not is_whole or west > east:
        west, south, east, north = -np.inf, -np.inf, np.inf, np.inf
    box[0], box[1], box[2], box[3] = west, south, east, north
