"""Values of a ledger that cannot be, plots of no size, and files that are no tables."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from zoneland.core.problems import InputError, Problem
from zoneland.landuse.ledger import read_approvals_rows, read_supply_rows
from zoneland.landuse.ledger_dates import Days, day_doubts
from zoneland.landuse.ledger_sources import collect_supply
from zoneland.rules.idle.supply import judge_supply
from zoneland.rules.settings import IdleRule

TODAY = date(2026, 11, 1)
SIGNED = date(2021, 2, 28)


def doubted(**days: date) -> list[tuple[str, str, str, bool]]:
    frame = pd.DataFrame({name: pd.Series([day], dtype=object) for name, day in days.items()})
    return [(d.column, d.why, d.other, d.is_kept) for d in day_doubts(frame, today=TODAY)]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"signed_on": SIGNED, "started_on": date(2021, 10, 1)}, []),
        # a month alone is read as its first day, so that days of one month are not out of order
        ({"signed_on": SIGNED, "started_on": date(2021, 2, 1)}, []),
        (
            {"signed_on": SIGNED, "started_on": date(2021, 1, 31)},
            [("started_on", "before", "signed_on", False)],
        ),
        ({"started_on": date(1989, 12, 31)}, [("started_on", "early", "", False)]),
        ({"started_on": date(1990, 1, 1)}, []),
        ({"approved_on": date(1987, 1, 1)}, []),
        ({"started_on": date(2028, 11, 1)}, []),
        ({"started_on": date(2028, 11, 2)}, [("started_on", "late", "", False)]),
        (
            {"delivered_on": date(2021, 6, 1), "started_on": date(2021, 5, 1)},
            [("started_on", "before", "delivered_on", True)],
        ),
        (
            {"delivered_on": date(2021, 6, 1), "started_on": date(2020, 6, 1)},
            [("started_on", "long_before", "delivered_on", False)],
        ),
        (
            {"agreed_start_on": date(2021, 6, 1), "started_on": date(2010, 6, 1)},
            [("started_on", "long_before", "agreed_start_on", False)],
        ),
        (
            {"signed_on": SIGNED, "agreed_start_on": date(2001, 1, 1)},
            [("agreed_start_on", "before", "signed_on", False)],
        ),
        (
            {"signed_on": SIGNED, "agreed_start_on": date(2099, 1, 1)},
            [("agreed_start_on", "long_after", "signed_on", False)],
        ),
        ({"agreed_start_on": date(2099, 1, 1)}, [("agreed_start_on", "due_late", "", False)]),
        # a finish before the contract is the wrong one of the two; else it may be either
        (
            {
                "signed_on": SIGNED,
                "agreed_start_on": date(2021, 10, 1),
                "agreed_finish_on": date(2020, 1, 1),
            },
            [("agreed_finish_on", "before", "agreed_start_on", False)],
        ),
        (
            {"agreed_start_on": date(2024, 10, 1), "agreed_finish_on": date(2023, 10, 1)},
            [
                ("agreed_finish_on", "before", "agreed_start_on", False),
                ("agreed_start_on", "after", "agreed_finish_on", False),
            ],
        ),
        (
            {"started_on": date(2021, 10, 1), "finished_on": date(2020, 10, 1)},
            [("finished_on", "before", "started_on", False)],
        ),
        (
            {"started_on": date(2021, 10, 1), "stopped_on": date(2020, 10, 1)},
            [("stopped_on", "before", "started_on", False)],
        ),
    ],
)
def test_days_that_cannot_be(days: Days, told: list[tuple[str, str, str, bool]]) -> None:
    assert doubted(**days) == told


HEADINGS = ["宗地号", "面积（公顷）", "合同签订日期", "约定开工时间", "实际开工时间"]
HEADINGS += ["应动工面积（公顷）", "已动工面积（公顷）", "总投资（万元）", "已投资（万元）"]
SOUND = ["A-1", 1.0, "2021-02-28", "2021-10-26", "2021-10-14", 1.0, 0.5, 100, 50]


def read(*rows: list[Any], **changes: object) -> tuple[pd.DataFrame, list[Problem]]:
    """Read rows of supply from row 2 on; the changes are made in the first, by heading."""
    given = [list(row) for row in rows or (SOUND,)]
    for heading, cell in changes.items():
        at = next(n for n, name in enumerate(HEADINGS) if name.startswith(heading))
        given[0][at] = cell
    raw = pd.DataFrame(given, columns=HEADINGS, index=range(2, 2 + len(given)), dtype=object)
    return read_supply_rows(raw, where="s.xlsx")


def value(problem: Problem, name: str) -> str:
    return str(dict(problem.values)[name])


def status(frame: pd.DataFrame, on: date = TODAY) -> str:
    return str(judge_supply(frame, on=on, rule=IdleRule())["status"].iloc[0])


def test_a_sound_row_is_started_and_nothing_is_said() -> None:
    frame, problems = read()
    assert problems == []
    assert status(frame) == "started"


@pytest.mark.parametrize("day", ["2010-01-01", "2099-05-01", "1980-05-01"])
def test_an_impossible_start_makes_no_plot_started(day: str) -> None:
    frame, problems = read(实际开工时间=day)
    assert [(p.code, p.where) for p in problems] == [("ZL296", "s.xlsx #2 实际开工时间")]
    assert frame["started_on"].tolist() == [None]
    assert frame["unread"].tolist() == ["started_on"]
    assert status(frame) == "cannot_tell"


def test_an_agreed_start_long_to_come_is_not_taken_for_not_due() -> None:
    frame, problems = read(约定开工时间="2099-01-01", 实际开工时间=None)
    assert [p.code for p in problems] == ["ZL296"]
    assert status(frame) == "cannot_tell"


def test_doubts_of_one_kind_are_told_once_with_their_rows_in_both_languages() -> None:
    bad = [*SOUND[:4], "2010-01-01", *SOUND[5:]]
    _, (told,) = read(bad, SOUND, ["A-3", *bad[1:]])
    assert told.said("zh") == (
        "“实际开工时间”早于“合同签订日期”（第 2、4 行，如 2010-01-01）；没有采用，按读不出处理。"
    )
    assert "is before “合同签订日期” (rows 2, 4, such as 2010-01-01); not used" in told.said("en")


def test_a_start_shortly_before_the_land_was_handed_over_is_told_and_kept() -> None:
    raw = pd.DataFrame(
        [["A-1", 1.0, "2021-06-01", "2021-05-01"]],
        columns=["宗地号", "面积（公顷）", "实际交地时间", "实际开工时间"],
    )
    frame, problems = read_supply_rows(raw, where="s.xlsx")
    assert [(p.code, value(p, "kept")) for p in problems if p.code == "ZL296"] == [
        ("ZL296", "仍按所写采用")
    ]
    assert frame["started_on"].tolist() == [date(2021, 5, 1)]


@pytest.mark.parametrize(
    ("heading", "cell", "column", "other"),
    [
        ("已动工面积", 999, "built_m2", "应动工面积（公顷）"),
        ("已动工面积", 1.05, "", ""),  # a twentieth more may be rounding
        ("应动工面积", 15, "to_build_m2", "面积（公顷）"),
        ("已投资", 1_000, "", ""),  # ten times the plan is much, not impossible
        ("已投资", 500_000, "invested_yuan", "总投资（万元）"),
    ],
)
def test_parts_larger_than_their_whole(heading: str, cell: float, column: str, other: str) -> None:
    frame, problems = read(**{heading: cell})
    assert [(p.code, value(p, "other")) for p in problems] == ([("ZL297", other)] if other else [])
    assert frame["unread"].tolist() == [column]


def test_plots_of_one_contract_may_each_state_what_all_of_them_are_to_build() -> None:
    raw = pd.DataFrame(
        [["4101", "A-1", 1.0, 3.0], ["4101", "A-2", 2.0, 3.0]],
        columns=["电子监管号", "宗地号", "面积（公顷）", "应动工面积（公顷）"],
    )
    _, problems = read_supply_rows(raw, where="s.xlsx")
    assert "ZL297" not in [p.code for p in problems]


@pytest.mark.parametrize(
    ("heading", "areas", "rows", "likely"),
    [
        ("面积（平方米）", [0.47, 0.71, 5000], "2、3", "公顷"),
        ("面积（公顷）", [10_001, 20_000, 1], "2、3", "平方米"),
        ("面积（公顷）", [10_000, 0.001, 0], "", ""),
    ],
)
def test_plots_of_no_size_are_told_with_the_unit_that_is_likely(
    heading: str, areas: list[float], rows: str, likely: str
) -> None:
    raw = pd.DataFrame(
        [[f"{n}号", "2021-1-1", area] for n, area in enumerate(areas)],
        columns=["批准文号", "批准日期", heading],
        index=[2, 3, 4],
    )
    _, problems = read_approvals_rows(raw, where="a.xlsx")
    told = [(p.code, value(p, "rows"), value(p, "likely")) for p in problems]
    assert told == ([("ZL279", rows, likely)] if rows else [])


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("supply.xls", OLE, "ZL298"),
        ("supply.et", OLE, "ZL298"),
        ("supply.xls", b"<table><tr><td>1</td></tr></table>", "ZL130"),
        ("supply.jpg", b"\xff\xd8\xff\xe0" + bytes(600), "ZL130"),
        ("supply.gpkg", b"%PDF-1.7" + bytes(600), "ZL130"),
        ("supply.xls", b"", "ZL137"),
    ],
)
def test_what_is_no_table_is_refused_as_a_ledger_not_as_a_layer(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        collect_supply(tmp_path / name, where=name)
    (told,) = caught.value.problems
    assert told.code == code
    assert "polygon" not in told.line("en")


def test_a_workbook_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    pd.DataFrame([SOUND], columns=HEADINGS).to_excel(tmp_path / "s.xlsx", index=False)
    (tmp_path / "s.xlsx").rename(tmp_path / "s.xls")
    assert collect_supply(tmp_path / "s.xls").data["plot_id"].tolist() == ["A-1"]


def test_no_chinese_word_of_ours_stands_in_english_messages() -> None:
    raw = pd.DataFrame(
        [["A", 1, "x"], ["B", "some", "y"], ["合计", 9, ""]], columns=["ZDH", "MJ", "XMMC"]
    )
    _, problems = read_supply_rows(raw, where="s")
    told = {p.code: p.said("en") for p in problems}
    assert told["ZL150"] == "Column “MJ” names no unit; ha was taken."
    assert told["ZL145"] == "Totals, not taken for plots: row 2."
    assert "(row 1)" in told["ZL147"]
    assert told["ZL288"].endswith("(ha).")
