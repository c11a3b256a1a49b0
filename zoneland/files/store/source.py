"""A layer as a stream of batches, whatever its format: what is larger than memory passes by."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio.raw

from zoneland.core.passing import passed
from zoneland.core.problems import InputError, Problem
from zoneland.files.formats import is_there, is_zip, vector_driver
from zoneland.files.gdal.bulk import UNNAMED
from zoneland.files.gdal.curves import curved
from zoneland.files.gdal.lead import address, opened
from zoneland.files.gdal.records import READ_ERRORS
from zoneland.files.look import LayerLook, look_into
from zoneland.files.projection import check_system
from zoneland.files.store.note import row_column, without_own_columns
from zoneland.files.vector import read_layer
from zoneland.files.whole.geoparquet import crs_of, note_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd
    import pyproj

BATCH_ROWS: Final = 65_536
PASSING: Final = ("GPKG", "FlatGeobuf", "OpenFileGDB")
"""Formats that GDAL gives in batches, with nothing of theirs for us to mend."""


class OddError(Exception):
    """Something in a stream that only reading the layer as a whole can deal with."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A layer, batch by batch."""

    batches: Iterator[pa.RecordBatch]
    """Attributes and shapes."""
    shape: str
    """Name of the column of shapes, well-known binary."""
    row: str | None
    """Name of the column of row numbers from 1, where the source is itself a store."""
    schema: pa.Schema
    crs: pyproj.CRS | None
    look: LayerLook
    problems: tuple[Problem, ...] = ()


@contextmanager
def streamed(path: Path, where: str, *, layer: str = "") -> Iterator[Stream]:
    """Open a layer as a stream, if it can be one.

    Parameters
    ----------
    path, where, layer
        As for `zoneland.files.vector.read_layer`.

    Yields
    ------
    Stream
        Of a format that is read as a whole, or must be mended, a stream of what was read.

    Raises
    ------
    InputError
        As `read_layer`.
    """
    driver = vector_driver(path) if is_there(path, where) and not is_zip(path) else None
    if driver in PASSING:
        with _by_gdal(path, where, layer, str(driver)) as stream:
            yield stream
    elif driver == "Parquet":
        with _of_parquet(path, where) as stream:
            yield stream
    else:
        yield whole(path, where, layer=layer)


def whole(path: Path, where: str, *, layer: str = "") -> Stream:
    """Read a layer as a whole and give it as a stream; as `read_layer`."""
    found = read_layer(path, where, layer=layer)
    table = _table(found.frame)
    batches = iter(table.to_batches(max_chunksize=BATCH_ROWS))
    crs = found.frame.crs
    return Stream(batches, "geometry", None, table.schema, crs, found.look, found.problems)


@contextmanager
def _by_gdal(path: Path, where: str, layer: str, driver: str) -> Iterator[Stream]:
    look = look_into(path, where, layer=layer)
    if look.rows == 0:
        raise InputError([Problem("ZL105", where)])
    told = (*look.problems, *check_system(look.crs, where))
    with (
        opened(path, driver) as lent,
        pyogrio.raw.open_arrow(
            address(lent, driver), layer=look.layer, use_pyarrow=True, batch_size=BATCH_ROWS
        ) as (meta, reader),
    ):
        shape = meta["geometry_name"] or UNNAMED
        if shape not in reader.schema.names:
            raise InputError([Problem("ZL107", where, {"found": "—"})])
        batches = _sound(iter(reader), shape, where, rows=look.rows)
        yield Stream(batches, shape, None, reader.schema, look.crs, look, told)


@contextmanager
def _of_parquet(path: Path, where: str) -> Iterator[Stream]:
    try:
        file = pq.ParquetFile(path)
    except READ_ERRORS as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
    with file:
        shape, columns = note_of(file.metadata.metadata or {}, where)
        schema = file.schema_arrow
        if columns[shape].get("encoding") != "WKB" or len(columns) > 1:
            yield whole(path, where)
            return
        crs, row = crs_of(columns[shape], where), row_column(schema.metadata, schema)
        plain = without_own_columns(schema.empty_table(), columns[shape], {}).schema
        look = LayerLook(
            path, path.stem, "Parquet", "", tuple(plain.names), file.metadata.num_rows, crs, "utf-8"
        )
        stored = file.iter_batches(batch_size=BATCH_ROWS, columns=plain.names)
        batches = _sound(stored, shape, where, rows=look.rows)
        yield Stream(batches, shape, row, plain, crs, look, tuple(check_system(crs, where)))


def _sound(
    batches: Iterator[pa.RecordBatch], shape: str, where: str, *, rows: int
) -> Iterator[pa.RecordBatch]:
    """Hand batches on as long as there is nothing odd in them."""
    count = 0
    try:
        for batch in batches:
            _refuse_odd(batch, shape)
            count += batch.num_rows
            passed(count, rows)
            yield batch
    except READ_ERRORS as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
    if count != rows:
        values = {"entry": "rows", "stated": rows, "found": count}
        raise InputError([Problem("ZL291", where, values)])


def _refuse_odd(batch: pa.RecordBatch, shape: str) -> None:
    """Refuse arcs, which are drawn by chords elsewhere, and text that is not UTF-8."""
    try:
        batch.validate(full=True)
    except pa.ArrowInvalid as error:
        raise OddError(str(error)) from error
    if curved(pa.chunked_array([batch.column(shape)])).any():
        raise OddError(shape)


def _table(frame: gpd.GeoDataFrame) -> pa.Table:
    """Make a table of a frame; a column of more than one kind of value becomes text."""
    columns = {}
    for name in frame.columns.drop("geometry"):
        try:
            columns[str(name)] = pa.array(frame[name], from_pandas=True)
        except pa.ArrowException:
            texts = [None if value is None else str(value) for value in frame[name]]
            columns[str(name)] = pa.array(texts)
    shapes = frame.geometry.to_wkb().to_numpy()
    return pa.table({**columns, "geometry": pa.array(shapes, type=pa.binary())})
