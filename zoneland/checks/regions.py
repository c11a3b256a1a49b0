"""Which part of China a layer says it is of, by the administrative codes among its attributes.

Extents are rounded outward: provinces to a tenth of a degree, Henan's counties to their own
longitudes. They tell a place from one 3° of longitude away, and no more.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.spelling import exactly

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

Bounds = tuple[float, float, float, float]

CODE_FIELDS: Final = (
    ("XZQDM", "XZDM", "XZQHDM", "行政区代码", "行政区划代码"),
    ("ZLDWDM", "坐落单位代码"),
    ("QSDWDM", "权属单位代码"),
    ("KFQDM", "KFYQDM", "开发区代码"),
)
COUNTY: Final = re.compile(r"([1-8]\d{5})(?:000000|\d{3}|\d{6}|\d{13})?")
"""A county's code, alone or before those of town, village and parcel."""
ZONE: Final = re.compile(r"[A-Za-z]([1-8]\d)\d{4}")
"""A zone's code in the catalogue of 2018: rank, province, kind and number."""
PROVINCE_DIGITS: Final = 2
CITY_DIGITS: Final = 4
MOST_CODES: Final = 20


@dataclass(frozen=True, slots=True)
class Region:
    """A part of China."""

    evidence: str
    """Field and codes that name it."""
    bounds: Bounds
    """West, south, east and north, degrees."""


def region_of(frame: pd.DataFrame) -> Region | None:
    """Tell a layer's region; None if its attributes name none, or several provinces.

    Examples
    --------
    >>> import pandas as pd
    >>> region = region_of(pd.DataFrame({"xzqdm": ["410102", "410103001"]}))
    >>> region.evidence, region.bounds
    ('xzqdm 410102、410103', (113.451, 31.3, 113.668, 36.4))
    >>> region_of(pd.DataFrame({"XZQDM": ["410102", "370102"]})) is None
    True
    """
    names = [str(name) for name in frame.columns]
    for spellings in CODE_FIELDS:
        for field in exactly(names, spellings):
            codes = _codes(frame[field].dropna().astype(str).unique())
            if codes:
                return _region(field, codes)
    return None


def _codes(texts: Iterable[str]) -> list[str]:
    """Read the codes of counties, or of provinces, off attribute values."""
    found = (COUNTY.fullmatch(text.strip()) or ZONE.fullmatch(text.strip()) for text in texts)
    codes = dict.fromkeys(match[1] for match in found if match)
    return [code for code in codes if code[:PROVINCE_DIGITS] in _extents()]


def _region(field: str, codes: Sequence[str]) -> Region | None:
    provinces = {code[:PROVINCE_DIGITS] for code in codes}
    if len(provinces) > 1:
        return None
    wanted = codes if len(codes) <= MOST_CODES else sorted(provinces)
    return Region(f"{field} {listed(wanted, most=3)}", _around([_extent(code) for code in wanted]))


def _extent(code: str) -> Bounds:
    """Give a county's extent; one that is not listed has its city's, else its province's."""
    extents = _extents()
    if code in extents:
        return extents[code]
    near = [extents[key] for key in extents if len(key) > CITY_DIGITS and key[:4] == code[:4]]
    return _around(near) if near and len(code) > CITY_DIGITS else extents[code[:PROVINCE_DIGITS]]


def _around(extents: Sequence[Bounds]) -> Bounds:
    west, south, east, north = zip(*extents, strict=True)
    return min(west), min(south), max(east), max(north)


@cache
def _extents() -> dict[str, Bounds]:
    text = files("zoneland.checks").joinpath("regions.csv").read_text(encoding="utf-8")
    return {
        row["code"]: (
            float(row["west"]),
            float(row["south"]),
            float(row["east"]),
            float(row["north"]),
        )
        for row in csv.DictReader(text.splitlines())
    }
