from __future__ import annotations

from typing import TYPE_CHECKING

from zoneland.console import show_health
from zoneland.project.doctor import examine
from zoneland.report import fonts

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_doctor_names_the_font_that_plates_are_lettered_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msyh.ttc").touch()
    monkeypatch.setattr(fonts, "FONT_FOLDERS", (str(tmp_path),))
    health = examine(tmp_path / "not/yet/there")
    assert health.fonts == ("msyh.ttc",)
    assert health.problems == ()
    assert health.free_gb > 0


def test_the_doctor_tells_how_to_get_a_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fonts, "FONT_FOLDERS", (str(tmp_path),))
    health = examine(tmp_path)
    assert health.fonts == ()
    show_health(health, "zh")
    told = capsys.readouterr().out
    assert "ZL470" in told
    assert "fonts-noto-cjk" in told
