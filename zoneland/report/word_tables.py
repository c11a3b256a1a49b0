"""Tables of the Word report: headings that repeat on each page, verdicts tinted."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from zoneland.report.clean import clean
from zoneland.report.colours import HEADING, QUIET, TINTED, TINTS, Tint
from zoneland.report.paper import CELL_STYLE, TEXT_WIDTH_CM
from zoneland.report.table import Format, shown
from zoneland.report.widths import WRAPPED, content_widths, two_lines_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

    from zoneland.core.problems import Lang
    from zoneland.report.table import Column, Table, Value

LEFT_ALIGNED: Final = frozenset({Format.ID, Format.READING, *WRAPPED})
CENTRED: Final = frozenset({Format.WORD, Format.DATE, Format.YEAR})
BARE: Final = "Normal Table"
"""The template's style without frames."""

LABEL_SHARE: Final = 0.56
"""What a label takes of a pair in a record; its figure takes the rest."""

CM_A_COLUMN: Final = 0.19
"""Of a typewriter column at the size of table text, in the widest of the usual fonts."""

SIDE_CM: Final = 0.1
"""Between a cell's text and its frame."""

PADDING_CM: Final = 2 * SIDE_CM + 0.15
"""With what a percent sign is wider than a figure."""

TWIPS_A_CM: Final = 567
GAP_PT: Final = 2
SMALL_TABLE: Final = 20
"""Rows that still fit on a page with what stands around them."""

SHORT_TEXT: Final = 60
"""Characters; longer cells make rows so tall that few of them fill a page."""

LONGEST_ID: Final = 24
"""Typewriter columns: ids up to this long stay on one line; a hash may wrap."""

LEAST_CLAIM: Final = 7
MOST_CLAIM: Final = 30
LONGEST_WORD: Final = 10
"""Typewriter columns: what text claims at least and at most; longer words than this wrap."""


def begin_page(document: Document, title: str) -> None:
    """Begin a section on a new page."""
    document.add_heading(title, level=1).paragraph_format.page_break_before = True


def add_table(document: Document, table: Table, lang: Lang) -> None:
    """Add a table with its headings, which stand again at the top of each page."""
    widths_cm = _widths_cm(table, lang)
    drawn = _new_table(document, widths_cm)
    top = _new_row(drawn)
    _repeat_on_each_page(top)
    for cell, column, width_cm in zip(top.cells, table.columns, widths_cm, strict=True):
        _fill(cell, column.heading(lang), WD_ALIGN_PARAGRAPH.CENTER, width_cm, tint=HEADING)
    for row in table.rows:
        _add_row(drawn, row, table.columns, widths_cm, lang)
    _keep_together(drawn)
    _add_gap(document)


