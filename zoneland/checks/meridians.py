"""Which central meridian a plane without zone numbers has: its place must tell, digits do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.core.gauss_kruger import THREE_DEGREE_ZONES, Plane
from zoneland.core.turning import degrees_of, turning

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pyproj

    from zoneland.checks.regions import Bounds

SLACK_DEGREES: Final = 0.3
"""Less than a tenth of the step between meridians: extents are coarse."""
NEAR_DEGREES: Final = 1.0
"""Layers of one county lie within this of its zones."""
FURTHEST_DEGREES: Final = 3.0
"""No county's data reach farther from its 3° meridian than a whole zone."""


def degrees_around(crs: pyproj.CRS, bounds: Sequence[float]) -> Bounds | None:
    """Give west, south, east and north in degrees; None for what is no place on earth.

    Parameters
    ----------
    crs
        A plane, or degrees.
    bounds
        In that CRS.
    """
    turn = turning(crs, degrees_of(crs))
    if turn is None:
        return None
    west, south, east, north = bounds
    steps = np.linspace(0, 1, 11)
    x, y = west + (east - west) * steps, south + (north - south) * steps
    edges = [np.column_stack([x, np.full(11, side)]) for side in (south, north)]
    edges += [np.column_stack([np.full(11, side), y]) for side in (west, east)]
    lonlat = turn.xy(np.vstack(edges))
    if not np.isfinite(lonlat).all() or (np.abs(lonlat) > (180.0, 90.0)).any():
        return None
    (left, bottom), (right, top) = lonlat.min(axis=0).tolist(), lonlat.max(axis=0).tolist()
    return left, bottom, right, top


def fitting(
    like: Plane, bounds: Sequence[float], *, within: Bounds | None, near: Bounds | None
) -> list[Plane]:
    """List the planes like one, at other meridians, that put eastings and northings in place.

    Parameters
    ----------
    like
        Any 3° plane of the same datum.
    bounds
        Eastings without zone number, and northings.
    within
        The region that they must lie in, degrees; None if it is not known.
    near
        The zones that they must lie near, degrees; None if they are not known.
    """
    plain = replace(like, is_zoned=False)
    lonlat = degrees_around(plain.crs, bounds)
    if lonlat is None or lonlat[2] - lonlat[0] > FURTHEST_DEGREES:
        return []
    found = []
    for zone in THREE_DEGREE_ZONES:
        plane = replace(plain, zone=zone)
        placed = moved(lonlat, plane.meridian - like.meridian)
        is_within = within is None or is_inside(placed, within, SLACK_DEGREES)
        if is_within and (near is None or meets(placed, near, NEAR_DEGREES)):
            found.append(plane)
    return found


def moved(lonlat: Bounds, lon: float) -> Bounds:
    """Move bounds along their parallels."""
    west, south, east, north = lonlat
    return west + lon, south, east + lon, north


def is_inside(inner: Bounds, outer: Bounds, slack: float) -> bool:
    """Tell whether bounds lie in others, give or take some degrees."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def meets(one: Bounds, other: Bounds, slack: float) -> bool:
    """Tell whether bounds meet others, give or take some degrees."""
    return (
        one[0] <= other[2] + slack
        and one[2] >= other[0] - slack
        and one[1] <= other[3] + slack
        and one[3] >= other[1] - slack
    )


def place_of(zones: gpd.GeoDataFrame | None) -> Bounds | None:
    """Give where the zones lie, in degrees."""
    if zones is None or zones.crs is None:
        return None
    return degrees_around(zones.crs, zones.total_bounds.tolist())
