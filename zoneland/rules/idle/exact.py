"""The numbers that ledgers mean, and shares compared exactly."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

EXACT_DENOMINATORS: Final = tuple(part * 10**power for power in range(7) for part in (1, 3))
"""Of numbers written with up to six decimals, in m², or in 亩 of 2000/3 m²."""


def exact(value: float) -> Fraction:
    """Give back the number that a ledger meant: 1 亩 is 2000/3 m², which no float is.

    The last two bits may be off, as after a multiplication.

    Examples
    --------
    >>> exact(20 * 2000 / 3), exact(0.1)
    (Fraction(40000, 3), Fraction(1, 10))
    """
    near, slack = Fraction(value), 2 * Fraction(math.ulp(value))
    for denominator in EXACT_DENOMINATORS:
        candidate = Fraction(round(near * denominator), denominator)
        if abs(candidate - near) <= slack:
            return candidate
    return near


def share_of(part: float | None, whole: float | None) -> Fraction | None:
    """Give a share; None where it is not known, as of a whole of 0.

    Examples
    --------
    >>> share_of(1, 3), share_of(1, 0), share_of(None, 3)
    (Fraction(1, 3), None, None)
    """
    if part is None or whole is None or whole <= 0:
        return None
    return exact(part) / exact(whole)
