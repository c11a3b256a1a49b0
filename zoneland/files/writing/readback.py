"""Reading back what was written, before it takes the place of the last good file.

Some libraries raise nothing on a full disk or a failing network drive; what they left is found
out here: by what a file of its kind must be, and by what its writer meant to be in it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
import zlib
from contextlib import closing
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

BLOCK_BYTES: Final = 1 << 20
LONGEST_PATH_BYTES: Final = 500
"""SQLite opens no path of more than 512 bytes, its journal's ending included; GDAL's own does."""
ROW: Final = b"<row "
"""Begins a row of a sheet and nothing else: in text the sign is escaped."""
SHEET_END: Final = b"</worksheet>"
INDEX_OF_LAYER: Final = (
    "SELECT 1 FROM gpkg_extensions WHERE table_name = ? AND extension_name = 'gpkg_rtree_index'"
)
BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, sqlite3.Error, ValueError, KeyError)
"""What readers raise for a file that is cut short or damaged."""


class NotWholeError(OSError):
    """A file that was written without an error, and yet is not what was meant."""


def read_back(path: Path) -> None:
    """Read a file as its suffix says it is to be read; an empty one is never meant.

    Raises
    ------
    NotWholeError
        If it cannot be read to its end.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "run.json")
    ...     _ = path.write_text('{"zones": [')
    ...     read_back(path)
    Traceback (most recent call last):
    zoneland.files.writing.readback.NotWholeError: Expecting value: line 1 column 12 (char 11)
    """
    if not path.stat().st_size:
        raise NotWholeError("0 B")
    read = READERS.get(path.suffix.lower())
    if read is None:
        return
    try:
        read(path)
    except BROKEN as error:
        raise NotWholeError(str(error)) from error


def _read_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        damaged = archive.testzip()
    if damaged is not None:
        raise zipfile.BadZipFile(damaged)


def _read_database(path: Path) -> None:
    with closing(open_database(path)) as database:
        (said,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        raise sqlite3.DatabaseError(said)


def open_database(path: Path) -> sqlite3.Connection:
    """Open a database where it stands, or in memory where its path is too long for that."""
    if len(os.fsencode(path.absolute())) < LONGEST_PATH_BYTES:
        return sqlite3.connect(path)
    database = sqlite3.connect(":memory:")
    database.deserialize(path.read_bytes())
    return database


def _read_json(path: Path) -> None:
    json.loads(path.read_bytes())


READERS: Final[Mapping[str, Callable[[Path], None]]] = {
    ".xlsx": _read_archive,
    ".docx": _read_archive,
    ".zip": _read_archive,
    ".gpkg": _read_database,
    ".json": _read_json,
    ".geojson": _read_json,
}


def expect_bytes(path: Path, content: bytes) -> None:
    """Refuse a file that does not hold just these bytes.

    Raises
    ------
    NotWholeError
        If it holds others, or fewer.
    """
    found = path.read_bytes()
    if found != content:
        raise NotWholeError(f"{len(found):,} B ≠ {len(content):,} B")


def expect_rows(path: Path, sheets: Mapping[str, int]) -> None:
    """Refuse a workbook whose sheets do not have as many rows as were written to them.

    Parameters
    ----------
    path
        The .xlsx file, its sheets numbered in their order.
    sheets
        Rows of each sheet, headings and blank rows included, in order.

    Raises
    ------
    NotWholeError
        Naming the first sheet that has more or fewer, or does not end.
    """
    try:
        with zipfile.ZipFile(path) as book:
            for number, (sheet, rows) in enumerate(sheets.items(), start=1):
                found, is_ended = _count_rows(book, f"xl/worksheets/sheet{number}.xml")
                if found != rows or not is_ended:
                    raise NotWholeError(f"{sheet}: {found:,} ≠ {rows:,}")
    except BROKEN as error:
        raise NotWholeError(str(error)) from error


def _count_rows(book: zipfile.ZipFile, member: str) -> tuple[int, bool]:
    """Count the rows of a sheet, and tell whether it ends as it must."""
    count, kept = 0, b""
    with book.open(member) as sheet:
        while block := sheet.read(BLOCK_BYTES):
            window = kept + block
            count += window.count(ROW) - kept.count(ROW)
            kept = window[-len(SHEET_END) :]
    return count, kept.endswith(SHEET_END)


def expect_features(path: Path, layers: Mapping[str, int]) -> None:
    """Refuse a GeoPackage whose layers do not have as many features as were written to them.

    GDAL makes a layer's index when it closes the file, and does not tell when the disk has no
    room for it: what lacks one was cut off.

    Raises
    ------
    NotWholeError
        Naming the first layer that has more or fewer, or no index.
    """
    try:
        with closing(open_database(path)) as database:
            for layer, features in layers.items():
                table = layer.replace('"', '""')
                query = f'SELECT COUNT(*) FROM "{table}"'  # noqa: S608  a name cannot be a parameter
                (found,) = database.execute(query).fetchone()
                if found != features:
                    raise NotWholeError(f"{layer}: {found:,} ≠ {features:,}")
                if database.execute(INDEX_OF_LAYER, (layer,)).fetchone() is None:
                    raise NotWholeError(f"{layer}: rtree")
    except BROKEN as error:
        raise NotWholeError(str(error)) from error
