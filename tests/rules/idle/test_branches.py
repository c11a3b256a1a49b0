"""Each row of the decision table by a plot of its own, and what a ledger lacks."""

import math
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneland.core.wording import words
from zoneland.rules.idle.branches import BRANCHES, Branch, branch_of, lacks_of
from zoneland.rules.idle.standing import Plot, Status, standing_of
from zoneland.rules.idle.supply import judge_supply
from zoneland.rules.settings import IdleRule

ON = date(2026, 10, 31)
A_YEAR, TWO_YEARS = date(2025, 10, 31), date(2024, 10, 31)
BUILDING = {"agreed_start_on": TWO_YEARS, "started_on": TWO_YEARS}
LOW = BUILDING | {"built_m2": 9_999, "to_build_m2": 30_000}


@pytest.mark.parametrize(
    ("said", "branch", "lacks"),
    [
        ({"agreed_start_on": ON + timedelta(1)}, "1_not_due", ""),
        ({"agreed_start_on": ON}, "1_late", ""),
        ({"agreed_start_on": A_YEAR + timedelta(1)}, "1_late", ""),
        ({"agreed_start_on": A_YEAR}, "1_idle_1y", "price_yuan"),
        ({"agreed_start_on": A_YEAR, "price_yuan": 1.0}, "1_idle_1y", ""),
        ({"agreed_start_on": TWO_YEARS}, "1_idle_2y", ""),
        (LOW | {"stopped_on": A_YEAR}, "2_stopped", ""),
        (LOW | {"stopped_on": A_YEAR + timedelta(1)}, "2_low", ""),
        (LOW, "2_low", "stopped_on"),
        (
            BUILDING | {"built_m2": 10_000, "to_build_m2": 30_000},
            "2_enough",
            "invested_yuan investment_yuan",
        ),
        ({"agreed_start_on": TWO_YEARS, "is_undelivered": True}, "3_undelivered", ""),
        ({}, "4_missing", "agreed_start_on"),
        (BUILDING, "4_missing", "built_m2 to_build_m2 invested_yuan investment_yuan"),
        (
            BUILDING | {"built_m2": 1, "to_build_m2": 0, "invested_yuan": 1},
            "4_missing",
            "to_build_m2 investment_yuan",
        ),
        ({"agreed_start_on": A_YEAR, "unread": "started_on"}, "4_missing", "started_on"),
        ({"agreed_start_on": A_YEAR, "unread": "delivered_on"}, "4_missing", "delivered_on"),
        ({"finished_on": ON}, "completed", ""),
    ],
)
def test_every_branch_and_what_it_lacks(said: dict[str, Any], branch: str, lacks: str) -> None:
    supply = pd.DataFrame([{"started_on": None} | said])
    found = judge_supply(supply, on=ON, rule=IdleRule()).iloc[0]
    assert (found["branch"], found["lacks"]) == (branch, lacks)


def test_a_cause_of_the_governments_leaves_the_branch_and_lacks_no_price() -> None:
    supply = pd.DataFrame([{"agreed_start_on": A_YEAR, "started_on": None, "cause": "政府原因"}])
    found = judge_supply(supply, on=ON, rule=IdleRule()).iloc[0]
    assert (found["branch"], found["is_government"], found["lacks"]) == ("1_idle_1y", True, "")


def test_the_shares_that_the_branch_rests_on() -> None:
    supply = pd.DataFrame(
        [
            {"built_m2": 20 * 2000 / 3, "to_build_m2": 60 * 2000 / 3},  # 亩: exactly a third
            {"invested_yuan": 25.0, "investment_yuan": 100.0},
        ]
    ).assign(started_on=TWO_YEARS)
    found = judge_supply(supply, on=ON, rule=IdleRule())
    assert found["share_built"].tolist() == pytest.approx([1 / 3, math.nan], nan_ok=True)
    assert found["share_invested"].tolist() == pytest.approx([math.nan, 0.25], nan_ok=True)


def test_every_status_has_a_branch_and_every_branch_and_lack_its_words() -> None:
    assert set(BRANCHES) == set(Status)
    for lang in ("zh", "en"):
        text = words(lang)
        assert {f"branch.{branch}" for branch in Branch} <= set(text)
        assert {f"idle.status.{status}" for status in Status} <= set(text)


@pytest.mark.parametrize(
    ("delivered_on", "status", "due_on"),
    [
        (TWO_YEARS, "idle_1y", A_YEAR),  # due a year after it was handed over
        (TWO_YEARS + timedelta(1), "late", A_YEAR + timedelta(1)),
        (date(2023, 10, 31), "idle_2y", TWO_YEARS),
        (date(2024, 2, 29), "idle_1y", date(2025, 2, 28)),
        (None, "cannot_tell", None),
    ],
)
def test_without_an_agreed_start_the_clock_may_run_from_delivery(
    delivered_on: date | None, status: str, due_on: date | None
) -> None:
    plot = Plot(delivered_on=delivered_on)
    assert standing_of(plot, on=ON, rule=IdleRule()).status == "cannot_tell"
    standing = standing_of(plot, on=ON, rule=IdleRule(clock_from_delivery=True))
    assert (standing.status, standing.due_on) == (status, due_on)


def test_an_agreed_start_that_could_not_be_read_is_not_one_that_was_not_agreed() -> None:
    plot = Plot(delivered_on=TWO_YEARS, unread=frozenset({"agreed_start_on"}))
    standing = standing_of(plot, on=ON, rule=IdleRule(clock_from_delivery=True))
    assert standing.status == "cannot_tell"


DAYS = st.none() | st.sampled_from([TWO_YEARS, A_YEAR, ON, ON + timedelta(1)])
SIZES = st.none() | st.sampled_from([0.0, 1.0, 4.0])
UNREAD = st.frozensets(
    st.sampled_from(["started_on", "finished_on", "delivered_on", "stopped_on"]), max_size=2
)
PLOTS = st.builds(
    Plot,
    delivered_on=DAYS,
    agreed_start_on=DAYS,
    started_on=DAYS,
    finished_on=DAYS,
    stopped_on=DAYS,
    to_build_m2=SIZES,
    built_m2=SIZES,
    investment_yuan=SIZES,
    invested_yuan=SIZES,
    price_yuan=SIZES,
    is_undelivered=st.booleans(),
    unread=UNREAD,
)


@given(PLOTS)
def test_what_cannot_be_told_always_says_what_it_lacks(plot: Plot) -> None:
    standing = standing_of(plot, on=ON, rule=IdleRule())
    lacks = lacks_of(standing, plot, on=ON)
    assert branch_of(standing.status, plot) in set(Branch)
    if standing.status is Status.CANNOT_TELL:
        assert lacks
