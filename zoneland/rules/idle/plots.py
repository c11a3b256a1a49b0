"""Plots of both ledgers: what there is to say of each, and where its ground is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zoneland.core.dates import full_months_between, years_later
from zoneland.core.problems import Problem
from zoneland.rules.idle.branches import BRANCHES
from zoneland.rules.idle.join import Land, key, matches_of
from zoneland.rules.idle.placing import Whereabouts
from zoneland.rules.idle.standing import Status
from zoneland.rules.idle.supply import judge_supply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.measure.area import AreaOf
    from zoneland.rules.idle.unsupplied import Remainder
    from zoneland.rules.settings import IdleRule


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


def numbers(frame: pd.DataFrame, column: str) -> list[float]:
    """Give a column of numbers; NaN where there is none."""
    cells = frame[column] if column in frame else [math.nan] * len(frame)
    return [math.nan if pd.isna(cell) else float(cell) for cell in cells]


def ledger_of(frame: pd.DataFrame) -> Ledger:
    """Take a ledger's frame apart; columns that it lacks count as empty."""
    shapes = np.full(len(frame), None, dtype=object)
    if isinstance(frame, gpd.GeoDataFrame):
        shapes = np.array(frame.geometry.to_numpy(), dtype=object)
        shapes[shapely.is_empty(shapes)] = None
    # A frame without a column of its own for the 电子监管号 has it as the supply's id.
    supervision = "supervision_id" if "supervision_id" in frame else "supply_id"
    land = Land(
        plot=[key(text) for text in texts(frame, "plot_id")],
        batch=[key(text) for text in texts(frame, "batch_id")],
        supervision=[key(text) for text in texts(frame, supervision)],
        area_m2=numbers(frame, "area_m2"),
        left_m2=numbers(frame, "stated_left_m2"),
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

    An approval lapses as a whole (自然资规〔2018〕1号): what remains of a batch that was supplied
    in part is unsupplied, however old.

    Returns
    -------
    DataFrame
        A row an approval: ``due_on`` is the day it was given, ``months`` those since,
        ``area_m2`` what is left of it, NaN where that cannot be told.
    """
    dates = days(approvals.frame, "approved_on")
    names = zip(approvals.text("project"), approvals.text("batch_name"), strict=True)
    is_used = _is_batch_used(approvals.land, left.is_used)
    facts = zip(dates, left.left_m2, is_used, strict=True)
    statuses = [_status(fact, on=on, rule=rule) for fact in facts]
    return pd.DataFrame(
        {
            "plot_id": approvals.text("plot_id"),
            "kind": "unsupplied",
            "status": [str(status) for status in statuses],
            "is_idle": False,
            "is_government": False,
            "project": [project or batch for project, batch in names],
            "batch_id": approvals.text("batch_id"),
            "area_m2": left.left_m2,
            "due_on": objects(dates),
            "started_on": objects([None] * len(dates)),
            "months": [full_months_between(day, on) if day else None for day in dates],
            "branch": [str(BRANCHES[status]) for status in statuses],
            "lacks": _lacks(statuses, dates, left),
            "where": approvals.text("where"),
            "is_own": False,  # approvals' ground is cut from each other already
            "is_hidden": [
                at in left.by_ledger or not approvals.land.is_drawn(at) for at in range(len(dates))
            ],
        }
    )


def _lacks(statuses: Sequence[Status], dates: Sequence[date | None], left: Remainder) -> list[str]:
    """Name what keeps an approval from being told: its day, its area, or that of its supply."""
    whys = [
        (
            ("approved_on", day is None),
            ("area_m2", math.isnan(whole)),
            ("supplied_m2", math.isnan(rest) and not math.isnan(whole)),
        )
        for day, whole, rest in zip(dates, left.approved_m2, left.left_m2, strict=True)
    ]
    return [
        " ".join(name for name, is_so in why if is_so and status is Status.CANNOT_TELL)
        for status, why in zip(statuses, whys, strict=True)
    ]


def _is_batch_used(approvals: Land, is_used: Sequence[bool]) -> list[bool]:
    """Tell of each approval whether any land of its batch was supplied."""
    used = {batch for batch, is_any in zip(approvals.batch, is_used, strict=True) if is_any}
    return [
        is_any or (batch != "" and batch in used)
        for batch, is_any in zip(approvals.batch, is_used, strict=True)
    ]


def _status(fact: tuple[date | None, float, bool], *, on: date, rule: IdleRule) -> Status:
    """Judge an approval by its day, what is left of it, and whether its batch was used."""
    day, left_m2, is_used = fact
    if math.isnan(left_m2) or (day is None and not is_used):
        return Status.CANNOT_TELL
    if day is None or is_used or on < years_later(day, rule.lapse_years):
        return Status.UNSUPPLIED
    return Status.LAPSED


def supply_facts(supply: Ledger, *, on: date, rule: IdleRule, area_of: AreaOf) -> pd.DataFrame:
    """Give what is to be said of each supplied plot.

    Returns
    -------
    DataFrame
        A row a plot, areas measured where the plot itself is drawn (``is_own``) and else as
        stated; NaN where neither says more than 0.
    """
    drawn_m2 = area_of(supply.land.shapes).tolist()
    ids = zip(supply.text("plot_id"), supply.text("supply_id"), strict=True)
    facts = judge_supply(supply.frame, on=on, rule=rule).reset_index(drop=True)
    is_own = [supply.land.is_drawn(at) for at in range(len(facts))]
    return facts.assign(
        plot_id=[plot or contract for plot, contract in ids],
        kind="supplied",
        project=supply.text("project"),
        batch_id=supply.text("batch_id"),
        where=supply.text("where"),
        is_own=is_own,
        is_hidden=False,
        area_m2=[
            drawn if own else stated if stated > 0 else math.nan
            for own, drawn, stated in zip(is_own, drawn_m2, supply.land.area_m2, strict=True)
        ],
    )


def located(supply: Ledger, approvals: Ledger | None) -> Whereabouts:
    """Give each supplied plot's own polygon and zone, else those of its approval.

    The approval of the same plot lends its polygon. That of the batch does so only if the batch
    has no other and the plot itself names no zone: where a batch is drawn says less of a plot
    than its own row does.
    """
    shapes, named = np.array(supply.land.shapes, dtype=object), list(supply.zone)
    if approvals is None:
        return Whereabouts(shapes, named)
    for at, match in enumerate(matches_of(approvals.land, supply.land)):
        is_lent = match.is_of_plot or (len(match.approvals) == 1 and not named[at])
        if shapes[at] is not None or not is_lent:
            continue
        drawn = [one for one in match.approvals if approvals.land.is_drawn(one)]
        if drawn:
            shapes[at] = shapely.union_all(approvals.land.shapes[drawn])
        named[at] = named[at] or approvals.zone[match.approvals[0]]
    return Whereabouts(shapes, named)


def objects(values: Sequence[object]) -> pd.Series[Any]:
    """Give a column of Python's own objects, in which None stays None."""
    return pd.Series(values, dtype=object)
