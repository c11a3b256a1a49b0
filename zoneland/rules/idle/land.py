"""批而未供与闲置: the judgement of each zone from the two ledgers."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.units import sum_to_dm2, to_m2
from zoneland.core.verdicts import Judgement
from zoneland.measure.area import area_of as area_function
from zoneland.rules.idle.clauses import CLAUSES
from zoneland.rules.idle.listing import COLUMNS, Listed, listed_plots, slivers, tidy
from zoneland.rules.idle.placing import Whereabouts, astray, place
from zoneland.rules.idle.plots import (
    Ledger,
    approval_facts,
    approved_by,
    days,
    ledger_of,
    located,
    supply_facts,
)
from zoneland.rules.idle.scale import scales_apart
from zoneland.rules.idle.standing import Status
from zoneland.rules.idle.table import doubts, zone_table
from zoneland.rules.idle.to_come import yet_to_come
from zoneland.rules.idle.unsupplied import Remainder, remainder
from zoneland.rules.settings import IdleRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.core.ledger import Ledger as Ledgers
    from zoneland.measure.area import AreaOf


def idle_land(
    zones: gpd.GeoDataFrame,
    ledger: Ledgers,
    *,
    on: date | None = None,
    rule: IdleRule | None = None,
    area: str = "ellipsoid",
) -> tuple[Judgement, gpd.GeoDataFrame]:
    """Judge idle and unsupplied land for a script or a notebook; as `judge_idle_land`.

    Parameters
    ----------
    zones
        ``zone_id, zone_name`` and geometry, in a projected CRS.
    ledger
        As `zoneland.read_ledger` gives it; drawn ledgers in the zones' CRS.
    on
        The day to judge by; today if None.
    rule
        Years, shares and slivers; their defaults if None.
    area
        ``ellipsoid`` or ``plane``.
    """
    return judge_idle_land(
        zones,
        ledger.approvals,
        ledger.supply,
        on=on or date.today(),  # noqa: DTZ011  the planner's own day
        rule=rule or IdleRule(),
        area_of=area_function(area, zones.crs),
    )


def judge_idle_land(  # noqa: PLR0913  three tables, and three ways to look at them
    zones: gpd.GeoDataFrame,
    approvals: pd.DataFrame | None,
    supply: pd.DataFrame | None,
    *,
    on: date,
    rule: IdleRule,
    area_of: AreaOf,
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

    Returns
    -------
    Judgement
        Its findings are the idle plots and the approvals to be checked for lapse. Its table is
        indexed by ``zone_id``: ``verdict``; ``unsupplied_m2`` and of it ``lapsed_m2``;
        ``idle_m2`` and of it ``government_m2``; ``plots``, the number of suspected idle ones;
        ``cannot_tell_plots``; ``supplied_m2, approved_m2``. Ground drawn as supplied twice
        counts once. NaN for what a missing ledger would tell, and for a sum with a plot whose
        area is not known.
    GeoDataFrame
        The plots, as `zoneland.rules.assessment.Assessment` documents them for ``idle``; days
        are `date` objects. Plots that cannot be placed have an empty ``zone_id``.
    """
    problems: list[Problem] = []
    if approvals is not None:
        approvals, problems = approved_by(approvals, on)
    approved = None if approvals is None else ledger_of(approvals)
    supplied = None if supply is None else ledger_of(supply)
    lists: list[Listed] = []
    approved_m2 = None
    if approved is not None:
        left = _left(approved, supplied, rule=rule, area_of=area_of)
        approved_m2 = _approved_m2(left, approved, zones, rule=rule, area_of=area_of)
        if supplied is not None:
            facts = approval_facts(approved, left, on=on, rule=rule)
            sites = Whereabouts(left.shapes, approved.zone)
            lists.append(listed_plots(facts, sites, zones, rule=rule, area_of=area_of))
            problems += _told(left, approved, supplied, rule=rule)
            problems += _astray(approved, approved.land.shapes, zones, rule=rule, area_of=area_of)
    if supplied is not None:
        facts = supply_facts(supplied, on=on, rule=rule, area_of=area_of)
        sites = located(supplied, approved)
        lists.append(listed_plots(facts, sites, zones, rule=rule, area_of=area_of))
        problems += _astray(supplied, sites.shapes, zones, rule=rule, area_of=area_of)
    rows = _together([part.plots for part in lists], zones)
    problems += [problem for part in lists for problem in part.problems]
    problems += doubts(rows, rule=rule, area_of=area_of)
    problems += scales_apart(approvals, supply, zones, rule=rule, area_of=area_of)
    problems += yet_to_come(supply, on=on)
    table = zone_table(rows, zones, approved_m2, has_supply=supplied is not None, area_of=area_of)
    plots = rows[list(COLUMNS)]
    objected = plots[plots["is_idle"] | (plots["status"] == Status.LAPSED)]
    return Judgement("idle_land", CLAUSES, table, objected, tuple(problems)), plots


