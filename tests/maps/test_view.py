from __future__ import annotations

import base64
import itertools
import json
import math
import zlib
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from zoneland.core.wording import words
from zoneland.maps.block import json_block
from zoneland.maps.view import view
from zoneland.rules.readings import READINGS

if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


@pytest.fixture
def page(drawing: ModuleType) -> dict[str, Any]:
    told: dict[str, Any] = view(drawing.county()).page
    return told


def figure(page: dict[str, Any], zone: int, rule: str, label: str) -> dict[str, Any]:
    return next(one for one in page["zones"][zone]["figures"][rule] if one["label"] == label)


def layer(page: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in page["layers"] if one["key"] == key)


def test_the_table_shows_final_figures(page: dict[str, Any]) -> None:
    first, second, third = ({k: v[0] for k, v in zone["cells"].items()} for zone in page["zones"])
    assert first == {
        "name": "城东新材料产业园",
        "verdict": "不达标",
        "share": "59.996%",  # two decimals would lift it to the threshold
        "farmland_m2": "4.6501",
        "redline_m2": "2.1000",
        "outside_growth_m2": "0.0000",
        "unsupplied_m2": "3.3600",
        "idle_m2": "6.2400",
    }
    assert (second["share"], second["outside_growth_m2"]) == ("54.12%–63.50%", "—")
    assert (third["share"], third["unsupplied_m2"]) == ("60.00%", "—")
    assert figure(page, 2, "idle_land", "疑似闲置宗数")["text"] == "—"


def test_a_card_says_why_and_which_land_use_decides(page: dict[str, Any]) -> None:
    assert page["zones"][0]["reasons"][0] == "产业用地还差 0.04 平方米达到 60%"  # 60,000 - 59,996
    assert page["zones"][0]["readings"]["deciding"] == 0
    assert page["zones"][1]["reasons"][0] == "有 0.0094 公顷（9.38%）没有用地数据，占比只能给出区间"


def test_a_missing_figure_sorts_as_missing(page: dict[str, Any]) -> None:
    assert page["zones"][1]["cells"]["outside_growth_m2"] == ["—", None]


def test_every_reading_stands_in_the_card_and_one_is_the_runs_own(page: dict[str, Any]) -> None:
    told = page["zones"][0]["readings"]
    assert told["land_uses"] == ["规划", "现状"]
    assert len(told["rows"]) == len(READINGS)
    own = [
        (row["reading"], cell["share"])
        for row in told["rows"]
        for cell in row["cells"]
        if cell["is_own"]
    ]
    assert own == [("工矿仓储 ÷ 全区面积", "59.996%")]


def test_pieces_lead_to_their_place_in_the_layer(page: dict[str, Any], reading: ModuleType) -> None:
    ids = reading.columns_of(layer(page, "findings")["columns"])["fields"][-1]
    pieces = page["zones"][0]["findings"]
    assert [piece["id"] for piece in pieces] == ["F1", "F3", "F2", "F4"]  # slivers last
    assert [ids[piece["place"]] for piece in pieces] == ["F1", "F3", "F2", "F4"]


def test_a_plot_without_geometry_is_told_and_not_drawn(page: dict[str, Any]) -> None:
    assert layer(page, "idle")["count"] == 3
    (plot,) = page["zones"][2]["idle"]
    assert (plot["label"], plot["area"], plot["place"]) == ("电机厂扩建", "1.8000 公顷", None)


def test_idle_plots_come_first_and_say_why(page: dict[str, Any]) -> None:
    plots = page["zones"][0]["idle"]
    assert [plot["id"] for plot in plots] == ["D1", "D2", "D3"]
    assert plots[1]["note"] == "政府原因或不可抗力 · 起算日 2025-03-01 · 已满月数 19"
    assert plots[2]["label"] == "豫政土〔2023〕88号"  # no project: the batch names it


def test_layers_open_as_an_official_would_want(page: dict[str, Any]) -> None:
    assert {one["key"]: one["on"] for one in page["layers"]} == {
        "survey": False,
        "plan": True,
        "farmland": False,
        "redline": False,
        "growth": False,
        "zones": True,
        "idle": True,
        "findings": True,
    }


def test_survey_is_shown_where_there_is_no_plan(drawing: ModuleType) -> None:
    shown = view(drawing.county(layers={"survey": drawing.parcels(drawing.SURVEY)})).page
    assert layer(shown, "survey")["on"]


