from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import folium
import numpy as np
import pytest
import shapely

from zoneland.maps.page import build_map, map_html

if TYPE_CHECKING:
    from types import ModuleType


def test_the_same_assessment_gives_the_same_bytes(drawing: ModuleType) -> None:
    assert map_html(drawing.county()) == map_html(drawing.county())
    drawn = build_map(drawing.county())
    assert drawn.get_root().render() == drawn.get_root().render()


def test_another_process_gives_the_same_bytes(drawing: ModuleType) -> None:
    code = (
        "import hashlib, importlib.util as u\n"
        f"spec = u.spec_from_file_location('county', {drawing.__file__!r})\n"
        "county = u.module_from_spec(spec); spec.loader.exec_module(county)\n"
        "from zoneland.maps.page import map_html\n"
        "print(hashlib.sha256(map_html(county.county()).encode()).hexdigest())\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = hashlib.sha256(map_html(drawing.county()).encode()).hexdigest()
    assert ran.stdout.strip() == here


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_the_page_asks_for_no_file(drawing: ModuleType, profile: str) -> None:
    html = map_html(drawing.county(), profile=profile)
    assert not re.search(r"<link|<script[^>]+src|<img|<iframe|@import|sourceMappingURL", html)


def test_the_policy_admits_the_pages_own_scripts_alone(drawing: ModuleType) -> None:
    html = map_html(drawing.county())
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert len(scripts) == 4
    allowed = re.findall(r"'sha256-([^']*)'", policy[1])
    assert allowed == [base64.b64encode(digest).decode() for digest in digests]
    assert html.index("Content-Security-Policy") < html.index("<script")


def test_hostile_texts_reach_neither_markup_nor_a_template(
    drawing: ModuleType, reading: ModuleType
) -> None:
    zones = drawing.zones(names=drawing.HOSTILE)
    html = map_html(drawing.county(zones=zones, title="".join(drawing.HOSTILE)))
    assert "window.ran=1</script>" not in html
    assert "{{" not in html
    assert "{%" not in html
    assert "49" not in reading.page_of(html)["zones"][1]["name"]
    assert [zone["name"] for zone in reading.page_of(html)["zones"]] == list(drawing.HOSTILE)
    html.encode("utf-8")  # no lone surrogate is left in the text itself


def test_it_is_a_folium_map_that_can_be_added_to(drawing: ModuleType) -> None:
    drawn = build_map(drawing.county())
    assert isinstance(drawn, folium.Map)
    folium.CircleMarker([34.7, 114.0], radius=5).add_to(drawn)
    html = drawn.get_root().render()
    added = html.index("L.circleMarker(\n")
    assert html.index("zoneland.start(map_zoneland)") < added


def test_it_draws_itself_in_a_notebook_cell(drawing: ModuleType) -> None:
    cell = build_map(drawing.county())._repr_html_()
    assert cell.startswith("<iframe srcdoc=")
    assert "https://cdn" not in cell


def test_four_thousand_parcels_twice_stay_under_three_megabytes(drawing: ModuleType) -> None:
    rng = np.random.default_rng(11)
    angles = np.linspace(0, 2 * np.pi, 25)[:-1]

    def parcels(count: int) -> object:
        centres = rng.uniform(0, 12_000, (count, 2)) + np.array([drawing.EAST, drawing.NORTH])
        radii = rng.uniform(40, 90, (count, 24))
        rings = centres[:, None, :] + radii[..., None] * np.stack(
            [np.cos(angles), np.sin(angles)], axis=-1
        )
        kinds = list(rng.choice(drawing.PLAN, count))
        return drawing.frame(
            parcel_id=[f"4101{number:010d}" for number in range(count)],
            class_code=kinds,
            class_name=kinds,
            kind=kinds,
            stored_m2=rng.uniform(5_000, 25_000, count).round(2),
            geometry=list(shapely.polygons(rings)),
        )

    layers = {"survey": parcels(4000), "plan": parcels(4000)}
    assert len(map_html(drawing.county(layers=layers)).encode()) <= 3_000_000
