"""What was approved in each zone, what is left of it, and where the ledgers quarrel over it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.units import sum_to_dm2, to_m2
from zoneland.rules.idle.listing import slivers
from zoneland.rules.idle.placing import Placing, Whereabouts, place
from zoneland.rules.idle.plots import days, ledger_of
from zoneland.rules.idle.unsupplied import LEAST_M2, Remainder, remainder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from zoneland.measure.area import AreaOf
    from zoneland.rules.idle.plots import Ledger
    from zoneland.rules.settings import IdleRule


def has_left(approved: Ledger, supplied: Ledger | None) -> bool:
    """Tell whether anything says what is left: a ledger of supply, or the approvals themselves."""
    return supplied is not None or not all(map(math.isnan, approved.land.left_m2))


def left_of(
    approved: Ledger, supplied: Ledger | None, *, rule: IdleRule, area_of: AreaOf
) -> Remainder:
    """Give what is left of each approval.

    Without a ledger of supply only the approvals' own word (剩余面积) tells; what says nothing
    of it is not known.

    Parameters
    ----------
    approved, supplied
        The two ledgers; None where there is none of supply.
    rule
        What counts as a sliver.
    area_of
        Takes areas.
    """
    supply = ledger_of(pd.DataFrame()) if supplied is None else supplied
    dated_on = days(approved.frame, "approved_on")
    left = remainder(approved.land, supply.land, dated_on=dated_on, rule=rule, area_of=area_of)
    if supplied is None:
        for at, stated_m2 in enumerate(approved.land.left_m2):
            if math.isnan(stated_m2):
                left.left_m2[at] = math.nan
    return left


def sums_m2(values_m2: Sequence[float], placing: Placing, zones: gpd.GeoDataFrame) -> list[float]:
    """Sum plots' areas zone by zone, by the share of each that lies there.

    Parameters
    ----------
    values_m2
        An area of each plot; NaN where it is not known, and so then is the sum.
    placing
        In which zones the plots lie.
    zones
        A row a zone.
    """
    sums: list[list[float]] = [[] for _ in range(len(zones))]
    for row, zone, share in zip(placing.row, placing.zone, placing.share, strict=True):
        sums[zone].append(values_m2[row] * float(share))
    return [math.nan if any(map(math.isnan, some)) else to_m2(sum_to_dm2(some)) for some in sums]


def approved_m2(
    left: Remainder,
    approved: Ledger,
    zones: gpd.GeoDataFrame,
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> list[float]:
    """Sum what was approved in each zone; NaN where an approval states no area."""
    placing = place(Whereabouts(left.ground, approved.zone), zones, rule=rule, area_of=area_of)
    return sums_m2(left.approved_m2, placing, zones)


def told(
    left: Remainder, approved: Ledger, supplied: Ledger | None, *, rule: IdleRule
) -> list[Problem]:
    """Tell where the ledgers quarrel.

    ZL153: more supplied than approved. ZL156: supplies of nothing. ZL158: slivers. ZL361: more
    left than approved.
    """
    where = approved.text("where")
    problems = [*_excesses(left, approved), *_more_left(left, approved)]
    if left.unmatched and supplied is not None:
        rows = [supplied.text("where")[at] for at in left.unmatched]
        values = {"count": len(rows), "rows": listed(rows)}
        problems.append(Problem("ZL156", rows[0], values))
    return problems + slivers(left.slivers_m2, where, rule=rule)


def _excesses(left: Remainder, approved: Ledger) -> list[Problem]:
    where, batches = approved.text("where"), approved.text("batch_id")
    plots = approved.text("plot_id")
    return [
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


def _more_left(left: Remainder, approved: Ledger) -> list[Problem]:
    where, stated_m2 = approved.text("where"), approved.land.left_m2
    pairs = zip(stated_m2, approved.land.area_m2, strict=True)
    rows = [at for at, (rest, whole) in enumerate(pairs) if rest > whole + LEAST_M2]
    found = [at for at in rows if at in left.by_ledger]
    if not found:
        return []
    values = {"count": len(found), "rows": listed(where[at] for at in found)}
    return [Problem("ZL361", where[found[0]], values)]
