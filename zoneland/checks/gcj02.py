"""GCJ-02, the shifted coordinates of Chinese web maps: where it puts a place.

The formula is public: it was taken apart from map software in 2010 and stands, with these
constants, in many open libraries (eviltransform, coordtransform, PostGIS functions). It moves
places in China by 100 to 700 m, by some metres more or less each kilometre.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEMI_MAJOR_M: Final = 6_378_245.0
ECCENTRICITY_2: Final = 0.006_693_421_622_965_943
"""Of the Krassowsky ellipsoid, on which the shift is laid out whatever the datum."""
ORIGIN: Final = (105.0, 35.0)


def shifted(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the GCJ-02 coordinates of places in China.

    Parameters
    ----------
    lonlat
        Longitude and latitude in degrees on WGS 84 or CGCS2000, shape (n, 2).

    Examples
    --------
    The Great Hall in Beijing is moved by half a kilometre.

    >>> shifted(np.array([[116.3875, 39.9032]])).round(6).tolist()
    [[116.393738, 39.904599]]
    """
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    x, y = lon - ORIGIN[0], lat - ORIGIN[1]
    waves = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    north_m = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north_m += (waves + _waves(y, (20, 1, 40, 1 / 3, 160, 1 / 12, 320, 1 / 30))) * 2 / 3
    east_m = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east_m += (waves + _waves(x, (20, 1, 40, 1 / 3, 150, 1 / 12, 300, 1 / 30))) * 2 / 3
    sine = 1 - ECCENTRICITY_2 * np.sin(np.radians(lat)) ** 2
    meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / sine**1.5
    parallel_m = SEMI_MAJOR_M / np.sqrt(sine) * np.cos(np.radians(lat))
    moved = np.degrees(np.column_stack([east_m / parallel_m, north_m / meridian_m]))
    return np.asarray(lonlat + moved)


def _waves(value: NDArray[np.float64], terms: tuple[float, ...]) -> NDArray[np.float64]:
    """Sum waves given as height in metres and half-turns a degree, one after another."""
    waves = zip(terms[::2], terms[1::2], strict=True)
    return np.asarray(sum(height * np.sin(turns * np.pi * value) for height, turns in waves))
