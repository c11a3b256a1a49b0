"""Ledgers of another scale than each other or than the zones, and days yet to come."""

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zoneland.core.problems import Problem
from zoneland.measure.area import area_of
from zoneland.rules.idle.scale import scales_apart
from zoneland.rules.idle.to_come import yet_to_come
from zoneland.rules.settings import IdleRule

CRS = "EPSG:4526"
EAST, NORTH = 38_500_000.0, 3_800_000.0
ZONES = gpd.GeoDataFrame(
    {"zone_id": ["Z"], "zone_name": ["东区"]},
    geometry=[shapely.box(EAST, NORTH, EAST + 1000, NORTH + 1000)],
    crs=CRS,
)


def ledger(areas_m2: list[float], zone: str = "") -> pd.DataFrame:
    plots = [f"A-{n}" for n in range(len(areas_m2))]
    where = [f"s.xlsx #{n + 2}" for n in range(len(areas_m2))]
    return pd.DataFrame({"plot_id": plots, "area_m2": areas_m2, "zone": zone, "where": where})


def told(approvals: pd.DataFrame | None, supply: pd.DataFrame | None) -> list[Problem]:
    area = area_of("plane", CRS)
    return scales_apart(approvals, supply, ZONES, rule=IdleRule(), area_of=area)


@pytest.mark.parametrize(
    ("factor", "unit"),
    [
        (1e-4, "公顷与平方米"),
        (1e4, "公顷与平方米"),
        (1 / 15, "公顷与亩"),
        (15, "公顷与亩"),
        (2000 / 3, "亩与平方米"),
        (3 / 2000, "亩与平方米"),
    ],
)
def test_supply_in_another_unit_than_its_approvals_is_told(factor: float, unit: str) -> None:
    sound = [100.0, 200.0, 150.0]
    (problem,) = told(ledger(sound), ledger([area * factor for area in sound]))
    assert (problem.code, problem.where) == ("ZL318", "s.xlsx #2")
    assert unit in problem.said("zh")


def test_supply_of_the_same_scale_is_not_told() -> None:
    sound = [4000.0, 6000.0, 9000.0]
    assert told(ledger(sound), ledger(sound)) == []
    assert told(ledger(sound), ledger([1000.0, 6000.0, 3000.0])) == []  # parts of the plots
    assert told(ledger(sound), None) == []
    assert told(None, ledger(sound)) == []


def test_one_plot_that_is_a_fifteenth_is_no_unit() -> None:
    assert told(ledger([15_000.0]), ledger([1000.0])) == []


def test_a_few_plots_ten_thousand_times_too_small_are_told_by_their_sum() -> None:
    (problem,) = told(ledger([10_000.0]), ledger([1.0]))
    assert "公顷与平方米" in problem.said("zh")


def test_a_zone_cannot_hold_more_supply_than_it_has_land() -> None:
    assert told(None, ledger([1_050_000.0], "东区")) == []  # a twentieth more may be rounding
    (problem,) = told(None, ledger([15 * 500_000.0, 15 * 300_000.0], "东区"))
    assert problem.said("zh") == (
        "2 宗供地合计 1,200.0000 公顷，是开发区“东区”面积（100.0000 公顷）的 12 倍，"
        "像是公顷与亩写混了（差 15 倍）；涉及：s.xlsx #2、s.xlsx #3。"
    )
    assert told(None, ledger([1e9], "西区")) == []


def test_days_after_the_day_judged_are_told() -> None:
    supply = ledger([1.0, 1.0]).assign(started_on=[date(2026, 10, 31), date(2026, 11, 1)])
    (problem,) = yet_to_come(supply, on=date(2026, 10, 31))
    assert (problem.code, problem.where) == ("ZL319", "s.xlsx #3")
    assert "1 个日期（实际开工）" in problem.said("zh")
    assert yet_to_come(supply, on=date(2026, 11, 1)) == []
    assert yet_to_come(None, on=date(2026, 11, 1)) == []
