"""The Word report's pages of zones: verdicts, figures, readings, findings, plots, clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.shared import Pt

from zoneland.core.verdicts import Verdict
from zoneland.core.wording import words
from zoneland.report.clean import clean
from zoneland.report.piece_tables import findings_table, idle_table
from zoneland.report.table import Table, joined_bounds, joined_units
from zoneland.report.word_tables import add_record, add_table, begin_page
from zoneland.report.zone_tables import VERDICTS, readings_table, zones_table
from zoneland.rules.reasons import reasons

if TYPE_CHECKING:
    from docx.document import Document

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

SMALL_PT: Final = 9

MOST_ROWS: Final = 30
"""Rows of a list on paper; the workbook has them all."""

RULE_VERDICTS: Final = {
    "industrial_share": "share_verdict",
    "control_lines": "lines_verdict",
    "idle_land": "idle_verdict",
}

CALM_STATUSES: Final = frozenset({"not_due", "started", "completed"})
"""Plots that need no one's attention."""

READING_COLUMNS: Final = (
    "land_use",
    "reading",
    "certain_ha",
    "whole_ha",
    "range",
    "reading_verdict",
    "used",
)
FINDING_COLUMNS: Final = (
    "finding_id",
    "finding_kind",
    "piece_ha",
    "piece_mu",
    "width_m",
    "lon",
    "lat",
)
PLOT_COLUMNS: Final = (
    "plot_id",
    "plot_status",
    "cause",
    "project",
    "piece_ha",
    "piece_mu",
    "due_on",
    "months",
)
LINE_COLUMNS: Final = ("farmland_ha", "redline_ha", "outside_growth_ha")
PLOT_SUMS: Final = ("unsupplied_ha", "idle_ha")
"""Figures that are missing where nothing could be looked at, which is not to find nothing."""


class ZonePages:
    """Writes the zones one by one, each on its own page."""

    def __init__(self, assessment: Assessment, lang: Lang) -> None:
        self._lang = lang
        self._clauses = assessment.clauses
        self._reasons = reasons(assessment, lang=lang)
        self.zones = zones_table(assessment, lang)
        self._readings = _by_zone(joined_bounds(readings_table(assessment)))
        self._findings = _by_zone(findings_table(assessment))
        self._plots = _by_zone(idle_table(assessment))

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
        self._add_figures(document, zone)
        self._add_readings(document, zone, zone_id)
        self._add_findings(document, zone, zone_id)
        self._add_plots(document, zone, zone_id)
        self._add_clauses(document, zone)

    def _add_reasons(self, document: Document, zone_id: str) -> None:
        """Say why the verdicts are what they are; nothing where there is nothing to say."""
        if not self._reasons[zone_id]:
            return
        self._head(document, "zone_reasons")
        for reason in self._reasons[zone_id]:
            line = document.add_paragraph(clean(reason), style="List Bullet")
            line.paragraph_format.space_after = Pt(0)

    def _add_figures(self, document: Document, zone: Table) -> None:
        skipped = {"zone_id", "zone_name", "note", "depends", *VERDICTS}
        told = joined_units(joined_bounds(zone), self._lang)
        figures = [column.key for column in told.columns if column.key not in skipped]
        self._head(document, "zone_figures")
        add_record(document, told.pick(*figures), self._lang)

    def _add_readings(self, document: Document, zone: Table, zone_id: str) -> None:
        self._head(document, "zone_readings")
        if zone.values("depends")[0] is not None:
            document.add_paragraph(self._text("depends"))
        every = self._readings.get(zone_id)
        # the land use that decides; the workbook has the others
        own = None if every is None else every.where("land_use", zone.values("land_use")[0])
        self._add_list(document, own, READING_COLUMNS, "not_checked")

    def _add_findings(self, document: Document, zone: Table, zone_id: str) -> None:
        self._head(document, "zone_findings")
        is_checked = any(zone.values(key)[0] is not None for key in LINE_COLUMNS)
        pieces = self._findings.get(zone_id)
        listed = None if pieces is None else pieces.where("band", "finding")
        without = "none_found" if is_checked else "not_checked"
        self._add_list(document, listed, FINDING_COLUMNS, without)
        if pieces is not None:
            bands = pieces.values("band")
            counts = {"slivers": bands.count("sliver"), "noise": bands.count("noise")}
            if any(counts.values()):
                document.add_paragraph(self._text("slivers").format_map(counts))

    def _add_plots(self, document: Document, zone: Table, zone_id: str) -> None:
        self._head(document, "zone_idle")
        plots = self._plots.get(zone_id)
        is_checked = any(zone.values(key)[0] is not None for key in PLOT_SUMS)
        without = "no_plots" if is_checked else "not_checked"
        if plots is not None:
            without = "none_found"
            at = plots.index("plot_status")
            rows = tuple(row for row in plots.rows if row[at] not in CALM_STATUSES)
            plots = Table(plots.key, plots.columns, rows)
        self._add_list(document, plots, PLOT_COLUMNS, without)

    def _add_clauses(self, document: Document, zone: Table) -> None:
        """Name what a rule rests on that the zone does not pass; the texts stand at the end."""
        open_rules = [
            rule
            for rule, column in RULE_VERDICTS.items()
            if zone.values(column)[0] != Verdict.PASS and self._clauses.get(rule)
        ]
        if not open_rules:
            return
        self._head(document, "zone_clauses")
        texts = words(self._lang)
        for rule in open_rules:
            cited = (
                self._text("zone_of").format(name=clause.title, id=clause.dated_on)
                for clause in self._clauses[rule]
            )
            named = (
                f"{texts[f'rule.{rule}']}{texts['report.colon']}{texts['reason.stop'].join(cited)}"
            )
            line = document.add_paragraph(style="List Bullet")
            line.add_run(clean(named)).font.size = Pt(SMALL_PT)
            line.paragraph_format.space_after = Pt(0)

    def _add_list(
        self, document: Document, table: Table | None, columns: tuple[str, ...], without: str
    ) -> None:
        if table is None or not table.rows:
            document.add_paragraph(self._text(without))
            return
        short = Table(table.key, table.columns, table.rows[:MOST_ROWS])
        add_table(document, short.pick(*columns), self._lang)
        if len(table.rows) > MOST_ROWS:
            left = {"count": len(table.rows) - MOST_ROWS}
            document.add_paragraph(self._text("more").format_map(left))

    def _head(self, document: Document, key: str) -> None:
        document.add_heading(self._text(key), level=3)

    def _text(self, key: str) -> str:
        return words(self._lang)[f"report.word.{key}"]


def _by_zone(table: Table) -> dict[str, Table]:
    """Sort a table's rows by zone, once for all zones."""
    at = table.index("zone_id")
    rows: dict[str, list[tuple[object, ...]]] = {}
    for row in table.rows:
        rows.setdefault(str(row[at]), []).append(row)
    return {zone: Table(table.key, table.columns, tuple(own)) for zone, own in rows.items()}  # type: ignore[arg-type]
