"""Which row of the decision table a plot fell under, and what its ledger lacks."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from zoneland.rules.idle.standing import Status

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from zoneland.rules.idle.standing import Plot, Standing


class Branch(StrEnum):
    """A row of the decision table; the words are in the catalogue under ``branch``.

    1 is land not started, 2 land started, 3 land not handed over, 4 where data are missing.
    """

    NOT_DUE = "1_not_due"
    LATE = "1_late"
    IDLE_1Y = "1_idle_1y"
    IDLE_2Y = "1_idle_2y"
    STOPPED = "2_stopped"
    LOW = "2_low"
    ENOUGH = "2_enough"
    UNDELIVERED = "3_undelivered"
    MISSING = "4_missing"
    COMPLETED = "completed"
    UNSUPPLIED = "unsupplied"
    LAPSED = "lapsed"
    USED = "used"


BRANCHES: Final = {
    Status.NOT_DUE: Branch.NOT_DUE,
    Status.LATE: Branch.LATE,
    Status.IDLE_1Y: Branch.IDLE_1Y,
    Status.IDLE_2Y: Branch.IDLE_2Y,
    Status.IDLE_STOPPED: Branch.STOPPED,
    Status.INEFFICIENT: Branch.LOW,
    Status.STARTED: Branch.ENOUGH,
    Status.CANNOT_TELL: Branch.MISSING,
    Status.COMPLETED: Branch.COMPLETED,
    Status.UNSUPPLIED: Branch.UNSUPPLIED,
    Status.LAPSED: Branch.LAPSED,
    Status.TO_CHECK: Branch.USED,
}

SHARES: Final = (("built_m2", "to_build_m2"), ("invested_yuan", "investment_yuan"))
"""Part and whole of what article 2 compares."""


def branch_of(status: Status, plot: Plot) -> Branch:
    """Name the row of the decision table that gave a plot its status.

    Parameters
    ----------
    status
        As `zoneland.rules.idle.standing.standing_of` gives it.
    plot
        What the ledger says.

    Examples
    --------
    Land not handed over is not due for another reason than land whose day has not come.

    >>> from zoneland.rules.idle.standing import Plot
    >>> for is_undelivered in (False, True):
    ...     print(branch_of(Status.NOT_DUE, Plot(is_undelivered=is_undelivered)))
    1_not_due
    3_undelivered
    """
    if status is Status.NOT_DUE and plot.is_undelivered:
        return Branch.UNDELIVERED
    return BRANCHES[status]


def lacks_of(standing: Standing, plot: Plot, *, on: date) -> tuple[str, ...]:
    """Name the columns that a plot's verdict would be firmer with.

    Of a plot that cannot be told, those that keep it so. Of one built too little, the day of
    the stop, without which the law does not call it idle. Of one built enough, those of the
    share that is not known. Of one idle for a year without a cause of the government's, the
    price, without which there is no fee. A cell that could not be read lacks as well.

    Parameters
    ----------
    standing
        As `zoneland.rules.idle.standing.standing_of` gives it.
    plot
        What the ledger says.
    on
        The day judged.

    Examples
    --------
    >>> from datetime import date
    >>> from zoneland.rules.idle.standing import Plot, standing_of
    >>> from zoneland.rules.settings import IdleRule
    >>> day = date(2026, 1, 1)
    >>> lacks_of(standing_of(Plot(), on=day, rule=IdleRule()), Plot(), on=day)
    ('agreed_start_on',)
    """
    status = standing.status
    is_started = plot.started_on is not None and plot.started_on <= on
    if status is Status.CANNOT_TELL and not is_started:
        silent = {"agreed_start_on"} if plot.agreed_start_on is None else set()
        return _of_start(plot, silent)
    if status is Status.CANNOT_TELL:
        unread = [name for name in ("stopped_on", "finished_on") if name in plot.unread]
        return (*_of_shares(plot), *unread)
    if status is Status.INEFFICIENT and plot.stopped_on is None:
        return ("stopped_on",)
    if status is Status.STARTED:
        return _of_shares(plot)
    is_charged = status is Status.IDLE_1Y and not standing.is_government
    return ("price_yuan",) if is_charged and plot.price_yuan is None else ()


def _of_start(plot: Plot, silent: Collection[str]) -> tuple[str, ...]:
    decisive = ("agreed_start_on", "delivered_on", "started_on", "finished_on")
    return tuple(name for name in decisive if name in silent or name in plot.unread)


def _of_shares(plot: Plot) -> tuple[str, ...]:
    """Name what is missing of the two shares; a whole of 0 is as good as missing."""
    return tuple(
        name
        for part, whole in SHARES
        for name in (part, whole)
        if getattr(plot, name) is None or (name == whole and getattr(plot, name) <= 0)
    )
