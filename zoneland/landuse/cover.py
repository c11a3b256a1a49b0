"""Land cover: a raster of classes, opened as GeoTIFF only and read a window at a time."""

from __future__ import annotations

import math
import warnings
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window as CellWindow

from zoneland.checks.evidence import against_setting, unknown_crs
from zoneland.core import crs as systems
from zoneland.core.contracts import listed
from zoneland.core.cover import NO_DATA, Bounds, Cover, Window
from zoneland.core.inputs import Collected, Input
from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.files.digest import sha256
from zoneland.files.formats import is_there, is_tiff
from zoneland.files.gdal.lead import on_a_lead
from zoneland.files.projection import check_system
from zoneland.landuse.classes import LEGENDS, load_system
from zoneland.landuse.cover_table import find_code_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from zoneland.landuse.cover_table import CodeTable

MOST_CELLS: Final = 100_000_000
"""Cells read for one zone at the most, or unpacked at once."""

MOST_CLAIMED: Final = 100_000_000_000
"""Cells of a raster at the most: all China at 30 m has 2 x 10¹⁰, and a file of some kilobytes
can claim 10¹²."""

SAMPLE_CELLS: Final = 16_000_000
"""Rasters up to this are held against their legend whole, larger ones by a sample."""
SAMPLE_STEPS: Final = 8
SAMPLE_SIDE: Final = 256
"""The sample: so many squares of cells along either side, evenly spread."""

MOST_STRANGE: Final = 0.01
"""A larger part of the cells that the legend does not know is told."""
MOST_LISTED: Final = 6


