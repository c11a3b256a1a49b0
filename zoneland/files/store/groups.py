"""Row groups of a Parquet table: which of them may hold what is near, by their statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from zoneland.files.meeting import EVERYWHERE
from zoneland.files.store.note import SIDES

if TYPE_CHECKING:
    import pyarrow.parquet as pq
    from numpy.typing import NDArray


def group_boxes(metadata: pq.FileMetaData, box: str) -> NDArray[np.float64]:
    """Give the box of each row group by the least and greatest of its rows' sides.

    Parameters
    ----------
    metadata
        Of the file.
    box
        The column of boxes.

    Returns
    -------
    ndarray
        West, south, east and north, shape (n, 4); everywhere for a group with rows that have no
        box, or of which nothing is said. Sides of single precision are rounded outwards.

    Raises
    ------
    KeyError
        If there is no such column.
    """
    paths = {metadata.schema.column(at).path: at for at in range(metadata.num_columns)}
    sides = [paths[f"{box}.{side}"] for side in SIDES]
    is_rough = any(metadata.schema.column(side).physical_type == "FLOAT" for side in sides)
    found = np.empty((metadata.num_row_groups, 4))
    for group in range(metadata.num_row_groups):
        told = [metadata.row_group(group).column(side).statistics for side in sides]
        is_told = all(one is not None and one.has_min_max and not one.null_count for one in told)
        lowest = [one.min for one in told[:2]] if is_told else EVERYWHERE[:2]
        highest = [one.max for one in told[2:]] if is_told else EVERYWHERE[2:]
        found[group] = [*lowest, *highest]
    return _wider(found) if is_rough else found


def _wider(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move sides outwards by what single precision may have rounded."""
    lows = np.nextafter(boxes[:, :2].astype(np.float32), np.float32(-np.inf))
    highs = np.nextafter(boxes[:, 2:].astype(np.float32), np.float32(np.inf))
    return np.hstack([lows, highs]).astype(np.float64)
