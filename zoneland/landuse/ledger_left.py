"""Ledgers that state what is left of an approval, and not what was approved (批而未供台账)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.problems import Problem
from zoneland.landuse.ledger_units import split_heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from zoneland.landuse.ledger_settle import Field

OF_WHAT_IS_LEFT: Final = frozenset({"批而未供土地类型", "批而未供类型", "判定年份", "pdnf"})
"""Headings of 批而未供台账 alone: under 面积 it has what is left in the year of the finding."""


def with_left(
    frame: pd.DataFrame, headings: Iterable[object], fields: Mapping[str, Field], where: str
) -> tuple[pd.DataFrame, list[Problem]]:
    """Take the one area of a ledger of remainders as what is left.

    Parameters
    ----------
    frame
        Rows as read, areas in m².
    headings
        All headings of the ledger.
    fields
        Fields by column name.
    where
        File and sheet, as problems shall name them.

    Returns
    -------
    tuple
        The frame; where the ledger states no other area, ``area_m2`` and ``stated_left_m2`` are
        both what is left, and ZL374 says so. A ledger of supply comes back as it is.
    """
    if "stated_left_m2" not in frame or "area_m2" not in fields:
        return frame, []
    left, area = fields.get("stated_left_m2"), fields["area_m2"]
    is_of_left = left is not None and left.at == area.at
    if left is None:
        is_of_left = any(split_heading(heading)[0] in OF_WHAT_IS_LEFT for heading in headings)
    if not is_of_left:
        return frame, []
    told = Problem("ZL374", where, {"column": area.heading})
    return frame.assign(stated_left_m2=frame["area_m2"]), [told]
