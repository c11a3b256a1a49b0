"""The attribute table alone, as an Excel workbook or as CSV: text stays text, never a formula."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from zoneland.core.wording import Term
from zoneland.files.export.holds import (
    NOT_XML,
    Fitted,
    Format,
    Kind,
    Names,
    Plane,
    Text,
    cannot_hold,
    left_out,
)
from zoneland.files.export.values import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

MOST_ROWS: Final = 1_048_575
"""Of a sheet of Excel, below the headings."""
MOST_FIELDS: Final = 16_384
MOST_DIGITS: Final = 15
"""That Excel keeps of a number."""
MOST_SIGNS: Final = 32_767
FIRST_DAY: Final = pd.Timestamp(1900, 3, 1)
"""Before this Excel counts a day that never was."""
FIXED: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001  workbooks know no time zone
SHEET: Final = "attributes"


def _bare(frame: gpd.GeoDataFrame, where: str, name: str) -> Fitted:
    """Take the shapes out, and tell: ZL446."""
    blank = np.full(len(frame), None, dtype=object)
    told = left_out(where, name, Term("left.geometry"))
    return Fitted(frame.set_geometry(gpd.GeoSeries(blank, index=frame.index)), (told,))


def _shape_of_workbook(frame: gpd.GeoDataFrame, where: str) -> Fitted:
    """Take the shapes out; refuse what is beyond a sheet; write days before 1900 as text."""
    fitted = _bare(frame, where, WORKBOOK.name)
    problems = list(fitted.problems)
    fields = len(frame.columns) - 1
    for what, found, most in (("rows", len(frame), MOST_ROWS), ("fields", fields, MOST_FIELDS)):
        if found > most:
            limit = f"{found:,} > {most:,}"
            problems.append(cannot_hold(where, WORKBOOK.name, what, "—", limit))
    table = fitted.frame
    for name in table.columns.drop("geometry"):
        if kind_of(table[name]) is Kind.DAY and table[name].lt(FIRST_DAY).any():
            table[name] = table[name].map(lambda day: day.date(), na_action="ignore").astype(object)
    return Fitted(table, tuple(problems))


def _write_workbook(frame: gpd.GeoDataFrame, path: Path) -> None:
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = FIXED
    sheet = book.create_sheet(SHEET)
    names, columns = _columns(frame)
    sheet.append([_cell(sheet, name) for name in names])
    for row in zip(*columns, strict=True):
        sheet.append([_cell(sheet, value) for value in row])
    book.save(path)


def _cell(sheet: Any, value: Any) -> Any:  # noqa: ANN401  openpyxl's write-only sheets
    """Give a cell; text is marked as text, whatever it begins with, and numbers keep all digits."""
    cell = WriteOnlyCell(sheet, value=repr(value) if isinstance(value, float) else value)
    if isinstance(value, str | float):
        cell.data_type = "s" if isinstance(value, str) else "n"
    elif isinstance(value, dt.datetime):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _columns(frame: gpd.GeoDataFrame) -> tuple[list[str], list[list[Any]]]:
    """Give the names of the fields, and their values as Python has them."""
    fields = frame.drop(columns="geometry")
    columns = [
        [None if pd.isna(value) else _python(value) for value in fields[name]] for name in fields
    ]
    return [str(name) for name in fields], columns


def _python(value: Any) -> Any:  # noqa: ANN401  any scalar
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if isinstance(value, np.generic) else value


def _read_workbook(path: Path) -> gpd.GeoDataFrame:
    """Read it with its blank rows, which the reader of ledgers passes over."""
    book = load_workbook(path, read_only=True)
    head, *rows = book[SHEET].iter_rows(values_only=True)
    book.close()
    return _framed(head, rows)


def _write_csv(frame: gpd.GeoDataFrame, path: Path) -> None:
    names, columns = _columns(frame)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(names)
        writer.writerows(zip(*columns, strict=True))


def _read_csv(path: Path) -> gpd.GeoDataFrame:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *rows = csv.reader(stream)
    return _framed(head, [[text or None for text in row] for row in rows])


def _framed(names: Sequence[object], rows: Sequence[Sequence[object]]) -> gpd.GeoDataFrame:
    """Put rows together as a frame without shapes; missing cells at the end of a row are blank."""
    full = [[*row, *[None] * (len(names) - len(row))] for row in rows]
    table = pd.DataFrame(full, columns=[str(name) for name in names], dtype=object)
    return gpd.GeoDataFrame(table, geometry=[None] * len(table))


def _shaped(name: str) -> Callable[[gpd.GeoDataFrame, str], Fitted]:
    return lambda frame, where: _bare(frame, where, name)


WORKBOOK: Final = Format(
    "Excel",
    (".xlsx",),
    _write_workbook,
    _read_workbook,
    kinds=frozenset((Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.TRUTH, Kind.DAY)),
    text=Text(unfit=NOT_XML, keeps_empty=False, most_signs=MOST_SIGNS),
    plane=Plane.NONE,
    most_digits=MOST_DIGITS,
    shape=_shape_of_workbook,
)
CSV: Final = Format(
    "CSV",
    (".csv",),
    _write_csv,
    _read_csv,
    kinds=frozenset((Kind.TEXT,)),
    text=Text(keeps_empty=False, guards_formulas=True),
    names=Names(guards_formulas=True),
    plane=Plane.NONE,
    shape=_shaped("CSV"),
    encoding="utf-8-sig",
)
