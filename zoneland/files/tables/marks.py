"""What a worksheet's XML says beside its cells: merged blocks, hidden rows and columns, formulas.

openpyxl tells of these only after loading a whole workbook into memory, so the marks are looked
for in the bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openpyxl.utils import range_boundaries

from zoneland.files.tables.sheet import Merge

if TYPE_CHECKING:
    from collections.abc import Iterator

_START = rb"<(?:\w+:)?"
_HIDDEN = rb"""\s[^>]*?\bhidden\s*=\s*["'](?:1|true)["'][^>]*>"""

CELL: Final = re.compile(_START + rb"c[\s>/]")
FORMULA: Final = re.compile(_START + rb"f[\s/>]")
HIDDEN_ROW: Final = re.compile(_START + rb"row" + _HIDDEN)
HIDDEN_COLUMNS: Final = re.compile(_START + rb"col" + _HIDDEN)
MERGE: Final = re.compile(
    _START + rb"""mergeCell\s[^>]*?\bref\s*=\s*["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']"""
)
NUMBER: Final = re.compile(rb"""\b(r|min|max)\s*=\s*["'](\d{1,7})["']""")

MOST_COLUMNS: Final = 16_384
"""Excel's own limit."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one worksheet."""

    merges: tuple[Merge, ...]
    hidden_rows: frozenset[int]
    """Numbers from 1."""
    hidden_columns: frozenset[int]
    """Positions from 0."""


def count_cells(xml: bytes, most: int) -> int:
    """Count cells, up to one more than `most`."""
    count = 0
    for count, _ in enumerate(CELL.finditer(xml), start=1):
        if count > most:
            break
    return count


def marks_of(xml: bytes) -> Marks:
    r"""Read the marks of a worksheet.

    Examples
    --------
    >>> xml = b'<col min="2" max="3" hidden="1"/><row r="7" hidden="true"><mergeCell ref="A1:B2"/>'
    >>> marks = marks_of(xml)
    >>> marks.merges, set(marks.hidden_rows), sorted(marks.hidden_columns)
    ((Merge(top=1, bottom=2, left=0, right=1),), {7}, [1, 2])
    """
    rows = [_numbers(found[0]) for found in HIDDEN_ROW.finditer(xml)]
    columns = [_numbers(found[0]) for found in HIDDEN_COLUMNS.finditer(xml)]
    return Marks(
        tuple(_merges(xml)),
        frozenset(row["r"] for row in rows if "r" in row),
        frozenset(
            at - 1
            for span in columns
            for at in range(span.get("min", 1), min(span.get("max", 0), MOST_COLUMNS) + 1)
        ),
    )


def _numbers(tag: bytes) -> dict[str, int]:
    return {found[1].decode(): int(found[2]) for found in NUMBER.finditer(tag)}


def _merges(xml: bytes) -> Iterator[Merge]:
    for found in MERGE.finditer(xml):
        left, top, right, bottom = range_boundaries(found[1].decode())
        if None not in (left, top, right, bottom):
            yield Merge(int(top or 1), int(bottom or 1), int(left or 1) - 1, int(right or 1) - 1)
