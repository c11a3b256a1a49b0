"""A supply ledger judged row by row: the user's own types, and what a ledger may lack."""

from datetime import date, datetime

import pandas as pd

from zoneland.rules.idle.supply import judge_supply
from zoneland.rules.settings import IdleRule

START = date(2023, 6, 15)
ON = date(2026, 10, 31)
RULE = IdleRule()


def test_a_frame_in_the_users_own_types() -> None:
    supply = pd.DataFrame(
        {
            "agreed_start_on": pd.to_datetime(["2023-06-15", None]),
            "started_on": [pd.NaT, datetime(2023, 7, 1)],  # noqa: DTZ001  a ledger's day
            "built_m2": [float("nan"), 10.0],
            "to_build_m2": [float("nan"), 20.0],
            "cause": [None, float("nan")],
        },
        index=["甲", "乙"],
    )
    found = judge_supply(supply, on=ON, rule=RULE)
    assert found.index.tolist() == ["甲", "乙"]
    assert found["status"].tolist() == ["idle_2y", "started"]
    assert found["is_idle"].tolist() == [True, False]
    assert found["due_on"].tolist() == [START, None]
    assert found["started_on"].tolist() == [None, date(2023, 7, 1)]
    assert found["months"].tolist() == [40, pd.NA]


def test_an_empty_ledger_gives_an_empty_answer() -> None:
    found = judge_supply(pd.DataFrame({"agreed_start_on": []}), on=ON, rule=RULE)
    assert list(found) == [
        *("status", "is_idle", "is_government", "due_on", "started_on", "months"),
        *("fee_yuan", "share_built", "share_invested", "branch", "lacks"),
    ]
    assert len(found) == 0


def test_a_column_of_land_not_handed_over() -> None:
    supply = pd.DataFrame(
        {"agreed_start_on": [START, START, START], "is_undelivered": [True, False, None]}
    ).assign(started_on=None)
    found = judge_supply(supply, on=ON, rule=RULE)
    assert found["status"].tolist() == ["not_due", "idle_2y", "idle_2y"]
    assert found["is_government"].tolist() == [True, False, False]
