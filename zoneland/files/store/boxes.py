"""Boxes of shapes, and their place on the Hilbert curve: who is near there is near on earth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from zoneland.files.store.note import SIDES

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAST: Final = np.uint32(0xFFFFFFFF)
"""Place on the curve of what has no box."""


def boxes_of(wkb: pa.Array) -> NDArray[np.float64]:
    """Give west, south, east and north of shapes, shape (n, 4); NaN where there are none.

    Corners that are no numbers leave a shape without a box.
    """
    with np.errstate(invalid="ignore"):
        shapes = shapely.from_wkb(wkb.to_numpy(zero_copy_only=False), on_invalid="ignore")
        found: NDArray[np.float64] = shapely.bounds(shapes)
        is_sound = np.array(np.isfinite(found).all(axis=1), dtype=bool)
        is_sound[is_sound] = _has_numbers(shapes[is_sound])
    found[~is_sound] = np.nan
    return found


def _has_numbers(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which shapes have only corners that are numbers: bounds pass over those that are not."""
    corners, owner = shapely.get_coordinates(shapes, return_index=True)
    has = np.ones(len(shapes), dtype=bool)
    has[owner[~np.isfinite(corners).all(axis=1)]] = False
    return has


def as_struct(boxes: NDArray[np.float64]) -> pa.Array:
    """Give boxes as the column of a store; null where there is none."""
    sides = [pa.array(boxes[:, at]) for at in range(len(SIDES))]
    return pa.StructArray.from_arrays(sides, list(SIDES), mask=pa.array(np.isnan(boxes[:, 0])))


def bounds_of(boxes: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Give the box of all boxes; None if there is none."""
    sound = boxes[~np.isnan(boxes[:, 0])]
    if not len(sound):
        return None
    return np.concatenate([sound[:, :2].min(axis=0), sound[:, 2:].max(axis=0)])


def along_curve(
    boxes: NDArray[np.float64], bounds: NDArray[np.float64] | None
) -> NDArray[np.uint32]:
    """Give each box's place on the Hilbert curve; what has no box comes last.

    Parameters
    ----------
    boxes
        West, south, east and north, shape (n, 4).
    bounds
        The ground that the curve fills.

    Examples
    --------
    >>> corners = np.array([[0.0, 0, 0, 0], [9, 0, 9, 0], [np.nan] * 4, [9, 9, 9, 9]])
    >>> np.argsort(along_curve(corners, bounds_of(corners))).tolist()
    [0, 3, 1, 2]
    """
    places = np.full(len(boxes), LAST)
    is_placed = ~np.isnan(boxes[:, 0])
    if bounds is not None and is_placed.any():
        middles = (boxes[is_placed, :2] + boxes[is_placed, 2:]) / 2
        points = gpd.GeoSeries(shapely.points(middles))
        places[is_placed] = points.hilbert_distance(total_bounds=bounds).to_numpy()
    return places
