"""Give the land of the twelve zones its plan, so that each has the shares its case asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from zoneland.measure.ellipsoid import ellipsoid_area_m2
from zoneland.sample.chance import chances, shuffled
from zoneland.sample.county import CRS
from zoneland.sample.fabric import PARCEL
from zoneland.sample.land import Mix, drawn, surveyed

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.sample.cases import Case

INDUSTRY: Final[Mix] = (("1001", 70), ("100102", 30))
UNBUILT: Final[Mix] = (("0301", 30), ("1704", 25), ("0102", 45))
OTHERS: Final[Mix] = (
    ("1402", 34), ("1401", 16), ("0901", 18), ("1303", 14), ("120803", 8), ("0902", 5), ("0802", 5),
)  # fmt: skip
PLAIN: Final[Mix] = (("1402", 35), ("0901", 30), ("070102", 20), ("1303", 15))
"""For zones whose verdict must not change with what counts as industrial."""
STILL_FARMED: Final = 0.6
"""Share of a core's land beyond its zone that is cropland today."""


def inside_m2(
    zone: shapely.Polygon | shapely.MultiPolygon, shapes: NDArray[np.object_]
) -> NDArray[np.float64]:
    """Measure on the ellipsoid how much of each shape lies in a zone."""
    areas = np.zeros(len(shapes))
    near = shapely.STRtree(shapes).query(zone, predicate="intersects")
    areas[near] = ellipsoid_area_m2(shapely.intersection(shapes[near], zone), CRS)
    return areas


def nearest_subset(areas_m2: NDArray[np.float64], target_m2: float) -> NDArray[np.bool_]:
    """Choose areas whose sum comes near a target: as they come, then by the best exchange.

    Examples
    --------
    >>> nearest_subset(np.array([5.0, 4.0, 3.0, 2.0]), 7.0).tolist()
    [True, False, False, True]
    >>> nearest_subset(np.array([4.0, 5.0]), 5.2).tolist()
    [False, True]
    """
    chosen = np.zeros(len(areas_m2), dtype=bool)
    gap_m2 = target_m2
    for index, area_m2 in enumerate(areas_m2.tolist()):
        if area_m2 <= gap_m2:
            chosen[index] = True
            gap_m2 -= area_m2
    leave, enter = np.append(np.flatnonzero(chosen), -1), np.append(np.flatnonzero(~chosen), -1)
    padded = np.append(areas_m2, 0.0)  # so that -1 stands for nothing
    left_m2 = np.abs(gap_m2 - padded[enter][None, :] + padded[leave][:, None])
    out, into = np.unravel_index(np.argmin(left_m2), left_m2.shape)
    chosen[leave[out : out + 1][leave[out : out + 1] >= 0]] = False
    chosen[enter[into : into + 1][enter[into : into + 1] >= 0]] = True
    return chosen


def allot(
    land: gpd.GeoDataFrame,
    zone: shapely.Polygon | shapely.MultiPolygon,
    *,
    case: Case,
    seed: int,
) -> gpd.GeoDataFrame:
    """Plan a zone's land by its case.

    Parameters
    ----------
    land
        As `land.put_to_use` gives it.
    zone
        The zone's boundary.
    case
        The shares to make.
    seed
        The county's seed.

    Returns
    -------
    GeoDataFrame
        `land` with ``plan`` and ``survey`` changed within the zone's core; ``plan`` is None
        where the plan leaves land out.
    """
    areas_m2 = inside_m2(zone, land.geometry.to_numpy())
    whole_m2 = float(ellipsoid_area_m2(np.array([zone]), CRS)[0])
    own = ((land["role"] == PARCEL) & (land["core"] == case.number)).to_numpy()
    own = own & np.isin(land["kind"].to_numpy(), ["I", "U"])
    free = np.flatnonzero(own & (areas_m2 > 0))
    free = free[shuffled(seed, "allot", len(free), case.number)]
    plan, survey = land["plan"].to_numpy(object).copy(), land["survey"].to_numpy(object).copy()
    rest = PLAIN if case.along_parcels or case.missing > 0 else OTHERS
    for share, mix in (
        (case.industry, INDUSTRY[:1] if case.exact else INDUSTRY),
        (case.storage, (("1101", 1.0),)),
        (case.unbuilt, UNBUILT),
        (case.missing, None),
    ):
        chosen = nearest_subset(areas_m2[free], share * whole_m2) & (share > 0)
        plan[free[chosen]] = _codes(mix, free[chosen], case.number, seed)
        free = free[~chosen]
    plan[free] = _codes(rest[:2] if case.exact else rest, free, case.number, seed)
    planned = own & (areas_m2 > 0) & pd.notna(plan)
    survey[planned] = surveyed(plan[planned], land[planned], seed)
    beyond = np.flatnonzero(own & (areas_m2 == 0))
    survey[beyond[chances(seed, "still farmed", beyond) < STILL_FARMED]] = "0102"
    return land.assign(plan=plan, survey=survey)


def _codes(mix: Mix | None, rows: NDArray[np.intp], number: int, seed: int) -> NDArray[np.object_]:
    if mix is None:
        return np.full(len(rows), None, dtype=object)
    return drawn(mix, chances(seed, "allot code", number, rows))
