"""Zone × class areas that add up to the zone: known, contested and uncovered land."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from zoneland.checks.ground import polygons_of
from zoneland.checks.overlaps import overlapping_pairs
from zoneland.checks.place import refuse_two_planes
from zoneland.core.contracts import AREAS
from zoneland.core.units import DM2_PER_M2, sum_to_dm2, to_dm2
from zoneland.measure.adjust import adjust
from zoneland.measure.area import area_of, one_area_m2
from zoneland.measure.classes import ClassRow, LandClasses, classes_of, uncovered_row
from zoneland.measure.cover import Claims, groups, settle
from zoneland.measure.shares import Shares, shares_of
from zoneland.measure.stored import stored_areas

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.measure.shares import Way

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

    Raises
    ------
    InputError
        ZL215 for zones that are not in a projected CRS, ZL217 for parcels in another than theirs.

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
    zones: gpd.GeoDataFrame,
    parcels: gpd.GeoDataFrame,
    *,
    area: str = "ellipsoid",
    way: Way = "",
) -> Tabulation:
    """Give the areas of `tabulate` together with the residual that was spread.

    `way` is as for `zoneland.measure.shares.shares_of`.
    """
    refuse_two_planes(zones, parcels)
    measure = area_of(area, zones.crs)
    ground = zones.geometry.to_numpy()
    zone_dm2 = [to_dm2(value) for value in measure(ground)]
    classes = classes_of(parcels)
    shares = shares_of(ground, parcels.geometry.to_numpy(), area=area, crs=zones.crs, way=way)
    drawn, counted = _measured(
        shares, ground, parcels, classes, measure=measure, from_stored=area == "ledger"
    )
    rows, spread = [], []
    for at, zone_id in enumerate(zones["zone_id"]):
        closed, rest_dm2 = _closed(drawn.get(at, {}), counted.get(at, {}), zone_dm2[at], classes)
        rows += [(zone_id, *row) for row in closed]
        spread.append(rest_dm2)
    areas = pd.DataFrame(rows, columns=[column.name for column in AREAS.columns])
    types = {"is_built": "bool", "area_dm2": "int64"}
    return Tabulation(areas.astype(types), pd.Series(spread, index=zones["zone_id"], dtype="int64"))


Sums = dict[int, dict[Claims, list[float]]]
"""Areas in m² that are yet to be summed, by zone and by who claims the ground."""


def _measured(  # noqa: PLR0913  zones, land, what they share, what land is, and how it counts
    shares: Shares,
    ground: NDArray[np.object_],
    parcels: gpd.GeoDataFrame,
    classes: LandClasses,
    *,
    measure: AreaOf,
    from_stored: bool,
) -> tuple[Sums, Sums]:
    """Sum what is shared: as drawn, and as it counts (the same unless from stored areas)."""
    own = classes.of_parcel[shares.land]
    geometry = parcels.geometry.to_numpy()
    doubled = _doubled(shares, geometry)
    alone = np.setdiff1d(np.arange(len(shares.zone)), [at for group in doubled for at in group])
    alone = alone.astype(np.intp)
    alone_m2 = shares.area_m2[alone]
    drawn = _gathered(shares.zone[alone], own[alone], alone_m2)
    counted = drawn
    if from_stored:
        land = parcels.iloc[shares.land[alone]]
        stored = stored_areas(alone_m2, measure(land.geometry.to_numpy()), land)
        piece = stored["piece"].to_numpy()
        shared = np.where(
            stored["is_deducted"],
            classes.of_deduction[shares.land[alone]][piece],
            own[alone][piece],
        )
        counted = _gathered(shares.zone[alone][piece], shared, stored["area_m2"].to_numpy())
    for group in doubled:
        zone = int(shares.zone[group[0]])
        pieces = polygons_of(shapely.intersection(geometry[shares.land[group]], ground[zone]))
        for settled, claims in settle(pieces, own[group]):
            size = one_area_m2(measure, settled)
            for sums in (drawn,) if counted is drawn else (drawn, counted):
                sums[zone][claims].append(size)
    return drawn, counted


def _gathered(zone: NDArray[np.intp], own: NDArray[np.intp], area_m2: NDArray[np.float64]) -> Sums:
    sums: Sums = defaultdict(lambda: defaultdict(list))
    order = np.lexsort((own, zone))  # stable: sizes stay in the order they came
    zone, own, area_m2 = zone[order], own[order], area_m2[order]
    starts = np.flatnonzero(np.diff(zone, prepend=-1) | np.diff(own, prepend=-1))
    ends = [*starts[1:], len(zone)]
    for start, end in zip(starts, ends[: len(starts)], strict=True):
        sums[int(zone[start])][frozenset({int(own[start])})] = area_m2[start:end].tolist()
    return sums


def _doubled(shares: Shares, land: NDArray[np.object_]) -> list[list[int]]:
    """Group the shares, zone by zone, whose parcels overlap one another."""
    used, position = np.unique(shares.land, return_inverse=True)
    pairs = overlapping_pairs(land[used])
    partners = defaultdict(set)
    for one, other in pairs.tolist():
        partners[one].add(other)
    in_pairs = np.flatnonzero(np.isin(position, pairs))
    keys = zip(shares.zone[in_pairs].tolist(), position[in_pairs].tolist(), strict=True)
    by_zone = dict(zip(keys, in_pairs.tolist(), strict=True))
    return groups(
        (at, by_zone[zone, other])
        for (zone, parcel), at in by_zone.items()
        for other in partners[parcel]
        if (zone, other) in by_zone
    )


def _closed(
    drawn: dict[Claims, list[float]],
    counted: dict[Claims, list[float]],
    zone_dm2: int,
    classes: LandClasses,
) -> tuple[list[ClassRow], int]:
    """Sum by class, find what is not covered, and spread what is left over."""
    sums = {claims: sum_to_dm2(sizes) for claims, sizes in counted.items()}
    found = sorted((claims for claims, size in sums.items() if size > 0), key=classes.order)
    gap_m2 = zone_dm2 / DM2_PER_M2 - math.fsum(size for sizes in drawn.values() for size in sizes)
    gap_dm2 = to_dm2(gap_m2) if gap_m2 > LEFT_OVER_M2 * (len(sums) + 1) else 0
    measured = np.array([sums[claims] for claims in found], dtype=np.int64)
    rest_dm2 = zone_dm2 - gap_dm2 - int(measured.sum())
    spread = adjust(measured, zone_dm2 - gap_dm2).tolist()
    rows = [classes.row(claims, size) for claims, size in zip(found, spread, strict=True)]
    rows += [uncovered_row(gap_dm2)] if gap_dm2 else []
    return rows, rest_dm2
