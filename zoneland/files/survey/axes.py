"""Which number of a pair is the northing, told by magnitude: survey files may be swapped.

In China's Gauss-Krüger planes a northing has 7 digits; an easting has 6, or 8 where the zone
number stands before it. The ranges do not meet, so each pair tells by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from zoneland.core.gauss_kruger import (
    LEAST_EASTING_M,
    LEAST_NORTHING_M,
    M_PER_PREFIX,
    MOST_EASTING_M,
    MOST_NORTHING_M,
    zone_width_deg,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a point lies, easting first as in every frame."""

    easting: float
    """Metres; with the zone number before it if the file has it."""
    northing: float
    is_swapped: bool
    """The file gave the easting first."""

    @property
    def xy(self) -> tuple[float, float]:
        """Easting and northing."""
        return self.easting, self.northing


def place(first: float, second: float) -> Place | None:
    """Tell northing from easting; None where the two are not one of each.

    Examples
    --------
    >>> place(3850000, 38500000)
    Place(easting=38500000, northing=3850000, is_swapped=False)
    >>> place(500000, 3850000).is_swapped, place(34.7, 113.6), place(3850000, 24500000)
    (True, None, None)
    """
    if _is_northing(first) and _is_easting(second):
        return Place(second, first, is_swapped=False)
    if _is_easting(first) and _is_northing(second):
        return Place(first, second, is_swapped=True)
    return None


def zone_prefix(easting: float) -> int | None:
    """Give the zone number before an easting; None if it has none.

    Examples
    --------
    >>> zone_prefix(38500000.5), zone_prefix(500000.5)
    (38, None)
    """
    return int(easting // M_PER_PREFIX) or None


def _is_northing(value: float) -> bool:
    return LEAST_NORTHING_M <= value < MOST_NORTHING_M


def _is_easting(value: float) -> bool:
    prefix = zone_prefix(value)
    is_zone = prefix is None or zone_width_deg(prefix) is not None
    return is_zone and LEAST_EASTING_M <= value % M_PER_PREFIX < MOST_EASTING_M
