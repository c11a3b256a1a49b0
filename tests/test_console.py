"""What the terminal shows: names as typed, reasons under the table."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoneland.console import show_inputs, show_page, show_problems, show_result
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
    told = capsys.readouterr()
    assert "[/x][bold]甲�[2J�：" in told.out
    assert "[/y]" in told.out
    assert "ZL101 [/x][bold]甲�[2J�" in told.err
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
