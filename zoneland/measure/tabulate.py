"""Zone × class areas that add up to the zone: known, contested and uncovered land."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from zoneland.core.units import DM2_PER_M2, sum_to_dm2, to_dm2
from zoneland.measure.adjust import adjust
from zoneland.measure.area import area_of, one_area_m2
from zoneland.measure.cover import groups, overlapping_pairs, settle
from zoneland.measure.describe import described
from zoneland.measure.pieces import Pieces, cut
from zoneland.measure.stored import stored_areas

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.measure.cover import Claims

KNOWN: Final = "known"
CONTESTED: Final = "contested"
UNCOVERED: Final = "uncovered"

LEFT_OVER_M2: Final = 0.005
"""Rounding may leave this much a row; more than that is land, not rounding."""


@dataclass(frozen=True, slots=True)
class Tabulation:
    """Areas by zone and class, and what was done to make them close."""

    areas: pd.DataFrame
    """Columns of `zoneland.core.contracts.AREAS`."""
    spread_dm2: pd.Series
    """By zone: the residual that 平差 spread over the classes, in whole 0.01 m²."""


def tabulate(
    zones: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame, *, area: str = "ellipsoid"
) -> pd.DataFrame:
    """Give the area of every land class in every zone.

    Land that parcels of one class cover twice counts once. Land that different classes claim is
    contested: a row for each set of claims, codes joined by ``|``. Land that no parcel covers
    is a row ``uncovered``. The rows of a zone add up to the zone's own area exactly.

    Parameters
    ----------
    zones
        ``zone_id`` and valid polygons; projected CRS.
    parcels
        Columns of `zoneland.core.contracts.PARCELS`, valid polygons, in the zones' CRS; with
        ``area="ledger"`` also ``stored_m2``, ``deduct_share`` and ``deduct_code``.
    area
        ``ellipsoid``, ``plane`` or ``ledger``.

    Returns
    -------
    DataFrame
        Columns of `zoneland.core.contracts.AREAS`, in the zones' order, then by status and code.

    Examples
    --------
    A zone of 100 m²: 60 m² industry, 20 m² housing of which half is claimed by a road as well,
    and a gap.

    >>> import geopandas as gpd
    >>> from shapely import box
    >>> zones = gpd.GeoDataFrame({"zone_id": ["A"]}, geometry=[box(0, 0, 10, 10)], crs=4547)
    >>> land = gpd.GeoDataFrame(
    ...     {
    ...         "class_code": ["0601", "0701", "1003"],
    ...         "kind": ["industry", "residential", "transport"],
    ...     },
    ...     geometry=[box(-5, 0, 6, 10), box(6, 0, 8, 10), box(7, 0, 8, 10)],
    ...     crs=4547,
    ... )
    >>> tabulate(zones, land, area="plane")[["status", "class_code", "kind", "area_dm2"]]
          status class_code         kind  area_dm2
    0      known       0601     industry      6000
    1      known       0701  residential      1000
    2  contested  0701|1003      unknown      1000
    3  uncovered                 unknown      2000
    """
    return tabulate_closed(zones, parcels, area=area).areas


def tabulate_closed(
    zones: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame, *, area: str = "ellipsoid"
) -> Tabulation:
    """Give the areas of `tabulate` together with the residual that was spread."""
    measure = area_of(area, zones.crs)
    ground = zones.geometry.to_numpy()
    zone_dm2 = [to_dm2(value) for value in measure(ground)]
    pieces = cut(ground, parcels.geometry.to_numpy())
    drawn, counted = _measured(pieces, parcels, measure, from_stored=area == "ledger")
    tables, spread = [], []
    for at, zone_id in enumerate(zones["zone_id"]):
        table, rest_dm2 = _closed(
            drawn[drawn["zone"] == at], counted[counted["zone"] == at], zone_dm2[at]
        )
        tables.append(table.assign(zone_id=zone_id))
        spread.append(rest_dm2)
    areas = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=_MEASURED)
    return Tabulation(
        described(areas, _classes(parcels)),
        pd.Series(spread, index=zones["zone_id"], dtype="int64"),
    )


_MEASURED: Final = ["zone_id", "status", "class_code", "area_dm2"]


def _measured(
    pieces: Pieces, parcels: gpd.GeoDataFrame, measure: AreaOf, *, from_stored: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure all pieces: as drawn, and as they count (the same unless from stored areas)."""
    codes = parcels["class_code"].to_numpy(dtype=object)
    doubled = _doubled(pieces, parcels.geometry.to_numpy())
    settled = [
        (pieces.zone[group[0]], _claim(claims), one_area_m2(measure, ground))
        for group in doubled
        for ground, claims in settle(pieces.geometry[group], codes[pieces.land[group]])
    ]
    alone = np.setdiff1d(np.arange(len(pieces.zone)), [at for group in doubled for at in group])
    alone = alone.astype(np.intp)
    alone_m2 = measure(pieces.geometry[alone])
    common = _frame([(zone, *claim, area) for zone, claim, area in settled])
    drawn = _piece_frame(pieces.zone[alone], codes[pieces.land[alone]], alone_m2)
    counted = drawn
    if from_stored:
        land = parcels.iloc[pieces.land[alone]]
        shares = stored_areas(alone_m2, measure(land.geometry.to_numpy()), land)
        zone = pieces.zone[alone][shares["piece"]]
        counted = _piece_frame(zone, shares["class_code"], shares["area_m2"])
    return pd.concat([common, drawn]), pd.concat([common, counted])


