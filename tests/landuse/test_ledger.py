"""Ledgers: columns, units, cells and rows."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zoneland.core.problems import InputError, Problem
from zoneland.core.wording import Term
from zoneland.landuse.ledger import (
    read_approvals_rows,
    read_approvals_table,
    read_supply_rows,
    read_supply_table,
)
from zoneland.landuse.ledger_columns import APPROVALS, SUPPLY
from zoneland.landuse.ledger_sources import collect_supply

CRS = "EPSG:4526"


def table(headings: list[str], *rows: list[object], first: int = 2) -> pd.DataFrame:
    index = range(first, first + len(rows))
    return pd.DataFrame(list(rows), columns=headings, index=index, dtype=object)


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def values(problem: Problem) -> dict[str, object]:
    return dict(problem.values)


def value(problem: Problem, name: str) -> Any:
    found = values(problem)[name]
    return str(found) if isinstance(found, Term) else found


def test_landchina_headings_with_their_units() -> None:
    headings = ["电子监管号", "项目名称", "面积(公顷)", "成交价格(万元)", "土地使用权人"]
    headings += ["约定交地时间", "约定开工时间", "约定竣工时间", "实际开工时间", "实际竣工时间"]
    row = ["4101222021B00012", "某厂", "2.5", "1,200.5", "某公司", "2021/1/1", "2021/3/5"]
    frame, problems = read_supply_rows(
        table(headings, [*row, "2023/3/5", "1900-01-01", None]), where="supply.xlsx"
    )
    assert problems == []
    found = frame.loc[0]
    assert (found["supply_id"], found["holder"]) == ("4101222021B00012", "某公司")
    assert (found["area_m2"], found["price_yuan"]) == (25_000, 12_005_000)
    assert found["agreed_delivery_on"] == date(2021, 1, 1)
    assert found["agreed_finish_on"] == date(2023, 3, 5)
    assert found["started_on"] is None
    assert (found["where"], found["unread"]) == ("supply.xlsx #2", "")


def test_codes_of_the_databases_are_known_in_any_case() -> None:
    headings = ["zdh", "gdmj", "YDKGSJ", "sjkgsj", "xzyy", "ykgmj", "gdzcljtr", "sjjdsj"]
    frame, _ = read_supply_rows(
        table(headings, ["A-1", 1, 20210305, None, "政府原因", 0.5, 30, "2021-4-1"]), where="s"
    )
    found = frame.loc[0]
    assert (found["plot_id"], found["area_m2"], found["cause"]) == ("A-1", 10_000, "政府原因")
    assert (found["built_m2"], found["invested_yuan"]) == (5_000, 300_000)
    assert found["delivered_on"] == date(2021, 4, 1)


@pytest.mark.parametrize(
    ("heading", "cell", "area_m2"),
    [
        ("面积（公顷）", 1.2345, 12345.0),
        ("面积(亩)", 30, 20_000.0),
        ("供地面积/亩", 15, 10_000.0),
        ("面积（单位：平方米）", 250, 250.0),
        ("面积㎡", 250, 250.0),
        ("area_m2", 250, 250.0),
        ("area_ha", 2, 20_000.0),
        ("TBMJ", 250, 250.0),
        ("面积（㎡）", 250, 250.0),
        ("面积（公顷）", "15亩", 10_000.0),
        ("面积（公顷）", 0.1 + 0.2, 3_000.0),
    ],
)
def test_units_of_area(heading: str, cell: object, area_m2: float) -> None:
    frame, problems = read_supply_rows(
        table([heading, "约定开工时间", "实际开工时间"], [cell, "2021-3-5", None]), where="s"
    )
    assert frame["area_m2"].tolist() == [area_m2]
    assert problems == []


def test_a_unit_that_nobody_states_is_hectares_and_said() -> None:
    frame, problems = read_approvals_rows(
        table(["批准文号", "批准日期", "面积"], ["1号", "2021-1-1", 2]), where="a"
    )
    assert frame["area_m2"].tolist() == [20_000]
    assert [(p.code, value(p, "unit")) for p in problems] == [("ZL150", "公顷")]


def test_a_note_above_the_table_sets_the_unit() -> None:
    raw = table(["宗地号", "面积", "成交价格", "约定开工时间", "实际开工时间"], ["A", 3, 5, "", ""])
    frame, problems = read_supply_rows(raw, where="s", note="供地台账 单位：亩、元")
    assert frame[["area_m2", "price_yuan"]].to_numpy().tolist() == [[2000, 5]]
    assert problems == []


def square(size_m: float, x: float = 0) -> shapely.Polygon:
    return shapely.box(x, 0, x + size_m, size_m)


@pytest.mark.parametrize(("stated", "unit"), [(1.0, "公顷"), (15.2, "亩"), (9_990.0, "平方米")])
def test_polygons_tell_the_unit(stated: float, unit: str) -> None:
    raw = gpd.GeoDataFrame(
        {"PZWH": ["1号"], "PZRQ": ["2021-1-1"], "MJ": [stated]}, geometry=[square(100)], crs=CRS
    )
    frame, problems = read_approvals_rows(raw, where="a.gpkg")
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame.crs == CRS
    assert frame.geometry.iloc[0].equals(square(100))
    assert frame["area_m2"].iloc[0] == pytest.approx(10_000, rel=0.02)
    assert [(p.code, value(p, "unit")) for p in problems] == [("ZL151", unit)]


def test_areas_far_from_the_polygons_are_told() -> None:
    raw = gpd.GeoDataFrame(
        {"PZWH": ["1号"], "PZRQ": ["2021-1-1"], "MJ_m2": [1.0]}, geometry=[square(100)], crs=CRS
    )
    _, problems = read_approvals_rows(raw, where="a.gpkg")
    assert [(p.code, value(p, "ratio")) for p in problems] == [("ZL152", "0.0001")]


def test_polygons_need_no_column_of_areas_and_lose_no_row() -> None:
    raw = gpd.GeoDataFrame(
        {"PZWH": ["1号", None], "PZRQ": ["2021-1-1", None]},
        geometry=[square(1), square(1)],
        crs=CRS,
    )
    frame, problems = read_approvals_rows(raw, where="a")
    assert len(frame) == 2
    assert frame["area_m2"].isna().all()
    assert problems == []


def test_totals_remarks_and_repeated_headings_are_not_plots() -> None:
    headings = ["序号", "宗地号", "项目名称", "面积（公顷）", "约定开工时间", "实际开工时间"]
    raw = table(
        headings,
        [1, "A-1", "甲", 1, "2021-1-1", None],
        ["小计", None, None, 1, None, None],
        headings,
        [2, "A-2", "乙", 2, "2021-1-1", None],
        [None, " 合 计 ", None, 3, None, None],
        ["填表人：张三", None, None, None, "2021-9-9", None],
        [None, None, "注：不含道路", None, None, None],
        first=4,
    )
    frame, problems = read_supply_rows(raw, where="s")
    assert frame["plot_id"].tolist() == ["A-1", "A-2"]
    assert [(p.code, value(p, "rows")) for p in problems] == [
        ("ZL145", "5、8"),
        ("ZL146", "6、9、10"),
    ]


def test_cells_that_cannot_be_read_become_missing_and_are_told_of_with_their_rows() -> None:
    raw = table(
        ["宗地号", "面积（公顷）", "约定开工时间", "实际开工时间"],
        ["A-1", "约60亩", "03/04/2021", None],
        ["A-2", "60,5", "03/04/2021", "开工"],
        ["A-3", -1, "2021年3月", None],
    )
    frame, problems = read_supply_rows(raw, where="s.xlsx 供地")
    assert frame["area_m2"].isna().all()
    assert frame["agreed_start_on"].tolist() == [None, None, date(2021, 3, 1)]
    assert frame["unread"].tolist() == [
        "area_m2 agreed_start_on",
        "area_m2 agreed_start_on started_on",
        "area_m2",
    ]
    assert [(p.code, p.where, value(p, "value"), value(p, "rows")) for p in problems] == [
        ("ZL147", "s.xlsx 供地 #2 面积（公顷）", "约60亩", "2"),
        ("ZL147", "s.xlsx 供地 #3 面积（公顷）", "60,5", "3"),
        ("ZL147", "s.xlsx 供地 #4 面积（公顷）", "-1", "4"),
        ("ZL143", "s.xlsx 供地 #2 约定开工时间", "03/04/2021", "2、3"),
        ("ZL144", "s.xlsx 供地 #4 约定开工时间", "2021年3月", "4"),
        ("ZL142", "s.xlsx 供地 #3 实际开工时间", "开工", "3"),
    ]


def test_ids_that_lost_digits_are_not_used() -> None:
    raw = table(
        ["电子监管号", "面积（公顷）", "约定开工时间", "实际开工时间"],
        [4101222021000012345, 1, None, None],
        ["4.10122E+18", 1, None, None],
        ["4101222021000012345", 1, None, None],
        [410122, 1, None, None],
    )
    frame, problems = read_supply_rows(raw, where="s")
    assert frame["supply_id"].tolist() == [None, None, "4101222021000012345", "410122"]
    assert [(p.code, value(p, "rows")) for p in problems] == [("ZL148", "2、3")]


CONTRACTS = ["序号", "电子监管号", "面积（公顷）", "约定开工时间", "实际开工时间", "位置"]


@pytest.mark.parametrize(
    "second",
    [
        [2, "B1", 2, "2021-1-1", None, "东"],
        [2, "B1", 1, "2021-1-2", None, "东"],
        [2, "B1", 1, "2021-1-1", None, "西"],
        [2, "B1", 1, "2021-1-1", "不详", "东"],
    ],
)
def test_a_contract_of_several_plots_is_told_of_and_kept(second: list[object]) -> None:
    raw = table(CONTRACTS, [1, "B1", 1, "2021-1-1", None, "东"], second)
    frame, problems = read_supply_rows(raw, where="s")
    assert len(frame) == 2
    told = [(value(p, "value"), value(p, "count")) for p in problems if p.code == "ZL149"]
    assert told == [("B1", 2)]
    assert "ZL184" not in codes(problems)


def test_a_row_entered_twice_counts_once() -> None:
    raw = table(
        CONTRACTS,
        [1, "B1", 1, "2021-1-1", None, "东"],
        [2, "B2", 1, "2021-1-1", None, "东"],
        [3, "B1", "1.0", "2021年1月1日", "", " 东"],
    )
    frame, problems = read_supply_rows(raw, where="s")
    assert frame["supply_id"].tolist() == ["B1", "B2"]
    assert [(p.code, value(p, "rows"), value(p, "count")) for p in problems] == [
        ("ZL184", "s #4", 1)
    ]


def test_rows_without_a_contract_number_are_never_taken_for_repeated() -> None:
    row = [1, None, 1, "2021-1-1", None, "东"]
    frame, problems = read_supply_rows(table(CONTRACTS, row, row), where="s")
    assert len(frame) == 2
    assert problems == []


PLOTS = ["宗地号", "供地面积（公顷）", "约定开工时间", "实际开工时间"]


def test_a_plot_without_a_contract_number_that_is_entered_twice_counts_once() -> None:
    one, more = ["Z1", 1, "2021-1-1", None], ["Z2", 2, "2021-1-1", None]
    frame, problems = read_supply_rows(table(PLOTS, one, more, one), where="s")
    assert frame["area_m2"].sum() == 30_000
    assert [(p.code, value(p, "rows")) for p in problems] == [("ZL184", "s #4")]


def test_an_approved_plot_that_is_entered_twice_counts_once_and_a_batch_twice() -> None:
    headings = ["批准文号", "宗地号", "批准日期", "用地总面积（公顷）"]
    plot, batch = ["B1", "Z1", "2021-1-1", 1], ["B1", None, "2021-1-1", 1]
    frame, problems = read_approvals_rows(table(headings, plot, plot, batch, batch), where="a")
    assert frame["area_m2"].sum() == 30_000
    assert [(p.code, value(p, "rows")) for p in problems] == [("ZL184", "a #3")]


def test_a_plot_that_is_supplied_in_two_parts_counts_twice() -> None:
    rows = ["Z1", 1, "2021-1-1", None], ["Z1", 2, "2021-1-1", None]
    frame, problems = read_supply_rows(table(PLOTS, *rows), where="s")
    assert frame["area_m2"].sum() == 30_000
    assert problems == []


@pytest.mark.parametrize(
    "heading", ["供地面积（公顷/亩）", "供地面积（公顷）（平方米）", "供地面积（公顷 或 亩）"]
)
def test_a_heading_of_two_units_is_refused(heading: str) -> None:
    headings = ["宗地号", heading, "约定开工时间", "实际开工时间"]
    _, problems = read_supply_rows(table(headings, ["Z1", 15, "2021-1-1", None]), where="s")
    assert codes(problems) == ["ZL377"]


def test_a_note_of_two_units_is_refused_where_the_heading_has_none() -> None:
    row = ["Z1", 1, "2021-1-1", None]
    bare = table(["宗地号", "供地面积", "约定开工时间", "实际开工时间"], row)
    _, problems = read_supply_rows(bare, where="s", note="单位：公顷、亩")
    assert [(it.code, it.where) for it in problems] == [("ZL378", "s 供地面积")]
    assert "公顷、亩" in problems[0].said("zh")
    _, problems = read_supply_rows(bare, where="s", note="单位：亩、万元")
    assert problems == []
    stated = table(["宗地号", "供地面积（亩）", "约定开工时间", "实际开工时间"], row)
    frame, problems = read_supply_rows(stated, where="s", note="单位：公顷、亩")
    assert problems == []
    assert frame["area_m2"].round(2).tolist() == [666.67]


def test_polygons_tell_which_of_two_units_in_a_note_is_meant() -> None:
    columns = {"ZDH": ["Z1"], "供地面积": [15], "YDKGSJ": ["2021-1-1"], "SJKGSJ": [None]}
    raw = gpd.GeoDataFrame(columns, geometry=[square(100)], crs=CRS)
    frame, problems = read_supply_rows(raw, where="s", note="单位：公顷、亩")
    assert "ZL378" not in codes(problems)
    assert frame["area_m2"].round(2).tolist() == [10_000.0]


@pytest.mark.parametrize(
    "section", ["一、2021年供地", "（二）出让", "十一、划拨", "2022年", "2022年度供地", "2023年度"]
)
def test_a_row_that_heads_a_section_is_no_plot(section: str) -> None:
    rows = [section, None, None, None], ["Z1", 1, "2021-1-1", None]
    frame, problems = read_supply_rows(table(PLOTS, *rows), where="s")
    assert frame["plot_id"].tolist() == ["Z1"]
    assert [(it.code, it.where) for it in problems] == [("ZL146", "s #2")]


@pytest.mark.parametrize(
    "plot", ["2022-3号地", "一号地块", "2021年第3号", "Z2", "(二)号地块", "一、二期用地"]
)
def test_a_plot_of_which_only_the_number_stands_is_a_plot(plot: str) -> None:
    rows = [plot, None, None, None], ["Z1", 1, "2021-1-1", None]
    frame, _ = read_supply_rows(table(PLOTS, *rows), where="s")
    assert frame["plot_id"].tolist() == [plot, "Z1"]


def test_a_section_s_name_beside_an_area_is_a_plot_s() -> None:
    frame, _ = read_supply_rows(table(PLOTS, ["一、工业", 2, "2021-1-1", None]), where="s")
    assert frame["area_m2"].tolist() == [20_000.0]


def test_a_price_per_area_is_no_price() -> None:
    headings = [*PLOTS, "成交价格（元/平方米）"]
    _, problems = read_supply_rows(table(headings, ["Z1", 1, "2021-1-1", None, 300]), where="s")
    assert codes(problems) == ["ZL377"]


def test_one_contracts_plots_that_are_drawn_apart_all_count() -> None:
    raw = gpd.GeoDataFrame(
        {"DZJGH": ["B1"] * 3, "YDKGSJ": ["2021-1-1"] * 3, "SJKGSJ": [None] * 3},
        geometry=[square(1), square(1, x=5), square(1)],
        crs=CRS,
        index=[1, 2, 3],
    )
    frame, problems = read_supply_rows(raw, where="s")
    assert frame["where"].tolist() == ["s #1", "s #2"]
    assert isinstance(frame, gpd.GeoDataFrame)
    assert codes(problems) == ["ZL184", "ZL149"]


def test_a_contract_on_two_sheets_counts_once(tmp_path: Path) -> None:
    headings = ["电子监管号", "面积（公顷）", "约定开工时间", "实际开工时间"]
    one, two = ["B1", 1, "2021-1-1", None], ["B2", 1, "2022-1-1", None]
    path = save(tmp_path / "s.xlsx", {"2021": [headings, one], "汇总": [headings, one, two]})
    frame, problems = read_supply_table(path, where="s")
    assert frame["supply_id"].tolist() == ["B1", "B2"]
    assert [(p.code, value(p, "rows")) for p in problems] == [("ZL184", "s 汇总 #2")]


def test_land_not_handed_over_is_more_than_a_blank() -> None:
    raw = table(
        ["宗地号", "面积（公顷）", "约定开工时间", "实际开工时间", "实际交地时间"],
        ["A", 1, "2021-1-1", None, "未交地"],
        ["B", 1, "2021-1-1", None, " 尚未交付"],
        ["C", 1, "2021-1-1", None, None],
        ["D", 1, "2021-1-1", "未开工", "2021-1-1"],
    )
    frame, problems = read_supply_rows(raw, where="s")
    assert frame["is_undelivered"].tolist() == [True, True, False, False]
    assert frame["delivered_on"].tolist() == [None, None, None, date(2021, 1, 1)]
    assert set(frame["unread"]) == {""}
    assert problems == []


def test_an_unknown_start_is_not_one_that_has_not_happened() -> None:
    raw = table(
        ["宗地号", "面积（公顷）", "约定开工时间", "实际开工时间"], ["A", 1, "2021-1-1", "未知"]
    )
    frame, problems = read_supply_rows(raw, where="s")
    assert frame["unread"].tolist() == ["started_on"]
    assert codes(problems) == ["ZL142"]


def test_rows_of_a_drawn_ledger_without_a_polygon_are_kept() -> None:
    near = shapely.box(38_500_000, 3_800_000, 38_500_010, 3_800_010)
    raw = gpd.GeoDataFrame(
        {
            "ZDH": ["1", "2", "3", "合计"],
            "GDMJ_m2": [100, 20_000, 300, 20_400],
            "YDKGSJ": ["2020-1-1"] * 3 + [None],
            "SJKGSJ": [None] * 4,
            "KFQMC": ["甲区", "乙区", "乙区", None],
        },
        geometry=[near, None, shapely.Polygon(), None],
        crs=CRS,
    )
    found = collect_supply(raw, where="s.gpkg")
    frame = found.data
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame["plot_id"].tolist() == ["1", "2", "3"]
    assert frame["area_m2"].tolist() == [100, 20_000, 300]
    assert frame["zone"].tolist() == ["甲区", "乙区", "乙区"]
    assert frame.geometry.isna().tolist() == [False, True, True]
    assert [(p.code, value(p, "rows")) for p in found.problems if p.code != "ZL150"] == [
        ("ZL180", "2、3、4"),
        ("ZL145", "4"),
    ]


DAYS = ["约定开工时间", "实际开工时间"]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["供地面积（公顷）", "出让面积（公顷）"], [1, 2]),
        (["面积（公顷）", "供地面积（公顷）"], [9, 1]),
        (["面积（公顷）", "面积（亩）"], [1, 2]),
        (["面积（公顷）", "面积（公顷）"], [1, None]),
        (["约定开工时间", "约定动工时间"], ["2021-1-1", "2021-1-2"]),
        (["约定开工时间", "约定动工时间"], ["", "2021-1-1"]),
        (["批准文号", "来源批文号"], ["1号", "2号"]),
    ],
)
def test_two_columns_for_one_thing_that_differ_in_one_row_are_refused(
    headings: list[str], row: list[object]
) -> None:
    alike = [15, 225] if "亩" in headings[1] else ["20210101", "20210101"]
    raw = table(["宗地号", *headings], ["A", *row], ["B", *alike])
    _, problems = read_supply_rows(raw, where="s")
    told = [problem for problem in problems if problem.code == "ZL371"]
    assert [(p.level, p.where, value(p, "rows")) for p in told] == [("error", "s #2", "2")]


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["供地面积（公顷）", "出让面积（公顷）"], [1, "1.0"]),
        (["供地面积（公顷）", "面积（亩）"], [1, 15]),
        (["供地面积（公顷）", "面积（亩）"], [1.2345, 18.52]),  # 18.5175, rounded
        (["面积（公顷）", "供地面积（公顷）"], [1, None]),  # a column of blanks says nothing
    ],
)
def test_two_columns_for_one_thing_that_agree_are_told(
    headings: list[str], row: list[object]
) -> None:
    raw = table([*headings, *DAYS], [*row, "", ""])
    frame, problems = read_supply_rows(raw, where="s")
    assert frame["area_m2"].tolist() == [row[0] * 10_000]  # type: ignore[operator]
    assert codes(problems) == ["ZL139"]


def test_the_refusal_names_both_headings_and_both_values() -> None:
    raw = table(["供地面积（公顷）", "出让面积（公顷）", *DAYS], [1, 1, "", ""], [3, 2, "", ""])
    _, problems = read_supply_rows(raw, where="s")
    assert problems[-1].said() == (
        "“供地面积（公顷）”“出让面积（公顷）”都可以读作“供地面积（GDMJ）”，"
        "但第 3 行不一样（3、2）。"
    )
    assert "they differ (row 3: 3、2)" in problems[-1].said("en")


def test_what_a_batch_has_in_all_is_no_rival_of_its_plot_s_area() -> None:
    headings = ["批次名", "批次面积（亩）", "地块名称", "地块面积（亩）", "地块剩余面积（亩）"]
    rows = [["b1", 100, "d1", 60, 60], ["b1", 100, "d2", 40, 10]]
    raw = table([*headings, "批准日期"], *([*row, "2022-1-1"] for row in rows))
    frame, problems = read_approvals_rows(raw, where="a")
    assert frame["area_m2"].round(6).tolist() == [40_000, 26_666.666667]  # 60 and 40 of 15 a ha
    assert frame["stated_left_m2"].round(6).tolist() == [40_000, 6_666.666667]
    assert problems == []


@pytest.mark.parametrize(
    "headings",
    [
        ["批次名称", "批而未供土地类型", "面积（公顷）", "批准日期"],
        ["批次名称", "类型", "剩余面积（公顷）", "批准日期"],
    ],
)
def test_the_area_of_a_ledger_of_remainders_is_what_is_left(headings: list[str]) -> None:
    raw = table(headings, ["b1", "城市批次", 3.2, "2021-1-1"])
    frame, problems = read_approvals_rows(raw, where="a")
    assert frame[["area_m2", "stated_left_m2"]].to_numpy().tolist() == [[32_000, 32_000]]
    assert codes(problems) == ["ZL374"]


def test_contract_numbers_stand_in_their_own_column_and_as_the_last_id() -> None:
    raw = table(["电子监管号", "批准日期", "面积（公顷）"], ["D1", "2021-1-1", 1])
    frame, _ = read_approvals_rows(raw, where="a")
    assert frame[["batch_id", "supervision_id"]].to_numpy().tolist() == [["D1", "D1"]]
    raw = table(["批准文号", "电子监管号", "批准日期", "面积（公顷）"], ["P1", "D1", "2021-1-1", 1])
    frame, _ = read_approvals_rows(raw, where="a")
    assert frame[["batch_id", "supervision_id"]].to_numpy().tolist() == [["P1", "D1"]]


def test_what_the_ledger_says_itself_is_kept() -> None:
    headings = ["电子监管号", "供地面积（公顷）", *DAYS, "取得土地使用权时间", "异动情况"]
    row = ["D1", 1, "2021-1-1", None, "2020年12月1日", "疑似闲置", "是", "调查"]
    frame, problems = read_supply_rows(table([*headings, "是否闲置", "处置状态"], row), where="s")
    found = frame.loc[0]
    assert (found["supply_id"], found["supervision_id"]) == ("D1", "D1")
    assert found["use_right_on"] == date(2020, 12, 1)
    assert (found["stated_status"], found["disposal"]) == ("疑似闲置", "调查")
    assert problems == []


def test_missing_columns_are_told_of() -> None:
    frame, problems = read_supply_rows(table(["宗地号", "项目名称"], ["A-1", "甲"]), where="s")
    assert codes(problems) == ["ZL141", "ZL141", "ZL140"]
    assert frame["unread"].tolist() == ["agreed_start_on started_on"]
    _, problems = read_approvals_rows(table(["批准文号", "面积（亩）"], ["1号", 1]), where="a")
    assert codes(problems) == ["ZL141"]


def test_hostile_text_stays_text() -> None:
    name = '=HYPERLINK("http://x")<script>{{ 7*7 }}{0.__class__}'
    raw = table(["宗地号", "项目名称", "面积（公顷）"], ["A-1", name, name])
    frame, problems = read_supply_rows(raw, where="s")
    assert frame["project"].tolist() == [name]
    assert all(name[:20] in p.line("zh") for p in problems if p.code == "ZL147")


def save(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_with_a_sheet_a_year(tmp_path: Path) -> None:
    headings = ["批准文号", "批准日期", "面积"]
    path = save(
        tmp_path / "approvals.xlsx",
        {
            "2021": [["单位：亩"], headings, ["1号", date(2021, 1, 1), 15], ["合计", None, 15]],
            "2022": [headings, ["2号", "2022.5.6", 1]],
        },
    )
    frame, problems = read_approvals_table(path, where="landuse/approvals.xlsx")
    assert frame[["batch_id", "approved_on", "area_m2", "where"]].to_numpy().tolist() == [
        ["1号", date(2021, 1, 1), 10_000, "landuse/approvals.xlsx 2021 #3"],
        ["2号", date(2022, 5, 6), 10_000, "landuse/approvals.xlsx 2022 #2"],
    ]
    assert codes(problems) == ["ZL145", "ZL150"]
    assert len(read_approvals_table(path, layer="2022")[0]) == 1


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "supply.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="ZL138"):
        read_supply_table(path)
    with pytest.raises(InputError, match="ZL101"):
        read_supply_table(tmp_path / "none.csv")


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(["合计", "2021年", "60,5", "约1亩", "03/04/2021", pd.NaT, pd.NA, "1e999"]),
)
LEFT_OUT = {"ZL145", "ZL146", "ZL184"}
HEADINGS = st.sampled_from(
    [name for contract in (APPROVALS, SUPPLY) for c in contract.columns for name in c.aliases]
    + ["面积（亩）", "成交价格(元)", "备注", "", "(", "单位:"]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_rows_raise_and_every_row_is_accounted_for(data: Any) -> None:
    headings = data.draw(st.lists(HEADINGS, min_size=1, max_size=6))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(headings), max_size=len(headings))))
    raw = table(headings, *rows) if rows else table(headings)
    for read in (read_approvals_rows, read_supply_rows):
        frame, problems = read(raw, where="t")
        left_out = sum(value(p, "count") for p in problems if p.code in LEFT_OUT)
        assert len(frame) + left_out == len(raw)
        assert all(p.line("zh") and p.line("en") for p in problems)
        json.dumps([values(p) for p in problems], ensure_ascii=False, default=str)
