"""The map where it is not at home: hostile data, phones, paper, old browsers, notebooks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import folium
import pytest

from zoneland.core.stamp import Stamp
from zoneland.maps.basemap import HOSTS, basemap
from zoneland.maps.page import build_map, map_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

pytestmark = pytest.mark.browser

TABLE = ".zl-table tbody tr"


def test_hostile_texts_show_as_typed_and_run_nothing(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    texts = list(drawing.HOSTILE)
    plan = drawing.parcels(drawing.PLAN).assign(class_name=texts[0], parcel_id=texts[1])
    idle = drawing.idle().assign(project=texts[1], batch_id=texts[0], plot_id=texts[1])
    findings = drawing.findings().assign(finding_id=texts[0], zone_name=texts[1])
    shown = opened(
        map_html(
            drawing.county(
                zones=drawing.zones(names=texts),
                layers={"plan": plan},
                idle=idle,
                findings=findings,
                title=texts[0] + texts[1],
            )
        )
    )
    buttons = shown.page.query_selector_all(f"{TABLE} .zl-zone")
    typed = [text.replace("\ud800", "\ufffd") for text in texts]
    said = [(button.text_content() or "").replace("\ud800", "\ufffd") for button in buttons]
    assert said == typed
    assert shown.page.text_content("h1") == texts[0] + texts[1]
    for index in range(3):
        shown.page.click(f"{TABLE}[data-zone='{index}'] .zl-zone")
        shown.view()
        shown.page.mouse.click(900, 480)
        shown.page.mouse.move(905, 485)
        shown.page.click(".zl-back")
    shown.page.click(".zl-action")
    assert shown.page.evaluate("() => window.ran") is None
    assert shown.page.query_selector("img[src=x]") is None
    assert shown.complaints == []
    assert len(shown.requests) == 1


def test_the_policy_stops_a_script_that_got_in(county: Any) -> None:
    county.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s); const i = new Image(); i.src = 'https://example.org/x.png'; }"
    )
    county.page.wait_for_timeout(200)
    assert county.page.evaluate("() => window.ran") is None
    assert len(county.complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in county.complaints)
    assert len(county.requests) == 1


def test_it_fits_a_phone(opened: Callable[..., Any], drawing: ModuleType) -> None:
    shown = opened(
        map_html(drawing.county()),
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
    )
    assert shown.page.evaluate("() => document.documentElement.scrollWidth") == 360
    assert not shown.page.is_visible(".zl-panel")
    shown.page.tap(".zl-panel-toggle")
    assert shown.page.is_visible(".zl-panel")
    shown.page.tap(f"{TABLE}[data-zone='0'] .zl-zone")
    assert shown.page.inner_text(".zl-card h2") == "城东新材料产业园"
    assert shown.page.evaluate("() => document.documentElement.scrollWidth") == 360
    assert shown.complaints == []


@pytest.mark.parametrize(("sheet", "millimetres"), [("A4", (297, 210)), ("A3", (420, 297))])
def test_it_prints_on_one_sheet(county: Any, sheet: str, millimetres: tuple[int, int]) -> None:
    county.page.evaluate("() => { window.print = () => {}; }")
    county.page.click(f"button[title='打印 {sheet}']")
    printed = county.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert box
    assert [float(side) / 72 * 25.4 for side in box.groups()] == pytest.approx(millimetres, abs=1)
    assert county.page.query_selector(".zl-printing") is None


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_a_base_map_is_asked_of_its_own_hosts_and_of_no_other(
    opened: Callable[..., Any], drawing: ModuleType, profile: str
) -> None:
    key = "0123456789abcdef0123456789abcdef"
    html = map_html(drawing.county(), profile=profile, base=basemap("tianditu", key))
    shown = opened(html)
    shown.page.wait_for_timeout(500)
    page, *asked = shown.requests
    assert page.startswith("file://")
    assert {"vec", "cva"} == {re.findall(r"LAYER=(\w+)&", url)[0] for url in asked}
    assert all(url.startswith(HOSTS) for url in asked)
    assert all(url.endswith(f"&tk={key}") for url in asked)
    # The test lets nothing out, so every tile fails; the policy itself has nothing against them.
    assert {*shown.complaints} == {"Failed to load resource: net::ERR_FAILED"}
    assert "需要联网才显示" in shown.page.inner_text(".zl-notice")
    assert shown.page.locator(f"{TABLE}").count() == 3


def test_no_tile_is_fetched_where_no_base_map_was_asked_for(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    drawn = build_map(drawing.county())
    folium.TileLayer("https://t0.tianditu.gov.cn/{z}/{x}/{y}", attr="甲").add_to(drawn)
    shown = opened(drawn.get_root().render())
    shown.page.wait_for_timeout(300)
    assert len(shown.requests) == 1
    assert shown.complaints
    assert all("Content Security Policy" in complaint for complaint in shown.complaints)


@pytest.mark.parametrize("width", [1440, 360])
def test_the_public_page_says_all_that_was_left_out_within_the_screen(
    opened: Callable[..., Any], drawing: ModuleType, width: int
) -> None:
    html = map_html(drawing.county(), profile="public")
    page = opened(html, viewport={"width": width, "height": 740}).page
    box = page.locator(".zl-notice").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 740
    assert page.inner_text(".zl-notice").startswith("本图为概括版。不含图斑、控制线图形、")
    page.click(".zl-action")
    assert "地块清单" in page.inner_text(".zl-dialog")


def test_the_title_block_shows_whose_figures_these_are(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    stamp = Stamp(ran_on=date(2026, 11, 20), data_on="2025年度变更调查", sha256="9f2c41d07b8e" * 5)
    page = opened(map_html(drawing.county(stamp=stamp))).page
    head = page.locator(".zl-head").bounding_box()
    for text in ("2026-11-20", "2025年度变更调查", "9f2c41d07b8e", "未经审图，不得公开"):
        fact = page.locator(".zl-fact", has_text=text).bounding_box()
        assert fact["y"] + fact["height"] <= head["y"] + head["height"]
        assert fact["x"] + fact["width"] <= 1440


def test_an_old_browser_keeps_its_table_and_is_told(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    shown = opened(map_html(drawing.county()), before="delete window.DecompressionStream;")
    assert "太旧" in shown.page.inner_text(".zl-warning")
    shown.page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    assert shown.page.inner_text(".zl-card h2") == "城东新材料产业园"
    assert shown.complaints == []


def test_it_draws_in_a_notebook_cell_with_what_was_added(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    drawn = build_map(drawing.county())
    folium.Marker([34.70, 114.01], tooltip="甲").add_to(drawn)
    folium.CircleMarker([34.70, 114.02]).add_to(drawn)
    cell = drawn._repr_html_()
    shown = opened(f"<!DOCTYPE html><meta charset=utf-8>{cell}", ready=False)
    inside = shown.page.frame_locator("iframe")
    inside.locator("[data-ready]").wait_for(state="attached")
    assert inside.locator(TABLE).count() == 3
    assert inside.locator("img.leaflet-marker-icon").evaluate("(node) => node.naturalWidth") == 25
    assert shown.complaints == []


def test_a_phones_card_gives_each_reading_its_whole_width(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    html = map_html(drawing.county())
    page = opened(html, viewport={"width": 360, "height": 740}).page
    page.click(".zl-panel-toggle")
    page.click(f"{TABLE}[data-zone='1'] .zl-zone")
    name = page.locator(".zl-readings tbody th >> nth=3").bounding_box()
    cells = [
        cell.bounding_box()
        for cell in page.locator(".zl-readings tbody tr >> nth=3").locator("td").all()
    ]
    assert name["width"] > 250
    assert name["height"] < 30  # one line
    assert all(cell["x"] + cell["width"] <= 361 and cell["y"] > name["y"] for cell in cells)
    panel = page.evaluate(
        "() => { const p = document.querySelector('.zl-panel');"
        " return p.scrollWidth - p.clientWidth; }"
    )
    assert panel <= 0


@pytest.mark.parametrize(("lang", "width"), [("zh", 1366), ("en", 1440), ("zh", 1440)])
def test_the_table_fits_or_shows_that_it_goes_on(
    opened: Callable[..., Any], drawing: ModuleType, lang: str, width: int
) -> None:
    page = opened(
        map_html(drawing.county(), lang=lang), viewport={"width": width, "height": 800}
    ).page
    more, hinted = page.evaluate(
        "() => { const s = document.querySelector('.zl-list .zl-scroll');"
        " return [s.scrollWidth - s.clientWidth > 1, !!document.querySelector('.zl-more')]; }"
    )
    assert more == hinted
    assert not more


def test_a_narrow_table_shows_that_it_goes_on_until_its_end(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    page = opened(map_html(drawing.county()), viewport={"width": 900, "height": 700}).page
    page.wait_for_selector(".zl-more")
    page.evaluate("() => { document.querySelector('.zl-list .zl-scroll').scrollLeft = 9999; }")
    page.wait_for_selector(".zl-list:not(.zl-more)")
    assert page.query_selector(".zl-more") is None


LABELS = """() => {
  const box = (node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const all = (chosen) => [...document.querySelectorAll(chosen)].map(box);
  const buttons = all('.zl-zoom, .zl-layers');
  return { labels: all('.zl-label'), buttons, stage: all('.zl-stage')[0] };
}"""


def cross(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("width", [1440, 900])
def test_every_zone_has_its_sign_and_no_label_lies_on_another(
    opened: Callable[..., Any], drawing: ModuleType, width: int
) -> None:
    names = ["一个很长很长很长的开发区名称" * 3, "乙", "丙区"]
    html = map_html(drawing.county(zones=drawing.zones(names=names)))
    shown = opened(html, viewport={"width": width, "height": 700})
    shown.view()
    told = shown.page.evaluate(LABELS)
    labels = told["labels"]
    assert len(labels) == 3
    west, north, east, south = told["stage"]
    for at, label in enumerate(labels):
        assert (label[0] - west, label[1] - north) > (0, 0)
        assert (east - label[2], south - label[3]) > (0, 0)
        assert not any(cross(label, other) for other in labels[at + 1 :] + told["buttons"])


def test_escape_shuts_the_popup_then_the_card(county: Any) -> None:
    county.page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    county.view()
    county.page.mouse.click(1000, 480)
    county.page.wait_for_selector(".leaflet-popup")
    county.page.keyboard.press("Escape")
    county.page.wait_for_selector(".leaflet-popup", state="detached")
    assert county.page.query_selector(".zl-card")
    county.page.keyboard.press("Escape")
    assert county.page.query_selector(".zl-card") is None
    assert len(county.page.query_selector_all(TABLE)) == 3


def test_the_card_opens_with_the_reasons_and_marks_the_deciding_land_use(county: Any) -> None:
    county.page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    assert county.page.inner_text(".zl-reasons li >> nth=0") == "产业用地还差 0.04 平方米达到 60%"
    heads = [
        head.inner_text().split()
        for head in county.page.query_selector_all(".zl-readings thead th")
    ]
    assert heads == [["规划", "据此判定"], ["现状"]]


def test_a_name_cannot_turn_the_writing_around_it(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    names = ["甲\u202e", "乙\u2067", "丙"]
    page = opened(map_html(drawing.county(zones=drawing.zones(names=names)))).page
    turned = page.evaluate(
        "() => [...document.querySelectorAll('.zl-zone, .zl-label span, .zl-table small')]"
        ".filter((node) => !getComputedStyle(node).unicodeBidi.startsWith('isolate')).length"
    )
    assert turned == 0
