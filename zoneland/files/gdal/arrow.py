"""From Arrow to a frame: whole numbers stay whole, text stays text, dates become text.

pandas makes floats of whole numbers as soon as one is missing, and an id of 18 digits is another
id then; GDAL and pandas each have their own mind about dates.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa

from zoneland.core.problems import Problem, stop_on_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

GEOMETRY: Final = "geometry"
NULLABLE: Final = {
    pa.bool_(): pd.BooleanDtype(),
    pa.int8(): pd.Int64Dtype(),
    pa.int16(): pd.Int64Dtype(),
    pa.int32(): pd.Int64Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.uint8(): pd.Int64Dtype(),
    pa.uint16(): pd.Int64Dtype(),
    pa.uint32(): pd.Int64Dtype(),
    pa.uint64(): pd.UInt64Dtype(),
}
NO_DATE: Final = (date(1, 1, 1), date(1899, 12, 30), date(1900, 1, 1))
"""What programs write for "no date": the zeros of .NET, of Access and ArcGIS, and of Excel."""
MOST_EXACT: Final = 2**53
"""Whole numbers beyond it do not all have a float of their own."""
MOST_EXAMPLES: Final = 3


def frame_of(  # noqa: PLR0913  a table, its shapes, and where they are from
    table: pa.Table,
    shapes: NDArray[np.object_],
    *,
    names: Sequence[str],
    crs: object,
    where: str,
    rows: NDArray[np.int64] | None = None,
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Make a frame of a table and its shapes.

    Parameters
    ----------
    table
        The layer as it was read.
    shapes
        Its geometry, row by row.
    names
        The columns to take; the others are geometry.
    crs
        CRS of the shapes.
    where
        How the layer is named in problems.
    rows
        Number of each row in the layer, from 0, where only some were read: the frame's index.

    Returns
    -------
    tuple
        The frame; ZL272 for dates that stand for none and are left out.

    Raises
    ------
    InputError
        ZL267 naming each row with text that is not UTF-8, which pyarrow hands on as it is.
    """
    index = pd.RangeIndex(len(shapes)) if rows is None else pd.Index(rows)
    stop_on_errors(problem for name in names for problem in _garbled(table, name, where, index))
    columns, problems = {}, []
    for name in names:
        columns[name], emptied = _column(table.column(name))
        if emptied:
            values = {
                "column": name,
                "count": emptied.total(),
                "examples": "、".join(str(found) for found in sorted(emptied)),
            }
            problems.append(Problem("ZL272", where, values))
    data = pd.DataFrame(columns, index=pd.RangeIndex(len(shapes))).set_axis(index)
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapes, index=index, crs=crs)), problems


def lost_digits(frame: gpd.GeoDataFrame, where: str) -> Iterator[Problem]:
    """Tell of columns of floats that hold ids: ZL273.

    Examples
    --------
    >>> frame = gpd.GeoDataFrame({"BSM": [3.205830000001234567e18, None], "TBMJ": [0.5, 1e17]})
    >>> [problem.values["column"] for problem in lost_digits(frame, "a.gdb")]
    ['BSM']
    """
    for name in frame.columns:
        if frame[name].dtype != np.float64:
            continue
        values = frame[name].dropna()
        values = values[np.isfinite(values)]
        beyond = values[values.abs() > MOST_EXACT]
        if len(beyond) and (values % 1 == 0).all():
            shown = "、".join(f"{value:.0f}" for value in beyond.head(MOST_EXAMPLES))
            told = {"column": name, "count": len(beyond), "examples": shown}
            yield Problem("ZL273", where, told)


def _column(column: pa.ChunkedArray) -> tuple[pd.Series, Counter[date]]:
    """Give a column its pandas type; and count the dates in it that stand for none."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return _dates(column)
    if kind in NULLABLE and column.null_count:
        return _as_pandas(column, NULLABLE), Counter()
    if pa.types.is_floating(kind) or kind in NULLABLE or _is_text(kind):
        return _as_pandas(column, {}), Counter()
    if pa.types.is_decimal(kind) and kind.scale > 0:
        return _as_pandas(column.cast(pa.float64()), {}), Counter()
    return pd.Series(map(_written, column.to_pylist()), dtype=object), Counter()


def _garbled(table: pa.Table, name: str, where: str, index: pd.Index) -> Iterator[Problem]:
    """Find text that is not UTF-8; shown as the Chinese it most likely is."""
    column = table.column(name)
    if not _is_text(column.type):
        return
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        for row, raw in zip(index, column.cast(pa.large_binary()).to_pylist(), strict=True):
            if raw is not None and not _is_utf8(raw):
                values = {"column": name, "text": raw.decode("gb18030", "replace")}
                yield Problem("ZL267", f"{where} #{row + 1}", values)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _as_pandas(column: pa.ChunkedArray, types: dict[pa.DataType, Any]) -> pd.Series:
    frame: pd.DataFrame = pa.table({"column": column}).to_pandas(types_mapper=types.get)
    return frame["column"]


def _dates(column: pa.ChunkedArray) -> tuple[pd.Series, Counter[date]]:
    texts, emptied = [], Counter[date]()
    for found in column.to_pylist():
        day = found.date() if isinstance(found, datetime) else found
        if day in NO_DATE:
            emptied[day] += 1
        texts.append(None if day in NO_DATE else _written(found))
    return pd.Series(texts, dtype=object), emptied


def _written(value: object) -> str | None:
    """Write what has no column type of its own; a moment at midnight is its day."""
    if value is None:
        return None
    if isinstance(value, datetime):
        whole = value.replace(tzinfo=None)
        is_midnight = whole == datetime.combine(whole.date(), datetime.min.time())
        return whole.date().isoformat() if is_midnight else whole.isoformat(sep=" ")
    if isinstance(value, bytes):
        return value.hex()
    return str(value)
