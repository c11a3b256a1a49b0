"""Batches by year of approval: how much of each year's quota has been supplied.

What is unused two years after its approval lapses (自然资规〔2018〕1号, 2018).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.units import sum_to_dm2, to_m2
from zoneland.rules.idle.approved import left_of
from zoneland.rules.idle.placing import Whereabouts, place
from zoneland.rules.idle.plots import approval_facts, approved_by, days, ledger_of
from zoneland.rules.idle.standing import Status

if TYPE_CHECKING:
    from datetime import date

    import geopandas as gpd

    from zoneland.measure.area import AreaOf
    from zoneland.rules.idle.plots import Ledger
    from zoneland.rules.idle.unsupplied import Remainder
    from zoneland.rules.settings import IdleRule

AREAS: Final = ("approved_m2", "supplied_m2", "left_m2", "lapsed_m2")
COLUMNS: Final = ("zone_id", "year", "batches", *AREAS)


def by_year(  # noqa: PLR0913  two ledgers and the zones, and three ways to look at them
    approvals: pd.DataFrame | None,
    supply: pd.DataFrame | None,
    zones: gpd.GeoDataFrame,
    *,
    on: date,
    rule: IdleRule,
    area_of: AreaOf,
) -> pd.DataFrame:
    """Sum approvals by zone and year of approval.

    Parameters
    ----------
    approvals, supply
        As `zoneland.landuse.ledger` gives them; None where there is no such ledger.
    zones
        ``zone_id, zone_name`` and geometry, a row a zone, in a projected CRS.
    on
        The day judged; what was approved later is left out.
    rule
        Years and slivers.
    area_of
        Takes areas of geometries in the zones' CRS.

    Returns
    -------
    DataFrame
        In order of zones and years, the undated last: ``zone_id, year`` (Int64, NA where an
        approval has no day), ``batches`` (a row without a batch's number counts for itself),
        ``approved_m2, supplied_m2, left_m2`` and ``lapsed_m2``, of what is left that which was
        approved two years ago or more and of which nothing was supplied. NaN where one of the
        areas summed is not known. Approvals that lie in no zone, or cannot be placed, are not
        here.
    """
    if approvals is None:
        return _typed([])
    approvals, _ = approved_by(approvals, on)
    approved = ledger_of(approvals)
    supplied = None if supply is None else ledger_of(supply)
    left = left_of(approved, supplied, rule=rule, area_of=area_of)
    facts = approval_facts(approved, left, on=on, rule=rule)
    is_lapsed = (facts["status"] == Status.LAPSED).tolist()
    dates = days(approved.frame, "approved_on")
    rows = [
        {
            "zone": zone,
            "year": getattr(dates[row], "year", None),
            "batch": _batch(approved, row),
            "approved_m2": whole_m2,
            "supplied_m2": _less_m2(whole_m2, left_m2),
            "left_m2": left_m2,
            "lapsed_m2": left_m2 if is_lapsed[row] or math.isnan(left_m2) else 0.0,
        }
        for (row, zone), (whole_m2, left_m2) in _in_zones(
            approved, left, zones, rule=rule, area_of=area_of
        ).items()
    ]
    return _summed(pd.DataFrame(rows), zones)


def _in_zones(
    approved: Ledger,
    left: Remainder,
    zones: gpd.GeoDataFrame,
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> dict[tuple[int, int], list[float]]:
    """Give what was approved and what is left, by approval and zone; 0 where nothing is."""
    found: dict[tuple[int, int], list[float]] = {}
    for at, (shapes, areas_m2) in enumerate(
        ((left.ground, left.approved_m2), (left.shapes, left.left_m2))
    ):
        sites = Whereabouts(shapes, approved.zone)
        placing = place(sites, zones, rule=rule, area_of=area_of)
        places = zip(
            placing.row.tolist(), placing.zone.tolist(), placing.share.tolist(), strict=True
        )
        for row, zone, share in places:
            found.setdefault((row, zone), [0.0, 0.0])[at] = areas_m2[row] * share
    return found


def _less_m2(whole_m2: float, left_m2: float) -> float:
    """Give what was supplied; NaN where it is not known."""
    rest_m2 = whole_m2 - left_m2
    return 0.0 if rest_m2 < 0 else rest_m2


def _batch(approved: Ledger, row: int) -> str:
    return approved.land.batch[row] or approved.land.supervision[row] or f"#{row}"


def _summed(table: pd.DataFrame, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    if table.empty:
        return _typed(rows)
    for _, some in table.groupby(["zone", "year"], dropna=False):
        zone, year = int(some["zone"].iloc[0]), some["year"].iloc[0]
        sums = {
            name: float("nan") if some[name].isna().any() else to_m2(sum_to_dm2(some[name]))
            for name in AREAS
        }
        head = {
            "zone_id": zones["zone_id"].iloc[zone],
            "year": None if pd.isna(year) else int(year),
            "batches": some["batch"].nunique(),
        }
        rows.append(head | sums)
    return _typed(rows)


def _typed(rows: list[dict[str, object]]) -> pd.DataFrame:
    types = {"zone_id": "object", "year": "Int64", "batches": "int64"}
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype(types | dict.fromkeys(AREAS, "float64"))
