"""Sheets of the workbook: laying tables out, widths, colours and how they print."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.properties import PageSetupProperties

from zoneland.core.wording import words
from zoneland.report.cells import (
    ColumnCells,
    fitted,
    framed_cell,
    heading_cell,
    label_cell,
    sheet_font,
    title_cell,
)
from zoneland.report.clean import clean
from zoneland.report.colours import HEADING, TINTED, TINTS
from zoneland.report.table import word
from zoneland.report.widths import LEAST, MARGIN, column_widths, line_count, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.worksheet import Worksheet

    from zoneland.core.problems import Lang
    from zoneland.report.table import Table

MOST_ROWS: Final = 1_048_575
"""Rows of a sheet, less the headings."""

A4, A3 = 9, 8
"""The numbers office files give these papers."""

A4_WIDTH, A3_WIDTH = 190, 270
"""Column widths that a page still shows legibly; tables wider than A4 go on sheets of A3."""

TITLE_PT: Final = 16
SUBTITLE_PT: Final = 12
LINE_PT: Final = 16
HEADING_LINES: Final = 2
UPRIGHT_SPARE: Final = 3
"""Cells that a record's value takes besides its own."""


def add_table_sheets(book: Workbook, name: str, table: Table, lang: Lang) -> dict[str, int]:
    """Add a table as a sheet of its own, or as several where it is too long for one.

    Returns
    -------
    dict
        Rows of each sheet, with the headings.
    """
    starts = range(0, max(len(table.rows), 1), MOST_ROWS)
    rows = {}
    for number, start in enumerate(starts, start=1):
        part = replace(table, rows=table.rows[start : start + MOST_ROWS])
        title = name if number == 1 else f"{name} {number}"
        _add_table_sheet(book, title, part, lang)
        rows[title] = len(part.rows) + 1
    return rows


def _add_table_sheet(book: Workbook, name: str, table: Table, lang: Lang) -> None:
    sheet = _new_sheet(book, name, lang)
    widths = column_widths(table, lang)
    _set_widths(sheet, widths)
    named = table.index("zone_name") + 1 if table.has("zone_name") else 0
    sheet.freeze_panes = f"{get_column_letter(named + 1)}2"
    sheet.print_title_rows = "1:1"
    if sum(widths) > A4_WIDTH:
        own = sum(widths[:named])  # stands again on each page
        sheet.page_setup.paperSize = A3
        sheet.page_setup.fitToWidth = math.ceil((sum(widths) - own) / (A3_WIDTH - own))
        sheet.print_title_cols = f"A:{get_column_letter(named)}" if named else None
    _write_rows(sheet, table, lang, at=1, widths=widths)
    last = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"


def add_stacked_sheet(
    book: Workbook, name: str, tables: Sequence[Table], lang: Lang, *, lines: Sequence[str] = ()
) -> dict[str, int]:
    """Add several tables one above another, below lines of title text.

    The last column of a narrow table reaches to the right edge of the widest.

    Returns
    -------
    dict
        Rows of the sheet, with titles, headings and the blank rows between.
    """
    sheet = _new_sheet(book, name, lang)
    widths = _shared_widths(tables, lang)
    _set_widths(sheet, widths)
    for size, line in zip((TITLE_PT, *[SUBTITLE_PT] * len(lines)), lines, strict=False):
        sheet.append([title_cell(sheet, fitted(clean(line), lang), ink=HEADING.fill, size=size)])
    at = len(lines) + 1
    for table in tables:
        sheet.append([])
        sheet.append([title_cell(sheet, table.title(lang), ink=HEADING.fill, size=SUBTITLE_PT)])
        at += 2
        if table.is_upright:
            _write_upright(sheet, table, lang, at=at)
            at += len(table.columns)
        else:
            _write_rows(sheet, table, lang, at=at, widths=widths)
            at += len(table.rows) + 1
    return {name: at - 1}


