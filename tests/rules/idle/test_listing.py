"""Where plots lie: what cannot be placed may lie in any zone, and no plot gets lost."""

import math
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from zoneland.measure.ellipsoid import plane_area_m2
from zoneland.rules.idle.land import judge_idle_land
from zoneland.rules.settings import IdleRule

CRS = "EPSG:4526"
ON = date(2026, 10, 31)
NEW, OLD = date(2026, 1, 1), date(2024, 10, 31)
"""Approved this year, and two years ago to the day."""

ZONES = gpd.GeoDataFrame(
    {"zone_id": ["A", "B"], "zone_name": ["甲区", "乙区"]},
    geometry=[box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)],
    crs=CRS,
)
IN_A, IN_B, FAR_OFF = box(0, 0, 100, 100), box(1500, 0, 1600, 100), box(5000, 0, 5100, 100)

IDLE = {"plot_id": "1", "area_m2": 300, "agreed_start_on": date(2020, 1, 1), "started_on": None}
DONE = {"plot_id": "9", "area_m2": 300, "started_on": NEW, "finished_on": NEW}
UNTOLD = {"plot_id": "2", "area_m2": 300, "started_on": None}


def ledger(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [{"area_m2": math.nan, "where": f"#{at}"} | row for at, row in enumerate(rows)]
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS) if "geometry" in frame else frame


NO_APPROVALS = ledger({"batch_id": "none", "area_m2": 0.0, "approved_on": NEW})


def judge(
    approvals: pd.DataFrame, supply: pd.DataFrame, *, zones: gpd.GeoDataFrame = ZONES, **rule: float
) -> Any:
    settings = IdleRule(**rule)  # type: ignore[arg-type]
    return judge_idle_land(zones, approvals, supply, on=ON, rule=settings, area_of=plane_area_m2)


def told(judgement: Any) -> dict[str, int]:
    return {problem.code: dict(problem.values)["count"] for problem in judgement.problems}


def verdicts(judgement: Any) -> list[str]:
    return [str(verdict) for verdict in judgement.table["verdict"]]


@pytest.mark.parametrize("plot", [IDLE, UNTOLD])
@pytest.mark.parametrize("zone", [{}, {"zone": ""}, {"zone": "甲曲"}])
def test_a_plot_that_may_lie_in_any_zone_lets_none_pass(
    plot: dict[str, Any], zone: dict[str, str]
) -> None:
    judgement, plots = judge(NO_APPROVALS, ledger(plot | zone))
    assert plots["zone_id"].tolist() == [""]
    assert verdicts(judgement) == ["cannot_tell", "cannot_tell"]
    assert told(judgement)["ZL186"] == 1
    assert judgement.table["plots"].tolist() == [0, 0]


def test_a_plot_that_may_lie_in_any_zone_lifts_no_failure() -> None:
    supply = ledger(IDLE | {"zone": "A"}, IDLE | {"zone": "?"})
    assert verdicts(judge(NO_APPROVALS, supply)[0]) == ["fail", "cannot_tell"]


def test_an_unplaced_approval_that_may_have_lapsed_lets_no_zone_pass() -> None:
    approvals = ledger({"batch_id": "1号", "area_m2": 100, "approved_on": OLD})
    judgement, plots = judge(approvals, ledger(DONE | {"zone": "A"}))
    assert plots["status"].tolist() == ["completed", "lapsed"]
    assert verdicts(judgement) == ["cannot_tell", "cannot_tell"]
    assert told(judgement)["ZL186"] == 1
    fresh = approvals.assign(approved_on=NEW)
    assert verdicts(judge(fresh, ledger(DONE | {"zone": "A"}))[0]) == ["pass", "pass"]


def test_an_unplaced_plot_that_is_finished_troubles_no_zone() -> None:
    judgement, _ = judge(NO_APPROVALS, ledger(DONE))
    assert verdicts(judgement) == ["pass", "pass"]
    assert told(judgement) == {"ZL154": 1, "ZL156": 1}


@pytest.mark.parametrize("name", ["区外", " 开发区外"])
def test_a_plot_that_its_ledger_calls_outside_is_outside(name: str) -> None:
    judgement, plots = judge(NO_APPROVALS, ledger(IDLE | {"zone": name}))
    assert len(plots) == 0
    assert verdicts(judgement) == ["pass", "pass"]
    assert told(judgement) == {"ZL157": 1, "ZL156": 1}


def test_a_rows_own_zone_goes_before_the_drawing_of_its_batch() -> None:
    approvals = ledger({"batch_id": "1号", "approved_on": NEW, "geometry": FAR_OFF})
    plot = IDLE | {"batch_id": "1号"}
    judgement, plots = judge(approvals, ledger(plot | {"zone": "A"}))
    assert verdicts(judgement) == ["fail", "pass"]
    assert judgement.table["idle_m2"].tolist() == [300, 0]
    assert plots["zone_id"].tolist() == ["A"]
    assert told(judgement) == {"ZL157": 1}  # the approval itself
    assert verdicts(judge(approvals, ledger(plot))[0]) == ["pass", "pass"]  # drawn far off


