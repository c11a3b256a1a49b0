"""Rows of a table named in a message: one, a few, or the first of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.wording import Term, Terms

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NAMED: Final = 12


def rows_told(rows: Iterable[object]) -> Term:
    """Name rows in the message's language, cut where there are too many to read.

    Parameters
    ----------
    rows
        Their numbers, or their places; at least one.

    Examples
    --------
    >>> [rows_told(range(1, count + 1)).told("en") for count in (1, 3)]
    ['row 1', 'rows 1, 2, 3']
    >>> f"第 {rows_told(range(13))} 行"
    '第 0、1、2、3、4、5、6、7、8、9、10、11 等 13 行'
    """
    named = tuple(rows)
    if len(named) == 1:
        return Term("rows.one", {"rows": named[0]})
    if len(named) <= MOST_NAMED:
        return Term("rows.few", {"rows": Terms(named)})
    return Term("rows.many", {"rows": Terms(named[:MOST_NAMED]), "count": len(named)})