def add_record(document: Document, table: Table, lang: Lang, *, pairs_a_row: int = 2) -> None:
    """Add a record's figures, label and value side by side."""
    pair_cm = TEXT_WIDTH_CM / pairs_a_row
    widths_cm = [pair_cm * LABEL_SHARE, pair_cm * (1 - LABEL_SHARE)] * pairs_a_row
    drawn = _new_table(document, widths_cm)
    told = list(zip(table.columns, table.rows[0], strict=True))
    per_stack = -(-len(told) // pairs_a_row)
    stacks = [told[at : at + per_stack] for at in range(0, len(told), per_stack)]
    for across in zip_longest(*stacks):
        row = _new_row(drawn)
        _add_pairs(row, across, widths_cm, lang)
    _keep_together(drawn)
    _add_gap(document)


def add_columns(document: Document, *widths_cm: float) -> tuple[_Cell, ...]:
    """Add cells side by side, without frames, to be filled with pictures and tables."""
    drawn = _new_table(document, widths_cm)
    drawn.style = BARE
    row = _new_row(drawn)
    for cell, width_cm in zip(row.cells, widths_cm, strict=True):
        cell.width = Cm(width_cm)
        _drop(cell.paragraphs[0])
    return row.cells


def add_figures(cell: _Cell, table: Table, lang: Lang, *, widths_cm: tuple[float, float]) -> None:
    """Add a record's figures to a cell, one below another and without their units."""
    drawn = cell.add_table(0, len(widths_cm))
    drawn.style = "Table Grid"
    _lay_out(drawn, widths_cm)
    for column, value in zip(table.columns, table.rows[0], strict=True):
        label, figure = _new_row(drawn).cells
        _fill(label, column.title(lang), WD_ALIGN_PARAGRAPH.LEFT, widths_cm[0], tint=QUIET)
        text, tint = shown(value, column, lang), _tint(value, column)
        _fill(figure, text, WD_ALIGN_PARAGRAPH.RIGHT, widths_cm[1], tint=tint)
        for one in (label, figure):  # close together: a zone with all its parts goes on one page
            spaces = one.paragraphs[0].paragraph_format
            spaces.space_before = spaces.space_after = Pt(0)
    last = cell.paragraphs[-1]  # a cell may not end with a table
    last._p.style = CELL_STYLE  # noqa: SLF001  by id, as below
    last.paragraph_format.line_spacing = Pt(GAP_PT)


def _drop(paragraph: Paragraph) -> None:
    paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001  not in its API


def _add_pairs(
    row: _Row,
    pairs: Sequence[tuple[Column, Value] | None],
    widths_cm: Sequence[float],
    lang: Lang,
) -> None:
    cells = row.cells
    for at, pair in enumerate(pairs):
        label, figure = cells[2 * at], cells[2 * at + 1]
        column_text, value_text, tint = "", "", None
        if pair is not None:
            column, value = pair
            column_text, value_text = column.heading(lang), shown(value, column, lang)
            tint = _tint(value, column)
        _fill(label, column_text, WD_ALIGN_PARAGRAPH.LEFT, widths_cm[2 * at], tint=QUIET)
        side = WD_ALIGN_PARAGRAPH.LEFT if len(pairs) == 1 else WD_ALIGN_PARAGRAPH.RIGHT
        _fill(figure, value_text, side, widths_cm[2 * at + 1], tint=tint)


def _add_row(
    drawn: WordTable,
    row: Sequence[Value],
    columns: Sequence[Column],
    widths_cm: Sequence[float],
    lang: Lang,
) -> None:
    added = _new_row(drawn)
    for cell, value, column, width_cm in zip(added.cells, row, columns, widths_cm, strict=True):
        text = shown(value, column, lang)
        _fill(cell, text, _alignment(column), width_cm, tint=_tint(value, column))


def _new_table(document: Document, widths_cm: Sequence[float]) -> WordTable:
    drawn: WordTable = document.add_table(rows=0, cols=len(widths_cm), style="Table Grid")
    _lay_out(drawn, widths_cm)
    return drawn


def _lay_out(drawn: WordTable, widths_cm: Sequence[float]) -> None:
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    drawn.autofit = False
    for column, width_cm in zip(drawn.columns, widths_cm, strict=True):
        column.width = Cm(width_cm)
    _narrow_margins(drawn)


def _narrow_margins(drawn: WordTable) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(SIDE_CM * TWIPS_A_CM)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = drawn._tbl.tblPr  # noqa: SLF001  python-docx has no cell margins
    properties.insert_element_before(margins, "w:tblLook")


def _widths_cm(table: Table, lang: Lang) -> list[float]:
    """Share the page's width: figures stay on one line, running text takes what is left."""
    needed = [
        max(width, two_lines_width(column.heading(lang), lang))
        for column, width in zip(table.columns, content_widths(table, lang), strict=True)
    ]
    wraps = [_wraps(column, width) for column, width in zip(table.columns, needed, strict=True)]
    claims = [
        max(min(width, MOST_CLAIM) if is_text else width, LEAST_CLAIM)
        for width, is_text in zip(needed, wraps, strict=True)
    ]
    claims_cm = [claim * CM_A_COLUMN + PADDING_CM for claim in claims]
    texts_cm = sum(cm for cm, is_text in zip(claims_cm, wraps, strict=True) if is_text)
    left_cm = TEXT_WIDTH_CM - sum(claims_cm) + texts_cm
    if texts_cm == 0 or left_cm < texts_cm / 3:  # nothing wraps, or the figures take it all
        return [cm * TEXT_WIDTH_CM / sum(claims_cm) for cm in claims_cm]
    return [
        cm * left_cm / texts_cm if is_text else cm
        for cm, is_text in zip(claims_cm, wraps, strict=True)
    ]


def _wraps(column: Column, width: int) -> bool:
    """Tell whether a column's text may take several lines."""
    if column.format is Format.ID:
        return width > LONGEST_ID
    return width > LONGEST_WORD and column.format in LEFT_ALIGNED | {Format.WORD}


def _alignment(column: Column) -> WD_ALIGN_PARAGRAPH:
    if column.format in LEFT_ALIGNED:
        return WD_ALIGN_PARAGRAPH.LEFT
    return WD_ALIGN_PARAGRAPH.CENTER if column.format in CENTRED else WD_ALIGN_PARAGRAPH.RIGHT


def _tint(value: Value, column: Column) -> Tint | None:
    verdict = TINTED.get(column.vocabulary, {}).get(str(value))
    return None if verdict is None else TINTS[verdict]


def _fill(
    cell: _Cell, text: str, alignment: WD_ALIGN_PARAGRAPH, width_cm: float, *, tint: Tint | None
) -> None:
    cell.width = Cm(width_cm)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    # By id: looking a style up by name for each cell takes two thirds of a report's time.
    paragraph._p.style = CELL_STYLE  # noqa: SLF001
    paragraph.alignment = alignment
    run = paragraph.add_run(clean(text))
    if tint is not None:
        run.bold = tint is not QUIET
        run.font.color.rgb = RGBColor.from_string(tint.ink)
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), tint.fill)
        cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001  python-docx has no shading


def _add_gap(document: Document) -> None:
    """Part a table from what follows; without a paragraph between, Word joins two tables."""
    gap = document.add_paragraph(style=CELL_STYLE).paragraph_format
    gap.line_spacing = Pt(GAP_PT)


def _keep_together(drawn: WordTable) -> None:
    """Keep a small table on one page, and of a longer one neither end alone."""
    rows = drawn._tbl.tr_lst  # noqa: SLF001  its rows property walks the whole table for each
    longest = max(len(text.text or "") for row in rows for text in row.iter(qn("w:t")))
    is_small = len(rows) <= SMALL_TABLE and longest <= SHORT_TEXT
    kept = rows[:-1] if is_small else [*rows[:2], rows[-2]]
    for row in kept:
        for paragraph in row.iter(qn("w:p")):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def _new_row(drawn: WordTable) -> _Row:
    """Add a row that does not break across pages."""
    row: _Row = drawn.add_row()  # type: ignore[no-untyped-call]  # python-docx
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  not in its API
    return row


def _repeat_on_each_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  not in its API
