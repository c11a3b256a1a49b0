"""The Word report's pages of zones: verdicts, plates, figures, readings, findings, clauses."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from docx.shared import Pt

from zoneland.core.problems import Level
from zoneland.core.wording import words
from zoneland.report.clean import clean
from zoneland.report.paper import LINE, TEXT_WIDTH_CM
from zoneland.report.piece_tables import findings_table, idle_table, placed, unsupplied_table
from zoneland.report.plates import share_bar, zone_plate
from zoneland.report.reading_tables import on_a_page, readings_table
from zoneland.report.table import Table, joined_bounds, joined_units, shown, word
from zoneland.report.word_pictures import add_picture
from zoneland.report.word_tables import (
    SIDE_CM,
    add_columns,
    add_figures,
    add_table,
    begin_page,
)
from zoneland.report.zone_tables import VERDICTS, zones_table
from zoneland.rules.reasons import reasons

if TYPE_CHECKING:
    from docx.document import Document

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

SMALL_PT: Final = 7.5
REASON_PT: Final = 10.5
PLATE_CM: Final = 10.3
FIGURES_CM: Final = (3.65, 3.45)

MOST_ROWS: Final = 30
"""Rows of a list on paper; the workbook has them all."""

RULES: Final = ("industrial_share", "control_lines", "idle_land")

CALM_STATUSES: Final = frozenset({"not_due", "started", "completed"})
"""Plots that need no one's attention."""

CALM: Final = frozenset({None, 0, "measured"})
"""Values that are told on paper only of `MAIN_FIGURES`; the workbook has them all."""

MAIN_FIGURES: Final = frozenset(
    {
        *("area", "share_low", "share_high", "land_use"),
        *("within_growth", "outside_growth", "farmland", "redline"),
        *("survey_built", "survey_industry", "survey_rate_low", "survey_rate_high"),
        *("plan_built", "plan_industry", "plan_rate_low", "plan_rate_high"),
        *("unsupplied", "idle", "plots"),
    }
)
"""Names of the figures that every zone's page has."""

WORKBOOK_ONLY: Final = frozenset(
    f"{name}_{unit}" for name in ("detached", "approved", "supplied") for unit in ("ha", "mu")
)
"""Evidence and sums that a page does without; of approvals the report has an annex by year."""

FINDING_COLUMNS: Final = (
    "finding_id",
    "finding_kind",
    "piece_ha",
    "piece_mu",
    "width_metres",
    "classes",
    "centre",
)
PLOT_COLUMNS: Final = (
    "plot_id",
    "plot_status",
    "project",
    "piece_ha",
    "piece_mu",
    "months",
    "lacks",
)
LINE_COLUMNS: Final = ("farmland_ha", "redline_ha", "outside_growth_ha")
PLOT_SUMS: Final = ("unsupplied_ha", "idle_ha")
"""Figures that are missing where nothing could be looked at, which is not to find nothing."""


