"""Which format a file is, by its first bytes and never by its name.

GDAL opens whatever it recognises: a virtual raster called parcels.geojson would read any other
file, or ask the network. So a file is opened only with the driver that its content calls for,
and only if that driver is one of ours.
"""

from __future__ import annotations

import codecs
import errno
import json
import re
import stat
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import InputError, Problem
from zoneland.core.wording import Term, Terms

if TYPE_CHECKING:
    from pathlib import Path

HEAD_BYTES: Final = 4096
SQLITE: Final = b"SQLite format 3\x00"
SHAPEFILE: Final = b"\x00\x00\x27\x0a"
FLATGEOBUF: Final = b"fgb\x03"
PARQUET: Final = b"PAR1"
BEGINNINGS: Final = (
    (SQLITE, "GPKG"),
    (SHAPEFILE, "ESRI Shapefile"),
    (FLATGEOBUF, "FlatGeobuf"),
    (PARQUET, "Parquet"),
)
TIFF: Final = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"

VECTOR_DRIVERS: Final = ("GPKG", "ESRI Shapefile", "GeoJSON", "FlatGeobuf", "OpenFileGDB", "KML")
READABLE: Final = (*VECTOR_DRIVERS, "GeoParquet", "DXF", "TXT", "zip")

VCT, ACCESS, CAD, OVITAL, NO_LAYER = "ZL230", "ZL231", "ZL232", "ZL233", "ZL234"
MAPINFO, ESRI_PACKAGE, ARCHIVE, OTHER = "ZL235", "ZL236", "ZL237", "ZL209"

HEADS: Final = (
    (re.compile(rb"\x00\x01\x00\x00Standard (Jet|ACE) DB"), ACCESS, "Access"),
    (re.compile(rb"AC10\d\d"), CAD, "DWG"),
    (re.compile(rb"!table\b", re.IGNORECASE), MAPINFO, "TAB"),
    (re.compile(rb"version\s+\d+\s+(charset|delimiter|columns)\b", re.IGNORECASE), MAPINFO, "MIF"),
    (re.compile(b"|".join(map(re.escape, TIFF))), NO_LAYER, "TIFF"),
    (re.compile(rb"EHFA_HEADER_TAG"), NO_LAYER, "IMG"),
    (re.compile(rb"\x89PNG\r\n|\xff\xd8\xff"), NO_LAYER, "PNG / JPEG"),
    (re.compile(rb"%PDF-"), NO_LAYER, "PDF"),
    (re.compile(rb"Rar!\x1a\x07"), ARCHIVE, "RAR"),
    (re.compile(rb"\x1f\x8b"), OTHER, "gzip (.gz)"),
)
"""Formats that are known and not read, by how their files begin."""
MARKS: Final = (
    (re.compile(rb'\A\s*\{.*"(geometryType|spatialReference)"', re.DOTALL), "EsriJSON"),
    (re.compile(rb'\A\s*\{.*"type"\s*:\s*"Topology"', re.DOTALL), "TopoJSON"),
    (re.compile(rb"\A\s*<.*opengis\.net/gml", re.DOTALL), "GML"),
)
"""Others that are known and not read, by words near their beginning."""
DXF: Final = re.compile(
    rb"AutoCAD Binary DXF"
    rb"|(\xef\xbb\xbf)?(\s*999\r?\n[^\n]*\n)*\s*0\s*\r?\n\s*SECTION\b"
)
VCT_HEAD: Final = re.compile(rb"^\s*(headbegin|datamark\s*:)", re.IGNORECASE | re.MULTILINE)
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SEVEN_ZIP: Final = b"7z\xbc\xaf\x27\x1c"
ESRI_ENDINGS: Final = frozenset(
    (".lpk", ".mpk", ".lpkx", ".mpkx", ".ppkx", ".gpk", ".mxd", ".aprx", ".lyr", ".lyrx")
)
ENDINGS: Final = {
    ".vct": (VCT, "VCT"),
    **dict.fromkeys((".mdb", ".accdb"), (ACCESS, "Access")),
    **dict.fromkeys((".dwg", ".dgn"), (CAD, "DWG / DGN")),
    **dict.fromkeys((".ovobj", ".ovkmz"), (OVITAL, "OVOBJ")),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".et"), (NO_LAYER, "Excel")),
    **dict.fromkeys((".tab", ".mif", ".mid"), (MAPINFO, "MapInfo")),
    **dict.fromkeys(ESRI_ENDINGS, (ESRI_PACKAGE, "ESRI")),
    **dict.fromkeys((".rar", ".7z"), (ARCHIVE, "RAR / 7z")),
}
"""The same by name, for files whose content says nothing of itself."""
LAYER_ENDINGS: Final = frozenset(
    (".shp", ".gpkg", ".geojson", ".fgb", ".parquet", ".kml", ".dxf", ".gdb", ".zip")
)
MOST_LISTED: Final = 12
ODD_FILES: Final = (
    (stat.S_ISFIFO, "pipe"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
)
NOT_THERE: Final = frozenset((errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ENAMETOOLONG))
COMMENT: Final = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)
FIRST_TAG: Final = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")


