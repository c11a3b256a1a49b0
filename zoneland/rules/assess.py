"""Assess: measure land and lines by zone, judge the three rules, and put it all in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from zoneland.core.contracts import AREAS
from zoneland.core.figures import percent, square_metres
from zoneland.core.ledger import Ledger
from zoneland.core.problems import Problem
from zoneland.core.units import to_dm2, to_m2
from zoneland.core.verdicts import Judgement, Verdict, worst
from zoneland.measure.area import area_of
from zoneland.measure.groups import tabulate_spread
from zoneland.measure.raster import tabulate_cover
from zoneland.measure.stored import lacking_stored
from zoneland.measure.tabulate import tabulate_closed
from zoneland.rules.assessment import AreaKind, Assessment
from zoneland.rules.idle.land import judge_idle_land
from zoneland.rules.lines import line_overlap
from zoneland.rules.prepare import Prepared, prepared
from zoneland.rules.settings import RuleSettings
from zoneland.rules.share import (
    as_told,
    industrial_share,
    judge_industrial_share,
    unmatched,
)

if TYPE_CHECKING:
    from zoneland.core.cover import Cover
    from zoneland.measure.groups import Spread

Progress = Callable[[str], None]
"""Is told the name of each stage as it begins."""


def assess(  # noqa: PLR0913  one keyword for each thing that may be given
    zones: gpd.GeoDataFrame,
    parcels: gpd.GeoDataFrame | Mapping[str, gpd.GeoDataFrame] | None = None,
    *,
    cover: Cover | None = None,
    lines: Mapping[str, gpd.GeoDataFrame] | None = None,
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
        ``farmland``, ``redline`` and ``growth``, as far as they are known.
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
    given = prepared(zones, _layers(parcels), cover, lines or {}, ledger or Ledger())
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
    land = {use: as_told(frame, industrial) for use, frame in given.land.items()}
    tell("measure")
    areas, measured = _areas(zones, land, given.cover, area, spread=spread)
    tell("judge")
    readings = {
        str(use): industrial_share(some, rule=rules.industrial_share)
        for use, some in areas.groupby("land_use", sort=False)
    }
    share = judge_industrial_share(readings, zones["zone_id"], rule=rules.industrial_share)
    control = line_overlap(zones, given.lines, rule=rules.control_lines, area=area)
    idle, plots = judge_idle_land(
        zones,
        given.ledger.approvals,
        given.ledger.supply,
        on=on,
        rule=rules.idle_land,
        area_of=area_of(area, zones.crs),
    )
    judged = (share, control, idle)
    told = [problem for judgement in judged for problem in judgement.problems]
    return Assessment(
        on=on,
        title=title,
        area=area,
        rules=rules,
        zones=_summary(zones, area, share=share, lines=control, idle=idle),
        areas=areas,
        readings=_all_readings(readings),
        findings=control.findings,
        idle=plots,
        clauses={judgement.rule: judgement.clauses for judgement in judged},
        layers=near_zones({**land, **given.lines}, zones),
        problems=(*given.problems, *unmatched(given.land, industrial), *measured, *told),
    )


def _areas(
    zones: gpd.GeoDataFrame,
    land: Mapping[str, gpd.GeoDataFrame],
    cover: Cover | None,
    area: AreaKind,
    *,
    spread: Spread | None,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Measure each land use, and tell what is not covered, contested or spread."""
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    tables, problems = [], []
    for use, frame in land.items():
        if spread is None:
            found = tabulate_closed(zones, frame, area=area)
        else:
            found = tabulate_spread(zones, frame, area=area, spread=spread)
        tables.append(found.areas.assign(land_use=use))
        whole = found.areas.groupby("zone_id")["area_dm2"].sum().to_dict()
        problems += _gaps(found.areas, zones, use)
        problems += lacking_stored(frame, use) if area == "ledger" else []
        problems += [
            Problem(
                "ZL304" if abs(rest) > whole[zone_id] * MISFIT_SHARE else "ZL303",
                use,
                {"zone": names[zone_id], "area_m2": f"{to_m2(rest):+,.2f}"},
            )
            for zone_id, rest in found.spread_dm2.items()
            if abs(rest) > SPREAD_DM2
        ]
    if cover is not None:
        table = tabulate_cover(zones, cover, area=area)
        tables.append(table.assign(land_use="cover"))
        problems += _gaps(table, zones, "cover")
    columns = ["land_use", *(column.name for column in AREAS.columns)]
    areas = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
    areas = areas[columns]
    return areas.assign(area_m2=areas["area_dm2"].map(to_m2).astype(float)), problems


