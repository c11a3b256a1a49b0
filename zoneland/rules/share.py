"""产业用地不得低于60%: the industrial share of a zone, as an interval and under every reading.

Land that nobody classed (uncovered, contested, undecided, unknown) may or may not be
industrial, so a zone has a lowest and a highest possible share. The threshold is met for
certain, missed for certain, or the data cannot tell. Areas are whole 0.01 m² and compared as
whole numbers: in floats, exactly 60 % falls below 60 % in four cases of ten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.contracts import listed as listed_names
from zoneland.core.kinds import UNSETTLED, Kind
from zoneland.core.problems import Problem
from zoneland.core.verdicts import Clause, Judgement, Verdict
from zoneland.rules.settings import NUMERATORS, READINGS, ShareRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

CLAUSES: Final = (
    Clause(
        "河南省2022年开发区工作要点",
        "2022-04-30",
        "落实三区三线划定成果，按照产业用地不得低于60%的标准，稳妥推进开发区四至边界划定。",
    ),
)
DECIDING: Final = ("plan", "survey", "cover")
"""规划 decides where it is given, for the rule is on drawing boundaries; then 现状, then cover."""


def verdict_of(certain_dm2: int, possible_dm2: int, whole_dm2: int, minimum: Fraction) -> Verdict:
    """Compare a share's interval with the least that passes.

    Parameters
    ----------
    certain_dm2, possible_dm2, whole_dm2
        Least and most industrial land, and the land it is a share of; whole 0.01 m².
    minimum
        Least share that passes; exactly this much passes.

    Examples
    --------
    >>> from fractions import Fraction
    >>> [str(verdict_of(a, b, 100_000, Fraction(3, 5))) for a, b in
    ...  ((60_000, 60_000), (59_996, 59_999), (59_996, 60_000))]
    ['pass', 'fail', 'cannot_tell']
    >>> str(verdict_of(0, 0, 0, Fraction(3, 5)))
    'cannot_tell'
    """
    if whole_dm2 <= 0:
        return Verdict.CANNOT_TELL
    needed = minimum * int(whole_dm2)
    if int(certain_dm2) >= needed:
        return Verdict.PASS
    return Verdict.FAIL if int(possible_dm2) < needed else Verdict.CANNOT_TELL


def industrial_share(areas: pd.DataFrame, *, rule: ShareRule | None = None) -> pd.DataFrame:
    """Compute the industrial share of each zone under every reading that the data allows.

    With certain industrial land I, unsettled land U and settled construction land B, the share
    of the zone Z lies between I / Z and (I + U) / Z; that of construction land between
    I / (B + U) and (I + U) / (B + U), for unsettled land may be built and not industrial.

    Parameters
    ----------
    areas
        Columns of `zoneland.core.contracts.AREAS`, of one land use.
    rule
        The threshold, 60 % if None; its reading is always among the rows.

    Returns
    -------
    DataFrame
        A row a zone and reading: ``zone_id, reading, certain_dm2, possible_dm2, whole_dm2``
        (whole 0.01 m²), ``low, high`` (0 to 1) and ``verdict``.

    Examples
    --------
    >>> areas = pd.DataFrame({"zone_id": "A", "status": ["known", "known", "uncovered"],
    ...     "kind": ["industry", "residential", "unknown"], "is_built": [True, True, False],
    ...     "area_dm2": [55, 35, 10]})
    >>> industrial_share(areas, rule=ShareRule())[["reading", "low", "high", "verdict"]].tail(2)
                                    reading   low  high      verdict
    4         industry_storage/construction  0.55  0.65  cannot_tell
    5  industry_storage_mining/construction  0.55  0.65  cannot_tell
    """
    rule = rule or ShareRule()
    names = readings_of(areas, asked=rule.reading)
    merged = _merged(areas)
    rows = [
        (zone_id, name, *_parts(land, name, merged=merged if name.startswith("wide/") else NONE))
        for zone_id, land in areas.groupby("zone_id", sort=False)
        for name in names
    ]
    columns = ["zone_id", "reading", "certain_dm2", "possible_dm2", "whole_dm2"]
    table = pd.DataFrame(rows, columns=columns)
    whole = table["whole_dm2"].where(table["whole_dm2"] > 0)
    return table.assign(
        low=table["certain_dm2"] / whole,
        high=table["possible_dm2"] / whole,
        verdict=[
            str(verdict_of(certain, possible, whole_dm2, rule.minimum))
            for certain, possible, whole_dm2 in table[columns[2:]].to_numpy().tolist()
        ],
    )


NONE: Final[frozenset[Kind]] = frozenset()
MERGED: Final = frozenset({Kind.COMMERCE, Kind.PUBLIC})
"""Kinds that hold research and business where a system does not tell them apart (05H1, 08H2)."""


def _merged(areas: pd.DataFrame) -> frozenset[Kind]:
    """Tell which kinds may hide research and business land in this layer."""
    tells_apart = areas["kind"].isin({Kind.RESEARCH, Kind.BUSINESS}).any()
    return NONE if tells_apart else MERGED


def readings_of(areas: pd.DataFrame, *, asked: str) -> list[str]:
    """List the readings that data allows: no share of construction land where none is told."""
    settled = areas[(areas["status"] == "known") & ~areas["kind"].isin(UNSETTLED)]
    has_built = bool(settled["is_built"].any())
    has_wide = bool(settled["kind"].isin({Kind.RESEARCH, Kind.BUSINESS}).any())
    return [
        name
        for name in READINGS
        if name == asked
        or ((has_built or name.endswith("/zone")) and (has_wide or not name.startswith("wide/")))
    ]


def _parts(
    land: pd.DataFrame, reading: str, *, merged: frozenset[Kind] = frozenset()
) -> tuple[int, int, int]:
    """Give certain, possible and whole land of one zone under one reading.

    Land of a `merged` kind may hold what the reading counts, so it is not settled either.
    """
    top, bottom = reading.split("/")
    size = land["area_dm2"]
    is_settled = (land["status"] == "known") & ~land["kind"].isin(UNSETTLED | merged)
    unsettled = int(size[~is_settled].sum())
    certain = int(size[is_settled & land["kind"].isin(NUMERATORS[top])].sum())
    if bottom == "zone":
        return certain, certain + unsettled, int(size.sum())
    built = int(size[is_settled & land["is_built"]].sum())
    return certain, certain + unsettled, built + unsettled


def as_told(parcels: pd.DataFrame, industrial: Iterable[str]) -> pd.DataFrame:
    """Let codes or class names that the user lists count as industry, in place of the system's.

    A listed code stands for its subclasses too (1001 for 100101), except in a custom system,
    where codes and names are taken as they stand.

    Examples
    --------
    >>> land = pd.DataFrame({"class_code": ["100101", "1101"], "class_name": ["", "物流仓储用地"],
    ...                      "kind": ["other", "storage"], "is_built": [False, True]})
    >>> as_told(land, ["1001"])["kind"].tolist(), as_told(land, [])["kind"].tolist()
    (['industry', 'other'], ['other', 'storage'])
    """
    listed = sorted(set(industrial))
    if not listed:
        return parcels
    is_listed = _is_listed(parcels, listed)
    was_industrial = parcels["kind"].isin(NUMERATORS["wide"])
    kind = parcels["kind"].mask(was_industrial, str(Kind.OTHER)).mask(is_listed, str(Kind.INDUSTRY))
    built = parcels["is_built"] | is_listed if "is_built" in parcels else is_listed
    return parcels.assign(kind=kind, is_built=built)


def _is_listed(parcels: pd.DataFrame, listed: Sequence[str]) -> pd.Series:
    codes = parcels["class_code"]
    exact = codes.isin(listed)
    if "class_name" in parcels:
        exact |= parcels["class_name"].isin(listed)
    if "class_system" in parcels and parcels["class_system"].eq("custom").any():
        return exact
    return exact | codes.str.startswith(tuple(code for code in listed if code.isascii()))


def unmatched(layers: Mapping[str, pd.DataFrame], industrial: Iterable[str]) -> list[Problem]:
    """Tell which entries of the user's list occur in none of the layers."""
    if not layers:
        return []
    found = pd.concat(layers.values())
    names = listed_names(found["class_name" if "class_name" in found else "class_code"].unique())
    return [
        Problem("ZL305", "industrial", {"listed": entry, "found": names})
        for entry in sorted(set(industrial))
        if not _is_listed(found, [entry]).any()
    ]


