"""KML: a placemark a row, its fields as extended data, longitude and latitude on WGS 84."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from zoneland.core.contracts import listed
from zoneland.core.wording import Term
from zoneland.files.export.holds import (
    NOT_XML,
    Fitted,
    Format,
    Kind,
    Names,
    Plane,
    Text,
    left_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

OWN: Final = ("Name", "description", "folder")
"""What a placemark has by itself, under the names that KML is read with."""
HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
)


def _shape(frame: gpd.GeoDataFrame, where: str) -> Fitted:
    """Leave out heights that are all nought, and fields without any value: KML has neither."""
    shapes = frame.geometry.to_numpy().copy()
    flat = np.array([_is_flat(shape) for shape in shapes], bool)
    blank = [str(name) for name in frame.columns.drop("geometry") if not _has_values(frame[name])]
    rows = listed(np.flatnonzero(flat) + 1)
    told = [Term("left.level", {"rows": rows})] if flat.any() else []
    told += [Term("left.blank", {"names": listed(blank)})] if blank else []
    shapes[flat] = shapely.force_2d(shapes[flat])
    problems = tuple(left_out(where, KML.name, what) for what in told)
    return Fitted(frame.drop(columns=blank).set_geometry(shapes, crs=frame.crs), problems)


def _has_values(column: pd.Series) -> bool:
    """Tell whether a field has anything to be seen; blanks at the ends are lost in KML."""
    return any(not isinstance(value, str) or value.strip() for value in column.dropna())


def _is_flat(shape: shapely.Geometry | None) -> bool:
    if shape is None or not shapely.has_z(shape):
        return False
    return not shapely.get_coordinates(shape, include_z=True)[:, 2].any()


def _write(frame: gpd.GeoDataFrame, path: Path) -> None:
    fields = [str(name) for name in frame.columns if name != "geometry" and name not in OWN]
    folder = None
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{HEAD}<name>{escape(path.stem)}</name>\n")
        for row in frame.to_dict("records"):
            here = row.get("folder")
            if here != folder:
                stream.write("</Folder>\n" if folder else "")
                stream.write(f"<Folder><name>{escape(here)}</name>\n" if here else "")
                folder = here
            stream.writelines(_placemark(row, fields))
        stream.write(("</Folder>\n" if folder else "") + "</Document>\n</kml>\n")


def _placemark(row: dict[str, Any], fields: list[str]) -> Iterator[str]:
    yield "<Placemark>"
    for tag, name in (("name", "Name"), ("description", "description")):
        if text := row.get(name):
            yield f"<{tag}>{escape(text)}</{tag}>"
    known = [(name, text) for name in fields if (text := row[name]) is not None]
    if known:
        yield "<ExtendedData>"
        for name, text in known:
            yield f"<Data name={quoteattr(name)}><value>{escape(text)}</value></Data>"
        yield "</ExtendedData>"
    yield from _drawn(row["geometry"])
    yield "</Placemark>\n"


def _drawn(shape: BaseGeometry | None) -> Iterator[str]:
    if shape is None or shape.is_empty:
        return
    if isinstance(shape, shapely.Polygon):
        yield "<Polygon><outerBoundaryIs>"
        yield f"<LinearRing>{_corners(shape.exterior)}</LinearRing></outerBoundaryIs>"
        for ring in shape.interiors:
            yield "<innerBoundaryIs>"
            yield f"<LinearRing>{_corners(ring)}</LinearRing></innerBoundaryIs>"
        yield "</Polygon>"
    elif hasattr(shape, "geoms"):
        yield "<MultiGeometry>"
        for part in shape.geoms:
            yield from _drawn(part)
        yield "</MultiGeometry>"
    else:
        yield f"<{shape.geom_type}>{_corners(shape)}</{shape.geom_type}>"


def _corners(line: BaseGeometry) -> str:
    points = shapely.get_coordinates(line, include_z=bool(shapely.has_z(line))).tolist()
    return f"<coordinates>{' '.join(','.join(map(repr, point)) for point in points)}</coordinates>"


KML: Final = Format(
    "KML",
    (".kml",),
    _write,
    kinds=frozenset((Kind.TEXT,)),
    text=Text(unfit=NOT_XML, keeps_ends=False, keeps_empty=False),
    names=Names(own=OWN),
    plane=Plane.WGS84,
    shape=_shape,
)
