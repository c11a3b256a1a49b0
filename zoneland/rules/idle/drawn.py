"""Unsupplied land in two ways: as the ground is drawn, and as the ledgers state it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from zoneland.core.figures import hectares
from zoneland.core.problems import Problem
from zoneland.core.units import sum_to_dm2, to_dm2, to_m2
from zoneland.rules.idle.approved import sums_m2
from zoneland.rules.idle.join import matched_by_ground, matches_of
from zoneland.rules.idle.placing import Whereabouts, place
from zoneland.rules.idle.plots import days
from zoneland.rules.idle.unsupplied import remainder

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.idle.join import Match
    from zoneland.rules.idle.plots import Ledger
    from zoneland.rules.idle.unsupplied import Remainder
    from zoneland.rules.settings import IdleRule

COLUMNS = ("unsupplied_drawn_m2", "unsupplied_stated_m2", "unsupplied_gap_m2")


def two_ways(  # noqa: PLR0913  two ledgers and their remainder, and three ways to look at them
    left: Remainder,
    approved: Ledger,
    supplied: Ledger,
    zones: gpd.GeoDataFrame,
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> pd.DataFrame:
    """Give each zone's unsupplied land as drawn, as stated, and the difference.

    Drawn is approved ground less supplied ground; it is known where every approval of the zone
    and every supply that rests on one is drawn. Stated is approved less supplied area as the
    ledgers have them, joined by 电子监管号, plot, batch or ground; it is known where all of
    these state an area.

    Parameters
    ----------
    left
        What is left of the approvals.
    approved, supplied
        The two ledgers.
    zones
        ``zone_id, zone_name`` and geometry.
    rule
        What counts as a sliver.
    area_of
        Takes areas.

    Returns
    -------
    DataFrame
        ``unsupplied_drawn_m2, unsupplied_stated_m2`` and ``unsupplied_gap_m2``, drawn less
        stated; NaN where not known. Indexed by ``zone_id``.
    """
    found = matches_of(approved.land, supplied.land)
    matches = matched_by_ground(found, approved.land, supplied.land, rule=rule, area_of=area_of)
    placing = place(
        Whereabouts(approved.land.shapes, approved.zone), zones, rule=rule, area_of=area_of
    )
    by_ledger = remainder(
        approved.land.undrawn(),
        supplied.land.undrawn(),
        dated_on=days(approved.frame, "approved_on"),
        rule=rule,
        area_of=area_of,
        matches=matches,
    )
    stated_m2 = sums_m2(by_ledger.left_m2, placing, zones)
    is_open = _is_open(approved, supplied, matches)
    open_zones = set(placing.zone[is_open[placing.row]].tolist())
    drawn_m2 = [
        math.nan if zone in open_zones or not _is_any_drawn(supplied) else size
        for zone, size in enumerate(_drawn_m2(left, zones, rule=rule, area_of=area_of))
    ]
    gaps_m2 = [
        math.nan if math.isnan(drawn + stated) else to_m2(to_dm2(drawn) - to_dm2(stated))
        for drawn, stated in zip(drawn_m2, stated_m2, strict=True)
    ]
    columns = dict(zip(COLUMNS, (drawn_m2, stated_m2, gaps_m2), strict=True))
    return pd.DataFrame(columns, index=pd.Index(zones["zone_id"], name="zone_id"), dtype=float)


def _is_any_drawn(ledger: Ledger) -> bool:
    return not bool(shapely.is_missing(ledger.land.shapes).all())


def _is_open(approved: Ledger, supplied: Ledger, matches: list[Match]) -> NDArray[np.bool_]:
    """Tell of which approvals the drawing does not say all: themselves or a supply not drawn."""
    is_open = shapely.is_missing(approved.land.shapes)
    for row, match in enumerate(matches):
        if not supplied.land.is_drawn(row):
            is_open[list(match.approvals)] = True
    return np.asarray(is_open, dtype=bool)


def _drawn_m2(
    left: Remainder, zones: gpd.GeoDataFrame, *, rule: IdleRule, area_of: AreaOf
) -> list[float]:
    nameless = [""] * len(left.shapes)
    placing = place(Whereabouts(left.shapes, nameless), zones, rule=rule, area_of=area_of)
    pieces_m2 = area_of(placing.geometry)
    return [
        to_m2(sum_to_dm2(pieces_m2[placing.zone == zone].tolist())) for zone in range(len(zones))
    ]


def apart(table: pd.DataFrame, zones: gpd.GeoDataFrame, *, rule: IdleRule) -> list[Problem]:
    """Tell where the two differ by more than a sliver: ZL362."""
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    return [
        Problem(
            "ZL362",
            "approvals",
            {"zone": names[zone_id]}
            | {
                key: hectares(to_dm2(size))
                for key, size in zip(("drawn", "stated", "gap"), row, strict=True)
            },
        )
        for zone_id, *row in table[list(COLUMNS)].itertuples(name=None)
        if abs(row[2]) >= rule.sliver_m2
    ]
