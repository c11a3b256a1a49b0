"""DXF for CAD: closed polylines and points, east as X, in R2010 whose text is UTF-8.

A drawing has no rows: each ring and each part is an outline of its own, on a layer. What a row
is called is lettered inside each of its polygons, where a reader of drawings looks for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zoneland.core.contracts import listed
from zoneland.core.wording import Term
from zoneland.files.export.holds import (
    Fitted,
    Format,
    Kind,
    Plane,
    Text,
    cannot_hold,
    left_out,
    name_field,
    renamed,
)
from zoneland.files.export.values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ezdxf.layouts.layout import Modelspace
    from shapely.geometry.base import BaseGeometry

VERSION: Final = "R2010"
LAYER, TEXT = "Layer", "Text"
HEIGHT_M: Final = 5.0
"""Of the lettering: it reads well at 1:2,000, as plans of zones are drawn."""
UNFIT: Final = re.compile(r"""[\x00-\x1f<>/\\":;?*|=,'`]""")
"""What CAD forbids in the name of a layer."""
MOST_SIGNS: Final = 255
DEFAULT: Final = "0"


def _shape(frame: gpd.GeoDataFrame, where: str) -> Fitted:
    """Take a layer apart into outlines and points; ZL446 tells what a drawing leaves out."""
    shapes = frame.geometry.to_numpy()
    lacking = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    problems = []
    if lacking.any():
        rows = listed(np.flatnonzero(lacking) + 1)
        problems.append(cannot_hold(where, DXF.name, "geometry", rows, "—"))
    told = [Term("left.heights")] if shapely.has_z(shapes).any() else []
    named_by = name_field(frame)
    kept = {LAYER, named_by}
    rest = [str(name) for name in frame.columns.drop("geometry") if name not in kept]
    told += [Term("left.fields", {"names": listed(rest)})] if rest else []
    flat = frame.set_geometry(shapely.force_2d(shapes), crs=frame.crs)
    drawn, several = _outlines(flat, named_by)
    if several:
        told.append(Term("left.rings", {"rows": listed(several)}))
    problems += [left_out(where, DXF.name, what) for what in told]
    problems += [renamed(where, named_by, TEXT)] if named_by not in {"", TEXT} else []
    return Fitted(drawn, tuple(problems))


def _outlines(frame: gpd.GeoDataFrame, named_by: str) -> tuple[gpd.GeoDataFrame, list[int]]:
    """Give each ring, line, point and name its own row; and the rows that were several."""
    none = [None] * len(frame)
    layers = frame.get(LAYER, none)
    names = [as_text(name) for name in frame[named_by]] if named_by else none
    rows: list[tuple[str, str | None, shapely.Geometry]] = []
    several = []
    for number, (shape, layer, name) in enumerate(zip(frame.geometry, layers, names, strict=True)):
        on, strokes = as_text(layer) or DEFAULT, list(_strokes(shape))
        rows += [(on, None, stroke) for stroke in strokes]
        rows += [(on, name.strip(), spot) for spot in _spots(shape) if name and name.strip()]
        several += [number + 1] if len(strokes) > 1 else []
    table = pd.DataFrame([row[:2] for row in rows], columns=[LAYER, TEXT], dtype=object)
    shapes = gpd.GeoSeries([row[2] for row in rows], crs=frame.crs)
    return gpd.GeoDataFrame(table, geometry=shapes), several


def _spots(shape: shapely.Geometry | None) -> Iterator[shapely.Point]:
    """Give a point inside each polygon of a shape, and in none of its holes."""
    for part in shapely.get_parts(shapely.get_parts([shape])):
        if part.geom_type == "Polygon" and part.area > 0:
            yield part.representative_point()


def _strokes(shape: shapely.Geometry | None) -> Iterator[shapely.Geometry]:
    for part in shapely.get_parts(shapely.get_parts([shape])):
        if part.geom_type == "Polygon":
            yield from map(shapely.Polygon, shapely.get_rings(part))
        else:
            yield part


def _write(frame: gpd.GeoDataFrame, path: Path) -> None:
    from ezdxf.filemanagement import new  # noqa: PLC0415  ezdxf loads slowly

    drawing = new(VERSION)
    for name in dict.fromkeys(frame[LAYER]):
        if name not in drawing.layers:
            drawing.layers.add(name)
    space = drawing.modelspace()
    for name, text, shape in zip(frame[LAYER], frame[TEXT], frame.geometry, strict=True):
        if text is None:
            _draw(space, shape, {"layer": name})
        else:
            at = {"insert": (shape.x, shape.y), "height": HEIGHT_M}
            space.add_text(text, dxfattribs={"layer": name, **at})
    drawing.saveas(path)


def _draw(space: Modelspace, shape: BaseGeometry, attributes: dict[str, Any]) -> None:
    points = shapely.get_coordinates(shape).tolist()
    if shape.geom_type == "Point":
        space.add_point(points[0], dxfattribs=attributes)
    elif shape.geom_type == "Polygon":
        space.add_lwpolyline(points[:-1], close=True, dxfattribs=attributes)
    else:
        space.add_lwpolyline(points, dxfattribs=attributes)


def _read(path: Path) -> gpd.GeoDataFrame:
    """Read the drawing back as it was drawn, outline by outline."""
    from ezdxf.filemanagement import readfile  # noqa: PLC0415  ezdxf loads slowly

    space = list(readfile(path).modelspace())
    rows = [(entity.dxf.layer, _lettered(entity)) for entity in space]
    shapes = [_read_entity(entity) for entity in space]
    table = pd.DataFrame(rows, columns=[LAYER, TEXT], dtype=object)
    return gpd.GeoDataFrame(table, geometry=shapes)


def _lettered(entity: Any) -> str | None:  # noqa: ANN401  any entity of a drawing
    return entity.dxf.text if entity.dxftype() == "TEXT" else None


def _read_entity(entity: Any) -> shapely.Geometry:  # noqa: ANN401  any entity of a drawing
    if entity.dxftype() == "POINT":
        return shapely.Point(entity.dxf.location.x, entity.dxf.location.y)
    if entity.dxftype() == "TEXT":
        return shapely.Point(entity.dxf.insert.x, entity.dxf.insert.y)
    points = [(float(x), float(y)) for x, y in entity.get_points("xy")]
    return shapely.Polygon(points) if entity.closed else shapely.LineString(points)


DXF: Final = Format(
    "DXF",
    (".dxf",),
    _write,
    _read,
    kinds=frozenset((Kind.TEXT,)),
    text=Text(unfit=UNFIT, instead="_", keeps_ends=False, most_signs=MOST_SIGNS),
    plane=Plane.DRAWING,
    shape=_shape,
)
