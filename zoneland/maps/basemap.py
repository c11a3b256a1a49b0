"""Base maps from the network: 天地图 with the user's own key, and none that is shifted.

天地图 stands on CGCS2000. Amap, Tencent and Google's maps of China are shifted (GCJ-02), Baidu's
more so (BD-09): CGCS2000 land would lie 100 to 1500 m off on them, so they are refused.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import folium

from zoneland.core import crs as plane
from zoneland.core.contracts import listed
from zoneland.core.problems import InputError, Problem
from zoneland.core.wording import Term, words
from zoneland.maps.lonlat import degrees_crs

if TYPE_CHECKING:
    import pyproj

    from zoneland.core.problems import Lang

KEY_NAME: Final = "ZONELAND_TIANDITU_KEY"
SETTING: Final = "zoneland.toml [maps] base"
KEY: Final = re.compile(r"[0-9A-Za-z]{16,64}", re.ASCII)

LAYERS: Final = {"tianditu": ("vec", "cva"), "tianditu_image": ("img", "cia")}
"""What each base map is made of: the land, and the names over it."""

HOSTS: Final = tuple(f"https://t{number}.tianditu.gov.cn" for number in range(8))
TILES: Final = (
    "https://t{s}.tianditu.gov.cn/%(layer)s_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=%(layer)s&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=%(key)s"
)
DEEPEST: Final = 18
"""Last zoom that there are tiles of; deeper ones are stretched."""

SAME_DATUM: Final = {4490, 4326}
"""CGCS2000 and WGS 84 differ by centimetres."""

SHIFTED: Final = {
    "gcj02": (
        *("amap", "gaode", "autonavi", "高德", "tencent", "qq.com", "qqmap", "gtimg", "腾讯"),
        *("google", "gmap", "谷歌", "geoq", "mapabc", "图吧", "mapbar", "petal", "gcj"),
    ),
    "bd09": ("baidu", "bdimg", "百度", "bd09", "bd-09"),
}
"""Parts of names and addresses by the coordinates behind them."""


@dataclass(frozen=True, slots=True)
class BaseMap:
    """A base map, and the key that its tiles are asked for with."""

    name: str
    """Of `LAYERS`."""
    key: str = field(repr=False)

    def tiles(self) -> list[folium.TileLayer]:
        """Give the layers to add to a map, lowest first, with ids that stay."""
        found = []
        for layer in LAYERS[self.name]:
            tile = folium.TileLayer(
                TILES % {"layer": layer, "key": self.key},
                attr="天地图",
                name=layer,
                subdomains="01234567",
                max_zoom=20,
                max_native_zoom=DEEPEST,
            )
            tile._id = f"base_{layer}"  # noqa: SLF001  folium offers no other way to a fixed id
            found.append(tile)
        return found

    def note(self, lang: Lang) -> str:
        """Say what the base map is, that it needs a network, and that the page holds the key."""
        said = words(lang)
        told = said["base.note"].format(name=said[f"base.{self.name}"])
        return f"{told}{said['public_rules.stop']}{said['base.key']}"


def basemap(name: str, key: str | None = None) -> BaseMap:
    """Give a base map by name.

    Parameters
    ----------
    name
        ``tianditu`` or ``tianditu_image``.
    key
        The user's key; unless given, that of the environment (ZONELAND_TIANDITU_KEY).

    Raises
    ------
    InputError
        ZL461 for a source that is shifted (GCJ-02, BD-09); ZL462 for one that is not known;
        ZL463 where the key is missing or is none.

    Examples
    --------
    >>> basemap("tianditu", "0123456789abcdef")
    BaseMap(name='tianditu')
    >>> basemap("高德卫星")
    Traceback (most recent call last):
    zoneland.core.problems.InputError: ZL461 ...
    """
    asked = name.strip().casefold()
    for system, marks in SHIFTED.items():
        if any(mark in asked for mark in marks):
            values = {"name": name, "system": Term(f"web_shift.{system}")}
            raise InputError([Problem("ZL461", SETTING, values)])
    if asked not in LAYERS:
        raise InputError([Problem("ZL462", SETTING, {"name": name, "known": listed(LAYERS)})])
    found = (os.environ.get(KEY_NAME, "") if key is None else key).strip()
    if not KEY.fullmatch(found):
        raise InputError([Problem("ZL463", KEY_NAME)])
    return BaseMap(asked, found)


def expect_same_datum(crs: pyproj.CRS) -> None:
    """Refuse a base map under land that stands on another datum.

    Raises
    ------
    InputError
        ZL464 unless the degrees that belong to `crs` are CGCS2000's or WGS 84's.
    """
    if degrees_crs(crs).to_epsg() not in SAME_DATUM:
        raise InputError([Problem("ZL464", SETTING, {"crs": plane.name(crs)})])
