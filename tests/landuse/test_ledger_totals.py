"""Totals against their rows, rows that number the headings, and sheets that repeat each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from zoneland.core.problems import InputError
from zoneland.landuse.ledger import (
    read_approvals_rows,
    read_approvals_table,
    read_supply_table,
)
from zoneland.landuse.ledger_sources import collect_approvals

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.core.problems import Problem
from zoneland.core.wording import Term

HEADINGS = ["批准文号", "批准日期", "面积（公顷）"]
Rows = list[tuple[str, object]]


def told(*rows: tuple[str, object]) -> list[tuple[object, ...]]:
    """Read rows of a first cell and an area; give what is said of totals."""
    cells = [[first, None if "计" in first else "2021-1-1", area] for first, area in rows]
    raw = pd.DataFrame(cells, columns=HEADINGS, index=range(2, len(rows) + 2), dtype=object)
    _, problems = read_approvals_rows(raw, where="a")
    return [said(problem) for problem in problems if problem.code == "ZL288"]


def said(problem: Problem) -> tuple[object, ...]:
    return tuple(value(problem, name) for name in ("row", "total", "sum", "difference"))


def value(problem: Problem, name: str) -> object:
    found = dict(problem.values)[name]
    return str(found) if isinstance(found, Term) else found


@pytest.mark.parametrize(
    "rows",
    [
        [("1号", 1), ("2号", 2), ("合计", 3)],
        [("合计", 3), ("1号", 1), ("2号", 2)],
        [("1号", 1), ("小计", 1), ("2号", 2), ("3号", 4), ("小计", 6), ("总计", 7)],
        [("小计", 1), ("1号", 1), ("小计", 6), ("2号", 2), ("3号", 4)],
        [("1号", "1,000.5"), ("2号", "2"), ("合计", "1002.5公顷")],
        [("1号", 0.1), ("2号", 0.2), ("合计", 0.3)],
        [("1号", 1.2345), ("2号", 2.3456), ("合计", 3.58)],
        [("1号", 15), ("合计", None)],
        [("合计", 5)],
    ],
)
def test_totals_that_fit_their_rows_are_not_spoken_of(rows: Rows) -> None:
    assert told(*rows) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("1号", 1), ("2号", 2), ("合计", 4)], [(4, "4", "3", "1")]),
        ([("合计", 2.5), ("1号", 1), ("2号", 2)], [(2, "2.5", "3", "-0.5")]),
        (
            [("1号", 1), ("小计", 2), ("2号", 2), ("小计", 5), ("总计", 3)],
            [(3, "2", "1", "1"), (5, "5", "2", "3")],
        ),
        ([("1号", 1.25), ("2号", "约2"), ("合计", 3.25)], [(4, "3.25", "1.25", "2")]),
        ([("1号", 1.2345), ("2号", 2.3456), ("合计", 3.59)], [(4, "3.59", "3.5801", "0.0099")]),
    ],
)
def test_totals_that_do_not_fit_are_told_with_both_figures(
    rows: Rows, expected: list[tuple[object, ...]]
) -> None:
    assert told(*rows) == expected


def save(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_row_that_numbers_the_columns_is_no_plot(tmp_path: Path) -> None:
    headings = ["序号", "批准文号", "批准日期", "面积（公顷）"]
    rows = [headings, [1, 2, "(3)", "④"], [1, "1号", "2021-1-1", 4]]
    frame, problems = read_approvals_table(save(tmp_path / "a.xlsx", {"a": rows}))
    assert frame["batch_id"].tolist() == ["1号"]
    assert [(p.code, value(p, "rows")) for p in problems] == [("ZL146", "2")]


def test_a_total_whose_word_stands_under_no_heading_is_no_plot(tmp_path: Path) -> None:
    headings = [None, "电子监管号", "供地面积（公顷）", "约定开工时间", "实际开工时间"]
    rows = [[None, "D1", 1.5, "2021-1-1"], [None, "D2", 2, "2021-1-1"], ["合计", None, 3.6]]
    frame, problems = read_supply_table(save(tmp_path / "s.xlsx", {"a": [headings, *rows]}))
    assert frame["area_m2"].tolist() == [15_000, 20_000]
    assert [p.code for p in problems] == ["ZL370", "ZL145", "ZL288"]


DAYS = ["约定开工时间", "实际开工时间"]


def test_two_rows_of_headings_two_plots_and_a_total(tmp_path: Path) -> None:
    rows = [
        ["2025年供地台账（单位：亩）"],
        ["电子监管号", "项目名称", "面积", None, "时间", None, "价款"],
        [None, None, "供地面积（公顷）", "已开工面积（亩）", *DAYS, "成交价格（元）"],
        ["D1", "甲", 1.5, 15, "2019-3-1", None, 1200],
        ["D2", "乙", 2, None, "2020-1-1", None, None],
        ["合计", None, 3.5],
        ["注：数据截至 2025 年"],
    ]  # fmt: skip
    path = save(tmp_path / "s.xlsx", {"供地": rows})
    book = openpyxl.load_workbook(path)
    for block in ("C2:D2", "E2:F2", "A1:G1"):
        book["供地"].merge_cells(block)
    book.save(path)
    frame, problems = read_supply_table(path)
    columns = ["supervision_id", "project", "area_m2", "built_m2", "price_yuan"]
    assert frame[columns].fillna(0).to_numpy().tolist() == [
        ["D1", "甲", 15_000, 10_000, 1200],
        ["D2", "乙", 20_000, 0, 0],
    ]
    assert [(p.code, value(p, "rows")) for p in problems] == [("ZL145", "6"), ("ZL146", "7")]


def test_an_area_merged_over_plots_counts_once(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx",
        {
            "a": [
                ["批准文号", "批准日期", "宗地号", "面积（公顷）"],
                ["1号", "2021-1-1", "A", 6],
                [None, None, "B", None],
                ["合计", None, None, 6],
            ]
        },
    )
    book = openpyxl.load_workbook(path)
    for block in ("A2:A3", "B2:B3", "D2:D3"):
        book["a"].merge_cells(block)
    book.save(path)
    frame, problems = read_approvals_table(path)
    assert frame["batch_id"].tolist() == ["1号", "1号"]
    assert frame["approved_on"].notna().all()
    assert frame["area_m2"].fillna(0).tolist() == [60_000, 0]
    assert [p.code for p in problems] == ["ZL286", "ZL145"]


ROWS = [["1号", "2021-1-1", 1], ["2号", "2021-2-1", 2], ["3号", "2022-1-1", 3]]


def test_a_sheet_that_repeats_others_is_refused_and_they_are_listed(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx",
        {
            "2021": [HEADINGS, *ROWS[:2]],
            "2022": [HEADINGS, ROWS[2]],
            "汇总": [["说明"], HEADINGS, *ROWS],
        },
    )
    with pytest.raises(InputError) as refused:
        collect_approvals(path, where="a.xlsx")
    found = [(p.code, value(p, "layers")) for p in refused.value.problems if p.code == "ZL104"]
    assert found == [("ZL104", "2021 ≈ 汇总 (= 2)"), ("ZL104", "2022 ≈ 汇总 (= 1)")]
    assert len(collect_approvals(path, layer="汇总").data) == 3


def test_sheets_that_share_a_row_by_chance_are_two_parts(tmp_path: Path) -> None:
    later = [[f"{n}号", "2023-1-1", n] for n in range(4, 7)]
    path = save(
        tmp_path / "a.xlsx", {"2021": [HEADINGS, *ROWS], "2022": [HEADINGS, ROWS[0], *later]}
    )
    assert len(collect_approvals(path).data) == 7


def test_contracts_that_stand_on_two_sheets_are_no_reason_to_refuse(tmp_path: Path) -> None:
    headings = ["电子监管号", "面积（公顷）", "约定开工时间", "实际开工时间"]
    rows = [[f"B{n}", n, "2021-1-1", None] for n in range(1, 4)]
    path = save(tmp_path / "a.xlsx", {"2021": [headings, *rows], "汇总": [headings, *rows]})
    frame, problems = read_supply_table(path)
    assert frame["supply_id"].tolist() == ["B1", "B2", "B3"]
    assert [p.code for p in problems] == ["ZL184"]
