"""Headings of ledgers and the units in them: 公顷, 亩, 平方米; 万元, 元.

The unit is read from the heading, else from a note above the table (单位：亩), else it is
公顷 for land and 万元 for money, as landchina.com and the 批文库 count.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final

from zoneland.core.spelling import plain
from zoneland.core.units import M2_PER_HA, MU_PER_HA
from zoneland.core.wording import Term

YUAN_PER_WAN: Final = 10_000

AREA_UNITS: Final = {
    "公顷": Fraction(M2_PER_HA),
    "亩": Fraction(M2_PER_HA, MU_PER_HA),
    "平方米": Fraction(1),
}
"""Square metres in each unit of area; the first is taken where none is stated."""

MONEY_UNITS: Final = {
    "万元": Fraction(YUAN_PER_WAN),
    "亿元": Fraction(YUAN_PER_WAN**2),
    "元": Fraction(1),
}
"""Yuan in each unit of money; the first is taken where none is stated."""

SPELLINGS: Final = {
    "公顷": "公顷",
    "ha": "公顷",
    "hm2": "公顷",
    "亩": "亩",
    "mu": "亩",
    "平方米": "平方米",
    "平米": "平方米",
    "m2": "平方米",
    "sqm": "平方米",
    "万元": "万元",
    "wan": "万元",
    "亿元": "亿元",
    "元": "元",
    "yuan": "元",
}
"""Units as they are written; folding has made ㎡ and m² into m2."""

ALWAYS_M2: Final = frozenset({"tbmj", "tbdlmj"})
"""Survey fields, in square metres by TD/T 1055-2019."""

_UNIT = "|".join(sorted(SPELLINGS, key=len, reverse=True))
_BRACKET = re.compile(rf"[(\[【〔](?:单位:?)?(?P<unit>{_UNIT})?[^)\]】〕]*[)\]】〕]")
_SUFFIX = re.compile(rf"(?:[_/,、·-]|(?<=[\u4e00-\u9fff]))(?P<unit>{_UNIT})$")
_NOTE = re.compile(rf"单位\s*:?\s*(?P<units>(?:{_UNIT})(?:[,、/;和\s]*(?:{_UNIT}))*)(?!\w)")


def split_heading(heading: object) -> tuple[str, str | None]:
    """Part a heading from the unit it names.

    Parameters
    ----------
    heading
        A cell of the row of headings, or a field's name.

    Returns
    -------
    tuple
        The folded heading without brackets, marks and unit; the unit, if it names one.

    Examples
    --------
    >>> split_heading("*供地面积（单位：亩）"), split_heading("area_m2"), split_heading("TBMJ")
    (('供地面积', '亩'), ('area', '平方米'), ('tbmj', '平方米'))
    >>> split_heading("面积"), split_heading("实际开工时间（未开工不填）"), split_heading("面积㎡")
    (('面积', None), ('实际开工时间', None), ('面积', '平方米'))
    """
    text = plain(heading).strip("*:")
    unit = next((match["unit"] for match in _BRACKET.finditer(text) if match["unit"]), None)
    text = _BRACKET.sub("", text)
    if match := _SUFFIX.search(text):
        text, unit = text[: match.start()], unit or match["unit"]
    if text in ALWAYS_M2:
        unit = unit or "平方米"
    return text.strip("*:"), SPELLINGS[unit] if unit else None


def units_named(heading: object) -> frozenset[str]:
    """Find all units that the brackets of a heading name by themselves.

    Examples
    --------
    >>> sorted(units_named("供地面积（公顷/亩）")), sorted(units_named("面积（公顷）（㎡）"))
    (['亩', '公顷'], ['公顷', '平方米'])
    >>> [*units_named("面积（单位：公顷，1公顷=15亩）"), *units_named("价格（元，不含税）")]
    ['公顷', '元']
    """
    inside = " ".join(re.findall(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]", plain(heading)))
    found = re.findall(rf"(?<!\w)(?:{_UNIT})(?!\w)", re.sub("单位:?|[或和及]", " ", inside))
    return frozenset(SPELLINGS[unit] for unit in found)


def units_in_note(note: str) -> frozenset[str]:
    """Find the units that a note above the headings sets for the table.

    Examples
    --------
    >>> sorted(units_in_note("2021 年供地台账  单位：亩、万元  填报人：张三"))
    ['万元', '亩']
    >>> units_in_note("填报单位：元氏县")
    frozenset()
    """
    found = (
        match["units"] for match in _NOTE.finditer(unicodedata.normalize("NFKC", note).casefold())
    )
    return frozenset(SPELLINGS[unit] for units in found for unit in re.findall(_UNIT, units))


TERMS: Final = {
    "公顷": "ha", "亩": "mu", "平方米": "m2", "万元": "wan", "亿元": "yi", "元": "yuan",
}  # fmt: skip


def unit_term(unit: str) -> Term:
    """Give a unit as a word to be told in either language.

    Examples
    --------
    >>> f"{unit_term('公顷')}", unit_term("公顷").told("en")
    ('公顷', 'ha')
    """
    return Term(f"unit.{TERMS[unit]}")
