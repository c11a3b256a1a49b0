"""Findings told in full: each piece with its place, the land inside, and the parcels it is of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from zoneland.core.dms import dms
from zoneland.core.figures import hectares, square_metres
from zoneland.core.units import sum_to_dm2, to_dm2, to_m2
from zoneland.core.wording import words
from zoneland.measure.shares import shares_of
from zoneland.measure.tabulate import tabulate
from zoneland.rules.matrix import MATRIX, level_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from zoneland.rules.settings import LinesRule

COLUMNS: Final = (
    "finding_id", "zone_id", "zone_name", "kind", "band", "level", "area_m2", "net_m2", "width_m",
    "classes", "parcel_ids", "lon", "lat", "other_id",
)  # fmt: skip
"""Columns of findings, before their geometry."""

MOST_IDS: Final = 50
"""Parcels that are named, those with the most ground in the piece first."""

LEAST_IN_HA: Final = 100
"""0.01 m²: less than 1 m² would show as 0.0000 or 0.0001 公顷."""

WIDTH_DECIMALS: Final = 2


def listed(
    pieces: Sequence[gpd.GeoDataFrame],
    zones: gpd.GeoDataFrame,
    *,
    rule: LinesRule,
    area: str,
    land: Mapping[str, gpd.GeoDataFrame],
) -> gpd.GeoDataFrame:
    """List pieces zone by zone and kind by kind, number them, and tell all about each.

    Parameters
    ----------
    pieces
        ``zone_id, other_id, kind, band, area_m2`` (not rounded), ``width_m`` and polygons.
    zones
        ``zone_id`` and ``zone_name``; their order is that of the list.
    rule
        The levels.
    area
        ``ellipsoid``, ``plane`` or ``ledger``; ``ledger`` measures like ``ellipsoid``.
    land
        Parcels by use, ``survey`` and ``plan``, as far as they are known.

    Returns
    -------
    GeoDataFrame
        `COLUMNS` and the pieces. ``net_m2`` is the area less what the survey deducts from its
        parcels (扣除地类, KCXS), NaN where none of them has a coefficient; ``width_m`` is twice
        the area over the perimeter, cut and not rounded to 0.01 m, so that what is narrower than
        a bound never shows as the bound; ``lon`` and ``lat`` are the centroid's.
    """
    columns = ["zone_id", "other_id", "kind", "band", "area_m2", "width_m", "geometry"]
    rows = [piece[columns] for piece in pieces if len(piece)]
    found = pd.concat(rows) if rows else pd.DataFrame(columns=columns)
    found = _in_order(found, zones).reset_index(drop=True)
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    frame = gpd.GeoDataFrame(
        found.assign(
            finding_id=[f"F{number:04d}" for number in range(1, len(found) + 1)],
            zone_name=found["zone_id"].map(names),
            level=[
                str(level_of(kind, band, rule=rule))
                for kind, band in zip(found["kind"], found["band"], strict=True)
            ],
            area_m2=[to_m2(to_dm2(size)) for size in found["area_m2"]],
            width_m=[_cut_off(width) for width in found["width_m"]],
        ),
        geometry="geometry",
        crs=zones.crs,
    )
    lon, lat = places(frame.geometry.to_numpy(), zones.crs)
    frame = frame.assign(**_inside(frame, land, area), lon=lon, lat=lat)
    return frame[[*COLUMNS, "geometry"]]


def _in_order(found: pd.DataFrame, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    by_zone = {zone_id: at for at, zone_id in enumerate(zones["zone_id"])}
    by_kind = {kind: at for at, kind in enumerate(MATRIX)}
    orders = {"zone_id": by_zone, "kind": by_kind}
    return found.sort_values(
        ["zone_id", "kind"], key=lambda column: column.map(orders[str(column.name)]), kind="stable"
    )


def _cut_off(width_m: float) -> float:
    """Cut a width to 0.01 m, but not for what the tenth decimal says."""
    scale: int = 10**WIDTH_DECIMALS
    return math.floor(round(float(width_m) * scale, 6)) / scale


def places(geometry: NDArray[np.object_], crs: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401  whatever pyproj reads
    """Tell where the centroids of shapes are, in degrees, minutes and seconds of their datum.

    Parameters
    ----------
    geometry
        Polygons, none of them missing or empty.
    crs
        Their projected CRS.

    Returns
    -------
    tuple
        Longitudes and latitudes.

    Examples
    --------
    >>> places(np.array([shapely.box(499_999, 0, 500_001, 0.001)]), "EPSG:4547")
    (['114°00′00.00″E'], ['0°00′00.00″N'])
    """
    plane = pyproj.CRS.from_user_input(crs)
    turn = pyproj.Transformer.from_crs(plane, plane.geodetic_crs, always_xy=True)
    points = shapely.centroid(geometry)
    lons, lats = turn.transform(shapely.get_x(points), shapely.get_y(points))
    return [dms(lon, "EW") for lon in lons], [dms(lat, "NS") for lat in lats]


def _inside(
    frame: gpd.GeoDataFrame, land: Mapping[str, gpd.GeoDataFrame], area: str
) -> dict[str, NDArray[Any]]:
    """Tell what land is inside each piece: the plan's for what the plan is at fault for."""
    told: dict[str, NDArray[Any]] = {
        "classes": np.full(len(frame), "", dtype=object),
        "parcel_ids": np.full(len(frame), "", dtype=object),
        "net_m2": np.full(len(frame), np.nan),
    }
    is_plan = (frame["kind"] == "plan_outside_growth").to_numpy()
    for rows, uses in ((is_plan, ("plan",)), (~is_plan, ("survey", "plan"))):
        use = next((use for use in uses if use in land), None)
        if use is None or not rows.any():
            continue
        some = frame[rows]
        told["classes"][rows] = _classes(some, land[use], area)
        told["parcel_ids"][rows], told["net_m2"][rows] = _parcels(some, land[use], area)
    return told


