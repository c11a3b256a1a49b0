from __future__ import annotations

import dataclasses
import re
from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import shapely

from zoneland.core.style import sign
from zoneland.core.wording import words
from zoneland.report.plates import county as room
from zoneland.report.plates import county_plate, lettering
from zoneland.report.plates.county import draw_county

if TYPE_CHECKING:
    from zoneland.report.plates.sheet import Sheet
    from zoneland.rules.assessment import Assessment


def texts(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.figure.texts]


@pytest.fixture(autouse=True)
def _latin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names go by numbers, as on a machine without a Chinese font."""
    monkeypatch.setattr(lettering, "cjk_font", lambda: None)


def crowd(assessment: Assessment, count: int) -> Assessment:
    """The first zone again and again, a little farther to the east each time."""
    first = assessment.zones.iloc[[0]]
    rows = [
        first.assign(
            zone_id=f"Z{number:03d}", zone_name=f"Development Zone of Place {number:03d}",
            geometry=shapely.affinity.scale(
                shapely.affinity.translate(first.geometry.iloc[0], 500 * number), 0.3, 0.3
            ),
        )
        for number in range(count)
    ]  # fmt: skip
    return dataclasses.replace(assessment, zones=pd.concat(rows, ignore_index=True))


def test_every_zone_is_named_with_its_verdict_and_counted(assessment: Assessment) -> None:
    sheet = draw_county(assessment, lang="en")
    said = texts(sheet)
    assert {"A01", "B02", "C03"} <= set(said)
    signs = [sign(verdict) for verdict in ("pass", "fail", "cannot_tell")]
    assert all(said.count(one) == 2 for one in signs)  # on the map and in the legend
    assert "Fail: 1" in said


def test_names_stand_clear_of_each_other_and_the_rest_is_listed(assessment: Assessment) -> None:
    sheet = draw_county(crowd(assessment, 60), lang="en")
    said = texts(sheet)
    west, _, east, _ = room.MAP_CM
    on_map = [text for text in sheet.figure.texts if west < text.get_position()[0] < east]
    boxes = [
        shapely.box(x, y, x + sheet.lettering.width_cm(text.get_text(), room.LABEL_PT), y + 0.2)
        for text in on_map
        if text.get_fontsize() == room.LABEL_PT and text.get_horizontalalignment() == "left"
        for x, y in [text.get_position()]
    ]
    assert len(boxes) > 20
    assert not [pair for pair in combinations(boxes, 2) if pair[0].intersects(pair[1])]
    assert words("en")["plate.unnamed"] in said


def test_none_is_lost_where_the_list_is_full(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_NAMED", 2)
    said = " ".join(texts(draw_county(crowd(assessment, 60), lang="en")))
    more = re.search(r"(\d+) more zones", said)
    assert more
    assert said.count("Development Zone of Place") + int(more[1]) == 60


def test_one_zone_alone_and_a_nameless_run_are_drawn(assessment: Assessment) -> None:
    alone = dataclasses.replace(assessment, zones=assessment.zones.iloc[[1]], title="")
    assert county_plate(alone, lang="en")
