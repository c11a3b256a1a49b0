"""The Word report: what an official reads and signs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from zoneland.core.naming import reading_in_words
from zoneland.core.wording import words
from zoneland.files.writing.atomic import write_whole
from zoneland.report import source_tables
from zoneland.report.clean import clean
from zoneland.report.paper import NOTICE_STYLE, new_document
from zoneland.report.piece_tables import batches_table
from zoneland.report.plates import county_plate
from zoneland.report.reading_tables import definitions_table
from zoneland.report.steady import repack
from zoneland.report.table import joined_units, shown
from zoneland.report.word_pictures import add_picture
from zoneland.report.word_tables import add_record, add_table, begin_page
from zoneland.report.word_zones import ZonePages
from zoneland.report.zone_tables import summary_table

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

    from zoneland.core.problems import Lang
    from zoneland.report.table import Table
    from zoneland.rules.assessment import Assessment


SUMMARY_COLUMNS: Final = (
    "zone_name",
    "area_ha",
    "verdict",
    "share_range",
    "share_verdict",
    "lines_verdict",
    "idle_verdict",
    "depends",
)

COUNTY_CM: Final = 15.0
BATCH_COLUMNS: Final = ("zone_name", "year", "batches", "approved", "supplied", "left", "lapsed")
COVER_FACTS: Final = (
    "on",
    "ran_on",
    "data_on",
    "run_verdict",
    "minimum",
    "reading",
    "area_kind",
    "crs",
    "map_approval",
    "run_sha256",
)


def write_word(assessment: Assessment, path: Path | str, *, lang: Lang | None = None) -> None:
    """Write an assessment as a Word report, whole or not at all.

    Cover, summary, the zones one by one, method and data, and the problems of the data. The
    same assessment gives the same bytes.

    Parameters
    ----------
    assessment
        What a run found.
    path
        The .docx file to write.
    lang
        Language of the report; the assessment's own unless given.

    Raises
    ------
    OutputError
        When the file cannot be written; the one that stood there stays.
    """
    tongue = lang or assessment.lang
    write_whole(path, lambda part: _write(assessment, part, tongue))


def _write(assessment: Assessment, part: Path, lang: Lang) -> None:
    document = new_document(assessment.title, lang, on=assessment.on)
    pages = ZonePages(assessment, lang)
    _add_cover(document, assessment, lang)
    _add_summary(document, assessment, pages.zones, lang)
    pages.add_to(document)
    _add_method(document, assessment, lang)
    _add_batches(document, assessment, lang)
    _add_problems(document, assessment, lang)
    made = io.BytesIO()
    document.save(made)
    repack(made, part, assessment.on)


def _add_cover(document: Document, assessment: Assessment, lang: Lang) -> None:
    texts = words(lang)
    document.add_paragraph().paragraph_format.space_after = Pt(90)
    for text, style in ((assessment.title, "Title"), (texts["report.subtitle"], "Subtitle")):
        document.add_paragraph(clean(text), style=style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    notice = f"{texts['report.notice']}　{texts['report.unaudited']}"
    line = document.add_paragraph(notice, style=NOTICE_STYLE)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_after = Pt(48)
    overview = source_tables.overview_table(assessment, lang)
    facts = overview.pick(*COVER_FACTS)
    add_record(document, facts, lang, pairs_a_row=1)
    document.add_paragraph().paragraph_format.space_after = Pt(60)
    for key in ("drawn_by", "checked_by", "signed_on"):
        label = texts[f"report.word.{key}"]
        signature = document.add_paragraph(f"{label}{texts['report.colon']}{'_' * 24}")
        signature.alignment = WD_ALIGN_PARAGRAPH.CENTER
        signature.paragraph_format.space_after = Pt(12)


def _add_summary(document: Document, assessment: Assessment, zones: Table, lang: Lang) -> None:
    texts = words(lang)
    begin_page(document, texts["report.word.summary"])
    overview = source_tables.overview_table(assessment, lang)
    counts = {
        name: overview.values(key)[0]
        for name, key in (
            ("zones", "zones"),
            ("passed", "zones_pass"),
            ("failed", "zones_fail"),
            ("unsure", "zones_cannot_tell"),
        )
    }
    sentence = texts["report.word.counts"].format_map(counts)
    document.add_paragraph(sentence)
    if counts["unsure"]:
        document.add_paragraph(texts["report.word.why_cannot_tell"])
    add_table(document, summary_table(zones).pick(*SUMMARY_COLUMNS), lang)
    found = overview.pick(
        "pieces_error",
        "pieces_warning",
        "pieces_info",
        "plots_unsupplied",
        "plots_idle",
        "problems_error",
        "problems_warning",
    )
    add_record(document, found, lang)
    plate = county_plate(assessment, lang=lang)
    add_picture(document, plate, told=texts["report.word.county_plate"], width_cm=COUNTY_CM)


def _add_method(document: Document, assessment: Assessment, lang: Lang) -> None:
    texts = words(lang)
    rule = assessment.rules.industrial_share
    overview = source_tables.overview_table(assessment, lang)
    at = overview.index("minimum")
    minimum = shown(overview.rows[0][at], overview.columns[at], lang)
    told = {
        "area": texts[f"area.{assessment.area}"],
        "reading": reading_in_words(rule.reading, lang=lang),
        "minimum": minimum,
        "on": assessment.on.isoformat(),
    }
    begin_page(document, texts["report.word.method"])
    for key in ("area", "share", "lines", "idle"):
        document.add_paragraph(texts[f"report.method.{key}"].format_map(told))
    clauses = source_tables.clauses_table(assessment)
    inputs = source_tables.inputs_table(assessment)
    for table in (clauses, definitions_table(lang), inputs):
        if table.rows:
            document.add_heading(table.title(lang), level=2)
            add_table(document, table, lang)


def _add_batches(document: Document, assessment: Assessment, lang: Lang) -> None:
    batches = joined_units(batches_table(assessment), lang)
    if batches.rows:
        document.add_heading(words(lang)["report.word.batches"], level=1)
        add_table(document, batches.pick(*BATCH_COLUMNS), lang)


def _add_problems(document: Document, assessment: Assessment, lang: Lang) -> None:
    texts = words(lang)
    document.add_heading(texts["report.word.problems"], level=1)
    counts = source_tables.problem_counts_table(assessment, lang)
    if counts.rows:
        columns = ("level", "code", "count", "first_where", "said", "fix")
        add_table(document, counts.pick(*columns), lang)
    else:
        document.add_paragraph(texts["report.word.no_problems"])
