"""Dates as bureaus write them, and years and months counted by the calendar.

满一年 is the same calendar day of the next year, and 29 February falls on the 28th of a common
year: counting 365 or 30 days is wrong for about half of all pairs of days.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

FIRST_DAY: Final = date(1950, 1, 1)
LAST_DAY: Final = date(2149, 12, 31)
"""Days outside these are slips of the pen or placeholders, not dates of land ledgers."""

SERIAL_EPOCH: Final = date(1899, 12, 30)
"""Day 0 of the spreadsheet count, right for every day after February 1900."""

_EVENTS = ("交地", "交付", "开工", "动工", "竣工", "停工", "中止")
NOT_YET: Final = frozenset(
    f"{word}{event}" for word in ("未", "尚未", "暂未", "还未", "没有") for event in _EVENTS
)
"""What stands in a date cell for "it has not happened"."""

NO_DATE: Final = NOT_YET | {
    *("", "-", "--", "—", "——", "/", "\\", "无", "暂无", "空"),
    *("nan", "nat", "none", "null", "n/a", "na", "0", "00000000"),
}
"""What stands in a date cell for "there is none"; 未知 and 不详 do not, they are unread."""

DEFAULTS: Final = frozenset({date(1900, 1, 1), date(1899, 12, 31), SERIAL_EPOCH})
"""What databases store for an empty date (1900-01-01 in 供地 systems)."""

_CLOCK = r"(?:t?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?"
_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号])" + _CLOCK)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_MONTH = re.compile(r"(\d{4})(?:[-/](\d{1,2})|\.(0[1-9]|1[0-2]|[2-9])|年(\d{1,2})月)")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_DOUBTFUL = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{1,2})" + _CLOCK + r"|\d{4}\.1")


def _text(value: object) -> str:
    """Fold a cell to plain text: half-width, no blanks, whole floats as whole numbers."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())


def _inside(day: date, value: object) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"not a date of a land ledger: {value!r}")
    return day


def is_ambiguous(value: object) -> bool:
    """Tell whether a cell may be read as two dates, so that it is refused.

    Examples
    --------
    03/04/2021 is March or April; 21.3.5 may start with a year or a day; 2021.1 may be what a
    spreadsheet left of 2021.10.

    >>> [is_ambiguous(cell) for cell in ("03/04/2021", "21.3.5", 2021.1, "2021.3.4")]
    [True, True, True, False]
    """
    return bool(_DOUBTFUL.fullmatch(_text(value)))


def is_month(value: object) -> bool:
    """Tell whether a cell names a month only; its first day is then taken.

    Examples
    --------
    >>> is_month("2021年3月"), is_month("2021-3"), is_month("2021年3月5日")
    (True, True, False)
    """
    return bool(_MONTH.fullmatch(_text(value)))


def is_not_yet(value: object) -> bool:
    """Tell whether a cell says in words that something has not happened: more than a blank does.

    Examples
    --------
    >>> is_not_yet("未交地"), is_not_yet(" 尚未交付 "), is_not_yet(""), is_not_yet("无")
    (True, True, False, False)
    """
    return isinstance(value, str) and _text(value) in NOT_YET


def parse_day(value: object) -> date | None:
    """Read the date in a cell.

    Parameters
    ----------
    value
        A date, a time stamp, a spreadsheet's day number, or text: 2021/3/5, 2021-03-05,
        2021.3.5, 20210305, 2021年3月5日, or 2021年3月 for the first of the month.

    Returns
    -------
    date or None
        None for a blank, a word for none (未开工) and the 1900-01-01 that databases store.

    Raises
    ------
    ValueError
        For anything else; `is_ambiguous` tells why.

    Examples
    --------
    >>> print(parse_day("２０２１年３月５日"), parse_day(44260), parse_day("2021.3"))
    2021-03-05 2021-03-05 2021-03-01
    >>> print(parse_day("1900-01-01"), parse_day(" "), parse_day("未开工"))
    None None None
    >>> parse_day("2021-02-29")
    Traceback (most recent call last):
    ValueError: no such day: '2021-02-29'
    """
    if value is None or value != value or isinstance(value, time):  # noqa: PLR0124  NaN, NaT
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return None if value in DEFAULTS else _inside(value, value)
    return _parse_text(_text(value), value)


def _parse_text(text: str, value: object) -> date | None:
    if text in NO_DATE or text in {"1", "2"}:  # day numbers of the stored defaults
        return None
    if match := _SERIAL.fullmatch(text):
        return _inside(SERIAL_EPOCH + timedelta(days=int(match[1])), value)
    match = _DAY.fullmatch(text) or _COMPACT.fullmatch(text) or _MONTH.fullmatch(text)
    if match is None:
        raise ValueError(f"not a date: {value!r}")
    numbers = [int(part) for part in match.groups() if part and part.isdecimal()]
    try:
        day = date(*numbers, *[1] * (3 - len(numbers)))
    except ValueError:
        raise ValueError(f"no such day: {value!r}") from None
    return None if day in DEFAULTS else _inside(day, value)


def months_later(day: date, months: int) -> date:
    """Give the same day of a later month, or that month's last day if it is shorter.

    Examples
    --------
    >>> print(months_later(date(2024, 1, 31), 1), months_later(date(2024, 1, 31), 13))
    2024-02-29 2025-02-28
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def years_later(day: date, years: int) -> date:
    """Give the same calendar day of a later year; 29 February becomes the 28th.

    Examples
    --------
    >>> print(years_later(date(2024, 2, 29), 1), years_later(date(2024, 2, 29), 4))
    2025-02-28 2028-02-29
    """
    return months_later(day, 12 * years)


def full_months_between(start: date, end: date) -> int:
    """Count the full months from a day to a later one; 0 if it is not later.

    Examples
    --------
    >>> full_months_between(date(2024, 1, 31), date(2024, 2, 28))
    0
    >>> full_months_between(date(2024, 1, 31), date(2024, 2, 29))
    1
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and months_later(start, months) > end:
        months -= 1
    return max(months, 0)


def full_years_between(start: date, end: date) -> int:
    """Count the full years from a day to a later one; 0 if it is not later.

    Examples
    --------
    >>> full_years_between(date(2024, 2, 29), date(2025, 2, 27))
    0
    >>> full_years_between(date(2024, 2, 29), date(2025, 2, 28))
    1
    """
    return full_months_between(start, end) // 12
