"""Batches by zone and year of approval."""

import math
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from zoneland.measure.ellipsoid import plane_area_m2
from zoneland.rules.idle.batches import COLUMNS, by_year
from zoneland.rules.settings import IdleRule

CRS = "EPSG:4526"
ON = date(2026, 10, 31)
Y2021, Y2025 = date(2021, 5, 1), date(2025, 5, 1)
ZONES = gpd.GeoDataFrame(
    {"zone_id": ["A", "B"], "zone_name": ["甲区", "乙区"]},
    geometry=[box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)],
    crs=CRS,
)
HA = 10_000.0


def ledger(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [{"area_m2": math.nan, "where": f"#{at}"} | row for at, row in enumerate(rows)]
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS) if "geometry" in frame else frame


def table(approvals: pd.DataFrame | None, supply: pd.DataFrame | None) -> list[list[Any]]:
    found = by_year(approvals, supply, ZONES, on=ON, rule=IdleRule(), area_of=plane_area_m2)
    assert tuple(found.columns) == COLUMNS
    assert found["year"].dtype == "Int64"
    return [[None if pd.isna(cell) else cell for cell in row] for row in found.to_numpy().tolist()]


APPROVALS = ledger(
    {"batch_id": "1号", "plot_id": "1", "area_m2": 3 * HA, "approved_on": Y2021, "zone": "A"},
    {"batch_id": "1号", "plot_id": "2", "area_m2": 2 * HA, "approved_on": Y2021, "zone": "A"},
    {"batch_id": "2号", "plot_id": "1", "area_m2": 5 * HA, "approved_on": Y2021, "zone": "A"},
    {"batch_id": "3号", "plot_id": "1", "area_m2": 1 * HA, "approved_on": Y2025, "zone": "A"},
    {"batch_id": "4号", "plot_id": "1", "area_m2": 7 * HA, "approved_on": None, "zone": "B"},
    {"batch_id": "5号", "plot_id": "1", "area_m2": 9 * HA, "approved_on": date(2027, 1, 1)},
)


def test_two_batches_of_one_year_of_which_one_is_supplied_in_part() -> None:
    supply = ledger({"batch_id": "1号", "plot_id": "1", "area_m2": 3 * HA, "zone": "A"})
    assert table(APPROVALS, supply) == [
        ["A", 2021, 2, 10 * HA, 3 * HA, 7 * HA, 5 * HA],  # batch 2 has lapsed, batch 1 is in use
        ["A", 2025, 1, 1 * HA, 0.0, 1 * HA, 0.0],
        ["B", None, 1, 7 * HA, 0.0, 7 * HA, 0.0],
    ]


def test_without_supply_only_the_approved_is_known() -> None:
    assert table(APPROVALS.iloc[:3], None) == [["A", 2021, 2, 10 * HA, None, None, None]]
    assert table(None, None) == []


def test_drawn_approvals_fall_to_the_zones_that_they_lie_in() -> None:
    approvals = ledger({"approved_on": Y2021, "geometry": box(900, 0, 1100, 100)})
    supply = ledger({"geometry": box(900, 0, 1000, 100)})
    assert table(approvals, supply) == [
        ["A", 2021, 1, HA, HA, 0.0, 0.0],
        ["B", 2021, 1, HA, 0.0, HA, 0.0],
    ]


def test_rows_without_a_batchs_number_count_for_themselves() -> None:
    row = {"area_m2": HA, "approved_on": Y2025, "zone": "A"}
    ((_, _, batches, *_),) = table(ledger(row, row), ledger({"plot_id": "9", "area_m2": 1.0}))
    assert batches == 2
