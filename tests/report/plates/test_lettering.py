from __future__ import annotations

import pytest

from zoneland.report.fonts import cjk_font
from zoneland.report.plates import lettering as room
from zoneland.report.plates.lettering import Lettering, lettering

LATIN = Lettering("en", None)
NEEDS_CJK = pytest.mark.skipif(cjk_font() is None, reason="no Chinese font on this machine")


def test_without_a_chinese_font_a_plate_is_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "cjk_font", lambda: None)
    chosen = lettering("zh")
    assert (chosen.lang, chosen.font) == ("en", None)
    assert chosen.named("东城开发区", "A01") == "A01"
    assert chosen.named("East Zone", "A01") == "East Zone"


@NEEDS_CJK
def test_chinese_is_set_in_the_shapes_of_the_mainland() -> None:
    chosen = lettering("zh")
    assert chosen.lang == "zh"
    assert chosen.has("开发区四至边界亩÷≥％")


@pytest.mark.parametrize("name", [None, float("nan"), "", "  "])
def test_a_zone_without_a_name_goes_by_its_number(name: object) -> None:
    assert LATIN.named(name, 7) == "7"


def test_what_cannot_be_set_is_a_box_and_never_an_error() -> None:
    fitted = LATIN.fit("a\ud800b\u2028c\x00d\ne\U000f0000$x^2$")
    assert "\n" not in fitted
    assert LATIN.has(fitted)
    assert fitted.endswith("$x^2$")


def test_a_line_is_cut_at_its_width() -> None:
    cut = LATIN.cut("development zone " * 10, 8, width_cm=3)
    assert cut.endswith("…")
    assert LATIN.width_cm(cut, 8) <= 3
    assert LATIN.cut("zone", 8, width_cm=3) == "zone"


def test_text_is_folded_at_blanks_and_loses_nothing() -> None:
    text = "approved, not supplied for two years: check"
    lines = LATIN.fold(text, 7, width_cm=2.5)
    assert len(lines) > 1
    assert " ".join(lines) == text
    assert all(LATIN.width_cm(line, 7) <= 2.5 for line in lines)


@NEEDS_CJK
def test_no_line_begins_with_a_closing_mark() -> None:
    chosen = lettering("zh")
    text = "批而未供（批准已满两年，核查是否失效）"
    for tenths in range(10, 40):
        lines = chosen.fold(text, 7, width_cm=tenths / 10)
        assert "".join(lines) == text
        assert not [line for line in lines if line[0] in "，）"]
        assert not [line for line in lines if line[-1] == "（"]
