"""A sheet as it stands in a file, and the table in it under its row of headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_ROWS_ABOVE: Final = 30
"""Rows looked through for the headings: titles and notes above them are a few."""

FEWEST_HEADINGS: Final = 2
"""A row with a single known word may be a title."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has something in it."""

    number: int
    """Counted from 1, as the spreadsheet shows it."""
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows; blank ones are left out, numbers are kept."""

    name: str
    """Empty for a text file."""
    rows: tuple[Row, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet, its cells as they were found."""

    sheet: str
    frame: pd.DataFrame
    """Raw cells under raw headings, which may repeat; indexed by the row's number."""
    notes: str
    """The text above the headings, where a unit may stand (单位：亩)."""


def is_blank(cell: object) -> bool:
    """Tell whether nothing is to be seen in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def table_of(sheet: Sheet, is_known: Callable[[object], bool]) -> Table | None:
    """Find the row of headings and give the table below it.

    The headings are the row with the most known ones, the first of such rows.

    Parameters
    ----------
    sheet
        Rows as found.
    is_known
        Tells whether a cell is a heading of the table looked for.

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
    top = sheet.rows[:MOST_ROWS_ABOVE]
    scores = [len({cell for cell in row.cells if is_known(cell)}) for row in top]
    if max(scores, default=0) < FEWEST_HEADINGS:
        return None
    at = scores.index(max(scores))
    notes = " ".join(str(cell) for row in top[:at] for cell in row.cells if not is_blank(cell))
    return Table(sheet.name, _frame(top[at].cells, sheet.rows[at + 1 :]), notes)


def _frame(headings: Sequence[object], rows: Sequence[Row]) -> pd.DataFrame:
    kept = [at for at, heading in enumerate(headings) if not is_blank(heading)]
    cells = [[row.cells[at] if at < len(row.cells) else None for at in kept] for row in rows]
    return pd.DataFrame(
        cells,
        index=pd.Index([row.number for row in rows], name="row"),
        columns=pd.Index([str(headings[at]).strip() for at in kept], dtype=object),
        dtype=object,
    )