def collect_cover(
    source: Path | str, *, legend: str, where: str = "", declared: pyproj.CRS | None = None
) -> Collected[Cover]:
    """Open a land-cover raster.

    Parameters
    ----------
    source
        A GeoTIFF of integer classes, north up.
    legend
        One of `zoneland.landuse.classes.LEGENDS`.
    where
        How the file is named in problems; its path if empty.
    declared
        The CRS of a file that has none.

    Returns
    -------
    Collected
        A `zoneland.core.cover.Cover`, which reads windows of the file when asked.

    Raises
    ------
    InputError
        ZL101 for a missing file, ZL102 for another format, ZL103 for a damaged one (the last
        cell is read, for files are cut short at their end), ZL166 for
        an unknown legend, ZL167 for a raster that is turned or not of integers, ZL168 for one
        that claims more cells than there can be, ZL210 for one without CRS.

    Notes
    -----
    Where a table beside the raster says which class each value stands for, it is used, and the
    record's ``layer`` names its column. Values that the legend does not know are ZL285.
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
        with _opened(path) as raster:
            problems = _unusable(raster, where, declared)
            stop_on_errors(problems)
            crs = _crs_of(raster) or declared
            if crs is None:
                raise InputError(problems)
            raster.read(1, window=CellWindow(raster.width - 1, raster.height - 1, 1, 1))
            cells = int(raster.width) * int(raster.height)
            west, south, east, north = map(float, raster.bounds)
            classes = _by_number(load_system(f"cover_{legend}"))
            table = find_code_table(path, set(classes.index), where)
            strange = _strange(_codes(_sample(raster), table), classes, legend, where)
    except RasterioError as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
    told = (*problems, *check_system(crs, where), *strange)
    column = table.column if table else ""
    record = Input("cover", where, column, cells, systems.name(crs), "", sha256(path))
    window = partial(_window, path, where, table)
    return Collected(Cover(crs, classes, (west, south, east, north), window), record, told)


def _sample(raster: rasterio.DatasetReader) -> NDArray[np.int64]:
    """Read all cells of a small raster, of a large one squares evenly spread."""
    if raster.width * raster.height <= SAMPLE_CELLS:
        return _filled(raster.read(1, masked=True)).ravel()
    steps = np.linspace(0, 1, SAMPLE_STEPS)
    wide, high = min(SAMPLE_SIDE, raster.width), min(SAMPLE_SIDE, raster.height)
    corners = [
        (int(x * (raster.width - wide)), int(y * (raster.height - high)))
        for x in steps
        for y in steps
    ]
    squares = [
        raster.read(1, window=CellWindow(column, row, wide, high), masked=True)
        for column, row in corners
    ]
    return np.concatenate([_filled(cells).ravel() for cells in squares])


def _codes(cells: NDArray[np.int64], table: CodeTable | None) -> NDArray[np.int64]:
    """Give the classes of cells; what has no data has none in any table."""
    if table is None:
        return cells
    return np.where(cells == NO_DATA, NO_DATA, table.translate(cells))


def _strange(
    codes: NDArray[np.int64], classes: pd.DataFrame, legend: str, where: str
) -> tuple[Problem, ...]:
    """Tell if more than a few cells hold what the legend does not know."""
    values, counts = np.unique(codes[codes != NO_DATA], return_counts=True)
    is_strange = ~np.isin(values, classes.index.to_numpy())
    total = max(int(counts.sum()), 1)
    share = int(counts[is_strange].sum()) / total
    if share <= MOST_STRANGE:
        return ()
    order = np.argsort(-counts[is_strange], kind="stable")
    found = [f"{values[is_strange][at]} ({counts[is_strange][at] / total:.1%})" for at in order]
    told = {
        "share": f"{share:.1%}",
        "legend": legend,
        "found": listed(found, MOST_LISTED),
        "legends": listed(LEGENDS),
    }
    return (Problem("ZL285", where, told),)


def _crs_of(raster: rasterio.DatasetReader) -> pyproj.CRS | None:
    return pyproj.CRS.from_wkt(raster.crs.to_wkt()) if raster.crs else None


def _unusable(
    raster: rasterio.DatasetReader, where: str, declared: pyproj.CRS | None
) -> list[Problem]:
    problems, crs = [], _crs_of(raster)
    if crs is not None and declared is not None:
        problems += against_setting(crs, declared, where)
    if crs is None and declared is None:
        problems.append(unknown_crs(where, str(tuple(raster.bounds)), []))
    is_north_up = raster.transform.is_rectilinear and raster.transform.e < 0 < raster.transform.a
    if not is_north_up or not raster.dtypes[0].startswith(("int", "uint")):
        problems.append(Problem("ZL167", where, {"found": raster.dtypes[0]}))
    claimed, block = raster.width * raster.height, math.prod(raster.block_shapes[0])
    if claimed > MOST_CLAIMED:
        problems.append(_too_large(where, claimed, MOST_CLAIMED))
    elif block > MOST_CELLS:
        problems.append(_too_large(where, block, MOST_CELLS))
    return problems


@contextmanager
def _opened(path: Path) -> Iterator[rasterio.DatasetReader]:
    """Open a raster; that it has no place is told as a problem and not as a warning."""
    with on_a_lead():
        with warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning):
            raster = rasterio.open(path, driver="GTiff")
        with raster:
            yield raster


def _too_large(where: str, cells: int, most: int) -> Problem:
    return Problem("ZL168", where, {"cells": f"{cells:,}", "most": f"{most:,}"})


def _by_number(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index(table.index.astype(int).rename("code"))


def _window(path: Path, where: str, table: CodeTable | None, bounds: Bounds) -> Window | None:
    """Read the cells that bounds touch, as whole cells."""
    try:
        window = _cells(path, where, bounds)
    except (RasterioError, OverflowError) as error:  # a file cut short opens well and fails here
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
    return None if window is None else replace(window, codes=_codes(window.codes, table))


def _cells(path: Path, where: str, bounds: Bounds) -> Window | None:
    with _opened(path) as raster:
        place = raster.transform  # north up: x = c + a column, y = f + e row
        first_column = max(math.floor((bounds[0] - place.c) / place.a), 0)
        first_row = max(math.floor((bounds[3] - place.f) / place.e), 0)
        last_column = min(math.ceil((bounds[2] - place.c) / place.a), raster.width)
        last_row = min(math.ceil((bounds[1] - place.f) / place.e), raster.height)
        columns, rows = last_column - first_column, last_row - first_row
        if columns <= 0 or rows <= 0:
            return None
        if columns * rows > MOST_CELLS:
            raise InputError([_too_large(where, columns * rows, MOST_CELLS)])
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