def _classes(frame: gpd.GeoDataFrame, land: gpd.GeoDataFrame, area: str) -> list[str]:
    """Write the classes of land in each piece with their areas, largest first."""
    pieces = frame[["finding_id", "geometry"]].rename(columns={"finding_id": "zone_id"})
    table = tabulate(pieces, land, area="plane" if area == "plane" else "ellipsoid")
    table = table.sort_values("area_dm2", ascending=False, kind="stable")
    told: dict[str, list[str]] = {}
    for row in table.to_dict("records"):
        told.setdefault(row["zone_id"], []).append(_land_told({str(k): v for k, v in row.items()}))
    return ["；".join(told.get(finding_id, ())) for finding_id in frame["finding_id"]]


def _land_told(row: Mapping[str, Any]) -> str:
    text, size = words("zh"), int(row["area_dm2"])
    if row["status"] == "known":
        name = f"{row['class_code']} {row['class_name']}".strip()
    else:
        name = text[f"lines.{row['status']}"].format(codes=row["class_code"])
    is_small = size < LEAST_IN_HA
    key = "lines.small_land" if is_small else "lines.land"
    return text[key].format(name=name, area=square_metres(size) if is_small else hectares(size))


def _parcels(
    frame: gpd.GeoDataFrame, land: gpd.GeoDataFrame, area: str
) -> tuple[list[str], list[float]]:
    """Name the parcels of each piece, and give its area less what is deducted from them."""
    shares = shares_of(frame.geometry.to_numpy(), land.geometry.to_numpy(), area=area, crs=land.crs)
    table = pd.DataFrame({"piece": shares.zone, "land": shares.land, "area_m2": shares.area_m2})
    table = table[table["area_m2"].map(to_dm2) > 0]
    ids = land["parcel_id"] if "parcel_id" in land else pd.Series("", index=land.index)
    table["parcel_id"] = ids.fillna("").astype(str).to_numpy()[table["land"]]
    factor = land["deduct_share"] if "deduct_share" in land else pd.Series(np.nan, index=land.index)
    table["deduct_share"] = factor.to_numpy(dtype=float)[table["land"]]
    by_piece = dict(list(table.groupby("piece")))
    none = table.iloc[:0]
    sizes = frame["area_m2"].tolist()
    mine = [by_piece.get(at, none) for at in range(len(frame))]
    return [_named(one) for one in mine], [
        _net_m2(one, size) for one, size in zip(mine, sizes, strict=True)
    ]


def _named(parcels: pd.DataFrame) -> str:
    """Name parcels, the one with the most ground first; those without a name are left out."""
    order = parcels.sort_values("area_m2", ascending=False, kind="stable")["parcel_id"]
    names = [name for name in dict.fromkeys(order) if name]
    return "、".join(names[:MOST_IDS]) + ("…" if len(names) > MOST_IDS else "")


def _net_m2(parcels: pd.DataFrame, area_m2: float) -> float:
    share = parcels["deduct_share"]
    if share.isna().all():
        return math.nan
    deducted = (parcels["area_m2"] * share.fillna(0.0)).tolist()
    return to_m2(max(0, to_dm2(area_m2) - sum_to_dm2(deducted)))
