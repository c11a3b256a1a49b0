"""Coordinate systems: which plane a run works in, and what may be turned into what.

CGCS2000 3° Gauss-Krüger zones by central meridian are EPSG:4534 (75°E) to 4554 (135°E); with
the zone number before the easting they are EPSG:4513 (zone 25) to 4533 (zone 45).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pyproj
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info
from pyproj.exceptions import CRSError, ProjError

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_MERIDIAN: Final = 75
LAST_MERIDIAN: Final = 135
FIRST_MERIDIAN_EPSG: Final = 4534
CHINA_LAT: Final = (15.0, 55.0)


def parse(text: object) -> pyproj.CRS | None:
    """Read a CRS from what a user or a file gives; None where it is not one."""
    try:
        return pyproj.CRS.from_user_input(text)
    except CRSError:
        return None


def name(crs: pyproj.CRS) -> str:
    """Name a CRS shortly, by authority and code where it has them.

    Examples
    --------
    >>> name(pyproj.CRS("EPSG:4526"))
    'EPSG:4526'
    """
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.name)


def gauss_kruger(lon: float) -> pyproj.CRS:
    """Give the CGCS2000 3° zone, by central meridian, that holds a longitude.

    Parameters
    ----------
    lon
        Degrees east; the nearest meridian between 75°E and 135°E is taken.

    Examples
    --------
    >>> gauss_kruger(113.6).to_epsg()
    4547
    """
    meridian = min(max(round(lon / 3) * 3, FIRST_MERIDIAN), LAST_MERIDIAN)
    return pyproj.CRS.from_epsg(FIRST_MERIDIAN_EPSG + (meridian - FIRST_MERIDIAN) // 3)


def is_plane(crs: pyproj.CRS) -> bool:
    """Tell whether a CRS is a plane to measure in; the web's pseudo-Mercator is none.

    Examples
    --------
    >>> [is_plane(pyproj.CRS(code)) for code in ("EPSG:4526", "EPSG:2056", "EPSG:4490")]
    [True, True, False]
    >>> is_plane(pyproj.CRS("EPSG:3857"))
    False
    """
    operation = crs.coordinate_operation
    method = operation.method_name if operation else ""
    is_web = method.startswith("Mercator") or "Pseudo" in method
    return bool(crs.is_projected) and not is_web


def working_crs(crs: pyproj.CRS, bounds: Sequence[float]) -> pyproj.CRS:
    """Choose the plane to work in: the zones' own, or the one that their place calls for.

    Parameters
    ----------
    crs
        CRS of the zones.
    bounds
        West, south, east and north of the zones in `crs`.
    """
    if is_plane(crs):
        return crs
    to_lonlat = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    lon, lat = to_lonlat.transform((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    in_china = FIRST_MERIDIAN <= lon <= LAST_MERIDIAN and CHINA_LAT[0] <= lat <= CHINA_LAT[1]
    if in_china:
        return gauss_kruger(lon)
    utm = query_utm_crs_info("WGS 84", AreaOfInterest(lon, lat, lon, lat))
    if not utm:  # beyond 84°N and 80°S there is no UTM
        return pyproj.CRS.from_epsg(3995 if lat > 0 else 3031)
    return pyproj.CRS.from_epsg(int(utm[0].code))


@cache
def can_turn(source: pyproj.CRS, target: pyproj.CRS) -> bool:
    """Tell whether PROJ knows a real way between two systems.

    Where it does not (Beijing 54 and Xian 80 to CGCS2000), PROJ falls back on a "ballpark" step
    that moves nothing and says so nowhere; datums are not mixed on such terms. WGS 84 and
    CGCS2000 are the exception: they agree to some centimetres, so moving nothing is right.
    """
    if is_geocentric_alike(source) and is_geocentric_alike(target):
        return True
    try:
        pyproj.Transformer.from_crs(source, target, always_xy=True, allow_ballpark=False)
    except ProjError:
        return False
    return True


ALIKE: Final = ("World Geodetic System 1984", "China 2000", "China_2000", "CGCS2000", "WGS_1984")


def is_geocentric_alike(crs: pyproj.CRS) -> bool:
    """Tell whether a CRS rests on WGS 84 or CGCS2000, which agree to some centimetres.

    Examples
    --------
    >>> [is_geocentric_alike(pyproj.CRS(code)) for code in ("EPSG:4526", "EPSG:4326", "EPSG:2362")]
    [True, True, False]
    """
    datum = crs.datum.name if crs.datum else ""
    return any(name in datum for name in ALIKE)
