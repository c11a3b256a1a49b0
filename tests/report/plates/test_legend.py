from __future__ import annotations

import pytest

from zoneland.core.style import brushes
from zoneland.core.wording import words
from zoneland.report.plates.legend import Entry, legend
from zoneland.report.plates.lettering import Lettering
from zoneland.report.plates.looks import look
from zoneland.report.plates.sheet import Sheet

PLACE = (11.6, 1.45, 15.7, 7.9)


@pytest.mark.parametrize("count", [1, 12, 26, 38, 49])
def test_everything_drawn_is_listed_inside_the_legends_place(count: int) -> None:
    said = words("en")
    entries = [
        Entry(said[f"{topic}.{key}"], look(group, key))
        for group, topic in (("kind", "kind"), ("idle", "idle.status"), ("finding", "finding"))
        for key in brushes(group)
    ]
    sheet = Sheet(16, 10, Lettering("en", None))
    legend(sheet, entries[:count], PLACE)
    written = " ".join(text.get_text() for text in sheet.figure.texts)
    for entry in entries[:count]:
        assert all(word in written for word in entry.label.split())
    for text in sheet.figure.texts:
        x, y = text.get_position()
        width = sheet.lettering.width_cm(text.get_text(), text.get_fontsize())
        assert PLACE[0] <= x
        assert x + width <= PLACE[2] + 0.35
        assert PLACE[1] <= y <= PLACE[3]
    places = [text.get_position() for text in sheet.figure.texts]
    assert len(set(places)) == len(places)
