"""How large drawn parcels are on the ground, near enough to hold stored areas against.

The area of record is measured edge by edge (TD/T 1055-2019), which is a later stage's work. A
parcel is so small that its plane area over the projection's scale of areas at its middle is the
same to some parts in ten million, and that serves to find wrong units and wrong rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import shapely
from numpy.polynomial import chebyshev

if TYPE_CHECKING:
    from numpy.typing import NDArray

MANY: Final = 5_000
"""Places from which it pays to ask PROJ at few of them and to find the others by a polynomial."""
NODES: Final = 12
"""Points along a side that the polynomial goes through."""
CLOSE: Final = 1e-9
"""How well it must agree with PROJ, of 1: a millionth of a square metre on a large parcel."""
PROBES: Final = 64


def areal_scale(shapes: NDArray[np.object_], crs: pyproj.CRS) -> NDArray[np.float64]:
    """Give plane area over ellipsoidal area at the middle of each polygon's box.

    Parameters
    ----------
    shapes
        Polygons, none of them empty, in `crs`.
    crs
        A projected CRS.

    Examples
    --------
    A square kilometre 130 km east of its meridian is drawn 4 parts in 10,000 too large.

    >>> shape = np.array([shapely.box(630_000, 3_850_000, 631_000, 3_851_000)])
    >>> (1_000_000 / areal_scale(shape, pyproj.CRS("EPSG:4547"))).round(1).tolist()
    [999580.5]
    """
    west, south, east, north = shapely.bounds(shapes).T
    xy = np.column_stack([west + east, south + north]) / 2
    plane = pyproj.Proj(crs)
    if len(xy) >= MANY:
        with np.errstate(invalid="ignore"):  # beyond the projection's reach there is no scale
            scale = _by_polynomial(plane, xy)
        probes = slice(None, None, len(xy) // PROBES)
        if np.abs(scale[probes] - _scale_at(plane, xy[probes])).max() < CLOSE:
            return scale
    return _scale_at(plane, xy)


def _scale_at(plane: pyproj.Proj, xy: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = plane(xy[:, 0], xy[:, 1], inverse=True)
    return np.asarray(plane.get_factors(lon, lat).areal_scale, dtype=np.float64)


def _by_polynomial(plane: pyproj.Proj, xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the scale at places by the double Chebyshev series through a grid around them."""
    low, high = xy.min(axis=0), xy.max(axis=0)
    middle, half_m = (low + high) / 2, np.maximum((high - low) / 2, 1.0)
    nodes = np.cos((np.arange(NODES) + 0.5) * np.pi / NODES)
    grid = np.stack(np.meshgrid(nodes, nodes, indexing="ij"), axis=-1).reshape(-1, 2)
    values = _scale_at(plane, grid * half_m + middle).reshape(NODES, NODES)
    fit = chebyshev.chebvander(nodes, NODES - 1).T
    fit *= np.where(np.arange(NODES) == 0, 1.0, 2.0)[:, None] / NODES
    u, v = ((xy - middle) / half_m).T
    found: NDArray[np.float64] = chebyshev.chebval2d(u, v, fit @ values @ fit.T)
    return found


def plane_m2(shapes: NDArray[np.object_], crs: pyproj.CRS) -> NDArray[np.float64]:
    """Give areas as drawn, in m² whatever the unit of the CRS."""
    metres = crs.axis_info[0].unit_conversion_factor
    return np.asarray(shapely.area(shapes) * metres**2, dtype=np.float64)
