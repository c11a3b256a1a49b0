"""Stored areas (TBMJ) held against the polygons: other units, the plane, a net area, wrong rows.

TBMJ is the ellipsoidal area of the whole polygon in m² with two decimals, adjusted by some
0.01 m² to the sheet (TD/T 1055-2019). A row may differ by 1 m² or one part in a thousand,
whichever is more: adjustment and rounding stay far below, a wrong polygon rarely does. What most
rows share is told as what it is, and not row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.core.problems import Problem
from zoneland.landuse.ground import areal_scale, plane_m2

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

MOST_OFF_M2: Final = 1.0
MOST_OFF_SHARE: Final = 1e-3

UNITS: Final = {"公顷 (ha)": 1e-4, "亩 (mu)": 1.5e-3, "平方千米 (km²)": 1e-6}
"""Stored number over square metres, by unit."""
UNIT_OFF: Final = 0.1
"""Numbers of two decimals in 公顷 are so coarse; the next unit is 15 times off."""
MEDIAN_OFF: Final = 0.02

FEWEST: Final = 3
"""Fewer rows are no system."""
MOST_OF: Final = 0.8
"""So large a part of the rows makes a system."""
VISIBLE_M2: Final = 0.05
"""Plane and ellipsoid must differ by more than rounding for a row to tell them apart."""
FITS_PLANE: Final = 0.25
"""A row that is nearer to its plane area than this part of the difference is plane."""
MOST_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Pairs:
    """Stored and measured areas of the parcels that have both, by position."""

    at: NDArray[np.intp]
    stored: NDArray[np.float64]
    """As found, presumably m²."""
    ground_m2: NDArray[np.float64]
    plane_m2: NDArray[np.float64]
    deducted: NDArray[np.float64]
    """Share that is deducted, 0 where none is."""

    @property
    def ratio(self) -> NDArray[np.float64]:
        """Stored over measured area."""
        return self.stored / self.ground_m2


def checked_against_ground(
    parcels: gpd.GeoDataFrame, where: str, *, field: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Hold stored areas against the polygons, and put aside those that are no m² of them.

    Parameters
    ----------
    parcels
        ``row``, ``stored_m2`` (NaN where there is none), perhaps ``deduct_share``; valid
        polygons in the working CRS.
    where
        How the layer is named in problems.
    field
        What the layer calls the stored area.

    Returns
    -------
    tuple
        The parcels, ``stored_m2`` missing where it is in another unit or net of what is
        deducted, so that measured areas stand for it; and problems: ZL283 for such a system,
        ZL284 for areas taken in the plane, ZL282 for single rows that are off.
    """
    if parcels.empty or parcels.crs is None or not parcels.crs.is_projected:
        return parcels, []
    pairs = _pairs(parcels)
    place = f"{where} {field}"
    meant, is_other = _other_measure(pairs)
    problems = []
    if meant:
        problems.append(_told("ZL283", place, pairs, is_other, parcels, meant=meant))
        stored_m2 = parcels["stored_m2"].to_numpy(copy=True)
        stored_m2[pairs.at[is_other]] = np.nan
        parcels = parcels.assign(stored_m2=stored_m2)
    elif (is_plane := _is_plane(pairs)).any():
        problems.append(_told("ZL284", place, pairs, is_plane, parcels))
    is_off = ~is_other & ~_is_near(pairs.stored, pairs.ground_m2)
    if is_off.any():
        problems.append(_told("ZL282", place, pairs, is_off, parcels))
    return parcels, problems


def _pairs(parcels: gpd.GeoDataFrame) -> Pairs:
    shapes = parcels.geometry.to_numpy()
    drawn_m2 = plane_m2(shapes, parcels.crs)
    ground_m2 = drawn_m2 / areal_scale(shapes, parcels.crs)
    stored = parcels["stored_m2"].to_numpy(dtype=np.float64)
    deducted = np.zeros(len(parcels))
    if "deduct_share" in parcels:
        deducted = parcels["deduct_share"].fillna(0.0).to_numpy(dtype=np.float64)
    at = np.flatnonzero((stored > 0) & np.isfinite(ground_m2) & (ground_m2 > 0))
    return Pairs(at, stored[at], ground_m2[at], drawn_m2[at], deducted[at])


def _is_near(stored: NDArray[np.float64], other_m2: NDArray[np.float64]) -> NDArray[np.bool_]:
    most = np.maximum(MOST_OFF_M2, MOST_OFF_SHARE * other_m2)
    return np.asarray(np.abs(stored - other_m2) <= most)


def _is_system(fits: NDArray[np.bool_]) -> bool:
    return int(fits.sum()) >= FEWEST and float(fits.mean()) >= MOST_OF


def _other_measure(pairs: Pairs) -> tuple[str, NDArray[np.bool_]]:
    """Name what stored areas are in place of m² of the polygon, and tell which rows are."""
    none = np.zeros(len(pairs.at), dtype=bool)
    if len(pairs.at) < FEWEST:
        return "", none
    middle = float(np.median(pairs.ratio))
    for unit, factor in UNITS.items():
        fits = np.abs(pairs.ratio / factor - 1) <= UNIT_OFF
        if abs(middle / factor - 1) <= MEDIAN_OFF and _is_system(fits):
            return unit, np.asarray(fits)
    is_net = _is_near(pairs.stored, pairs.ground_m2 * (1 - pairs.deducted))
    is_net &= ~_is_near(pairs.stored, pairs.ground_m2)
    less = pairs.deducted > 0
    if less.any() and _is_system(is_net[less]):
        return "TBMJ × (1 − KCXS)", is_net
    return "", none


def _is_plane(pairs: Pairs) -> NDArray[np.bool_]:
    """Tell which rows hold the plane area, if most of those that can tell do."""
    difference = np.abs(pairs.plane_m2 - pairs.ground_m2)
    tells = difference > VISIBLE_M2
    fits = tells & (np.abs(pairs.stored - pairs.plane_m2) <= FITS_PLANE * difference)
    return fits if tells.any() and _is_system(fits[tells]) else np.zeros_like(fits)


def _told(
    code: str,
    place: str,
    pairs: Pairs,
    which: NDArray[np.bool_],
    parcels: gpd.GeoDataFrame,
    **more: str,
) -> Problem:
    """Tell of rows with their median ratio and the worst of them, which is also the place."""
    found = np.flatnonzero(which)
    off = np.abs(pairs.stored - pairs.ground_m2)[found]
    worst = found[np.argsort(-off, kind="stable")][:MOST_SHOWN]
    rows = parcels["row"].to_numpy()[pairs.at]
    shown = [f"#{rows[i]} {pairs.stored[i]:.2f} / {pairs.ground_m2[i]:.2f}" for i in worst]
    values = {
        "count": len(found),
        "of": len(pairs.at),
        "ratio": f"{float(np.median(pairs.ratio[found])):.6g}",
        "worst": "；".join(shown),
        **more,
    }
    return Problem(code, place, values, piece=parcels.geometry.iloc[pairs.at[worst[0]]])
