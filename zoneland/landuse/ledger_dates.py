"""Days of a ledger that cannot be: before there was land supply, to come, or out of order.

A day that contradicts the contract is no fact to judge by: it is set aside, so that the plot
cannot be told, rather than making it started (or idle) by a slip of the pen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from zoneland.core.dates import years_later
from zoneland.core.wording import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

EARLIEST: Final = {"approved_on": 1987}
EARLIEST_SUPPLY: Final = 1990
"""土地管理法 is in force since 1987-01-01; rights to use state land are granted since 1990
(城镇国有土地使用权出让和转让暂行条例)."""

ACTUAL: Final = frozenset(
    {"approved_on", "signed_on", "delivered_on", "started_on", "finished_on", "stopped_on"}
)
"""Days of what has happened; the others are agreed upon."""
YEARS_TO_COME: Final = 2
"""So far ahead a clock that is wrong or a day agreed upon does not explain an actual day."""
MOST_YEARS_TO_START: Final = 5
"""A start is agreed for within a year of the handing over (国土资发〔2010〕34号)."""

Days = dict[str, date]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that cannot be."""

    code: str
    at: int
    """Position of the row."""
    column: str
    why: str
    """Key of the words that say so."""
    other: str = ""
    """The column that it contradicts."""
    is_kept: bool = False
    """Whether it is odd only: used as written, and told."""
    shown: str = ""
    """The figures, where numbers contradict each other."""

    def reason(self, headings: Mapping[str, str]) -> Term:
        """Say why, naming the other column as its ledger does."""
        year = EARLIEST.get(self.column, EARLIEST_SUPPLY)
        values = {"other": headings.get(self.other, self.other), "year": year}
        return Term(f"ledger.day.{self.why}", values)


def day_doubts(frame: pd.DataFrame, *, today: date) -> list[Doubt]:
    """Find the days that cannot be.

    Parameters
    ----------
    frame
        Rows as read; of its columns those that end in ``_on``.
    today
        Bounds what can have happened.

    Returns
    -------
    list
        ZL296. Days are compared by months, for some ledgers name no more.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {"signed_on": date(2021, 2, 28), "started_on": [date(2010, 1, 1), date(2021, 2, 1)]}
    ... )
    >>> [(doubt.at, doubt.column, doubt.why) for doubt in day_doubts(frame, today=date(2026, 1, 1))]
    [(0, 'started_on', 'before')]
    """
    names = [str(name) for name in frame.columns if str(name).endswith("_on")]
    columns = [frame[name].tolist() for name in names]
    doubts = []
    for at, cells in enumerate(zip(*columns, strict=True)):
        days = {name: day for name, day in zip(names, cells, strict=True) if isinstance(day, date)}
        for column, why, other in _of_row(days, today):
            is_kept = (column, why, other) == ("started_on", "before", "delivered_on")
            doubts.append(Doubt("ZL296", at, column, why, other, is_kept))
    return doubts


Told = tuple[str, str, str]
"""Column, why, and the other column."""


def _of_row(days: Days, today: date) -> Iterator[Told]:
    """Take what cannot be out of a row's days, one reason after another."""
    for reasons in (_out_of_range, _agreed, _started, _ended):
        found = list(reasons(days, today))
        for column, why, other in found:
            if (column, why, other) != ("started_on", "before", "delivered_on"):
                days.pop(column, None)
        yield from found


def _out_of_range(days: Days, today: date) -> Iterator[Told]:
    for name, day in days.items():
        if day.year < EARLIEST.get(name, EARLIEST_SUPPLY):
            yield name, "early", ""
        elif name in ACTUAL and day > years_later(today, YEARS_TO_COME):
            yield name, "late", ""


def _agreed(days: Days, today: date) -> Iterator[Told]:
    """Hold the agreed start against the contract and the handing over, and the finish to both."""
    start_on, finish_on = days.get("agreed_start_on"), days.get("agreed_finish_on")
    anchors = [name for name in ("signed_on", "delivered_on", "agreed_delivery_on") if name in days]
    last = max(anchors, key=lambda name: days[name], default="")
    if start_on is not None:
        told = _agreed_start(start_on, days, last, today)
        if told:
            yield told
        elif finish_on is not None and _is_before(finish_on, start_on):
            yield "agreed_finish_on", "before", "agreed_start_on"
            is_sure = any(_is_before(finish_on, days[name]) for name in anchors)
            if not is_sure:  # either of the two is wrong
                yield "agreed_start_on", "after", "agreed_finish_on"


def _agreed_start(start_on: date, days: Days, last: str, today: date) -> Told | None:
    if "signed_on" in days and _is_before(start_on, days["signed_on"]):
        return "agreed_start_on", "before", "signed_on"
    if start_on <= years_later(days.get(last, today), MOST_YEARS_TO_START):
        return None
    return ("agreed_start_on", "long_after", last) if last else ("agreed_start_on", "due_late", "")


def _started(days: Days, today: date) -> Iterator[Told]:  # noqa: ARG001  one of several alike
    """Hold the actual start against the contract, the handing over and the agreed start.

    What is built before the contract is not 动工开发 under it; a start shortly before the
    handing over is put on record, and happens.
    """
    started_on = days.get("started_on")
    if started_on is None:
        return
    signed_on, delivered_on = days.get("signed_on"), days.get("delivered_on")
    if signed_on and _is_before(started_on, signed_on):
        yield "started_on", "before", "signed_on"
    elif delivered_on and _is_before(started_on, delivered_on):
        is_long = years_later(started_on, 1) <= delivered_on
        yield "started_on", "long_before" if is_long else "before", "delivered_on"
    elif (
        not (signed_on or delivered_on)
        and "agreed_start_on" in days
        and years_later(started_on, 1) <= days["agreed_start_on"]
    ):
        yield "started_on", "long_before", "agreed_start_on"


def _ended(days: Days, today: date) -> Iterator[Told]:  # noqa: ARG001  one of several alike
    for name in ("finished_on", "stopped_on"):
        for other in ("signed_on", "started_on"):
            if name in days and other in days and _is_before(days[name], days[other]):
                yield name, "before", other
                break


def _is_before(one: date, other: date) -> bool:
    return (one.year, one.month) < (other.year, other.month)
