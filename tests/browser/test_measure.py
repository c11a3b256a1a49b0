"""Measuring on the map, against pyproj's geodesics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyproj
import pytest
import shapely

from zoneland.maps.offline import page_js

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

CGCS2000 = pyproj.Geod(a=6_378_137.0, rf=298.257222101)
SPHEROID = "{ a: 6378137.0, inverseFlattening: 298.257222101 }"
TURN = pyproj.Transformer.from_crs("EPSG:4526", "EPSG:4490", always_xy=True)

RINGS = {
    "a block": [(114.00, 34.70), (114.01, 34.70), (114.01, 34.71), (114.00, 34.71)],
    "a long strip": [(113.80, 34.60), (114.20, 34.65), (114.20, 34.651), (113.80, 34.601)],
    "a county": [(113.5, 34.2), (114.6, 34.1), (114.8, 34.9), (113.9, 35.3)],
    "across the equator": [(10.0, -0.5), (10.5, -0.4), (10.4, 0.6)],
}


@pytest.fixture(scope="module")
def ellipsoid(browser: Browser) -> Any:
    """Give a page that knows the functions of the page's own script."""
    page = browser.new_context().new_page()
    part = page_js().split("// Lengths and areas on the ellipsoid")[1]
    script = "//" + part.split("// Measuring on the map")[0]
    names = "window.ours = { geodesicLength, pathLength, ringArea, isCrossed };"
    page.add_script_tag(content=f"(function () {{ {script} {names} }}());")
    return page


def as_points(ring: list[tuple[float, float]]) -> list[dict[str, float]]:
    return [{"lng": lon, "lat": lat} for lon, lat in ring]


@pytest.mark.parametrize("name", RINGS)
def test_an_area_is_that_of_the_geodesics(ellipsoid: Any, name: str) -> None:
    ring = RINGS[name]
    expected = abs(CGCS2000.geometry_area_perimeter(shapely.Polygon(ring))[0])
    found = ellipsoid.evaluate(f"(p) => ours.ringArea({SPHEROID}, p)", as_points(ring))
    assert found == pytest.approx(expected, rel=2e-6 if name == "a county" else 2e-7)


def test_the_way_round_makes_no_difference_to_an_area(ellipsoid: Any) -> None:
    ring = RINGS["a block"]
    both = [
        ellipsoid.evaluate(f"(p) => ours.ringArea({SPHEROID}, p)", as_points(one))
        for one in (ring, ring[::-1])
    ]
    assert both[0] == pytest.approx(both[1], rel=1e-12)


@pytest.mark.parametrize(
    "pair",
    [
        [(114.0, 34.7), (114.001, 34.7)],
        [(113.8, 34.6), (114.2, 34.9)],
        [(114.0, 34.7), (114.0, 34.9)],
        [(100.0, 0.0), (101.0, 0.0)],
        [(100.0, 20.0), (140.0, 50.0)],
    ],
)
def test_a_length_is_the_geodesics_to_a_millimetre(
    ellipsoid: Any, pair: list[tuple[float, float]]
) -> None:
    (lon1, lat1), (lon2, lat2) = pair
    expected = CGCS2000.inv(lon1, lat1, lon2, lat2)[2]
    found = ellipsoid.evaluate(f"(p) => ours.geodesicLength({SPHEROID}, ...p)", as_points(pair))
    assert found == pytest.approx(expected, abs=1e-3)


def test_a_ring_that_crosses_itself_is_told(ellipsoid: Any) -> None:
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    bow = [square[0], square[2], square[1], square[3]]
    told = [ellipsoid.evaluate("(p) => ours.isCrossed(p)", as_points(one)) for one in (square, bow)]
    assert told == [False, True]


def click_at(page: Any, x: float, y: float) -> None:
    """Click a place given in metres of the working plane."""
    lon, lat = TURN.transform(x, y)
    at = page.evaluate(
        "([lat, lng]) => { const p = map_zoneland.latLngToContainerPoint([lat, lng]);"
        " const box = map_zoneland.getContainer().getBoundingClientRect();"
        " return [box.left + p.x, box.top + p.y]; }",
        [lat, lon],
    )
    page.mouse.click(*at)


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+\.\d+", text)]


def test_clicks_measure_and_pick_nothing(county: Any, drawing: Any) -> None:
    page = county.page
    page.click("[data-measure=area]")
    page.wait_for_timeout(50)
    east, north = drawing.EAST + 2100, drawing.NORTH + 500
    for x, y in ((0, 0), (500, 0), (500, 400), (0, 400)):
        click_at(page, east + x, north + y)
        page.wait_for_timeout(60)
    told = page.inner_text(".zl-measured")
    # 500 m × 400 m; a pixel of the first view is some 6 m wide, so each side may be off by that.
    assert numbers(told)[0] == pytest.approx(20.0, rel=0.03)
    assert numbers(told)[1] == pytest.approx(300.0, rel=0.03)
    assert "CGCS2000 椭球面" in page.inner_text(".zl-measure")
    assert page.query_selector(".zl-card") is None
    assert page.query_selector(".leaflet-popup") is None
    page.keyboard.press("Escape")
    assert not page.is_visible(".zl-measure")
    assert county.complaints == []


def test_the_same_button_ends_measuring_and_the_map_picks_again(county: Any, drawing: Any) -> None:
    page = county.page
    page.click("[data-measure=distance]")
    assert page.get_attribute("[data-measure=distance]", "aria-pressed") == "true"
    page.click("[data-measure=distance]")
    assert page.get_attribute("[data-measure=distance]", "aria-pressed") == "false"
    click_at(page, drawing.EAST + 2300, drawing.NORTH + 800)
    page.wait_for_selector(".zl-card")


def test_a_double_click_is_one_point(county: Any) -> None:
    page = county.page
    page.click("[data-measure=distance]")
    page.mouse.dblclick(900, 400)
    page.mouse.click(1000, 400)
    page.wait_for_timeout(60)
    rows = page.evaluate(
        "() => document.querySelectorAll('.leaflet-zoneland-measure-pane path').length"
    )
    assert rows == 3  # the line and its two points


def test_the_keyboard_measures_under_the_cross(county: Any) -> None:
    page = county.page
    page.focus("[data-measure=distance]")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "map_zoneland"
    assert page.is_visible(".zl-cross")
    page.keyboard.press("Enter")
    county.view()
    page.keyboard.press("ArrowRight")
    county.view()
    page.keyboard.press("Enter")
    length = page.evaluate(
        "() => { const m = map_zoneland; const s = m.getSize();"
        " const at = (x) => m.containerPointToLatLng([x, s.y / 2]);"
        " return [at(s.x / 2 - 80), at(s.x / 2)].map((p) => [p.lng, p.lat]); }"
    )
    expected = CGCS2000.inv(*length[0], *length[1])[2]
    assert numbers(page.inner_text(".zl-measured"))[0] == pytest.approx(expected, abs=0.1)
    page.keyboard.press("Backspace")
    assert page.inner_text(".zl-measured").strip() == ""
