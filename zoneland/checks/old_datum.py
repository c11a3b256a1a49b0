"""Zones in a plane that today's rule does not call for: worked in as it is, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj

from zoneland.checks.meridians import degrees_around
from zoneland.core import crs as systems
from zoneland.core.gauss_kruger import CGCS2000, DEGREES_EPSG, SIX_DEGREE_ZONES
from zoneland.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

M2_PER_KM2: Final = 1_000_000
TODAY: Final = pyproj.CRS.from_epsg(DEGREES_EPSG[CGCS2000])


def unlike_today(crs: pyproj.CRS, bounds: Sequence[float], where: str) -> list[Problem]:
    """Tell of zones in a 6° zone, or on Beijing 54 or Xian 80.

    Parameters
    ----------
    crs, bounds
        The zones' own, in which all is measured.
    where
        How the zones are named in problems.

    Returns
    -------
    list
        ZL256 for a 6° zone, ZL257 for an old datum; neither is an error.
    """
    problems = []
    plane, datum = systems.plane_of(crs), systems.datum_of(crs)
    values = {"crs": systems.name(crs)}
    if plane is not None and plane.zone in SIX_DEGREE_ZONES:
        problems.append(Problem("ZL256", where, {**values, "zone": plane.zone}))
    if datum not in (None, CGCS2000):
        lonlat = degrees_around(crs, bounds)
        lat = (lonlat[1] + lonlat[3]) / 2 if lonlat else 0.0
        effect_m2 = (_radii_m2(crs, lat) / _radii_m2(TODAY, lat) - 1) * M2_PER_KM2
        problems.append(
            Problem("ZL257", where, {**values, "datum": datum, "effect_m2": f"{effect_m2:+.0f}"})
        )
    return problems


def _radii_m2(crs: pyproj.CRS, lat: float) -> float:
    """Give the product of the two radii of curvature: a piece of degrees is so much land.

    Examples
    --------
    At the equator of an ellipsoid it is b².

    >>> round(_radii_m2(pyproj.CRS("EPSG:4490"), 0.0) / 6_356_752.314**2, 6)
    1.0
    """
    ellipsoid = crs.ellipsoid
    if ellipsoid is None:
        raise ValueError(f"{crs.name} names no ellipsoid")
    a, b = ellipsoid.semi_major_metre, ellipsoid.semi_minor_metre
    flat = 1 - (1 - (b / a) ** 2) * np.sin(np.radians(lat)) ** 2
    return float((b / flat) ** 2)
