"""Totals of a ledger held against its rows: what does not fit is told with both figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from zoneland.core.problems import Problem
from zoneland.landuse.ledger_cells import FEWEST_DECIMALS, decimals_of, read_number
from zoneland.landuse.ledger_columns import QUANTITIES
from zoneland.landuse.ledger_kinds import NOTHING_BESIDE, OWN, TOTALS, total_word
from zoneland.landuse.ledger_units import AREA_UNITS, MONEY_UNITS, unit_term

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    import pandas as pd

    from zoneland.landuse.ledger_kinds import Beside
    from zoneland.landuse.ledger_settle import Field

PARTIAL: Final = ("小计", "subtotal")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of land or money, row by row."""

    numbers: Sequence[float | None]
    """In its own unit; None for a blank and for what cannot be read."""
    decimals: Sequence[int]
    kinds: Sequence[str]

    def own(self, start: int, end: int) -> list[float]:
        """Give the numbers of the ledger's own rows between two positions."""
        return [
            number
            for number, kind in zip(self.numbers[start:end], self.kinds[start:end], strict=True)
            if kind == OWN and number is not None
        ]


def totals_told(
    raw: pd.DataFrame,
    kinds: Sequence[str],
    fields: dict[str, Field],
    where: str,
    *,
    beside: Beside = NOTHING_BESIDE,
) -> list[Problem]:
    """Compare every total with the rows that it may be the sum of.

    A total sums up all above it, or what stands between it and the one before; where the first
    total stands on top, all below it, or what stands before the next. Only one that fits
    neither is told of.

    Parameters
    ----------
    raw
        Cells as found, totals among them.
    kinds
        Of each row, as `zoneland.landuse.ledger_kinds.part_rows` gives them.
    fields
        Fields by column name, their units settled.
    where
        File and sheet, as problems shall name them.
    beside
        What rows say under no heading.

    Returns
    -------
    list
        ZL288, one for each total of a column that does not fit.
    """
    ends = [at for at, kind in enumerate(kinds) if kind == TOTALS]
    if not ends:
        return []
    words = {at: total_word(_with(raw, at, beside)) for at in ends}
    problems = []
    for name, field in fields.items():
        if not name.endswith(QUANTITIES):
            continue
        column = _column(raw, field, kinds, AREA_UNITS if name.endswith("_m2") else MONEY_UNITS)
        for at in ends:
            total = column.numbers[at]
            if total is None:
                continue
            due = _due(column, at, ends, is_partial=words[at].startswith(PARTIAL))
            if due is not None:
                values = {
                    "row": raw.index[at],
                    "column": field.heading,
                    "total": _shown(total),
                    "sum": _shown(due),
                    "difference": _shown(total - due),
                    "unit": unit_term(field.unit) if field.unit else "",
                }
                place = f"{where} #{raw.index[at]} {field.heading}"
                problems.append(Problem("ZL288", place, values))
    return problems


def _with(raw: pd.DataFrame, at: int, beside: Beside) -> tuple[Any, ...]:
    return (*raw.iloc[at], *beside.get(raw.index[at], ()))


def _column(
    raw: pd.DataFrame, field: Field, kinds: Sequence[str], factors: dict[str, Fraction]
) -> Column:
    cells = raw.iloc[:, field.at].tolist()
    unit = field.unit or next(iter(factors))
    numbers: list[float | None] = []
    for cell in cells:
        try:
            number = read_number(cell, factors, unit)
        except ValueError:
            number = None
        numbers.append(None if number is None else number / float(factors[unit]))
    return Column(numbers, [decimals_of(cell) for cell in cells], kinds)


def _due(column: Column, at: int, ends: Sequence[int], *, is_partial: bool) -> float | None:
    """Give what a total should have been; None if it fits, or there is nothing to sum up."""
    if OWN in column.kinds[: ends[0]]:
        last = max((end for end in ends if end < at), default=-1)
        ways = [column.own(0, at), column.own(last + 1, at)]
    else:  # totals on top of what they sum up
        after = min((end for end in ends if end > at), default=len(column.kinds))
        ways = [column.own(at, len(column.kinds)), column.own(at, after)]
    if is_partial:
        ways.reverse()
    sums = [(math.fsum(numbers), len(numbers)) for numbers in ways if numbers]
    total = column.numbers[at] or 0.0
    if not sums or any(abs(total - due) <= _slack(column, at, count) for due, count in sums):
        return None
    return sums[0][0]


def _slack(column: Column, at: int, count: int) -> float:
    """Allow what rounding can do: half a unit of the last decimal of the total and of each row."""
    pairs = zip(column.decimals, column.kinds, strict=True)
    finest = max((decimals for decimals, kind in pairs if kind == OWN), default=0)
    slack = 1e-9 * abs(column.numbers[at] or 0.0)
    if column.decimals[at] < finest:
        slack += 0.5 * 10.0 ** -column.decimals[at]
    if finest >= FEWEST_DECIMALS:
        slack += 0.5 * count * 10.0**-finest
    return slack


def _shown(number: float) -> str:
    return f"{number:,.4f}".rstrip("0").rstrip(".")
