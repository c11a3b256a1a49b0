"""Land cover: a raster of classes, opened as GeoTIFF only and read a block at a time."""

from __future__ import annotations

import math
import warnings
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import rasterio
from rasterio.enums import MaskFlags
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window as CellWindow

from zoneland.checks.evidence import against_setting, unknown_crs
from zoneland.core import crs as systems
from zoneland.core.contracts import listed
from zoneland.core.cover import Cover, Grid
from zoneland.core.inputs import Collected, Input
from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.core.wording import Term
from zoneland.files.formats import is_there, is_tiff
from zoneland.files.gdal.lead import on_a_lead
from zoneland.files.projection import check_system
from zoneland.landuse.classes import LEGENDS, load_system
from zoneland.landuse.cover_sample import codes, filled, sample, strange
from zoneland.landuse.cover_table import find_code_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from zoneland.core.cover import Cells, Read
    from zoneland.landuse.cover_table import CodeTable

MOST_CELLS: Final = 100_000_000
"""Cells read or unpacked in one piece at the most."""

MOST_CLAIMED: Final = 100_000_000_000
"""Cells of a raster at the most: all China at 30 m has 2 x 10¹⁰, and a file of some kilobytes
can claim 10¹²."""

BLOCK_SIDE: Final = 2048
"""Cells along either side of what is read at once: 4 million, 34 MB as codes."""
CACHE_BYTES: Final = 128_000_000
"""What GDAL may keep unpacked; left to itself it takes a twentieth of the machine's memory."""
USUAL_STEPS: Final = (1e-9, 1e9)
"""Cells of a width or height beyond these are those of a damaged head."""

YEARS: Final = (1972, 2150)
"""Land is seen from space since Landsat 1; a year beyond these is a slip."""


