"""Damage that a format lets one detect, looked for before GDAL opens the file.

GDAL passes over much of it in silence, and some of it kills the process (a table whose name is
no UTF-8 does, through the error handler of fiona).
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.core.problems import InputError, Problem
from zoneland.files.gdal import flatgeobuf
from zoneland.files.gdal.geopackage import opened_book, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import geopandas as gpd

TABLES_OF_TABLES: Final = (
    "SELECT name, sql FROM sqlite_master",
    "SELECT * FROM gpkg_contents",
    "SELECT * FROM gpkg_geometry_columns",
    "SELECT * FROM gpkg_spatial_ref_sys",
)
EMPTY: Final = "('1', '3')"
"""First digit of the flags of an empty shape (OGC 12-128r19, clause 2.1.3), which no tree holds."""
CHECKED_BYTES: Final = 32_000_000
"""Up to this a database is checked page by page; of a larger one the size is held against what
its head says, for every page of the layer is read anyway and SQLite tells of those it cannot."""


def refuse_damaged(path: Path, driver: str, where: str) -> None:
    """Look through a file for damage, as far as its format lets one.

    Parameters
    ----------
    path
        The file or folder.
    driver
        The driver that its content calls for.
    where
        How it is named in problems.

    Raises
    ------
    InputError
        ZL103 for what does not open, ZL290 for what is damaged inside, ZL291 for counts and
        places that contradict each other.
    """
    find = FINDERS.get(driver)
    if find is None:
        return
    problems = list(find(path, where))
    if problems:
        raise InputError(problems)


def _in_geopackage(path: Path, where: str) -> Iterator[Problem]:
    """Have SQLite check its pages, read all that describes the layers, and count the rows."""
    try:
        with contextlib.closing(opened_book(path)) as book:
            is_small = path.stat().st_size <= CHECKED_BYTES
            (found,) = book.execute("PRAGMA quick_check(1)").fetchone() if is_small else ("ok",)
            if found != "ok":
                yield Problem("ZL290", where, {"reason": found})
                return
            for query in TABLES_OF_TABLES:
                book.execute(query).fetchall()
            if is_small:
                yield from _counted(book, where)
            else:
                yield from _cut_short(book, path, where)
    except sqlite3.Error as error:
        yield Problem("ZL103", where, {"reason": error})
    except (UnicodeError, OverflowError) as error:
        yield Problem("ZL290", where, {"reason": error})


def _cut_short(book: sqlite3.Connection, path: Path, where: str) -> Iterator[Problem]:
    """Tell a file that has fewer pages than it says."""
    (pages,) = book.execute("PRAGMA page_count").fetchone()
    (page_bytes,) = book.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size < pages * page_bytes:
        values = {"entry": "pages", "stated": pages, "found": path.stat().st_size // page_bytes}
        yield Problem("ZL291", where, values)


def _counted(book: sqlite3.Connection, where: str) -> Iterator[Problem]:
    """Hold the rows of each layer against its index, which some writers leave out."""
    for table, column in _layers(book):
        name, tree = quoted(table), f"rtree_{table}_{column}"
        flags = f"hex(substr({quoted(column)}, 4, 1))"
        rows = _count(book, f"{name} WHERE {flags} <> '' AND substr({flags}, 1, 1) NOT IN {EMPTY}")
        entries = _count(book, quoted(tree))
        if rows != entries:
            values = {"entry": tree, "stated": entries, "found": rows}
            yield Problem("ZL291", f"{where} {table}", values)


def _layers(book: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Give each layer that has an index, with its column of shapes."""
    tables = {name for (name,) in book.execute("SELECT name FROM sqlite_master")}
    for table, column in book.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"):
        if f"rtree_{table}_{column}" in tables:
            yield str(table), str(column)


def _count(book: sqlite3.Connection, source: str) -> int:
    (found,) = book.execute(f"SELECT count(*) FROM {source}").fetchone()  # noqa: S608 - names are quoted
    return int(found)


def refuse_moved(frame: gpd.GeoDataFrame, path: Path, driver: str, where: str) -> None:
    """Hold the shapes that were read against the boxes that the file keeps of them.

    Raises
    ------
    InputError
        ZL291 for the first shape that is not in its place.
    """
    boxes = flatgeobuf.boxes(path) if driver == "FlatGeobuf" else None
    if boxes is None or frame.index.max() >= len(boxes):
        return
    boxes = boxes[frame.index.to_numpy()]
    found = shapely.bounds(frame.geometry.to_numpy())
    moved = np.flatnonzero(~((boxes == found) | np.isnan(found)).all(axis=1))
    if len(moved):
        at = int(moved[0])
        values = {"entry": "index", "stated": boxes[at].tolist(), "found": found[at].tolist()}
        raise InputError([Problem("ZL291", f"{where} #{frame.index[at] + 1}", values)])


FINDERS: Final[Mapping[str, Callable[[Path, str], Iterator[Problem]]]] = {
    "GPKG": _in_geopackage,
    "FlatGeobuf": flatgeobuf.faults,
}
