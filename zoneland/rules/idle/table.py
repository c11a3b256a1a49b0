"""Figures and verdicts of the zones from their unsupplied and supplied plots."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.units import to_dm2, to_m2
from zoneland.core.verdicts import Verdict
from zoneland.rules.idle.ground import covered_again_m2, shared_pairs
from zoneland.rules.idle.standing import IDLE, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.settings import IdleRule

OPEN: Final = frozenset({Status.LAPSED, Status.CANNOT_TELL})
"""What keeps a zone from passing without failing it: to be checked by hand."""


def zone_table(  # noqa: PLR0913  what there is to sum, and what it rests on
    plots: gpd.GeoDataFrame,
    zones: gpd.GeoDataFrame,
    approved_m2: list[float] | None,
    *,
    has_supply: bool,
    has_left: bool,
    has_land: bool,
    area_of: AreaOf,
) -> pd.DataFrame:
    """Sum and judge the plots of each zone.

    Parameters
    ----------
    plots
        As `zoneland.rules.idle.listing.listed_plots` gives them, of both ledgers.
    zones
        ``zone_id``, a row a zone.
    approved_m2
        What was approved in each zone; None if there is no ledger of approvals.
    has_supply
        Whether there is a ledger of supply.
    has_left
        Whether anything tells what is left of approvals.
    has_land
        Whether the survey was given.
    area_of
        Takes areas.

    Returns
    -------
    DataFrame
        As the table of `zoneland.rules.idle.land.judge_idle_land`.
    """
    has_both = approved_m2 is not None and has_supply
    of_supply, is_left = plots["kind"] == "supplied", plots["kind"] == "unsupplied"
    is_hidden = is_left & plots["is_hidden"]
    is_untold = plots["status"] == Status.CANNOT_TELL

    def sum_m2(some: pd.DataFrame) -> float:
        return _sum_m2(some, area_of=area_of)

    def used_m2(some: pd.DataFrame) -> float:
        return math.nan if some["is_hidden"].any() else sum_m2(some[some["kind"] == "used"])

    figures: dict[str, tuple[pd.Series[bool], bool, Callable[[pd.DataFrame], float]]] = {
        "unsupplied_m2": (is_left, has_left, sum_m2),
        "lapsed_m2": (plots["status"] == Status.LAPSED, has_left, sum_m2),
        "used_m2": ((plots["kind"] == "used") | is_hidden, has_left and has_land, used_m2),
        "idle_m2": (plots["is_idle"], has_supply, sum_m2),
        "government_m2": (plots["is_idle"] & plots["is_government"], has_supply, sum_m2),
        "supplied_m2": (of_supply, has_supply, sum_m2),
        "plots": (plots["is_idle"], has_supply, len),
        "cannot_tell_plots": (is_untold, has_supply, len),
    }
    table = pd.DataFrame(index=pd.Index(zones["zone_id"], name="zone_id"))
    table["verdict"] = pd.Series(
        _verdicts(plots, zones, has_both=has_both), index=table.index, dtype=object
    )
    for name, (which, is_known, figure) in figures.items():
        table[name] = _per_zone(plots[which], zones, figure) if is_known else math.nan
    table["approved_m2"] = math.nan if approved_m2 is None else approved_m2
    return table


def _verdicts(plots: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, *, has_both: bool) -> list[Verdict]:
    """Judge each zone by its plots, and by those that may lie in any."""
    fails = _per_zone(plots[plots["is_idle"]], zones, len)
    is_open = plots["status"].isin(OPEN)
    checks = _per_zone(plots[is_open], zones, len)
    is_sure = has_both and not _unplaced(plots).any()
    doubtful = Verdict.CANNOT_TELL
    return [
        Verdict.FAIL if fail else Verdict.PASS if is_sure and not check else doubtful
        for fail, check in zip(fails, checks, strict=True)
    ]


def _unplaced(plots: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Tell which plots would weigh in a zone, could they be placed in one."""
    weighs: pd.Series[bool] = (plots["zone_id"] == "") & plots["status"].isin(IDLE | OPEN)
    return weighs


def _per_zone(
    plots: pd.DataFrame, zones: gpd.GeoDataFrame, figure: Callable[[pd.DataFrame], float]
) -> list[float]:
    groups = dict(list(plots.groupby("zone_id")))
    return [figure(groups.get(zone_id, plots.iloc[:0])) for zone_id in zones["zone_id"]]


def _sum_m2(plots: pd.DataFrame, *, area_of: AreaOf) -> float:
    """Sum areas that are each whole 0.01 m² already, ground once; NaN if any is unknown."""
    areas_m2 = plots["area_m2"].tolist()
    if any(map(math.isnan, areas_m2)):
        return math.nan
    again_m2 = covered_again_m2(_own_ground(plots), area_of=area_of)
    return to_m2(sum(map(to_dm2, areas_m2)) - to_dm2(again_m2))


def _own_ground(plots: pd.DataFrame) -> NDArray[np.object_]:
    return np.array(plots.loc[plots["is_own"], "geometry"], dtype=object)


def doubts(plots: gpd.GeoDataFrame, *, rule: IdleRule, area_of: AreaOf) -> list[Problem]:
    """Tell what makes figures or verdicts less than sure.

    ZL183: an idle or unsupplied plot without an area. ZL185: ground supplied twice. ZL186: plots
    that cannot be placed keep every zone from passing.
    """
    counts = plots["is_idle"] | (plots["kind"] == "unsupplied")
    rows = {
        "ZL183": plots[counts & plots["area_m2"].isna()],
        "ZL185": _supplied_twice(plots, rule=rule, area_of=area_of),
        "ZL186": plots[_unplaced(plots)],
    }
    return [
        Problem(
            code,
            str(found["where"].iloc[0]),
            {"count": len(found), "rows": listed(found["where"])},
        )
        for code, found in rows.items()
        if len(found)
    ]


def _supplied_twice(
    plots: gpd.GeoDataFrame, *, rule: IdleRule, area_of: AreaOf
) -> gpd.GeoDataFrame:
    """Give the rows whose ground, within one zone, is that of other rows too."""
    own = plots[plots["is_own"]]
    found: set[int] = set()
    for _, some in own.groupby("zone_id", sort=False):
        pairs = shared_pairs(_own_ground(some), rule=rule, area_of=area_of)
        found |= {int(some.index[at]) for pair in pairs for at in pair}
    return plots.loc[sorted(found)]
