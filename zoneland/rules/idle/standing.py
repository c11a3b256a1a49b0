"""Is a supplied plot idle? 闲置土地处置办法 (国土资源部令第53号, in force 2012-07-01).

A program sees a ledger, not the site or the file: its words are 疑似闲置, and where data are
missing it cannot tell, which is never the same as not idle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from zoneland.core.dates import full_months_between, years_later
from zoneland.core.spelling import plain
from zoneland.rules.idle.exact import share_of

if TYPE_CHECKING:
    from fractions import Fraction

    from zoneland.rules.settings import IdleRule


class Status(StrEnum):
    """How a plot stands on the day judged; the words are in the catalogue under ``idle.status``."""

    UNSUPPLIED = "unsupplied"
    LAPSED = "lapsed"
    NOT_DUE = "not_due"
    LATE = "late"
    IDLE_1Y = "idle_1y"
    IDLE_2Y = "idle_2y"
    IDLE_STOPPED = "idle_stopped"
    INEFFICIENT = "inefficient"
    STARTED = "started"
    COMPLETED = "completed"
    CANNOT_TELL = "cannot_tell"
    TO_CHECK = "to_check"


IDLE: Final = frozenset({Status.IDLE_1Y, Status.IDLE_2Y, Status.IDLE_STOPPED})
"""疑似闲置."""

GOVERNMENT: Final = (
    *(
        "政府",
        "不可抗力",
        "自然灾害",
        "军事管制",
        "文物",
        "信访",
        "国家政策",
        "规划修改",
        "规划调整",
    ),
    *("未按期交地", "未按约定交地", "逾期交地", "延期交地", "未交地"),
)
"""Causes of article 8, for which the user of the land pays no fee."""

AGREED_YEARS: Final = 1
"""Land whose start was not agreed is due so long after it was handed over, if the rule counts
from there (``clock_from_delivery``)."""

NOT_GOVERNMENT: Final = (
    *("非政府", "非因政府", "不属政府", "不属于政府", "不涉及政府", "无政府", "与政府无关"),
    *("非不可抗力", "不属不可抗力", "不属于不可抗力", "无不可抗力"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What a supply ledger says of a plot. Areas in m², money in yuan, None where it is silent."""

    agreed_delivery_on: date | None = None
    delivered_on: date | None = None
    agreed_start_on: date | None = None
    started_on: date | None = None
    finished_on: date | None = None
    stopped_on: date | None = None
    to_build_m2: float | None = None
    built_m2: float | None = None
    investment_yuan: float | None = None
    invested_yuan: float | None = None
    price_yuan: float | None = None
    cause: str = ""
    is_undelivered: bool = False
    """The ledger says that the land has not been handed over (未交地): no clock runs yet."""
    unread: frozenset[str] = frozenset()
    """Columns whose cell could not be read: not the same as empty."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plot stands on a day."""

    status: Status
    is_government: bool
    """The ledger names a cause of the government's, or late delivery."""
    due_on: date | None
    """The day counted from: the stop of a plot that has stopped, else its agreed start or, if
    later, its delivery."""
    months: int | None
    """Full months since that day, for a plot not started or stopped."""

    @property
    def is_idle(self) -> bool:
        """Whether the land is 疑似闲置, for whatever cause."""
        return self.status in IDLE


def standing_of(plot: Plot, *, on: date, rule: IdleRule) -> Standing:
    """Judge one plot.

    The agreed start starts the clock; when the land was handed over after it, the day it was
    handed over does, and while it has not been (未交地) nothing is due. Without an agreed start
    nothing can be told, unless the rule counts from delivery. A year is full on the same
    calendar day of the next.

    Parameters
    ----------
    plot
        What the ledger says.
    on
        The day to judge by; what is dated later has not happened yet.
    rule
        Years and shares, articles 2 and 14.

    Examples
    --------
    A year is full on its own day, not the day before.

    >>> from zoneland.rules.settings import IdleRule
    >>> plot = Plot(agreed_start_on=date(2024, 2, 29))
    >>> for day in (27, 28):
    ...     print(standing_of(plot, on=date(2025, 2, day), rule=IdleRule()).status)
    late
    idle_1y
    """
    due_on = _clock(plot, rule)
    is_theirs = is_government(plot, on=on)
    if _by(plot.finished_on, on):
        return Standing(Status.COMPLETED, is_theirs, due_on, None)
    if _by(plot.started_on, on):
        stopped_on = _by(plot.stopped_on, on)
        status, since = _building(plot, stopped_on, on=on, rule=rule), stopped_on
    else:
        status, since = _waiting(plot, due_on, on=on, rule=rule), due_on
    months = full_months_between(since, on) if since else None
    return Standing(status, is_theirs, since or due_on, months)


