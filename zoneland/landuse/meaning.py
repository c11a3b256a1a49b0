"""What parcels' codes mean: each looked up in its system's table, and every doubt told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.kinds import Kind
from zoneland.core.problems import Problem
from zoneland.core.spelling import plain
from zoneland.core.texts import as_text, each_value
from zoneland.landuse import classes

if TYPE_CHECKING:
    import geopandas as gpd

FITS_SHARE: Final = 0.8
"""So many of a layer's names must be a system's for it to be the better guess."""


def classified(
    parcels: gpd.GeoDataFrame,
    table: pd.DataFrame | None,
    where: str,
    *,
    is_custom: bool,
    is_told: bool,
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Say of each parcel what its code means; each distinct code is looked up once.

    Parameters
    ----------
    parcels
        ``row`` and ``class_code``; ``class_name`` and ``deduct_code`` if the layer has them.
    table
        The class system; None where class names alone serve.
    where
        How the layer is named in problems.
    is_custom
        Whether codes are taken as they stand, without the survey's rules for writing them.
    is_told
        Whether the user named the system: then names that contradict it are a warning, else
        the system that a field's name suggested is refused.

    Returns
    -------
    tuple
        The parcels with ``class_code`` in order, ``class_name``, ``kind``, ``is_built`` and,
        where something is deducted, ``deduct_kind``; and problems ZL161 to ZL164, ZL172, ZL173.
    """
    if is_custom:
        read = each_value(parcels["class_code"], as_text)
        codes = pd.Series(read, parcels.index, dtype="str").replace("", classes.NO_CODE)
        problems = []
    else:
        read = each_value(parcels["class_code"], classes.as_code)
        codes = pd.Series(read, parcels.index, dtype="str")
        problems = _mended(parcels, codes, where)
    meanings = {value: _meaning(value, table) for value in codes.unique()}
    names = codes.map({value: name for value, (name, _, _) in meanings.items()})
    if "class_name" in parcels:
        if table is not None:
            problems += _contradicted(parcels["class_name"], names, codes, where, is_told=is_told)
        names = names.where(names != "", parcels["class_name"])
    parcels = parcels.assign(
        class_code=codes,
        class_name=names,
        kind=codes.map({value: str(kind) for value, (_, kind, _) in meanings.items()}),
        is_built=codes.map({value: built for value, (_, _, built) in meanings.items()}).astype(
            bool
        ),
    )
    if "deduct_code" in parcels and table is not None:
        given = {value: classes.as_code(value) for value in parcels["deduct_code"].unique()}
        kinds = {value: str(_meaning(code, table)[1]) for value, code in given.items()}
        parcels["deduct_kind"] = parcels["deduct_code"].map(kinds)
    return parcels, problems + _strange(parcels, where)


def _meaning(code: str, table: pd.DataFrame | None) -> tuple[str, Kind, bool]:
    """Give name, kind and whether it is construction land."""
    if code == classes.NO_CODE:
        return "", Kind.UNKNOWN, False
    if table is None:
        return code, Kind.OTHER, False
    if classes.is_mixed(code) and code not in table.index:
        return "", Kind.UNDECIDED, False
    known = classes.find_class(code, table)
    if known is None:
        return "", Kind.UNKNOWN, False
    row = table.loc[known]
    return str(row["class_name"]), Kind(str(row["kind"])), bool(row["is_built"])


def _mended(parcels: gpd.GeoDataFrame, codes: pd.Series, where: str) -> list[Problem]:
    """Tell which codes were written otherwise than the table writes them."""
    given = parcels["class_code"].astype("str")
    changed = (codes != given) & (codes != classes.NO_CODE)
    if not changed.any():
        return []
    examples = listed(dict.fromkeys(given[changed] + " → " + codes[changed]))
    return [Problem("ZL164", where, {"count": int(changed.sum()), "examples": examples})]


def _contradicted(
    given: pd.Series, names: pd.Series, codes: pd.Series, where: str, *, is_told: bool
) -> list[Problem]:
    """Compare a layer's own class names with the table's: DLMC 农村道路 at 0601 is no survey.

    Names decide where most of them contradict the system: it is refused if only the field's
    name suggested it, or if another system fits the names.
    """
    combined = pd.DataFrame({"own": given, "known": names, "code": codes})
    combined = combined[(combined["own"] != "") & (combined["known"] != "")]
    counts = Counter(combined.value_counts(sort=False).to_dict())
    wrong = {key: count for key, count in counts.items() if not _is_alike(key[0], key[1])}
    if not wrong:
        return []
    total, bad = sum(counts.values()), sum(wrong.values())
    better = _fitting_system([(code, own, count) for (own, _, code), count in counts.items()])
    values = {
        "count": bad,
        "of": total,
        "examples": listed([f"{code} {own} ≠ {known}" for own, known, code in wrong], 6),
        "better": better or "—",
    }
    refuse = 2 * bad > total and (not is_told or better is not None)
    return [Problem("ZL172" if refuse else "ZL173", where, values)]


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two names may mean one class: 工业 stands for 工业用地."""
    first, second = plain(one), plain(other)
    return bool(first and second) and (first in second or second in first)


def _fitting_system(rows: list[tuple[str, str, int]]) -> str | None:
    """Name the class system that fits most of the names, if one does."""
    total = sum(count for _, _, count in rows)
    for system in classes.SYSTEMS:
        table = classes.load_system(system)["class_name"].to_dict()
        fits = sum(
            count for code, own, count in rows if code in table and _is_alike(own, table[code])
        )
        if fits > FITS_SHARE * total:
            return system
    return None


def _strange(parcels: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell which codes nobody knows: their land counts as unknown, not as other."""
    unknown = parcels[parcels["kind"] == Kind.UNKNOWN]
    problems = []
    lacking = unknown[unknown["class_code"] == classes.NO_CODE]
    if len(lacking):
        rows = {"count": len(lacking), "rows": listed(lacking["row"])}
        problems.append(Problem("ZL162", where, rows))
    for code, land in unknown[unknown["class_code"] != classes.NO_CODE].groupby("class_code"):
        values = {"code": code, "count": len(land), "area_m2": f"{land.area.sum():,.0f}"}
        problems.append(Problem("ZL161", where, values))
    undecided = parcels[parcels["kind"] == Kind.UNDECIDED]
    mixed = undecided[undecided["class_code"].map(classes.is_mixed).astype(bool)]
    if len(mixed):
        examples = listed(mixed["class_code"].unique())
        problems.append(Problem("ZL163", where, {"count": len(mixed), "examples": examples}))
    return problems
