"""Read a layer at once through Arrow, by the one driver that its content calls for."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from zoneland.core.problems import InputError, Problem
from zoneland.files.gdal.arrow import frame_of
from zoneland.files.gdal.curves import curved
from zoneland.files.gdal.geodatabase import by_alias, fields_of
from zoneland.files.gdal.lead import address
from zoneland.files.gdal.near import read_batches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd
    import pyarrow as pa
    from numpy.typing import NDArray

UNNAMED: Final = "wkb_geometry"
"""What pyogrio calls the shapes where the format has no name for them."""


def read_near(  # noqa: PLR0913  what is read, and which part of it
    path: Path,
    layer: str,
    driver: str,
    where: str,
    *,
    boxes: NDArray[np.float64],
    columns: Sequence[str] | None,
) -> tuple[gpd.GeoDataFrame, list[Problem], int]:
    """Read of a layer what meets some boxes.

    Parameters
    ----------
    path, layer, driver, where
        As for `read_in_bulk`.
    boxes, columns
        As for `zoneland.files.gdal.near.read_batches`.

    Returns
    -------
    tuple
        The frame, its index the rows' numbers from 0; problems as of `read_in_bulk`; and how
        many rows the layer has.
    """
    name = address(path, driver)
    meta, table, rows, count = read_batches(
        name, layer, boxes=boxes, columns=columns, geometry=UNNAMED
    )
    made = _Made(path, layer, driver, name, meta)
    return *_framed(made, table, where, rows=rows), count


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
    frame, told = _framed(_Made(path, layer, driver, name, meta, options), table, where)
    return frame, [*problems, *told]


@dataclass(frozen=True, slots=True)
class _Made:
    """Where a table came from."""

    path: Path
    layer: str
    driver: str
    name: str
    meta: dict[str, Any]
    options: dict[str, str] = field(default_factory=dict)


def _framed(
    made: _Made, table: pa.Table, where: str, *, rows: NDArray[np.int64] | None = None
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Make a frame of a table as GDAL gave it."""
    column = made.meta["geometry_name"] or UNNAMED
    if column not in table.column_names:
        raise InputError([Problem("ZL107", where, {"found": "—"})])
    shapes, curves = _shapes(table.column(column), made, rows)
    problems = [Problem("ZL271", where, {"count": curves})] if curves else []
    names = [one for one in table.column_names if one != column]
    crs = made.meta["crs"]
    frame, told = frame_of(table, shapes, names=names, crs=crs, where=where, rows=rows)
    if made.driver == "OpenFileGDB":
        frame, named = by_alias(frame, fields_of(made.path, made.layer), where)
        told = [*told, *named]
    return frame, [*problems, *told]


def _shapes(
    column: pa.ChunkedArray, made: _Made, rows: NDArray[np.int64] | None
) -> tuple[NDArray[np.object_], int]:
    """Give the shapes, and how many of them were of a type with arcs.

    Arrow hands arcs on, which GEOS cannot measure; the plain way draws them by chords.
    """
    found = curved(column)
    if not found.any():
        with np.errstate(invalid="ignore"):  # corners that are no numbers are told later
            return shapely.from_wkb(column.to_numpy()), 0
    _, _, wkb, _ = pyogrio.raw.read(made.name, layer=made.layer, columns=[], **made.options)
    return shapely.from_wkb(wkb if rows is None else wkb[rows]), int(found.sum())
