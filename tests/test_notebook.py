"""What a notebook's cell shows of an assessment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import geopandas as gpd

import zoneland as zl
from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.notebook import COLUMNS, table_html

if TYPE_CHECKING:
    from zoneland.rules.assessment import Assessment

HOSTILE = "<img src=x onerror=alert(1)>{{ 7 * 7 }}"


def judged(name: str = "东区", industry: str = "1001") -> Assessment:
    """One zone of 100 m × 100 m, 70 % of it industry, without lines and ledgers."""
    zones = gpd.GeoDataFrame(
        {"zone_id": ["K01"], "zone_name": [name]},
        geometry=[rectangle(EAST, NORTH, 100, 100)],
        crs=PLANE,
    )
    parcels = gpd.GeoDataFrame(
        {"YDYHFLDM": [industry, "1207"]},
        geometry=[rectangle(EAST, NORTH, 70, 100), rectangle(EAST + 70, NORTH, 30, 100)],
        crs=PLANE,
    )
    land = zl.read_parcels(parcels, system="ydyh2023")
    return zl.assess(zl.read_zones(zones), land, on="2026-10-31", title=name)


def cells(html: str) -> list[str]:
    return re.findall(r"<td[^>]*>(.*?)</td>", html)


def test_the_table_has_a_row_a_zone_with_verdict_share_and_why() -> None:
    row = dict(zip(COLUMNS, cells(table_html(judged())), strict=True))
    assert row["zone"] == "东区 K01"
    assert row["verdict"] == "? 无法判定"  # no lines, no ledger
    assert row["industrial_share"] == "70.00% 达标"
    assert (row["control_lines"], row["idle_land"]) == ("无法判定", "无法判定")
    assert row["why"]


def test_a_cell_shows_the_table_and_a_map_that_needs_no_network() -> None:
    shown = judged()._repr_html_()
    table, frame = shown.split("<iframe", 1)
    assert "<table" in table
    assert "70.00%" in table
    assert frame.lstrip().startswith("srcdoc=")
    assert "default-src &#x27;none&#x27;" in frame or "default-src &#39;none&#39;" in frame


def test_words_of_the_data_stay_words() -> None:
    shown = judged(HOSTILE)._repr_html_()
    table = shown.split("<iframe", 1)[0]
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;{{ 7 * 7 }}" in table