def _shared_widths(tables: Sequence[Table], lang: Lang) -> list[float]:
    flat = [table for table in tables if not table.is_upright]
    shared = [float(LEAST + MARGIN)] * max(len(table.columns) for table in flat)
    for table in flat:
        widths = column_widths(table, lang)
        own = widths if len(widths) == len(shared) else widths[:-1]
        shared[: len(own)] = map(max, own, shared[: len(own)])
    for table in (table for table in tables if table.is_upright):
        headings = [text_width(column.heading(lang)) for column in table.columns]
        shared[0] = max(shared[0], max(headings) + MARGIN)
    return shared


def _merge(sheet: Worksheet, *, first: int, last: int, rows: range) -> None:
    """Join the cells from column `first` to column `last` in each of some rows."""
    if first == last:
        return
    for row in rows:
        cells = f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}"
        sheet.merged_cells.add(CellRange(cells))


def _write_rows(
    sheet: Worksheet, table: Table, lang: Lang, *, at: int, widths: Sequence[float]
) -> None:
    """Write headings and rows from row `at` on, the last column over what `widths` has more."""
    count = len(table.columns)
    _merge(sheet, first=count, last=len(widths), rows=range(at, at + len(table.rows) + 1))
    frames = [framed_cell(sheet)] * (len(widths) - count)
    rooms = [*widths[: count - 1], sum(widths[count - 1 :])]
    sheet.row_dimensions[at].height = HEADING_LINES * LINE_PT
    headings = [heading_cell(sheet, column.heading(lang)) for column in table.columns]
    sheet.append([*headings, *frames])
    makers = [ColumnCells(sheet, column, lang) for column in table.columns]
    for number, row in enumerate(table.rows, start=at + 1):
        lines = line_count(row, table.columns, rooms, lang=lang)
        if lines > 1:  # not every office program fits the height of a row it opens
            sheet.row_dimensions[number].height = lines * LINE_PT
        cells = [maker.cell(value) for maker, value in zip(makers, row, strict=True)]
        sheet.append([*cells, *frames])
    _tint(sheet, table, lang, first_row=at + 1)


def _write_upright(sheet: Worksheet, table: Table, lang: Lang, *, at: int) -> None:
    _merge(sheet, first=2, last=2 + UPRIGHT_SPARE, rows=range(at, at + len(table.columns)))
    frames = [framed_cell(sheet)] * UPRIGHT_SPARE
    for column, value in zip(table.columns, table.rows[0], strict=True):
        cell = ColumnCells(sheet, column, lang).cell(value)
        verdict = TINTED.get(column.vocabulary, {}).get(str(value))
        if verdict is not None:
            cell.fill = PatternFill("solid", fgColor=TINTS[verdict].fill)
            cell.font = sheet_font(bold=True, color=TINTS[verdict].ink)
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
        sheet.append([label_cell(sheet, column.heading(lang)), cell, *frames])


def _tint(sheet: Worksheet, table: Table, lang: Lang, *, first_row: int) -> None:
    """Colour words by rule, so that the colours follow when a planner sorts or filters."""
    if not table.rows:
        return
    last_row = first_row + len(table.rows) - 1
    for number, column in enumerate(table.columns, start=1):
        cells = f"{get_column_letter(number)}{first_row}:{get_column_letter(number)}{last_row}"
        for key, verdict in TINTED.get(column.vocabulary, {}).items():
            tint = TINTS[verdict]
            style = DifferentialStyle(
                font=Font(bold=True, color=tint.ink), fill=PatternFill(bgColor=tint.fill)
            )
            told = word(key, column.vocabulary, lang)
            rule = Rule(type="cellIs", operator="equal", formula=[f'"{told}"'], dxf=style)
            sheet.conditional_formatting.add(cells, rule)


def _new_sheet(book: Workbook, name: str, lang: Lang) -> Worksheet:
    sheet = cast("Worksheet", book.create_sheet(name))  # streamed, but it has all that is used
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = cast("HeaderFooterItem", sheet.oddFooter)
    footer.left.text = words(lang)["report.notice"]
    footer.center.text = "&A"
    footer.right.text = "&P / &N"
    return sheet


def _set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