def vector_driver(path: Path) -> str | None:
    """Name the driver for a vector file that is there; None if its content is not ours.

    Parameters
    ----------
    path
        A GeoPackage, a Shapefile's .shp, GeoJSON, FlatGeobuf, GeoParquet, KML, DXF or a FileGDB.
    """
    if path.is_dir():
        return "OpenFileGDB" if any(path.glob("a0000000*.gdbtable")) else None
    head = _head(path)
    for begin, driver in BEGINNINGS:
        if head.startswith(begin):
            return driver
    if DXF.match(head):
        return "DXF"
    if _is_kml(head):
        return "KML"
    return "GeoJSON" if _is_geojson(path, head) else None


def is_there(path: Path, where: str) -> bool:
    """Tell whether a file or folder is there and may be read.

    Raises
    ------
    InputError
        ZL119 if it is there and may not be read, ZL294 if it is neither a file nor a folder:
        a pipe would be waited for until the end of days.
    """
    try:
        mode = path.stat().st_mode
        odd = next((name for is_such, name in ODD_FILES if is_such(mode)), "")
        if odd:
            raise InputError([Problem("ZL294", where, {"found": Term(f"file.{odd}")})])
        if stat.S_ISREG(mode):
            path.open("rb").close()
        else:
            next(path.iterdir(), None)
    except ValueError as error:  # a name that no file can have
        if isinstance(error, InputError):
            raise
        return False
    except OSError as error:
        if error.errno in NOT_THERE:
            return False
        if error.errno == errno.ELOOP:
            raise InputError([Problem("ZL294", where, {"found": Term("file.loop")})]) from error
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
    except (ValueError, RecursionError):
        return False
    return isinstance(page, dict) and page.get("type") in {"FeatureCollection", "Feature"}


def _is_kml(head: bytes) -> bool:
    """Tell KML by its root element; what else is in it is for its reader to judge."""
    text = COMMENT.sub("", _beginning(head)).lstrip("\ufeff \r\n\t")
    root = FIRST_TAG.search(text) if text.startswith("<") else None
    return root is not None and root[1] == "kml"


def _beginning(head: bytes) -> str:
    """Decode the beginning of a text well enough to find plain words in it."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if marked else "latin-1", "replace").removeprefix("ï»¿")


def refusal(path: Path, where: str) -> Problem:
    """Say what a file is that cannot be read as a layer, and how to bring it into one that can.

    Returns
    -------
    Problem
        ZL230 to ZL237 and ZL209 for formats that are known, ZL208 for a folder of layers, ZL102
        for all others.
    """
    inside = _layers_in(path) if path.is_dir() else []
    if inside:
        values = {"layers": Terms(tuple(inside[:MOST_LISTED])), "first": f"{path.name}/{inside[0]}"}
        return Problem("ZL208", where, values)
    told = recognised(path) or ENDINGS.get(path.suffix.lower())
    return unknown(where) if told is None else _refused(told, where)


def unknown(where: str) -> Problem:
    """Say that content is of none of the formats of layers: ZL102."""
    values = {"formats": Terms(READABLE), "advice": Term("advice.layer")}
    return Problem("ZL102", where, values)


def _layers_in(folder: Path) -> list[str]:
    """Name what in a folder has the ending of a layer."""
    return sorted(part.name for part in folder.iterdir() if part.suffix.lower() in LAYER_ENDINGS)


def refusal_by_name(name: str, where: str) -> Problem | None:
    """Say the same of a name alone, for what lies packed in an archive."""
    told = ENDINGS.get(f".{name.lower().rpartition('.')[2]}")
    return None if told is None else _refused(told, where)


def recognised(path: Path) -> tuple[str, str] | None:
    """Give problem code and name of a format that is known and not read, by its content."""
    if path.is_dir():
        return None
    head, ending = _head(path), path.suffix.lower()
    if head.startswith((OLE, SEVEN_ZIP, ZIP)) and ending in ESRI_ENDINGS:
        return ENDINGS[ending]
    if head.startswith(OLE):
        return NO_LAYER, "Excel / Word"
    if head.startswith(SEVEN_ZIP):
        return ARCHIVE, "7z"
    if VCT_HEAD.search(head):
        return VCT, "VCT"
    marked = ((OTHER, found) for mark, found in MARKS if mark.search(head))
    begun = ((code, found) for begin, code, found in HEADS if begin.match(head))
    return next(begun, None) or next(marked, None)


def _refused(told: tuple[str, str], where: str) -> Problem:
    code, found = told
    return Problem(code, where, {"reason" if code == ARCHIVE else "found": found})


def is_tiff(path: Path) -> bool:
    """Tell whether a file is a TIFF by content."""
    return path.is_file() and _head(path).startswith(TIFF)


def is_zip(path: Path) -> bool:
    """Tell by content whether a file is a zip archive that may hold a layer."""
    if not path.is_file() or not _head(path).startswith((ZIP, EMPTY_ZIP)):
        return False
    return path.suffix.lower() not in ENDINGS
