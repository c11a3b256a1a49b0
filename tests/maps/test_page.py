from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import folium
import numpy as np
import pytest
import shapely

from zoneland.core.problems import InputError
from zoneland.core.stamp import Stamp
from zoneland.maps.basemap import HOSTS, basemap
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


KEY = "0123456789abcdef0123456789abcdef"
STAMP = Stamp(
    ran_on=date(2026, 11, 20),
    data_on="2025年度变更调查",
    sha256="9f2c41d07b8e" + "5" * 52,
    map_approval="豫S（2026）012号",
)


def pictures(html: str) -> list[str]:
    """Tell where the policy lets pictures come from."""
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    (allowed,) = [part for part in policy[1].split("; ") if part.startswith("img-src")]
    return allowed.split()[1:]


def test_the_policy_opens_for_a_base_map_alone_and_for_its_hosts_alone(
    drawing: ModuleType,
) -> None:
    county = drawing.county()
    assert pictures(map_html(county)) == ["data:", "blob:"]
    html = map_html(county, base=basemap("tianditu_image", KEY))
    assert pictures(html) == ["data:", "blob:", *HOSTS]
    assert tuple(f"https://t{number}.tianditu.gov.cn" for number in range(8)) == HOSTS
    assert "default-src 'none'" in html
    hosts = {*re.findall(r"https://[\w{}.]*tianditu[\w.]*", html)}
    assert hosts == {"https://t{s}.tianditu.gov.cn", *HOSTS}
    assert html == map_html(county, base=basemap("tianditu_image", KEY))


@pytest.mark.parametrize(
    ("profile", "notice"), [("internal", "unaudited"), ("public", "public_note")]
)
def test_a_page_with_a_base_map_says_that_it_needs_a_network_and_holds_a_key(
    drawing: ModuleType, reading: ModuleType, profile: str, notice: str
) -> None:
    bare = map_html(drawing.county(), profile=profile)
    assert "tianditu" not in bare
    assert reading.page_of(bare)["base"] == ""
    html = map_html(drawing.county(), profile=profile, base=basemap("tianditu", KEY))
    assert KEY in html
    said = reading.page_of(html)["words"][notice]
    assert "底图：天地图矢量（国家地理信息公共服务平台），需要联网才显示" in said
    assert "本页含天地图密钥，打开的人都能看到" in said
    assert KEY not in str(reading.page_of(html))


def test_a_base_map_is_not_laid_under_land_of_another_datum(drawing: ModuleType) -> None:
    beijing54 = drawing.zones().set_crs("EPSG:2433", allow_override=True)
    with pytest.raises(InputError, match="ZL464"):
        build_map(drawing.county(zones=beijing54), base=basemap("tianditu", KEY))


def test_the_page_carries_its_stamp_and_its_clauses(
    drawing: ModuleType, reading: ModuleType
) -> None:
    page = reading.page_of(map_html(drawing.county(stamp=STAMP)))
    assert page["stamp"] == {
        "ran_on": "2026-11-20",
        "data_on": "2025年度变更调查",
        "sha256": "9f2c41d07b8e",
        "map_approval": "豫S（2026）012号",
    }
    assert page["facts"][-4:] == [
        ["数据日期", "2025年度变更调查"],
        ["运行日", "2026-11-20"],
        ["成果校验码", "9f2c41d07b8e"],
        ["审图号", "豫S（2026）012号"],
    ]
    assert page["words"]["unaudited"] == "审图号：豫S（2026）012号"
    assert page["clauses"] == {
        rule: [asdict(clause) for clause in given] for rule, given in drawing.CLAUSES.items()
    }


def test_a_map_without_an_approval_says_that_it_has_none(
    drawing: ModuleType, reading: ModuleType
) -> None:
    page = reading.page_of(map_html(drawing.county()))
    assert page["stamp"] == {"ran_on": "", "data_on": "", "sha256": "", "map_approval": ""}
    labels = [label for label, _ in page["facts"]]
    assert page["facts"][-1] == ["审图号", "未经审图，不得公开"]
    assert not {"数据日期", "运行日", "成果校验码"} & {*labels}
    assert page["words"]["unaudited"] == "未经审图 仅供内部工作"


def test_an_approved_public_map_shows_its_number(drawing: ModuleType, reading: ModuleType) -> None:
    page = reading.page_of(map_html(drawing.county(stamp=STAMP), profile="public"))
    said = page["words"]["public_note"]
    assert said.endswith("审图号：豫S（2026）012号；公开前须完成保密审查。")


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_hostile_texts_reach_neither_markup_nor_a_template(
    drawing: ModuleType, reading: ModuleType, profile: str
) -> None:
    zones = drawing.zones(names=drawing.HOSTILE)
    county = drawing.county(zones=zones, title="".join(drawing.HOSTILE))
    html = map_html(county, profile=profile)
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
