"""Headings that are no column's, but look like one's that was not found."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import Problem
from zoneland.core.spelling import plain
from zoneland.landuse.ledger_units import split_heading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from zoneland.core.contracts import Contract

FEWEST_LIKE: Final = 4
ALIKE: Final = 0.75
"""Three letters of four are the same: a slip of the pen, not another word."""


def misspelt(
    contract: Contract, unread: Sequence[object], found: Collection[str], where: str
) -> Iterator[Problem]:
    """Tell headings that look misspelt: ZL269.

    Parameters
    ----------
    contract
        A ledger's columns.
    unread
        Headings that were not read.
    found
        Names of the columns that were.
    where
        File and sheet, as problems shall name them.

    Examples
    --------
    >>> from zoneland.landuse.ledger_columns import SUPPLY
    >>> told, = misspelt(SUPPLY, ["约定动工日其", "备注"], {"area_m2"}, "supply.xlsx")
    >>> told.code, told.values["meant"]
    ('ZL269', '约定动工日期')
    """
    ways = {
        plain(way): way
        for column in contract.columns
        if column.name not in found
        for way in column.aliases
        if len(way) >= FEWEST_LIKE
    }
    for heading in unread:
        bare = split_heading(heading)[0] if isinstance(heading, str) else ""
        like = difflib.get_close_matches(bare, ways, n=1, cutoff=ALIKE)
        if like and len(bare) >= FEWEST_LIKE:
            yield Problem("ZL269", where, {"heading": heading, "meant": ways[like[0]]})