SPREAD_DM2 = 100
"""Residuals of up to 1 m² a zone are rounding; more (stored areas that do not fit) is told."""
MISFIT_SHARE = 0.001
"""Beyond a thousandth of a zone the stored areas are of another year or method."""


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


def _gaps(areas: pd.DataFrame, zones: gpd.GeoDataFrame, use: str) -> list[Problem]:
    """Tell land that is not covered or contested, zone by zone."""
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    codes = {"uncovered": "ZL301", "contested": "ZL302"}
    problems = []
    for zone_id, land in areas.groupby("zone_id", sort=False):
        whole = int(land["area_dm2"].sum())
        for status, code in codes.items():
            size = int(land.loc[land["status"] == status, "area_dm2"].sum())
            values = {
                "zone": names[zone_id],
                "area_m2": square_metres(size),
                "share": percent(size, whole),
            }
            problems += [Problem(code, use, values)] if size else []
    return problems


def _summary(
    zones: gpd.GeoDataFrame, area: AreaKind, *, share: Judgement, lines: Judgement, idle: Judgement
) -> gpd.GeoDataFrame:
    """Put a zone's figures and verdicts in one row."""
    sizes = area_of(area, zones.crs)(zones.geometry.to_numpy())
    table = pd.DataFrame(
        {
            "zone_name": zones["zone_name"].to_numpy(),
            "area_m2": [to_m2(to_dm2(size)) for size in sizes],
        },
        index=pd.Index(zones["zone_id"], name="zone_id"),
    )
    rules = {"share": share, "lines": lines, "idle": idle}
    for name, judgement in rules.items():
        table[f"{name}_verdict"] = judgement.table["verdict"]
    table["verdict"] = [
        str(worst(Verdict(row[f"{name}_verdict"]) for name in rules)) for _, row in table.iterrows()
    ]
    share_columns = ["low", "high", "land_use", "depends_on_reading"]
    table[["share_low", "share_high", *share_columns[2:]]] = share.table[share_columns]
    overlaps = ["farmland_m2", "redline_m2", "outside_growth_m2"]
    table[overlaps] = lines.table[overlaps]
    ledgers = ["unsupplied_m2", "idle_m2", "plots"]
    table[ledgers] = idle.table[ledgers]
    return gpd.GeoDataFrame(table.reset_index(), geometry=zones.geometry.to_numpy(), crs=zones.crs)


READING_COLUMNS = [
    "zone_id", "land_use", "reading", "certain_dm2", "possible_dm2", "whole_dm2", "low", "high",
    "verdict",
]  # fmt: skip


def _all_readings(readings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    tables = [table.assign(land_use=use) for use, table in readings.items()]
    empty = pd.DataFrame(columns=READING_COLUMNS)
    return pd.concat(tables, ignore_index=True)[READING_COLUMNS] if tables else empty


def near_zones(
    layers: Mapping[str, gpd.GeoDataFrame], zones: gpd.GeoDataFrame
) -> dict[str, gpd.GeoDataFrame]:
    """Keep what meets a zone, for drawing: the rest of the county only makes the map heavy."""
    near = {
        name: np.unique(frame.sindex.query(zones.geometry, predicate="intersects")[1])
        for name, frame in layers.items()
    }
    return {name: layers[name].iloc[rows] for name, rows in near.items()}
