"""One way to take an area for a whole run: on the ellipsoid or in the plane."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zoneland.measure.ellipsoid import ellipsoid_area_m2, plane_area_m2

if TYPE_CHECKING:
    import shapely

AreaOf = Callable[[ArrayLike], NDArray[np.float64]]
"""Geometries in, square metres out, not rounded."""


def area_of(kind: str, crs: Any) -> AreaOf:  # noqa: ANN401  whatever pyproj reads
    """Give the function that measures geometries of one CRS.

    Parameters
    ----------
    kind
        ``ellipsoid``, ``plane`` or ``ledger``; ledger areas are shared out by geometry, so
        they need the ellipsoid too.
    crs
        CRS of the geometries; projected.

    Raises
    ------
    ValueError
        For any other kind.

    Examples
    --------
    >>> import shapely
    >>> area_of("plane", "EPSG:4547")([shapely.box(0, 0, 3, 2)]).tolist()
    [6.0]
    """
    if kind == "plane":
        return plane_area_m2
    if kind in {"ellipsoid", "ledger"}:
        return partial(ellipsoid_area_m2, crs=crs)
    raise ValueError(f"{kind!r} is not a way to take an area")


def one_area_m2(measure: AreaOf, geometry: shapely.Geometry) -> float:
    """Measure a single geometry."""
    return float(measure(np.array([geometry], dtype=object))[0])
