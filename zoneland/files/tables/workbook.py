"""Excel workbooks (.xlsx), read cell by cell without ever running what is in them."""

from __future__ import annotations

import io
import warnings
import zipfile
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from zoneland.core.problems import InputError, Problem
from zoneland.files.tables.headings import is_blank
from zoneland.files.tables.marks import FORMULA, count_cells, marks_of
from zoneland.files.tables.sheet import Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CELLS: Final = 1_000_000
"""50,000 rows of 20 columns; openpyxl reads some 100,000 cells in a second."""
MOST_ROWS: Final = 1_048_576
"""Excel's own limit; a file that names more is not Excel's."""
MOST_UNPACKED_BYTES: Final = 300_000_000
"""A ledger of 50,000 rows unpacks to some 50 MB."""
MOST_RATIO: Final = 200
"""Cells that all say the same pack some 50 to 1."""
FEWEST_BYTES: Final = 10_000_000
"""Below this a ratio says nothing, and does no harm."""
MOST_MERGES: Final = 20_000
MOST_MERGED_CELLS: Final = 1_000_000
"""Rows that merged blocks reach over, all together: in a file of Excel's they never overlap."""


def read_workbook(content: bytes, where: str) -> list[Sheet]:
    """Read all sheets of a workbook: values, dates as dates.

    Parameters
    ----------
    content
        The file's bytes.
    where
        The file, as problems shall name it.

    Raises
    ------
    InputError
        ZL131 if it is damaged, ZL132 if it is too large to be a ledger, ZL133 for formulas
        whose values were never stored.
    """
    try:
        with warnings.catch_warnings(action="ignore"):  # openpyxl's remarks on style and extensions
            has_formulas = _check(content, where)
            sheets = _sheets(content, where)
            blank = _formulas_without_value(content, sheets) if has_formulas else []
    except InputError:
        raise
    except Exception as error:  # a damaged workbook raises a dozen unrelated kinds
        reason = type(error).__name__
        raise InputError([Problem("ZL131", where, {"reason": reason})]) from error
    if blank:
        cells = "、".join(blank[:12])
        raise InputError([Problem("ZL133", where, {"cells": cells, "count": len(blank)})])
    return sheets


def _check(content: bytes, where: str) -> bool:
    """Refuse what unpacks beyond reason; tell whether any sheet has a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > MOST_UNPACKED_BYTES or any(map(_is_bomb, members)):
            raise InputError([_too_large(where)])
        cells, has_formulas = 0, False
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                xml = archive.read(name)
                cells += count_cells(xml, MOST_CELLS)
                has_formulas |= FORMULA.search(xml) is not None
    if cells > MOST_CELLS:
        raise InputError([_too_large(where)])
    return has_formulas


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > FEWEST_BYTES and member.file_size > MOST_RATIO * max(
        member.compress_size, 1
    )


def _too_large(where: str) -> Problem:
    return Problem("ZL132", where, {"cells": MOST_CELLS, "bytes": MOST_UNPACKED_BYTES // 10**6})


def _open(content: bytes, *, data_only: bool) -> Any:  # noqa: ANN401  openpyxl's stubs leave read-only sheets out
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # many programs write a wrong size, and rows would be lost
    return book


def _sheets(content: bytes, where: str) -> list[Sheet]:
    book = _open(content, data_only=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [_sheet(sheet, archive, where) for sheet in book.worksheets]


def _sheet(sheet: Any, archive: zipfile.ZipFile, where: str) -> Sheet:  # noqa: ANN401  see _open
    rows = tuple(_rows(sheet, where))
    path = sheet._worksheet_path  # noqa: SLF001  openpyxl says nowhere else which part it reads
    marks = marks_of(archive.read(path))
    last = rows[-1].number if rows else 0
    reach = sum(max(min(merge.bottom, last) - merge.top, 0) for merge in marks.merges)
    if len(marks.merges) > MOST_MERGES or reach > MOST_MERGED_CELLS:
        raise InputError([_too_large(where)])
    return Sheet(
        name=sheet.title,
        rows=rows,
        is_hidden=sheet.sheet_state != "visible",
        merges=marks.merges,
        hidden_rows=marks.hidden_rows,
        hidden_columns=marks.hidden_columns,
    )


def _rows(sheet: Any, where: str) -> Iterator[Row]:  # noqa: ANN401  see _open
    seen = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        seen += len(cells)
        if seen > MOST_CELLS or number > MOST_ROWS:
            raise InputError([_too_large(where)])
        if not all(is_blank(cell) for cell in cells):
            yield Row(number, tuple(cells))


def _formulas_without_value(content: bytes, sheets: list[Sheet]) -> list[str]:
    """List formulas that no spreadsheet program has ever calculated: they would read as blank."""
    book = _open(content, data_only=False)
    values = {sheet.name: {row.number: row.cells for row in sheet.rows} for sheet in sheets}
    return [
        f"{sheet.title}!{get_column_letter(at + 1)}{number}"
        for sheet in book.worksheets
        for number, cells in enumerate(sheet.iter_rows(), start=1)
        for at, cell in enumerate(cells)
        if cell.data_type == "f" and is_blank(_at(values[sheet.title].get(number, ()), at))
    ]


def _at(cells: tuple[object, ...], at: int) -> object:
    return cells[at] if at < len(cells) else None
