from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from zoneland.core.style import brushes
from zoneland.core.wording import words
from zoneland.report.plates import lettering, zone_plate
from zoneland.report.plates import zone as room
from zoneland.report.plates.zone import draw_zone

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from zoneland.core.problems import Lang
    from zoneland.report.plates.sheet import Sheet
    from zoneland.rules.assessment import Assessment


def texts(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.figure.texts]


def count(pixels: np.ndarray, colour: str) -> int:
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return int((pixels == wanted).all(axis=2).sum())


def test_land_has_the_palettes_colours(
    landed: Assessment, seen: Callable[[bytes], np.ndarray]
) -> None:
    pixels = seen(zone_plate(landed, "A01"))
    for kind, brush in brushes("kind").items():
        assert count(pixels, brush.fill) > 100, kind


def test_a_hectare_is_as_large_on_paper_as_the_scale_says(landed: Assessment) -> None:
    """A kilometre with its margins, 1,120 m, fills the map's 8.35 cm of height."""
    _, south, _, north = room.MAP_CM
    assert north - south == pytest.approx(8.35)
    sheet = draw_zone(landed, "A01", lang="en")
    assert "200" in texts(sheet)  # 3.28 cm hold 440 m, so the bar is of 200 m: 1.49 cm
    assert "100" in texts(sheet)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_plate_says_what_it_shows(
    landed: Assessment, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    if lang == "en":
        monkeypatch.setattr(lettering, "cjk_font", lambda: None)
    elif lettering.cjk_font() is None:
        pytest.skip("no Chinese font on this machine")
    said, told = words(lang), " ".join(texts(draw_zone(landed, "A01", lang=lang)))
    for key in (
        "report.notice", "role.plan", "kind.industry", "kind.water", "role.growth",
        "idle.status.unsupplied", "idle.status.idle_2y", "plate.others", "map.north", "plate.m",
    ):  # fmt: skip
        assert said[key].replace(" ", "") in told.replace(" ", ""), key
    assert "A01" in told
    assert "2026-10-31" in told


def test_only_what_is_drawn_stands_in_the_legend(landed: Assessment) -> None:
    said, told = words("en"), " ".join(texts(draw_zone(landed, "A01", lang="en")))
    for key in ("role.farmland", "finding.farmland", "idle.status.started", "plate.uncovered"):
        assert said[key] not in told, key


def test_findings_are_told_from_slivers(landed: Assessment) -> None:
    told = " ".join(texts(draw_zone(landed, "B02", lang="en")))
    said = words("en")
    assert said["finding.farmland"] in told
    assert said["plate.sliver"].format(finding="").strip() in told
    assert said["finding.cropland"] not in told  # a remark, in the workbook only


def test_ground_without_land_use_is_marked_as_such(landed: Assessment) -> None:
    plan = landed.layers["plan"].iloc[:99]
    holed = dataclasses.replace(landed, layers={"plan": plan})
    assert words("en")["plate.uncovered"] in " ".join(texts(draw_zone(holed, "A01", lang="en")))


def test_a_piece_found_twice_is_drawn_once(landed: Assessment) -> None:
    found = landed.findings.iloc[[0, 0]].assign(
        kind=["farmland", "growth_farmland"], level="error", band="finding"
    )
    twice = dataclasses.replace(landed, findings=found)
    told = " ".join(texts(draw_zone(twice, "B02", lang="en")))
    assert words("en")["finding.farmland"] in told
    assert words("en")["finding.growth_farmland"] not in told


def test_plots_without_a_place_are_counted(landed: Assessment) -> None:
    lost = landed.idle.assign(status="idle_1y")
    sheet = draw_zone(dataclasses.replace(landed, idle=lost), "B02", lang="en")
    assert any(text.startswith("1 more plot") for text in texts(sheet))


def test_without_layers_the_zone_and_its_findings_are_drawn(assessment: Assessment) -> None:
    told = " ".join(texts(draw_zone(assessment, "B02", lang="en")))
    assert "No land-use layer" in told
    assert words("en")["finding.farmland"] in told


def test_without_findings_and_plots_there_is_a_plate(nothing_found: Assessment) -> None:
    assert zone_plate(nothing_found, "A01")


def test_hostile_text_is_set_as_it_stands(hostile: Assessment) -> None:
    names = pd.Series(["$x^2$ \\frac{", "{0}{name}%s", "\ud800\u2028\x00"], dtype=object)
    formula = hostile.zones.assign(zone_name=names)
    plate = dataclasses.replace(hostile, zones=formula)
    for zone_id in ("A01", "B02", "C03"):
        assert zone_plate(plate, zone_id)
    assert any("$x^2$ \\frac{" in text for text in texts(draw_zone(plate, "A01")))


def test_a_zone_that_is_not_there_is_refused(landed: Assessment) -> None:
    with pytest.raises(KeyError, match="Z99"):
        zone_plate(landed, "Z99")
