"""Contracts and plots that stand in a ledger more than once: entered twice, or in several parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.spelling import plain
from zoneland.landuse.ledger_cells import is_nothing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

COUNTERS: Final = frozenset(
    {"序号", "顺序号", "行号", "no", "no.", "fid", "objectid", "ogc_fid", "geometry"}
)
"""Headings of columns that number the rows: two rows of one plot differ in them."""

Others = frozenset[tuple[str, str]]
"""What a row says beside the ledger's columns."""


def others_of(raw: pd.DataFrame, used: Collection[int]) -> list[Others]:
    """Give what each row says in columns that are none of the ledger's, without row numbers.

    Parameters
    ----------
    raw
        Cells as found.
    used
        Positions of the ledger's own columns.

    Examples
    --------
    >>> raw = pd.DataFrame([[1, "A", "东"], [2, "A", None]], columns=["序号", "宗地号", "位置"])
    >>> [sorted(others) for others in others_of(raw, {1})]
    [[('位置', '东')], []]
    """
    headings = [plain(name) for name in raw.columns]
    free = [at for at, name in enumerate(headings) if at not in used and name not in COUNTERS]
    return [
        frozenset((headings[at], plain(cells[at])) for at in free if not is_nothing(cells[at]))
        for cells in raw.itertuples(index=False, name=None)
    ]


def once(
    frame: pd.DataFrame, others: Sequence[Others], *, where: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """Keep a repeated row once, if it has a contract's number (电子监管号) or a plot's (宗地号).

    Rows that differ in anything but their own number are plots of one contract, and all count.

    Parameters
    ----------
    frame
        Rows as read, from all sheets.
    others
        What each of them says beside, and its cells that could not be read.
    where
        The file, as problems shall name it.

    Returns
    -------
    tuple
        The frame with a plain index from 0, and problems: ZL184 for rows left out, ZL149 for
        contracts that still stand in it more than once.
    """
    is_repeat = _is_repeat(frame, others)
    left_out = frame.loc[is_repeat, "where"].tolist()
    problems = []
    if left_out:
        values = {"count": len(left_out), "rows": listed(left_out)}
        problems.append(Problem("ZL184", str(left_out[0]), values))
        frame = frame[~is_repeat].reset_index(drop=True)
    ids = frame["supply_id"] if "supply_id" in frame else pd.Series(dtype=object)
    again = ids[ids.notna() & ids.duplicated(keep=False)]
    problems += [
        Problem("ZL149", where, {"value": value, "count": int((again == value).sum())})
        for value in again.unique()
    ]
    return frame, problems


def _is_repeat(frame: pd.DataFrame, others: Sequence[Others]) -> pd.Series[bool]:
    said = frame.drop(columns=["where", "geometry"], errors="ignore").astype(object)
    said = said.where(said.notna(), None)
    rows: list[Any] = list(said.itertuples(index=False, name=None))
    shapes: list[Any] = [None] * len(frame)
    if isinstance(frame, gpd.GeoDataFrame):
        shapes = shapely.to_wkb(shapely.normalize(frame.geometry.to_numpy())).tolist()
    keys = pd.Series(list(zip(rows, shapes, others, strict=True)), index=frame.index, dtype=object)
    ids = [name for name in ("supply_id", "plot_id") if name in frame]
    repeats: pd.Series[bool] = keys.duplicated() & frame[ids].notna().any(axis="columns")
    return repeats
