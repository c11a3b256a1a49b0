"""Sorting what may be larger than memory: first into heaps on disk by place, then heap by heap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from zoneland.files.store.boxes import along_curve, as_struct, bounds_of, boxes_of
from zoneland.files.store.note import BOX, Names, free_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from zoneland.files.store.source import Stream

HEAP_ROWS: Final = 250_000
"""Rows that are sorted at once: some hundred megabytes of a land survey."""
MOST_HEAPS: Final = 400
"""Files that are open at once."""


class Kept(NamedTuple):
    """A layer laid aside on disk, in its own order."""

    path: Path
    names: Names
    boxes: NDArray[np.float64]
    """Of all rows, shape (n, 4); NaN where there is none."""


def laid_aside(stream: Stream, folder: Path) -> Kept:
    """Write a stream to disk as it comes, with boxes and row numbers."""
    attributes = [name for name in stream.schema.names if name not in {stream.shape, stream.row}]
    names = free_names(attributes)
    schema = _schema(stream, attributes, names)
    path, found, seen = folder / "all.arrow", [np.empty((0, 4))], 0
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        for batch in stream.batches:
            boxes = boxes_of(batch.column(stream.shape))
            count = batch.num_rows
            rows = pa.array(np.arange(seen + 1, seen + count + 1, dtype=np.int64))
            columns = [batch.column(name) for name in attributes]
            wkb = batch.column(stream.shape).cast(schema.field(names.shape).type)
            numbers = batch.column(stream.row) if stream.row else rows
            kept = [*columns, wkb, as_struct(boxes), numbers]
            writer.write_batch(pa.RecordBatch.from_arrays(kept, schema=schema))
            found.append(boxes)
            seen += count
    return Kept(path, names, np.concatenate(found))


def _schema(stream: Stream, attributes: list[str], names: Names) -> pa.Schema:
    fields = [stream.schema.field(name).remove_metadata() for name in attributes]
    is_large = pa.types.is_large_binary(stream.schema.field(stream.shape).type)
    own = [
        pa.field(names.shape, pa.large_binary() if is_large else pa.binary()),
        pa.field(names.box, BOX),
        pa.field(names.row, pa.int64()),
    ]
    return pa.schema([*fields, *own])


def in_order(kept: Kept, folder: Path, *, heap_rows: int = HEAP_ROWS) -> Iterator[pa.Table]:
    """Give the rows along the Hilbert curve, heap by heap; rows at one place in source order.

    Parameters
    ----------
    kept
        What `laid_aside` gave.
    folder
        For heaps; they are removed as they are used up.
    heap_rows
        How many rows there are room for.
    """
    places = along_curve(kept.boxes, bounds_of(kept.boxes))
    count = min(MOST_HEAPS, max(1, -(-len(places) // heap_rows)))
    cuts = np.quantile(places, np.arange(1, count) / count, method="nearest")
    heaps = _heaped(kept, places, np.unique(cuts), folder)
    kept.path.unlink()
    for heap in heaps:
        with pa.OSFile(str(heap)) as file:
            table = pa.ipc.open_file(file).read_all()
        heap.unlink()
        place = along_curve(_unstruct(table.column(kept.names.box)), bounds_of(kept.boxes))
        yield table.take(pa.array(np.argsort(place, kind="stable")))


def _heaped(
    kept: Kept, places: NDArray[np.uint32], cuts: NDArray[np.uint32], folder: Path
) -> list[Path]:
    """Divide the rows among files by their places on the curve."""
    paths = [folder / f"{at}.arrow" for at in range(len(cuts) + 1)]
    with pa.OSFile(str(kept.path)) as source:
        reader = pa.ipc.open_file(source)
        files = [pa.OSFile(str(path), "wb") for path in paths]
        writers = [pa.ipc.new_file(file, reader.schema) for file in files]
        try:
            seen = 0
            for at in range(reader.num_record_batches):
                batch = reader.get_batch(at)
                heap = np.searchsorted(cuts, places[seen : seen + batch.num_rows], side="right")
                for which in np.unique(heap):
                    rows = pa.array(np.flatnonzero(heap == which))
                    writers[which].write_batch(batch.take(rows))
                seen += batch.num_rows
        finally:
            for open_file in (*writers, *files):
                open_file.close()
    return paths


def _unstruct(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Give a column of boxes as numbers; NaN where there is none."""
    sides = [side.to_numpy(zero_copy_only=False) for side in column.combine_chunks().flatten()]
    return np.column_stack(sides).astype(np.float64)
