"""Land cover: a raster of classes, opened as GeoTIFF only and read a window at a time."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window as CellWindow

from zoneland.core import crs as systems
from zoneland.core.contracts import listed
from zoneland.core.cover import NO_DATA, Bounds, Cover, Window
from zoneland.core.inputs import Collected, Input
from zoneland.core.problems import InputError, Problem
from zoneland.files.digest import sha256
from zoneland.files.formats import is_there, is_tiff
from zoneland.landuse.classes import LEGENDS, load_system

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

MOST_CELLS: Final = 100_000_000
"""Cells read for one zone at the most: a file of some kilobytes can claim 10¹² of them."""


def collect_cover(source: Path | str, *, legend: str, where: str = "") -> Collected[Cover]:
    """Open a land-cover raster.

    Parameters
    ----------
    source
        A GeoTIFF of integer classes, north up.
    legend
        One of `zoneland.landuse.classes.LEGENDS`.
    where
        How the file is named in problems; its path if empty.

    Returns
    -------
    Collected
        A `zoneland.core.cover.Cover`, which reads windows of the file when asked.

    Raises
    ------
    InputError
        ZL101 for a missing file, ZL102 for another format, ZL103 for a damaged one (the last
        cell is read, for files are cut short at their end), ZL166 for
        an unknown legend, ZL167 for a raster that is turned or not of integers, ZL210 for one
        without CRS.
    """
    path, where = Path(source), where or str(source)
    if not is_there(path, where):
        raise InputError([Problem("ZL101", where)])
    if not is_tiff(path):
        raise InputError([Problem("ZL102", where, {"formats": "GeoTIFF"})])
    if legend not in LEGENDS:
        values = {"legend": legend or "—", "legends": listed(LEGENDS)}
        raise InputError([Problem("ZL166", where, values)])
    try:
        with rasterio.open(path, driver="GTiff") as raster:
            problems = _unusable(raster, where)
            if problems:
                raise InputError(problems)
            raster.read(1, window=CellWindow(raster.width - 1, raster.height - 1, 1, 1))
            crs = pyproj.CRS.from_wkt(raster.crs.to_wkt())
            cells = int(raster.width) * int(raster.height)
    except RasterioError as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
    classes = _by_number(load_system(f"cover_{legend}"))
    record = Input("cover", where, "", cells, systems.name(crs), "", sha256(path))
    return Collected(Cover(crs, classes, partial(_window, path, where)), record)


def _unusable(raster: rasterio.DatasetReader, where: str) -> list[Problem]:
    problems = []
    if raster.crs is None:
        problems.append(Problem("ZL210", where, {"easting": str(tuple(raster.bounds))}))
    is_north_up = raster.transform.is_rectilinear and raster.transform.e < 0 < raster.transform.a
    if not is_north_up or not raster.dtypes[0].startswith(("int", "uint")):
        problems.append(Problem("ZL167", where, {"found": raster.dtypes[0]}))
    return problems


def _by_number(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index(table.index.astype(int).rename("code"))


def _window(path: Path, where: str, bounds: Bounds) -> Window | None:
    """Read the cells that bounds touch, as whole cells."""
    try:
        return _cells(path, where, bounds)
    except RasterioError as error:  # a file cut short opens well and fails here
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error


def _cells(path: Path, where: str, bounds: Bounds) -> Window | None:
    with rasterio.open(path, driver="GTiff") as raster:
        place = raster.transform  # north up: x = c + a column, y = f + e row
        first_column = max(math.floor((bounds[0] - place.c) / place.a), 0)
        first_row = max(math.floor((bounds[3] - place.f) / place.e), 0)
        last_column = min(math.ceil((bounds[2] - place.c) / place.a), raster.width)
        last_row = min(math.ceil((bounds[1] - place.f) / place.e), raster.height)
        columns, rows = last_column - first_column, last_row - first_row
        if columns <= 0 or rows <= 0:
            return None
        if columns * rows > MOST_CELLS:
            raise InputError([Problem("ZL168", where, {"cells": f"{columns * rows:,}"})])
        cells = raster.read(
            1, window=CellWindow(first_column, first_row, columns, rows), masked=True
        )
        west, east = (place.c + place.a * column for column in (first_column, last_column))
        north, south = (place.f + place.e * row for row in (first_row, last_row))
    return Window(_filled(cells), (west, south, east, north))


def _filled(cells: np.ma.MaskedArray) -> NDArray[np.int64]:
    return np.ma.filled(cells.astype(np.int64), NO_DATA)


def read_cover(source: Path | str, *, legend: str) -> Cover:
    """Open a land-cover raster for a script or a notebook: the data of `collect_cover`."""
    return collect_cover(source, legend=legend).data