def test_the_legend_holds_what_occurs_and_no_more(page: dict[str, Any]) -> None:
    labels = [brush["label"] for brush in layer(page, "findings")["brushes"]]
    assert labels == [
        "占用永久基本农田",
        "占用生态保护红线",
        "占用永久基本农田 · 碎斑",
        "超出城镇开发边界 · 碎斑",
    ]
    assert sum(brush["count"] for brush in layer(page, "plan")["brushes"]) == 17 * 11


def test_the_title_block_says_what_the_run_rests_on(page: dict[str, Any]) -> None:
    assert [text for _, text in page["facts"]] == [
        "2026-10-31",
        "≥ 60%",
        "工矿仓储 ÷ 全区面积",
        "CGCS2000 高斯投影 114°E（EPSG:4526）",
        "椭球面积",
        "错误 3 · 警告 0 · 提示 2",
        "未经审图，不得公开",
    ]
    assert page["inputs"][0]["sha256"] == "ab12ab12ab12"


def test_both_languages_have_every_word() -> None:
    assert set(words("zh")) == set(words("en"))


def test_the_language_can_be_asked_for(drawing: ModuleType) -> None:
    shown = view(drawing.county(), lang="en")
    assert shown.lang == "en"
    assert shown.page["zones"][0]["cells"]["verdict"][0] == "Fail"


def test_parcels_without_optional_columns_are_drawn(drawing: ModuleType) -> None:
    bare = drawing.parcels(drawing.PLAN)[["class_code", "geometry"]]
    shown = view(drawing.county(layers={"plan": bare})).page
    assert [brush["label"] for brush in layer(shown, "plan")["brushes"]] == ["未知编码"]


def test_a_run_without_findings_plots_or_layers_is_shown(drawing: ModuleType) -> None:
    shown = view(
        drawing.county(
            findings=drawing.findings().iloc[:0],
            idle=drawing.idle().iloc[:0],
            layers={},
            readings=drawing.readings().iloc[:0],
        )
    ).page
    assert [one["key"] for one in shown["layers"]] == ["zones"]
    assert shown["zones"][0]["cells"]["share"][0] == "—"


def test_missing_values_of_every_sort_are_no_values(drawing: ModuleType) -> None:
    zones = drawing.zones().assign(
        zone_name=[None, float("nan"), ""],
        land_use=None,
        share_low=math.nan,
        depends_on_reading=None,
    )
    shown = view(drawing.county(zones=zones)).page
    assert [zone["name"] for zone in shown["zones"]] == ["KFQ001", "KFQ002", "KFQ003"]
    json.loads(json_block(shown))


def test_a_label_stands_in_its_zone_clear_of_the_hole(drawing: ModuleType) -> None:
    shown = view(drawing.county())
    lon, lat = shown.page["anchors"][2]
    west, south, east, north = shown.bounds
    assert west < lon < east
    assert south < lat < north
    hole = (2600 < (lon - 114) * 91_600 < 2900, 400 < (lat - 34.6882) * 111_000 < 650)
    assert not all(hole)


def with_kinds(drawing: ModuleType) -> Any:
    """Add to the county a piece that two zones share, one to be checked, and two of cropland."""
    extra = (
        drawing.findings()
        .iloc[[0] * 4]
        .assign(
            finding_id=["F6", "F7", "F8", "F9"],
            kind=["zones", "plan_outside_growth", "cropland", "cropland"],
            level=["error", "warning", "info", "info"],
            area_m2=[900.0, 800.0, 700.0, 600.0],
            other_id=["KFQ002", "", "", ""],
        )
    )
    found = pd.concat([drawing.findings().assign(other_id=""), extra], ignore_index=True)
    return drawing.county(
        findings=found,
        zones=drawing.zones().assign(
            zones_m2=[900.0, 900.0, 0.0],
            plan_outside_growth_m2=[800.0, 0.0, 0.0],
            cropland_m2=[1300.0, 0.0, 0.0],
        ),
    )


def test_each_level_of_findings_has_its_layer_and_what_is_only_told_is_off(
    drawing: ModuleType,
) -> None:
    told = view(with_kinds(drawing)).page
    found = {one["key"]: (one["count"], one["on"]) for one in told["layers"]}
    assert found["findings"] == (6, True)  # the county's five, slivers too, and the zones' own
    assert found["warnings"] == (1, True)
    assert found["notes"] == (2, False)


