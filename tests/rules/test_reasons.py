"""Reasons of a zone of 100 公顷 and what each frame adds to them."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zoneland.rules.assessment import Assessment
from zoneland.rules.reasons import reasons
from zoneland.rules.settings import RuleSettings, ShareRule

HA = 1_000_000
"""In 0.01 m²."""
ZONE = "industry_storage_mining/zone"
BUILT = "industry_storage_mining/construction"


def readings(*rows: tuple[str, str, int, int, int, str]) -> pd.DataFrame:
    names = ["land_use", "reading", "certain_dm2", "possible_dm2", "whole_dm2", "verdict"]
    frame = pd.DataFrame(rows, columns=names).assign(zone_id="A")
    whole = frame["whole_dm2"].where(frame["whole_dm2"] > 0)
    return frame.assign(low=frame["certain_dm2"] / whole, high=frame["possible_dm2"] / whole)


def areas(*rows: tuple[str, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["status", "kind", "area_dm2"])
    return frame.assign(zone_id="A", land_use="plan", is_built=True)


def pieces(*rows: tuple[str, str, float]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows, columns=["kind", "band", "area_m2"])
    level = frame["band"].map({"finding": "error", "sliver": "info"})
    return gpd.GeoDataFrame(frame.assign(zone_id="A", level=level), geometry=[None] * len(rows))


def plots(*rows: tuple[str, str, str, float, bool]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows, columns=["zone_id", "kind", "status", "area_m2", "is_government"])
    is_idle = frame["status"].astype(str).str.startswith("idle_").astype(bool)
    typed = frame.assign(is_idle=is_idle, is_government=frame["is_government"].astype(bool))
    return gpd.GeoDataFrame(typed, geometry=[None] * len(rows))


def assessment(*, zone: dict[str, Any] | None = None, **frames: Any) -> Assessment:
    row = {
        "zone_id": "A", "zone_name": "甲", "area_m2": 1e6, "verdict": "pass",
        "share_verdict": "pass", "land_use": "plan", "depends_on_reading": False,
        "lines_verdict": "pass", "farmland_m2": 0.0, "redline_m2": 0.0, "outside_growth_m2": 0.0,
        "idle_verdict": "pass", "unsupplied_m2": 0.0, "idle_m2": 0.0, "plots": 0,
        **(zone or {}),
    }  # fmt: skip
    zones = gpd.GeoDataFrame([row], geometry=[shapely.box(0, 0, 1000, 1000)], crs="EPSG:4526")
    parts = {
        "on": date(2026, 10, 31), "title": "", "area": "plane", "rules": RuleSettings(),
        "readings": readings(("plan", ZONE, 70 * HA, 70 * HA, 100 * HA, "pass")),
        "areas": areas(("known", "industry", 70 * HA), ("known", "residential", 30 * HA)),
        "findings": pieces(), "idle": plots(), "clauses": {},
        **frames,
    }  # fmt: skip
    return Assessment(zones=zones, **parts)


def told(*, zone: dict[str, Any] | None = None, **frames: Any) -> list[str]:
    return list(reasons(assessment(zone=zone, **frames))["A"])


def test_a_zone_that_passes_has_nothing_to_say() -> None:
    assert reasons(assessment()) == {"A": ()}


def test_a_failing_share_says_what_is_missing_to_the_last_hundredth() -> None:
    zone = {"share_verdict": "fail", "verdict": "fail"}
    short = readings(("plan", ZONE, 60 * HA - 4_600, 60 * HA - 4_600, 100 * HA, "fail"))
    assert told(zone=zone, readings=short) == ["产业用地还差 0.0046 公顷达到 60%"]
    # 3/5 of 100 公顷 and 0.01 m² is not whole: what is missing is rounded up.
    hair = readings(("plan", ZONE, 60 * HA, 60 * HA, 100 * HA + 1, "fail"))
    assert told(zone=zone, readings=hair) == ["产业用地还差 0.01 平方米达到 60%"]


def test_of_construction_land_the_missing_part_is_of_that() -> None:
    rules = RuleSettings(industrial_share=ShareRule(reading=BUILT, minimum=Fraction(2, 3)))
    short = readings(("plan", BUILT, 30 * HA, 30 * HA, 60 * HA, "fail"))
    assert told(zone={"share_verdict": "fail"}, readings=short, rules=rules) == [
        "产业用地还差 10.0000 公顷达到建设用地的 66.67%（按该面积不变计）"
    ]


def test_an_open_share_names_each_gap_largest_first() -> None:
    land = areas(
        ("known", "industry", 50 * HA), ("known", "residential", 30 * HA),
        ("uncovered", "unknown", 11 * HA), ("contested", "unknown", 2 * HA),
        ("known", "reserved", 4 * HA), ("known", "unknown", 3 * HA),
    )  # fmt: skip
    wide = readings(("plan", ZONE, 50 * HA, 70 * HA, 100 * HA, "cannot_tell"))
    assert told(zone={"share_verdict": "cannot_tell"}, areas=land, readings=wide) == [
        "有 11.0000 公顷（11.00%）没有用地数据，占比只能给出区间",
        "有 7.0000 公顷（7.00%）属于留白用地、未知编码，算不算产业用地不能确定",
        "有 2.0000 公顷（2.00%）地类相互冲突",
    ]


def test_land_classed_too_coarsely_is_told_apart_from_gaps() -> None:
    land = areas(("known", "industry", 50 * HA), ("known", "commerce", 50 * HA))
    wide = readings(("plan", ZONE, 50 * HA, 100 * HA, 100 * HA, "cannot_tell"))
    (said,) = told(zone={"share_verdict": "cannot_tell"}, areas=land, readings=wide)
    assert said.startswith("有 50.0000 公顷（50.00%）地类不够细，可能含科研、商务用地")


def test_without_land_use_the_share_is_not_computed() -> None:
    zone = {"share_verdict": "cannot_tell", "land_use": None}
    assert told(zone=zone, readings=readings(), areas=areas()) == [
        "没有用地数据，无法计算产业用地占比"
    ]


def test_no_construction_land_has_no_share() -> None:
    rules = RuleSettings(industrial_share=ShareRule(reading=BUILT))
    none = readings(("plan", BUILT, 0, 0, 0, "cannot_tell"))
    assert told(zone={"share_verdict": "cannot_tell"}, readings=none, rules=rules) == [
        "没有建设用地，无法计算产业用地占比"
    ]


def test_a_verdict_by_reading_names_the_fewer_and_counts_the_rest() -> None:
    passing = [("plan", f"industry_storage_mining/{whole}") for whole in ("zone", "construction")]
    every = readings(
        *((*names, 70 * HA, 70 * HA, 100 * HA, "pass") for names in passing),
        ("plan", "wide/zone", 75 * HA, 75 * HA, 100 * HA, "pass"),
        ("plan", "industry/zone", 50 * HA, 50 * HA, 100 * HA, "fail"),
    )
    assert told(zone={"depends_on_reading": True}, readings=every) == [
        "结论依口径而定：按“工业 ÷ 全区面积”不达标，按另外 3 种口径达标"
    ]


def test_survey_against_plan_is_told_where_they_disagree() -> None:
    plan = ("plan", ZONE, 70 * HA, 70 * HA, 100 * HA, "pass")
    same = readings(plan, ("survey", ZONE, 61 * HA, 61 * HA, 100 * HA, "pass"))
    other = readings(plan, ("survey", ZONE, 50 * HA, 54 * HA, 100 * HA, "fail"))
    cover = readings(plan, ("cover", ZONE, 0, 54 * HA, 100 * HA, "fail"))
    assert told(readings=same) == told(readings=cover) == []
    assert told(readings=other) == ["产业用地占比按规划达标，按现状为 50.00%–54.00%，不达标"]


def test_overlaps_fail_and_slivers_alone_are_mentioned() -> None:
    found = pieces(
        ("farmland", "finding", 50_000), ("farmland", "sliver", 150), ("redline", "sliver", 100),
        ("redline", "sliver", 50),
    )  # fmt: skip
    zone = {"lines_verdict": "fail", "farmland_m2": 50_150.0, "redline_m2": 150.0}
    assert told(zone=zone, findings=found) == [
        "占用永久基本农田 5.0150 公顷",
        "占用生态保护红线的碎斑 2 处、0.0150 公顷，未计入不达标",
    ]


def test_lines_that_were_not_given_are_named() -> None:
    zone = {"lines_verdict": "cannot_tell", "redline_m2": math.nan, "outside_growth_m2": math.nan}
    assert told(zone=zone) == ["没有提供生态保护红线、城镇开发边界数据，未核查"]


def test_idle_land_and_what_the_ledger_leaves_open() -> None:
    some = plots(
        ("A", "supplied", "idle_2y", 10_000, False), ("A", "supplied", "idle_1y", 5_000, True),
        ("A", "unsupplied", "lapsed", 20_000, False), ("A", "unsupplied", "unsupplied", 1e4, False),
        ("A", "supplied", "cannot_tell", 5_000, False), ("", "supplied", "cannot_tell", 1, False),
    )  # fmt: skip
    zone = {"idle_verdict": "fail", "plots": 2, "idle_m2": 15_000.0, "unsupplied_m2": 30_000.0}
    assert told(zone=zone, idle=some) == [
        "疑似闲置 2 宗、1.5000 公顷",
        "批准满 2 年仍未供地 1 宗、2.0000 公顷，需核查批准是否失效",
        "有 1 宗地因台账信息不全无法判定",
        "疑似闲置地块中有 1 宗属政府原因或不可抗力",
        "批而未供 3.0000 公顷",
    ]


def test_plots_in_no_zone_keep_a_zone_open() -> None:
    lost = plots(
        ("", "supplied", "cannot_tell", 1, False), ("", "supplied", "idle_1y", 1, False),
        ("", "supplied", "completed", 1, False), ("B", "unsupplied", "unsupplied", 1, False),
    )  # fmt: skip
    assert told(zone={"idle_verdict": "cannot_tell"}, idle=lost) == [
        "另有 2 宗地落不到具体开发区，可能在本区内"
    ]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (("plots", "idle_m2", "unsupplied_m2"), "没有供地台账，批而未供与闲置无法核查"),
        (("unsupplied_m2",), "没有批文台账，批而未供无法核查"),
    ],
)
def test_a_missing_ledger_is_named(missing: tuple[str, ...], said: str) -> None:
    zone = {"idle_verdict": "cannot_tell", **dict.fromkeys(missing, math.nan)}
    assert told(zone=zone) == [said]


def test_a_plot_without_an_area_leaves_the_sum_open() -> None:
    some = plots(("A", "unsupplied", "lapsed", math.nan, False))
    zone = {"idle_verdict": "cannot_tell", "unsupplied_m2": math.nan}
    assert told(zone=zone, idle=some) == ["批准满 2 年仍未供地 1 宗、面积不详，需核查批准是否失效"]


def test_no_verdict_but_a_pass_stands_without_a_word() -> None:
    assert told(zone={"idle_verdict": "cannot_tell"}) == [
        "批而未供与闲置：数据不足以判定，见数据问题清单"
    ]


def test_the_language_is_the_assessments_unless_asked() -> None:
    zone = {"share_verdict": "fail"}
    short = readings(("plan", ZONE, 59 * HA, 59 * HA, 100 * HA, "fail"))
    found = assessment(zone=zone, readings=short)
    assert reasons(found, lang="en") == {"A": ("Industrial land is 1.0000 ha short of 60%",)}
    assert reasons(replace(found, lang="en")) == reasons(found, lang="en")


def test_what_would_have_to_leave_the_boundary_stands_beside_what_is_missing() -> None:
    zone = {"share_verdict": "fail", "verdict": "fail"}
    half = readings(("plan", ZONE, 50 * HA, 50 * HA, 100 * HA, "fail"))
    told_of = told(zone=zone, readings=half.assign(to_leave_dm2=16_666_667))  # ⌈100 - 50 / 0.6⌉
    assert told_of == ["产业用地还差 10.0000 公顷达到 60%，或把 16.6667 公顷非产业用地划出边界"]


def test_land_cover_bounds_from_above_or_screens_and_says_of_when_it_is() -> None:
    cover = {"share_verdict": "fail", "verdict": "fail", "land_use": "cover"}
    bound = readings(("cover", ZONE, 0, 41 * HA, 100 * HA, "fail")).assign(basis="bound")
    assert told(zone=cover, readings=bound, cover_year=2020) == [
        "按 2020 年土地覆盖最多 41.00%，不达标"
    ]
    open_ = {**cover, "share_verdict": "cannot_tell", "verdict": "cannot_tell"}
    row = readings(("cover", ZONE, 70 * HA, 70 * HA, 100 * HA, "cannot_tell"))
    screened = row.assign(basis="screening", screening="pass")
    assert told(zone=open_, readings=screened) == ["土地覆盖初筛为 70.00%，达标；初筛不作结论"]


def test_an_overlap_of_two_zones_is_told_of_both() -> None:
    piece = pieces(("zones", "finding", 900.0)).assign(zone_id="B", other_id="A")
    zone = {"lines_verdict": "fail", "verdict": "fail", "zones_m2": 900.0}
    assert told(zone=zone, findings=piece) == ["与其他开发区重叠（B） 0.0900 公顷"]


def test_a_warning_is_a_note_and_no_reason_to_fail() -> None:
    piece = pieces(("flexible", "finding", 900.0)).assign(level="warning", other_id="")
    assert told(zone={"flexible_m2": 900.0}, findings=piece) == ["位于城镇弹性发展区 0.0900 公顷"]


def test_what_the_ledger_lacks_of_plots_that_cannot_be_told_is_named() -> None:
    plot = plots(("A", "supplied", "cannot_tell", 1e4, False)).assign(lacks="built_m2 started_on")
    zone = {"idle_verdict": "cannot_tell", "verdict": "cannot_tell"}
    assert told(zone=zone, idle=plot)[0] == (
        "有 1 宗地无法判定：台账缺已动工开发面积、实际开工时间"
    )
