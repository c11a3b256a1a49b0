"""Days of a supply ledger that are yet to come on the day judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.wording import Term
from zoneland.rules.idle.plots import days

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

ACTUAL: Final = ("delivered_on", "started_on", "finished_on", "stopped_on")
"""Days of what the ledger says has happened."""


def yet_to_come(supply: pd.DataFrame | None, *, on: date) -> list[Problem]:
    """Tell of what is dated after the day judged and counts as not yet happened: ZL319.

    Parameters
    ----------
    supply
        As `zoneland.landuse.ledger.read_supply_rows` gives it; None where there is no such ledger.
    on
        The day to judge by.
    """
    if supply is None or "where" not in supply:
        return []
    problems = []
    for name in ACTUAL:
        found = [
            str(where)
            for where, day in zip(supply["where"], days(supply, name), strict=True)
            if day is not None and day > on
        ]
        if found:
            values = {
                "count": len(found),
                "what": Term(f"ledger.actual.{name.removesuffix('_on')}"),
                "on": on.isoformat(),
                "rows": listed(found),
            }
            problems.append(Problem("ZL319", found[0], values))
    return problems
