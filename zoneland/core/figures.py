"""How numbers are shown: rounded for the eye, never so that they contradict the verdict."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from zoneland.core.units import DM2_PER_HA, DM2_PER_M2, MU_PER_HA

PERCENT_DECIMALS: Final = 2
HA_DECIMALS: Final = 4
MU_DECIMALS: Final = 2
MOST_DECIMALS: Final = 12


def _rounded(value: Fraction, decimals: int) -> Decimal:
    scaled = value * 10**decimals
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    sign = -1 if scaled < 0 else 1
    return Decimal(sign * whole).scaleb(-decimals)


def percent(part_dm2: int, whole_dm2: int, threshold: Fraction | None = None) -> str:
    """Write a share as a percentage that does not contradict its verdict.

    Two decimals are shown; a share below `threshold` that two decimals would lift to it
    gets as many more as it takes to tell.

    Parameters
    ----------
    part_dm2, whole_dm2
        The share's two areas, in whole 0.01 m².
    threshold
        The least share that passes, 0 to 1.

    Examples
    --------
    >>> percent(3, 5, Fraction(3, 5)), percent(59_996, 100_000, Fraction(3, 5))
    ('60.00%', '59.996%')
    >>> percent(1, 3), percent(0, 0)
    ('33.33%', '—')
    """
    if whole_dm2 <= 0:
        return "—"
    share = Fraction(int(part_dm2), int(whole_dm2)) * 100
    for decimals in range(PERCENT_DECIMALS, MOST_DECIMALS):
        shown = _rounded(share, decimals)
        if threshold is None or (share < threshold * 100) == (Fraction(shown) < threshold * 100):
            break
    return f"{shown}%"


def hectares(area_dm2: int) -> str:
    """Write 公顷 with four decimals.

    Examples
    --------
    >>> hectares(123_456_789)
    '123.4568'
    """
    return f"{_rounded(Fraction(int(area_dm2), DM2_PER_HA), HA_DECIMALS):,}"


def mu(area_dm2: int) -> str:
    """Write 亩 with two decimals.

    Examples
    --------
    >>> mu(1_000_000)
    '15.00'
    """
    return f"{_rounded(Fraction(int(area_dm2) * MU_PER_HA, DM2_PER_HA), MU_DECIMALS):,}"


def square_metres(area_dm2: int) -> str:
    """Write m² with two decimals.

    Examples
    --------
    >>> square_metres(1_234_567)
    '12,345.67'
    """
    whole = Decimal(int(area_dm2)) / DM2_PER_M2
    return f"{whole.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