def test_a_polygon_goes_before_the_name_and_the_quarrel_is_told() -> None:
    supply = ledger(
        IDLE | {"zone": "A", "geometry": IN_B},
        IDLE | {"zone": "区外", "geometry": IN_B},
        IDLE | {"zone": "甲区", "geometry": FAR_OFF},
        IDLE | {"zone": "乙区", "geometry": IN_B},
        IDLE | {"zone": "丙区", "geometry": IN_B},
        IDLE | {"zone": "区外", "geometry": FAR_OFF},
        IDLE | {"zone": "A", "geometry": box(900, 0, 1100, 100)},
    )
    judgement, plots = judge(NO_APPROVALS, supply)
    (problem,) = [problem for problem in judgement.problems if problem.code == "ZL181"]
    assert dict(problem.values)["rows"] == "#0、#1、#2"
    assert plots["zone_id"].tolist() == ["A", "B", "B", "B", "B", "B"]


def test_an_approval_drawn_elsewhere_than_it_says_is_told() -> None:
    approvals = ledger({"zone": "A", "approved_on": NEW, "geometry": IN_B})
    judgement, plots = judge(approvals, ledger(DONE | {"zone": "A"}))
    assert told(judgement) == {"ZL156": 1, "ZL181": 1}
    assert plots["zone_id"].tolist() == ["A", "B"]


def test_an_approval_of_two_zones_whose_part_in_the_named_one_is_supplied_is_no_quarrel() -> None:
    whole = box(900, 0, 1100, 100)
    approvals = ledger({"zone": "A", "approved_on": NEW, "geometry": whole})
    judgement, _ = judge(approvals, ledger(DONE | {"geometry": box(900, 0, 1000, 100)}))
    assert told(judgement) == {}
    assert judgement.table["unsupplied_m2"].tolist() == [0, 10_000]


def test_a_name_that_two_zones_bear_places_no_plot() -> None:
    twins = ZONES.assign(zone_name="工业园")
    judgement, plots = judge(NO_APPROVALS, ledger(IDLE | {"zone": "工业园"}), zones=twins)
    assert plots["zone_id"].tolist() == [""]
    assert judgement.table["idle_m2"].tolist() == [0, 0]
    assert verdicts(judgement) == ["cannot_tell", "cannot_tell"]
    assert told(judgement) == {"ZL156": 1, "ZL182": 1, "ZL186": 1}
    by_id, _ = judge(NO_APPROVALS, ledger(IDLE | {"zone": "b"}), zones=twins)
    assert verdicts(by_id) == ["pass", "fail"]


def test_what_is_a_sliver_is_a_setting() -> None:
    supply = ledger(IDLE | {"geometry": box(900, 0, 1003, 100)})  # 300 m² of it in B, 3 m wide
    assert verdicts(judge(NO_APPROVALS, supply)[0]) == ["fail", "fail"]
    for rule in ({"sliver_m2": 301.0}, {"sliver_width_m": 3.5}):
        judgement, _ = judge(NO_APPROVALS, supply, **rule)
        assert verdicts(judgement) == ["fail", "pass"]
        (problem,) = [problem for problem in judgement.problems if problem.code == "ZL158"]
        assert dict(problem.values)["least_m2"] == f"{rule.get('sliver_m2', 200):g}"
        assert dict(problem.values)["width_m"] == f"{rule.get('sliver_width_m', 2):g}"


def test_a_small_plot_across_two_zones_is_not_lost_between_them() -> None:
    across = IDLE | {"geometry": box(992, 0, 1007, 20)}  # 160 m² in A, 140 m² in B
    judgement, plots = judge(NO_APPROVALS, ledger(across))
    assert verdicts(judgement) == ["fail", "pass"]
    assert plots["area_m2"].tolist() == [160]
    mostly_outside = IDLE | {"geometry": box(1992, 0, 2012, 20)}
    assert told(judge(NO_APPROVALS, ledger(mostly_outside))[0])["ZL157"] == 1


def test_supply_on_drawn_ground_is_not_taken_off_the_undrawn_rest_of_its_batch_too() -> None:
    approvals = ledger(
        {"batch_id": "1号", "plot_id": "1", "area_m2": 10_000, "geometry": IN_A},
        {"batch_id": "1号", "plot_id": "2", "area_m2": 10_000, "geometry": None, "zone": "A"},
    ).assign(approved_on=NEW)
    on_it = DONE | {"batch_id": "1号", "area_m2": 10_000, "geometry": IN_A}
    assert judge(approvals, ledger(on_it))[0].table["unsupplied_m2"].tolist() == [10_000, 0]
    beside = on_it | {"geometry": box(500, 0, 600, 50), "area_m2": 5_000}
    assert judge(approvals, ledger(beside))[0].table["unsupplied_m2"].tolist() == [15_000, 0]
