"""批而未供与闲置: the judgement of each zone from the two ledgers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.units import sum_to_dm2, to_dm2, to_m2
from zoneland.core.verdicts import Clause, Judgement, Verdict
from zoneland.rules.idle import Status
from zoneland.rules.idle_plots import (
    COLUMNS,
    Ledger,
    Listed,
    approval_facts,
    approved_by,
    days,
    ledger_of,
    listed_plots,
    located,
    slivers,
    supply_facts,
    tidy,
)
from zoneland.rules.placing import place
from zoneland.rules.unsupplied import Remainder, remainder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import geopandas as gpd

    from zoneland.measure.area import AreaOf
    from zoneland.rules.settings import IdleRule

CLAUSES: Final = (
    Clause(
        title="闲置土地处置办法（国土资源部令第53号）第二条",
        dated_on="2012-07-01",
        text=(
            "闲置土地，是指国有建设用地使用权人超过国有建设用地使用权有偿使用合同或者划拨决定书约定、"
            "规定的动工开发日期满一年未动工开发的国有建设用地。已动工开发但开发建设用地面积占应动工开发"
            "建设用地总面积不足三分之一或者已投资额占总投资额不足百分之二十五，中止开发建设满一年的国有"
            "建设用地，也可以认定为闲置土地。（摘要，以正式文本为准）"
        ),
    ),
    Clause(
        title="闲置土地处置办法（国土资源部令第53号）第十四条",
        dated_on="2012-07-01",
        text=(
            "未动工开发满一年的，按照土地出让或者划拨价款的百分之二十征缴土地闲置费；"
            "未动工开发满两年的，无偿收回国有建设用地使用权。（摘要，以正式文本为准）"
        ),
    ),
    Clause(
        title="关于健全建设用地“增存挂钩”机制的通知（自然资规〔2018〕1号）",
        dated_on="2018",
        text="两年内未用地或未实施征地补偿安置方案的，有关批准文件自动失效。（摘要，以正式文本为准）",
    ),
)
"""What the rule rests on. Article 14 is shortened; the last is told by its sense."""


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

    A zone fails where a plot is 疑似闲置, for whatever cause, or an approval has lapsed; it
    cannot be told where a ledger is missing or a plot cannot be told.

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
        Years and shares.
    area_of
        Takes areas of geometries in the zones' CRS.

    Returns
    -------
    Judgement
        Its findings are the idle and the lapsed plots. Its table is indexed by ``zone_id``:
        ``verdict``; ``unsupplied_m2`` and of it ``lapsed_m2``; ``idle_m2`` and of it
        ``government_m2``; ``plots``, the number of suspected idle ones; ``cannot_tell_plots``;
        ``supplied_m2, approved_m2``. NaN for what a missing ledger would tell.
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
        left = _left(approved, supplied, area_of=area_of)
        approved_m2 = _approved_m2(left, approved, zones, area_of=area_of)
        if supplied is not None:
            facts = approval_facts(approved, left, on=on, rule=rule)
            lists.append(listed_plots(facts, left.shapes, approved.zone, zones, area_of=area_of))
            problems += _told(left, approved, supplied)
    if supplied is not None:
        facts = supply_facts(supplied, on=on, rule=rule, area_of=area_of)
        lists.append(listed_plots(facts, *located(supplied, approved), zones, area_of=area_of))
    plots = _together([part.plots for part in lists], zones)
    problems += [problem for part in lists for problem in part.problems]
    table = _table(plots, zones, approved_m2, has_supply=supplied is not None)
    objected = plots[plots["is_idle"] | (plots["status"] == Status.LAPSED)]
    return Judgement("idle_land", CLAUSES, table, objected, tuple(problems)), plots


def _left(approved: Ledger, supplied: Ledger | None, *, area_of: AreaOf) -> Remainder:
    supply = ledger_of(pd.DataFrame()) if supplied is None else supplied
    dated_on = days(approved.frame, "approved_on")
    return remainder(approved.land, supply.land, dated_on=dated_on, area_of=area_of)


def _approved_m2(
    left: Remainder, approved: Ledger, zones: gpd.GeoDataFrame, *, area_of: AreaOf
) -> list[float]:
    """Sum what was approved in each zone; what states no area counts as none."""
    placing = place(left.ground, approved.zone, zones, area_of=area_of)
    sums: list[list[float]] = [[] for _ in range(len(zones))]
    for row, zone, share in zip(placing.row, placing.zone, placing.share, strict=True):
        sums[zone].append(left.approved_m2[row] * float(share))
    return [to_m2(sum_to_dm2(filter(math.isfinite, found))) for found in sums]


def _together(lists: Sequence[gpd.GeoDataFrame], zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put the lists together in the order of the zones; what lies in none comes last."""
    filled = [plots for plots in lists if len(plots)]
    if not filled:
        return tidy(pd.DataFrame(columns=list(COLUMNS)), zones.crs)
    plots = pd.concat(filled, ignore_index=True)
    order = {zone_id: at for at, zone_id in enumerate(zones["zone_id"])}
    rank = plots["zone_id"].map(lambda zone_id: order.get(zone_id, len(order)))
    return tidy(plots.iloc[rank.argsort(kind="stable")].reset_index(drop=True), zones.crs)


