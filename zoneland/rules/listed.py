"""Which classes count: those that the user lists as industrial, or as construction land."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zoneland.core.contracts import listed as listed_names
from zoneland.core.kinds import Kind
from zoneland.core.problems import Problem
from zoneland.rules.readings import NUMERATORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


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


def with_built(
    parcels: pd.DataFrame, also: frozenset[str], without: frozenset[str]
) -> pd.DataFrame:
    """Let codes that the user lists count as construction land, or not, in place of the table's.

    Sources differ on 1201 空闲地, on 06 of the 2020 plan table and on 1003/0603 盐田: nothing
    settles them, so they are settings. A code in both lists does not count.

    Examples
    --------
    >>> land = pd.DataFrame({"class_code": ["1201", "0603", "0601"], "class_name": "",
    ...                      "is_built": [False, True, True]})
    >>> with_built(land, frozenset({"1201"}), frozenset({"0603"}))["is_built"].tolist()
    [True, False, True]
    """
    if not also and not without:
        return parcels
    listed = _is_listed(parcels, sorted(also))
    built = parcels["is_built"] | listed if "is_built" in parcels else listed
    return parcels.assign(is_built=built & ~_is_listed(parcels, sorted(without)))


def _is_listed(parcels: pd.DataFrame, listed: Sequence[str]) -> pd.Series:
    codes = parcels["class_code"]
    exact = codes.isin(listed)
    if "class_name" in parcels:
        exact |= parcels["class_name"].isin(listed)
    if "class_system" in parcels and parcels["class_system"].eq("custom").any():
        return exact
    return exact | codes.str.startswith(tuple(code for code in listed if code.isascii()))


def unmatched(
    layers: Mapping[str, pd.DataFrame],
    industrial: Iterable[str],
    *,
    built_also: Iterable[str] = (),
    built_not: Iterable[str] = (),
) -> list[Problem]:
    """Tell which entries of the user's lists occur in none of the layers: ZL305, ZL333."""
    if not layers:
        return []
    found = pd.concat(layers.values())
    names = listed_names(found["class_name" if "class_name" in found else "class_code"].unique())
    lists = {"industrial": industrial, "built_also": built_also, "built_not": built_not}
    return [
        Problem("ZL305", key, {"listed": entry, "found": names})
        if key == "industrial"
        else Problem("ZL333", key, {"key": key, "listed": entry, "found": names})
        for key, entries in lists.items()
        for entry in sorted(set(entries))
        if not _is_listed(found, [entry]).any()
    ]
