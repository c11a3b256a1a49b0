from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest

from zoneland.core.wording import words
from zoneland.maps.block import json_block
from zoneland.maps.view import view

if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


@pytest.fixture
def page(drawing: ModuleType) -> dict[str, Any]:
    told: dict[str, Any] = view(drawing.county()).page
    return told


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
    assert page["zones"][2]["plots"] == "—"


def test_a_card_says_why_and_which_land_use_decides(page: dict[str, Any]) -> None:
    assert page["zones"][0]["reasons"][0] == "产业用地还差 0.04 平方米达到 60%"  # 60,000 - 59,996
    assert page["zones"][0]["readings"]["deciding"] == 0
    assert page["zones"][1]["reasons"][0] == "有 0.0094 公顷（9.38%）没有用地数据，占比只能给出区间"


def test_a_missing_figure_sorts_as_missing(page: dict[str, Any]) -> None:
    assert page["zones"][1]["cells"]["outside_growth_m2"] == ["—", None]


def test_every_reading_stands_in_the_card_and_one_is_the_runs_own(page: dict[str, Any]) -> None:
    told = page["zones"][0]["readings"]
    assert told["land_uses"] == ["规划", "现状"]
    assert len(told["rows"]) == 8
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
