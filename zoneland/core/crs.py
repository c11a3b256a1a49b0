"""Coordinate systems: which plane a run works in, and what may be turned into what.

CGCS2000 3° Gauss-Krüger zones by central meridian are EPSG:4534 (75°E) to 4554 (135°E); with
the zone number before the easting they are EPSG:4513 (zone 25) to 4533 (zone 45).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyproj
from pyproj.aoi import AreaOfInterest
from pyproj.database import query_utm_crs_info
from pyproj.exceptions import CRSError

from zoneland.core.gauss_kruger import CGCS2000, DEGREES_EPSG, Plane, plane_with

if TYPE_CHECKING:
    from collections.abc import Sequence

WGS84: Final = pyproj.CRS.from_epsg(4326)
FIRST_MERIDIAN: Final = 75
LAST_MERIDIAN: Final = 135
CHINA_LAT: Final = (15.0, 55.0)
SAME_BUT_FOR_NAMES: Final = 70
"""PROJ's confidence, in percent, that two systems agree in all numbers and differ in names."""
ALIKE_IN_SOMETHING: Final = 20
"""Confidence below which PROJ only guesses; the numbers are compared here."""


def parse(text: object) -> pyproj.CRS | None:
    """Read a CRS from what a user or a file gives; None where it is not one."""
    return _parsed(text) if isinstance(text, str) else _parse(text)


def _parse(text: object) -> pyproj.CRS | None:
    try:
        return pyproj.CRS.from_user_input(text)
    except CRSError:
        return None


_parsed = lru_cache(maxsize=256)(_parse)
"""A text is asked about again and again, and PROJ takes milliseconds to read one."""


def name(crs: pyproj.CRS) -> str:
    """Name a CRS shortly, by authority and code where it has them.

    Examples
    --------
    >>> name(pyproj.CRS("EPSG:4526"))
    'EPSG:4526'

    Lambert 93 has codes of three authorities.

    >>> name(pyproj.CRS("IGNF:LAMB93")), name(pyproj.CRS("ESRI:102110"))
    ('EPSG:2154', 'EPSG:2154')
    """
    authority = standard(crs).to_authority()
    return ":".join(authority) if authority else str(crs.name)


@lru_cache(maxsize=256)
def standard(crs: pyproj.CRS) -> pyproj.CRS:
    """Give the EPSG system that is the same as one of other spelling; itself if there is none.

    A .prj from ArcGIS has no code, other names and the axes the other way round. Parameters to
    WGS 84 that a file carries (TOWGS84) are left out: for Beijing 54 programs write in those of
    some other province, or zeros.

    Examples
    --------
    >>> standard(pyproj.CRS(pyproj.CRS("EPSG:4526").to_wkt("WKT1_ESRI"))).to_epsg()
    4526
    """
    plain = crs.source_crs if crs.is_bound and crs.source_crs else crs
    code = plain.to_epsg(min_confidence=SAME_BUT_FOR_NAMES)
    if code:
        return pyproj.CRS.from_epsg(code)
    maybe = (
        pyproj.CRS.from_epsg(match.code)
        for match in plain.list_authority("EPSG", min_confidence=ALIKE_IN_SOMETHING)
    )
    return next((crs for crs in maybe if _numbers(crs) == _numbers(plain)), plain)


def _numbers(crs: pyproj.CRS) -> object:
    """Give what a system reckons with; the order of its axes is not part of it."""
    step, ellipsoid, prime = crs.coordinate_operation, crs.ellipsoid, crs.prime_meridian
    return (
        step and step.method_name,
        step and {one.name: float(one.value) * one.unit_conversion_factor for one in step.params},
        crs.datum and crs.datum.name,
        ellipsoid and (ellipsoid.semi_major_metre, ellipsoid.inverse_flattening),
        prime and prime.longitude,
        {axis.unit_conversion_factor for axis in crs.axis_info},
    )


def is_same(one: pyproj.CRS, other: pyproj.CRS) -> bool:
    """Tell whether two systems give a place the same easting and northing.

    Examples
    --------
    >>> is_same(pyproj.CRS("IGNF:LAMB93"), pyproj.CRS("EPSG:2154"))
    True
    """
    return standard(one).equals(standard(other), ignore_axis_order=True)


def plane_of(crs: pyproj.CRS) -> Plane | None:
    """Give the Gauss-Krüger plane of China that a CRS is; None for any other.

    Examples
    --------
    >>> plane_of(pyproj.CRS("EPSG:4547")).meridian
    114
    """
    return plane_with(standard(crs).to_epsg())


def datum_of(crs: pyproj.CRS) -> str | None:
    """Name the datum that a CRS of China rests on; CGCS2000 for WGS 84; None for others.

    Examples
    --------
    >>> [datum_of(pyproj.CRS(code)) for code in ("EPSG:2362", "EPSG:4214", "EPSG:4326")]
    ['Xian80', 'Beijing54', 'CGCS2000']
    >>> datum_of(pyproj.CRS("EPSG:2056")) is None
    True
    """
    if is_geocentric_alike(crs):
        return CGCS2000
    degrees = crs.geodetic_crs
    return next(
        (
            datum
            for datum, code in DEGREES_EPSG.items()
            if degrees is not None and is_same(degrees, pyproj.CRS.from_epsg(code))
        ),
        None,
    )


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
    return Plane(CGCS2000, meridian // 3, is_zoned=False).crs


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
