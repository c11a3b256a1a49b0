"""Which boxes meet which: told of millions at once, however many boxes are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

EVERYWHERE: Final = (-np.inf, -np.inf, np.inf, np.inf)
"""The box of what has none: who asks for what is near gets it, and tells it."""
MANY: Final = 5_000
"""Fewer boxes are not worth the compiler."""
POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def meeting(found: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.intp]:
    """Give the positions of the boxes that meet one of others; touching is meeting.

    Parameters
    ----------
    found, boxes
        West, south, east and north, shape (n, 4). A box with a side that is no number meets none.

    Examples
    --------
    >>> found = np.array([[0.0, 0, 1, 1], [5, 5, 6, 6], [2, 0, 3, 1]])
    >>> meeting(found, np.array([[0.5, 0.5, 2.0, 2.0]])).tolist()
    [0, 2]
    """
    if len(found) >= MANY:
        try:
            from zoneland.core import meet  # noqa: PLC0415  brings the compiler
        except ImportError:
            pass
        else:
            return np.flatnonzero(meet.meeting(found, boxes))
    return np.flatnonzero(_one_by_one(found, boxes))


def _one_by_one(found: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    is_near = np.zeros(len(found), dtype=bool)
    for west, south, east, north in boxes:
        is_near |= (
            (found[:, 0] <= east)
            & (found[:, 2] >= west)
            & (found[:, 1] <= north)
            & (found[:, 3] >= south)
        )
    return is_near


def boxes_of(column: pa.Array) -> NDArray[np.float64]:
    """Give the box of each geometry in well-known binary; what is no polygon is everywhere."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)):
        column = column.cast(pa.large_binary())
    try:
        from zoneland.core import wkb  # noqa: PLC0415  brings the compiler
    except ImportError:
        return _boxes_by_geos(column)
    width = np.int64 if pa.types.is_large_binary(column.type) else np.int32
    _, ends, blob = column.buffers()
    if blob is None:
        return np.tile(EVERYWHERE, (len(column), 1))
    starts = np.frombuffer(ends, width)[column.offset : column.offset + len(column) + 1]
    return wkb.boxes(np.frombuffer(blob, np.uint8), starts.astype(np.int64))


def _boxes_by_geos(column: pa.Array) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    return boxes_of_shapes(shapes)


def boxes_of_shapes(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Give the box of each shape, as `boxes_of`."""
    found = np.tile(EVERYWHERE, (len(shapes), 1))
    with np.errstate(invalid="ignore"):
        bounds = shapely.bounds(shapes)
        is_whole = np.isin(shapely.get_type_id(shapes), POLYGONS) & np.isfinite(bounds).all(axis=1)
        corners, owner = shapely.get_coordinates(shapes, return_index=True)
    is_whole[owner[~np.isfinite(corners).all(axis=1)]] = False  # bounds pass over those
    found[is_whole] = bounds[is_whole]
    return found
