"""The attribute table of a Shapefile: its plan, whether it is whole, and its text as bytes.

GDAL reads a cut or mended table without a word: what is missing becomes null, what does not
parse becomes zero. So the plan is held against the bytes before anything is read.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.core.problems import InputError
from zoneland.files.shapefile.faults import strange, wrong_length
from zoneland.files.text.encoding import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from zoneland.core.problems import Problem

HEAD_BYTES: Final = 32
NAME_BYTES: Final = 11
FULL_NAME_BYTES: Final = 10
"""The eleventh byte of a name is its end, by dBase's rule."""
END_OF_FIELDS: Final = 0x0D
LANGUAGE_BYTE: Final = 29
LIVE, DELETED = 0x20, 0x2A
PADDING: Final = b"\x1a\x00"
SIGNS_OF: Final = {
    "C": None,
    "N": b"0123456789+-.eE* \x00",
    "F": b"0123456789+-.eE* \x00",
    "D": b"0123456789/-* \x00",
    "L": b"TtFfYyNn01?* \x00",
}
"""Bytes that a cell of a kind of field may hold; anything, for text."""
MOST_TEXTS: Final = 5_000
"""Texts of one field that are looked at, spread over the whole table: evidence enough."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the table's head describes it."""

    name: Text
    kind: str
    start: int
    """Where its cell begins in a row, in bytes."""
    width: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Table:
    """The plan of a dBase table."""

    path: Path
    rows: int
    head_bytes: int
    row_bytes: int
    language_id: int
    fields: tuple[Field, ...]


def read_plan(path: Path, where: str) -> Table:
    """Read a table's head and hold it against the file's size.

    Raises
    ------
    InputError
        ZL175 if the file is longer or shorter than it says, ZL177 if its head contradicts
        itself.
    """
    size = path.stat().st_size
    if size <= HEAD_BYTES:
        raise InputError([wrong_length(where, HEAD_BYTES + 1, size)])
    with path.open("rb") as stream:
        rows, head_bytes, row_bytes = struct.unpack("<IHH", stream.read(12)[4:])
        stream.seek(0)
        head = stream.read(head_bytes)
        wanted = head_bytes + rows * row_bytes
        stream.seek(wanted)
        beyond = size > wanted and bool(stream.read(4096).strip(PADDING))
    if size < wanted or beyond:
        raise InputError([wrong_length(where, wanted, size)])
    fields, end = _fields_of(head)
    used = 1 + sum(field.width for field in fields)
    if end is None or used != row_bytes or not fields:
        raise InputError([strange(where, "Record Length", row_bytes, used)])
    return Table(path, rows, head_bytes, row_bytes, head[LANGUAGE_BYTE], fields)


def check_cells(table: Table, where: str) -> list[Problem]:
    """Find what no table of its plan may hold: ZL177, one for the first such row of a field."""
    cells = cells_of(table)
    problems = []
    marks = cells[:, 0]
    if (row := _first((marks != LIVE) & (marks != DELETED))) is not None:
        problems.append(strange(f"{where} #{row + 1}", "Deletion Flag", marks[row], LIVE))
    for number, field in enumerate(table.fields, 1):
        name = f"Field {number}"
        if field.kind not in SIGNS_OF:
            problems.append(strange(where, name, field.kind, "、".join(SIGNS_OF)))
        elif (row := _first(~_fits(cells, field))) is not None:
            found = cells[row, field.start : field.start + field.width].tobytes()
            wanted = f"{field.kind} {field.width}.{field.decimals}"
            shown = found.decode("ascii", "replace").strip()
            problems.append(strange(f"{where} #{row + 1}", name, shown, wanted))
    return problems


def is_live(table: Table) -> NDArray[np.bool_]:
    """Tell of each row whether it stands, or is marked as deleted."""
    return np.asarray(cells_of(table)[:, 0] == LIVE)


def texts_of(table: Table) -> list[Text]:
    """Give names and cells that are not plain ASCII, each once a field."""
    cells = cells_of(table)
    texts = [field.name for field in table.fields if not field.name.raw.isascii()]
    for field in table.fields:
        if field.kind == "C":
            texts += dict.fromkeys(_wide_texts(cells, field))
    return texts


def cells_of(table: Table) -> NDArray[np.uint8]:
    """Map the rows of a table, one byte a column; the first says whether the row is deleted."""
    shape = (table.rows, table.row_bytes)
    if not table.rows:
        return np.zeros(shape, np.uint8)
    return np.memmap(table.path, np.uint8, "r", offset=table.head_bytes, shape=shape)


def renamed_head(table: Table, names: list[str]) -> bytes:
    """Give the head of a table with plain ASCII names for its fields."""
    with table.path.open("rb") as stream:
        head = bytearray(stream.read(table.head_bytes))
    for number, name in enumerate(names, 1):
        at = HEAD_BYTES * number
        head[at : at + NAME_BYTES] = name.encode("ascii").ljust(NAME_BYTES, b"\0")
    return bytes(head)


def _wide_texts(cells: NDArray[np.uint8], field: Field) -> Iterator[Text]:
    column = cells[:, field.start : field.start + field.width]
    rows = np.flatnonzero((column > 127).any(axis=1))  # noqa: PLR2004 - the last of ASCII
    for row in rows[:: max(1, len(rows) // MOST_TEXTS)]:
        raw = column[row].tobytes().split(b"\0")[0].rstrip(b" ")
        yield Text(raw, len(raw) == field.width)


def _fits(cells: NDArray[np.uint8], field: Field) -> NDArray[np.bool_]:
    """Tell of each row whether its cell can be of the field's kind.

    A point in a field of whole numbers is refused: GDAL would cut the number there.
    """
    signs = SIGNS_OF[field.kind]
    if signs is None:
        return np.ones(len(cells), np.bool_)
    if field.kind == "N" and not field.decimals:
        signs = signs.replace(b".", b"")
    may = np.zeros(256, np.bool_)
    may[list(signs)] = True
    return np.asarray(may[cells[:, field.start : field.start + field.width]].all(axis=1))


def _fields_of(head: bytes) -> tuple[tuple[Field, ...], int | None]:
    """Read the descriptions of fields, and where they end; None if they do not."""
    fields: list[Field] = []
    start = 1
    for at in range(HEAD_BYTES, len(head), HEAD_BYTES):
        if head[at] == END_OF_FIELDS:
            return tuple(fields), at
        part = head[at : at + HEAD_BYTES]
        if len(part) < HEAD_BYTES:
            break
        raw = part[:NAME_BYTES].split(b"\0")[0].rstrip(b" ")
        name = Text(raw, len(raw) >= FULL_NAME_BYTES)
        fields.append(Field(name, chr(part[11]), start, part[16], part[17]))
        start += part[16]
    return tuple(fields), None


def _first(found: NDArray[np.bool_]) -> int | None:
    rows = np.flatnonzero(found)
    return int(rows[0]) if len(rows) else None
