"""Every text that an input can hold, as hostile as it may be, shown by a browser as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from zoneland.core.contracts import PARCELS, ZONES, Contract
from zoneland.core.inputs import Input
from zoneland.core.stamp import Stamp
from zoneland.core.verdicts import Clause
from zoneland.maps.lonlat import to_lonlat
from zoneland.maps.page import map_html
from zoneland.rules.findings import COLUMNS
from zoneland.rules.matrix import MATRIX

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from zoneland.rules.assessment import Assessment

pytestmark = pytest.mark.browser

PAYLOADS = {
    "script": "</script><script>window.ran=1</script>",
    "templates": "{{7*7}}{% raw %}{# note #}${window.ran=1}`${window.ran=1}`",
    "image": "<img src=x onerror='window.ran=1'>\"'&amp;",
    "separators": "a\u2028window.ran=1\u2029\u0085//\\u003cb",
    "surrogate": "\ud800<svg/onload=window.ran=1>\udc00!",
    "link": "javascript:window.ran=1//](javascript:window.ran=1)",
}
OWN_WORDS = {"kind", "band", "level", "class_system", "mix", "deduct_code", "town_code", "geometry"}
"""Columns whose texts the program writes itself or has checked, and geometry, which is no text."""

NUMBERS = {"area_m2", "net_m2", "width_m"}
FINDING_TEXTS = [name for name in COLUMNS if name not in OWN_WORDS | NUMBERS]
PLOT_TEXTS = ["plot_id", "project", "batch_id", "where"]
ZONE_ID, OTHER_ID = "zone_id", "other_id"


def texts_of(contract: Contract) -> list[str]:
    """Give a contract's columns of free text."""
    return [c.name for c in contract.columns if c.type == "text" and c.name not in OWN_WORDS]


