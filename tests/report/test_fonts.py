from __future__ import annotations

from typing import TYPE_CHECKING

from zoneland.report import fonts
from zoneland.report.fonts import cjk_font

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_font_that_reads_best_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("simsun.ttc", "deep/msyh.ttc", "msyhbd.ttc", "DejaVuSans.ttf", "simhei.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(fonts, "FONT_FOLDERS", (str(tmp_path / "none"), str(tmp_path)))
    assert cjk_font() == str(tmp_path / "deep/msyh.ttc")


def test_a_machine_without_chinese_fonts_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "DejaVuSans.ttf").touch()
    monkeypatch.setattr(fonts, "FONT_FOLDERS", (str(tmp_path), "~nobody-of-this-name/fonts"))
    assert cjk_font() is None
