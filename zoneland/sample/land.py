"""What each parcel is today (survey codes) and is to become (plan codes).

Country and towns are surveyed first and the plan keeps what is there; zone cores are planned
first and the survey shows how much of the plan is built.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.sample.chance import chances
from zoneland.sample.fabric import PARCEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.sample.county import County

Mix = tuple[tuple[str, float], ...]
"""Codes and their weights."""

SURVEY_OF_KIND: Final[dict[str, Mix]] = {
    "U": (
        ("0701", 42), ("05H1", 16), ("08H1", 6), ("08H2", 9), ("0809", 5), ("0810", 11),
        ("0601", 4), ("1201", 7),
    ),
    "V": (
        ("0702", 68), ("1202", 5), ("0102", 8), ("1104", 4), ("0307", 5), ("0809", 2),
        ("05H1", 3), ("08H2", 2), ("0201", 3),
    ),
    "F": (
        ("0102", 82), ("0103", 4), ("0201", 4), ("0307", 3), ("1104", 3), ("1202", 3), ("09", 1),
    ),
    "W": (("0301", 52), ("0305", 15), ("0404", 10), ("0103", 14), ("0602", 4), ("0201", 5)),
}  # fmt: skip
PLAN_OF_CORE: Final[Mix] = (
    ("1001", 45), ("100102", 20), ("1101", 6), ("1402", 8), ("1401", 4), ("0901", 4),
    ("0902", 2), ("0802", 2), ("1303", 3), ("120803", 2), ("070102", 3), ("080403", 1),
)  # fmt: skip
SURVEY_OF_PLAN: Final[dict[str, Mix]] = {
    "1001": (("0601", 82), ("1201", 8), ("0102", 10)),
    "100102": (("0601", 82), ("1201", 8), ("0102", 10)),
    "1101": (("0508", 80), ("0102", 20)),
    "1402": (("0307", 60), ("0102", 40)),
    "1401": (("0810", 70), ("0404", 30)),
    "0901": (("05H1", 75), ("1201", 25)),
    "0902": (("05H1", 70), ("1201", 30)),
    "0802": (("08H2", 100),),
    "1303": (("0809", 100),),
    "120803": (("1005", 100),),
    "070102": (("0701", 80), ("0102", 20)),
    "080403": (("08H2", 100),),
    "0102": (("0102", 100),),
    "0301": (("0301", 100),),
    "1704": (("1104", 100),),
}
PLAN_OF_SURVEY: Final[dict[str, str]] = {
    "0102": "0102", "0103": "0103", "0201": "0201", "0301": "0301", "0305": "0303",
    "0307": "0304", "0404": "0403", "0508": "1101", "05H1": "0901", "0601": "1001",
    "0602": "1002", "0701": "070102", "0702": "0703", "0809": "1312", "0810": "1401",
    "08H1": "0801", "08H2": "080403", "09": "1506", "1001": "1201", "1003": "1202",
    "1004": "1207", "1005": "120803", "1006": "0601", "1101": "1701", "1104": "1704",
    "1201": "0901", "1202": "0602",
}  # fmt: skip
SURVEY_OF_STREET: Final = {"main": "1003", "rail": "1001", "river": "1101"}


@cache
def names(system: str) -> Mapping[str, str]:
    """Give a class system's Chinese names by code.

    Examples
    --------
    One code, two meanings: the reason why no code is read without its system.

    >>> names("sandiao")["1001"], names("ydyh2023")["1001"]
    ('铁路用地', '工业用地')
    """
    table = files("zoneland.landuse").joinpath("systems", f"{system}.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["code"]: row["name_zh"] for row in rows}


def drawn(mix: Mix, draws: NDArray[np.float64]) -> NDArray[np.object_]:
    """Draw codes by weight.

    Examples
    --------
    >>> drawn((("0601", 3), ("1201", 1)), np.array([0.0, 0.74, 0.75])).tolist()
    ['0601', '0601', '1201']
    """
    codes = np.array([code for code, _ in mix], dtype=object)
    weights = np.array([weight for _, weight in mix], dtype=np.float64)
    edges = np.cumsum(weights)[:-1] / weights.sum()
    return codes[np.searchsorted(edges, draws, side="right")]


def put_to_use(parcels: gpd.GeoDataFrame, county: County) -> gpd.GeoDataFrame:
    """Give every parcel and street its survey and plan code.

    Parameters
    ----------
    parcels
        As `fabric.lay` draws them.
    county
        The county's plan.

    Returns
    -------
    GeoDataFrame
        `parcels` with ``kind``, ``core`` (the zone whose core holds it, or 0), ``survey``
        (三调) and ``plan`` (用地用海 2023).
    """
    k, j = parcels["k"].to_numpy(), parcels["j"].to_numpy()
    kind, core = county.kinds[k, j], county.core_of[k, j]
    is_parcel = (parcels["role"] == PARCEL).to_numpy()
    draws = chances(county.seed, "land", k, j, parcels["n"].to_numpy())
    survey = np.where(np.isin(kind, ["I", "U"]) | (core > 0), "1004", "1006").astype(object)
    for role, code in SURVEY_OF_STREET.items():
        survey[(parcels["role"] == role).to_numpy()] = code
    for letter, mix in SURVEY_OF_KIND.items():
        of_kind = is_parcel & (kind == letter)
        survey[of_kind] = drawn(mix, draws[of_kind])
    plan = np.array([PLAN_OF_SURVEY[code] for code in survey], dtype=object)
    works = is_parcel & (kind == "I")
    plan[works] = drawn(PLAN_OF_CORE, draws[works])
    survey[works] = surveyed(plan[works], parcels[works], county.seed)
    return parcels.assign(kind=kind, core=core, survey=survey, plan=plan)


def surveyed(
    plan: NDArray[np.object_], parcels: gpd.GeoDataFrame, seed: int
) -> NDArray[np.object_]:
    """Draw what stands today on land that the plan has in mind for something."""
    where = (parcels["k"].to_numpy(), parcels["j"].to_numpy(), parcels["n"].to_numpy())
    draws = chances(seed, "built", *where)
    survey = np.empty(len(plan), dtype=object)
    for code in sorted(set(plan)):
        of_code = plan == code
        survey[of_code] = drawn(SURVEY_OF_PLAN[code], draws[of_code])
    return survey
