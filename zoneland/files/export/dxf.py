"""DXF for CAD: closed polylines and points, east as X, in R2010 whose text is UTF-8.

A drawing has no rows: each ring and each part is an outline of its own, on a layer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zoneland.core.contracts import listed
from zoneland.files.export.holds import Fitted, Format, Kind, Plane, Text, cannot_hold, left_out
from zoneland.files.export.values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ezdxf.layouts.layout import Modelspace
    from shapely.geometry.base import BaseGeometry

VERSION: Final = "R2010"
LAYER: Final = "Layer"
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
    told = ["高程 Z"] if shapely.has_z(shapes).any() else []
    rest = [str(name) for name in frame.columns.drop("geometry") if name != LAYER]
    told += [f"属性 fields: {listed(rest)}"] if rest else []
    flat = frame.set_geometry(shapely.force_2d(shapes), crs=frame.crs)
    drawn, several = _outlines(flat)
    if several:
        told.append(f"内环与多部分的归属 rings and parts of one row: {listed(several)}")
    problems += [left_out(where, DXF.name, what) for what in told]
    return Fitted(drawn, tuple(problems))


def _outlines(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[int]]:
    """Give each ring, line and point its own row; and the rows that were several."""
    rows = [list(_strokes(shape)) for shape in frame.geometry]
    names = frame[LAYER] if LAYER in frame else pd.Series([None] * len(frame))
    layers = [as_text(name) for name, row in zip(names, rows, strict=True) for _ in row]
    strokes = [stroke for row in rows for stroke in row]
    several = [number for number, row in enumerate(rows, 1) if len(row) > 1]
    table = pd.DataFrame({LAYER: pd.Series([name or DEFAULT for name in layers], dtype=object)})
    return gpd.GeoDataFrame(table, geometry=strokes, crs=frame.crs), several


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
    for name, shape in zip(frame[LAYER], frame.geometry, strict=True):
        _draw(space, shape, {"layer": name})
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
    names = pd.Series([entity.dxf.layer for entity in space], dtype=object)
    shapes = [_read_entity(entity) for entity in space]
    return gpd.GeoDataFrame(pd.DataFrame({LAYER: names}), geometry=shapes)


def _read_entity(entity: Any) -> shapely.Geometry:  # noqa: ANN401  any entity of a drawing
    if entity.dxftype() == "POINT":
        return shapely.Point(entity.dxf.location.x, entity.dxf.location.y)
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
