"""Single values as the page tells them; the page's script formats and computes nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from zoneland.core.figures import hectares, mu, percent
from zoneland.core.units import to_dm2
from zoneland.core.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    from zoneland.core.problems import Lang

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


def as_objects(texts: Iterable[str], index: pd.Index) -> pd.Series:
    r"""Give a column of texts as they are: pandas' own kind of text refuses lone surrogates.

    Examples
    --------
    >>> table = pd.DataFrame({"name": [""]})
    >>> table.assign(name=as_objects(["\ud800"], table.index))["name"].tolist()
    ['\ud800']
    """
    return pd.Series(list(texts), index=index, dtype=object)


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


def composition(areas: pd.DataFrame, minimum: Fraction, *, lang: Lang) -> Iterator[str]:
    """Say of each land use what kinds of land one zone is made of, the largest first.

    Parameters
    ----------
    areas
        One zone's rows: ``land_use, status, kind, area_dm2``.
    minimum
        The threshold, which no rounded share is lifted to.
    lang
        Language of the sentences.

    Examples
    --------
    >>> from fractions import Fraction
    >>> areas = pd.DataFrame({"land_use": "plan", "status": ["known", "uncovered"],
    ...                       "kind": ["industry", "unknown"], "area_dm2": [59_999, 40_001]})
    >>> list(composition(areas, Fraction(3, 5), lang="zh"))
    ['规划用地构成：工业用地 59.999%、未覆盖 40.00%']
    """
    said = words(lang)
    for use, land in areas.groupby("land_use", sort=False):
        whole_dm2 = int(land["area_dm2"].sum())
        rows = land.sort_values("area_dm2", ascending=False, kind="stable").to_dict("records")
        kinds = [
            said["public_rules.kind"].format(
                kind=said[
                    f"kind.{row['kind']}" if row["status"] == "known" else f"status.{row['status']}"
                ],
                share=percent(int(row["area_dm2"]), whole_dm2, minimum),
            )
            for row in rows
        ]
        yield said["public_rules.composition"].format(
            land_use=said[f"land_use.{use}"], kinds=said["public_rules.comma"].join(kinds)
        )
