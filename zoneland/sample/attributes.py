"""The survey's and the plan's own fields, filled in as a bureau's database has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zoneland.core.units import to_dm2, to_m2
from zoneland.measure.ellipsoid import ellipsoid_area_m2
from zoneland.sample.cases import TILE_BLOCKS
from zoneland.sample.county import CRS
from zoneland.sample.fabric import PARCEL
from zoneland.sample.land import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

COUNTY_CODE: Final = "410199"
COUNTY_NAME: Final = "示范县"
FIRSTS: Final = "麦砚榆枫澄栀榴苇桐荷棠芷蓼菖槿柘楸桦萝茱荻蒲葵芹"
SECONDS: Final = "朗溪光渡砂岭川湾舟野屏笛坪汀畦陌垅坞圩浦屿峪塬甸"
TOWN_TILES: Final = 3
SLOPES: Final = (0.0652, 0.0871, 0.1043)
"""Shares of sloping dry land that are field ridges (田坎)."""
STATE_OWNED: Final = frozenset(
    {"0601", "0508", "0701", "05H1", "08H1", "0809", "0810", "1001", "1003", "1004", "1005", "1101"}
)
OF_TOWN: Final = frozenset({"0701", "05H1", "08H1", "08H2", "0810", "1004", "1005", "1201"})
OF_VILLAGE: Final = frozenset({"0702", "05H1", "08H2", "0809"})
DETACHED_INDUSTRY: Final = frozenset({"0601", "0508"})


def serial(numbers: ArrayLike, kind: int) -> NDArray[np.str_]:
    """Write 标识码: county, kind of thing, running number; 18 digits.

    Examples
    --------
    >>> serial([7], 10).tolist()
    ['410199100000000007']
    """
    return np.array([f"{COUNTY_CODE}{kind:02d}{n:010d}" for n in np.asarray(numbers).tolist()])


def invented_name(number: int) -> str:
    """Give a made-up place name; they begin again after 576.

    Examples
    --------
    >>> invented_name(0), invented_name(25), invented_name(576) == invented_name(0)
    ('麦朗', '砚光', True)
    """
    first, second = number % len(FIRSTS), (number + number // len(FIRSTS)) % len(SECONDS)
    return FIRSTS[first] + SECONDS[second]


def areas_m2(parcels: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Measure parcels on the ellipsoid, each rounded to 0.01 m² as stored areas are."""
    measured_m2 = ellipsoid_area_m2(parcels.geometry.to_numpy(), CRS)
    return np.array([to_m2(to_dm2(area)) for area in measured_m2.tolist()])


def deduction(
    codes: NDArray[np.object_], k: ArrayLike, j: ArrayLike, stored_m2: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.object_], NDArray[np.float64]]:
    """Give 扣除系数, 扣除地类 and 扣除面积 of parcels: dry land slopes, block by block.

    Examples
    --------
    >>> codes = np.array(["0103", "0601"])
    >>> share, code, deducted_m2 = deduction(codes, [1, 1], [0, 0], [100.0, 50.0])
    >>> share.tolist(), code.tolist(), deducted_m2.tolist()
    ([0.0871, 0.0], ['1203', None], [8.71, 0.0])
    """
    sloping = np.asarray(codes) == "0103"
    by_block = np.array(SLOPES)[(np.asarray(k) + np.asarray(j)) % len(SLOPES)]
    share = np.where(sloping, by_block, 0.0)
    deducted_m2 = np.array(
        [to_m2(to_dm2(a * s)) for a, s in zip(stored_m2, share.tolist(), strict=True)]
    )
    ridge = np.array(["1203" if slopes else None for slopes in sloping], dtype=object)
    return share, ridge, deducted_m2


def survey_layer(land: gpd.GeoDataFrame, *, first: int, tile_cols: int) -> gpd.GeoDataFrame:
    """Write the survey layer DLTB.

    Parameters
    ----------
    land
        Parcels with ``survey``, ``kind``, ``core``, ``k``, ``j`` and ``area_m2``.
    first
        Number of the first parcel.
    tile_cols
        Tiles from west to east, which number the towns.

    Returns
    -------
    GeoDataFrame
        The survey's fields; TBMJ, KCMJ and TBDLMJ in m², on the ellipsoid.
    """
    code = land["survey"].to_numpy(object)
    stored_m2 = land["area_m2"].to_numpy()
    share, ridge, deducted_m2 = deduction(code, land["k"], land["j"], stored_m2.tolist())
    village_code, village_name = _villages(land, tile_cols)
    number = first + np.arange(len(land))
    return gpd.GeoDataFrame(
        {
            "BSM": serial(number, 10),
            "YSDM": "2001010100",
            "TBBH": _numbers_in_village(village_code),
            "DLBM": code,
            "DLMC": pd.Series(code).map(names("sandiao")).to_numpy(),
            "QSXZ": np.where(np.isin(code, list(STATE_OWNED)), "20", "30"),
            "ZLDWDM": village_code,
            "ZLDWMC": village_name,
            "TBMJ": stored_m2,
            "KCDLBM": ridge,
            "KCXS": share,
            "KCMJ": deducted_m2,
            "TBDLMJ": np.round(stored_m2 - deducted_m2, 2),
            "CZCSXM": _settlement(land, code),
            "SJNF": 2025,
        },
        geometry=land.geometry.to_numpy(),
        crs=CRS,
    )