def _left(
    approved: Ledger, supplied: Ledger | None, *, rule: IdleRule, area_of: AreaOf
) -> Remainder:
    supply = ledger_of(pd.DataFrame()) if supplied is None else supplied
    dated_on = days(approved.frame, "approved_on")
    return remainder(approved.land, supply.land, dated_on=dated_on, rule=rule, area_of=area_of)


def _approved_m2(
    left: Remainder,
    approved: Ledger,
    zones: gpd.GeoDataFrame,
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> list[float]:
    """Sum what was approved in each zone; NaN where an approval states no area."""
    placing = place(Whereabouts(left.ground, approved.zone), zones, rule=rule, area_of=area_of)
    sums: list[list[float]] = [[] for _ in range(len(zones))]
    for row, zone, share in zip(placing.row, placing.zone, placing.share, strict=True):
        sums[zone].append(left.approved_m2[row] * float(share))
    return [math.nan if any(map(math.isnan, some)) else to_m2(sum_to_dm2(some)) for some in sums]


def _astray(
    ledger: Ledger,
    shapes: NDArray[np.object_],
    zones: gpd.GeoDataFrame,
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> list[Problem]:
    """Tell of plots drawn elsewhere than their own row says: ZL181."""
    rows = astray(Whereabouts(shapes, ledger.zone), zones, rule=rule, area_of=area_of)
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
        return tidy(pd.DataFrame(columns=list(COLUMNS)), zones.crs).assign(
            is_own=np.empty(0, dtype=bool)
        )
    plots = pd.concat(filled, ignore_index=True)
    order = {zone_id: at for at, zone_id in enumerate(zones["zone_id"])}
    rank = plots["zone_id"].map(lambda zone_id: order.get(zone_id, len(order)))
    plots = plots.iloc[rank.argsort(kind="stable")].reset_index(drop=True)
    return tidy(plots, zones.crs).assign(is_own=plots["is_own"])


def _told(left: Remainder, approved: Ledger, supplied: Ledger, *, rule: IdleRule) -> list[Problem]:
    """Tell of more supplied than approved (ZL153), supplies of nothing (ZL156), slivers (ZL158)."""
    where, batches = approved.text("where"), approved.text("batch_id")
    plots = approved.text("plot_id")
    problems = [
        Problem(
            "ZL153",
            where[excess.approvals[0]],
            {
                "id": plots[excess.approvals[0]] or batches[excess.approvals[0]],
                "approved": f"{excess.approved_m2:.2f}",
                "supplied": f"{excess.supplied_m2:.2f}",
            },
        )
        for excess in left.excesses
    ]
    if left.unmatched:
        rows = [supplied.text("where")[at] for at in left.unmatched]
        values = {"count": len(rows), "rows": listed(rows)}
        problems.append(Problem("ZL156", rows[0], values))
    return problems + slivers(left.slivers_m2, where, rule=rule)
