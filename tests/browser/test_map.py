"""The map in a real Chromium, opened from a file with the network shut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyproj
import pytest

from zoneland.maps.page import map_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

pytestmark = pytest.mark.browser

TABLE = ".zl-table tbody tr"


@pytest.mark.parametrize("profile", ["internal", "public"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_opens_with_no_request_and_no_complaint(
    opened: Callable[..., Any], drawing: ModuleType, lang: str, profile: str
) -> None:
    shown = opened(map_html(drawing.county(), lang=lang, profile=profile))
    shown.page.click(f"{TABLE} .zl-zone")
    shown.page.mouse.click(900, 520)
    shown.view()
    assert [url.rsplit("/", 1)[1] for url in shown.requests] == ["zones.html"]
    assert shown.complaints == []


def test_the_polygons_are_drawn(county: Any) -> None:
    colours = county.page.evaluate(
        """() => {
            const canvas = document.querySelector('.zl-canvas');
            const ctx = canvas.getContext('2d');
            const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
            const seen = {};
            for (let i = 0; i < data.length; i += 4) {
                const key = data.slice(i, i + 4).join();
                seen[key] = (seen[key] || 0) + 1;
            }
            return Object.values(seen).filter((count) => count > 300).length;
        }"""
    )
    assert colours > 12  # kinds of land, inside and outside of zones


def test_the_table_shows_the_assessments_figures(county: Any) -> None:
    rows = [row.inner_text().split() for row in county.page.query_selector_all(TABLE)]
    assert len(rows) == 3
    assert rows[0] == [
        "城东新材料产业园",
        "KFQ001",
        "✗",
        "不达标",
        "59.996%",
        "依口径而定",  # this zone passes under another reading
        "4.6501",
        "2.1000",
        "0.0000",
        "3.3600",
        "6.2400",
    ]
    assert rows[1][4:] == ["54.12%–63.50%", "0.0000", "0.0000", "—", "0.0000", "0.0000"]


def test_a_click_flies_to_the_zone_and_opens_its_card(county: Any) -> None:
    before = county.view()
    county.page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    lon, lat, zoom = county.view()
    assert county.page.inner_text(".zl-card h2") == "城东新材料产业园"
    assert zoom > before[2]
    west, south, east, north = county.page.evaluate(
        "() => map_zoneland.getBounds().toBBoxString().split(',').map(Number)"
    )
    assert west < lon < east
    assert south < lat < north
    # The zone's own corners, (100, 60) to (1500, 1420) m from 114°E, are all in sight.
    assert west < 114.0010
    assert east > 114.0164
    figures = county.page.inner_text("[data-rule=control_lines] > .zl-figures").split("\n")
    assert [text for text in figures if "公顷" in text] == [
        "4.6501 公顷",
        "2.1000 公顷",
        "0.0000 公顷",
    ]
    county.page.click(".zl-back")
    assert len(county.page.query_selector_all(TABLE)) == 3


def test_a_click_on_a_piece_flies_to_it(county: Any) -> None:
    county.page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    zone_view = county.view()
    county.page.click("[data-list=findings] button >> nth=0")
    lon, lat, zoom = county.view()
    assert zoom > zone_view[2]
    place = county.page.evaluate(
        "() => { let p; map_zoneland.eachLayer((l) => { if (l.hits) p = l; });"
        " return p.marked.map(([layer]) => layer.key); }"
    )
    assert place == ["zones", "findings"]
    county.page.click("[data-list=idle] button >> nth=0")
    assert county.view() != (lon, lat, zoom)


def test_a_hidden_layer_comes_back_with_its_piece(county: Any) -> None:
    county.page.uncheck("input[data-layer=findings]")
    county.page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    county.page.click("[data-list=findings] button >> nth=0")
    assert county.page.is_checked("input[data-layer=findings]")


def test_a_plot_without_geometry_is_listed_without_a_button(county: Any) -> None:
    county.page.click(f"{TABLE}[data-zone='2'] .zl-zone")
    assert "电机厂扩建" in county.page.inner_text("[data-list=idle]")
    assert county.page.query_selector("[data-list=idle] button") is None


def test_the_table_is_searched_by_name_and_id(county: Any) -> None:
    county.page.fill(".zl-search", "保税")
    assert [r.get_attribute("data-zone") for r in county.page.query_selector_all(TABLE)] == ["1"]
    county.page.fill(".zl-search", "kfq003")
    assert [r.get_attribute("data-zone") for r in county.page.query_selector_all(TABLE)] == ["2"]
    county.page.fill(".zl-search", "(.*")
    assert county.page.query_selector_all(TABLE) == []


def test_the_table_is_sorted_with_missing_figures_last(county: Any) -> None:
    def order() -> str:
        rows = county.page.query_selector_all(TABLE)
        return "".join(row.get_attribute("data-zone") or "" for row in rows)

    head = "th[data-column=outside_growth_m2]"
    county.page.click(f"{head} button")
    assert (order(), county.page.get_attribute(head, "aria-sort")) == ("201", "descending")
    county.page.click(f"{head} button")
    assert (order(), county.page.get_attribute(head, "aria-sort")) == ("021", "ascending")
    county.page.click("th[data-column=share] button")
    assert order() == "102"


def test_the_legend_follows_the_layers(county: Any) -> None:
    body = ".zl-layers-body"
    assert "居住用地" in county.page.inner_text(body)
    county.page.uncheck("input[data-layer=plan]")
    assert "居住用地" not in county.page.inner_text(body)
    county.page.check("input[data-layer=survey]")
    assert "未知编码" in county.page.inner_text(body)


def test_the_keyboard_reaches_a_zone_and_comes_back(county: Any) -> None:
    county.page.focus(".zl-search")
    for _ in range(40):
        county.page.keyboard.press("Tab")
        if county.page.evaluate("() => document.activeElement.className") == "zl-zone":
            break
    county.page.keyboard.press("Enter")
    assert county.page.evaluate("() => document.activeElement.tagName") == "H2"
    county.page.keyboard.press("Tab")
    county.page.focus(".zl-back")
    county.page.keyboard.press("Enter")
    assert county.page.evaluate("() => document.activeElement.className") == "zl-zone"


def test_every_button_has_a_name(county: Any) -> None:
    nameless = county.page.evaluate(
        "() => [...document.querySelectorAll('button, input')]"
        ".filter((node) => !(node.textContent.trim()"
        " || node.getAttribute('aria-label') || (node.labels && node.labels.length))).length"
    )
    assert nameless == 0


def test_the_pointer_reads_the_working_planes_coordinates(county: Any) -> None:
    county.page.mouse.move(900, 500)
    county.page.wait_for_selector(".zl-coordinates span >> nth=1")
    text = county.page.inner_text(".zl-coordinates")
    found = re.findall(r"(\d+\.\d+)", text)
    lon, lat, northing, easting = (float(number) for number in found[:4])
    turn = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4526", always_xy=True)
    # Degrees are shown to 1e-6 (0.1 m), metres to 0.1 m.
    assert turn.transform(lon, lat) == pytest.approx((easting, northing), abs=0.25)


def test_the_tip_names_the_zone_and_what_lies_there(county: Any) -> None:
    place = county.page.evaluate(
        "() => { const p = map_zoneland.latLngToContainerPoint([34.69093, 114.00655]);"
        " const box = map_zoneland.getContainer().getBoundingClientRect();"
        " return [box.left + p.x, box.top + p.y]; }"
    )
    county.page.mouse.move(place[0] - 3, place[1] - 3)
    county.page.mouse.move(*place)
    county.page.wait_for_selector(".zl-tip:not([hidden])")
    tip = county.page.inner_text(".zl-tip")
    assert "城东新材料产业园" in tip
    assert "年产三万吨铝箔项目" in tip
    assert "4.0000 公顷" in tip


def test_holes_are_outside_and_every_part_is_inside(county: Any, drawing: ModuleType) -> None:
    turn = pyproj.Transformer.from_crs("EPSG:4526", "EPSG:4490", always_xy=True)

    def zone_at(x: float, y: float) -> list[int]:
        lon, lat = turn.transform(drawing.EAST + x, drawing.NORTH + y)
        found: list[int] = county.page.evaluate(
            "([lat, lng]) => { let p; map_zoneland.eachLayer((l) => { if (l.hits) p = l; });"
            " return p.hits({ lat, lng }).filter(([l]) => l.key === 'zones').map(([, f]) => f); }",
            [lat, lon],
        )
        return found

    assert zone_at(2750, 500) == []  # the hole of the third zone
    assert zone_at(2300, 500) == [2]
    assert zone_at(2500, 2000) == zone_at(3500, 2000) == [1]
    assert zone_at(3200, 2000) == []  # between the two parts of the second


MARKED = (
    "() => { let p; map_zoneland.eachLayer((l) => { if (l.hits) p = l; });"
    " return p.marked.filter(([l]) => l.key !== 'zones')"
    ".map(([l, f]) => [l.key, l.brushes[l.brushOf[f]].label]); }"
)


def test_a_figure_shows_its_pieces_and_the_bar_leads_from_one_to_the_next(county: Any) -> None:
    page = county.page
    page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    page.click("[data-rule=control_lines] .zl-figure >> nth=0")
    county.view()
    kinds = page.evaluate(MARKED)
    assert [label for _, label in kinds].count("占用永久基本农田") == 2
    assert len(kinds) == 3  # and a sliver, of which the figure is too
    assert page.inner_text(".zl-bar-told") == "占用永久基本农田：共 3 块"
    page.click(".zl-pieces-bar button[title='下一块']")
    county.view()
    assert len(page.evaluate(MARKED)) == 1
    assert page.inner_text(".zl-bar-told") == "占用永久基本农田 · 第 1 / 3 块"
    page.click(".zl-pieces-bar button[title='上一块']")
    assert page.inner_text(".zl-bar-told").endswith("第 3 / 3 块")
    page.keyboard.press("Escape")
    assert not page.is_visible(".zl-pieces-bar")
    assert page.evaluate(MARKED) == []


def test_the_share_shows_the_industrial_parcels_of_its_zone(county: Any) -> None:
    page = county.page
    page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    page.click("[data-rule=industrial_share] > .zl-figures .zl-figure >> nth=0")
    page.wait_for_selector(".zl-pieces-bar:not([hidden])")
    kinds = page.evaluate(MARKED)
    assert {key for key, _ in kinds} == {"plan"}
    assert {label for _, label in kinds} == {"工业用地", "仓储用地"}
    assert 10 < len(kinds) < 30  # of 187 parcels in the county
    # Under a narrower reading storage is no part of the share.
    page.click(".zl-readings tbody tr >> nth=0 >> .zl-figure >> nth=0")
    page.wait_for_function(
        "() => document.querySelector('.zl-bar-told').textContent.includes('工业 ÷')"
    )
    assert {label for _, label in page.evaluate(MARKED)} == {"工业用地"}


def test_slivers_and_ordinary_plots_wait_folded(county: Any) -> None:
    page = county.page
    page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    assert page.is_visible("[data-list=findings]")
    assert page.query_selector("[data-list=slivers]") is None
    page.click("summary:has-text('碎斑')")
    page.wait_for_selector("[data-list=slivers] button")


def test_the_arrows_lead_through_the_table_of_readings(county: Any) -> None:
    page = county.page
    page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    stops = page.eval_on_selector_all(".zl-readings button", "all => all.map((b) => b.tabIndex)")
    assert stops.count(0) == 1
    page.focus(".zl-readings .zl-own button")
    before = page.inner_text(":focus")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => document.activeElement.closest('td').cellIndex") == 2
    page.keyboard.press("ArrowLeft")
    assert page.inner_text(":focus") == before


def test_the_keyboard_picks_what_lies_under_the_cross(county: Any) -> None:
    page = county.page
    page.keyboard.press("Tab")
    assert page.inner_text(":focus") == "跳到地图"
    page.keyboard.press("Enter")
    assert page.is_visible(".zl-cross")
    lon, lat = pyproj.Transformer.from_crs("EPSG:4526", "EPSG:4490", always_xy=True).transform(
        38_500_600, 3_840_400
    )
    page.evaluate(f"() => map_zoneland.setView([{lat}, {lon}], 16, {{ animate: false }})")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")
    assert "年产三万吨铝箔项目" in page.inner_text(".leaflet-popup")
    assert "年产三万吨铝箔项目" in page.inner_text("[aria-live=polite]")
    assert page.inner_text(":focus") == "城东新材料产业园 · 打开开发区详情"
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.evaluate("() => document.activeElement.id") == "map_zoneland"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.inner_text(".zl-card h2") == "城东新材料产业园"


def test_by_keyboard_a_figure_leads_to_the_bar_and_back(county: Any) -> None:
    page = county.page
    page.click(f"{TABLE}[data-zone='0'] .zl-zone")
    page.focus("[data-rule=control_lines] .zl-figure")
    page.keyboard.press("Enter")
    assert page.get_attribute(":focus", "title") == "下一块"
    page.keyboard.press("Enter")
    assert "占用永久基本农田 · 面积" in page.inner_text("[aria-live=polite]")
    page.keyboard.press("Escape")
    assert "zl-figure" in page.get_attribute(":focus", "class")
    assert page.query_selector(".zl-card")


def test_a_screen_reader_finds_names_and_no_stray_signs(county: Any) -> None:
    page = county.page
    assert "方向键" in page.inner_text(
        "#" + page.get_attribute("#map_zoneland", "aria-describedby")
    )
    assert page.inner_text(".zl-table caption") == "开发区一览：结论、产业用地占比、占用与闲置面积"
    assert page.get_attribute(".zl-layers-body", "aria-label") == "图层开关与图例"
    assert page.query_selector(".zl-label:not([aria-hidden=true])") is None


def test_a_phones_legend_is_a_sheet_that_leaves_the_zones_in_sight(
    opened: Callable[..., Any], drawing: ModuleType
) -> None:
    shown = opened(
        map_html(drawing.county()),
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
    )
    page = shown.page
    page.tap(".zl-panel-toggle")
    page.tap(".zl-layers-head")
    assert not page.is_visible(".zl-panel")  # one sheet at a time
    box = page.locator(".zl-layers-body").bounding_box()
    assert (box["x"], box["width"]) == (0, 360)
    assert box["y"] > 370
    assert page.evaluate(
        "() => { const b = document.querySelector('.zl-layers-body');"
        " return b.scrollWidth <= b.clientWidth; }"
    )
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    assert page.is_visible(".zl-facts")
    assert page.is_visible("button[title='打印 A4']")


def test_the_county_fills_the_room_that_is_free(county: Any) -> None:
    west, east, left, right = county.page.evaluate(
        "() => { const d = JSON.parse(document.getElementById('zoneland-data').textContent).bounds;"
        " const x = (lon) => map_zoneland.latLngToContainerPoint([d[1], lon]).x;"
        " const box = map_zoneland.getContainer().getBoundingClientRect();"
        " const legend = document.querySelector('.zl-layers').getBoundingClientRect();"
        " return [x(d[0]), x(d[2]), 0, legend.left - box.left]; }"
    )
    assert left < west
    assert east < right
    assert east - west > 0.75 * (right - left)
