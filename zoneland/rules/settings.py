"""The numbers that the rules use, each with the clause or the practice it comes from.

What no rule could use is refused as it is made (`zoneland.core.problems.InputError`, ZL113): a
misspelt reading would leave every verdict open, a misspelt kind would leave its level as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from zoneland.core.problems import InputError, Level, Problem
from zoneland.rules.matrix import MATRIX
from zoneland.rules.readings import READINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def _known(where: str, key: str, value: object, known: Collection[str]) -> None:
    """Refuse a value that is none of those known: ZL113."""
    if value not in known:
        values = {"key": key, "value": value, "wanted": "、".join(known)}
        raise InputError([Problem("ZL113", where, values)])


def _share(where: str, key: str, value: object) -> Fraction:
    """Give a share as it was written: 0.6 is three fifths, which no float is.

    Examples
    --------
    >>> _share("ShareRule", "minimum", 0.6), _share("ShareRule", "minimum", "1/3")
    (Fraction(3, 5), Fraction(1, 3))
    """
    try:
        share = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise InputError([Problem("ZL113", where, {"key": key, "value": value, "wanted": "0.60"})])
    return share


def _exact(rule: ShareRule | IdleRule, *keys: str) -> None:
    """Make shares exact, however they were written."""
    for key in keys:
        share = _share(type(rule).__name__, key, getattr(rule, key))
        object.__setattr__(rule, key, share)  # a frozen class has no other way


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRule:
    """产业用地不得低于60%: no source fixes the two areas, so the reading is a setting.

    The threshold is that of Henan's 2022 work points for development zones (2022-04-30):
    按照产业用地不得低于60%的标准，稳妥推进开发区四至边界划定.
    """

    minimum: Fraction = Fraction(3, 5)
    """Least share that passes; exactly this much passes."""
    reading: str = "industry_storage_mining/zone"
    """One of `zoneland.rules.readings.READINGS`."""
    industrial: frozenset[str] = frozenset()
    """Codes or class names that count, in place of the class system's own."""
    built_also: frozenset[str] = frozenset()
    """Codes that count as construction land (建设用地) besides the class system's own."""
    built_not: frozenset[str] = frozenset()
    """Codes that do not, though the class system says so."""

    def __post_init__(self) -> None:
        """Refuse what no rule could use."""
        _exact(self, "minimum")
        _known("ShareRule", "reading", self.reading, READINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesRule:
    """三条控制线: no statutory tolerance was found, so the bands are settings.

    Defaults follow the trade's checks: fragments under 1 m² or narrower than 0.1 m are noise;
    under the survey's least mapped 200 m² (TD/T 1055-2019, construction land) or narrower than
    2 m they are slivers (碎斑), listed and summed; the rest are findings.
    """

    strict: bool = False
    """Count slivers and noise as findings."""
    noise_m2: float = 1.0
    noise_width_m: float = 0.1
    sliver_m2: float = 200.0
    sliver_width_m: float = 2.0
    levels: Mapping[str, Level] = field(default_factory=dict)
    """How grave each kind of finding is, where it is not as `zoneland.rules.matrix.MATRIX` says:
    an error fails the zone."""

    def __post_init__(self) -> None:
        """Refuse what no rule could use."""
        for kind, level in self.levels.items():
            _known("LinesRule", "levels", kind, MATRIX)
            _known("LinesRule", f"levels.{kind}", level, [str(one) for one in Level])


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleRule:
    """闲置土地处置办法 (国土资源部令第53号, in force 2012-07-01), articles 2, 8 and 14."""

    idle_years: int = 1
    """Years without a start after the agreed day that make land 疑似闲置 (article 2)."""
    forfeit_years: int = 2
    """Years after which it may be taken back (article 14)."""
    built_share: Fraction = Fraction(1, 3)
    """Least share of the area to be built that counts as building (article 2)."""
    invested_share: Fraction = Fraction(1, 4)
    """Least share of the investment that counts as building (article 2)."""
    sliver_m2: float = 200.0
    """A part of a plot smaller than this comes of drawing one line twice; told, not counted."""
    sliver_width_m: float = 2.0
    """Likewise a part narrower than this on average."""
    lapse_years: int = 2
    """Years after which an unused approval lapses (自然资规〔2018〕1号, medium confidence)."""
    fee_share: Fraction = Fraction(1, 5)
    """Share of the price that is charged for land idle for a year (article 14)."""
    clock_from_delivery: bool = False
    """Whether land without an agreed start counts from a year after it was handed over."""

    def __post_init__(self) -> None:
        """Refuse what no rule could use."""
        _exact(self, "built_share", "invested_share", "fee_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSettings:
    """The three rules' numbers together."""

    industrial_share: ShareRule = field(default_factory=ShareRule)
    control_lines: LinesRule = field(default_factory=LinesRule)
    idle_land: IdleRule = field(default_factory=IdleRule)