def _by(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None


def _clock(plot: Plot, rule: IdleRule) -> date | None:
    if plot.is_undelivered or "delivered_on" in plot.unread:
        return None
    if plot.agreed_start_on is not None:
        return max(plot.agreed_start_on, plot.delivered_on or plot.agreed_start_on)
    is_silent = "agreed_start_on" not in plot.unread
    if rule.clock_from_delivery and is_silent and plot.delivered_on is not None:
        return years_later(plot.delivered_on, AGREED_YEARS)
    return None


def _waiting(plot: Plot, due_on: date | None, *, on: date, rule: IdleRule) -> Status:
    """Judge a plot not started: article 2, first sentence, and article 14."""
    if plot.unread & {"started_on", "finished_on"}:
        return Status.CANNOT_TELL
    if plot.is_undelivered:
        return Status.NOT_DUE
    if due_on is None:
        return Status.CANNOT_TELL
    if on < due_on:
        return Status.NOT_DUE
    if on >= years_later(due_on, rule.forfeit_years):
        return Status.IDLE_2Y
    return Status.IDLE_1Y if on >= years_later(due_on, rule.idle_years) else Status.LATE


def _building(plot: Plot, stopped_on: date | None, *, on: date, rule: IdleRule) -> Status:
    """Judge a plot started: article 2, second sentence.

    Too little built or invested makes it idle only with a stop of a year; without a stop it
    is to be checked (低效). Where one of the two shares is unknown the other decides unless the
    building has stopped for so long that the unknown one would matter.
    """
    if plot.unread & {"stopped_on", "finished_on"}:
        return Status.CANNOT_TELL
    is_low = {
        _is_below(plot.built_m2, plot.to_build_m2, rule.built_share),
        _is_below(plot.invested_yuan, plot.investment_yuan, rule.invested_share),
    }
    has_stopped = stopped_on is not None and on >= years_later(stopped_on, rule.idle_years)
    if True in is_low:
        return Status.IDLE_STOPPED if has_stopped else Status.INEFFICIENT
    if is_low == {None} or (None in is_low and has_stopped):
        return Status.CANNOT_TELL
    return Status.STARTED


def _is_below(part: float | None, whole: float | None, least: Fraction) -> bool | None:
    """Tell whether a share is below the least; None where it is not known."""
    share = share_of(part, whole)
    return None if share is None else share < least


def is_government(plot: Plot, *, on: date | None = None) -> bool:
    """Tell whether the ledger lays the delay to the government: article 8.

    Land not handed over is late once the day `on` is past the agreed one.

    Examples
    --------
    >>> is_government(Plot(cause="政府原因：规划调整")), is_government(Plot(cause="非政府原因"))
    (True, False)
    >>> is_government(Plot(agreed_delivery_on=date(2022, 1, 1), delivered_on=date(2022, 1, 2)))
    True
    """
    promised = plot.agreed_delivery_on or plot.agreed_start_on
    delivered_on = (on or date.max) if plot.is_undelivered else plot.delivered_on
    is_late = bool(delivered_on and promised and delivered_on > promised)
    is_late |= plot.is_undelivered and promised is None
    cause = plain(plot.cause)
    for words in NOT_GOVERNMENT:
        cause = cause.replace(words, "")
    if "企业" in cause and "政府" not in cause:  # 企业规划调整 is the company's own
        return is_late
    return is_late or any(word in cause for word in GOVERNMENT)
