"""China's Gauss-Krüger planes: which EPSG code is which datum, width of zone and meridian.

Each datum has four runs of consecutive codes: 3° and 6° zones, with the zone number before the
easting (zoned) and without it (by central meridian).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import pyproj

CGCS2000: Final = "CGCS2000"
XIAN80: Final = "Xian80"
BEIJING54: Final = "Beijing54"
DEGREES_EPSG: Final = {CGCS2000: 4490, XIAN80: 4610, BEIJING54: 4214}
"""Longitude and latitude on each datum."""
FIRST_EPSG: Final = {
    (CGCS2000, 3): (4513, 4534),
    (CGCS2000, 6): (4491, 4502),
    (XIAN80, 3): (2349, 2370),
    (XIAN80, 6): (2327, 2338),
    (BEIJING54, 3): (2401, 2422),
    (BEIJING54, 6): (21413, 21453),
}
"""EPSG code of the first zone: zoned, and by central meridian."""
THREE_DEGREE_ZONES: Final = range(25, 46)
SIX_DEGREE_ZONES: Final = range(13, 24)
ZONES: Final = {3: THREE_DEGREE_ZONES, 6: SIX_DEGREE_ZONES}
HALF_ZONE_DEG: Final = 3
"""The meridian of 6° zone n is 6n - 3; that of 3° zone n is 3n."""
LEAST_NORTHING_M: Final = 1_000_000
MOST_NORTHING_M: Final = 6_000_000
"""Latitudes 9° to 54°."""
LEAST_EASTING_M: Final = 100_000
MOST_EASTING_M: Final = 900_000
"""With the false easting of 500 km; the widest 6° zone spans 166 to 834 km."""
M_PER_PREFIX: Final = 1_000_000
"""What a zone number before the easting stands for."""


def zone_width_deg(zone: int) -> int | None:
    """Give the width of a zone in degrees, by its number; None if China has no such zone.

    Examples
    --------
    >>> zone_width_deg(38), zone_width_deg(19), zone_width_deg(24)
    (3, 6, None)
    """
    return next((width for width, zones in ZONES.items() if zone in zones), None)


@dataclass(frozen=True, slots=True)
class Plane:
    """One Gauss-Krüger plane."""

    datum: str
    """``CGCS2000``, ``Xian80`` or ``Beijing54``."""
    zone: int
    """Its number tells the width: 25 to 45 are 3° zones, 13 to 23 are 6° zones."""
    is_zoned: bool
    """Whether the zone number stands before the easting."""

    @property
    def width_deg(self) -> int:
        """Width of the zone, 3 or 6 degrees."""
        return 3 if self.zone in THREE_DEGREE_ZONES else 6

    @property
    def meridian(self) -> int:
        """Central meridian, degrees east."""
        return self.zone * self.width_deg - (HALF_ZONE_DEG if self.zone in SIX_DEGREE_ZONES else 0)

    @property
    def epsg(self) -> int:
        """Its EPSG code.

        Examples
        --------
        >>> Plane(CGCS2000, 38, is_zoned=True).epsg, Plane(XIAN80, 19, is_zoned=False).epsg
        (4526, 2344)
        """
        zoned, by_meridian = FIRST_EPSG[self.datum, self.width_deg]
        return (zoned if self.is_zoned else by_meridian) + ZONES[self.width_deg].index(self.zone)

    @property
    def crs(self) -> pyproj.CRS:
        """The plane as a CRS."""
        return pyproj.CRS.from_epsg(self.epsg)

    def at(self, meridian: int) -> Plane | None:
        """Give the plane like it at another central meridian; None where there is none.

        Examples
        --------
        >>> Plane(CGCS2000, 38, is_zoned=False).at(111).epsg
        4546
        >>> Plane(CGCS2000, 19, is_zoned=True).at(114) is None
        True
        """
        like = (replace(self, zone=zone) for zone in ZONES[self.width_deg])
        return next((plane for plane in like if plane.meridian == meridian), None)


@cache
def _by_epsg() -> dict[int, Plane]:
    planes = (
        Plane(datum, zone, is_zoned)
        for datum, width_deg in FIRST_EPSG
        for zone in ZONES[width_deg]
        for is_zoned in (True, False)
    )
    return {plane.epsg: plane for plane in planes}


def plane_with(epsg: int | None) -> Plane | None:
    """Give the Gauss-Krüger plane that has an EPSG code; None if the code is of another system.

    Examples
    --------
    >>> plane_with(4526)
    Plane(datum='CGCS2000', zone=38, is_zoned=True)
    >>> plane_with(4490) is None
    True
    """
    return _by_epsg().get(epsg or 0)
