"""Sums of a zone: ground counts once, and what is not known is not 0."""

import math
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from zoneland.measure.ellipsoid import plane_area_m2
from zoneland.rules.idle.land import judge_idle_land
from zoneland.rules.idle.listing import COLUMNS
from zoneland.rules.settings import IdleRule

CRS = "EPSG:4526"
ON = date(2026, 10, 31)
ZONES = gpd.GeoDataFrame(
    {"zone_id": ["A", "B"], "zone_name": ["甲区", "乙区"]},
    geometry=[box(0, 0, 100, 100), box(100, 0, 200, 100)],
    crs=CRS,
)
IDLE = {"agreed_start_on": date(2020, 1, 1), "started_on": None}


def ledger(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [{"area_m2": math.nan, "where": f"#{at}"} | row for at, row in enumerate(rows)]
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS) if "geometry" in frame else frame


NO_APPROVALS = ledger({"area_m2": 0.0, "approved_on": ON})


def judge(supply: pd.DataFrame, approvals: pd.DataFrame = NO_APPROVALS) -> Any:
    return judge_idle_land(ZONES, approvals, supply, on=ON, rule=IdleRule(), area_of=plane_area_m2)


def rows_of(judgement: Any, code: str) -> list[str]:
    return [dict(problem.values)["rows"] for problem in judgement.problems if problem.code == code]


def test_ground_supplied_twice_counts_once() -> None:
    zone = box(0, 0, 100, 100)
    supply = ledger(IDLE | {"geometry": zone}, IDLE | {"geometry": zone})
    judgement, plots = judge(supply)
    assert judgement.table["idle_m2"].tolist() == [10_000, 0]
    assert judgement.table["supplied_m2"].tolist() == [10_000, 0]
    assert judgement.table["plots"].tolist() == [2, 0]
    assert plots["area_m2"].tolist() == [10_000, 10_000]
    assert tuple(plots.columns) == COLUMNS
    assert rows_of(judgement, "ZL185") == ["#0、#1"]


def test_plots_that_overlap_in_part_count_their_union_zone_by_zone() -> None:
    supply = ledger(
        IDLE | {"geometry": box(0, 0, 60, 100)},
        IDLE | {"geometry": box(40, 0, 150, 100), "cause": "政府原因"},
        IDLE | {"geometry": box(150, 0, 200, 100)},
    )
    judgement, _ = judge(supply)
    assert judgement.table["idle_m2"].tolist() == [100 * 100, 100 * 100]
    assert judgement.table["government_m2"].tolist() == [60 * 100, 50 * 100]
    assert rows_of(judgement, "ZL185") == ["#0、#1"]


def test_lines_drawn_twice_are_not_told_as_double_supply() -> None:
    supply = ledger(
        IDLE | {"geometry": box(0, 0, 51, 100)}, IDLE | {"geometry": box(50, 0, 100, 100)}
    )
    judgement, _ = judge(supply)
    assert judgement.table["idle_m2"].tolist() == [10_000, 0]
    assert rows_of(judgement, "ZL185") == []


def test_plots_that_only_borrow_one_approvals_polygon_are_not_the_same_ground() -> None:
    approvals = ledger({"batch_id": "1号", "approved_on": ON, "geometry": box(0, 0, 100, 100)})
    supply = ledger(
        IDLE | {"batch_id": "1号", "area_m2": 4_000}, IDLE | {"batch_id": "1号", "area_m2": 5_000}
    )
    judgement, _ = judge(supply, approvals)
    assert judgement.table["idle_m2"].tolist() == [9_000, 0]
    assert rows_of(judgement, "ZL185") == []


@pytest.mark.parametrize("area_m2", [math.nan, 0.0])
def test_an_idle_plot_of_unknown_area_leaves_the_sum_open(area_m2: float) -> None:
    supply = ledger(
        IDLE | {"plot_id": "1", "zone": "A", "area_m2": area_m2},
        IDLE | {"plot_id": "2", "zone": "A", "area_m2": 300, "cause": "政府原因"},
        IDLE | {"plot_id": "3", "zone": "B", "area_m2": 200},
    )
    judgement, _ = judge(supply)
    table = judgement.table
    assert table["verdict"].tolist() == ["fail", "fail"]
    assert table["plots"].tolist() == [2, 1]
    assert math.isnan(table.loc["A", "idle_m2"])
    assert table.loc["B", "idle_m2"] == 200
    assert table["government_m2"].tolist() == [300, 0]
    assert rows_of(judgement, "ZL183") == ["#0"]


def test_an_approval_of_unknown_area_leaves_the_sums_open() -> None:
    approvals = ledger(
        {"batch_id": "1号", "zone": "A", "approved_on": ON},
        {"batch_id": "2号", "zone": "A", "approved_on": ON, "area_m2": 50},
    )
    supply = ledger({"plot_id": "9", "zone": "B", "area_m2": 10, "started_on": ON})
    judgement, _ = judge(supply, approvals)
    sums = judgement.table[["unsupplied_m2", "approved_m2"]]
    assert sums.loc["A"].isna().all()
    assert sums.loc["B"].tolist() == [0, 0]
    assert rows_of(judgement, "ZL183") == ["#0"]
