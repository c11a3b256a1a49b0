"""One cell of a ledger: an id, a text or a number, or why it is none."""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.spelling import plain
from zoneland.landuse.ledger_units import SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Final = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "空"}) | {
    "nan",
    "none",
    "null",
    "n/a",
    "<na>",
    "nat",
}
"""What stands in a cell for "there is none"."""

MOST_EXACT: Final = 10**15
"""Spreadsheets and dBase keep 15 digits of a number; an id from 16 on has lost some."""

FEWEST_DECIMALS: Final = 2
"""Numbers of so many decimals may have been rounded; whole ones were meant so."""

_POWER = re.compile(r"\d(?:\.\d+)?e\+?\d{2,}")
_UNIT = "|".join(sorted(SPELLINGS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<number>-?(?:\d+|\d{{1,3}}(?:,\d{{3}})+)(?:\.\d*)?|-?\.\d+)(?P<unit>{_UNIT})?"
)


def is_nothing(cell: object) -> bool:
    """Tell whether a cell says nothing.

    Examples
    --------
    >>> [is_nothing(cell) for cell in (None, " － ", float("nan"), 0, "0")]
    [True, True, True, False, False]
    """
    if isinstance(cell, str):
        return plain(cell) in NOTHING
    is_nan = isinstance(cell, float) and math.isnan(cell)
    return cell is None or cell is pd.NA or cell is pd.NaT or is_nan


def read_text(cell: object) -> str | None:
    r"""Give a cell's text in one line; a whole number without its decimal point.

    Examples
    --------
    >>> read_text("河南\n 某公司 "), read_text(12.0), read_text("/")
    ('河南 某公司', '12', None)
    """
    if is_nothing(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def read_id(cell: object) -> str | None:
    """Give an id as text.

    Raises
    ------
    ValueError
        For one of 16 digits or more that was stored as a number.

    Examples
    --------
    >>> read_id("3201002021B00123"), read_id(1001.0), read_id("'0012")
    ('3201002021B00123', '1001', '0012')
    >>> read_id(3.201002021e18)
    Traceback (most recent call last):
    ValueError: digits lost: 3.201002021e+18
    """
    text = read_text(cell)
    if text is None:
        return None
    is_long = isinstance(cell, Real) and abs(float(cell)) >= MOST_EXACT
    if is_long or _POWER.fullmatch(text.casefold()):
        raise ValueError(f"digits lost: {cell}")
    return unicodedata.normalize("NFKC", text).lstrip("'")


def read_number(cell: object, factors: Mapping[str, Fraction], unit: str) -> float | None:
    """Give a quantity in its base unit, exact but for the last bit of a float.

    Parameters
    ----------
    cell
        A number, or text such as ``1,234.5`` or ``60亩``; the unit in a cell goes before
        that of its column.
    factors
        Base units (m², yuan) in each unit.
    unit
        The column's unit.

    Raises
    ------
    ValueError
        For text that is no number, a negative one, and one in a unit of another sort.

    Examples
    --------
    >>> factors = {"公顷": Fraction(10_000), "亩": Fraction(2000, 3)}
    >>> read_number("1,234.5", factors, "公顷"), read_number("３亩", factors, "公顷")
    (12345000.0, 2000.0)
    >>> read_number("60,5", factors, "公顷")
    Traceback (most recent call last):
    ValueError: no number: '60,5'
    """
    if is_nothing(cell):
        return None
    match = _NUMBER.fullmatch(digits_of(cell))
    stated = SPELLINGS[match["unit"]] if match and match["unit"] else unit
    if match is None or stated not in factors or match["number"].startswith("-"):
        raise ValueError(f"no number: {cell!r}")
    value = Fraction(match["number"].replace(",", "").rstrip(".")) * factors[stated]
    if value > MOST_EXACT:
        raise ValueError(f"beyond all reason: {cell!r}")
    return float(value)


def decimals_of(cell: object) -> int:
    """Count the decimals that a number is written with.

    Examples
    --------
    >>> decimals_of("1.2345公顷"), decimals_of(3.0)
    (4, 0)
    """
    fraction = digits_of(cell).partition(".")[2]
    return next((at for at, sign in enumerate(fraction) if not sign.isdigit()), len(fraction))


def rounding_of(cell: object) -> float:
    """Give what rounding may have taken from a number: half a unit of its last decimal.

    Numbers of `FEWEST_DECIMALS` may have been rounded; whole ones were meant so.

    Examples
    --------
    >>> rounding_of("1.25"), rounding_of(3)
    (0.005, 0.0)
    """
    decimals = decimals_of(cell)
    return 0.5 * 10.0**-decimals if decimals >= FEWEST_DECIMALS else 0.0


def digits_of(cell: object) -> str:
    """Write a number out as its file means it: 15 digits, without the noise of binary.

    Examples
    --------
    >>> digits_of(0.1 + 0.2), digits_of(" １,２００ 亩"), digits_of(True)
    ('0.3', '1,200亩', 'bool')
    """
    if isinstance(cell, bool):
        return "bool"
    if isinstance(cell, Real) and math.isfinite(float(cell)) and abs(float(cell)) < MOST_EXACT:
        return f"{Decimal(f'{float(cell):.15g}'):f}"
    return plain(cell)