class Hostile:
    """Puts a payload, followed by the place's name, into every text of every input."""

    def __init__(self, drawing: ModuleType, payload: str) -> None:
        self.drawing, self.payload = drawing, payload
        zone_ids = drawing.zones()[ZONE_ID]
        # Rules join tables by id, which pandas cannot do by half a pair: that is no text there.
        mark = "".join(letter for letter in payload if not "\ud800" <= letter <= "\udfff")
        self.ids = {one: f"{mark}{ZONE_ID}{at}" for at, one in enumerate(zone_ids)}

    def said(self, place: str) -> str:
        """Give the text that stands in a place."""
        return f"{self.payload}{place}"

    def filled(self, frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
        """Fill columns with the payload; a zone's id stays one of the zones'."""
        told = {
            name: pd.Series([self.said(name)] * len(frame), index=frame.index, dtype=object)
            for name in names
            if name not in {ZONE_ID, OTHER_ID}
        }
        if ZONE_ID in frame:
            ids = [self.ids[one] for one in frame[ZONE_ID]]
            told[ZONE_ID] = pd.Series(ids, index=frame.index, dtype=object)
        return frame.assign(**told)

    def county(self) -> Assessment:
        """Give the county with nothing but hostile texts."""
        drawing, said = self.drawing, self.said
        zones = drawing.zones(names=[said(f"zone_name{at}") for at in range(3)])
        zones = zones.assign(**{f"{kind}_m2": zones.get(f"{kind}_m2", 0.0) for kind in MATRIX})
        pieces = drawing.findings().assign(net_m2=1.0)
        clause = Clause(said("clause"), said("dated_on"), said("clause_text"))
        path, layer, crs, encoding = map(said, ("path", "layer", "crs", "encoding"))
        return drawing.county(
            zones=self.filled(zones, []),
            areas=self.filled(drawing.areas(), ["class_code", "class_name"]),
            readings=self.filled(drawing.readings(), []),
            findings=self.filled(pieces, FINDING_TEXTS).assign(other_id=""),
            idle=self.filled(drawing.idle(), PLOT_TEXTS),
            layers={"plan": self.filled(drawing.parcels(drawing.PLAN), texts_of(PARCELS))}
            | {key: self.filled(line, ["name"]) for key, line in drawing.lines().items()},
            inputs=(Input("plan", path, layer, 3, crs, encoding, "ab" * 32),),
            clauses=dict.fromkeys(("industrial_share", "control_lines", "idle_land"), (clause,)),
            title=said("title"),
            stamp=Stamp(data_on=said("data_on"), map_approval=said("map_approval")),
        )


def as_shown(text: str) -> str:
    """Give a text as a browser hands it out: half of a pair comes as the sign for no letter."""
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


def told_in(shown: Any, chosen: str) -> str:
    """Give all text under the chosen elements."""
    nodes = shown.page.query_selector_all(chosen)
    return as_shown("\n".join(node.text_content() or "" for node in nodes))


def click_inside(shown: Any, frame: Any, row: int) -> str:
    """Click in the middle of a row's polygon, and give what the popup says."""
    point = to_lonlat(frame.iloc[[row]])[0].representative_point()
    shown.page.evaluate(
        "([lat, lon]) => map_zoneland.closePopup().setView([lat, lon], 16, { animate: false })",
        [point.y, point.x],
    )
    shown.page.wait_for_selector(".zl-popup", state="detached")
    shown.view()
    box = shown.page.locator("#map_zoneland").bounding_box()
    shown.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.page.wait_for_selector(".zl-popup")
    return told_in(shown, ".zl-popup")


def expect_nothing_ran(shown: Any) -> None:
    assert shown.page.evaluate("() => window.ran") is None
    got_in = "img[src=x], svg[onload], .zl-app script, a[href^=javascript]"
    assert shown.page.query_selector(got_in) is None
    assert shown.complaints == []
    assert len(shown.requests) == 1


@pytest.mark.parametrize("name", PAYLOADS)
def test_every_text_of_every_input_shows_as_typed_and_runs_nothing(
    opened: Callable[..., Any], drawing: ModuleType, name: str
) -> None:
    hostile = Hostile(drawing, PAYLOADS[name])
    county = hostile.county()
    shown = opened(map_html(county))

    def missing(text: str, *places: str) -> list[str]:
        return [place for place in places if as_shown(hostile.said(place)) not in text]

    assert missing(told_in(shown, ".zl-head"), "title", "data_on", "map_approval") == []
    table = told_in(shown, ".zl-table")
    assert missing(table, *(f"zone_name{at}" for at in range(3))) == []
    assert all(one in table for one in hostile.ids.values())
    shown.page.click(".zl-table tbody tr[data-zone='0'] .zl-zone")
    card = told_in(shown, ".zl-card")
    assert missing(card, "zone_name0", "clause", "dated_on", "clause_text") == []
    assert missing(card, "finding_id", "project", "plot_id") == []
    shown.page.click(".zl-action")
    assert missing(told_in(shown, ".zl-dialog"), "path", "layer", "clause_text") == []
    shown.page.keyboard.press("Escape")
    for frame, row, places in (
        (county.findings, 0, ["finding_id", "zone_name"]),
        (county.idle, 0, ["project", "batch_id", "plot_id"]),
        (county.layers["plan"], 30, ["class_code", "class_name", "parcel_id"]),
    ):
        assert missing(click_inside(shown, frame, row), *places) == []
    expect_nothing_ran(shown)


@pytest.mark.parametrize("name", PAYLOADS)
def test_the_public_page_runs_none_of_it_either(
    opened: Callable[..., Any], drawing: ModuleType, name: str
) -> None:
    hostile = Hostile(drawing, PAYLOADS[name])
    shown = opened(map_html(hostile.county(), profile="public"))
    for index in range(3):
        shown.page.click(f".zl-table tbody tr[data-zone='{index}'] .zl-zone")
        shown.view()
        shown.page.mouse.click(900, 480)
        shown.page.click(".zl-back")
    shown.page.click(".zl-action")
    assert as_shown(hostile.said("zone_name0")) in told_in(shown, ".zl-table")
    assert "zone_id0" not in shown.page.content()
    expect_nothing_ran(shown)


@pytest.mark.parametrize(
    ("contract", "role"), [(ZONES, "zones"), (PARCELS, "plan")], ids=["zones", "parcels"]
)
def test_each_contracts_free_texts_are_all_filled(
    drawing: ModuleType, contract: Contract, role: str
) -> None:
    county = Hostile(drawing, "!").county()
    frame = county.zones if role == "zones" else county.layers[role]
    names = texts_of(contract)
    assert names
    assert all(str(value).startswith("!") for name in names for value in frame[name])
