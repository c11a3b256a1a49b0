"""Plots in their zones, a row a plot and zone: what the idle-land rule lists."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.units import to_dm2, to_m2
from zoneland.rules.idle.placing import Placing, Whereabouts, place
from zoneland.rules.idle.plots import objects
from zoneland.rules.idle.unsupplied import LEAST_M2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.measure.area import AreaOf
    from zoneland.rules.settings import IdleRule

COLUMNS: Final = (
    *("plot_id", "zone_id", "zone_name", "kind", "status", "is_idle", "is_government"),
    *("project", "batch_id", "area_m2", "due_on", "started_on", "months"),
    *("branch", "lacks", "fee_yuan", "share_built", "share_invested", "where", "geometry"),
)
EXTRAS: Final = ("is_own", "is_hidden")
"""Whether a row's area is that of its own polygon, and whether its ground may show more than
is left; for sums, and not listed."""
FLOATS: Final = ("area_m2", "fee_yuan", "share_built", "share_invested")
BOOLS: Final = ("is_idle", "is_government", *EXTRAS)
DTYPES: Final = (
    dict.fromkeys(BOOLS, "bool") | dict.fromkeys(FLOATS, "float64") | {"months": "Int64"}
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Plots in their zones, and what was met on the way."""

    plots: gpd.GeoDataFrame
    """`COLUMNS` and `EXTRAS`. Area and polygon are those of the part in the zone; what cannot be
    placed has no ``zone_id``."""
    problems: tuple[Problem, ...]


def listed_plots(
    facts: pd.DataFrame,
    sites: Whereabouts,
    zones: gpd.GeoDataFrame,
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> Listed:
    """Give each plot a row in each of its zones, and one without a zone if it has none.

    Plots with no area left, and those drawn outside every zone, are left out.

    Parameters
    ----------
    facts
        What is to be said of each plot, with ``area_m2`` of all of it, and `EXTRAS`.
    sites
        What is known of where each plot lies.
    zones
        ``zone_id, zone_name`` and geometry.
    rule
        What counts as a sliver.
    area_of
        Takes areas.
    """
    is_listed = (facts["kind"] == "supplied") | ~(facts["area_m2"] < LEAST_M2)
    rows = np.flatnonzero(is_listed).tolist()
    kept, names = facts.iloc[rows].reset_index(drop=True), [sites.named[at] for at in rows]
    placing = place(Whereabouts(sites.shapes[rows], names), zones, rule=rule, area_of=area_of)
    problems = [
        *_unplaced(kept, placing, names),
        *slivers(placing.slivers_m2, kept["where"].tolist(), rule=rule),
    ]
    return Listed(_spread(kept, placing, zones), tuple(problems))


def slivers(areas_m2: Sequence[float], where: Sequence[str], *, rule: IdleRule) -> list[Problem]:
    """Tell of slivers that were left out: ZL158."""
    if not areas_m2:
        return []
    values = {
        "count": len(areas_m2),
        "area": f"{math.fsum(areas_m2):.2f}",
        "least_m2": f"{rule.sliver_m2:g}",
        "width_m": f"{rule.sliver_width_m:g}",
    }
    return [Problem("ZL158", where[0].split(" #")[0], values)]


def _spread(facts: pd.DataFrame, placing: Placing, zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    lost = placing.unplaced
    row = np.concatenate([placing.row, np.array(lost, dtype=np.intp)])
    zone = zones.iloc[placing.zone]
    share = np.concatenate([placing.share, np.ones(len(lost))])
    spread = facts.iloc[row].reset_index(drop=True)
    spread["area_m2"] = [
        area if math.isnan(area) else to_m2(to_dm2(area))
        for area in (spread["area_m2"].to_numpy(dtype=np.float64) * share).tolist()
    ]
    spread["zone_id"] = [*zone["zone_id"], *[""] * len(lost)]
    spread["zone_name"] = [*zone["zone_name"], *[""] * len(lost)]
    spread["geometry"] = [*placing.geometry, *[None] * len(lost)]
    return tidy(spread, zones.crs)


def tidy(plots: pd.DataFrame, crs: Any) -> gpd.GeoDataFrame:  # noqa: ANN401  whatever pyproj reads
    """Give plots their columns in order and their types, also where there are none."""
    ordered = plots.reindex(columns=[*COLUMNS, *EXTRAS])
    others = {name: "object" for name in COLUMNS if name not in DTYPES and name != "geometry"}
    typed = ordered.astype(others | DTYPES)
    for name in ("due_on", "started_on"):
        typed[name] = objects([None if pd.isna(day) else day for day in typed[name]])
    return gpd.GeoDataFrame(typed, geometry="geometry", crs=crs)


def _unplaced(facts: pd.DataFrame, placing: Placing, named: Sequence[str]) -> list[Problem]:
    """Tell of plots in no zone.

    ZL154 names none, ZL155 a strange one, ZL157 lies outside, ZL182 names several.
    """
    where = facts["where"].tolist()
    problems = []
    for code, lost in (
        ("ZL154", placing.nowhere),
        ("ZL155", placing.misnamed),
        ("ZL157", placing.outside),
        ("ZL182", placing.ambiguous),
    ):
        if lost:
            rows = listed(where[at] for at in lost)
            zones = listed(dict.fromkeys(named[at] for at in lost))
            values = {"count": len(lost), "rows": rows, "zones": zones}
            problems.append(Problem(code, where[lost[0]], values))
    return problems