def judge_industrial_share(
    readings: Mapping[str, pd.DataFrame], zone_ids: Iterable[str], *, rule: ShareRule
) -> Judgement:
    """Judge each zone by the land use that decides, under the reading that is set.

    Parameters
    ----------
    readings
        What `industrial_share` gives, by land use: ``plan``, ``survey``, ``cover``.
    zone_ids
        All zones, in order.
    rule
        Threshold and reading.

    Returns
    -------
    Judgement
        Its table has ``verdict, low, high, certain_dm2, possible_dm2, whole_dm2, reading,
        land_use`` and ``depends_on_reading``: whether some reading passes and another fails.
    """
    land_use = next((use for use in DECIDING if use in readings), None)
    index = pd.Index(list(zone_ids), name="zone_id")
    if land_use is None:
        table = pd.DataFrame(
            {"verdict": str(Verdict.CANNOT_TELL), "reading": rule.reading, "land_use": None,
             "depends_on_reading": False, "low": float("nan"), "high": float("nan")},
            index=index,
        )  # fmt: skip
        return Judgement("industrial_share", CLAUSES, table)
    every = readings[land_use]
    table = every[every["reading"] == rule.reading].set_index("zone_id").reindex(index)
    said = every.groupby("zone_id")["verdict"].agg(set)
    split = said.map(lambda verdicts: {Verdict.PASS, Verdict.FAIL} <= verdicts)
    table["verdict"] = table["verdict"].fillna(str(Verdict.CANNOT_TELL))
    table["depends_on_reading"] = split.reindex(index).fillna(False).astype(bool)
    return Judgement("industrial_share", CLAUSES, table.assign(land_use=land_use))
