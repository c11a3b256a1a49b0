"""The tree of boxes that a GeoPackage keeps: trusted where it surely holds every row."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.files.gdal.near import POLYGONAL

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from zoneland.files.gdal.near import Wanted

LONGEST_PATH: Final = 500
"""Bytes; SQLite opens no path of more than 512."""
MOST_SHARE: Final = 0.15
"""Of a layer's rows. Of 2.1 million parcels, in seconds of processor time by the tree and by a
scan: 0.7 and 1.0 where 2 in 100 are near, 1.2 and 1.3 where 10 are, 2.0 and 1.7 where 26 are."""
MOST_BOXES: Final = 200
"""Of one question; SQLite unites no more than 500 answers."""


def opened_book(path: Path) -> sqlite3.Connection:
    """Open for reading; an archive's copy and a folder one may not write in will do."""
    place = path.resolve()
    if len(os.fsencode(place)) < LONGEST_PATH:
        return sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)
    book = sqlite3.connect(":memory:")
    book.deserialize(place.read_bytes())
    return book


def quoted(name: str) -> str:
    """Quote a name for SQLite."""
    return '"' + name.replace('"', '""') + '"'


def near_by_tree(path: Path, layer: str, wanted: Wanted) -> str | None:
    """Give the condition that picks the rows near some boxes by the tree.

    Parameters
    ----------
    path, layer
        The GeoPackage and its layer.
    wanted
        What is wanted of it.

    Returns
    -------
    str or None
        For `pyogrio.open_arrow`, `where`; its rows may be a little more than are near, for the
        tree rounds. None where the tree may lack a row or says nothing of rows' numbers, which
        must be the keys, 1 to their count; and where so much is near that reading all is no slower.
    """
    boxes, rows = wanted.boxes, wanted.rows
    if wanted.kind not in POLYGONAL or not np.isfinite(boxes).all() or not len(boxes):
        return None
    try:
        with contextlib.closing(opened_book(path)) as book:
            tree = _tree(book, layer)
            if tree is None:
                return None
            question = _question(tree, boxes)
            most = int(rows * MOST_SHARE) + 1
            (near,) = book.execute(f"SELECT count(*) FROM ({question} LIMIT {most})").fetchone()  # noqa: S608  numbers, and names in quotes
            key = _key(book, layer)
            if near >= most or key is None or not _is_whole(book, layer, tree, key, rows):
                return None
            return f"{quoted(key)} IN ({question})"
    except (sqlite3.Error, UnicodeError, OverflowError):
        return None  # whatever is damaged is told of when all is read


def _tree(book: sqlite3.Connection, layer: str) -> str | None:
    """Find the tree, if the book keeps it up to date by itself."""
    query = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?"
    columns = book.execute(query, (layer,)).fetchall()
    if len(columns) != 1:
        return None
    tree = f"rtree_{layer}_{columns[0][0]}"
    query = "SELECT name, type FROM sqlite_master WHERE name = ? OR tbl_name = ?"
    there = {(str(name), str(kind)) for name, kind in book.execute(query, (tree, layer))}
    triggers = [name.removeprefix(f"{tree}_") for name, kind in there if kind == "trigger"]
    kept = all(any(one.startswith(way) for one in triggers) for way in ("insert", "update", "del"))
    return tree if (tree, "table") in there and kept else None


def _key(book: sqlite3.Connection, layer: str) -> str | None:
    """Give the column of whole numbers that the rows are found by."""
    columns = book.execute(f"PRAGMA table_info({quoted(layer)})").fetchall()
    keys = [str(name) for _, name, kind, _, _, part in columns if part and kind == "INTEGER"]
    return keys[0] if len(keys) == 1 else None


def _is_whole(book: sqlite3.Connection, layer: str, tree: str, key: str, rows: int) -> bool:
    """Tell whether both table and tree have every number from 1 to the count of rows.

    Rows without a shape are in no tree; a layer that has some is read as a whole. A tree that has
    every number lacks no row of a table whose numbers lie within; that the table has all of them
    is known where the book keeps its count up to date, and counted where it does not, for to
    count a table all of it must be passed through.
    """
    if _span(book, f"{tree}_rowid", "rowid") != (1, rows) or _span(book, layer, key) != (1, rows):
        return False
    counted = [f"{tree}_rowid"] if _keeps_count(book, layer) else [f"{tree}_rowid", layer]
    counts = [book.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone() for name in counted]  # noqa: S608  a name in quotes
    return all(count == (rows,) for count in counts)


def rows_there(path: Path, layer: str) -> int | None:
    """Count a layer's rows where the book does not keep their count; None where it does.

    GDAL goes by the count that stands in the book: where that is too large, rows come twice.
    """
    try:
        with contextlib.closing(opened_book(path)) as book:
            if _keeps_count(book, layer):
                return None
            (found,) = book.execute(f"SELECT count(*) FROM {quoted(layer)}").fetchone()  # noqa: S608  a name in quotes
            return int(found)
    except (sqlite3.Error, UnicodeError, OverflowError):
        return None  # whatever is damaged is told of when it is read


def _span(book: sqlite3.Connection, table: str, key: str) -> tuple[int, int]:
    """Give the first and last number; asked for one by one, the ends are found by two looks."""
    of = f"({quoted(key)}) FROM {quoted(table)}"
    ends: tuple[int, int] = book.execute(f"SELECT (SELECT min{of}), (SELECT max{of})").fetchone()
    return ends


def _keeps_count(book: sqlite3.Connection, layer: str) -> bool:
    """Tell whether the count of rows, which GDAL goes by, is kept by triggers of the table."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = {str(name) for (name,) in book.execute(query, (layer,))}
    return {f"trigger_{way}_feature_count_{layer}" for way in ("insert", "delete")} <= triggers


def _question(tree: str, boxes: NDArray[np.float64]) -> str:
    parts = (
        f"SELECT id FROM {quoted(tree)} WHERE minx <= {east!r} AND maxx >= {west!r}"  # noqa: S608  numbers, and a name in quotes
        f" AND miny <= {north!r} AND maxy >= {south!r}"
        for west, south, east, north in _fewer(boxes).tolist()
    )
    return " UNION ALL ".join(parts)


def _fewer(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give boxes around boxes, no more than can be asked about at once."""
    if len(boxes) <= MOST_BOXES:
        return boxes
    strips = np.array_split(boxes[np.argsort(boxes[:, 0])], int(np.sqrt(MOST_BOXES)))
    runs = [
        run
        for strip in strips
        for run in np.array_split(strip[np.argsort(strip[:, 1])], int(np.sqrt(MOST_BOXES)))
        if len(run)
    ]
    return np.array([[*run[:, :2].min(axis=0), *run[:, 2:].max(axis=0)] for run in runs])