def test_what_two_zones_share_stands_in_both_cards(drawing: ModuleType) -> None:
    told = view(with_kinds(drawing)).page
    first, second, third = (
        [(row["id"], row["note"]) for row in zone["findings"] if row["kind"] == "zones"]
        for zone in told["zones"]
    )
    assert (first, second, third) == (
        [("F6", "综合保税物流园")],
        [("F6", "城东新材料产业园")],
        [],
    )
    assert figure(told, 1, "control_lines", "与其他开发区重叠")["text"] == "0.0900 公顷"
    assert len(figure(told, 1, "control_lines", "与其他开发区重叠")["places"]) == 1


def test_a_figure_leads_to_its_pieces_and_to_no_other(drawing: ModuleType) -> None:
    county = with_kinds(drawing)
    told = view(county).page
    cropland = figure(told, 0, "control_lines", "占用一般耕地（非永久基本农田）")
    assert (cropland["text"], cropland["layer"]) == ("0.1300 公顷", "notes")
    assert sorted(cropland["places"]) == [0, 1]
    farmland = figure(told, 0, "control_lines", "占用永久基本农田")
    ids = {
        row["place"]: row["id"]
        for row in told["zones"][0]["findings"]
        if row["layer"] == "findings"
    }
    assert [ids[place] for place in farmland["places"]] == ["F1", "F2", "F4"]
    labels = [one["label"] for one in told["zones"][2]["figures"]["control_lines"]]
    assert labels == ["占用永久基本农田", "占用生态保护红线", "超出城镇开发边界"]


def places_of(text: str) -> list[int]:
    steps: list[int] = json.loads(zlib.decompress(base64.b64decode(text)))
    return list(itertools.accumulate(steps))


def test_the_share_leads_to_the_zones_own_land(drawing: ModuleType) -> None:
    land = drawing.frame(
        class_code=["1001"] * 4,
        kind=["industry", "commerce", "industry", "unknown"],
        # In the first zone; across its edge; touching its edge from outside; in the second.
        geometry=[
            drawing.square(500, 500, 100),
            drawing.square(1460, 700, 60),
            drawing.at((1500, 700), (1380, 1330), (1700, 1100)),
            drawing.square(2200, 1600, 100),
        ],
    )
    told = view(drawing.county(layers={"plan": land})).page
    assert places_of(told["zones"][0]["land"]["plan"]) == [0, 1]
    assert places_of(told["zones"][1]["land"]["plan"]) == [3]
    assert told["zones"][2]["land"] == {}
    share = figure(told, 0, "industrial_share", "产业用地占比 (规划)")
    assert (share["use"], share["kinds"]) == ("plan", ["industry", "mining", "storage"])
    gap = figure(told, 1, "industrial_share", "用途待定或没有数据的土地（可能计入）")
    assert gap["text"] == "0.0094 公顷"  # 63,500 - 54,120 of 0.01 m²
    assert "unknown" in gap["kinds"]


def test_mixed_land_counts_for_each_of_its_kinds(drawing: ModuleType) -> None:
    land = drawing.frame(
        class_code=["1001:0901=1:2"],
        kind=["undecided"],
        mix=["1001=1/3+0901=2/3"],
        class_system=["ydyh2023"],
        geometry=[drawing.square(500, 500, 100)],
    )
    (brush,) = layer(view(drawing.county(layers={"plan": land})).page, "plan")["brushes"]
    assert brush["kinds"] == ["industry", "commerce"]
    assert brush["label"] == "混合用地（工业用地、商业服务业用地）"


def test_unsupplied_land_is_drawn_by_its_age_and_ordinary_plots_apart(drawing: ModuleType) -> None:
    idle = (
        drawing.idle()
        .iloc[[0, 1, 2, 2, 2]]
        .assign(
            plot_id=["D1", "D2", "D3", "D4", "D5"],
            status=["completed", "started", "unsupplied", "unsupplied", "lapsed"],
            is_idle=False,
            months=[math.nan, math.nan, 11.0, 12.0, 24.0],
        )
    )
    told = view(drawing.county(idle=idle)).page
    labels = [brush["label"] for brush in layer(told, "idle")["brushes"]]
    assert labels == [
        "批而未供（批准已满两年，核查是否失效）",
        "批而未供（批准满一年）",
        "批而未供（批准未满一年）",
    ]
    assert not layer(told, "plots")["on"]
    assert layer(told, "plots")["count"] == 2
    by_layer = {row["id"]: row["layer"] for row in told["zones"][0]["idle"]}
    assert by_layer == {"D1": "plots", "D2": "plots", "D3": "idle", "D4": "idle", "D5": "idle"}
    assert len(figure(told, 0, "idle_land", "批而未供")["places"]) == 3


