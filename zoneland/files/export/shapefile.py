"""Shapefiles: shapes by GDAL, the table by ourselves, with a .cpg that says GB18030."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.core.contracts import listed
from zoneland.files.export.dbf import write_dbf
from zoneland.files.export.gdal import write_by_gdal
from zoneland.files.export.holds import Fitted, Format, Kind, Names, Text, cannot_hold

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

MOST_FIELDS: Final = 255
FAMILIES: Final = {
    shapely.GeometryType.POINT: "Point",
    shapely.GeometryType.MULTIPOINT: "Point",
    shapely.GeometryType.LINESTRING: "LineString",
    shapely.GeometryType.LINEARRING: "LineString",
    shapely.GeometryType.MULTILINESTRING: "LineString",
    shapely.GeometryType.POLYGON: "Polygon",
    shapely.GeometryType.MULTIPOLYGON: "Polygon",
}
MIXED: Final = "GeometryCollection"


def families(shapes: np.ndarray) -> np.ndarray:
    """Name the family of each shape: point, line, polygon or collection; empty for none."""
    kinds = shapely.get_type_id(shapes)
    names = [FAMILIES.get(kind, MIXED) if kind >= 0 else "" for kind in kinds.tolist()]
    return np.array(names, dtype=object)


def _shape(frame: gpd.GeoDataFrame, where: str) -> Fitted:
    """Refuse what a Shapefile cannot hold: several kinds of shapes; promote points among points."""
    problems = []
    found = families(frame.geometry.to_numpy())
    kinds = [kind for kind in dict.fromkeys(found) if kind]
    if len(kinds) > 1 or MIXED in kinds:
        odd = found == MIXED if MIXED in kinds else (found != kinds[0]) & (found != "")
        rows = listed(np.flatnonzero(odd) + 1)
        problems.append(cannot_hold(where, SHAPEFILE.name, "geometry", rows, listed(kinds)))
    fields = len(frame.columns) - 1
    if fields > MOST_FIELDS:
        limit = f"{fields} > {MOST_FIELDS}"
        problems.append(cannot_hold(where, SHAPEFILE.name, "fields", "—", limit))
    return Fitted(_with_many_points(frame), tuple(problems))


def _with_many_points(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make each point a multipoint where some are, as one file holds but one of the two."""
    kinds = shapely.get_type_id(frame.geometry.to_numpy())
    single = kinds == shapely.GeometryType.POINT
    if not single.any() or not (kinds == shapely.GeometryType.MULTIPOINT).any():
        return frame
    shapes = frame.geometry.to_numpy().copy()
    shapes[single] = [shapely.MultiPoint([point]) for point in shapes[single]]
    return frame.set_geometry(shapes, crs=frame.crs)


def _write(frame: gpd.GeoDataFrame, path: Path) -> None:
    bare = frame[["geometry"]].assign(FID=range(len(frame)))
    has_none = not any(families(frame.geometry.to_numpy()))
    write_by_gdal(bare, path, "ESRI Shapefile", geometry_type="Polygon" if has_none else None)
    write_dbf(frame, path.with_suffix(".dbf"))
    path.with_suffix(".cpg").write_text("GB18030", encoding="ascii")


SHAPEFILE: Final = Format(
    name="Shapefile",
    suffixes=(".shp",),
    write=_write,
    kinds=frozenset((Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.TRUTH, Kind.DAY)),
    text=Text(keeps_ends=False, keeps_empty=False, most_bytes=254),
    names=Names(most_bytes=10, needs_one=True),
    shape=_shape,
    encoding="gb18030",
)
