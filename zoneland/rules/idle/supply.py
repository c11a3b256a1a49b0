"""A supply ledger, judged row by row."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from zoneland.rules.idle.branches import branch_of, lacks_of
from zoneland.rules.idle.exact import share_of
from zoneland.rules.idle.fee import fee_yuan
from zoneland.rules.idle.standing import Plot, standing_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from fractions import Fraction

    from zoneland.rules.idle.standing import Standing
    from zoneland.rules.settings import IdleRule


def judge_supply(supply: pd.DataFrame, *, on: date, rule: IdleRule) -> pd.DataFrame:
    """Judge every plot of a supply ledger.

    Parameters
    ----------
    supply
        As `zoneland.landuse.ledger.read_supply_rows` gives it; columns may be missing.
    on
        The day to judge by.
    rule
        Years and shares.

    Returns
    -------
    DataFrame
        ``status, is_idle, is_government, due_on, started_on, months``; ``branch``, the row of
        the decision table; ``lacks``, the columns that are missing, joined by blanks;
        ``fee_yuan``, NaN where there is none; ``share_built, share_invested``, NaN where not
        known. Indexed like `supply`.

    Examples
    --------
    A ledger without a column of actual starts cannot tell what has started.

    >>> from datetime import date
    >>> from zoneland.rules.settings import IdleRule
    >>> supply = pd.DataFrame({"agreed_start_on": [date(2020, 1, 1)]})
    >>> judge_supply(supply, on=date(2026, 1, 1), rule=IdleRule())["status"].tolist()
    ['cannot_tell']
    """
    plots = _plots(supply)
    standings = [standing_of(plot, on=on, rule=rule) for plot in plots]
    return pd.DataFrame(
        {
            "status": pd.Series([str(s.status) for s in standings], dtype=object),
            "is_idle": pd.Series([s.is_idle for s in standings], dtype=bool),
            "is_government": pd.Series([s.is_government for s in standings], dtype=bool),
            "due_on": pd.Series([s.due_on for s in standings], dtype=object),
            "started_on": pd.Series([plot.started_on for plot in plots], dtype=object),
            "months": pd.Series([s.months for s in standings], dtype="Int64"),
            **_grounds(plots, standings, on=on, rule=rule),
        }
    ).set_axis(supply.index)


def _grounds(
    plots: Sequence[Plot], standings: Sequence[Standing], *, on: date, rule: IdleRule
) -> dict[str, pd.Series[Any]]:
    """Give what each verdict rests on, and what it lacks."""
    pairs = list(zip(standings, plots, strict=True))
    numbers: dict[str, Sequence[float | Fraction | None]] = {
        "fee_yuan": [fee_yuan(plot.price_yuan, s, rule=rule) for s, plot in pairs],
        "share_built": [share_of(plot.built_m2, plot.to_build_m2) for plot in plots],
        "share_invested": [share_of(plot.invested_yuan, plot.investment_yuan) for plot in plots],
    }
    shown = {
        name: pd.Series([math.nan if cell is None else float(cell) for cell in cells], dtype=float)
        for name, cells in numbers.items()
    }
    return shown | {
        "branch": pd.Series([str(branch_of(s.status, plot)) for s, plot in pairs], dtype=object),
        "lacks": pd.Series([" ".join(lacks_of(s, plot, on=on)) for s, plot in pairs], dtype=object),
    }


def _plots(supply: pd.DataFrame) -> list[Plot]:
    names = [field.name for field in fields(Plot)]
    absent = frozenset({"started_on"} - set(supply.columns))
    columns = [supply[name].tolist() if name in supply else [None] * len(supply) for name in names]
    return [
        Plot(**{name: _value(name, cell, absent) for name, cell in zip(names, cells, strict=True)})
        for cells in zip(*columns, strict=True)
    ]


def _value(name: str, cell: object, absent: frozenset[str]) -> Any:  # noqa: ANN401  a field's own type
    is_missing = cell is None or bool(pd.isna(cast("float", cell)))
    if name == "unread":
        return absent | frozenset("" if is_missing else str(cell).split())
    if name == "is_undelivered":
        return not is_missing and bool(cell)
    if name == "cause":
        return "" if is_missing else str(cell)
    if is_missing:
        return None
    return cell.date() if isinstance(cell, datetime) else cell
