"""What the terminal shows: names as typed, reasons under the table."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoneland.console import (
    show_inputs,
    show_page,
    show_problem_tables,
    show_problems,
    show_result,
)
from zoneland.core.inputs import Input
from zoneland.core.problems import Problem

if TYPE_CHECKING:
    from types import ModuleType

HOSTILE = "[/x][bold]甲\x1b[2J\u202e"


@pytest.fixture(scope="module")
def drawing() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "county", Path(__file__).parent / "maps/county.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reasons_stand_under_the_table(
    drawing: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    show_result(drawing.county())
    out = capsys.readouterr().out
    assert "\n城东新材料产业园：产业用地还差 0.04 平方米达到 60%；" in out


def test_a_title_and_names_with_markup_show_as_typed(
    drawing: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [HOSTILE, "[red]乙", "丙[/]"]
    show_result(drawing.county(title=HOSTILE, zones=drawing.zones(names=names)))
    show_inputs([Input("zones", HOSTILE, "[/y]", 1, "", "", "")], "zh")
    show_problems([Problem("ZL101", HOSTILE)], "zh")
    show_problem_tables([Problem("ZL101", HOSTILE)], "zh")
    told = capsys.readouterr()
    assert "[/x][bold]甲�[2J�：" in told.out
    assert "[/y]" in told.out
    assert "ZL101 [/x][bold]甲�[2J�" in told.err
    assert "│ [/x][bold]甲�[2J�" in told.err
    assert "\x1b" not in told.out + told.err


def test_english_has_no_chinese_brackets_and_counts_without_a_plural(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert show_page("ZL101", "en")
    show_problems([Problem("ZL101", "a.gpkg")], "en")
    told = capsys.readouterr()
    assert "(error)" in told.out
    assert not set("（）：") & set(told.out)
    assert "Errors: 1, warnings: 0" in told.err


def many(code: str, count: int) -> list[Problem]:
    return [Problem(code, f"plan.gpkg #{row}", {"reason": row}) for row in range(1, count + 1)]


def test_the_many_of_a_kind_are_one_line_with_a_count(capsys: pytest.CaptureFixture[str]) -> None:
    show_problems([*many("ZL106", 1234), Problem("ZL101", "zones.gpkg")], "zh", most=2)
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    line = next(line for line in told if line.startswith("ZL106"))
    assert "plan.gpkg: 共 1,234 处，例如 plan.gpkg #1、plan.gpkg #2、plan.gpkg #3。" in line
    assert "1235" in told[-1]


def test_tables_stand_by_level_the_worst_first(capsys: pytest.CaptureFixture[str]) -> None:
    found = [Problem("ZL198", "a.txt"), *many("ZL106", 1234), Problem("ZL101", "zones.gpkg")]
    show_problem_tables(found, "en")
    told = capsys.readouterr()
    titles = [line.strip() for line in told.err.splitlines() if line.strip().isalpha()]
    assert titles == ["error", "warning"]
    assert [at for at in range(1, 5) if f"plan.gpkg #{at} " in told.err] == [1, 2, 3]
    assert "1,234" in told.err
    assert told.out == ""


def test_no_problem_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    show_problem_tables([], "zh")
    show_problems([], "zh")
    assert capsys.readouterr().err == "没有发现问题。\n" * 2


def test_fields_stand_beside_the_rows_where_they_are_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = {"zones": 15, "supply": None}
    inputs = [Input(role, "a", "", 7, "", "", "", count) for role, count in given.items()]
    show_inputs(inputs, "zh")
    out = capsys.readouterr().out.splitlines()
    assert sum("字段数" in line for line in out) == 1
    assert [line for line in out if "15" in line] == [line for line in out if "开发区" in line]
