"""Dates of bureaus, and calendar arithmetic."""

from datetime import date, datetime, time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneland.core.dates import (
    FIRST_DAY,
    LAST_DAY,
    SERIAL_EPOCH,
    full_months_between,
    full_years_between,
    is_ambiguous,
    is_month,
    is_not_yet,
    months_later,
    parse_day,
    years_later,
)

DAYS = st.dates(FIRST_DAY, LAST_DAY)
MARCH_5 = date(2021, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        MARCH_5,
        datetime(2021, 3, 5, 9, 30),  # noqa: DTZ001  spreadsheets know no time zone
        pd.Timestamp("2021-03-05"),
        44260,
        44260.0,
        44260.5,
        "44260",
        20210305,
        20210305.0,
        "20210305",
        "2021/3/5",
        "2021-03-05",
        "2021.3.5",
        "2021年3月5日",
        "2021 年 03 月 05 号",
        "２０２１／３／５",
        "2021-03-05 00:00:00",
        "2021-03-05T08:30:00Z",
        "2021/3/5 0:00",
    ],
)
def test_every_way_to_write_the_5th_of_march(cell: object) -> None:
    assert parse_day(cell) == MARCH_5


@pytest.mark.parametrize(
    "cell",
    [
        *(
            None,
            "",
            "  ",
            "/",
            "—",
            "无",
            "未开工",
            "未交地",
            "尚未交付",
            0,
            "0",
            float("nan"),
            pd.NaT,
            time(0, 0),
        ),
        *("1900-01-01", "1900/1/1 0:00:00", date(1900, 1, 1), 1),
        datetime(1899, 12, 30),  # noqa: DTZ001  spreadsheets know no time zone
    ],
)
def test_none_and_the_stored_default_are_no_date(cell: object) -> None:
    assert parse_day(cell) is None


def test_a_word_for_not_yet_is_told_from_a_blank() -> None:
    assert is_not_yet("未交地")
    assert is_not_yet("　没有交付 ")
    assert not any(is_not_yet(cell) for cell in ("", None, "无", "—", 0, "2021-3-5", MARCH_5))


@pytest.mark.parametrize("cell", ["2021年3月", "2021-3", "2021/03", "2021.3", "2021.10", 2021.3])
def test_a_month_is_its_first_day(cell: object) -> None:
    assert is_month(cell)
    assert parse_day(cell) == date(2021, 10 if "10" in str(cell) else 3, 1)


@pytest.mark.parametrize("cell", ["03/04/2021", "25/4/2021", "3-4-21", "21.3.5", 2021.1, "2021.1"])
def test_two_readings_are_refused(cell: object) -> None:
    assert is_ambiguous(cell)
    with pytest.raises(ValueError, match="not a date"):
        parse_day(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "2021-02-29",
            "2021年13月1日",
            "约2021年",
            "未知",
            "不详",
            2021,
            "2021",
            "2021-3/5",
            "99999",
            12345,
        ),
        *("1234-01-01", "9999-12-31", date(9999, 12, 31), "20211301", float("inf"), -1),
        *(True, b"2021"),
    ],
)
def test_what_is_no_date_is_refused(cell: object) -> None:
    assert not is_ambiguous(cell)
    with pytest.raises(ValueError, match=r"not a date|no such day"):
        parse_day(cell)


@given(DAYS)
def test_round_trip_of_every_form(day: date) -> None:
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        f"{day.year}年{day.month}月{day.day}日",
        (day - SERIAL_EPOCH).days,
    ]
    assert {parse_day(form) for form in forms} == {day}
    assert not any(is_ambiguous(form) or is_month(form) for form in forms)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.binary(), st.times()))
def test_nothing_raises_but_value_errors(cell: object) -> None:
    try:
        day = parse_day(cell)
    except ValueError:
        return
    assert day is None or FIRST_DAY <= day <= LAST_DAY


def test_a_leap_day_is_full_on_the_28th_and_not_on_the_27th() -> None:
    leap = date(2024, 2, 29)
    assert years_later(leap, 1) == date(2025, 2, 28)
    assert full_years_between(leap, date(2025, 2, 27)) == 0
    assert full_years_between(leap, date(2025, 2, 28)) == 1
    assert full_years_between(leap, date(2028, 2, 28)) == 3
    assert full_years_between(leap, date(2028, 2, 29)) == 4


def test_a_year_is_not_365_days() -> None:
    assert full_years_between(date(2023, 3, 1), date(2024, 2, 29)) == 0  # 365 days
    assert full_years_between(date(2023, 3, 1), date(2024, 3, 1)) == 1  # 366 days


def test_nothing_is_full_before_it_begins() -> None:
    assert full_months_between(date(2024, 5, 1), date(2020, 5, 1)) == 0


@given(DAYS, st.integers(0, 600))
def test_months_are_full_on_their_own_day(day: date, months: int) -> None:
    later = months_later(day, months)
    assert full_months_between(day, later) == months
    if months:
        assert full_months_between(day, date.fromordinal(later.toordinal() - 1)) == months - 1
