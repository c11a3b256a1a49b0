"""The attribute table of a raster: which class each cell value stands for.

Desktop GIS stores rasters of classes as a running number and keeps the classes beside it, in
``cover.tif.vat.dbf`` (Esri) or in ``cover.tif.aux.xml`` (GDAL).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

import numpy as np

from zoneland.core.problems import InputError, Problem
from zoneland.core.spelling import plain
from zoneland.files.shapefile.dbase import cells_of, is_live, read_plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

VALUE: Final = "value"
NO_CODES: Final = frozenset({"count", "red", "green", "blue", "alpha", "opacity", "r", "g", "b"})
"""Columns of a raster's table that are numbers and yet no codes."""

MOST_OF: Final = 0.9
"""So many of a column's entries must be codes of the legend: tables add one for no data."""

MOST_BYTES: Final = 50_000_000
UNTOLD: Final = -2
"""What a value that the table leaves out becomes, less the value: no code of any legend."""

MOST_VALUE: Final = 2**53
"""Beyond this a float is no longer one whole number."""

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Class code by cell value, and the column that it is from."""

    column: str
    codes: Mapping[int, int]

    def translate(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the class codes of cells.

        Examples
        --------
        >>> CodeTable("CODE", {3: 121}).translate(np.array([[3, 7]])).tolist()
        [[121, -9]]
        """
        distinct, where = np.unique(values, return_inverse=True)
        codes = [self.codes.get(int(value), UNTOLD - abs(int(value))) for value in distinct]
        return np.array(codes, dtype=np.int64)[where].reshape(values.shape)


def find_code_table(path: Path, known: Collection[int], where: str) -> CodeTable | None:
    """Find the table beside a raster by which its values stand for codes of a legend.

    Parameters
    ----------
    path
        The raster.
    known
        Codes of the legend.
    where
        How the raster is named in problems.

    Returns
    -------
    CodeTable or None
        None where there is no table, or the values are themselves the codes.

    Raises
    ------
    InputError
        ZL103 for a table that is damaged, or as of `zoneland.files.shapefile.dbase.read_plan`.
    """
    rows = _rows_beside(path, where)
    if not rows:
        return None
    value = next((name for name in rows[0] if plain(name) == VALUE), None)
    if value is None or _fits(_numbers(rows, value), known):
        return None
    for name in rows[0]:
        codes = _numbers(rows, name)
        if name != value and plain(name) not in NO_CODES and _fits(codes, known):
            pairs = zip(_numbers(rows, value), codes, strict=True)
            return CodeTable(name, {at: code for at, code in pairs if None not in (at, code)})  # type: ignore[misc]
    return None


def _rows_beside(path: Path, where: str) -> Rows:
    siblings = {one.name.casefold(): one for one in path.parent.iterdir() if one.is_file()}
    for name in (f"{path.name}.vat.dbf", f"{path.stem}.vat.dbf"):
        if (table := siblings.get(name.casefold())) is not None:
            return _dbase_rows(table, f"{where} {table.name}")
    table = siblings.get(f"{path.name}.aux.xml".casefold())
    return [] if table is None else _xml_rows(table, f"{where} {table.name}")


def _dbase_rows(path: Path, where: str) -> Rows:
    table = read_plan(path, where)
    cells = cells_of(table)[is_live(table)]
    names = [field.name.raw.decode("ascii", "replace") for field in table.fields]
    return [
        {
            name: row[field.start : field.start + field.width].tobytes().decode("latin-1").strip()
            for name, field in zip(names, table.fields, strict=True)
        }
        for row in cells
    ]


def _xml_rows(path: Path, where: str) -> Rows:
    """Read the rows of the first band's table; a document type is refused, and entities with it."""
    if path.stat().st_size > MOST_BYTES:
        raise InputError([Problem("ZL103", where, {"reason": f"> {MOST_BYTES:,} B"})])
    reader = _TableReader()
    try:
        reader.parser.Parse(path.read_bytes(), True)
    except (expat.ExpatError, ValueError) as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
    return [dict(zip(reader.names, row, strict=False)) for row in reader.rows]


class _TableReader:
    """Gathers names and cells of GDALRasterAttributeTable as the parser meets them."""

    def __init__(self) -> None:
        self.parser: Any = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.names: list[str] = []
        self.rows: list[list[str]] = []
        self._path: list[str] = []
        self._tables = 0

    def _start(self, tag: str, _: object) -> None:
        self._path.append(tag)
        self._tables += tag == "GDALRasterAttributeTable"
        if self._tables == 1 and tag == "FieldDefn":
            self.names.append("")
        if self._tables == 1 and tag == "Row":
            self.rows.append([])
        if self._is_in("Row", "F"):
            self.rows[-1].append("")

    def _end(self, _: str) -> None:
        self._path.pop()

    def _text(self, text: str) -> None:
        if self._is_in("FieldDefn", "Name"):
            self.names[-1] += text
        elif self._is_in("Row", "F"):
            self.rows[-1][-1] += text

    def _is_in(self, outer: str, inner: str) -> bool:
        return self._tables == 1 and self._path[-2:] == [outer, inner]

    def _refuse(self, *_: object) -> None:
        raise ValueError("<!DOCTYPE>")


def _numbers(rows: Rows, name: str) -> list[int | None]:
    return list(_whole(row.get(name, "") for row in rows))


def _whole(texts: Iterator[str]) -> Iterator[int | None]:
    """Give whole numbers, however they are written; None for what is none."""
    for text in texts:
        try:
            number = float(text)
        except ValueError:
            number = np.nan
        is_whole = number.is_integer() and abs(number) < MOST_VALUE
        yield int(number) if is_whole else None


def _fits(codes: list[int | None], known: Collection[int]) -> bool:
    """Tell whether the codes of a column are those of the legend, and tell classes apart."""
    fitting = sum(code in known for code in codes)
    return fitting >= MOST_OF * len(codes) and len(set(codes)) > 1
