"""What a supply ledger itself calls idle (是否闲置, 异动情况), held against the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.spelling import plain
from zoneland.rules.idle.plots import texts
from zoneland.rules.idle.supply import judge_supply

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from zoneland.rules.settings import IdleRule

IS_IDLE: Final = frozenset({"是", "闲置", "已闲置", "疑似闲置", "闲置土地", "已认定闲置"})
IS_NOT_IDLE: Final = frozenset(
    {"否", "不闲置", "未闲置", "非闲置", "不是", "正常", "逾期开工", "低效"}
)
"""Words of 供后监管 ledgers; others say nothing either way."""


def otherwise(supply: pd.DataFrame | None, *, on: date, rule: IdleRule) -> list[Problem]:
    """Tell of plots that their ledger calls otherwise than its own days and figures do: ZL364.

    The verdict stays that of the days and figures.

    Parameters
    ----------
    supply
        As `zoneland.landuse.ledger.read_supply_rows` gives it, with ``stated_status`` where the
        ledger has one; None where there is no such ledger.
    on
        The day to judge by.
    rule
        Years and shares.
    """
    if supply is None or "stated_status" not in supply:
        return []
    said = [plain(text) for text in texts(supply, "stated_status")]
    is_idle = judge_supply(supply, on=on, rule=rule)["is_idle"].tolist()
    where = texts(supply, "where")
    rows = [
        where[at]
        for at, (word, idle) in enumerate(zip(said, is_idle, strict=True))
        if (word in IS_IDLE and not idle) or (word in IS_NOT_IDLE and idle)
    ]
    if not rows:
        return []
    return [Problem("ZL364", rows[0], {"count": len(rows), "rows": listed(rows)})]
