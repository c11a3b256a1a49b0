"""Read of a large layer only what lies near: batches pass by, and few rows of each are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyogrio.raw

from zoneland.core.passing import passed
from zoneland.files.gdal.drawn import Drawn
from zoneland.files.meeting import boxes_of, meeting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyproj
    from numpy.typing import NDArray

MANY_ROWS: Final = 50_000
"""Smaller layers are read whole: all of them is looked at, and it takes no time."""
POLYGONAL: Final = frozenset(
    f"{head}{name}"
    for head in ("", "3D ", "Measured ", "3D Measured ")
    for name in ("Polygon", "MultiPolygon")
)
"""What a layer must say that it holds for an index to be asked: points and lines are told
wherever they lie."""
BATCH_ROWS: Final = 16_384


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of a large layer is wanted."""

    boxes_in: Callable[[pyproj.CRS], NDArray[np.float64] | None]
    """Gives the boxes that count in a CRS, shape (n, 4); None if they cannot be told in it."""
    columns_of: Callable[[Sequence[str]], Sequence[str] | None]
    """Chooses among a layer's fields; None for all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a layer, and what the layer says of itself."""

    boxes: NDArray[np.float64]
    """West, south, east and north in the layer's CRS, shape (n, 4)."""
    columns: Sequence[str] | None
    """Fields to read; all if None."""
    rows: int
    """How many the layer says it has."""
    kind: str
    """Type of geometry that the layer says it holds, as fiona names it."""


@dataclass(frozen=True, slots=True)
class Batches:
    """Rows of a layer, as they were read."""

    meta: dict[str, Any]
    """What pyogrio says of the layer."""
    table: pa.Table
    """Their attributes."""
    drawn: Drawn | None
    """Their shapes; None where the layer is a table without any."""
    rows: NDArray[np.int64]
    """Their numbers from 0."""
    count: int
    """How many rows the layer has: those seen, or with a condition those that it says."""


def read_batches(
    name: str, layer: str, wanted: Wanted, *, geometry: str, where: str | None = None
) -> Batches:
    """Read the rows whose box meets one of some boxes.

    Without a condition every batch is seen once and in order: rows keep their numbers, and where
    boxes cover much of a layer that is the quicker way as well.

    Parameters
    ----------
    name
        What GDAL knows the file by, `zoneland.files.gdal.lead.address`.
    layer
        Its layer.
    wanted
        What is wanted of it.
    geometry
        What the column of shapes is called where the format has no name for it.
    where
        A condition that no row that is near fails, where the keys of rows are their numbers from
        1; None to see all rows.

    Returns
    -------
    Batches
        The rows that are near, in order.
    """
    fields = None if wanted.columns is None else list(wanted.columns)
    with pyogrio.raw.open_arrow(
        name,
        layer=layer,
        columns=fields,
        where=where,
        return_fids=where is not None,
        use_pyarrow=True,
        batch_size=BATCH_ROWS,
    ) as (meta, reader):
        shape = meta["geometry_name"] or geometry
        key = None if where is None else meta["fid_column"]
        found = _kept(reader, meta, shape, key, wanted)
    rows = found.rows
    if key is None or (np.diff(rows) > 0).all():  # as SQLite gives them
        return found
    order = np.argsort(rows)
    drawn = found.drawn and found.drawn.in_order(order)
    return replace(found, table=found.table.take(pa.array(order)), drawn=drawn, rows=rows[order])


def _kept(
    reader: pa.RecordBatchReader,
    meta: dict[str, Any],
    shape: str,
    key: str | None,
    wanted: Wanted,
) -> Batches:
    """Keep of batches what is near; with a key every row that comes is a part of the layer."""
    at, by = (-1 if name is None else reader.schema.get_field_index(name) for name in (shape, key))
    own = [name for name in reader.schema.names if name not in {shape, key}]
    drawn = Drawn() if at >= 0 else None
    kept: list[pa.RecordBatch] = []
    rows, seen = [np.empty(0, np.int64)], 0
    for batch in reader:
        near = np.arange(batch.num_rows)
        if drawn is not None:  # else it is a table, which is told
            batch.column(at).validate(full=True)  # places beyond the bytes kill the process
            near = meeting(boxes_of(batch.column(at)), wanted.boxes)
            if len(near):
                drawn.add(batch.column(at).take(pa.array(near)))
        if len(near):
            kept.append(batch.select(own).take(pa.array(near)))
        rows.append(near + seen if key is None else batch.column(by).to_numpy()[near] - 1)
        seen += batch.num_rows
        if key is None:
            passed(seen, wanted.rows)
    schema = pa.schema([reader.schema.field(name) for name in own])
    table = pa.Table.from_batches(kept, schema=schema)
    return Batches(meta, table, drawn, np.concatenate(rows), seen if key is None else wanted.rows)
