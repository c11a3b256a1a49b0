"""Headings of one row and of two, in workbooks and in text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from zoneland.files.tables.sheet import Merge, Row, Sheet, table_of
from zoneland.landuse.ledger_columns import APPROVALS, SUPPLY, is_heading, is_quantity

if TYPE_CHECKING:
    from zoneland.core.contracts import Contract


def headings(
    *rows: list[object], merges: tuple[Merge, ...] = (), contract: Contract = SUPPLY
) -> list[str]:
    sheet = Sheet("a", tuple(Row(n, tuple(r)) for n, r in enumerate(rows, 1)), merges=merges)
    table = table_of(sheet, partial(is_heading, contract), partial(is_quantity, contract))
    assert table is not None
    return [str(name) for name in table.frame.columns]


def test_a_group_and_its_columns_are_read_together() -> None:
    assert headings(
        ["2021 年供地台账"],
        ["宗地号", "约定时间", None, None, "备注"],
        [None, "交地", "开工", "竣工", None],
        ["A-1", "2021-1-1", "2021-3-1", "2023-3-1", None],
        merges=(Merge(1, 1, 0, 4), Merge(2, 2, 1, 3), Merge(2, 3, 0, 0), Merge(2, 3, 4, 4)),
    ) == ["宗地号", "约定交地时间", "约定开工时间", "约定竣工时间", "备注"]


def test_groups_spread_over_blanks_where_nothing_is_merged() -> None:
    assert headings(
        ["序号", "宗地号", "供地", "", "实际", ""],
        ["", "", "面积（公顷）", "方式", "开工时间", "竣工时间"],
        ["1", "A-1", "2", "挂牌", "", ""],
    ) == ["序号", "宗地号", "供地面积（公顷）", "供地方式", "实际开工时间", "实际竣工时间"]


def test_an_area_of_something_else_is_not_the_plot_s() -> None:
    assert headings(
        ["批准文号", "批准情况", None, "占用耕地", None],
        [None, "批准日期", "面积（亩）", "面积（亩）", "其中水田"],
        ["1号", "2021-1-1", 15, 3, 1],
        merges=(Merge(1, 1, 1, 2), Merge(1, 1, 3, 4)),
        contract=APPROVALS,
    ) == ["批准文号", "批准日期", "面积（亩）", "占用耕地面积（亩）", "占用耕地其中水田"]


def test_the_whole_of_a_group_is_the_group() -> None:
    assert headings(
        ["宗地号", "供地面积（公顷）", None],
        [None, "合计", "其中新增"],
        ["A", 2, 1],
        merges=(Merge(1, 1, 1, 2),),
    ) == ["宗地号", "供地面积（公顷）", "供地面积（公顷）其中新增"]


def test_a_row_of_units_belongs_to_the_headings() -> None:
    assert headings(["宗地号", "供地面积", "成交价格"], [None, "（亩）", "万元"], ["A", 2, 1]) == [
        "宗地号",
        "供地面积（亩）",
        "成交价格万元",
    ]


@pytest.mark.parametrize(
    "first",
    [
        ["A-1", 2, "2021-3-5"],
        ["宗地号", "供地面积", "约定开工时间"],
        ["1", "2", "3"],
    ],
)
def test_rows_of_data_are_never_taken_for_headings(first: list[object]) -> None:
    rows = [["宗地号", "供地面积", "约定开工时间"], first, ["A-2", 1, None]]
    sheet = Sheet("a", tuple(Row(n, tuple(r)) for n, r in enumerate(rows, 1)))
    table = table_of(sheet, partial(is_heading, SUPPLY))
    assert table is not None
    assert table.frame.index.tolist() == [2, 3]


GROUPS = ["电子监管号", "项目名称", "面积（亩）", None, "时间", None, "价款"]
UNDER = [None, None, "供地面积", "已开工面积（公顷）", "约定开工时间", "实际开工时间", "成交价格"]
WIDE = (Merge(1, 1, 2, 3), Merge(1, 1, 4, 5))


@pytest.mark.parametrize("merges", [(), WIDE, (Merge(1, 2, 0, 0), Merge(1, 2, 1, 1), *WIDE)])
def test_a_heading_that_holds_its_group_s_stands_for_itself_with_its_unit(
    merges: tuple[Merge, ...],
) -> None:
    assert headings(GROUPS, UNDER, ["D1", "甲", 15, 1, "", "", 9], merges=merges) == [
        "电子监管号",
        "项目名称",
        "供地面积（亩）",
        "已开工面积（公顷）",
        "约定开工时间",
        "实际开工时间",
        "成交价格",
    ]


def test_headings_of_the_first_row_alone_are_not_lost_to_a_second() -> None:
    assert headings(
        ["批准文号", "占用耕地", None],
        [None, "面积", "批准日期"],
        ["1号", 3, "2021-1-1"],
        merges=(Merge(1, 1, 1, 1),),
        contract=APPROVALS,
    ) == ["批准文号", "占用耕地面积", "批准日期"]


def test_a_first_row_of_blanks_is_no_second_row_of_headings() -> None:
    rows = [["序号", "宗地号", "供地面积", "约定开工时间"], ["1", None, None, None], ["2", "A", 1]]
    sheet = Sheet("a", tuple(Row(n, tuple(r)) for n, r in enumerate(rows, 1)))
    table = table_of(sheet, partial(is_heading, SUPPLY), partial(is_quantity, SUPPLY))
    assert table is not None
    assert table.frame.index.tolist() == [2, 3]


def test_a_title_over_the_headings_stays_a_note() -> None:
    rows = [["供地", None], ["宗地号", "面积"], ["A", 1]]
    merges = (Merge(1, 1, 0, 1),)
    sheet = Sheet("a", tuple(Row(n, tuple(r)) for n, r in enumerate(rows, 1)), merges=merges)
    table = table_of(sheet, partial(is_heading, SUPPLY))
    assert table is not None
    assert (table.notes, table.frame.columns.tolist()) == ("供地", ["宗地号", "面积"])
