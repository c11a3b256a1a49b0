"""批而未供率 and 闲置土地率: each with what it is a share of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from zoneland.core.figures import percent, square_metres
from zoneland.core.problems import Problem
from zoneland.core.units import to_dm2
from zoneland.core.wording import Term

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

RATES: Final = {
    "unsupplied_rate": ("unsupplied_m2", "approved_m2"),
    "idle_rate": ("idle_m2", "supplied_m2"),
}
"""批而未供率 of what was approved, 闲置土地率 of what was supplied."""

ROUNDING_DM2: Final = 100
"""Sums are of parts that are each rounded: 1 m² above the whole is none."""


def with_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Add the rates to the zones' table.

    Parameters
    ----------
    table
        ``unsupplied_m2, approved_m2, idle_m2, supplied_m2``.

    Returns
    -------
    DataFrame
        With ``unsupplied_rate`` and ``idle_rate``; NaN where the whole is 0 or either is not
        known.

    Examples
    --------
    Ten approved, four supplied; nothing is known of idle land, for there is no supply of it.

    >>> import pandas as pd
    >>> table = pd.DataFrame(
    ...     {"unsupplied_m2": [6.0], "approved_m2": [10.0], "idle_m2": [0.0], "supplied_m2": [0.0]}
    ... )
    >>> with_rates(table)[["unsupplied_rate", "idle_rate"]].to_numpy().tolist()
    [[0.6, nan]]
    """
    rates = {
        rate: [
            part / whole if whole > 0 else math.nan
            for part, whole in zip(table[top], table[bottom], strict=True)
        ]
        for rate, (top, bottom) in RATES.items()
    }
    return table.assign(**rates)


def beyond(table: pd.DataFrame, zones: gpd.GeoDataFrame) -> list[Problem]:
    """Tell of rates above the whole: ZL360."""
    problems = []
    for zone_id, name in zip(zones["zone_id"], zones["zone_name"], strict=True):
        for rate, (top, bottom) in RATES.items():
            part, whole = float(table.loc[zone_id, top]), float(table.loc[zone_id, bottom])
            if math.isnan(part + whole) or to_dm2(part) <= to_dm2(whole) + ROUNDING_DM2:
                continue
            values = {
                "zone": name,
                "rate": Term(f"rate.{rate.removesuffix('_rate')}"),
                "part": square_metres(to_dm2(part)),
                "whole": square_metres(to_dm2(whole)),
                "share": percent(to_dm2(part), to_dm2(whole)),
            }
            problems.append(Problem("ZL360", "approvals", values))
    return problems
