"""Sheets of one workbook that hold the same plots: a sheet a year, and a summary of them all."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from zoneland.core.problems import Problem
from zoneland.core.wording import Term

if TYPE_CHECKING:
    import pandas as pd

    from zoneland.core.contracts import Contract

MOST_SHARED: Final = 0.5
"""Two sheets that share so many of the smaller one's rows are not two parts of a ledger."""

IDS: Final = ("supply_id", "plot_id", "batch_id")


def alike_sheets(contract: Contract, frame: pd.DataFrame, where: str) -> list[Problem]:
    """Refuse sheets of which one repeats the other: their land would count twice.

    Parameters
    ----------
    contract
        Of the ledger.
    frame
        Rows of all sheets, each contract's repeated rows taken out; ``where`` says the sheet.
    where
        The file, as problems shall name it.

    Returns
    -------
    list
        ZL104 for each pair, to name the sheet that is meant.
    """
    if frame.empty:
        return []
    names = [column.name for column in contract.columns if column.name in frame]
    sheets = frame["where"].str.rpartition(" #")[0]
    rows = {
        str(sheet): Counter(_keys(part, names))
        for sheet, part in frame[names].groupby(sheets, sort=False)
    }
    problems = []
    for (one, own), (other, its) in combinations(rows.items(), 2):
        shared, smaller = (own & its).total(), min(own.total(), its.total())
        if smaller and shared >= MOST_SHARED * smaller:
            pair = [sheet.removeprefix(where).strip() for sheet in (one, other)]
            values = {"wanted": Term("layer.several"), "layers": f"{' ≈ '.join(pair)} (= {shared})"}
            problems.append(Problem("ZL104", where, values))
    return problems


def _keys(part: pd.DataFrame, names: list[str]) -> list[tuple[Any, ...]]:
    """Give what each row says, of those that name land: by an id, with an area."""
    has_id = part[[name for name in IDS if name in part]].notna().any(axis=1)
    part = part[part["area_m2"].notna() & has_id]
    said = part[names].astype(object)
    return list(said.where(said.notna(), None).itertuples(index=False, name=None))
