"""Built land of cities and towns: what the survey's settlement codes (城镇村属性码) tell apart.

土地集约利用评价 takes its 工业用地率 as a share of 已建成城镇建设用地: villages and land that is
not built drop out. Only CZCSXM tells them apart; a class code does not (TD/T 1055-2019).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.kinds import UNSETTLED
from zoneland.measure.tabulate import tabulate_closed

if TYPE_CHECKING:
    import geopandas as gpd

URBAN: Final = frozenset({"201", "201A", "202", "202A"})
"""Cities and towns with their detached industrial land; villages are 203, 204 and 205 neither."""
DETACHED: Final = frozenset({"201A", "202A", "203A"})
"""独立工业用地 of cities, towns and villages."""

TOWN_COLUMNS: Final = [
    "zone_id", "status", "class_code", "town_code", "kind", "is_built", "area_dm2",
]  # fmt: skip


def town_land(
    zones: gpd.GeoDataFrame, survey: gpd.GeoDataFrame, *, area: str = "ellipsoid"
) -> pd.DataFrame:
    """Measure the land of every zone by settlement code and class.

    Parameters
    ----------
    zones
        ``zone_id`` and valid polygons; projected CRS.
    survey
        Contract `zoneland.core.contracts.PARCELS` in the zones' CRS, with ``town_code``.
    area
        ``ellipsoid``, ``plane`` or ``ledger``.

    Returns
    -------
    DataFrame
        ``zone_id, status, class_code, town_code, kind, is_built, area_dm2``; the rows of a zone
        add up to the zone. Empty if no parcel has a settlement code.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> zones = gpd.GeoDataFrame({"zone_id": ["A"]}, geometry=[box(0, 0, 10, 10)], crs=4547)
    >>> land = gpd.GeoDataFrame(
    ...     {"class_code": ["0601", "0702"], "kind": ["industry", "residential"],
    ...      "is_built": True, "town_code": ["201", "203"]},
    ...     geometry=[box(0, 0, 6, 10), box(6, 0, 10, 10)], crs=4547)
    >>> town_land(zones, land, area="plane")[["town_code", "class_code", "area_dm2"]]
      town_code class_code  area_dm2
    0       201       0601      6000
    1       203       0702      4000
    """
    if "town_code" not in survey or not survey["town_code"].fillna("").astype(str).ne("").any():
        return pd.DataFrame(columns=TOWN_COLUMNS)
    town = survey["town_code"].fillna("").astype(str)
    marked = survey.assign(class_code=town + SEPARATOR + survey["class_code"].astype(str))
    areas = tabulate_closed(zones, marked, area=area).areas
    split = areas["class_code"].str.partition(SEPARATOR)  # a mixed code has slashes of its own
    is_known = areas["status"].eq("known")
    return areas.assign(
        class_code=split[2].where(is_known, areas["class_code"]),
        town_code=split[0].where(is_known, ""),
    )[TOWN_COLUMNS]


SEPARATOR: Final = "/"


def urban_built(land: pd.DataFrame) -> pd.DataFrame:
    """Keep what forms 已建成城镇建设用地: built land of cities and towns, and land that may be it.

    Examples
    --------
    A village drops out, and so does a field within a town; land that no parcel covers stays.

    >>> land = pd.DataFrame({"zone_id": "A", "status": ["known"] * 3 + ["uncovered"],
    ...     "town_code": ["202", "202", "203", ""], "is_built": [True, False, True, False],
    ...     "kind": ["industry", "cropland", "residential", "unknown"], "area_dm2": [4, 3, 2, 1]})
    >>> urban_built(land)["area_dm2"].tolist()
    [4, 1]
    """
    is_open = land["kind"].isin(UNSETTLED)
    is_urban = land["town_code"].isin(URBAN) & (land["is_built"].astype(bool) | is_open)
    return land[is_urban | land["status"].ne("known")]


def detached_dm2(land: pd.DataFrame | None, zone_ids: pd.Series) -> pd.Series:
    """Give each zone's 独立工业用地, whole 0.01 m², on `zone_ids`' index; NA if not known."""
    if land is None or not len(land) or "town_code" not in land:
        return pd.Series(pd.NA, index=zone_ids.index, dtype="Int64")
    found = land["area_dm2"].where(land["town_code"].isin(DETACHED), 0)
    sums = found.groupby(land["zone_id"]).sum()
    return zone_ids.map(sums).astype("Int64")
