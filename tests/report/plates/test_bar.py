from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zoneland.core.style import brushes
from zoneland.core.wording import words
from zoneland.report.plates import bar as room
from zoneland.report.plates import lettering, share_bar
from zoneland.report.plates.bar import draw_shares

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneland.report.plates.sheet import Sheet
    from zoneland.rules.assessment import Assessment


@pytest.fixture(autouse=True)
def _latin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "cjk_font", lambda: None)


def texts(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.figure.texts]


def bars(sheet: Sheet, colour: str) -> list[tuple[float, float]]:
    """Ends of the boxes filled with a colour, in centimetres."""
    wanted = tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    ends = []
    for artist in sheet.figure.get_children():
        if artist is not sheet.figure.patch and hasattr(artist, "get_path") and artist.get_fill():
            x = np.asarray(artist.get_path().vertices)[:, 0]
            if np.allclose(artist.get_facecolor()[:3], wanted):
                ends.append((x.min(), x.max()))
    return ends


def test_a_bar_is_as_long_as_its_share(assessment: Assessment) -> None:
    """From 0 to 65 % of the way between the axis's ends, and for C03 on to 70 %."""
    axis = room.RIGHT_CM - room.LEFT_CM
    start, end = bars(draw_shares(assessment, "A01", lang="en"), brushes("zone")["pass"].fill)[0]
    assert start == room.LEFT_CM
    assert (end - start) / axis == pytest.approx(0.65)
    sheet = draw_shares(assessment, "C03", lang="en")
    certain = bars(sheet, brushes("zone")["cannot_tell"].fill)[0]
    assert (certain[1] - certain[0]) / axis == pytest.approx(0.50)
    possible = max(bars(sheet, "#ffffff"), key=lambda ends: ends[1])
    assert possible == pytest.approx((room.LEFT_CM + 0.5 * axis, room.LEFT_CM + 0.7 * axis))


def test_figures_do_not_contradict_the_verdict_and_the_reading_is_named(
    assessment: Assessment,
) -> None:
    said = " ".join(texts(draw_shares(assessment, lang="en")))
    assert "65.00%" in said
    assert "59.996%" in said
    assert "50.00%–70.00%" in said
    assert "≥ 60%" in said
    assert f"{words('en')['numerator.industry_storage_mining']} ÷ " in said


def test_one_zone_has_one_row_and_all_have_theirs(
    assessment: Assessment, seen: Callable[[bytes], np.ndarray]
) -> None:
    one, every = (seen(share_bar(assessment, zone)) for zone in ("A01", None))
    rows = (every.shape[0] - one.shape[0]) / 200 * 2.54 / room.ROW_CM
    assert rows == pytest.approx(2, abs=0.05)
    assert one.shape[1] == pytest.approx(16 / 2.54 * 200, abs=1)


def test_a_share_that_is_not_known_has_no_bar(nothing_found: Assessment) -> None:
    sheet = draw_shares(nothing_found, "A01", lang="en")
    assert words("en")["plate.not_known"] in texts(sheet)
    assert bars(sheet, brushes("zone")["cannot_tell"].fill) == []


def test_text_stays_on_the_sheet(assessment: Assessment) -> None:
    long = assessment.zones.assign(zone_name="A development zone with a very long name " * 3)
    sheet = draw_shares(dataclasses.replace(assessment, zones=long), lang="en")
    for text in sheet.figure.texts:
        if text.get_horizontalalignment() == "left":
            width = sheet.lettering.width_cm(text.get_text(), text.get_fontsize())
            assert text.get_position()[0] + width <= room.WIDTH_CM


def test_a_zone_that_is_not_there_is_refused(assessment: Assessment) -> None:
    with pytest.raises(KeyError, match="Z99"):
        share_bar(assessment, "Z99")
