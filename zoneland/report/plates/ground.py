"""Ground on paper: the window that a plate shows, its scale, and polygons as paths."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyproj
import shapely
from matplotlib.path import Path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Bounds = tuple[float, float, float, float]

MARGIN: Final = 0.06
"""Ground shown around what a plate is about, as a part of its extent, on every side."""
LEAST_WINDOW: Final = 1.0
"""In the plane's units; a window needs some size."""
STEP_DEG: Final = 1e-4
"""How far to go north to see which way north is."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the working plane, drawn in a part of a sheet."""

    west: float
    south: float
    """Of the lower left corner, in the plane's units."""
    cm_per_unit: float
    place: Bounds
    """Left, bottom, right and top on the sheet, in centimetres."""
    crs: pyproj.CRS

    @property
    def bounds(self) -> Bounds:
        """West, south, east and north in the plane's units."""
        left, bottom, right, top = self.place
        return (
            self.west,
            self.south,
            self.west + (right - left) / self.cm_per_unit,
            self.south + (top - bottom) / self.cm_per_unit,
        )

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, in the plane's units."""
        west, south, east, north = self.bounds
        return (west + east) / 2, (south + north) / 2

    def on_paper(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn coordinates of the plane into centimetres on the sheet."""
        corner = np.array([self.west, self.south])
        place = np.array(self.place[:2])
        return np.asarray((xy - corner) * self.cm_per_unit + place, dtype=float)

    def path(self, shapes: Iterable[Any]) -> Path:
        """Draw all rings of polygons as one path; shells and holes turn opposite ways."""
        parts = shapely.get_parts(np.asarray(list(shapes), dtype=object))
        whole = parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)]  # noqa: PLR2004  areas
        if not len(whole):
            return Path(np.empty((0, 2)))
        rings = shapely.get_rings(shapely.orient_polygons(shapely.force_2d(whole)))
        xy, ring_of = shapely.get_coordinates(rings, return_index=True)
        codes = np.full(len(xy), Path.LINETO, dtype=Path.code_type)
        turns = np.flatnonzero(np.diff(ring_of))
        codes[np.concatenate([[0], turns + 1])] = Path.MOVETO
        codes[np.concatenate([turns, [len(xy) - 1]])] = Path.CLOSEPOLY
        return Path(self.on_paper(xy), codes)


def window_around(bounds: Bounds, place: Bounds, crs: Any) -> Window:  # noqa: ANN401  what pyproj reads
    """Show a part of the plane as large as a place on the sheet allows, in its middle.

    Parameters
    ----------
    bounds
        West, south, east and north of what is to be seen, in the plane's units.
    place
        Left, bottom, right and top on the sheet, in centimetres.
    crs
        The plane.

    Examples
    --------
    A square kilometre in 10 by 5 cm, with 60 m of ground above and below it.

    >>> seen = window_around((0, 0, 1000, 1000), (1, 1, 11, 6), "EPSG:4526")
    >>> [round(side) for side in seen.bounds]
    [-620, -60, 1620, 1060]
    """
    west, south, east, north = bounds
    left, bottom, right, top = place
    wide = max(east - west, LEAST_WINDOW) * (1 + 2 * MARGIN)
    high = max(north - south, LEAST_WINDOW) * (1 + 2 * MARGIN)
    cm_per_unit = min((right - left) / wide, (top - bottom) / high)
    return Window(
        west=(west + east) / 2 - (right - left) / cm_per_unit / 2,
        south=(south + north) / 2 - (top - bottom) / cm_per_unit / 2,
        cm_per_unit=cm_per_unit,
        place=place,
        crs=pyproj.CRS.from_user_input(crs),
    )


def north_of(window: Window) -> float:
    """Tell how far true north lies from the sheet's upper edge, in degrees clockwise.

    Examples
    --------
    A degree east of the central meridian, at 34.7°N, grid north lies east of true north by
    sin(34.7°), so true north lies west of the grid's.

    >>> east = window_around((591_000, 3_841_000, 592_000, 3_842_000), (0, 0, 1, 1), "EPSG:4547")
    >>> round(north_of(east), 2)
    -0.57
    """
    degrees = window.crs.geodetic_crs
    there = pyproj.Transformer.from_crs(window.crs, degrees, always_xy=True)
    back = pyproj.Transformer.from_crs(degrees, window.crs, always_xy=True)
    lon, lat = there.transform(*window.centre)
    x, y = back.transform(lon, lat + STEP_DEG)
    x0, y0 = back.transform(lon, lat)
    return math.degrees(math.atan2(x - x0, y - y0))


def metres_per_unit(window: Window) -> float:
    """Tell how many metres on the ground one unit of the plane is, eastward, amid the window.

    Examples
    --------
    The web's Mercator shows 36.9°N a quarter too large.

    >>> web = window_around((1e7, 4_422_000, 1e7 + 100, 4_422_100), (0, 0, 1, 1), "EPSG:3857")
    >>> round(metres_per_unit(web), 3)
    0.801
    """
    x, y = window.centre
    reach = (window.place[2] - window.place[0]) / window.cm_per_unit / 4
    degrees = pyproj.Transformer.from_crs(window.crs, window.crs.geodetic_crs, always_xy=True)
    lons, lats = degrees.transform([x - reach, x + reach], [y, y])
    geod = window.crs.get_geod() or pyproj.Geod(ellps="WGS84")
    distance_m = geod.line_length(lons, lats)
    return float(distance_m) / (2 * reach)
