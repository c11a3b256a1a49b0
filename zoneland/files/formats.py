"""Which format a file is, by its first bytes and never by its name.

GDAL opens whatever it recognises: a virtual raster called parcels.geojson would read any other
file, or ask the network. So a file is opened only with the driver that its content calls for,
and only if that driver is one of ours.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

HEAD_BYTES: Final = 4096
SQLITE: Final = b"SQLite format 3\x00"
SHAPEFILE: Final = b"\x00\x00\x27\x0a"
FLATGEOBUF: Final = b"fgb\x03"
TIFF: Final = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
ZIP: Final = b"PK\x03\x04"

VECTOR_DRIVERS: Final = ("GPKG", "ESRI Shapefile", "GeoJSON", "FlatGeobuf", "OpenFileGDB")


def vector_driver(path: Path) -> str | None:
    """Name the driver for a vector file that is there; None if its content is not ours.

    Parameters
    ----------
    path
        A GeoPackage, a Shapefile's .shp, GeoJSON, FlatGeobuf, or a FileGDB folder.
    """
    if path.is_dir():
        return "OpenFileGDB" if any(path.glob("a0000000*.gdbtable")) else None
    head = _head(path)
    if head.startswith(SQLITE):
        return "GPKG"
    if head.startswith(SHAPEFILE):
        return "ESRI Shapefile"
    if head.startswith(FLATGEOBUF):
        return "FlatGeobuf"
    return "GeoJSON" if _is_geojson(path, head) else None


def is_there(path: Path, where: str) -> bool:
    """Tell whether a file or folder is there and may be read.

    Raises
    ------
    InputError
        ZL119 if it is there and may not be read.
    """
    try:
        if not path.exists():
            return False
        if path.is_file():
            path.open("rb").close()
        elif path.is_dir():
            next(path.iterdir(), None)
    except OSError as error:
        raise InputError([Problem("ZL119", where)]) from error
    return True


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _is_geojson(path: Path, head: bytes) -> bool:
    """Tell a feature collection from any other JSON, by its own word for itself."""
    if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return False
    if b'"FeatureCollection"' in head.replace(b" ", b""):
        return True
    try:
        page = json.loads(path.read_bytes())
    except ValueError:
        return False
    return isinstance(page, dict) and page.get("type") in {"FeatureCollection", "Feature"}


def is_tiff(path: Path) -> bool:
    """Tell whether a file is a TIFF by content."""
    return path.is_file() and _head(path).startswith(TIFF)


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a zip, as every .xlsx is."""
    return path.is_file() and _head(path).startswith(ZIP)
