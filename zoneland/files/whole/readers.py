"""Formats that say what they hold only by being read: each has one layer, named after its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.files.whole.geojson import read_geojson
from zoneland.files.whole.geoparquet import read_geoparquet
from zoneland.files.whole.kml import read_kml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import geopandas as gpd

    from zoneland.core.problems import Problem

    Reader = Callable[[Path, str], tuple[gpd.GeoDataFrame, list[Problem]]]

READERS: Final[Mapping[str, Reader]] = {
    "KML": read_kml,
    "GeoJSON": read_geojson,
    "Parquet": read_geoparquet,
}
"""By the name that `zoneland.files.formats.vector_driver` gives them."""
