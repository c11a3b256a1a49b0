"""GeoJSON by RFC 7946: longitude and latitude on WGS 84, shells counter-clockwise, all digits.

Another system, if asked for, is named in the file as was the custom before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import shapely

from zoneland.core.crs import WGS84
from zoneland.files.export.holds import Format, Kind, Plane
from zoneland.files.export.values import as_text, kind_of

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry


def _write(frame: gpd.GeoDataFrame, path: Path) -> None:
    shapes = shapely.orient_polygons(frame.geometry.to_numpy(), exterior_cw=False)
    fields = [(str(name), _plain(frame[name])) for name in frame.columns.drop("geometry")]
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f'{{"type": "FeatureCollection",\n"name": {_json(path.stem)},\n')
        if frame.crs is not None and frame.crs != WGS84:
            authority, code = frame.crs.to_authority()
            name = {"name": f"urn:ogc:def:crs:{authority}::{code}"}
            stream.write(f'"crs": {_json({"type": "name", "properties": name})},\n')
        stream.write('"features": [\n')
        for row, shape in enumerate(shapes):
            feature = {
                "type": "Feature",
                "properties": {name: values[row] for name, values in fields},
                "geometry": _geometry(shape),
            }
            stream.write((",\n" if row else "") + _json(feature))
        stream.write("\n]}\n")


def _plain(column: pd.Series) -> list[Any]:
    """Give the values as JSON has them; days and times as ISO 8601 text."""
    is_moment = kind_of(column) in {Kind.DAY, Kind.TIME}
    shown = column.map(as_text) if is_moment else column
    values: list[Any] = shown.astype(object).where(column.notna(), None).tolist()
    return values


def _geometry(shape: BaseGeometry | None) -> dict[str, Any] | None:
    return None if shape is None or shape.is_empty else dict(shapely.geometry.mapping(shape))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


GEOJSON: Final = Format("GeoJSON", (".geojson", ".json"), _write, plane=Plane.WGS84_BY_RULE)
