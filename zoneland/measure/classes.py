"""The classes that parcels are of, numbered, so that ground can be claimed by several.

A class is a code with what it means: where one code means two things in a layer (by class names
that a user counts as industry), they are two classes and no row speaks for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zoneland.core.kinds import Kind
from zoneland.core.texts import each_value

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.measure.cover import Claims

ClassRow = tuple[str, str, str, str, bool, int]
"""Status, code, name, kind, whether construction land, and area in whole 0.01 m²."""

Meaning = tuple[str, str, str, bool]
"""Code, name, kind, and whether construction land."""

MEANING = ["class_code", "kind", "is_built"]


@dataclass(frozen=True, slots=True)
class LandClasses:
    """The classes of one layer."""

    meanings: tuple[Meaning, ...]
    """What each class is, by number."""
    of_parcel: NDArray[np.intp]
    """Number of each parcel's class."""
    of_deduction: NDArray[np.intp]
    """Number of the class that each parcel's deducted part is of."""

    def order(self, claims: Claims) -> tuple[bool, list[str]]:
        """Sort known classes by code before contested ones."""
        return len(claims) > 1, sorted("{0} {2}".format(*self.meanings[at]) for at in claims)

    def row(self, claims: Claims, area_dm2: int) -> ClassRow:
        """Say what the ground is that these classes claim: contested if they are several."""
        if len(claims) == 1:
            return "known", *self.meanings[next(iter(claims))], area_dm2
        codes = sorted({self.meanings[at][0] for at in claims})
        return "contested", "|".join(codes), "", str(Kind.UNKNOWN), False, area_dm2


def uncovered_row(area_dm2: int) -> ClassRow:
    """Say of ground that no parcel covers what it is."""
    return "uncovered", "", "", str(Kind.UNKNOWN), False, area_dm2


def classes_of(parcels: gpd.GeoDataFrame) -> LandClasses:
    """Give a number to each class of parcels, and to those of what is deducted from them.

    Parameters
    ----------
    parcels
        ``class_code`` and ``kind``; ``class_name``, ``is_built``, ``deduct_code`` and
        ``deduct_kind`` if they are there.
    """
    own = _meanings(parcels, "class_code", "kind")
    deducted = _meanings(parcels, "deduct_code", "deduct_kind")
    deducted["is_built"] = False
    both = pd.concat([own, deducted], ignore_index=True)
    number = _numbered(both[MEANING])
    table = both.assign(number=number).drop_duplicates("number").sort_values("number")
    columns = (table[name].tolist() for name in ("class_code", "class_name", "kind", "is_built"))
    return LandClasses(
        tuple(zip(*columns, strict=True)),
        np.asarray(number[: len(own)], dtype=np.intp),
        np.asarray(number[len(own) :], dtype=np.intp),
    )


def _numbered(table: pd.DataFrame) -> NDArray[np.intp]:
    """Give each row of a table the number of its like, found column by column."""
    number = np.zeros(len(table), dtype=np.intp)
    for name in table:
        own, values = pd.factorize(table[name], use_na_sentinel=False)
        number, _ = pd.factorize(number * len(values) + own)
    return number


def _meanings(parcels: gpd.GeoDataFrame, code: str, kind: str) -> pd.DataFrame:
    """Give each parcel's class, or that of its deduction, as text without gaps."""
    count = len(parcels)
    name = "class_name" if code == "class_code" else ""
    return pd.DataFrame(
        {
            "class_code": _texts(parcels, code, count),
            "class_name": _texts(parcels, name, count),
            "kind": _texts(parcels, kind, count, default=str(Kind.UNKNOWN)),
            "is_built": parcels["is_built"].to_numpy(bool) if "is_built" in parcels else False,
        }
    )


def _texts(frame: pd.DataFrame, name: str, count: int, default: str = "") -> list[str]:
    if name not in frame:
        return [default] * count
    texts: list[str] = each_value(
        frame[name], lambda value: default if pd.isna(value) else str(value)
    ).tolist()
    return texts
