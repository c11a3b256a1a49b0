"""Write a store: what lies together stands together, so that little is read of very much."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from zoneland.core.problems import InputError, Problem
from zoneland.files.store.boxes import bounds_of
from zoneland.files.store.note import notes
from zoneland.files.store.sort import HEAP_ROWS, in_order, laid_aside
from zoneland.files.store.source import OddError, Stream, streamed, whole
from zoneland.files.writing.atomic import write_whole
from zoneland.files.writing.readback import NotWholeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyproj

    from zoneland.files.look import LayerLook

ENDING: Final = ".parquet"
GROUP_ROWS: Final = 20_000
"""Rows of a group: small enough to leave out most of a county, large enough to pack well."""


@dataclass(frozen=True, slots=True)
class Written:
    """A store that was written."""

    look: LayerLook
    """What it was made of."""
    rows: int
    groups: int
    """Row groups."""
    crs: pyproj.CRS | None
    problems: tuple[Problem, ...]


def write_store(
    source: Path,
    target: Path,
    *,
    layer: str = "",
    group_rows: int = GROUP_ROWS,
    heap_rows: int = HEAP_ROWS,
) -> Written:
    """Write a layer as a store, whole or not at all.

    Rows are in Hilbert order with every attribute, a column of boxes after GeoParquet 1.1, and
    the number that each row has in the source. Layers larger than memory pass through files
    beside the target, which need some twice the room of the source for a while.

    Parameters
    ----------
    source
        A file or FileGDB folder that `zoneland verify` reads.
    target
        The ``.parquet`` file to write.
    layer
        The source's layer; empty if it has but one.
    group_rows
        Rows of a row group.
    heap_rows
        Rows that are sorted at once.

    Raises
    ------
    InputError
        ZL440 for another ending; as `zoneland.files.store.source.streamed`.
    OutputError
        ZL430 or ZL431 if the store cannot be written.
    """
    if target.suffix.lower() != ENDING:
        values = {"suffix": target.suffix or "—", "suffixes": ENDING}
        raise InputError([Problem("ZL440", target.as_posix(), values)])
    done: list[Written] = []

    def write(part: Path) -> None:
        with (
            tempfile.TemporaryDirectory(prefix=f"{part.name}.", dir=part.parent) as folder,
            streamed(source, source.as_posix(), layer=layer) as stream,
        ):
            try:
                done.append(_write(stream, part, Path(folder), group_rows, heap_rows))
            except OddError:
                again = whole(source, source.as_posix(), layer=layer)
                done.append(_write(again, part, Path(folder), group_rows, heap_rows))

    write_whole(target, write)
    return done[-1]


def _write(stream: Stream, part: Path, folder: Path, group_rows: int, heap_rows: int) -> Written:
    kept = laid_aside(stream, folder)
    note = notes(kept.names, stream.crs, bounds_of(kept.boxes))
    rows, writer = len(kept.boxes), None
    try:
        for group in _regrouped(in_order(kept, folder, heap_rows=heap_rows), group_rows):
            schema = group.schema.with_metadata(note)
            writer = writer or pq.ParquetWriter(part, schema, compression="zstd")
            writer.write_table(group.cast(schema), row_group_size=group_rows)
    finally:
        if writer is not None:
            writer.close()
    found = pq.read_metadata(part)
    if found.num_rows != rows:
        raise NotWholeError(f"{found.num_rows:,} ≠ {rows:,}")
    return Written(stream.look, rows, found.num_row_groups, stream.crs, stream.problems)


def _regrouped(tables: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """Give tables of a whole number of groups each; the last one has what is left over."""
    rest = None
    for table in tables:
        held = table if rest is None else pa.concat_tables([rest, table])
        full = held.num_rows - held.num_rows % rows
        if full:
            yield held.slice(0, full)
        rest = held.slice(full)
    if rest is not None and rest.num_rows:
        yield rest
