"""The workbook: what the assessment found, to be filtered, checked and reckoned with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from zoneland.core.wording import words
from zoneland.files.writing.atomic import write_whole
from zoneland.report import source_tables
from zoneland.report.piece_tables import (
    batches_table,
    findings_table,
    idle_table,
    unsupplied_table,
)
from zoneland.report.reading_tables import readings_table
from zoneland.report.sheets import add_stacked_sheet, add_table_sheets
from zoneland.report.steady import save_streamed
from zoneland.report.zone_tables import areas_table, summary_table, zones_table

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.core.problems import Lang
    from zoneland.report.table import Table
    from zoneland.rules.assessment import Assessment


def write_excel(assessment: Assessment, path: Path | str, *, lang: Lang | None = None) -> None:
    """Write an assessment as a workbook, whole or not at all.

    Numbers are numbers, with their unit in the heading; nothing from data becomes a formula.
    The same assessment gives the same bytes.

    Parameters
    ----------
    assessment
        What a run found.
    path
        The .xlsx file to write.
    lang
        Language of headings and words; the assessment's own unless given.

    Raises
    ------
    OutputError
        When the file cannot be written; the one that stood there stays.
    """
    tongue = lang or assessment.lang
    write_whole(path, lambda part: _write(assessment, part, tongue))


def single_tables(assessment: Assessment, lang: Lang) -> list[Table]:
    """Give the tables that have a sheet each, in order."""
    return [
        zones_table(assessment, lang),
        readings_table(assessment),
        findings_table(assessment),
        unsupplied_table(assessment),
        idle_table(assessment),
        source_tables.problems_table(assessment, lang),
    ]


def further_tables(assessment: Assessment) -> list[Table]:
    """Give the tables that stand behind all others: what the figures are summed of."""
    return [areas_table(assessment), batches_table(assessment)]


def _write(assessment: Assessment, part: Path, lang: Lang) -> None:
    names = words(lang)
    singles = single_tables(assessment, lang)
    overview = [source_tables.overview_table(assessment, lang), summary_table(singles[0])]
    sources = [
        source_tables.inputs_table(assessment),
        source_tables.clauses_table(assessment),
        source_tables.settings_table(assessment, lang),
    ]
    book = Workbook(write_only=True)
    book.properties.title = names["report.subtitle"]
    book.properties.creator = "zoneland"
    lines = [assessment.title, names["report.notice"]]
    rows = add_stacked_sheet(book, names["report.sheet.overview"], overview, lang, lines=lines)
    for table in singles:
        rows |= add_table_sheets(book, names[f"report.sheet.{table.key}"], table, lang)
    rows |= add_stacked_sheet(book, names["report.sheet.sources"], sources, lang)
    for table in further_tables(assessment):
        rows |= add_table_sheets(book, names[f"report.sheet.{table.key}"], table, lang)
    save_streamed(book, part, assessment.on, rows=rows)
