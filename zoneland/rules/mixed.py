"""Areas of mixed codes, split by their stated shares to whole 0.01 m²."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from zoneland.core.kinds import Kind
from zoneland.landuse.classes import find_class, load_system
from zoneland.landuse.mixed import mix_of
from zoneland.rules.listed import as_told

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from fractions import Fraction

    import geopandas as gpd


def split_mixed(
    areas: pd.DataFrame, parcels: gpd.GeoDataFrame, *, industrial: Iterable[str] = ()
) -> pd.DataFrame:
    """Give each part of a mixed code its share of the code's area.

    Parameters
    ----------
    areas
        Contract `zoneland.core.contracts.AREAS`.
    parcels
        What was measured: ``class_code``, ``mix`` and ``class_system``. Without ``mix``, or where
        it is empty, mixed land stays as it is.
    industrial
        Codes or names that the user counts as industry, as of `zoneland.rules.listed.as_told`.

    Returns
    -------
    DataFrame
        Columns as given. A known row of a mixed code is a row for each of its codes, by largest
        remainder, so that the rows of a zone add up as before; parts join the row that the zone
        already has of their class. Contested land is not split: nobody knows whose it is.

    Examples
    --------
    >>> areas = pd.DataFrame({"zone_id": ["A"], "status": ["known"],
    ...     "class_code": ["1001:0901=1:2"], "class_name": [""], "kind": ["undecided"],
    ...     "is_built": [False], "area_dm2": [100]})
    >>> land = pd.DataFrame({"class_code": ["1001:0901=1:2"], "class_system": ["ydyh2023"],
    ...     "mix": ["1001=1/3+0901=2/3"]})
    >>> split_mixed(areas, land)[["class_code", "kind", "area_dm2"]]
      class_code      kind  area_dm2
    0       1001  industry        33
    1       0901  commerce        67
    """
    if "mix" not in parcels or not parcels["mix"].fillna("").ne("").any():
        return areas
    mixed = parcels[parcels["mix"].fillna("") != ""].drop_duplicates("class_code")
    mixes = mixed.set_index("class_code")[["mix", "class_system"]]
    is_mixed = areas["status"].eq("known") & areas["class_code"].isin(mixes.index)
    if not is_mixed.any():
        return areas
    mixed_rows = areas[is_mixed]
    parts = [
        (at, *part.values())
        for at, row in zip(mixed_rows.index, mixed_rows.to_dict("records"), strict=True)
        for part in _parts(row, *mixes.loc[row["class_code"]])
    ]
    split = pd.DataFrame(parts, columns=["at", *areas.columns]).set_index("at")
    both = pd.concat([areas[~is_mixed], as_told(split, industrial)]).sort_index(kind="stable")
    keys = [name for name in areas.columns if name != "area_dm2"]
    joined = both.groupby(keys, sort=False, dropna=False)["area_dm2"].sum().reset_index()
    return pd.DataFrame({name: joined[name].astype(areas[name].dtype) for name in areas.columns})


def _parts(row: Mapping[Hashable, Any], mix: str, system: str) -> list[dict[Hashable, Any]]:
    """Give a row for each code of a mixed one, with what the code means by its system."""
    shares, table, parts = mix_of(mix), load_system(system), []
    sizes = largest_remainder(row["area_dm2"], [share for _, share in shares])
    for (code, _), size in zip(shares, sizes, strict=True):
        known = find_class(code, table)
        if known is None:
            meaning: dict[Hashable, Any] = {
                "class_name": "",
                "kind": str(Kind.UNKNOWN),
                "is_built": False,
            }
        else:
            meaning = table.loc[known, ["class_name", "kind", "is_built"]].to_dict()
        told = {name: value for name, value in meaning.items() if name in row}
        parts.append({**row, "class_code": code, **told, "area_dm2": size})
    return parts


def largest_remainder(whole: int, shares: Sequence[Fraction]) -> list[int]:
    """Divide a whole number by shares that add up to 1; the first go first among equals.

    Examples
    --------
    >>> from fractions import Fraction
    >>> largest_remainder(101, [Fraction(1, 2), Fraction(1, 2)])
    [51, 50]
    """
    exact = [share * whole for share in shares]
    sizes = [int(size) for size in exact]
    by_rest = sorted(range(len(sizes)), key=lambda at: sizes[at] - exact[at])
    for at in by_rest[: whole - sum(sizes)]:
        sizes[at] += 1
    return sizes
