"""The tables of zones: verdicts with their figures, every reading, and land by class."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from zoneland.core.kinds import Kind
from zoneland.core.wording import words
from zoneland.report import values
from zoneland.report.table import MARKS, Column, Format, Table, Value, from_columns, joined_bounds
from zoneland.rules.reasons import reasons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

Filled = tuple[Column, list[Any]]
"""A column and its values."""

VERDICTS: Final = ("verdict", "share_verdict", "lines_verdict", "idle_verdict")

TRADE_READING: Final = "industry_storage_mining/construction"
"""工业用地率 as the trade's reviews compute it: 工矿仓储 over 建设用地, surveyed and planned."""

MEASURED_USES: Final = ("survey", "plan")
"""Land uses with classes; land cover tells no industry from other built-up land."""

KIND_COLUMNS: Final[dict[str, frozenset[str]]] = {
    "industry": frozenset({Kind.INDUSTRY}),
    "mining": frozenset({Kind.MINING}),
    "storage": frozenset({Kind.STORAGE}),
}


def zones_table(assessment: Assessment, lang: Lang) -> Table:
    """Give a row a zone: verdicts, reasons, shares, and the trade's columns as the data allow.

    The order follows the review table of 开发区整合优化核查: area, boundary, lines, land in use,
    approved and idle land, planned land.
    """
    return from_columns(
        "zones",
        [
            *_names(assessment, reasons(assessment, lang=lang), words(lang)["reason.stop"]),
            *_verdicts(assessment),
            *_lines(assessment),
            *_uses(assessment),
            *_idle(assessment),
        ],
    )


def summary_table(zones: Table) -> Table:
    """Keep what fits on a page: names, areas, verdicts and the share as one figure."""
    return joined_bounds(zones).pick(
        "zone_name",
        "zone_id",
        "area_ha",
        "verdict",
        "share_range",
        "share_verdict",
        "lines_verdict",
        "idle_verdict",
        "depends",
    )


def readings_table(assessment: Assessment) -> Table:
    """Give a row a zone, land use and reading: both areas, the share's bounds and the verdict."""
    frame = assessment.readings
    ids = values.texts(frame, "zone_id")
    uses = values.texts(frame, "land_use")
    names = values.texts(frame, "reading")
    used = _reading_used(assessment)
    return from_columns(
        "readings",
        [
            (Column("zone_id", Format.ID), ids),
            (Column("zone_name"), _lookup(assessment, "zone_name", ids)),
            (Column("land_use", Format.WORD, "land_use"), uses),
            (Column("reading", Format.READING), names),
            *_both(("certain", values.wholes(frame, "certain_dm2"))),
            *_both(("possible", values.wholes(frame, "possible_dm2"))),
            *_both(("whole", values.wholes(frame, "whole_dm2"))),
            _share(assessment, "low", values.shares(frame, "low")),
            _share(assessment, "high", values.shares(frame, "high")),
            (Column("reading_verdict", Format.WORD, "verdict"), values.texts(frame, "verdict")),
            (
                Column("used", Format.WORD, MARKS),
                ["used" if row in used else None for row in zip(ids, uses, names, strict=True)],
            ),
            (Column("depends", Format.WORD, MARKS), _depends(assessment, ids)),
        ],
    )


def areas_table(assessment: Assessment) -> Table:
    """Give a row a zone, land use and class; the rows of a zone add up to the zone."""
    frame = assessment.areas
    ids = values.texts(frame, "zone_id")
    area_dm2 = values.wholes(frame, "area_dm2")
    return from_columns(
        "areas",
        [
            (Column("zone_id", Format.ID), ids),
            (Column("zone_name"), _lookup(assessment, "zone_name", ids)),
            (Column("land_use", Format.WORD, "land_use"), values.texts(frame, "land_use")),
            (Column("status", Format.WORD, "status"), values.texts(frame, "status")),
            (Column("class_code", Format.ID), values.texts(frame, "class_code")),
            (Column("class_name"), values.texts(frame, "class_name")),
            (Column("kind", Format.WORD, "kind"), values.texts(frame, "kind")),
            (Column("is_built", Format.WORD, MARKS), values.marks(frame, "is_built", "built")),
            (Column("class_m2", Format.M2), area_dm2),
            *_both(("class", area_dm2)),
        ],
    )


def _names(
    assessment: Assessment, told: Mapping[str, tuple[str, ...]], stop: str
) -> Iterator[Filled]:
    frame = assessment.zones
    ids = values.texts(frame, "zone_id")
    yield Column("zone_id", Format.ID), ids
    yield Column("zone_name"), values.texts(frame, "zone_name")
    yield Column("verdict", Format.WORD, "verdict"), values.texts(frame, "verdict")
    yield Column("note", Format.TEXT, MARKS), [stop.join(told[str(zone)]) or None for zone in ids]
    yield from _both(("area", values.areas_dm2(frame, "area_m2")))


