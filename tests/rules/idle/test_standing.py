"""Every row of the decision table for supplied land, to the day and to the exact share."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneland.core.dates import years_later
from zoneland.rules.idle.exact import exact
from zoneland.rules.idle.standing import Plot, Status, is_government, standing_of
from zoneland.rules.settings import IdleRule

START = date(2023, 6, 15)
ON = date(2026, 10, 31)
RULE = IdleRule()
MU_M2 = 2000 / 3


def status(on: date = ON, **said: Any) -> str:
    return str(standing_of(Plot(**said), on=on, rule=RULE).status)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 6, 14), "not_due"),
        (date(2023, 6, 15), "late"),
        (date(2024, 6, 14), "late"),
        (date(2024, 6, 15), "idle_1y"),
        (date(2025, 6, 14), "idle_1y"),
        (date(2025, 6, 15), "idle_2y"),
    ],
)
def test_not_started(on: date, expected: str) -> None:
    assert status(on, agreed_start_on=START) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 2, 27), "late"),
        (date(2025, 2, 28), "idle_1y"),
        (date(2026, 2, 27), "idle_1y"),
        (date(2026, 2, 28), "idle_2y"),
    ],
)
def test_not_started_since_a_leap_day(on: date, expected: str) -> None:
    assert status(on, agreed_start_on=date(2024, 2, 29)) == expected


def test_a_start_after_the_day_judged_has_not_happened() -> None:
    assert status(agreed_start_on=START, started_on=ON + timedelta(1)) == "idle_2y"
    assert status(agreed_start_on=START, started_on=ON, built_m2=1, to_build_m2=1) == "started"


def test_without_an_agreed_start_nothing_can_be_told() -> None:
    assert status() == "cannot_tell"
    assert status(delivered_on=START) == "cannot_tell"


@pytest.mark.parametrize("column", ["started_on", "finished_on", "delivered_on"])
def test_an_unread_date_is_not_an_empty_one(column: str) -> None:
    assert status(agreed_start_on=START, unread=frozenset({column})) == "cannot_tell"
    assert status(agreed_start_on=START, unread=frozenset({"area_m2"})) == "idle_2y"


BUILDING = {"agreed_start_on": START, "started_on": START}
ONE_YEAR_AGO = date(2025, 10, 31)


@pytest.mark.parametrize(
    ("built", "to_build", "expected"),
    [
        (10_000, 30_000, "started"),  # exactly a third
        (9_999.99, 30_000, "inefficient"),
        (20 * MU_M2, 60 * MU_M2, "started"),  # exactly a third, in 亩: 13333.33… of 40000 m²
        (19.99 * MU_M2, 60 * MU_M2, "inefficient"),
        (1 * MU_M2, 3 * MU_M2, "started"),
        (0, 30_000, "inefficient"),
        (5, 0, "cannot_tell"),
        (None, 30_000, "cannot_tell"),
        (10_000, None, "cannot_tell"),
    ],
)
def test_a_third_of_the_area(built: float | None, to_build: float | None, expected: str) -> None:
    said = BUILDING | {"built_m2": built, "to_build_m2": to_build}
    assert status(**said) == expected
    has_stopped = {"inefficient": "idle_stopped", "started": "cannot_tell"}
    assert status(**said, stopped_on=ONE_YEAR_AGO) == has_stopped.get(expected, expected)


@pytest.mark.parametrize(
    ("invested", "investment", "expected"),
    [
        (2_500_000, 10_000_000, "started"),  # exactly 25 %
        (2_499_999.99, 10_000_000, "inefficient"),
        (0.1, 0.4, "started"),
    ],
)
def test_a_quarter_of_the_investment(invested: float, investment: float, expected: str) -> None:
    said = BUILDING | {"invested_yuan": invested, "investment_yuan": investment}
    assert status(**said) == expected
    assert status(**said, built_m2=2, to_build_m2=3) == expected


def test_either_share_below_is_enough() -> None:
    enough = {"built_m2": 2, "to_build_m2": 3}
    little = {"invested_yuan": 1, "investment_yuan": 5}
    assert status(**BUILDING, **enough, **little) == "inefficient"
    assert status(**BUILDING, **enough, **little, stopped_on=ONE_YEAR_AGO) == "idle_stopped"


@pytest.mark.parametrize(
    ("stopped_on", "expected"),
    [
        (None, "inefficient"),
        (date(2025, 11, 1), "inefficient"),  # a year less a day
        (date(2025, 10, 31), "idle_stopped"),
        (ON + timedelta(1), "inefficient"),  # not yet
    ],
)
def test_a_stop_of_a_year_to_the_day(stopped_on: date | None, expected: str) -> None:
    said = BUILDING | {"built_m2": 1, "to_build_m2": 9}
    assert status(**said, stopped_on=stopped_on) == expected


def test_enough_of_both_is_not_idle_however_long_it_has_stopped() -> None:
    both = {"built_m2": 1, "to_build_m2": 3, "invested_yuan": 1, "investment_yuan": 4}
    assert status(**BUILDING, **both, stopped_on=date(2024, 1, 1)) == "started"


def test_an_unread_stop_leaves_it_open() -> None:
    said = BUILDING | {"built_m2": 1, "to_build_m2": 9}
    assert status(**said, unread=frozenset({"stopped_on"})) == "cannot_tell"


def test_completed() -> None:
    assert status(agreed_start_on=START, finished_on=ON) == "completed"
    assert status(**BUILDING, built_m2=0, to_build_m2=9, finished_on=ON) == "completed"
    assert status(agreed_start_on=START, finished_on=ON + timedelta(1)) == "idle_2y"


def test_delivery_after_the_agreed_start_starts_the_clock() -> None:
    delivered = date(2025, 10, 31)
    plot = Plot(agreed_delivery_on=date(2023, 1, 1), agreed_start_on=START, delivered_on=delivered)
    on_time = standing_of(plot, on=date(2026, 10, 30), rule=RULE)
    assert (on_time.status, on_time.is_government, on_time.due_on) == ("late", True, delivered)
    a_day_on = standing_of(plot, on=ON, rule=RULE)
    assert (a_day_on.status, a_day_on.is_idle, a_day_on.months) == ("idle_1y", True, 12)
    not_yet = standing_of(plot, on=date(2025, 10, 30), rule=RULE)
    assert (not_yet.status, not_yet.months) == ("not_due", 0)


def test_late_delivery_before_the_agreed_start_is_flagged_and_moves_no_clock() -> None:
    plot = Plot(
        agreed_delivery_on=date(2023, 1, 1), delivered_on=date(2023, 2, 1), agreed_start_on=START
    )
    standing = standing_of(plot, on=ON, rule=RULE)
    assert (standing.status, standing.is_government, standing.due_on) == ("idle_2y", True, START)


def test_delivery_in_time_is_no_cause() -> None:
    day = date(2023, 1, 1)
    assert not is_government(Plot(agreed_delivery_on=day, delivered_on=day, agreed_start_on=START))


def test_land_not_handed_over_is_the_governments_delay_and_not_idle() -> None:
    plot = Plot(agreed_start_on=START, is_undelivered=True)
    standing = standing_of(plot, on=ON, rule=RULE)
    assert (standing.status, standing.is_idle, standing.is_government) == ("not_due", False, True)
    assert (standing.due_on, standing.months) == (None, None)


def test_land_not_handed_over_is_late_only_past_the_day_agreed() -> None:
    plot = Plot(agreed_delivery_on=ON, agreed_start_on=START, is_undelivered=True)
    assert not standing_of(plot, on=ON, rule=RULE).is_government
    assert standing_of(plot, on=ON + timedelta(1), rule=RULE).is_government
    assert is_government(Plot(is_undelivered=True))


def test_land_not_handed_over_and_yet_built_on_is_judged_by_the_building() -> None:
    assert status(**BUILDING, built_m2=1, to_build_m2=3, is_undelivered=True) == "started"
    unread = frozenset({"started_on"})
    assert status(agreed_start_on=START, is_undelivered=True, unread=unread) == "cannot_tell"


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        ("政府", True),
        ("政府原因", True),
        ("不可抗力", True),
        ("政府未按期交地", True),
        ("发现文物", True),
        ("规划调整", True),
        ("企业原因", False),
        ("企业规划调整", False),
        ("非政府原因", False),
        ("资金问题，与政府无关", False),
        ("非不可抗力", False),
        ("企业资金", False),
        ("", False),
    ],
)
def test_causes_of_the_government(cause: str, expected: bool) -> None:  # noqa: FBT001  a table's column
    standing = standing_of(Plot(agreed_start_on=START, cause=cause), on=ON, rule=RULE)
    assert (standing.status, standing.is_government) == ("idle_2y", expected)


def test_the_numbers_are_settings() -> None:
    rule = IdleRule(idle_years=2, forfeit_years=3, built_share=Fraction(1, 2))
    plot = Plot(agreed_start_on=START)
    assert standing_of(plot, on=date(2025, 6, 14), rule=rule).status == "late"
    assert standing_of(plot, on=date(2025, 6, 15), rule=rule).status == "idle_1y"
    building = Plot(started_on=START, built_m2=4, to_build_m2=9)
    assert standing_of(building, on=ON, rule=rule).status == "inefficient"


@given(st.integers(1, 10**7), st.integers(0, 4))
def test_thirds_in_mu_are_exact(mu: int, decimals: int) -> None:
    stated = Fraction(mu, 10**decimals) * Fraction(2000, 3)
    assert exact(float(stated)) == stated


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(-800, 1600))
def test_an_unstarted_plot_only_ages(start: date, after: int) -> None:
    on = start + timedelta(after)
    order = [Status.NOT_DUE, Status.LATE, Status.IDLE_1Y, Status.IDLE_2Y]
    today, tomorrow = (
        standing_of(Plot(agreed_start_on=start), on=day, rule=RULE).status
        for day in (on, on + timedelta(1))
    )
    assert order.index(today) <= order.index(tomorrow) <= order.index(today) + 1
    assert (today in order[2:]) == (on >= years_later(start, 1))
