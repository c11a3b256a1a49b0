"""Assess: measure land and lines by zone, judge the three rules, and put it all in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from zoneland.measure.area import area_of
from zoneland.rules.assessment import AreaKind, Assessment
from zoneland.rules.idle.batches import by_year
from zoneland.rules.idle.land import judge_idle_land
from zoneland.rules.lines import line_overlap
from zoneland.rules.listed import unmatched
from zoneland.rules.measured import measured_areas
from zoneland.rules.measured_shares import all_readings, counted, one_table
from zoneland.rules.prepare import Prepared, prepared
from zoneland.rules.settings import RuleSettings, ShareRule
from zoneland.rules.share import judge_industrial_share
from zoneland.rules.summary import summary

if TYPE_CHECKING:
    from zoneland.core.cover import Cover
    from zoneland.core.ledger import Ledger
    from zoneland.core.problems import Problem
    from zoneland.measure.groups import Spread

Progress = Callable[[str], None]
"""Is told the name of each stage as it begins."""


def assess(  # noqa: PLR0913  one keyword for each thing that may be given
    zones: gpd.GeoDataFrame,
    parcels: gpd.GeoDataFrame | Mapping[str, gpd.GeoDataFrame] | None = None,
    *,
    cover: Cover | None = None,
    lines: Mapping[str, gpd.GeoDataFrame] | None = None,
    zoning: gpd.GeoDataFrame | None = None,
    ledger: Ledger | None = None,
    on: date | str | None = None,
    rules: RuleSettings | None = None,
    area: AreaKind = "ellipsoid",
    title: str = "",
    progress: Progress | None = None,
    spread: Spread | None = None,
) -> Assessment:
    """Judge zones by what is known of their land.

    Parameters
    ----------
    zones
        Contract `zoneland.core.contracts.ZONES`; their CRS is the working CRS and projected.
    parcels
        Contract `zoneland.core.contracts.PARCELS`: one layer, which its column ``land_use`` calls
        ``survey`` or ``plan`` (survey if it has none), or layers by that name.
    cover
        Land cover, as `zoneland.read_cover` gives it.
    lines
        ``farmland``, ``redline`` and ``growth``, as far as they are known; ``flexible`` and
        ``special`` where the growth boundary sets land aside.
    zoning
        The plan's zones (规划分区), as `zoneland.read_zoning` gives them.
    ledger
        Approvals and supply, as far as they are known.
    on
        The day that idle land is judged by; today if None.
    rules
        The rules' numbers; their defaults if None.
    area
        ``ellipsoid``, ``plane`` or ``ledger``.
    title
        Heads the map and the reports.
    progress
        Is told each stage.
    spread
        Has land measured in groups of zones elsewhere; None to measure it here. The figures are
        the same to the last bit.

    Returns
    -------
    Assessment
        Missing data makes verdicts *cannot tell*, never *pass*.

    Raises
    ------
    InputError
        If a frame does not obey its contract, or has no CRS that can be turned into the zones'.
    """
    day = date.fromisoformat(on) if isinstance(on, str) else on or date.today()  # noqa: DTZ011  the planner's own day
    given = prepared(
        zones, _layers(parcels), cover=cover, lines=lines, ledger=ledger, zoning=zoning
    )
    return assess_prepared(
        given,
        on=day,
        rules=rules or RuleSettings(),
        area=area,
        title=title,
        progress=progress,
        spread=spread,
    )


def assess_prepared(  # noqa: PLR0913  as `assess`
    given: Prepared,
    *,
    on: date,
    rules: RuleSettings,
    area: AreaKind = "ellipsoid",
    title: str = "",
    progress: Progress | None = None,
    spread: Spread | None = None,
) -> Assessment:
    """Judge what is already checked and in one CRS, as doors give it; else as `assess`."""
    tell = progress or (lambda _: None)
    zones, industrial = given.zones, rules.industrial_share.industrial
    land = {use: counted(frame, rules.industrial_share) for use, frame in given.land.items()}
    tell("measure")
    areas, measured = measured_areas(
        zones, land, given.cover, area, spread=spread, industrial=industrial
    )
    tell("judge")
    readings = all_readings(areas, given, land, rule=rules.industrial_share, area=area)
    share = judge_industrial_share(readings, zones["zone_id"], rule=rules.industrial_share)
    control = line_overlap(
        zones,
        given.lines,
        rule=rules.control_lines,
        area=area,
        land=land,
        zoning=given.zoning,
    )
    ledgers = given.ledger.approvals, given.ledger.supply
    measure = area_of(area, zones.crs)
    idle, plots = judge_idle_land(
        zones, *ledgers, on=on, rule=rules.idle_land, area_of=measure, land=land.get("survey")
    )
    judged = (share, control, idle)
    told = [problem for judgement in judged for problem in judgement.problems]
    return Assessment(
        on=on,
        title=title,
        area=area,
        rules=rules,
        zones=summary(zones, area, share=share, lines=control, idle=idle),
        areas=areas,
        readings=one_table(readings),
        findings=control.findings,
        idle=plots,
        batches=by_year(*ledgers, zones, on=on, rule=rules.idle_land, area_of=measure),
        clauses={judgement.rule: judgement.clauses for judgement in judged},
        layers=near_zones({**land, **given.lines}, zones),
        cover_year=given.cover.year if given.cover else None,
        problems=(*given.problems, *_unmatched(given, rules.industrial_share), *measured, *told),
    )


def _unmatched(given: Prepared, rule: ShareRule) -> list[Problem]:
    return unmatched(
        given.land, rule.industrial, built_also=rule.built_also, built_not=rule.built_not
    )


def _layers(
    parcels: gpd.GeoDataFrame | Mapping[str, gpd.GeoDataFrame] | None,
) -> dict[str, gpd.GeoDataFrame]:
    """Give parcels by land use."""
    if parcels is None:
        return {}
    if isinstance(parcels, gpd.GeoDataFrame):
        named = "land_use" in parcels and len(parcels)
        return {str(parcels["land_use"].iloc[0]) if named else "survey": parcels}
    return dict(parcels)


def near_zones(
    layers: Mapping[str, gpd.GeoDataFrame], zones: gpd.GeoDataFrame
) -> dict[str, gpd.GeoDataFrame]:
    """Keep what meets a zone, for drawing: the rest of the county only makes the map heavy."""
    near = {
        name: np.unique(frame.sindex.query(zones.geometry, predicate="intersects")[1])
        for name, frame in layers.items()
    }
    return {name: layers[name].iloc[rows] for name, rows in near.items()}
