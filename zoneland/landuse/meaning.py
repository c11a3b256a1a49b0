"""What parcels' codes mean: each looked up in its system's table, and every doubt told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.kinds import Kind
from zoneland.core.problems import Problem
from zoneland.core.texts import as_text, each_value
from zoneland.landuse import classes
from zoneland.landuse.mixes import with_mix
from zoneland.landuse.recognise import is_alike

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

FITS_SHARE: Final = 0.8
"""So many of a layer's names must be a system's for it to be the better guess."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means."""

    name: str = ""
    kind: Kind = Kind.UNKNOWN
    is_built: bool = False
    known: str = ""
    """The code in the table: itself, or that of the class above."""


def classified(
    parcels: gpd.GeoDataFrame,
    table: pd.DataFrame | None,
    where: str,
    *,
    system: str,
    is_told: bool,
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Say of each parcel what its code means; each distinct code is looked up once.

    Parameters
    ----------
    parcels
        ``row`` and ``class_code``; ``class_name``, ``mix`` and ``deduct_code`` if the layer has
        them.
    table
        The class system; None where class names alone serve.
    where
        How the layer is named in problems.
    system
        Name of the class system: codes of a custom one are taken as they stand, those of a
        legend as it writes them, all others by the survey's rules for writing them.
    is_told
        Whether the user named the system: then names that contradict it are a warning, else
        the system that a field's name suggested is refused.

    Returns
    -------
    tuple
        The parcels with ``class_code`` in order, ``class_name``, ``kind``, ``is_built``, ``mix``
        (the shares of a mixed code, with which the code then stands) and, where something is
        deducted, ``deduct_kind``; and problems ZL161 to ZL164, ZL172, ZL173, ZL343 and ZL344.
    """
    if system in classes.SYSTEMS:
        read = each_value(parcels["class_code"], classes.as_code)
        codes = pd.Series(read, parcels.index, dtype="str")
        problems = _mended(parcels, codes, where)
    else:
        codes, problems = _as_they_stand(parcels["class_code"], table, system), []
    codes, mix, told = with_mix(codes, parcels, table, where, system=system)
    problems += told
    is_exact = system in classes.SCREENING
    meanings = {value: _meaning(value, table, is_exact=is_exact) for value in codes.unique()}
    names = codes.map({value: one.name for value, one in meanings.items()})
    if "class_name" in parcels:
        if table is not None:
            problems += _contradicted(parcels["class_name"], names, codes, where, is_told=is_told)
        names = names.where(names != "", parcels["class_name"])
    parcels = parcels.assign(
        class_code=codes,
        class_name=names,
        kind=codes.map({value: str(one.kind) for value, one in meanings.items()}),
        is_built=codes.map({value: one.is_built for value, one in meanings.items()}).astype(bool),
        mix=mix,
    )
    if "deduct_code" in parcels and table is not None:
        given = {value: classes.as_code(value) for value in parcels["deduct_code"].unique()}
        kinds = {value: str(_meaning(code, table).kind) for value, code in given.items()}
        parcels["deduct_kind"] = parcels["deduct_code"].map(kinds)
    return parcels, problems + _strange(parcels, where) + _from_above(parcels, meanings, where)


def _as_they_stand(given: pd.Series, table: pd.DataFrame | None, system: str) -> pd.Series:
    def of_legend(value: object) -> str:
        return as_text(value) if table is None else classes.as_legend_code(value, table)

    read = each_value(given, of_legend if system in classes.SCREENING else as_text)
    return pd.Series(read, given.index, dtype="str").replace("", classes.NO_CODE)


def _meaning(code: str, table: pd.DataFrame | None, *, is_exact: bool = False) -> Meaning:
    if code == classes.NO_CODE:
        return Meaning()
    if table is None:
        return Meaning(code, Kind.OTHER, known=code)
    if is_exact and code not in table.index:
        return Meaning()
    if classes.is_mixed(code) and code not in table.index:
        return Meaning(kind=Kind.UNDECIDED)
    known = classes.find_class(code, table)
    if known is None:
        return Meaning()
    row = table.loc[known]
    return Meaning(str(row["class_name"]), Kind(str(row["kind"])), bool(row["is_built"]), known)


def _from_above(
    parcels: gpd.GeoDataFrame, meanings: Mapping[str, Meaning], where: str
) -> list[Problem]:
    """Tell which codes are not in the table and were read as the class above."""
    above = [code for code, one in meanings.items() if one.known not in {"", code}]
    land = parcels[parcels["class_code"].isin(above)]
    return [
        Problem(
            "ZL343",
            where,
            {
                "code": code,
                "parent": f"{meanings[str(code)].known} {meanings[str(code)].name}",
                "count": len(some),
                "area_m2": f"{some.area.sum():,.0f}",
            },
        )
        for code, some in land.groupby("class_code")
    ]


def _mended(parcels: gpd.GeoDataFrame, codes: pd.Series, where: str) -> list[Problem]:
    """Tell which codes were written otherwise than the table writes them."""
    given = parcels["class_code"].astype("str")
    changed = (codes != given) & (codes != classes.NO_CODE)
    if not changed.any():
        return []
    zeros = changed & codes.str.startswith("0") & ~given.str.strip().str.startswith(("0", "０"))
    values = {
        "count": int(changed.sum()),
        "zeros": int(zeros.sum()),
        "examples": listed(dict.fromkeys(given[changed] + " → " + codes[changed])),
    }
    return [Problem("ZL164", where, values)]


def _contradicted(
    given: pd.Series, names: pd.Series, codes: pd.Series, where: str, *, is_told: bool
) -> list[Problem]:
    """Compare a layer's own class names with the table's: DLMC 农村道路 at 0601 is no survey.

    Names decide where most of them contradict the system: it is refused if only the field's
    name suggested it, or if another system fits the names.
    """
    combined = pd.DataFrame({"own": given, "known": names, "code": codes})
    combined = combined[(combined["own"] != "") & (combined["known"] != "")]
    table = combined.value_counts(sort=False).reset_index(name="count").to_numpy().tolist()
    counts = {(own, known, code): int(count) for own, known, code, count in table}
    wrong = {key: count for key, count in counts.items() if not is_alike(key[0], key[1])}
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


def _fitting_system(rows: list[tuple[str, str, int]]) -> str | None:
    """Name the class system that fits most of the names, if one does."""
    total = sum(count for _, _, count in rows)
    for system in classes.SYSTEMS:
        table = classes.load_system(system)["class_name"].to_dict()
        fits = sum(
            count for code, own, count in rows if code in table and is_alike(own, table[code])
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
    return problems
