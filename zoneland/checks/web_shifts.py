"""How the coordinates of Chinese web maps may have moved places: GCJ-02 and, on top, BD-09.

BD-09 is Baidu's: GCJ-02 turned and drawn out a little about the origin of degrees. Its formula is
public as that of GCJ-02 is; together they move places by 700 to 1500 m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.checks import gcj02
from zoneland.checks.numbers import CHINA_LAT, CHINA_LON
from zoneland.core.crs import is_geocentric_alike
from zoneland.core.turning import degrees_of, turning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyproj
    from numpy.typing import NDArray

BD_WAVE: Final = 3000.0 * np.pi / 180
BD_RADIUS: Final = 2e-5
BD_ANGLE: Final = 3e-6
BD_ORIGIN: Final = (0.0065, 0.006)
UNDOING_STEPS: Final = 5


def bd09(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the BD-09 coordinates of places in China.

    Parameters
    ----------
    lonlat
        Longitude and latitude in degrees on WGS 84 or CGCS2000, shape (n, 2).

    Examples
    --------
    >>> bd09(np.array([[116.404, 39.915]])).round(3).tolist()
    [[116.417, 39.923]]
    """
    return baidu(gcj02.shifted(lonlat))


def baidu(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the BD-09 coordinates of places that are given in GCJ-02.

    Examples
    --------
    >>> baidu(np.array([[116.404, 39.915]])).round(9).tolist()
    [[116.410369494, 39.921336994]]
    """
    lon, lat = lonlat.T
    radius = np.hypot(lon, lat) + BD_RADIUS * np.sin(lat * BD_WAVE)
    angle = np.arctan2(lat, lon) + BD_ANGLE * np.cos(lon * BD_WAVE)
    turned = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return np.asarray(turned + np.array(BD_ORIGIN))


def roughly_bd09(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give what converters give that leave out Baidu's waves: up to 40 m off BD-09."""
    return np.asarray(gcj02.shifted(lonlat) + np.array(BD_ORIGIN))


SYSTEMS: Final = (("gcj02", gcj02.shifted), ("bd09", bd09), ("bd09", roughly_bd09))
"""What shifts places, and the key of its name."""


def web_shifts(
    crs: pyproj.CRS, points: NDArray[np.float64]
) -> Iterator[tuple[NDArray[np.float64], str, str]]:
    """Yield by how much each point would lie aside on another layer, were one of the two shifted.

    Parameters
    ----------
    crs
        A plane; one on a datum of its own yields nothing, for the shifts are not laid out on it.
    points
        Eastings and northings, metres, of zones; outside China nothing is shifted.

    Yields
    ------
    tuple
        Metres east and north for each point, which system it is, and which is shifted:
        ``layer``, or the ``zones`` that the points are of.
    """
    to_degrees = turning(crs, degrees_of(crs))
    back = turning(degrees_of(crs), crs)
    if to_degrees is None or back is None or not is_geocentric_alike(crs):
        return
    lonlat = to_degrees.xy(points)
    if not _is_in_china(lonlat):
        return
    for system, shift in SYSTEMS:
        yield back.xy(shift(lonlat)) - points, system, "layer"
        yield back.xy(undone(shift, lonlat)) - points, system, "zones"


def undone(
    shift: Callable[[NDArray[np.float64]], NDArray[np.float64]], lonlat: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Undo a shift: it has no closed inverse, and is smooth enough for a few steps.

    Examples
    --------
    >>> here = np.array([[113.85, 34.66]])
    >>> bool(np.abs(undone(bd09, bd09(here)) - here).max() < 1e-8)  # a millimetre
    True
    """
    found = lonlat
    for _ in range(UNDOING_STEPS):
        found = lonlat - (shift(found) - found)
    return found


def _is_in_china(lonlat: NDArray[np.float64]) -> bool:
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    return bool(
        CHINA_LON[0] <= low[0]
        and high[0] < CHINA_LON[1]
        and CHINA_LAT[0] <= low[1]
        and high[1] < CHINA_LAT[1]
    )
