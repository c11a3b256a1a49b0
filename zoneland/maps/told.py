"""Single values as the page tells them; the page's script formats and computes nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from zoneland.core.figures import hectares, mu, percent
from zoneland.core.units import to_dm2

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

DASH: Final = "—"


def text(value: Any) -> str:  # noqa: ANN401  a cell of any column
    """Write a cell as text; a missing one as nothing, a moment as its day.

    Examples
    --------
    >>> text(float("nan")), text(pd.Timestamp("2024-05-01")), text(" 甲 "), text(0)
    ('', '2024-05-01', ' 甲 ', '0')
    """
    if pd.isna(value):
        return ""
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def is_true(value: Any) -> bool:  # noqa: ANN401  a cell of any column
    """Tell whether a cell says yes; a missing one does not.

    Examples
    --------
    >>> is_true(True), is_true(float("nan")), is_true(pd.NA), is_true(None)
    (True, False, False, False)
    """
    return not pd.isna(value) and bool(value)


def hectares_or_dash(area_m2: float) -> str:
    """Write m² as 公顷; what is not known, as a dash.

    Examples
    --------
    >>> hectares_or_dash(1_234_567.89), hectares_or_dash(float("nan"))
    ('123.4568', '—')
    """
    return DASH if pd.isna(area_m2) else hectares(to_dm2(area_m2))


def mu_or_dash(area_m2: float) -> str:
    """Write m² as 亩; what is not known, as a dash."""
    return DASH if pd.isna(area_m2) else mu(to_dm2(area_m2))


def interval(row: Mapping[str, Any] | None, minimum: Fraction) -> str:
    """Write a share's interval from its areas; one number where both ends are the same.

    Examples
    --------
    >>> from fractions import Fraction
    >>> row = {"certain_dm2": 50, "possible_dm2": 70, "whole_dm2": 100}
    >>> interval(row, Fraction(3, 5)), interval({**row, "possible_dm2": 50}, Fraction(3, 5))
    ('50.00%–70.00%', '50.00%')
    >>> interval(None, Fraction(3, 5))
    '—'
    """
    if row is None or any(pd.isna(row[name]) for name in ("certain_dm2", "whole_dm2")):
        return DASH
    whole_dm2 = int(row["whole_dm2"])
    low = percent(int(row["certain_dm2"]), whole_dm2, minimum)
    high = percent(int(row["possible_dm2"]), whole_dm2, minimum)
    return low if row["certain_dm2"] == row["possible_dm2"] else f"{low}–{high}"


def at_least(minimum: Fraction) -> str:
    """Write the threshold.

    Examples
    --------
    >>> from fractions import Fraction
    >>> at_least(Fraction(3, 5)), at_least(Fraction(2, 3))
    ('≥ 60%', '≥ 66.67%')
    """
    shown = percent(minimum.numerator, minimum.denominator)
    return f"≥ {shown.replace('.00%', '%')}"
