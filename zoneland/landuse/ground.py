"""How large drawn parcels are on the ground, near enough to hold stored areas against.

The area of record is measured edge by edge (TD/T 1055-2019), which is a later stage's work. A
parcel is so small that its plane area over the projection's scale of areas at its middle is the
same to some parts in ten million, and that serves to find wrong units and wrong rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
    plane = pyproj.Proj(crs)
    lon, lat = plane((west + east) / 2, (south + north) / 2, inverse=True)
    return np.asarray(plane.get_factors(lon, lat).areal_scale, dtype=np.float64)


def plane_m2(shapes: NDArray[np.object_], crs: pyproj.CRS) -> NDArray[np.float64]:
    """Give areas as drawn, in m² whatever the unit of the CRS."""
    metres = crs.axis_info[0].unit_conversion_factor
    return np.asarray(shapely.area(shapes) * metres**2, dtype=np.float64)
