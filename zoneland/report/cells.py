"""Cells of the workbook: values with their formats, and text that never becomes a formula."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from zoneland.core.units import to_ha, to_m2, to_mu
from zoneland.core.wording import words
from zoneland.report.clean import clean
from zoneland.report.colours import HEADING, QUIET
from zoneland.report.fonts import SHEET_FONT
from zoneland.report.table import Column, Format, shown
from zoneland.report.widths import WRAPPED

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from zoneland.core.problems import Lang
    from zoneland.report.colours import Tint
    from zoneland.report.table import Value

CELL_LIMIT: Final = 32_767
"""UTF-16 units that a cell can hold."""

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\n")
FIRST_EXCEL_YEAR: Final = 1900

NUMBER_FORMATS: Final[dict[Format, str]] = {
    Format.ID: "@",
    Format.COUNT: "#,##0",
    Format.YEAR: "0",
    Format.YUAN: "#,##0.00",
    Format.M2: "#,##0.00",
    Format.HA: "#,##0.0000",
    Format.MU: "#,##0.00",
    Format.SHARE: "0.00%",
    Format.METRES: "#,##0.00",
    Format.DATE: "yyyy-mm-dd",
}

LINE: Final = Side(style="thin", color="BFBFBF")
FRAME: Final = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
FONT_SIZE_PT: Final = 10

SIDES: Final[dict[Format, str]] = {
    Format.ID: "left",
    Format.TEXT: "left",
    Format.READING: "left",
    Format.DEFINITION: "left",
    Format.WORDS: "left",
    Format.WORD: "center",
    Format.DATE: "center",
    Format.YEAR: "center",
}
"""Where text stands; numbers stand to the right."""


class ColumnCells:
    """Makes the cells of one column.

    A streamed sheet writes a row as soon as it is given, so a few cells a column, one for each
    style, serve for all rows; styling each anew takes most of the time of a long sheet.
    """

    __slots__ = ("_column", "_lang", "_sheet", "_styled")

    def __init__(self, sheet: Worksheet, column: Column, lang: Lang) -> None:
        self._sheet = sheet
        self._column = column
        self._lang = lang
        self._styled: dict[tuple[str, bool], Cell] = {}

    def cell(self, value: Value) -> Cell:
        """Give a cell with a value in it, good until the column's next is asked for."""
        ready = cell_value(value, self._column, self._lang)
        is_quoted = isinstance(ready, str) and ready.startswith(FORMULA_STARTS)
        cell = self._of_style(number_format(value, self._column), is_quoted=is_quoted)
        if isinstance(ready, str):
            put_text(cell, ready)
        else:
            cell.value = ready
        return cell

    def _of_style(self, number_format: str, *, is_quoted: bool) -> Cell:
        key = (number_format, is_quoted)
        if key not in self._styled:
            self._styled[key] = _styled(self._sheet, self._column, number_format)
            self._styled[key].quotePrefix = is_quoted
        return self._styled[key]


def cell_value(value: Value, column: Column, lang: Lang) -> str | int | float | date | None:
    """Turn a table's value into what a cell holds: numbers stay numbers, the rest is text.

    Examples
    --------
    >>> cell_value(123_456, Column("area_ha", Format.HA), "zh")
    0.123456
    >>> cell_value("=1+1", Column("zone_name"), "zh"), cell_value(None, Column("x"), "zh")
    ('=1+1', None)
    """
    if value is None:
        return None
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, date):
        return value if value.year >= FIRST_EXCEL_YEAR else value.isoformat()
    if isinstance(value, int | float):
        return _number(value, column.format)
    return fitted(clean(shown(value, column, lang)), lang)


def _number(value: float, form: Format) -> float:
    if form is Format.HA:
        return to_ha(int(value))
    if form is Format.MU:
        return to_mu(int(value))
    return to_m2(int(value)) if form is Format.M2 else value


def fitted(text: str, lang: Lang) -> str:
    """Cut text to what a cell can hold, and say so in it."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return text
    mark = words(lang)["report.cut"]
    room = CELL_LIMIT - len(mark.encode("utf-16-le")) // 2
    return units[: 2 * room].decode("utf-16-le", errors="ignore") + mark


def number_format(value: Value, column: Column) -> str:
    """Give a cell's number format: a share has the decimals that keep it from a false pass.

    Examples
    --------
    >>> low = Column("low", Format.SHARE, threshold=Fraction(3, 5))
    >>> number_format(Fraction(59_996, 100_000), low), number_format(Fraction(3, 5), low)
    ('0.000%', '0.00%')
    """
    if not isinstance(value, Fraction):
        return NUMBER_FORMATS.get(column.format, "General")
    decimals = shown(value, column, "en").rstrip("%").partition(".")[2]
    return f"0.{'0' * len(decimals)}%"


def put_text(cell: Cell, text: str) -> None:
    """Put text into a cell as text, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"  # openpyxl takes text that begins with = for a formula


def heading_cell(sheet: Worksheet, text: str) -> Cell:
    """Give a heading cell."""
    cell = _tinted(sheet, HEADING)
    put_text(cell, text)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def label_cell(sheet: Worksheet, text: str) -> Cell:
    """Give the label beside a record's value."""
    cell = _tinted(sheet, QUIET)
    put_text(cell, text)
    cell.alignment = Alignment(vertical="center", indent=1)
    return cell


def title_cell(sheet: Worksheet, text: str, *, ink: str, size: int) -> Cell:
    """Give a line of text above a table."""
    cell = WriteOnlyCell(sheet)
    put_text(cell, text)
    cell.font = sheet_font(size=size, bold=True, color=ink)
    cell.quotePrefix = text.startswith(FORMULA_STARTS)
    return cell


def framed_cell(sheet: Worksheet) -> Cell:
    """Give an empty cell with a frame, as the rest of joined cells needs it."""
    cell = WriteOnlyCell(sheet)
    cell.border = FRAME
    return cell


def sheet_font(*, size: int = FONT_SIZE_PT, bold: bool = False, color: str = "000000") -> Font:
    """Give the workbook's font."""
    return Font(name=SHEET_FONT, size=size, bold=bold, color=color)


def _tinted(sheet: Worksheet, tint: Tint) -> Cell:
    cell = framed_cell(sheet)
    cell.font = sheet_font(bold=True, color=tint.ink)
    cell.fill = PatternFill("solid", fgColor=tint.fill)
    return cell


def _styled(sheet: Worksheet, column: Column, form: str) -> Cell:
    cell = framed_cell(sheet)
    cell.number_format = form
    cell.font = sheet_font()
    side = SIDES.get(column.format, "right")
    cell.alignment = Alignment(
        horizontal=side,
        vertical="center",
        indent=0 if side == "center" else 1,
        wrap_text=column.format in WRAPPED,
    )
    return cell
