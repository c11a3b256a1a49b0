"""What the trade's reviews ask of each zone: land by group, surveyed and planned, and its rate."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from zoneland.core.kinds import Kind
from zoneland.report import values
from zoneland.report.columns import in_both_units, share

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from zoneland.report.columns import Filled
    from zoneland.report.table import Table
    from zoneland.rules.assessment import Assessment

TRADE_READING: Final = "industry_storage_mining/construction"
"""工业用地率 as the trade's reviews compute it: 工矿仓储 over 建设用地, surveyed and planned."""

MEASURED_USES: Final = ("survey", "plan")
"""Land uses with classes; land cover tells no industry from other built-up land."""

KIND_COLUMNS: Final[dict[str, frozenset[str]]] = {
    "industry": frozenset({Kind.INDUSTRY}),
    "mining": frozenset({Kind.MINING}),
    "storage": frozenset({Kind.STORAGE}),
}

Bounds = tuple["Fraction | None", "Fraction | None"]


def trade_columns(assessment: Assessment, areas: Table) -> Iterator[Filled]:
    """Give construction, industrial, mining and storage land, and the trade's 工业用地率.

    Parameters
    ----------
    assessment
        What a run found.
    areas
        `zoneland.report.zone_tables.areas_table` of it.
    """
    ids = values.texts(assessment.zones, "zone_id")
    present = set(areas.values("land_use"))
    for use in (use for use in MEASURED_USES if use in present):
        sums = _known_areas(areas.where("land_use", use))
        for group in ("built", *KIND_COLUMNS):
            yield from in_both_units(f"{use}_{group}", [sums[zone, group] for zone in ids])
        bounds = _trade_bounds(assessment, use)
        for end, name in enumerate(("low", "high")):
            found = [bounds[zone][end] if zone in bounds else None for zone in ids]
            yield share(assessment, f"{use}_rate_{name}", found)


def _known_areas(areas: Table) -> Counter[tuple[str | None, str]]:
    """Sum land of known class by zone and group, in whole 0.01 m²."""
    columns = ("zone_id", "kind", "is_built", "class_m2")
    sums: Counter[tuple[str | None, str]] = Counter()
    for zone, kind, built, area_dm2 in areas.where("status", "known").pick(*columns).rows:
        groups = [name for name, kinds in KIND_COLUMNS.items() if kind in kinds]
        for group in [*groups, "built"] if built else groups:
            sums[str(zone), group] += int(area_dm2)  # type: ignore[arg-type]
    return sums


def _trade_bounds(assessment: Assessment, use: str) -> dict[str | None, Bounds]:
    frame = assessment.readings
    picked = frame[(frame["land_use"] == use) & (frame["reading"] == TRADE_READING)]
    bounds = zip(values.shares(picked, "low"), values.shares(picked, "high"), strict=True)
    return dict(zip(values.texts(picked, "zone_id"), bounds, strict=True))
