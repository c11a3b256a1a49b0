"""The attribute table of a Shapefile, written byte by byte: what is meant is what stands there.

GDAL cuts names inside a character and numbers at their width; here each field is as wide as its
widest value, numbers are written in full, and text is GB 18030.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from zoneland.files.export.holds import Kind
from zoneland.files.export.values import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

ENCODING: Final = "gb18030"
VERSION: Final = 3
GBK: Final = 0x4D
"""Language id of the nearest encoding that dBase has a number for; the .cpg says the rest."""
NUMBER_WIDTH: Final = 24
MOST_DECIMALS: Final = 15
MOST_ROW_BYTES: Final = 65_535
SHORT_WHOLE, LONG_WHOLE = 9, 18
FIXED_DATE: Final = (100, 1, 1)
"""2000-01-01 as dBase counts: the same layer gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A column as it stands in the table."""

    name: bytes
    kind: str
    width: int
    decimals: int
    cells: tuple[bytes, ...]


def write_dbf(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write the fields of a fitted layer as a dBase table.

    Raises
    ------
    ValueError
        If a row is longer than such a table can say.
    """
    columns = [_cells(str(name), frame[name]) for name in frame.columns.drop("geometry")]
    head_bytes = 32 * (len(columns) + 1) + 1
    row_bytes = 1 + sum(column.width for column in columns)
    if row_bytes > MOST_ROW_BYTES:
        raise ValueError(f"Record Length: {row_bytes:,} > {MOST_ROW_BYTES:,}")
    head = struct.pack("<4BIHH17xBxx", VERSION, *FIXED_DATE, len(frame), head_bytes, row_bytes, GBK)
    with path.open("wb") as stream:
        stream.write(head)
        for column in columns:
            described = struct.pack(
                "<11sc4xBB14x", column.name, column.kind.encode(), column.width, column.decimals
            )
            stream.write(described)
        stream.write(b"\r")
        stream.write(_rows(columns, len(frame)))
        stream.write(b"\x1a")


def _rows(columns: list[Cells], count: int) -> bytes:
    """Lay the columns side by side, each row with the mark of one that stands."""
    parts = [np.full((count, 1), ord(" "), np.uint8)]
    for column in columns:
        joined = np.frombuffer(b"".join(column.cells), np.uint8)
        parts.append(joined.reshape(count, column.width))
    return np.hstack(parts).tobytes()


def _cells(name: str, column: pd.Series) -> Cells:
    kind = kind_of(column)
    shown = column.astype(object).where(column.notna(), None)
    letter, write = WRITERS[kind]
    texts = [b"" if value is None else write(value) for value in shown]
    width = max(map(len, texts), default=1) or 1
    decimals = 0
    if kind is Kind.WHOLE:
        width = SHORT_WHOLE if width <= SHORT_WHOLE else LONG_WHOLE
    elif kind is Kind.NUMBER:
        width, decimals = NUMBER_WIDTH, _decimals(texts)
        letter = "F" if any(b"e" in text for text in texts) else "N"
    elif kind is Kind.DAY:
        width = 8
    pad = bytes.ljust if kind in {Kind.TEXT, Kind.DAY, Kind.TRUTH} else bytes.rjust
    blank = b"?" if kind is Kind.TRUTH else b""
    cells = tuple(pad(text or blank, width) for text in texts)
    return Cells(name.encode(ENCODING), letter, width, decimals, cells)


def _number(value: Any) -> bytes:  # noqa: ANN401  any kind of float
    """Write a number in full, with an exponent only where it would not fit without.

    Examples
    --------
    >>> _number(38512345.125), _number(1e-07), _number(3.0), _number(1.5e-30)
    (b'38512345.125', b'0.0000001', b'3.0', b'1.5e-30')
    """
    text = repr(float(value))
    plain = format(Decimal(text), "f")
    return (plain if len(plain) <= NUMBER_WIDTH else text).encode()


def _decimals(texts: list[bytes]) -> int:
    most = max((len(text.partition(b".")[2]) for text in texts if b"e" not in text), default=1)
    return min(max(most, 1), MOST_DECIMALS)


WRITERS: Final[dict[Kind, tuple[str, Callable[[Any], bytes]]]] = {
    Kind.TEXT: ("C", lambda value: str(value).encode(ENCODING)),
    Kind.WHOLE: ("N", lambda value: str(int(value)).encode()),
    Kind.NUMBER: ("N", _number),
    Kind.TRUTH: ("L", lambda value: b"T" if value else b"F"),
    Kind.DAY: ("D", lambda value: value.strftime("%Y%m%d").encode()),
}
