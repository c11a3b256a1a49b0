"""Plots of both ledgers, a row a plot and zone: what the idle-land rule lists."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zoneland.core.contracts import listed
from zoneland.core.dates import full_months_between, years_later
from zoneland.core.problems import Problem
from zoneland.core.units import to_dm2, to_m2
from zoneland.rules.idle import Status, judge_supply
from zoneland.rules.placing import Placing, place
from zoneland.rules.unsupplied import LEAST_M2, Land, key, matches_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.settings import IdleRule
    from zoneland.rules.unsupplied import Remainder

COLUMNS: Final = (
    *("plot_id", "zone_id", "zone_name", "kind", "status", "is_idle", "is_government"),
    *("project", "batch_id", "area_m2", "due_on", "started_on", "months", "where", "geometry"),
)
DTYPES: Final = {"is_idle": "bool", "is_government": "bool", "area_m2": "float64"} | {
    "months": "Int64"
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger's rows in the form that the rule works on; all of one length."""

    frame: pd.DataFrame
    land: Land
    zone: list[str]
    """What the ledger names as the zone; empty where it names none."""

    def text(self, column: str) -> list[str]:
        """Give a column of text; empty where there is none."""
        return texts(self.frame, column)


def texts(frame: pd.DataFrame, column: str) -> list[str]:
    """Give a column of text; empty where there is none."""
    if column not in frame:
        return [""] * len(frame)
    return [cell if isinstance(cell, str) else "" for cell in frame[column]]


def days(frame: pd.DataFrame, column: str) -> list[date | None]:
    """Give a column of days; None where there is none."""
    if column not in frame:
        return [None] * len(frame)
    cells = [None if pd.isna(cell) else cell for cell in frame[column]]
    return [cell.date() if isinstance(cell, datetime) else cell for cell in cells]


def ledger_of(frame: pd.DataFrame) -> Ledger:
    """Take a ledger's frame apart; columns that it lacks count as empty."""
    shapes = np.full(len(frame), None, dtype=object)
    if isinstance(frame, gpd.GeoDataFrame):
        shapes = np.array(frame.geometry.to_numpy(), dtype=object)
        shapes[shapely.is_empty(shapes)] = None
    area_m2 = frame["area_m2"] if "area_m2" in frame else [math.nan] * len(frame)
    land = Land(
        plot=[key(text) for text in texts(frame, "plot_id")],
        batch=[key(text) for text in texts(frame, "batch_id")],
        area_m2=[float(value) for value in area_m2],
        shapes=shapes,
    )
    return Ledger(frame, land, texts(frame, "zone"))


def approved_by(approvals: pd.DataFrame, on: date) -> tuple[pd.DataFrame, list[Problem]]:
    """Leave out what was approved after the day judged: ZL159."""
    is_later = np.array([bool(day and day > on) for day in days(approvals, "approved_on")], bool)
    if not is_later.any():
        return approvals, []
    values = {"count": int(is_later.sum()), "on": on.isoformat()}
    first = texts(approvals[is_later], "where")[0]
    return approvals[~is_later], [Problem("ZL159", first, values)]


def approval_facts(approvals: Ledger, left: Remainder, *, on: date, rule: IdleRule) -> pd.DataFrame:
    """Give what is to be said of each approval.

    Returns
    -------
    DataFrame
        A row an approval: ``due_on`` is the day that it lapses on, ``months`` those since it
        was given, ``area_m2`` what is left of it, NaN where that cannot be told.
    """
    dates = days(approvals.frame, "approved_on")
    names = zip(approvals.text("project"), approvals.text("batch_name"), strict=True)
    return pd.DataFrame(
        {
            "plot_id": approvals.text("plot_id"),
            "kind": "unsupplied",
            "status": [
                str(_lapse(day, area, on=on, rule=rule))
                for day, area in zip(dates, left.left_m2, strict=True)
            ],
            "is_idle": False,
            "is_government": False,
            "project": [project or batch for project, batch in names],
            "batch_id": approvals.text("batch_id"),
            "area_m2": left.left_m2,
            "due_on": _objects([day and years_later(day, rule.lapse_years) for day in dates]),
            "started_on": _objects([None] * len(dates)),
            "months": [full_months_between(day, on) if day else None for day in dates],
            "where": approvals.text("where"),
        }
    )


def _lapse(day: date | None, left_m2: float, *, on: date, rule: IdleRule) -> Status:
    if day is None or math.isnan(left_m2):
        return Status.CANNOT_TELL
    return Status.LAPSED if on >= years_later(day, rule.lapse_years) else Status.UNSUPPLIED


