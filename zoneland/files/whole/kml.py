"""KML, and OVKML which is the same: polygons with their names, in WGS84.

Read by a parser without entities or network, and not by GDAL, which has two drivers for it that
disagree about attributes and may follow links.
"""

from __future__ import annotations

import codecs
import math
import re
from typing import TYPE_CHECKING, Final
from xml.parsers.expat import ExpatError

import geopandas as gpd
import pandas as pd
import shapely

from zoneland.core.crs import WGS84
from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.files.text.xml_tree import tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

MOST_BYTES: Final = 200_000_000
"""Text costs some ten times its size; ten million corners are no zone's boundary."""
UNREAD: Final = ("NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay", "Model", "Track")
SHAPES: Final = ("Polygon", "LineString", "LinearRing", "Point", "MultiGeometry")
COMMA: Final = re.compile(r"\s*,\s*")
DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
CHINESE: Final = frozenset(("gbk", "gb2312", "gb18030", "cp936"))
LONGEST_SHOWN: Final = 60


def read_kml(path: Path, where: str) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Read the placemarks of a KML file.

    Parameters
    ----------
    path
        The file, known to be KML by its root.
    where
        How it is named in problems.

    Returns
    -------
    tuple
        The placemarks in WGS84, longitude first, and what is to be told of them. Columns:
        ``Name``, ``description``, ``folder`` (names of the folders it lies in), and those of the
        extended data, all text, None where there is none. Heights are kept unless all are 0.

    Raises
    ------
    InputError
        ZL103 for what is no sound XML, is too large or declares a document type; ZL106 naming
        each placemark whose shape cannot be read; ZL124 for a wrong encoding.
    """
    root = _parsed(path, where)
    rows, shapes, problems = [], [], []
    for number, (mark, folder) in enumerate(_placemarks(root), 1):
        rows.append(_attributes(mark, folder))
        try:
            shapes.append(_shape(mark))
        except (ValueError, shapely.errors.GEOSException) as error:
            problems.append(Problem("ZL106", f"{where} #{number}", {"reason": error}))
    stop_on_errors(problems)
    table = pd.DataFrame(rows, columns=_columns(rows), dtype=object)
    frame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, dtype="geometry"), crs=WGS84)
    return frame, [*_left_out(root, where), Problem("ZL239", where, {"count": len(frame)})]


def _parsed(path: Path, where: str) -> Element:
    """Parse the file into a tree of elements without their prefixes."""
    if path.stat().st_size > MOST_BYTES:
        raise _damaged(where, f"> {MOST_BYTES // 10**6} MB")
    try:
        text = _decoded(path.read_bytes())
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError([Problem("ZL124", where)]) from error
    try:
        root = tree(text)
    except (ExpatError, ValueError) as error:
        raise _damaged(where, str(error)) from error
    if root.tag != "kml":
        raise _damaged(where, f"<{root.tag}>")
    return root


def _damaged(where: str, reason: str) -> InputError:
    return InputError([Problem("ZL103", where, {"reason": reason})])


def _decoded(content: bytes) -> str:
    """Decode by byte-order mark, else by declaration if it is Chinese, else as UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    declared = DECLARED.match(content)
    is_chinese = declared is not None and declared[1].decode("ascii").lower() in CHINESE
    return content.decode("gb18030" if is_chinese else "utf-8-sig")


def _placemarks(root: Element) -> Iterator[tuple[Element, str]]:
    """Give each placemark in order, with the names of its folders."""
    waiting = [(root, "")]
    while waiting:
        element, folder = waiting.pop()
        if element.tag == "Placemark":
            yield element, folder
            continue
        if element.tag == "Folder":
            folder = "/".join(filter(None, (folder, _text(element, "name"))))
        waiting += [(child, folder) for child in reversed(element)]


def _text(element: Element, tag: str) -> str | None:
    text = (element.findtext(tag) or "").strip()
    return text or None


def _attributes(mark: Element, folder: str) -> dict[str, str | None]:
    """Give a placemark's own words and its extended data; of two under one name the first."""
    found = {
        "Name": _text(mark, "name"),
        "description": _text(mark, "description"),
        "folder": folder or None,
    }
    taken = {name.casefold() for name in found} | {"geometry"}
    for data in mark.iterfind("ExtendedData//*[@name]"):
        name = data.get("name", "").strip()
        text = _text(data, "value") if data.tag == "Data" else (data.text or "").strip() or None
        if data.tag in {"Data", "SimpleData"} and name:
            shown = f"{name}_2" if name.casefold() in taken else name
            found.setdefault(shown, text)
    return found


def _columns(rows: list[dict[str, str | None]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _left_out(root: Element, where: str) -> Iterator[Problem]:
    """Tell what is in the file and not read."""
    counts = {tag: sum(1 for _ in root.iter(tag)) for tag in UNREAD}
    parts = "、".join(f"{tag} × {count}" for tag, count in counts.items() if count)
    if parts:
        yield Problem("ZL238", where, {"parts": parts})


def _shape(element: Element) -> shapely.Geometry | None:
    """Put together all shapes under an element; None if there are none."""
    shapes = [_drawn(child) for child in element if child.tag in SHAPES]
    drawn = [shape for shape in shapes if shape is not None]
    if len(drawn) < 2:  # noqa: PLR2004  one is itself
        return drawn[0] if drawn else None
    parts = shapely.get_parts(drawn).tolist()
    if all(part.geom_type == "Polygon" for part in parts):
        return shapely.MultiPolygon(parts)
    return shapely.GeometryCollection(parts)


def _drawn(element: Element) -> shapely.Geometry | None:
    if element.tag == "MultiGeometry":
        return _shape(element)
    if element.tag == "Polygon":
        shells = [_corners(ring) for ring in element.iterfind("outerBoundaryIs/LinearRing")]
        holes = [_corners(ring) for ring in element.iterfind("innerBoundaryIs/LinearRing")]
        if len(shells) != 1:
            raise ValueError(f"outerBoundaryIs × {len(shells)}")
        return shapely.Polygon(shells[0], holes)
    corners = _corners(element)
    return shapely.Point(*corners) if element.tag == "Point" else shapely.LineString(corners)


def _corners(element: Element) -> list[tuple[float, ...]]:
    """Read longitudes, latitudes and heights; heights only if any is not 0."""
    text = COMMA.sub(",", element.findtext("coordinates") or "")
    corners = [_corner(pair) for pair in text.split()]
    if not corners or (element.tag == "Point" and len(corners) > 1):
        raise ValueError(f"coordinates × {len(corners)}")
    if any(height for *_, height in corners):
        return list(corners)
    return [(lon, lat) for lon, lat, _ in corners]


def _corner(text: str) -> tuple[float, float, float]:
    """Read one corner.

    Raises
    ------
    ValueError
        With the text, if it is not a place on Earth in degrees.
    """
    try:
        lon, lat, height = (*map(float, text.split(",")), 0.0)[:3]
        is_told = text.count(",") in {1, 2} and math.isfinite(height)
    except ValueError:
        is_told = False
    if not (is_told and abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004  degrees
        raise ValueError(text[:LONGEST_SHOWN])
    return lon, lat, height
