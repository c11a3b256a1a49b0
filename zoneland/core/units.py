"""Units of area; the only place where numbers like 2000/3 live.

Areas are summed exactly, rounded once, half up, to 0.01 m² as the survey rules do
(TD/T 1055-2019), and from then on held as whole numbers of 0.01 m². A hundredth of a
square metre is one square decimetre, so such columns end in ``_dm2``.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

DM2_PER_M2: Final = 100
M2_PER_HA: Final = 10_000
DM2_PER_HA: Final = DM2_PER_M2 * M2_PER_HA
MU_PER_HA: Final = 15
"""15 亩 are one hectare exactly, so 1 亩 is 2000/3 m²."""


def to_dm2(area_m2: float) -> int:
    """Round an area once, half up, to whole hundredths of a square metre.

    Parameters
    ----------
    area_m2
        Square metres; finite.

    Examples
    --------
    >>> to_dm2(2.005), to_dm2(0.125), to_dm2(-0.125)
    (200, 13, -13)

    2.005 is stored as 2.00499…, so it rounds down; 0.125 is exact and rounds up.
    """
    return int(Decimal(float(area_m2)).scaleb(2).to_integral_value(ROUND_HALF_UP))


def sum_to_dm2(areas_m2: Iterable[float]) -> int:
    """Sum areas without rounding error, then round once.

    Examples
    --------
    >>> sum_to_dm2([0.1] * 10), sum_to_dm2([])
    (100, 0)
    """
    return to_dm2(math.fsum(areas_m2))


def to_m2(area_dm2: int) -> float:
    """Give square metres, exact to the two decimals the number has."""
    return int(area_dm2) / DM2_PER_M2


def to_ha(area_dm2: int) -> float:
    """Give hectares (公顷)."""
    return int(area_dm2) / DM2_PER_HA


def to_mu(area_dm2: int) -> float:
    """Give mu (亩).

    Examples
    --------
    >>> to_mu(1_000_000)
    15.0
    """
    return int(area_dm2) * MU_PER_HA / DM2_PER_HA