def supply_facts(supply: Ledger, *, on: date, rule: IdleRule, area_of: AreaOf) -> pd.DataFrame:
    """Give what is to be said of each supplied plot.

    Returns
    -------
    DataFrame
        A row a plot, areas measured where the plot itself is drawn and else as stated.
    """
    drawn_m2 = area_of(supply.land.shapes).tolist()
    ids = zip(supply.text("plot_id"), supply.text("supply_id"), strict=True)
    areas = enumerate(zip(drawn_m2, supply.land.area_m2, strict=True))
    facts = judge_supply(supply.frame, on=on, rule=rule).reset_index(drop=True)
    return facts.assign(
        plot_id=[plot or contract for plot, contract in ids],
        kind="supplied",
        project=supply.text("project"),
        batch_id=supply.text("batch_id"),
        where=supply.text("where"),
        area_m2=[drawn if supply.land.is_drawn(at) else stated for at, (drawn, stated) in areas],
    )


def located(supply: Ledger, approvals: Ledger | None) -> tuple[NDArray[np.object_], list[str]]:
    """Give each supplied plot's own polygon and zone, else those of its approval.

    The approval of a batch stands for a plot only if the batch has no other.
    """
    shapes, named = np.array(supply.land.shapes, dtype=object), list(supply.zone)
    if approvals is None:
        return shapes, named
    for at, match in enumerate(matches_of(approvals.land, supply.land)):
        is_one_plot = match.by_plot or len(match.approvals) == 1
        if shapes[at] is not None or not is_one_plot:
            continue
        drawn = [one for one in match.approvals if approvals.land.is_drawn(one)]
        if drawn:
            shapes[at] = shapely.union_all(approvals.land.shapes[drawn])
        named[at] = named[at] or approvals.zone[match.approvals[0]]
    return shapes, named


@dataclass(frozen=True, slots=True)
class Listed:
    """Plots in their zones, and what was met on the way."""

    plots: gpd.GeoDataFrame
    """`COLUMNS`; the area and the polygon are those of the part in the zone."""
    problems: tuple[Problem, ...]


def listed_plots(
    facts: pd.DataFrame,
    shapes: NDArray[np.object_],
    named: Sequence[str],
    zones: gpd.GeoDataFrame,
    *,
    area_of: AreaOf,
) -> Listed:
    """Give each plot a row in each of its zones, and one without a zone if it has none.

    Plots with no area left, and those drawn outside every zone, are left out.

    Parameters
    ----------
    facts
        What is to be said of each plot, with ``area_m2`` of all of it.
    shapes
        Polygons; None where a plot is not drawn.
    named
        The zone that the ledger names; empty where it names none.
    zones
        ``zone_id, zone_name`` and geometry.
    area_of
        Takes areas.
    """
    is_listed = (facts["kind"] == "supplied") | ~(facts["area_m2"] < LEAST_M2)
    rows = np.flatnonzero(is_listed).tolist()
    kept, names = facts.iloc[rows].reset_index(drop=True), [named[at] for at in rows]
    placing = place(shapes[rows], names, zones, area_of=area_of)
    problems = [
        *_unplaced(kept, placing, names),
        *slivers(placing.slivers_m2, kept["where"].tolist()),
    ]
    return Listed(_spread(kept, placing, zones), tuple(problems))


def slivers(areas_m2: Sequence[float], where: Sequence[str]) -> list[Problem]:
    """Tell of slivers that were left out: ZL158."""
    if not areas_m2:
        return []
    values = {"count": len(areas_m2), "area": f"{math.fsum(areas_m2):.2f}"}
    return [Problem("ZL158", where[0].split(" #")[0], values)]


def _spread(facts: pd.DataFrame, placing: Placing, zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    lost = [*placing.misnamed, *placing.nowhere]
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
    ordered = plots.reindex(columns=list(COLUMNS))
    others = {name: "object" for name in COLUMNS if name not in DTYPES and name != "geometry"}
    typed = ordered.astype(others | DTYPES)
    for name in ("due_on", "started_on"):
        typed[name] = _objects([None if pd.isna(day) else day for day in typed[name]])
    return gpd.GeoDataFrame(typed, geometry="geometry", crs=crs)


def _objects(values: Sequence[object]) -> pd.Series[Any]:
    return pd.Series(values, dtype=object)


def _unplaced(facts: pd.DataFrame, placing: Placing, named: Sequence[str]) -> list[Problem]:
    """Tell of plots in no zone: ZL154 names none, ZL155 a strange one, ZL157 is drawn outside."""
    where = facts["where"].tolist()
    zones = listed(dict.fromkeys(named[at] for at in placing.misnamed))
    problems = []
    for code, lost in (
        ("ZL154", placing.nowhere),
        ("ZL155", placing.misnamed),
        ("ZL157", placing.outside),
    ):
        if lost:
            rows = listed(where[at] for at in lost)
            values = {"count": len(lost), "rows": rows, "zones": zones}
            problems.append(Problem(code, where[lost[0]], values))
    return problems
