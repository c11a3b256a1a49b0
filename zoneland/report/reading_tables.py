"""The tables of readings: every one with both its areas, and those of a zone on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.naming import definition_in_words
from zoneland.core.verdicts import Verdict
from zoneland.core.wording import words
from zoneland.report import values
from zoneland.report.columns import dependence, in_both_units, share, where_known, zone_names
from zoneland.report.table import MARKS, Column, Format, Table, from_columns, joined_bounds
from zoneland.rules.readings import DEFINITIONS, DENOMINATORS, NUMERATORS

if TYPE_CHECKING:
    from zoneland.core.problems import Lang
    from zoneland.report.table import Value
    from zoneland.rules.assessment import Assessment

CHOSEN: Final = "● "
"""Before the share of the reading that the verdict rests on."""

SIGNS: Final[dict[str, str]] = {
    Verdict.PASS: "√",
    Verdict.FAIL: "×",
    Verdict.CANNOT_TELL: "？",
}
"""Of verdicts: signs that every Chinese font has."""

EXTRAS: Final = ("to_convert", "to_add", "to_leave", "detached")


def readings_table(assessment: Assessment) -> Table:
    """Give a row a zone, land use and reading: areas, bounds, verdict and what it would take."""
    frame = assessment.readings
    ids = values.texts(frame, "zone_id")
    uses = values.texts(frame, "land_use")
    names = values.texts(frame, "reading")
    used = _reading_used(assessment)
    marks = ["used" if row in used else None for row in zip(ids, uses, names, strict=True)]
    return from_columns(
        "readings",
        [
            (Column("zone_id", Format.ID), ids),
            (Column("zone_name"), zone_names(assessment, ids)),
            (Column("land_use", Format.WORD, "land_use"), uses),
            (Column("reading", Format.READING), names),
            *in_both_units("certain", values.wholes(frame, "certain_dm2")),
            *in_both_units("possible", values.wholes(frame, "possible_dm2")),
            *in_both_units("whole", values.wholes(frame, "whole_dm2")),
            share(assessment, "low", values.shares(frame, "low")),
            share(assessment, "high", values.shares(frame, "high")),
            (Column("reading_verdict", Format.WORD, "verdict"), values.texts(frame, "verdict")),
            (Column("is_used", Format.WORD, MARKS), marks),
            (Column("depends", Format.WORD, MARKS), dependence(assessment, ids)),
            (Column("basis", Format.WORD, "basis"), values.texts(frame, "basis")),
            *where_known(
                [
                    (
                        Column("screening", Format.WORD, "verdict"),
                        values.texts(frame, "screening"),
                    ),
                    *(
                        filled
                        for name in EXTRAS
                        for filled in in_both_units(name, values.wholes(frame, f"{name}_dm2"))
                    ),
                ]
            ),
            (Column("definition", Format.DEFINITION), values.texts(frame, "definition")),
        ],
    )


def on_a_page(own: Table) -> Table:
    """Set a zone's readings out as a square: a row a land use and numerator, a column a whole.

    Of land uses that do not decide, the numerator of the reading used is enough for a page.

    Parameters
    ----------
    own
        The zone's rows of `readings_table`; each cell of the square has the share and its
        verdict's sign, and `CHOSEN` before the one that the zone is judged by.

    Examples
    --------
    >>> columns = (Column("land_use", Format.WORD, "land_use"), Column("reading", Format.READING),
    ...     Column("range", Format.RANGE), Column("reading_verdict", Format.WORD, "verdict"),
    ...     Column("is_used", Format.WORD, MARKS))
    >>> rows = (("plan", "industry/zone", "50.00%", "fail", "used"),
    ...     ("plan", "industry/construction", "75.00%", "pass", None))
    >>> on_a_page(Table("readings", columns, rows)).rows
    (('plan', 'industry', '● 50.00% ×', '75.00% √'),)
    """
    told = joined_bounds(own).pick("land_use", "reading", "range", "reading_verdict", "is_used")
    cells = {}
    for use, reading, share_told, verdict, used in told.rows:
        top, _, bottom = str(reading).partition("/")
        mark = CHOSEN if used else ""
        cells[use, top, bottom] = f"{mark}{share_told or ''} {SIGNS[str(verdict)]}"
    uses = dict.fromkeys(told.values("land_use"))
    chosen = {(use, top) for (use, top, _), cell in cells.items() if cell.startswith(CHOSEN)}
    tops = {top for _, top in chosen}
    shown_whole = {use for use, _ in chosen} or set(uses)
    wholes = [name for name in DENOMINATORS if any(at[2] == name for at in cells)]
    rows: list[tuple[Value, ...]] = [
        (use, top, *(cells.get((use, top, whole)) for whole in wholes))
        for use in uses
        for top in NUMERATORS
        if (use in shown_whole or top in tops)
        and any((use, top, whole) in cells for whole in wholes)
    ]
    columns = (
        Column("land_use", Format.WORD, "land_use"),
        Column("numerator", Format.WORD, "numerator"),
        *(Column(f"of_{whole}", Format.RANGE) for whole in wholes),
    )
    return Table("readings", columns, tuple(rows))


def definitions_table(lang: Lang) -> Table:
    """Give a row a definition of 产业用地占比 that somebody uses, and the readings it fixes."""
    numbers = sorted(
        (key.removeprefix("definition.") for key in words(lang) if key.startswith("definition.")),
        key=lambda number: int(number.removeprefix("D")),
    )
    fixed = [[name for name, found in DEFINITIONS.items() if number in found] for number in numbers]
    single = [names[0] if len(names) == 1 else None for names in fixed]
    told = [definition_in_words(number, lang=lang).partition(" ")[2] for number in numbers]
    return from_columns(
        "definitions",
        [
            (Column("definition_number", Format.ID), numbers),
            (Column("definition_text"), told),
            (Column("reading", Format.READING), single),
        ],
    )


def _reading_used(assessment: Assessment) -> set[tuple[Value, ...]]:
    """Tell which row of the readings each zone's verdict rests on."""
    reading = assessment.rules.industrial_share.reading
    ids = values.texts(assessment.zones, "zone_id")
    uses = values.texts(assessment.zones, "land_use")
    return {(zone, use, reading) for zone, use in zip(ids, uses, strict=True)}
