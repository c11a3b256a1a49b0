"""Degrees for the page: the one place where geometry leaves the working CRS.

The degrees are those of the working CRS's own datum, so nothing is moved on the way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyproj
import shapely
from pyproj.crs import GeographicCRS

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

DEGREE: Final = math.pi / 180
FIT_ORDER: Final = 5
FIT_GRID: Final = 24
CHECK_GRID: Final = 61
WORST_FIT_M: Final = 0.5
MARGIN: Final = 0.25
"""How far around the zones coordinates are still told, as a part of their extent."""


def degrees_crs(crs: pyproj.CRS) -> pyproj.CRS:
    """Give the longitude and latitude that belong to a CRS.

    Examples
    --------
    >>> degrees_crs(pyproj.CRS("EPSG:4526")).to_epsg()
    4490

    NTF (Paris) counts in grads from Paris, which no web map can draw.

    >>> degrees_crs(pyproj.CRS("EPSG:27572")).to_epsg()
    4326
    """
    own = crs.geodetic_crs
    if own is None:
        return GeographicCRS()
    flat = own.to_2d()
    in_degrees = all(math.isclose(axis.unit_conversion_factor, DEGREE) for axis in flat.axis_info)
    prime = flat.prime_meridian
    from_greenwich = prime is None or prime.longitude == 0
    return flat if in_degrees and from_greenwich else pyproj.CRS.from_epsg(4326)


def to_lonlat(frame: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Turn a frame's geometry into longitude and latitude in degrees; None stays None."""
    target = degrees_crs(frame.crs)
    turn = pyproj.Transformer.from_crs(frame.crs, target, always_xy=True, allow_ballpark=False)
    shapes = np.asarray(frame.geometry.array, dtype=object)
    return np.asarray(
        shapely.transform(
            shapely.force_2d(shapes),
            lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1])),
        ),
        dtype=object,
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """A polynomial from degrees to the working plane, good inside a window.

    With ``u = (lon - lon0) / half_lon`` and ``v = (lat - lat0) / half_lat``, easting is the sum
    of ``easting[k] * u**powers[k][0] * v**powers[k][1]``, and so is northing.
    """

    lon0: float
    lat0: float
    half_lon: float
    half_lat: float
    powers: tuple[tuple[int, int], ...]
    easting: tuple[float, ...]
    northing: tuple[float, ...]
    accuracy_m: float
    """Largest error found on a finer grid than the fitted one, in metres, rounded up to 1 cm."""


def _grid(bounds: NDArray[np.float64], count: int) -> tuple[NDArray[Any], NDArray[Any]]:
    west, south, east, north = bounds
    lon, lat = np.meshgrid(np.linspace(west, east, count), np.linspace(south, north, count))
    return lon.ravel(), lat.ravel()


def fit_plane(crs: pyproj.CRS, bounds: tuple[float, float, float, float]) -> Fit | None:
    """Fit the way from degrees to a plane, or None where it cannot be had within 0.5 m.

    Parameters
    ----------
    crs
        The working CRS; projected, in metres.
    bounds
        West, south, east and north of the zones, in degrees.

    Examples
    --------
    >>> fit = fit_plane(pyproj.CRS("EPSG:4526"), (113.9, 34.6, 114.1, 34.8))
    >>> fit.accuracy_m, round(fit.easting[0] / 1000)
    (0.01, 38500)
    """
    if not crs.is_projected or crs.axis_info[0].unit_conversion_factor != 1:
        return None
    west, south, east, north = bounds
    half = max((east - west) / 2, (north - south) / 2, 1e-3) * (1 + MARGIN)
    lon0, lat0 = (west + east) / 2, (south + north) / 2
    window = np.array([lon0 - half, lat0 - half, lon0 + half, lat0 + half])
    turn = pyproj.Transformer.from_crs(degrees_crs(crs), crs, always_xy=True, allow_ballpark=False)
    powers = tuple((i, j) for i in range(FIT_ORDER + 1) for j in range(FIT_ORDER + 1 - i))

    def terms(lon: NDArray[Any], lat: NDArray[Any]) -> NDArray[Any]:
        u, v = (lon - lon0) / half, (lat - lat0) / half
        return np.column_stack([u**i * v**j for i, j in powers])

    lon, lat = _grid(window, FIT_GRID)
    known = np.column_stack(turn.transform(lon, lat))
    if not np.isfinite(known).all():
        return None
    factors: NDArray[Any] = np.linalg.lstsq(terms(lon, lat), known, rcond=None)[0].round(6)
    lon, lat = _grid(window, CHECK_GRID)
    error = np.abs(terms(lon, lat) @ factors - np.column_stack(turn.transform(lon, lat))).max()
    if not error <= WORST_FIT_M:
        return None
    return Fit(
        lon0=lon0,
        lat0=lat0,
        half_lon=half,
        half_lat=half,
        powers=powers,
        easting=tuple(factors[:, 0].tolist()),
        northing=tuple(factors[:, 1].tolist()),
        accuracy_m=max(math.ceil(error * 100), 1) / 100,
    )