def _table(
    plots: gpd.GeoDataFrame,
    zones: gpd.GeoDataFrame,
    approved_m2: list[float] | None,
    *,
    has_supply: bool,
) -> pd.DataFrame:
    has_both = approved_m2 is not None and has_supply
    of_supply = plots["kind"] == "supplied"
    is_lapsed = plots["status"] == Status.LAPSED
    is_untold = plots["status"] == Status.CANNOT_TELL
    areas = {
        "unsupplied_m2": (~of_supply, has_both),
        "lapsed_m2": (is_lapsed, has_both),
        "idle_m2": (plots["is_idle"], has_supply),
        "government_m2": (plots["is_idle"] & plots["is_government"], has_supply),
        "supplied_m2": (of_supply, has_supply),
    }
    counts = {"plots": (plots["is_idle"], has_supply), "cannot_tell_plots": (is_untold, has_supply)}
    table = pd.DataFrame(index=pd.Index(zones["zone_id"], name="zone_id"))
    for name, (which, is_known) in areas.items():
        table[name] = _per_zone(plots[which], zones, _sum_m2) if is_known else math.nan
    for name, (which, is_known) in counts.items():
        table[name] = _per_zone(plots[which], zones, len) if is_known else math.nan
    table["approved_m2"] = math.nan if approved_m2 is None else approved_m2
    fails = _per_zone(plots[is_lapsed | plots["is_idle"]], zones, len)
    untold = _per_zone(plots[is_untold], zones, len)
    verdicts = [
        _verdict(bad, doubt, has_both=has_both) for bad, doubt in zip(fails, untold, strict=True)
    ]
    table.insert(0, "verdict", pd.Series(verdicts, index=table.index, dtype=object))
    return table


def _verdict(fails: float, untold: float, *, has_both: bool) -> Verdict:
    if fails:
        return Verdict.FAIL
    return Verdict.CANNOT_TELL if untold or not has_both else Verdict.PASS


def _per_zone(
    plots: pd.DataFrame, zones: gpd.GeoDataFrame, figure: Callable[[pd.DataFrame], float]
) -> list[float]:
    groups = dict(list(plots.groupby("zone_id")))
    return [figure(groups.get(zone_id, plots.iloc[:0])) for zone_id in zones["zone_id"]]


def _sum_m2(plots: pd.DataFrame) -> float:
    """Sum areas that are each whole 0.01 m² already; unknown ones count as none."""
    return to_m2(sum(to_dm2(area) for area in plots["area_m2"] if math.isfinite(area)))


def _told(left: Remainder, approved: Ledger, supplied: Ledger) -> list[Problem]:
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
    return problems + slivers(left.slivers_m2, where)
