from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from zoneland import console
from zoneland.console_rows import RowsToldOf
from zoneland.core.passing import passed

if TYPE_CHECKING:
    import pytest


class Clock:
    """Shows the seconds that it was set to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_time_left_is_that_of_the_rows_that_are_left() -> None:
    clock = Clock()
    rows = RowsToldOf("zh", clock=clock)
    rows.begin("读取现状用地")
    clock.now += 4
    assert rows.text(1_200_000, 2_100_000) == "读取现状用地：1,200,000 / 2,100,000 行，约剩 3 秒"
    clock.now += 3
    assert rows.text(2_100_000, 2_100_000) == "读取现状用地：2,100,000 / 2,100,000 行，约剩 0 秒"


def test_another_layer_has_its_own_time() -> None:
    clock = Clock()
    rows = RowsToldOf("en", clock=clock)
    rows.begin("reading")
    clock.now += 1000
    rows.text(900, 1_000)
    clock.now += 1
    assert rows.text(100, 1_000) == "reading: 100 / 1,000 rows, about 0 s left"
    clock.now += 2
    assert rows.text(200, 1_000) == "reading: 200 / 1,000 rows, about 8 s left"
    clock.now += 200
    assert rows.text(400, 1_000) == "reading: 400 / 1,000 rows, about 6 min left"


def test_more_rows_than_were_stated_do_not_make_time_run_back() -> None:
    rows = RowsToldOf("en", clock=Clock())
    assert rows.text(70, 50) == ": 70 / 70 rows, about 0 s left"


def test_a_terminal_shows_rows_and_a_script_does_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for is_terminal in (True, False):
        err = Console(stderr=True, force_terminal=is_terminal, width=120)
        monkeypatch.setattr(console, "_err", lambda err=err: err)
        with console.progress("zh") as tell:
            tell("survey")
            passed(1_234_567, 2_000_000)
        shown = capsys.readouterr().err
        assert ("1,234,567 / 2,000,000 行" in shown) is is_terminal
        assert "读取现状用地" in shown
    passed(1, 2)
    assert capsys.readouterr().err == ""
