"""Read a layer at once through Arrow, by the one driver that its content calls for."""

from __future__ import annotations

import tempfile
import warnings
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from zoneland.core.problems import InputError, Problem
from zoneland.files.gdal import flatgeobuf
from zoneland.files.gdal.arrow import frame_of
from zoneland.files.gdal.drawn import Drawn
from zoneland.files.gdal.geodatabase import by_alias, fields_of
from zoneland.files.gdal.geopackage import near_by_tree
from zoneland.files.gdal.lead import address
from zoneland.files.gdal.near import POLYGONAL, read_batches
from zoneland.files.meeting import EVERYWHERE, meeting

if TYPE_CHECKING:
    import geopandas as gpd
    import pyarrow as pa
    from numpy.typing import NDArray

    from zoneland.files.gdal.near import Batches, Wanted

UNNAMED: Final = "wkb_geometry"
"""What pyogrio calls the shapes where the format has no name for them."""
MOST_SHARE: Final = 0.35
"""Of a FlatGeobuf's rows. Of 2.1 million parcels, in seconds of processor time by part and by a
scan: 0.5 and 1.3 where 2 in 100 are near, 1.7 and 2.3 where 26 are, 2.5 and 2.4 where 41 are."""


def read_near(
    path: Path, layer: str, driver: str, where: str, wanted: Wanted
) -> tuple[gpd.GeoDataFrame, list[Problem], int]:
    """Read of a layer what meets some boxes: by its index, or of all that passes by.

    Parameters
    ----------
    path, layer, driver, where
        As for `read_in_bulk`.
    wanted
        As for `zoneland.files.gdal.near.read_batches`.

    Returns
    -------
    tuple
        The frame, its index the rows' numbers from 0; problems as of `read_in_bulk`; and how
        many rows the layer has.
    """
    name = address(path, driver)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        found = _by_part(path, layer, wanted) if driver == "FlatGeobuf" else None
        if found is None:
            by_tree = near_by_tree(path, layer, wanted) if driver == "GPKG" else None
            found = read_batches(name, layer, wanted, geometry=UNNAMED, where=by_tree)
    made = _Made(path, layer, driver, name, found.meta)
    frame, told = _framed(made, found.table, found.drawn, where, rows=found.rows)
    return frame, [*_said(heard, where), *told], found.count


def _by_part(path: Path, layer: str, wanted: Wanted) -> Batches | None:
    """Read a FlatGeobuf's rows that are near by its boxes; None if it has none, or too many."""
    boxes = flatgeobuf.boxes(path)
    if boxes is None or wanted.kind not in POLYGONAL or len(boxes) != wanted.rows:
        return None
    is_whole = np.isfinite(boxes).all(axis=1) & (boxes[:, 0] <= boxes[:, 2])
    rows = meeting(np.where(is_whole[:, None], boxes, EVERYWHERE), wanted.boxes)
    if not 0 < len(rows) <= MOST_SHARE * wanted.rows:
        return None
    with tempfile.TemporaryDirectory(prefix="zoneland-") as folder:
        part = Path(folder) / path.name
        flatgeobuf.part_of(path, part, rows)
        some = replace(wanted, rows=len(rows))
        found = read_batches(str(part), layer, some, geometry=UNNAMED)
    return replace(found, rows=rows[found.rows], count=wanted.rows)


def _said(heard: list[warnings.WarningMessage], where: str) -> list[Problem]:
    """Tell what the reader said, each thing once."""
    said = dict.fromkeys(str(warning.message) for warning in heard)
    return [Problem("ZL108", where, {"said": text}) for text in said]


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
    made = _Made(path, layer, driver, name, meta, options)
    table, drawn = _parted(table, made)
    frame, told = _framed(made, table, drawn, where)
    return frame, [*_said(heard, where), *told]


@dataclass(frozen=True, slots=True)
class _Made:
    """Where a table came from."""

    path: Path
    layer: str
    driver: str
    name: str
    meta: dict[str, Any]
    options: dict[str, str] = field(default_factory=dict)


def _parted(table: pa.Table, made: _Made) -> tuple[pa.Table, Drawn | None]:
    """Part a table from its shapes."""
    column = made.meta["geometry_name"] or UNNAMED
    if column not in table.column_names:
        return table, None
    drawn = Drawn()
    for wkb in table.column(column).chunks:
        drawn.add(wkb)
    return table.drop_columns([column]), drawn


def _framed(
    made: _Made,
    table: pa.Table,
    drawn: Drawn | None,
    where: str,
    *,
    rows: NDArray[np.int64] | None = None,
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Make a frame of attributes and shapes as GDAL gave them.

    Arrow hands arcs on, which GEOS cannot measure; the plain way draws them by chords.
    """
    if drawn is None:
        raise InputError([Problem("ZL107", where, {"found": "—"})])
    if drawn.curves:
        _, _, whole, _ = pyogrio.raw.read(made.name, layer=made.layer, columns=[], **made.options)
        shapes = shapely.from_wkb(whole if rows is None else whole[rows])
    else:
        shapes = drawn.all()
    problems = [Problem("ZL271", where, {"count": drawn.curves})] if drawn.curves else []
    names, crs = table.column_names, made.meta["crs"]
    frame, told = frame_of(table, shapes, names=names, crs=crs, where=where, rows=rows)
    if made.driver == "OpenFileGDB":
        frame, named = by_alias(frame, fields_of(made.path, made.layer), where)
        told = [*told, *named]
    return frame, [*problems, *told]