def _verdicts(assessment: Assessment) -> Iterator[Filled]:
    frame = assessment.zones
    yield Column("share_verdict", Format.WORD, "verdict"), values.texts(frame, "share_verdict")
    yield _share(assessment, "share_low", values.shares(frame, "share_low"))
    yield _share(assessment, "share_high", values.shares(frame, "share_high"))
    yield Column("land_use", Format.WORD, "land_use"), values.texts(frame, "land_use")
    ids = values.texts(frame, "zone_id")
    yield Column("depends", Format.WORD, MARKS), _depends(assessment, ids)


def _lines(assessment: Assessment) -> Iterator[Filled]:
    frame = assessment.zones
    area = values.areas_dm2(frame, "area_m2")
    outside = values.areas_dm2(frame, "outside_growth_m2")
    within = [None if a is None or o is None else a - o for a, o in zip(area, outside, strict=True)]
    yield Column("lines_verdict", Format.WORD, "verdict"), values.texts(frame, "lines_verdict")
    yield from _both(("within_growth", within))
    yield from _both(("outside_growth", outside))
    yield from _both(("farmland", values.areas_dm2(frame, "farmland_m2")))
    yield from _both(("redline", values.areas_dm2(frame, "redline_m2")))


def _idle(assessment: Assessment) -> Iterator[Filled]:
    frame = assessment.zones
    yield Column("idle_verdict", Format.WORD, "verdict"), values.texts(frame, "idle_verdict")
    yield from _both(("unsupplied", values.areas_dm2(frame, "unsupplied_m2")))
    yield from _both(("idle", values.areas_dm2(frame, "idle_m2")))
    yield Column("plots", Format.COUNT), values.wholes(frame, "plots")


def _uses(assessment: Assessment) -> Iterator[Filled]:
    """Give construction, industrial, mining and storage land, and the trade's 工业用地率."""
    ids = values.texts(assessment.zones, "zone_id")
    present = set(values.texts(assessment.areas, "land_use"))
    for use in (use for use in MEASURED_USES if use in present):
        sums = _known_areas(assessment, use)
        for group in ("built", *KIND_COLUMNS):
            yield Column(f"{use}_{group}_ha", Format.HA), [sums[zone, group] for zone in ids]
        bounds = _trade_bounds(assessment, use)
        for end, name in enumerate(("low", "high")):
            found = [bounds[zone][end] if zone in bounds else None for zone in ids]
            yield _share(assessment, f"{use}_rate_{name}", found)


def _known_areas(assessment: Assessment, use: str) -> Counter[tuple[str | None, str]]:
    """Sum land of known class by zone and group, in whole 0.01 m²."""
    table = areas_table(assessment).where("land_use", use).where("status", "known")
    columns = ("zone_id", "kind", "is_built", "class_m2")
    sums: Counter[tuple[str | None, str]] = Counter()
    for zone, kind, built, area_dm2 in table.pick(*columns).rows:
        groups = [name for name, kinds in KIND_COLUMNS.items() if kind in kinds]
        for group in [*groups, "built"] if built else groups:
            sums[str(zone), group] += int(area_dm2)  # type: ignore[arg-type]
    return sums


def _trade_bounds(
    assessment: Assessment, use: str
) -> dict[str | None, tuple[Fraction | None, Fraction | None]]:
    frame = assessment.readings
    picked = frame[(frame["land_use"] == use) & (frame["reading"] == TRADE_READING)]
    bounds = zip(values.shares(picked, "low"), values.shares(picked, "high"), strict=True)
    return dict(zip(values.texts(picked, "zone_id"), bounds, strict=True))


def _both(area: tuple[str, list[int | None]]) -> Iterator[Filled]:
    name, area_dm2 = area
    yield Column(f"{name}_ha", Format.HA), area_dm2
    yield Column(f"{name}_mu", Format.MU), area_dm2


def _share(assessment: Assessment, key: str, bounds: list[Fraction | None]) -> Filled:
    minimum = assessment.rules.industrial_share.minimum
    return Column(key, Format.SHARE, threshold=minimum), bounds


def _reading_used(assessment: Assessment) -> set[tuple[Value, ...]]:
    """Tell which row of the readings each zone's verdict rests on."""
    reading = assessment.rules.industrial_share.reading
    ids = values.texts(assessment.zones, "zone_id")
    uses = values.texts(assessment.zones, "land_use")
    return {(zone, use, reading) for zone, use in zip(ids, uses, strict=True)}


def _depends(assessment: Assessment, ids: list[str | None]) -> list[str | None]:
    frame = assessment.zones
    told = values.marks(frame, "depends_on_reading", "depends")
    by_zone = dict(zip(values.texts(frame, "zone_id"), told, strict=True))
    return [by_zone.get(zone) for zone in ids]


def _lookup(assessment: Assessment, name: str, ids: list[str | None]) -> list[str | None]:
    frame = assessment.zones
    named = zip(values.texts(frame, "zone_id"), values.texts(frame, name), strict=True)
    by_zone = dict(named)
    return [by_zone.get(zone) for zone in ids]