def collect_cover(
    source: Path | str,
    *,
    legend: str,
    where: str = "",
    declared: pyproj.CRS | None = None,
    year: int | None = None,
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
    year
        Year of the images, for no raster says it.

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
        that claims more cells than there can be, ZL210 for one without CRS, ZL332 for a year that
        cannot be.

    Notes
    -----
    Where a table beside the raster says which class each value stands for, it is used, and the
    record's ``layer`` names its column. Values that the legend does not know are ZL285. Only
    the first of several bands is read (ZL307).
    """
    path, where = Path(source), where or str(source)
    if not is_there(path, where):
        raise InputError([Problem("ZL101", where)])
    if not is_tiff(path):
        raise InputError([not_a_raster(where)])
    if legend not in LEGENDS:
        values = {"legend": legend or "—", "legends": listed(LEGENDS)}
        raise InputError([Problem("ZL166", where, values)])
    stop_on_errors(_wrong_year(year, where))
    try:
        with _opened(path) as raster:
            problems = _unusable(raster, where, declared)
            stop_on_errors(problems)
            crs = _crs_of(raster) or declared
            if crs is None:
                raise InputError(problems)
            raster.read(1, window=CellWindow(raster.width - 1, raster.height - 1, 1, 1))
            cells = int(raster.width) * int(raster.height)
            grid = _grid(raster)
            classes = _by_number(load_system(f"cover_{legend}"))
            table = find_code_table(path, set(classes.index), where)
            held = codes(sample(raster), table)
            strangers = strange(held, classes, legend, where)
    except RasterioError as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
    told = (*problems, *check_system(crs, where), *strangers)
    column = table.column if table else ""
    record = Input("cover", where, column, cells, systems.name(crs), "")
    opened = partial(_opened_for_reading, path, where, table)
    return Collected(Cover(crs, classes, grid, opened, year), record, told)


def not_a_raster(where: str) -> Problem:
    """Say that a file is no raster that is read: ZL102."""
    return Problem("ZL102", where, {"formats": "GeoTIFF", "advice": Term("advice.raster")})


def _wrong_year(year: int | None, where: str) -> list[Problem]:
    least, most = YEARS
    if year is None or least <= year <= most:
        return []
    return [Problem("ZL332", where, {"found": year, "least": least, "most": most})]


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
    if not _is_north_up(raster) or not raster.dtypes[0].startswith(("int", "uint")):
        problems.append(Problem("ZL167", where, {"found": raster.dtypes[0]}))
    bands = raster.count - (MaskFlags.alpha in raster.mask_flag_enums[0])  # a mask is no band
    if bands > 1:
        problems.append(Problem("ZL307", where, {"bands": bands}))
    claimed, block = raster.width * raster.height, math.prod(raster.block_shapes[0])
    if claimed > MOST_CLAIMED:
        problems.append(_too_large(where, claimed, MOST_CLAIMED))
    elif block > MOST_CELLS:
        problems.append(_too_large(where, block, MOST_CELLS))
    return problems


def _is_north_up(raster: rasterio.DatasetReader) -> bool:
    least, most = USUAL_STEPS
    steps = raster.transform.a, -raster.transform.e
    return raster.transform.is_rectilinear and all(least < step < most for step in steps)


@contextmanager
def _opened(path: Path) -> Iterator[rasterio.DatasetReader]:
    """Open a raster; that it has no place is told as a problem and not as a warning."""
    with on_a_lead(), rasterio.Env(GDAL_CACHEMAX=CACHE_BYTES):
        with warnings.catch_warnings(action="ignore", category=NotGeoreferencedWarning):
            raster = rasterio.open(path, driver="GTiff")
        with raster:
            yield raster


def _too_large(where: str, cells: int, most: int) -> Problem:
    return Problem("ZL168", where, {"cells": f"{cells:,}", "most": f"{most:,}"})


def _by_number(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index(table.index.astype(int).rename("code"))


@contextmanager
def _opened_for_reading(path: Path, where: str, table: CodeTable | None) -> Iterator[Read]:
    """Open the raster once for many blocks: cells unpacked for one may serve the next."""
    with _opened(path) as raster:
        yield partial(_read, raster, where, table)


def _read(
    raster: rasterio.DatasetReader, where: str, table: CodeTable | None, cells: Cells
) -> NDArray[np.int64]:
    """Read the classes of cells."""
    if (count := cells.rows * cells.columns) > MOST_CELLS:
        raise InputError([_too_large(where, count, MOST_CELLS)])
    window = CellWindow(cells.column, cells.row, cells.columns, cells.rows)
    try:
        found = raster.read(1, window=window, masked=True)
    except RasterioError as error:  # a file cut short opens well and fails here
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
    return codes(filled(found), table)


def _grid(raster: rasterio.DatasetReader) -> Grid:
    """Say where the cells lie; north up, so x = c + a column and y = f + e row."""
    place, size = raster.transform, (raster.height, raster.width)
    return Grid(place.c, place.f, place.a, -place.e, *size, _block_shape(raster))


def _block_shape(raster: rasterio.DatasetReader) -> tuple[int, int]:
    """Choose what to read at once: whole blocks of the file, as many as are about BLOCK_SIDE.

    Strips are as wide as the raster: of them so many rows are taken as stay unpacked until all
    reads along them are done.
    """
    high, wide = (int(side) for side in raster.block_shapes[0])
    rows = BLOCK_SIDE // high * high if high <= BLOCK_SIDE else BLOCK_SIDE
    if wide <= BLOCK_SIDE:
        return rows, BLOCK_SIDE // wide * wide
    row_bytes = raster.width * np.dtype(raster.dtypes[0]).itemsize * raster.count
    return max(min(rows, CACHE_BYTES // 2 // row_bytes), 1), BLOCK_SIDE


def read_cover(source: Path | str, *, legend: str, year: int | None = None) -> Cover:
    """Open a land-cover raster for a script or a notebook: the data of `collect_cover`."""
    return collect_cover(source, legend=legend, year=year).data
