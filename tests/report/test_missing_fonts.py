from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoneland.report import fonts, missing_fonts

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.core.problems import Lang


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_chinese_font_it_says_how_to_install_one_on_each_system(
    lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "DejaVuSans.ttf").touch()
    monkeypatch.setattr(fonts, "FONT_FOLDERS", (str(tmp_path),))
    (problem,) = missing_fonts.missing_fonts("maps/report.docx")
    assert (problem.code, str(problem.level)) == ("ZL470", "warning")
    assert problem.where == "maps/report.docx"
    for told in ("Windows", "macOS", "apt install fonts-noto-cjk", "dnf install google-noto"):
        assert told in problem.fix(lang)


def test_with_one_there_is_nothing_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "SimHei.ttf").touch()
    monkeypatch.setattr(fonts, "FONT_FOLDERS", (str(tmp_path),))
    assert missing_fonts.missing_fonts() == ()