class ZonePages:
    """Writes the zones one by one, each on its own page."""

    def __init__(self, assessment: Assessment, lang: Lang) -> None:
        self._lang = lang
        self._assessment = assessment
        self._reasons = reasons(assessment, lang=lang)
        self.zones = zones_table(assessment, lang)
        self._readings = _by_zone(readings_table(assessment))
        self._findings = _by_zone(placed(findings_table(assessment)))
        plots = (unsupplied_table(assessment), idle_table(assessment))
        self._plots = [_by_zone(table.pick("zone_id", *PLOT_COLUMNS)) for table in plots]

    def add_to(self, document: Document) -> None:
        """Add the pages to a document."""
        begin_page(document, words(self._lang)["report.word.zones"])
        for number in range(len(self.zones.rows)):
            zone = Table("zone", self.zones.columns, (self.zones.rows[number],))
            self._add_zone(document, zone, is_first=number == 0)

    def _add_zone(self, document: Document, zone: Table, *, is_first: bool) -> None:
        zone_id = str(zone.values("zone_id")[0])
        name = {"name": zone.values("zone_name")[0] or zone_id, "id": zone_id}
        title = clean(self._text("zone_of").format_map(name))
        heading = document.add_heading(title, level=2)
        heading.paragraph_format.page_break_before = not is_first
        add_table(document, zone.pick(*VERDICTS), self._lang)
        self._add_reasons(document, zone_id)
        self._add_overview(document, zone, zone_id, title)
        self._add_readings(document, zone_id)
        self._add_findings(document, zone, zone_id)
        self._add_plots(document, zone, zone_id)
        self._add_clauses(document)

    def _add_reasons(self, document: Document, zone_id: str) -> None:
        """Say why the verdicts are what they are; nothing where there is nothing to say."""
        if not self._reasons[zone_id]:
            return
        self._head(document, "zone_reasons")
        for reason in self._reasons[zone_id]:
            line = document.add_paragraph(clean(reason), style="List Bullet")
            line.paragraph_format.space_after = Pt(0)
            line.paragraph_format.line_spacing = Pt(REASON_PT * LINE)

    def _add_overview(self, document: Document, zone: Table, zone_id: str, title: str) -> None:
        """Set the plates and, at their side, the main figures."""
        plates, figures = add_columns(document, PLATE_CM, TEXT_WIDTH_CM - PLATE_CM)
        for draw, key in ((zone_plate, "plate_of"), (share_bar, "bar_of")):
            png = draw(self._assessment, zone_id, lang=self._lang)
            told = self._text(key).format(zone=title)
            add_picture(plates, png, told=told, width_cm=PLATE_CM - 2 * SIDE_CM)
        heading = figures.add_paragraph(self._text("zone_figures"), style="Heading 3")
        heading.paragraph_format.space_before = Pt(0)
        add_figures(figures, self._figures(zone), self._lang, widths_cm=FIGURES_CM)

    def _figures(self, zone: Table) -> Table:
        skipped = {"zone_id", "zone_name", "note", "depends", *VERDICTS, *WORKBOOK_ONLY}
        kept = [
            column.key
            for column, value in zip(zone.columns, zone.rows[0], strict=True)
            if column.key not in skipped and (column.name in MAIN_FIGURES or value not in CALM)
        ]
        return joined_units(joined_bounds(zone.pick(*kept)), self._lang)

    def _add_readings(self, document: Document, zone_id: str) -> None:
        every = self._readings.get(zone_id)
        self._head(document, "zone_readings", "" if every else "not_checked")
        if every is None:
            return
        add_table(document, on_a_page(every), self._lang)
        for row in every.where("is_used", "used").rows:
            told = {
                column.key: shown(value, column, self._lang)
                for column, value in zip(every.columns, row, strict=True)
            }
            ends = dict.fromkeys(told[key] for key in ("certain_ha", "possible_ha"))
            told["numerator_ha"] = "–".join(ends)
            self._add_small(document, self._text("used_reading").format_map(told))

    def _add_findings(self, document: Document, zone: Table, zone_id: str) -> None:
        """List what is wrong; of what is to be checked or known, tell how much there is."""
        is_checked = any(zone.values(key)[0] is not None for key in LINE_COLUMNS)
        pieces = self._findings.get(zone_id)
        wrong = Table("findings", (), ()) if pieces is None else pieces.where("level", Level.ERROR)
        without = "none_found" if is_checked else "not_checked"
        self._head(document, "zone_findings", "" if wrong.rows else without)
        self._add_list(document, wrong, FINDING_COLUMNS)
        if pieces is None:
            return
        for level in (Level.WARNING, Level.INFO):
            others = pieces.where("level", level)
            if others.rows:
                told = {"count": len(others.rows), "kinds": self._kinds(others)}
                self._add_small(document, self._text(f"other_{level}").format_map(told))

    def _kinds(self, pieces: Table) -> str:
        """Count pieces by kind, slivers apart."""
        counts = Counter(pieces.pick("finding_kind", "band").rows)
        told = []
        for (kind, band), count in counts.items():
            named = word(str(kind), "finding", self._lang)
            if band != "finding":
                blanks = {"name": named, "id": word(str(band), "band", self._lang)}
                named = self._text("zone_of").format_map(blanks)
            told.append(self._text("kind_count").format(kind=named, count=count))
        return words(self._lang)["report.and"].join(told)

    def _add_plots(self, document: Document, zone: Table, zone_id: str) -> None:
        own = [tables[zone_id] for tables in self._plots if zone_id in tables]
        is_checked = any(zone.values(key)[0] is not None for key in PLOT_SUMS)
        if not own:
            self._head(document, "zone_idle", "no_plots" if is_checked else "not_checked")
            return
        at = own[0].index("plot_status")
        rows = tuple(row for one in own for row in one.rows if row[at] not in CALM_STATUSES)
        self._head(document, "zone_idle", "" if rows else "none_found")
        self._add_list(document, Table("idle", own[0].columns, rows), PLOT_COLUMNS)

    def _add_clauses(self, document: Document) -> None:
        """Name what each rule rests on; the texts stand at the end of the report."""
        texts = words(self._lang)
        clauses = self._assessment.clauses
        if not any(clauses.get(rule) for rule in RULES):
            return
        self._head(document, "zone_clauses")
        for rule in (rule for rule in RULES if clauses.get(rule)):
            cited = (
                self._text("zone_of").format(name=clause.title, id=clause.dated_on)
                for clause in clauses[rule]
            )
            told = texts["reason.stop"].join(cited)
            self._add_small(document, f"{texts[f'rule.{rule}']}{texts['report.colon']}{told}")

    def _add_list(self, document: Document, table: Table, columns: tuple[str, ...]) -> None:
        if not table.rows:
            return
        short = Table(table.key, table.columns, table.rows[:MOST_ROWS]).pick(*columns)
        told = [key for key in columns if any(value is not None for value in short.values(key))]
        add_table(document, short.pick(*told), self._lang)
        if len(table.rows) > MOST_ROWS:
            left = {"count": len(table.rows) - MOST_ROWS}
            document.add_paragraph(self._text("more").format_map(left))

    def _add_small(self, document: Document, text: str) -> None:
        line = document.add_paragraph()
        line.add_run(clean(text)).font.size = Pt(SMALL_PT)
        line.paragraph_format.space_after = Pt(1)
        line.paragraph_format.line_spacing = Pt(SMALL_PT * LINE)

    def _head(self, document: Document, key: str, without: str = "") -> None:
        """Head a part; one that has nothing to tell says so in its heading."""
        colon = words(self._lang)["report.colon"]
        said = f"{colon}{self._text(without)}" if without else ""
        document.add_heading(f"{self._text(key)}{said}", level=3)

    def _text(self, key: str) -> str:
        return words(self._lang)[f"report.word.{key}"]


def _by_zone(table: Table) -> dict[str, Table]:
    """Sort a table's rows by zone, once for all zones."""
    at = table.index("zone_id")
    rows: dict[str, list[tuple[object, ...]]] = {}
    for row in table.rows:
        rows.setdefault(str(row[at]), []).append(row)
    return {zone: Table(table.key, table.columns, tuple(own)) for zone, own in rows.items()}  # type: ignore[arg-type]
