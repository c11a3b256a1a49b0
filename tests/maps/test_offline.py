from __future__ import annotations

import re
from importlib.resources import files

from zoneland.maps.offline import SCRIPTS, STYLES, leaflet_css, leaflet_js, page_css, page_js


def test_style_sheets_ask_for_nothing() -> None:
    for sheet in (leaflet_css(), page_css()):
        assert "@import" not in sheet
        assert all(url.startswith("data:image/png") for url in re.findall(r"url\(([^)]*)", sheet))


def test_leaflet_keeps_its_notice_and_loses_its_source_map() -> None:
    assert "Vladimir Agafonkin" in leaflet_js()[:200]
    assert "sourceMappingURL" not in leaflet_js()


def test_scripts_cannot_close_their_own_element() -> None:
    for script in (leaflet_js(), page_js()):
        assert "</script" not in script.lower()
        assert "<!--" not in script


def test_every_asset_is_used_and_short() -> None:
    assets = list(files("zoneland.maps").joinpath("assets").iterdir())
    assert {item.name for item in assets} == {*SCRIPTS, *STYLES}
    for item in assets:
        assert len(item.read_text(encoding="utf-8").splitlines()) <= 250


def test_the_page_never_writes_markup_or_runs_text() -> None:
    risky = r"(inner|outer|Adjacent)HTML|document\.write|\beval\(|new Function|fetch\(|XMLHttp"
    assert not re.search(risky, page_js())
