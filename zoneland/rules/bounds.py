"""What is certainly industrial, what may be, and of how much land: the two ends of a share.

With certain industrial land I, unsettled land U and all settled land W of the denominator, the
share lies between I / (W + U) and (I + U) / (W + U): unsettled land may be part of the
denominator and not industrial. Where it is not even part of it, the share lies between the two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.kinds import UNSETTLED, Kind
from zoneland.rules.readings import NUMERATORS, READINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

HIDDEN_IN: Final = {
    Kind.RESEARCH: (Kind.PUBLIC, frozenset({"08H2", "08", "A", "A3"})),
    Kind.BUSINESS: (Kind.COMMERCE, frozenset({"05H1", "05", "09", "B"})),
}
"""The kind and the codes that hold research or business land where a class does not tell it
apart: 科教文卫用地 and 商业服务业设施用地 of the survey, and first levels of the other systems."""

NATIONAL: Final = re.compile(r"\d{2,6}[AK]?|\d\dH\d[A-Z]?|[A-Z]\d{0,2}")
"""Codes of the national tables; what a user's own code hides is not known."""

SIZES: Final = ["certain_dm2", "possible_dm2", "whole_dm2"]


def readings_of(
    areas: pd.DataFrame, *, asked: str, grounds: Mapping[str, pd.DataFrame] | None = None
) -> list[str]:
    """List the readings that data allow, and the one that is asked for.

    There is no share of construction land where none is told, none with research or business
    land where no class holds any, and none of a ground that was not measured.
    """
    grounds = grounds or {}
    settled = areas[_is_settled(areas)]
    bottoms = {"zone", *(name for name, ground in grounds.items() if len(ground))}
    bottoms |= {"construction"} if settled["is_built"].any() else set()
    return [
        name
        for name in READINGS
        if name == asked or (name.split("/")[1] in bottoms and _holds(areas, name.split("/")[0]))
    ]


def bounds(areas: pd.DataFrame, reading: str, ground: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give certain, possible and whole land of every zone under one reading.

    Parameters
    ----------
    areas
        Columns of `zoneland.core.contracts.AREAS`, of one land use.
    reading
        One of `zoneland.rules.readings.READINGS`.
    ground
        For a denominator that is neither the zone nor its construction land: the land that forms
        it, ``zone_id, status, kind, is_built, area_dm2``.

    Returns
    -------
    DataFrame
        ``certain_dm2, possible_dm2, whole_dm2`` by zone, in the zones' order; 0 for a ground that
        is not given.

    Examples
    --------
    >>> areas = pd.DataFrame({"zone_id": "A", "status": ["known", "known", "uncovered"],
    ...     "kind": ["industry", "cropland", "unknown"], "is_built": [True, False, False],
    ...     "area_dm2": [55, 35, 10]})
    >>> bounds(areas, "industry/construction").loc["A"].tolist()
    [55, 65, 65]
    """
    top, bottom = reading.split("/")
    land = areas if bottom in {"zone", "construction"} else ground
    zone_ids = pd.Index(areas["zone_id"].unique(), name="zone_id")
    if land is None or not len(land):
        return pd.DataFrame(0, index=zone_ids, columns=SIZES)
    is_settled = _is_settled(land) & ~is_hidden(land, top)
    is_certain = is_settled & land["kind"].isin(NUMERATORS[top])
    is_part = ~is_settled | land["is_built"] if bottom == "construction" else is_settled | True
    sums = [
        land["area_dm2"].where(counts, 0).groupby(land["zone_id"], sort=False).sum()
        for counts in (is_certain, is_certain | ~is_settled, is_part)
    ]
    table = pd.concat(sums, axis="columns", keys=SIZES)
    return table.reindex(zone_ids, fill_value=0).astype("int64")


def is_hidden(land: pd.DataFrame, top: str) -> pd.Series:
    """Tell which land may hold research or business land that the numerator counts.

    Where classes have codes, the codes say; else it may be any of the kind, unless the land has
    research or business classes of its own.
    """
    found = pd.Series(data=False, index=land.index)
    for kind in NUMERATORS[top] & HIDDEN_IN.keys():
        holder, codes = HIDDEN_IN[kind]
        is_holder = land["kind"].eq(holder)
        if "class_code" in land:
            code = land["class_code"].astype(str)
            found |= is_holder & (code.isin(codes) | ~code.str.fullmatch(NATIONAL))
        elif not land["kind"].isin(HIDDEN_IN.keys()).any():
            found |= is_holder
    return found


def _holds(areas: pd.DataFrame, top: str) -> bool:
    """Tell whether the data know, or hide, what a numerator has beyond 工矿仓储."""
    beyond = NUMERATORS[top] & HIDDEN_IN.keys()
    return not beyond or bool(areas["kind"].isin(beyond).any() or is_hidden(areas, top).any())


def _is_settled(land: pd.DataFrame) -> pd.Series:
    return land["status"].eq("known") & ~land["kind"].isin(UNSETTLED)
