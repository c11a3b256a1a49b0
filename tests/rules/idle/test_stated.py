"""A ledger's own word on idle land against its data."""

from datetime import date

import pandas as pd

from zoneland.rules.idle.stated import otherwise
from zoneland.rules.settings import IdleRule

ON, OLD = date(2026, 10, 31), date(2020, 1, 1)


def ledger(*said: str) -> pd.DataFrame:
    """Give plots idle for years."""
    rows = [{"stated_status": word, "where": f"s #{at + 2}"} for at, word in enumerate(said)]
    return pd.DataFrame(rows).assign(agreed_start_on=OLD, started_on=None)


def test_a_plot_called_not_idle_whose_days_say_so_is_told() -> None:
    (problem,) = otherwise(ledger("否", "是", "", "逾期开工", "不详"), on=ON, rule=IdleRule())
    assert (problem.code, problem.where) == ("ZL364", "s #2")
    assert dict(problem.values) == {"count": 2, "rows": "s #2、s #5"}


def test_a_plot_called_idle_that_is_finished_is_told() -> None:
    finished = ledger("疑似闲置", "否").assign(started_on=OLD, finished_on=OLD)
    (problem,) = otherwise(finished, on=ON, rule=IdleRule())
    assert dict(problem.values) == {"count": 1, "rows": "s #2"}


def test_a_ledger_that_says_nothing_is_not_told() -> None:
    assert otherwise(None, on=ON, rule=IdleRule()) == []
    assert otherwise(ledger("是").drop(columns="stated_status"), on=ON, rule=IdleRule()) == []
