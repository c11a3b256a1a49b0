"""GeoParquet: a Parquet table whose own note says which column is ground, and where on earth.

Nothing of the note is believed unseen: sizes are counted while the table is unpacked.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from zoneland.core.crs import parse
from zoneland.core.problems import InputError, Problem
from zoneland.files.gdal.arrow import frame_of
from zoneland.files.limits import check_rows, check_unpacked
from zoneland.files.store.note import without_own_columns

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

NOTE: Final = b"geo"
DEFAULT_CRS: Final = "OGC:CRS84"
NATIVE: Final = {
    "point": shapely.GeometryType.POINT,
    "linestring": shapely.GeometryType.LINESTRING,
    "polygon": shapely.GeometryType.POLYGON,
    "multipoint": shapely.GeometryType.MULTIPOINT,
    "multilinestring": shapely.GeometryType.MULTILINESTRING,
    "multipolygon": shapely.GeometryType.MULTIPOLYGON,
}
BATCH_ROWS: Final = 4096
ERRORS: Final = (pa.ArrowException, shapely.errors.GEOSException, ValueError, KeyError, OSError)
"""What a broken file raises here and in pyarrow."""


def read_geoparquet(path: Path, where: str) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Read a GeoParquet file.

    Parameters
    ----------
    path
        The file, known to be Parquet by its content.
    where
        How it is named in problems.

    Returns
    -------
    tuple
        The frame, its shapes those of the primary column; ZL278 naming other columns of shapes,
        which are left out; and as `zoneland.files.gdal.arrow.frame_of`.

    Raises
    ------
    InputError
        ZL276 for a table without shapes or with a note that cannot be followed, ZL270 beyond
        the limits, ZL103 for what is damaged.
    """
    try:
        with pq.ParquetFile(path) as file:
            check_rows(file.metadata.num_rows, where)
            name, columns = note_of(file.metadata.metadata or {}, where)
            table = _unpacked(file, where)
            table = without_own_columns(table, columns[name], file.metadata.metadata or {})
        shapes = shapes_of(table.column(name), str(columns[name].get("encoding", "")), where)
        names = [one for one in table.column_names if one not in columns]
        crs = crs_of(columns[name], where)
        frame, problems = frame_of(table, shapes, names=names, crs=crs, where=where)
    except InputError:
        raise
    except ERRORS as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
    return frame, [*others_told(name, columns, where), *problems]


def others_told(name: str, columns: Iterable[str], where: str) -> list[Problem]:
    """Tell of columns of shapes that are left out: ZL278."""
    others = "、".join(other for other in columns if other != name)
    return [Problem("ZL278", where, {"column": name, "others": others})] if others else []


def note_of(notes: dict[bytes, bytes], where: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """Read the note: the primary column, and what is said of each column of shapes."""
    if NOTE not in notes:
        raise _unusable(where, "geo: —")
    try:
        note = json.loads(notes[NOTE])
        name, columns = note["primary_column"], note["columns"]
        if isinstance(columns[name], dict):
            return str(name), columns
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise _unusable(where, f"geo: {notes[NOTE][:60].decode('utf-8', 'replace')} …")


def _unusable(where: str, reason: str) -> InputError:
    return InputError([Problem("ZL276", where, {"reason": reason})])


def _unpacked(file: pq.ParquetFile, where: str) -> pa.Table:
    batches, size = [], 0
    for batch in file.iter_batches(batch_size=BATCH_ROWS):
        size += batch.nbytes
        check_unpacked(size, where)
        batches.append(batch)
    return pa.Table.from_batches(batches, schema=file.schema_arrow)


def crs_of(column: dict[str, Any], where: str) -> pyproj.CRS | None:
    """Give the CRS: none if the note says none, longitude and latitude if it says nothing."""
    stated = column.get("crs", DEFAULT_CRS)
    if stated is None:
        return None
    found = parse(stated)
    if found is None:
        raise _unusable(where, f"crs: {str(stated)[:60]}")
    return found


def shapes_of(column: pa.ChunkedArray, encoding: str, where: str) -> NDArray[np.object_]:
    """Give the shapes of a column; ZL276 for an encoding that is not known."""
    if encoding == "WKB":  # piece by piece: bytes take as much room as shapes
        found = [shapely.from_wkb(some.to_numpy(zero_copy_only=False)) for some in column.chunks]
        return np.concatenate([np.empty(0, dtype=object), *found])
    if encoding not in NATIVE or not pa.types.is_nested(column.type):
        raise _unusable(where, f"encoding: {encoding or '—'}")
    shapes = np.full(len(column), None, dtype=object)
    is_there = np.array(column.is_valid().to_pylist(), dtype=bool)
    if is_there.any():
        coordinates, offsets = _ragged(column.drop_null().combine_chunks())
        shapes[is_there] = shapely.from_ragged_array(NATIVE[encoding], coordinates, offsets)
    return shapes


def _ragged(array: pa.Array) -> tuple[NDArray[np.float64], tuple[NDArray[np.int64], ...] | None]:
    """Take nested lists of corners apart: all corners, and where each list begins."""
    offsets: list[NDArray[np.int64]] = []
    while pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        starts = array.offsets.to_numpy().astype(np.int64)
        offsets.insert(0, starts - starts[0])
        array = array.flatten()
    axes = [field.name for field in array.type if field.name in {"x", "y", "z"}]
    coordinates = np.column_stack([array.field(axis).to_numpy() for axis in axes])
    return coordinates.astype(np.float64), tuple(offsets) or None
