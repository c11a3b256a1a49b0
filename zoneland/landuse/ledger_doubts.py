"""Values of a ledger that contradict the rest of their row: set aside, and told once a kind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from zoneland.core.problems import Problem
from zoneland.core.rows import rows_told
from zoneland.core.wording import Term
from zoneland.landuse.ledger_dates import Doubt, day_doubts
from zoneland.landuse.ledger_sizes import size_doubts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd


def set_aside(
    frame: pd.DataFrame, rows: Sequence[object], headings: Mapping[str, str], where: str
) -> tuple[pd.DataFrame, list[Doubt], list[Problem]]:
    """Take out of a ledger what cannot be, as if it could not be read.

    Parameters
    ----------
    frame
        Rows as read; ``unread`` gains the columns that are set aside.
    rows
        Their numbers in the file.
    headings
        How the ledger heads each column that it has.
    where
        File and sheet, as problems shall name them.

    Returns
    -------
    tuple
        The frame; the doubts that were set aside; ZL296 for days and ZL297 for numbers.
    """
    doubts = [*day_doubts(frame, today=date.today()), *size_doubts(frame)]  # noqa: DTZ011  the planner's own day
    lost = [doubt for doubt in doubts if not doubt.is_kept]
    told = _told(doubts, frame, rows, headings, where)
    if not lost:
        return frame, [], told
    frame = frame.copy()
    unread = [text.split() for text in frame["unread"]]
    for doubt in lost:
        unread[doubt.at].append(doubt.column)
        frame.loc[frame.index[doubt.at], doubt.column] = None
    return frame.assign(unread=[" ".join(names) for names in unread]), lost, told


def _told(
    doubts: Sequence[Doubt],
    frame: pd.DataFrame,
    rows: Sequence[object],
    headings: Mapping[str, str],
    where: str,
) -> list[Problem]:
    """Tell of the same doubt in the same column once, with all its rows."""
    kinds: dict[tuple[str, ...], list[Doubt]] = {}
    for doubt in doubts:
        kind = (doubt.code, doubt.column, doubt.why, doubt.other, str(doubt.is_kept))
        kinds.setdefault(kind, []).append(doubt)
    problems = []
    for found in kinds.values():
        first = found[0]
        heading = headings.get(first.column, first.column)
        values: dict[str, Any] = {
            "column": heading,
            "rows": rows_told(rows[doubt.at] for doubt in found),
        }
        if first.code == "ZL296":
            values["value"] = str(frame[first.column].iloc[first.at])
            values["reason"] = first.reason(headings)
            values["kept"] = Term(f"ledger.kept.{'kept' if first.is_kept else 'aside'}")
        else:
            values["other"] = headings.get(first.other, first.other)
            values["figures"] = first.shown
        problems.append(Problem(first.code, f"{where} #{rows[first.at]} {heading}", values))
    return problems
