"""Tables in Excel and CSV files: which sheets hold the table looked for, and where it begins.

Bureaus put a title and notes above the headings, keep a sheet a year, and hide old ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openpyxl.utils import get_column_letter

from zoneland.core.contracts import listed
from zoneland.core.problems import InputError, Problem
from zoneland.core.rows import rows_told
from zoneland.files.formats import OLE, is_there
from zoneland.files.tables.delimited import read_delimited
from zoneland.files.tables.headings import shown
from zoneland.files.tables.sheet import Sheet, Table, nothing, table_of
from zoneland.files.tables.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

TEXT_SUFFIXES: Final = frozenset({".csv", ".txt", ".tsv"})
TABLE_SUFFIXES: Final = TEXT_SUFFIXES | {".xlsx", ".xlsm"}
"""Endings of the files that hold tables without geometry."""

ZIP_MARK: Final = b"PK\x03\x04"
MOST_BYTES: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class TableFile:
    """What was found in a file of tables."""

    tables: tuple[Table, ...]
    """At least one; in the order of the sheets."""
    encoding: str
    """Codec of a text file; empty for a workbook."""
    problems: tuple[Problem, ...] = ()


def read_tables(  # noqa: PLR0913  one keyword for each thing a ledger may say
    path: Path,
    *,
    is_known: Callable[[object], bool],
    is_quantity: Callable[[object], bool] = nothing,
    layer: str = "",
    where: str = "",
    needed: Iterable[str] = (),
) -> TableFile:
    """Read every sheet that holds the table looked for.

    Parameters
    ----------
    path
        An .xlsx workbook or a text table (UTF-8 or GB 18030).
    is_known
        Tells whether a cell is a heading of the table looked for.
    is_quantity
        Tells whether a heading is one of land or money, which a cell merged over several rows
        states once for all of them.
    layer
        Name of the one sheet to read, hidden or not; empty for all that are not hidden.
    where
        The file, as problems shall name it; its path unless given.
    needed
        Headings to name in the message when no sheet has any.

    Returns
    -------
    TableFile
        Hidden sheets and sheets without known headings are told of as problems (ZL134,
        ZL135); so are merged cells (ZL286), hidden rows and columns, which count (ZL287), and
        rows of a text file that have too many or too few cells (ZL289), and columns with cells
        but no heading (ZL370).

    Raises
    ------
    InputError
        ZL101 no such file; ZL130 not a format we read, ZL298 an old .xls or .et; ZL131 damaged;
        ZL132 too large; ZL133 formulas without values; ZL136 no such sheet; ZL137 nothing in it;
        ZL138 no headings.
    """
    where = where or str(path)
    sheets, encoding = _read_sheets(path, where)
    chosen, problems = _choose(sheets, layer, where)
    if not any(sheet.rows for sheet in chosen):
        raise InputError([*problems, Problem("ZL137", where)])
    found = [(sheet, table_of(sheet, is_known, is_quantity)) for sheet in chosen]
    tables = tuple(table for _, table in found if table is not None)
    skipped = [sheet for sheet, table in found if table is None and sheet.rows]
    if not tables:
        seen = listed(cell for row in skipped[0].rows[:2] for cell in row.cells if cell is not None)
        problem = Problem("ZL138", where, {"needed": listed(needed), "found": seen})
        raise InputError([*problems, problem])
    if all(table.frame.empty for table in tables):
        raise InputError([*problems, Problem("ZL137", where)])
    if skipped:
        names = listed(sheet.name for sheet in skipped)
        problems.append(Problem("ZL135", where, {"sheets": names}))
    problems += [problem for table in tables for problem in _layout(table, where)]
    return TableFile(tables, encoding, tuple(problems))


def _layout(table: Table, where: str) -> Iterator[Problem]:
    """Tell what in a sheet's layout may read otherwise than it looks."""
    place = f"{where} {table.sheet}".strip()
    if table.merged_rows:
        values = {"count": len(table.merged_rows), "rows": rows_told(table.merged_rows)}
        yield Problem("ZL286", place, values)
    if table.hidden_rows or table.hidden_columns:
        rows, columns = listed(table.hidden_rows), listed(table.hidden_columns)
        values = {"count": len(table.hidden_rows), "rows": rows, "columns": columns}
        yield Problem("ZL287", place, values)
    if table.uneven_rows:
        values = {"count": len(table.uneven_rows), "rows": rows_told(table.uneven_rows)}
        yield Problem("ZL289", place, values | {"cells": table.frame.shape[1]})
    yield from _unheaded(table, place)


def _unheaded(table: Table, place: str) -> Iterator[Problem]:
    """Tell of columns with cells but no heading, by their letter."""
    columns: dict[int, list[int]] = {}
    for row, cells in table.beside.items():
        for at in cells:
            columns.setdefault(at, []).append(row)
    for at, rows in sorted(columns.items()):
        values = {
            "column": get_column_letter(at + 1),
            "count": len(rows),
            "rows": rows_told(rows),
            "example": shown(table.beside[rows[0]][at]),
        }
        yield Problem("ZL370", place, values)


def _read_sheets(path: Path, where: str) -> tuple[list[Sheet], str]:
    content = _content(path, where)
    if content.startswith(ZIP_MARK):
        return read_workbook(content, where), ""
    if path.suffix.lower() in TEXT_SUFFIXES:
        sheet, codec = read_delimited(content, where)
        return [sheet], codec
    if not content:
        raise InputError([Problem("ZL137", where)])
    is_old = content.startswith(OLE) and path.suffix.lower() not in TABLE_SUFFIXES
    raise InputError([Problem("ZL298" if is_old else "ZL130", where)])


def _content(path: Path, where: str) -> bytes:
    if not is_there(path, where) or not path.is_file():
        raise InputError([Problem("ZL101", where)])
    try:
        if path.stat().st_size > MOST_BYTES:
            values = {"cells": 0, "bytes": MOST_BYTES // 10**6}
            raise InputError([Problem("ZL132", where, values)])
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError([Problem("ZL131", where, {"reason": reason})]) from error


def _choose(sheets: list[Sheet], layer: str, where: str) -> tuple[list[Sheet], list[Problem]]:
    """Take the named sheet, or all that are not hidden."""
    if layer:
        named = [sheet for sheet in sheets if sheet.name == layer]
        if not named:
            values = {"layer": layer, "found": listed(sheet.name for sheet in sheets)}
            raise InputError([Problem("ZL136", where, values)])
        return named, []
    hidden = listed(sheet.name for sheet in sheets if sheet.is_hidden and sheet.rows)
    problems = [] if hidden == "—" else [Problem("ZL134", where, {"sheets": hidden})]
    return [sheet for sheet in sheets if not sheet.is_hidden], problems
