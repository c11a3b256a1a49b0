"""Versions of what computes, for the record and for `zoneland doctor`."""

from __future__ import annotations

import platform
from importlib.metadata import version

import fiona
import pyogrio
import pyproj
import rasterio
import shapely

PACKAGES = (
    "geopandas",
    "shapely",
    "pyogrio",
    "fiona",
    "rasterio",
    "pyproj",
    "folium",
    "exactextract",
)


def versions() -> dict[str, str]:
    """Give the versions of Python, of the packages, and of the libraries inside them.

    pyogrio, fiona and rasterio each carry a GDAL of their own.
    """
    return {
        "zoneland": version("zoneland"),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
        "GEOS": ".".join(map(str, shapely.geos_version)),
        "PROJ": pyproj.proj_version_str,
        "GDAL (pyogrio)": ".".join(map(str, pyogrio.__gdal_version__)),
        "GDAL (fiona)": fiona.__gdal_version__,
        "GDAL (rasterio)": rasterio.__gdal_version__,
    }
