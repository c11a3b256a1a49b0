"""批而未供与闲置: the judgement of each zone from the two ledgers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.ledger import Ledger as Ledgers
from zoneland.core.problems import Problem
from zoneland.core.verdicts import Judgement
from zoneland.measure.area import area_of as area_function
from zoneland.rules.idle.approved import approved_m2, has_left, left_of, told
from zoneland.rules.idle.clauses import CLAUSES
from zoneland.rules.idle.drawn import COLUMNS as WAYS
from zoneland.rules.idle.drawn import apart, two_ways
from zoneland.rules.idle.listing import COLUMNS, Listed, listed_plots, tidy
from zoneland.rules.idle.placing import Whereabouts, astray
from zoneland.rules.idle.plots import (
    Ledger,
    approval_facts,
    approved_by,
    ledger_of,
    located,
    supply_facts,
)
from zoneland.rules.idle.rates import beyond, with_rates
from zoneland.rules.idle.scale import scales_apart
from zoneland.rules.idle.standing import Status
from zoneland.rules.idle.stated import otherwise
from zoneland.rules.idle.table import doubts, zone_table
from zoneland.rules.idle.to_come import yet_to_come
from zoneland.rules.idle.used import not_told, used_plots
from zoneland.rules.settings import IdleRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.idle.unsupplied import Remainder


def idle_land(  # noqa: PLR0913  zones, ledgers and land, and three ways to look at them
    zones: gpd.GeoDataFrame,
    ledger: Ledgers | None,
    *,
    on: date | None = None,
    rule: IdleRule | None = None,
    area: str = "ellipsoid",
    land: gpd.GeoDataFrame | None = None,
) -> tuple[Judgement, gpd.GeoDataFrame]:
    """Judge idle and unsupplied land for a script or a notebook; as `judge_idle_land`.

    Parameters
    ----------
    zones
        ``zone_id, zone_name`` and geometry, in a projected CRS.
    ledger
        As `zoneland.read_ledger` gives it; drawn ledgers in the zones' CRS. None where there is
        none, so that nothing can be told.
    on
        The day to judge by; today if None.
    rule
        Years, shares and slivers; their defaults if None.
    area
        ``ellipsoid`` or ``plane``.
    land
        The survey's parcels in the zones' CRS; None where there are none.
    """
    ledger = ledger or Ledgers()
    return judge_idle_land(
        zones,
        ledger.approvals,
        ledger.supply,
        on=on or date.today(),  # noqa: DTZ011  the planner's own day
        rule=rule or IdleRule(),
        area_of=area_function(area, zones.crs),
        land=land,
    )


def judge_idle_land(  # noqa: PLR0913  three tables, and three ways to look at them
    zones: gpd.GeoDataFrame,
    approvals: pd.DataFrame | None,
    supply: pd.DataFrame | None,
    *,
    on: date,
    rule: IdleRule,
    area_of: AreaOf,
    land: gpd.GeoDataFrame | None = None,
) -> tuple[Judgement, gpd.GeoDataFrame]:
    """Judge idle and unsupplied land of every zone.

    A zone fails where a plot is 疑似闲置, for whatever cause. It cannot be told where a ledger
    is missing, a plot cannot be told, or an approval may have lapsed: whether compensation was
    begun, which would keep it alive, stands in no ledger. A plot of these kinds that cannot be
    placed may lie in any zone, so that none passes.

    Parameters
    ----------
    zones
        ``zone_id, zone_name`` and geometry, a row a zone, in a projected CRS.
    approvals, supply
        As `zoneland.landuse.ledger` gives them, drawn in the zones' CRS or not; None where
        there is no such ledger.
    on
        The day to judge by.
    rule
        Years, shares and slivers.
    area_of
        Takes areas of geometries in the zones' CRS.
    land
        The survey's parcels in the zones' CRS, with ``is_built``; None where there are none.

    Returns
    -------
    Judgement
        Its findings are the idle plots and the approvals to be checked for lapse. Its table is
        indexed by ``zone_id``: ``verdict``; ``unsupplied_m2`` and of it ``lapsed_m2``;
        ``idle_m2`` and of it ``government_m2``; ``plots``, the number of suspected idle ones;
        ``cannot_tell_plots``; ``supplied_m2, approved_m2``; ``used_m2``, what of the unsupplied
        is built; the columns of `zoneland.rules.idle.drawn.two_ways` and of
        `zoneland.rules.idle.rates.with_rates`. Ground drawn as supplied twice counts once. NaN
        for what a missing ledger would tell, and for a sum with a plot whose area is not known.
    GeoDataFrame
        The plots, as `zoneland.rules.assessment.Assessment` documents them for ``idle``; days
        are `date` objects. Plots that cannot be placed have an empty ``zone_id``.
    """
    problems: list[Problem] = []
    if approvals is not None:
        approvals, problems = approved_by(approvals, on)
    approved = None if approvals is None else ledger_of(approvals)
    supplied = None if supply is None else ledger_of(supply)
    way = _Way(zones, on, rule, area_of)
    left = None
    found = []
    if approved is not None:
        left = left_of(approved, supplied, rule=rule, area_of=area_of)
        found = _of_approvals(left, approved, supplied, land, way)
    if supplied is not None:
        found.append(_of_supply(supplied, approved, way))
    rows = _together([part.plots for part in found], zones)
    problems += [problem for part in found for problem in part.problems]
    problems += doubts(rows, rule=rule, area_of=area_of)
    problems += scales_apart(approvals, supply, zones, rule=rule, area_of=area_of)
    problems += yet_to_come(supply, on=on)
    problems += otherwise(supply, on=on, rule=rule)
    problems += not_told(rows) if land is not None else []
    table, told_of = _table(rows, left, approved, supplied, way, has_land=land is not None)
    problems += told_of
    plots = rows[list(COLUMNS)]
    objected = plots[plots["is_idle"] | (plots["status"] == Status.LAPSED)]
    return Judgement("idle_land", CLAUSES, table, objected, tuple(problems)), plots


@dataclass(frozen=True, slots=True)
class _Way:
    """The zones, and how they are looked at."""

    zones: gpd.GeoDataFrame
    on: date
    rule: IdleRule
    area_of: AreaOf


def _of_approvals(
    left: Remainder,
    approved: Ledger,
    supplied: Ledger | None,
    land: gpd.GeoDataFrame | None,
    way: _Way,
) -> list[Listed]:
    """List what is left of approvals, and what of it is in use; nothing where nothing tells."""
    zones, rule, area_of = way.zones, way.rule, way.area_of
    if not has_left(approved, supplied):
        return []
    facts = approval_facts(approved, left, on=way.on, rule=rule)
    sites = Whereabouts(left.shapes, approved.zone)
    listed_left = listed_plots(facts, sites, zones, rule=rule, area_of=area_of)
    quarrels = told(left, approved, supplied, rule=rule)
    quarrels += _astray(approved, approved.land.shapes, way)
    found = [listed_left, Listed(listed_left.plots.iloc[:0], tuple(quarrels))]
    if land is not None:
        used = used_plots(facts, left, land, zones, rule=rule, area_of=area_of)
        found.append(Listed(used, ()))
    return found


def _of_supply(supplied: Ledger, approved: Ledger | None, way: _Way) -> Listed:
    facts = supply_facts(supplied, on=way.on, rule=way.rule, area_of=way.area_of)
    sites = located(supplied, approved)
    found = listed_plots(facts, sites, way.zones, rule=way.rule, area_of=way.area_of)
    return Listed(found.plots, (*found.problems, *_astray(supplied, sites.shapes, way)))


def _table(  # noqa: PLR0913  plots, both ledgers and what is left, and the way
    rows: gpd.GeoDataFrame,
    left: Remainder | None,
    approved: Ledger | None,
    supplied: Ledger | None,
    way: _Way,
    *,
    has_land: bool,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Give the zones' figures and verdicts, and tell where they are less than sure."""
    zones, rule, area_of = way.zones, way.rule, way.area_of
    whole_m2 = None
    both = pd.DataFrame(math.nan, index=pd.Index(zones["zone_id"]), columns=list(WAYS))
    if approved is not None and left is not None:
        whole_m2 = approved_m2(left, approved, zones, rule=rule, area_of=area_of)
        if supplied is not None:
            both = two_ways(left, approved, supplied, zones, rule=rule, area_of=area_of)
    table = zone_table(
        rows,
        zones,
        whole_m2,
        has_supply=supplied is not None,
        has_left=approved is not None and has_left(approved, supplied),
        has_land=has_land,
        area_of=area_of,
    )
    table = with_rates(table.join(both))
    return table, [*apart(table, zones, rule=rule), *beyond(table, zones)]


def _astray(ledger: Ledger, shapes: NDArray[np.object_], way: _Way) -> list[Problem]:
    """Tell of plots drawn elsewhere than their own row says: ZL181."""
    sites = Whereabouts(shapes, ledger.zone)
    rows = astray(sites, way.zones, rule=way.rule, area_of=way.area_of)
    if not rows:
        return []
    where = ledger.text("where")
    values = {
        "count": len(rows),
        "zones": listed(dict.fromkeys(ledger.zone[at] for at in rows)),
        "rows": listed(where[at] for at in rows),
    }
    return [Problem("ZL181", where[rows[0]], values)]


def _together(lists: Sequence[gpd.GeoDataFrame], zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put the lists together in the order of the zones; what lies in none comes last."""
    filled = [plots for plots in lists if len(plots)]
    if not filled:
        return tidy(pd.DataFrame(columns=list(COLUMNS)), zones.crs)
    plots = pd.concat(filled, ignore_index=True)
    order = {zone_id: at for at, zone_id in enumerate(zones["zone_id"])}
    rank = plots["zone_id"].map(lambda zone_id: order.get(zone_id, len(order)))
    plots = plots.iloc[rank.argsort(kind="stable")].reset_index(drop=True)
    return tidy(plots, zones.crs)
