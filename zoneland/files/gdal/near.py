"""Read of a large layer only what lies near: batches pass by, and few rows of each are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyogrio.raw
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyproj
    from numpy.typing import NDArray

MANY_ROWS: Final = 50_000
"""Smaller layers are read whole: all of them is looked at, and it takes no time."""
BATCH_ROWS: Final = 65_536


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of a large layer is wanted."""

    boxes_in: Callable[[pyproj.CRS], NDArray[np.float64] | None]
    """Gives the boxes that count in a CRS, shape (n, 4); None if they cannot be told in it."""
    columns_of: Callable[[Sequence[str]], Sequence[str] | None]
    """Chooses among a layer's fields; None for all."""


def read_batches(
    name: str,
    layer: str,
    *,
    boxes: NDArray[np.float64],
    columns: Sequence[str] | None,
    geometry: str,
) -> tuple[dict[str, object], pa.Table, NDArray[np.int64], int]:
    """Read the rows whose box meets one of some boxes.

    Every batch is seen once and in order, without an index: rows keep their numbers, and where
    boxes cover much of a layer that is the quicker way as well.

    Parameters
    ----------
    name
        What GDAL knows the file by, `zoneland.files.gdal.lead.address`.
    layer
        Its layer.
    boxes
        West, south, east and north in the layer's CRS, shape (n, 4).
    columns
        Fields to read; all if None.
    geometry
        What the column of shapes is called where the format has no name for it.

    Returns
    -------
    tuple
        What pyogrio says of the layer; the rows that are near, their numbers from 0, and how
        many rows there are.
    """
    fields = None if columns is None else list(columns)
    kept: list[pa.RecordBatch] = []
    rows, seen = [np.empty(0, np.int64)], 0
    with pyogrio.raw.open_arrow(
        name, layer=layer, columns=fields, use_pyarrow=True, batch_size=BATCH_ROWS
    ) as (meta, reader):
        at = reader.schema.get_field_index(meta["geometry_name"] or geometry)
        for batch in reader:
            near = np.arange(batch.num_rows)
            if at >= 0:  # else it is a table, which is told
                near = meeting(boxes_of(batch.column(at)), boxes)
            kept.append(batch.take(pa.array(near)))
            rows.append(near + seen)
            seen += batch.num_rows
        table = pa.Table.from_batches(kept, schema=reader.schema)
    return meta, table, np.concatenate(rows), seen


def boxes_of(column: pa.Array) -> NDArray[np.float64]:
    """Give the box of each geometry in well-known binary; what is no polygon is everywhere."""
    try:
        from zoneland.core import wkb  # noqa: PLC0415  brings the compiler
    except ImportError:
        return _boxes_by_geos(column)
    width = np.int64 if pa.types.is_large_binary(column.type) else np.int32
    _, ends, blob = column.buffers()
    if blob is None:
        return np.tile([-np.inf, -np.inf, np.inf, np.inf], (len(column), 1))
    starts = np.frombuffer(ends, width)[column.offset : column.offset + len(column) + 1]
    return wkb.boxes(np.frombuffer(blob, np.uint8), starts.astype(np.int64))


def _boxes_by_geos(column: pa.Array) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        found = shapely.bounds(shapely.from_wkb(column.to_numpy(zero_copy_only=False)))
    everywhere = np.array([-np.inf, -np.inf, np.inf, np.inf])
    is_whole = np.asarray(np.isfinite(found).all(axis=1))
    return np.where(is_whole[:, None], found, everywhere)


def meeting(found: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give the positions of the boxes that meet one of others.

    Examples
    --------
    >>> found = np.array([[0.0, 0, 1, 1], [5, 5, 6, 6], [2, 0, 3, 1]])
    >>> meeting(found, np.array([[0.5, 0.5, 2.0, 2.0]])).tolist()
    [0, 2]
    """
    is_near = np.zeros(len(found), dtype=bool)
    for west, south, east, north in boxes:
        is_near |= (
            (found[:, 0] <= east)
            & (found[:, 2] >= west)
            & (found[:, 1] <= north)
            & (found[:, 3] >= south)
        )
    return np.flatnonzero(is_near)
