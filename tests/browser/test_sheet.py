"""The printed sheet: what stands on it, where, at what scale, and what is left on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zoneland.core.stamp import Stamp
from zoneland.core.style import brushes
from zoneland.core.verdicts import Clause
from zoneland.maps.page import map_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

pytestmark = pytest.mark.browser

CSS_PX_M = 0.0254 / 96
BEFORE = "() => window.dispatchEvent(new Event('beforeprint'))"
AFTER = "() => window.dispatchEvent(new Event('afterprint'))"
BOXES = """() => Object.fromEntries(
  ['folium-map', 'zl-sheet-legend', 'zl-sheet-facts', 'zl-sheet-clauses', 'zl-sheet-lines',
   'zl-head', 'zl-foot', 'zl-notice', 'zl-app'].map((name) => {
    const { left, top, right, bottom } = document.querySelector(`.${name}`).getBoundingClientRect();
    return [name, [left, top, right, bottom]];
  }))"""
CUT_OFF = """() => ['zl-sheet-legend', 'zl-sheet-clauses', 'zl-sheet-side'].filter((name) => {
  const node = document.querySelector(`.${name}`);
  return node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1;
})"""
METRES_ON_PAPER = """([first, last]) => {
  const [a, b] = [first, last].map((place) => map_zoneland.latLngToContainerPoint(place));
  return a.distanceTo(b);
}"""
FACTS = "() => JSON.parse(document.getElementById('zoneland-data').textContent).facts"
OUTLINES = """() => {
  let painter; map_zoneland.eachLayer((l) => { if (l.hits) painter = l; });
  return painter.layers.find((layer) => layer.key === 'zones').brushes.map((brush) => brush.dash);
}"""
SCREEN = """() => ({
  centre: map_zoneland.getCenter(),
  zoom: map_zoneland.getZoom(),
  labels: [...document.querySelectorAll('.zl-label')].map((node) => node.className),
})"""


def sheet(shown: Any, size: str) -> None:
    shown.page.evaluate(f"() => {{ window.print = () => ({BEFORE})(); }}")
    shown.page.locator(".zl-action", has_text=size).click()
    shown.page.wait_for_timeout(300)


def apart(one: list[float], other: list[float]) -> bool:
    return (
        one[2] <= other[0] + 1
        or other[2] <= one[0] + 1
        or one[3] <= other[1] + 1
        or other[3] <= one[1] + 1
    )


@pytest.mark.parametrize("size", ["A4", "A3"])
def test_nothing_lies_over_the_map_and_nothing_is_cut_off(county: Any, size: str) -> None:
    sheet(county, size)
    boxes = county.page.evaluate(BOXES)
    paper = boxes.pop("zl-app")
    drawn = boxes.pop("folium-map")
    for name, box in boxes.items():
        assert apart(drawn, box), name
        assert box[2] <= paper[2] + 1, name
        assert box[3] <= paper[3] + 1, name
        assert box[3] > box[1], name
    assert county.page.evaluate(CUT_OFF) == []
    legend = county.page.inner_text(".zl-sheet-legend").split()
    assert legend[:3] == ["图例", "开发区", "✓"]
    assert "工业用地" in legend
    assert "现状用地" not in legend  # it is switched off
    assert county.complaints == []


def test_the_scale_is_round_and_true(county: Any) -> None:
    sheet(county, "A4")
    said = county.page.inner_text(".zl-sheet-scale b")
    scale = int(said.removeprefix("1:"))
    assert said == "1:20000"
    # 0.01° of the meridian at 34.69° N is 1109.3 m.
    places = [[34.685, 114.01], [34.695, 114.01]]
    paper_m = county.page.evaluate(METRES_ON_PAPER, places) * CSS_PX_M
    assert paper_m * scale == pytest.approx(1109.3, rel=0.005)


def test_the_sheet_tells_facts_clauses_and_who_signs(county: Any) -> None:
    sheet(county, "A4")
    facts = county.page.inner_text(".zl-sheet-facts")
    for label, text in county.page.evaluate(FACTS):
        assert label in facts
        assert text in facts
    assert "评价日\n2026-10-31" in facts
    clauses = county.page.inner_text(".zl-sheet-clauses")
    assert "按照产业用地不得低于60%的标准" in clauses
    assert "闲置土地处置办法" in clauses
    assert county.page.inner_text(".zl-sheet-lines").split() == [
        "编制单位（盖章）",
        "编制",
        "审核",
        "批准",
        "日期",
    ]


def test_outlines_tell_verdicts_without_colour(county: Any) -> None:
    on_screen = county.page.evaluate(OUTLINES)
    sheet(county, "A4")
    on_paper = county.page.evaluate(OUTLINES)
    assert len({tuple(dash) for dash in on_paper}) == 3
    county.page.evaluate(AFTER)
    assert county.page.evaluate(OUTLINES) == on_screen


def test_the_screen_is_as_it_was_after_printing(county: Any) -> None:
    county.page.evaluate(
        "() => { map_zoneland.setView([34.7, 114.03], 14.75, { animate: false }); }"
    )
    before = county.page.evaluate(SCREEN)
    for size in ("A4", "A3"):
        sheet(county, size)
        county.page.evaluate(AFTER)
    after = county.page.evaluate(SCREEN)
    assert after["zoom"] == before["zoom"]
    assert after["centre"] == pytest.approx(before["centre"], abs=1e-5)
    assert after["labels"] == before["labels"]
    assert county.page.query_selector(".zl-sheet-side, .zl-sheet-foot, .zl-printing") is None


def test_a_long_legend_and_long_clauses_are_not_cut_off(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    kinds = list(brushes("kind"))
    clauses = {
        "industrial_share": tuple(
            Clause(f"第{number}号文件", "2022-04-30", "稳妥推进开发区四至边界划定。" * 12)
            for number in range(10)
        )
    }
    layers = {
        "survey": drawing.parcels(kinds, turn=1.0),
        "plan": drawing.parcels(kinds),
        **drawing.lines(),
    }
    shown = opened(map_html(drawing.county(layers=layers, clauses=clauses)))
    for box in shown.page.query_selector_all(".zl-layers input:not(:checked)"):
        box.evaluate("(node) => node.click()")
    sheet(shown, "A4")
    assert shown.page.evaluate(CUT_OFF) == []
    assert "第9号文件" in shown.page.inner_text(".zl-sheet-clauses")


def test_a_number_of_approval_stands_once_on_the_sheet(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    number = "豫S（2026）012号"
    shown = opened(map_html(drawing.county(stamp=Stamp(map_approval=number))))
    assert shown.page.inner_text(".zl-notice") == f"审图号：{number}"
    sheet(shown, "A4")
    assert shown.page.inner_text(".zl-app").count(number) == 1
    assert number in shown.page.inner_text(".zl-sheet-facts")
    assert shown.complaints == []
