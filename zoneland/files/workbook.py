"""Excel workbooks (.xlsx), read cell by cell without ever running what is in them."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from zoneland.core.problems import InputError, Problem
from zoneland.files.sheet import Row, Sheet, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CELLS: Final = 5_000_000
MOST_ROWS: Final = 1_048_576
"""Excel's own limit; a file that names more is not Excel's."""
MOST_UNPACKED_BYTES: Final = 500_000_000
"""A ledger of 100,000 rows unpacks to some 100 MB."""

FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")


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
        unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            raise InputError([_too_large(where)])
        return any(
            FORMULA.search(archive.read(name))
            for name in archive.namelist()
            if name.startswith("xl/worksheets/") and name.endswith(".xml")
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
    return [
        Sheet(
            name=sheet.title,
            rows=tuple(_rows(sheet, where)),
            is_hidden=sheet.sheet_state != "visible",
        )
        for sheet in book.worksheets
    ]


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
