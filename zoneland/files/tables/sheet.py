"""A sheet as it stands in a file, and the table in it under its headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from zoneland.files.tables.headings import Reading, find_headings, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zoneland.files.tables.headings import Headings


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has something in it."""

    number: int
    """Counted from 1, as the spreadsheet shows it."""
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of cells merged to one, whose value stands in its upper left corner."""

    top: int
    """Number of its first row, as the spreadsheet shows it."""
    bottom: int
    left: int
    """Position of its first column, from 0."""
    right: int

    @property
    def is_wide(self) -> bool:
        """Whether it covers more than one column."""
        return self.right > self.left


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows; blank ones are left out, numbers are kept."""

    name: str
    """Empty for a text file."""
    rows: tuple[Row, ...]
    is_hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    """Numbers of the rows that are hidden or filtered out."""
    hidden_columns: frozenset[int] = frozenset()
    """Positions of the columns that are hidden, from 0."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet, its cells as they were found."""

    sheet: str
    frame: pd.DataFrame
    """Raw cells under raw headings, which may repeat; indexed by the row's number. What is
    merged over several rows stands in each of them, but land and money in the first alone."""
    notes: str
    """The text above the headings, where a unit may stand (单位：亩)."""
    merged_rows: tuple[int, ...] = ()
    """Numbers of the rows that were given, or denied, what is merged over them."""
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    """Headings of columns that are hidden."""
    uneven_rows: tuple[int, ...] = ()
    """Numbers of the rows that have not as many cells as there are headings; of a text file."""
    beside: Mapping[int, Mapping[int, object]] = field(default_factory=dict)
    """What is written under no heading: by the row's number, then by the column's position."""


def nothing(_: object) -> bool:
    """Tell that no heading is a quantity."""
    return False


def table_of(
    sheet: Sheet,
    is_known: Callable[[object], bool],
    is_quantity: Callable[[object], bool] = nothing,
) -> Table | None:
    """Find the headings of a sheet and give the table below them.

    Parameters
    ----------
    sheet
        Rows as found.
    is_known
        Tells whether a cell is a heading of the table looked for.
    is_quantity
        Tells whether a heading is one of land or money: a cell merged over several rows
        states the sum of them, and counts once.

    Returns
    -------
    Table or None
        None where no row has at least two known headings.

    Examples
    --------
    >>> rows = (Row(1, ("供地台账",)), Row(3, ("宗地号", "面积", None)), Row(4, ("A-1", 2.5, "?")))
    >>> table = table_of(Sheet("2021", rows), {"宗地号", "面积"}.__contains__)
    >>> table.notes, table.frame.to_dict("index")
    ('供地台账', {4: {'宗地号': 'A-1', '面积': 2.5}})
    """
    found = find_headings(sheet.rows, sheet.merges, Reading(is_known, is_quantity))
    if found is None:
        return None
    below = sheet.rows[found.at + found.depth :]
    body, merged = _filled(below, sheet.merges, found, is_quantity)
    above = sheet.rows[: found.at]
    kept = [at for at, heading in enumerate(found.names) if not is_blank(heading)]
    return Table(
        sheet.name,
        _frame(found.names, kept, body),
        " ".join(str(cell) for row in above for cell in row.cells if not is_blank(cell)),
        merged_rows=merged,
        hidden_rows=tuple(row.number for row in body if row.number in sheet.hidden_rows),
        hidden_columns=tuple(str(found.names[at]) for at in kept if at in sheet.hidden_columns),
        uneven_rows=() if sheet.name else _uneven(found, kept, body),
        beside=_beside(body, set(kept), len(found.names) if not sheet.name else None),
    )


def _beside(rows: Sequence[Row], kept: set[int], width: int | None) -> dict[int, dict[int, object]]:
    """Gather what is written under no heading; in a text file, cells beyond all are uneven rows."""
    found = {
        row.number: {
            at: cell
            for at, cell in enumerate(row.cells[:width])
            if at not in kept and not is_blank(cell)
        }
        for row in rows
    }
    return {number: cells for number, cells in found.items() if cells}


def _filled(
    body: Sequence[Row],
    merges: Sequence[Merge],
    headings: Headings,
    is_quantity: Callable[[object], bool],
) -> tuple[Sequence[Row], tuple[int, ...]]:
    """Give what is merged over rows to each of them; of quantities, to the first alone."""
    tall = [merge for merge in merges if merge.bottom > merge.top]
    if not tall or not body:
        return body, ()
    cells = {row.number: list(row.cells) for row in body}
    merged: set[int] = set()
    for merge in tall:
        if merge.top not in cells or merge.left >= len(headings.names):
            continue
        first = cells[merge.top]
        value = first[merge.left] if merge.left < len(first) else None
        below = range(merge.top + 1, min(merge.bottom, body[-1].number) + 1)
        rows = [number for number in below if number in cells]
        if is_blank(value) or not rows:
            continue
        merged |= {merge.top, *rows}
        for number in () if is_quantity(headings.names[merge.left]) else rows:
            row = cells[number]
            row += [None] * (merge.left + 1 - len(row))
            row[merge.left] = value
    filled = [Row(number, tuple(row)) for number, row in cells.items()]
    return filled, tuple(sorted(merged))


def _uneven(headings: Headings, kept: Sequence[int], body: Sequence[Row]) -> tuple[int, ...]:
    """List the rows that end before the last heading, or say something beyond it."""
    width = max(kept) + 1
    return tuple(
        row.number
        for row in body
        if len(row.cells) < width
        or any(not is_blank(cell) for cell in row.cells[len(headings.names) :])
    )


def _frame(headings: Sequence[object], kept: Sequence[int], rows: Sequence[Row]) -> pd.DataFrame:
    cells = [[row.cells[at] if at < len(row.cells) else None for at in kept] for row in rows]
    return pd.DataFrame(
        cells,
        index=pd.Index([row.number for row in rows], name="row"),
        columns=pd.Index([str(headings[at]).strip() for at in kept], dtype=object),
        dtype=object,
    )
