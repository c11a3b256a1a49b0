"""Read a layer at once through Arrow, by the one driver that its content calls for."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from zoneland.core.problems import InputError, Problem
from zoneland.files.gdal.arrow import frame_of
from zoneland.files.gdal.curves import curved
from zoneland.files.gdal.geodatabase import by_alias, fields_of
from zoneland.files.gdal.lead import address

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pyarrow as pa
    from numpy.typing import NDArray

UNNAMED: Final = "wkb_geometry"
"""What pyogrio calls the shapes where the format has no name for them."""


def read_in_bulk(
    path: Path, layer: str, driver: str, where: str, **options: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Read a layer at once.

    Parameters
    ----------
    path
        The file or folder, as lent by `zoneland.files.gdal.lead.opened`.
    layer, driver
        Name of the layer, and the driver that opens it.
    where
        How the layer is named in problems.
    options
        For the driver.

    Returns
    -------
    tuple
        The frame; ZL108 for what the reader said, ZL271 where arcs were drawn by chords, and as
        `zoneland.files.gdal.arrow.frame_of` and `zoneland.files.gdal.geodatabase.by_alias`.

    Raises
    ------
    InputError
        ZL107 for a table without shapes.
    """
    name = address(path, driver)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        meta, table = pyogrio.read_arrow(name, layer=layer, **options)
    said = dict.fromkeys(str(warning.message) for warning in heard)
    problems = [Problem("ZL108", where, {"said": text}) for text in said]
    column = meta["geometry_name"] or UNNAMED
    if column not in table.column_names:
        raise InputError([Problem("ZL107", where, {"found": "—"})])
    shapes, curves = _shapes(table.column(column), name, layer, options)
    if curves:
        problems.append(Problem("ZL271", where, {"count": curves}))
    names = [one for one in table.column_names if one != column]
    frame, told = frame_of(table, shapes, names=names, crs=meta["crs"], where=where)
    if driver == "OpenFileGDB":
        frame, named = by_alias(frame, fields_of(path, layer), where)
        told = [*told, *named]
    return frame, [*problems, *told]


def _shapes(
    column: pa.ChunkedArray, name: str, layer: str, options: dict[str, str]
) -> tuple[NDArray[np.object_], int]:
    """Give the shapes, and how many of them were of a type with arcs.

    Arrow hands arcs on, which GEOS cannot measure; the plain way draws them by chords.
    """
    found = curved(column)
    if not found.any():
        with np.errstate(invalid="ignore"):  # corners that are no numbers are told later
            return shapely.from_wkb(column.to_numpy()), 0
    _, _, wkb, _ = pyogrio.raw.read(name, layer=layer, columns=[], **options)
    return shapely.from_wkb(wkb), int(found.sum())
