"""Of a large layer only the rows near something, where its format lets one tell them apart.

What goes wrong here is not told here: the layer is read as a whole then, and that names every
record that is broken.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zoneland.files.gdal import near
from zoneland.files.gdal.bulk import read_in_bulk, read_near
from zoneland.files.gdal.lead import opened
from zoneland.files.gdal.near import Wanted
from zoneland.files.gdal.records import READ_ERRORS
from zoneland.files.look import LayerLook, whole_look
from zoneland.files.shapefile.dbase import is_live
from zoneland.files.shapefile.digits import with_digits
from zoneland.files.shapefile.frame import BYTE_BY_BYTE, deleted_told, restore
from zoneland.files.shapefile.near import part_of
from zoneland.files.shapefile.parts import LENT_NAME, Shapefile, lent
from zoneland.files.whole.geoparquet_near import read_near_in_geoparquet

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from zoneland.core.problems import Problem
    from zoneland.files.gdal.near import Scope

    Nearby = tuple[gpd.GeoDataFrame, list[Problem], int]

STREAMED: Final = frozenset(("GPKG", "FlatGeobuf", "OpenFileGDB"))
"""Drivers whose layers pass by in batches."""


def read_nearby(look: LayerLook, where: str, scope: Scope | None) -> Nearby | None:
    """Read what is wanted of a large layer.

    Parameters
    ----------
    look
        What the layer says of itself.
    where
        How it is named in problems.
    scope
        Which part of it is wanted; None for all of it.

    Returns
    -------
    tuple or None
        The frame, its index the rows' numbers from 0; the problems that reading all would tell
        of these rows; and how many rows the layer has. None where all of it is to be read: it is
        small, nothing of it is near, which is to be told, or something in it is broken.
    """
    may = look.driver in STREAMED or look.shapefile is not None
    is_large = may and look.rows >= near.MANY_ROWS
    boxes = scope.boxes_in(look.crs) if scope and is_large and look.crs else None
    if scope is None or boxes is None:
        return None
    try:
        if look.shapefile is not None:
            found = _of_shapefile(look.shapefile, look.driver, where, boxes)
        else:
            found = _of_stream(look, where, scope, boxes)
    except READ_ERRORS:
        return None
    return found if found is not None and len(found[0]) else None


def read_nearby_in_geoparquet(
    path: Path, where: str, scope: Scope | None
) -> tuple[LayerLook, gpd.GeoDataFrame, list[Problem]] | None:
    """Read what is wanted of a large GeoParquet file, which says what it is by being read.

    Parameters and the rest are as for `read_nearby`.
    """
    if scope is None:
        return None
    try:
        found = read_near_in_geoparquet(path, where, scope)
    except (KeyError, *READ_ERRORS):
        return None
    if found is None or found[0].empty:
        return None
    frame, problems, plan = found
    look = replace(whole_look(path, frame, "Parquet"), rows=plan.rows, fields=plan.fields)
    return look, frame, problems


def _of_stream(look: LayerLook, where: str, scope: Scope, boxes: NDArray[np.float64]) -> Nearby:
    columns = None if look.driver == "OpenFileGDB" else scope.columns_of(look.fields)
    wanted = Wanted(boxes, columns, look.rows, look.geometry)
    with opened(look.path, look.driver) as lent_path:
        return read_near(lent_path, look.layer, look.driver, where, wanted)


def _of_shapefile(
    shapefile: Shapefile, driver: str, where: str, boxes: NDArray[np.float64]
) -> Nearby | None:
    with tempfile.TemporaryDirectory(prefix="zoneland-") as folder:
        found = part_of(shapefile, boxes, Path(folder))
        if found is None:
            return None
        part, rows = found
        with lent(part) as path, opened(path, driver) as lent_path:
            frame, heard = read_in_bulk(lent_path, LENT_NAME, driver, where, encoding=BYTE_BY_BYTE)
        frame, told = restore(frame, part, where)
        frame = with_digits(frame, part).set_index(rows)
    count = int(is_live(shapefile.table).sum())
    told += deleted_told(shapefile, count, where)
    return frame, [*shapefile.problems, *heard, *told], count