def _frame(rows: list[tuple[int, str, str, float]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["zone", "status", "class_code", "area_m2"])


def _piece_frame(zone: Any, code: Any, area_m2: Any) -> pd.DataFrame:  # noqa: ANN401  arrays
    return pd.DataFrame({"zone": zone, "status": KNOWN, "class_code": code, "area_m2": area_m2})


def _doubled(pieces: Pieces, land: NDArray[np.object_]) -> list[list[int]]:
    """Group the pieces, zone by zone, whose parcels overlap one another."""
    used, position = np.unique(pieces.land, return_inverse=True)
    pairs = overlapping_pairs(land[used])
    partners = defaultdict(set)
    for one, other in pairs.tolist():
        partners[one].add(other)
    by_zone = {
        (int(zone), int(parcel)): at
        for at, (zone, parcel) in enumerate(zip(pieces.zone, position, strict=True))
    }
    return groups(
        (at, by_zone[zone, other])
        for (zone, parcel), at in by_zone.items()
        for other in partners[parcel]
        if (zone, other) in by_zone
    )


def _claim(claims: Claims) -> tuple[str, str]:
    return (KNOWN if len(claims) == 1 else CONTESTED), "|".join(sorted(claims))


def _closed(drawn: pd.DataFrame, counted: pd.DataFrame, zone_dm2: int) -> tuple[pd.DataFrame, int]:
    """Sum by class, find what is not covered, and spread what rounding left over."""
    claims = zip(counted["status"], counted["class_code"], counted["area_m2"], strict=True)
    gathered: dict[tuple[str, str], list[float]] = defaultdict(list)
    for status, code, area_m2 in claims:
        gathered[status, code].append(area_m2)
    sums = {claim: sum_to_dm2(sizes) for claim, sizes in gathered.items()}
    known_first = sorted(
        (claim for claim, size in sums.items() if size > 0), key=lambda it: (it[0] != KNOWN, it[1])
    )
    gap_m2 = zone_dm2 / DM2_PER_M2 - math.fsum(drawn["area_m2"])
    gap_dm2 = to_dm2(gap_m2) if gap_m2 > LEFT_OVER_M2 * (len(sums) + 1) else 0
    measured = np.array([sums[claim] for claim in known_first], dtype=np.int64)
    rest_dm2 = zone_dm2 - gap_dm2 - int(measured.sum())
    spread = adjust(measured, zone_dm2 - gap_dm2).tolist()
    rows = [(*claim, size) for claim, size in zip(known_first, spread, strict=True)]
    rows += [(UNCOVERED, "", gap_dm2)] if gap_dm2 else []
    return pd.DataFrame(rows, columns=_MEASURED[1:]), rest_dm2


def _classes(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """List the classes of parcels, and of what is deducted from them, by code."""
    classes = pd.DataFrame(parcels.drop(columns="geometry"))
    if "deduct_kind" in classes:
        ridges = classes[["deduct_code", "deduct_kind"]].dropna()
        ridges = ridges.set_axis(["class_code", "kind"], axis="columns")
        classes = pd.concat([classes, ridges])
    return classes.drop_duplicates("class_code").set_index("class_code")