def plan_layer(land: gpd.GeoDataFrame, *, first: int) -> gpd.GeoDataFrame:
    """Write the plan layer, without the land that the plan leaves out.

    Plans are drawn in broader strokes than surveys: beyond the zones' cores, neighbours of one
    class within a block are one polygon.

    Parameters
    ----------
    land
        Parcels with ``plan``, ``core``, ``k``, ``j`` and ``area_m2``.
    first
        Number of the first polygon.
    """
    planned = land.loc[land["plan"].notna(), ["k", "j", "plan", "area_m2", "geometry"]]
    broad = ((land["role"] == PARCEL) & (land["core"] == 0)).loc[planned.index]
    merged = _broad_strokes(planned[broad])
    table = gpd.GeoDataFrame(pd.concat([planned[~broad], merged], ignore_index=True))
    code = table["plan"].to_numpy(object)
    return gpd.GeoDataFrame(
        {
            "BSM": serial(first + np.arange(len(table)), 50),
            "YDYHFLDM": code,
            "YDYHFLMC": pd.Series(code).map(names("ydyh2023")).to_numpy(),
            "TBMJ": table["area_m2"].to_numpy(),
        },
        geometry=table.geometry.to_numpy(),
        crs=CRS,
    )


def _broad_strokes(parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make one polygon of neighbours with one code in one block."""
    groups = parcels.groupby(["k", "j", "plan"], sort=True)["geometry"]
    unions = [shapely.coverage_union_all(group.to_numpy()) for _, group in groups]
    codes = [code for (_, _, code), _ in groups]
    shapes, which = shapely.get_parts(np.array(unions, dtype=object), return_index=True)
    table = gpd.GeoDataFrame({"plan": np.array(codes, object)[which]}, geometry=shapes, crs=CRS)
    return table.assign(area_m2=areas_m2(table))


def _villages(
    land: gpd.GeoDataFrame, tile_cols: int
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Give each parcel its village: code of 19 digits, and town and village by name."""
    k, j = land["k"].to_numpy(), land["j"].to_numpy()
    col, row = k // TILE_BLOCKS, j // TILE_BLOCKS
    town = row // TOWN_TILES * -(-tile_cols // TOWN_TILES) + col // TOWN_TILES
    half = k % TILE_BLOCKS // (TILE_BLOCKS // 2)
    village = (row % TOWN_TILES * TOWN_TILES + col % TOWN_TILES) * 2 + half
    both = np.column_stack([town, village])
    pairs, which = np.unique(both, axis=0, return_inverse=True)
    codes = [f"{COUNTY_CODE}{t + 100:03d}{v + 200:03d}0000000" for t, v in pairs.tolist()]
    labels = [
        f"{invented_name(t * 5 + 40)}镇{invented_name(t * 18 + v)}村" for t, v in pairs.tolist()
    ]
    which = which.ravel()
    return np.array(codes, dtype=object)[which], np.array(labels, dtype=object)[which]


def _numbers_in_village(village_code: NDArray[np.object_]) -> list[str]:
    within = pd.Series(village_code).groupby(village_code).cumcount() + 1
    return [f"{n:04d}" for n in within.tolist()]


def _settlement(land: gpd.GeoDataFrame, code: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give 城镇村属性码: 202 of towns, 202A detached industry, 203 of villages."""
    kind = land["kind"].to_numpy(object)
    parcel = (land["role"] == PARCEL).to_numpy()
    settled = np.full(len(land), None, dtype=object)
    settled[np.isin(kind, ["I", "U"]) & np.isin(code, list(OF_TOWN))] = "202"
    settled[parcel & np.isin(code, list(DETACHED_INDUSTRY))] = "202A"
    settled[(kind == "V") & np.isin(code, list(OF_VILLAGE)) & parcel] = "203"
    return settled
