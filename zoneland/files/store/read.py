"""Read of a store only what lies near: row groups by their statistics, then rows by their boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from zoneland.core.problems import InputError, Problem
from zoneland.files.gdal.arrow import frame_of
from zoneland.files.meeting import EVERYWHERE, meeting
from zoneland.files.store.groups import group_boxes
from zoneland.files.store.note import SIDES, covering_of, row_column
from zoneland.files.whole.geoparquet import ERRORS, crs_of, note_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray


class StoreLook(NamedTuple):
    """What a store says of itself, read from its end without its rows."""

    shape: str
    box: str
    row: str
    crs: pyproj.CRS | None
    fields: tuple[str, ...]
    """Attributes, as the source named them."""
    rows: int
    groups: NDArray[np.float64]
    """The box of each row group, shape (n, 4); of one with rows that have no box, everywhere."""


def look_into_store(path: Path, where: str) -> StoreLook | None:
    """Look into a Parquet file; None if it is no store.

    Raises
    ------
    InputError
        ZL103 for what is damaged, ZL276 for a note that cannot be followed.
    """
    try:
        with pq.ParquetFile(path) as file:
            return _look(file, where)
    except ERRORS as error:
        raise _damaged(where, error) from error


def read_near_in_store(
    path: Path, where: str, *, boxes: NDArray[np.float64], columns: Sequence[str] | None = None
) -> tuple[gpd.GeoDataFrame, list[Problem], int]:
    """Read of a store the rows whose box meets one of some boxes, and those that have none.

    Parameters
    ----------
    path
        A store, known to be one by `look_into_store`.
    where
        How it is named in problems.
    boxes
        West, south, east and north in the store's CRS, shape (n, 4).
    columns
        Attributes to read; all if None.

    Returns
    -------
    tuple
        The frame in the source's order, its index the source's row numbers from 0; problems as
        of `zoneland.files.gdal.arrow.frame_of`; and how many rows the store has.

    Raises
    ------
    InputError
        As `look_into_store`; ZL276 for a table that is no store.
    """
    try:
        with pq.ParquetFile(path) as file:
            look = _look_closely(file, where)
            names = look.fields if columns is None else tuple(columns)
            table = _near_rows(file, look, boxes, (*names, look.shape, look.row))
        table = table.sort_by(look.row)
        rows = table.column(look.row).to_numpy() - 1
        with np.errstate(invalid="ignore"):  # corners that are no numbers are told later
            shapes = shapely.from_wkb(table.column(look.shape).to_numpy())
        frame, told = frame_of(table, shapes, names=names, crs=look.crs, where=where, rows=rows)
    except ERRORS as error:
        raise _damaged(where, error) from error
    return frame, told, look.rows


def near_boxes(path: Path, where: str, *, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read of a store the boxes that meet one of some boxes, and nothing else.

    Raises
    ------
    InputError
        As `read_near_in_store`.
    """
    try:
        with pq.ParquetFile(path) as file:
            look = _look_closely(file, where)
            found = [stored[near] for _, stored, near in _boxes_near(file, look, boxes)]
    except ERRORS as error:
        raise _damaged(where, error) from error
    return np.concatenate([np.empty((0, 4)), *found])


def _damaged(where: str, error: Exception) -> InputError:
    """Tell of a damaged file; what was already told stays as it is."""
    if isinstance(error, InputError):
        return error
    return InputError([Problem("ZL103", where, {"reason": error})])


def _look_closely(file: pq.ParquetFile, where: str) -> StoreLook:
    look = _look(file, where)
    if look is None:
        raise InputError([Problem("ZL276", where, {"reason": "covering: —"})])
    return look


def _look(file: pq.ParquetFile, where: str) -> StoreLook | None:
    metadata, schema = file.metadata.metadata or {}, file.schema_arrow
    shape, columns = note_of(metadata, where)
    box, row = covering_of(columns[shape]), row_column(metadata, schema)
    if box is None or row is None or columns[shape].get("encoding") != "WKB":
        return None
    fields = tuple(name for name in schema.names if name not in {*columns, box, row})
    groups = group_boxes(file.metadata, box)
    crs = crs_of(columns[shape], where)
    return StoreLook(shape, box, row, crs, fields, file.metadata.num_rows, groups)


def _boxes_near(
    file: pq.ParquetFile, look: StoreLook, boxes: NDArray[np.float64]
) -> Iterator[tuple[int, NDArray[np.float64], NDArray[np.intp]]]:
    """Yield each row group that is near, the boxes of its rows, and which of them are near."""
    for group in meeting(look.groups, boxes).tolist():
        column = file.read_row_group(group, columns=[look.box]).column(look.box)
        sides = [pc.struct_field(column, side).to_numpy() for side in SIDES]
        stored = np.column_stack(sides)
        stored[np.isnan(stored).any(axis=1)] = EVERYWHERE
        yield group, stored, meeting(stored, boxes)


def _near_rows(
    file: pq.ParquetFile, look: StoreLook, boxes: NDArray[np.float64], names: Sequence[str]
) -> pa.Table:
    empty = file.schema_arrow.empty_table().select(list(names))
    found = [
        file.read_row_group(group, columns=list(names)).select(list(names)).take(pa.array(near))
        for group, _, near in _boxes_near(file, look, boxes)
        if len(near)
    ]
    return pa.concat_tables([empty, *found])
