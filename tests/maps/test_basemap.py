from __future__ import annotations

import pyproj
import pytest

from zoneland.core.problems import InputError
from zoneland.core.wording import words
from zoneland.maps.basemap import DEEPEST, KEY_NAME, LAYERS, basemap, expect_same_datum

KEY = "0123456789abcdef0123456789abcdef"


def codes_of(name: str, key: str | None = KEY) -> list[str]:
    with pytest.raises(InputError) as caught:
        basemap(name, key)
    for problem in caught.value.problems:
        assert not key or key not in problem.said()
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("高德", "GCJ-02"),
        ("GaoDe.Satellite", "GCJ-02"),
        ("https://webrd01.is.autonavi.com/appmaptile?x={x}&y={y}&z={z}", "GCJ-02"),
        ("腾讯地图", "GCJ-02"),
        ("https://rt0.map.gtimg.com/tile", "GCJ-02"),
        ("https://mt1.google.com/vt/lyrs=s", "GCJ-02"),
        ("谷歌", "GCJ-02"),
        ("GeoQ.PurplishBlue", "GCJ-02"),
        ("百度", "BD-09"),
        ("https://maponline0.bdimg.com/tile", "BD-09"),
    ],
)
def test_shifted_sources_are_refused_by_name_and_by_address(name: str, system: str) -> None:
    with pytest.raises(InputError) as caught:
        basemap(name, KEY)
    (problem,) = caught.value.problems
    assert problem.code == "ZL461"
    assert system in problem.said("zh")
    assert system in problem.said("en")


@pytest.mark.parametrize("name", ["", "OpenStreetMap", "https://example.org/{z}/{x}/{y}.png"])
def test_a_source_that_is_not_known_is_refused(name: str) -> None:
    assert codes_of(name) == ["ZL462"]


@pytest.mark.parametrize(
    "key",
    ["", "short", "0123456789abcdef'});alert(1)//", "0123456789abc\n<0123", "密钥" * 10, "a" * 65],
)
def test_a_key_that_is_none_is_refused_and_not_repeated(key: str) -> None:
    assert codes_of("tianditu", key) == ["ZL463"]


def test_the_key_is_the_environments_unless_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_NAME, raising=False)
    assert codes_of("tianditu", None) == ["ZL463"]
    monkeypatch.setenv(KEY_NAME, f" {KEY}\n")
    assert basemap("tianditu").key == KEY
    assert basemap("tianditu", "f" * 32).key == "f" * 32


def test_the_key_does_not_show_where_a_base_map_is_printed() -> None:
    assert KEY not in repr(basemap(" Tianditu ", KEY))


@pytest.mark.parametrize("name", LAYERS)
def test_a_base_map_is_land_and_names_in_web_mercator(name: str) -> None:
    tiles = basemap(name, KEY).tiles()
    assert [tile.tile_name for tile in tiles] == list(LAYERS[name])
    for tile, layer in zip(tiles, LAYERS[name], strict=True):
        assert tile.tiles.startswith(f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?")
        assert f"&LAYER={layer}&" in tile.tiles
        assert tile.tiles.endswith(f"&tk={KEY}")
        assert tile.options["max_native_zoom"] == DEEPEST


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", LAYERS)
def test_every_base_map_can_be_told(name: str, lang: str) -> None:
    assert words(lang)[f"base.{name}"] in basemap(name, KEY).note(lang)


@pytest.mark.parametrize("code", ["EPSG:4526", "EPSG:4490", "EPSG:32650"])
def test_land_on_cgcs2000_and_wgs84_fits(code: str) -> None:
    expect_same_datum(pyproj.CRS(code))


@pytest.mark.parametrize("code", ["EPSG:2343", "EPSG:2433", "EPSG:3826"])
def test_land_on_xian80_beijing54_and_twd97_does_not(code: str) -> None:
    with pytest.raises(InputError, match="ZL464"):
        expect_same_datum(pyproj.CRS(code))
