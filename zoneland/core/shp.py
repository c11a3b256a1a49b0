"""Records of a .shp, read by compiled code: the box that their points really fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numba
import numpy as np

from zoneland.core.wkb import hold, number

if TYPE_CHECKING:
    from numpy.typing import NDArray

PARTS_AT: Final = 36
POINTS_AT: Final = 40
HEAD_BYTES: Final = 44
PART_BYTES: Final = 4
POINT_BYTES: Final = 16


@numba.njit(cache=True)
def boxes(
    content: NDArray[np.uint8], starts: NDArray[np.int64], is_null: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Give west, south, east and north of each polygon; NaN where a corner is no number.

    Parameters
    ----------
    content
        The .shp, its counts held against its lengths before.
    starts
        Where the contents of the records begin.
    is_null
        Which of them have no shape: they are everywhere.
    """
    found = np.empty((starts.shape[0], 4))
    for at in range(starts.shape[0]):
        box = found[at]
        if is_null[at]:
            box[:2], box[2:] = -np.inf, np.inf
            continue
        box[:2], box[2:] = np.inf, -np.inf
        parts = number(content, starts[at] + PARTS_AT)
        points = number(content, starts[at] + POINTS_AT)
        first = starts[at] + HEAD_BYTES + PART_BYTES * parts
        corners = np.empty(2 * points)  # they lie at odd places: copied byte by byte
        corners.view(np.uint8)[:] = content[first : first + POINT_BYTES * points]
        if not hold(corners, 2, box):
            box[:] = np.nan
    return found
