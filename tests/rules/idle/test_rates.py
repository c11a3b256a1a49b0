"""批而未供率 and 闲置土地率, and what they are shares of."""

import math

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from zoneland.rules.idle.rates import beyond, with_rates

ZONES = gpd.GeoDataFrame(
    {"zone_id": ["A", "B", "C"], "zone_name": ["甲区", "乙区", "丙区"]},
    geometry=[box(0, 0, 1, 1)] * 3,
    crs="EPSG:4526",
)


def table(**columns: list[float]) -> pd.DataFrame:
    names = ["unsupplied_m2", "approved_m2", "idle_m2", "supplied_m2"]
    frame = pd.DataFrame(math.nan, index=pd.Index(["A", "B", "C"], name="zone_id"), columns=names)
    return frame.assign(**columns)


def test_rates_with_their_wholes() -> None:
    rates = with_rates(
        table(
            unsupplied_m2=[60_000.0, 0.0, 0.0],
            approved_m2=[100_000.0, 50_000.0, 0.0],
            idle_m2=[10_000.0, math.nan, 0.0],
            supplied_m2=[40_000.0, 40_000.0, 0.0],
        )
    )
    assert rates["unsupplied_rate"].tolist()[:2] == [0.6, 0.0]
    assert rates["idle_rate"].tolist()[0] == 0.25
    assert math.isnan(rates.loc["B", "idle_rate"])
    assert rates.loc["C", ["unsupplied_rate", "idle_rate"]].isna().all()


def test_a_rate_above_the_whole_is_told_and_rounding_is_not() -> None:
    given = table(unsupplied_m2=[101.01, 101.0, math.nan], approved_m2=[100.0, 100.0, 100.0])
    (problem,) = beyond(given, ZONES)
    assert problem.code == "ZL360"
    assert problem.said("zh") == (
        "“甲区”的批而未供率是 101.01%：101.01 平方米，而基数只有 100.00 平方米。"
    )
    assert with_rates(given).loc["A", "unsupplied_rate"] == 1.0101
