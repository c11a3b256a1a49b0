"""Ledgers from their files: tables without geometry, or polygons with the same columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from zoneland.checks.place import in_working_crs
from zoneland.checks.shapes import checked_polygons
from zoneland.core.inputs import Collected, Input
from zoneland.core.ledger import Ledger
from zoneland.core.problems import InputError, Problem, stop_on_errors, warn_of
from zoneland.core.rows import rows_told
from zoneland.files.formats import ENDINGS, NO_LAYER, is_there, recognised
from zoneland.files.survey.txt import is_survey
from zoneland.files.tables.table import TABLE_SUFFIXES
from zoneland.files.vector import as_layer
from zoneland.landuse.ledger import (
    read_approvals_rows,
    read_approvals_table,
    read_supply_rows,
    read_supply_table,
)

if TYPE_CHECKING:
    import pyproj

LACKS_SHAPE: Final = "ZL202"
"""What is said of parcels without a shape; in a ledger such a row is not left out."""

RowsReader = Callable[..., "tuple[pd.DataFrame, list[Problem]]"]


def collect_approvals(
    source: Path | str | gpd.GeoDataFrame,
    *,
    zones: gpd.GeoDataFrame | None = None,
    where: str = "",
    layer: str = "",
    declared: pyproj.CRS | None = None,
) -> Collected[pd.DataFrame]:
    """Read the ledger of approvals (批文), from polygons or from a table.

    Parameters
    ----------
    source
        An .xlsx or .csv table, a vector file, or a frame that is already open.
    zones
        The zones, in the working CRS, that polygons are brought into; they keep theirs if None.
    where
        How the file is named in problems; its path if empty.
    layer
        Sheet or layer; if empty, all sheets that are ledgers, or the only layer.
    declared
        The CRS of polygons that have none.

    Returns
    -------
    Collected
        As `zoneland.landuse.ledger.read_approvals_rows`.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error.
    """
    read = (read_approvals_rows, read_approvals_table)
    return _collect(
        "approvals", source, read, zones=zones, where=where, layer=layer, declared=declared
    )


def collect_supply(
    source: Path | str | gpd.GeoDataFrame,
    *,
    zones: gpd.GeoDataFrame | None = None,
    where: str = "",
    layer: str = "",
    declared: pyproj.CRS | None = None,
) -> Collected[pd.DataFrame]:
    """Read the ledger of supply (供地); as `collect_approvals`."""
    read = (read_supply_rows, read_supply_table)
    return _collect(
        "supply", source, read, zones=zones, where=where, layer=layer, declared=declared
    )


def _collect(  # noqa: PLR0913  what both ledgers share
    role: str,
    source: Path | str | gpd.GeoDataFrame,
    read: tuple[RowsReader, RowsReader],
    *,
    zones: gpd.GeoDataFrame | None,
    where: str,
    layer: str,
    declared: pyproj.CRS | None,
) -> Collected[pd.DataFrame]:
    where = where or (role if isinstance(source, gpd.GeoDataFrame) else str(source))
    if not isinstance(source, gpd.GeoDataFrame) and _is_table(Path(source)):
        return _from_table(role, Path(source), read[1], where=where, layer=layer)
    found = as_layer(source, where, layer=layer, usual=(role,))
    place = f"{where} {found.look.layer}".strip()
    frame, placed = in_working_crs(found.frame, place, zones=zones, declared=declared)
    frame, shaped = _checked(frame, place)
    rows, told = read[0](frame.set_index(frame.index + 1), where=place)
    problems = (*found.problems, *placed, *shaped, *told)
    stop_on_errors(problems)
    return Collected(rows, found.record(role, where), problems)


def _checked(frame: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Check the polygons and keep the rows that have none: ZL180.

    A plot without a polygon still has an area and a zone's name or an approval to go by.
    """
    drawn, problems = checked_polygons(frame, where, may_lack_shape=True)
    lacking = frame[frame.geometry.isna() | frame.geometry.is_empty]
    if lacking.empty:
        return drawn, problems
    values = {"count": len(lacking), "rows": rows_told(lacking.index + 1)}
    bare = lacking.set_geometry([None] * len(lacking), crs=frame.crs)
    told = [problem for problem in problems if problem.code != LACKS_SHAPE]
    whole = bare if drawn.empty else pd.concat([drawn, bare]).sort_index()
    return whole, [*told, Problem("ZL180", where, values)]


def _is_table(path: Path) -> bool:
    """Tell a table by its ending, but for survey coordinates, which are .txt too.

    So is told what holds no layer (an old .xls, an image): a ledger is a table first, and it is
    as such that it is refused. A workbook counts as what it is, whatever it is called.
    """
    if path.suffix.lower() in TABLE_SUFFIXES:
        return not (path.is_file() and is_survey(path))
    if not path.is_file():
        return False
    told = recognised(path) or ENDINGS.get(path.suffix.lower())
    return told is not None and told[0] == NO_LAYER


def _from_table(
    role: str, path: Path, read: RowsReader, *, where: str, layer: str
) -> Collected[pd.DataFrame]:
    if not is_there(path, where) or not path.is_file():
        raise InputError([Problem("ZL101", where)])
    rows, told = read(path, layer=layer, where=where)
    stop_on_errors(told)
    return Collected(rows, Input(role, where, layer, len(rows), "", ""), tuple(told))


def read_ledger(
    *,
    approvals: Path | str | gpd.GeoDataFrame | None = None,
    supply: Path | str | gpd.GeoDataFrame | None = None,
    zones: gpd.GeoDataFrame | None = None,
) -> Ledger:
    """Read the ledgers for a script or a notebook, as far as they are given.

    What was mended or assumed is issued as a `ProblemWarning`. Polygons are brought into the
    CRS of `zones` if they are given.
    """
    approved = collect_approvals(approvals, zones=zones) if approvals is not None else None
    supplied = collect_supply(supply, zones=zones) if supply is not None else None
    warn_of(problem for one in (approved, supplied) if one for problem in one.problems)
    return Ledger(approved.data if approved else None, supplied.data if supplied else None)