def test_a_plot_says_its_branch_its_fee_and_what_its_ledger_lacks(drawing: ModuleType) -> None:
    idle = drawing.idle().assign(
        branch=["1_idle_2y", "1_idle_1y", "unsupplied", "4_missing"],
        lacks=["", "price_yuan", "", "agreed_start_on delivered_on"],
        fee_yuan=[math.nan, 448_820.5, math.nan, math.nan],
        share_built=[0.0, 0.33333, math.nan, math.nan],
        share_invested=[0.1, math.nan, math.nan, math.nan],
    )
    told = view(drawing.county(idle=idle)).page
    notes = {row["id"]: row["note"] for zone in told["zones"] for row in zone["idle"]}
    assert notes["D1"].endswith("已满月数 40 · 已动工面积 0.00% · 已投资 10.00%")
    # Two decimals would not lift it to a third.
    assert "已动工面积 33.33%" in notes["D2"]
    assert notes["D2"].endswith("闲置费估算 448,820.50 元 · 缺：成交价格")
    assert notes["D4"] == "四、数据不全 · 缺：约定开工时间、实际交地时间"


def test_batches_stand_by_year_in_the_card(drawing: ModuleType) -> None:
    batches = pd.DataFrame(
        {
            "zone_id": ["KFQ001", "KFQ001"],
            "year": pd.array([2021, None], dtype="Int64"),
            "batches": [2, 1],
            "approved_m2": [50_000.0, math.nan],
            "supplied_m2": [10_000.0, math.nan],
            "left_m2": [40_000.0, math.nan],
            "lapsed_m2": [40_000.0, math.nan],
        }
    )
    told = view(drawing.county(batches=batches)).page["zones"]
    assert told[0]["batches"] == [
        ["2021", "2", "5.0000", "1.0000", "4.0000", "4.0000"],
        ["日期不详", "1", "—", "—", "—", "—"],
    ]
    assert told[1]["batches"] == []


def test_a_zone_that_falls_short_is_told_what_it_would_take(drawing: ModuleType) -> None:
    zones = drawing.zones().assign(
        to_convert_m2=[45.9, 0.0, math.nan],
        to_add_m2=math.nan,
        to_leave_m2=[76.49, 0.0, math.nan],
        urban_m2=[1000.0, math.nan, 0.0],
    )
    told = view(drawing.county(zones=zones)).page
    assert figure(told, 0, "industrial_share", "达标需改为产业用地")["text"] == "0.0046 公顷"
    assert figure(told, 0, "control_lines", "位于城镇空间")["text"] == "0.1000 公顷"
    assert len(told["zones"][2]["figures"]["industrial_share"]) == 1


def test_the_page_knows_the_ellipsoid_of_its_degrees(page: dict[str, Any]) -> None:
    name, half_axis_m, inverse = layer(page, "zones")["spheroid"]
    assert (name, half_axis_m) == ("CGCS2000", 6_378_137.0)
    assert inverse == pytest.approx(298.257222101)


def test_a_sub_zone_of_the_growth_boundary_is_a_line_of_its_own(drawing: ModuleType) -> None:
    lines = {"flexible": drawing.frame(geometry=[drawing.square(0, 0, 500)])}
    told = layer(view(drawing.county(layers=lines)).page, "flexible")
    assert (told["title"], told["on"], told["brushes"][0]["fill"]) == ("弹性发展区", False, "")


def test_what_has_no_polygon_has_no_switch(drawing: ModuleType) -> None:
    told = view(drawing.county(idle=drawing.idle().assign(geometry=None))).page
    assert "idle" not in {one["key"] for one in told["layers"]}
    assert [plot["place"] for plot in told["zones"][0]["idle"]] == [None] * 3
    assert figure(told, 0, "idle_land", "疑似闲置")["places"] == []
