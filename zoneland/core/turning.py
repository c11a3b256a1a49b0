"""From one coordinate system to another, only by a way that is known.

Where PROJ knows no way between two datums (Beijing 54 and Xian 80 to CGCS2000) it takes a
"ballpark" step that moves nothing and says so nowhere, and a way made for one region it uses in
any other. Neither is let through here. WGS 84 and CGCS2000 agree to some centimetres, so going
from one to the other by the same degrees is right.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError

from zoneland.core.crs import WGS84, is_geocentric_alike, is_same, standard

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

ROUGHEST_M: Final = 5.0
"""Ways that are less exact are none: 5 m along a line is a hectare of false overlap."""
SLACK_DEGREES: Final = 1.0


@dataclass(frozen=True, slots=True)
class Turn:
    """A way from one system to another."""

    legs: tuple[pyproj.Transformer, ...]
    accuracy_m: float
    """How far off a place may come out; 0 where only the projection changes."""

    def xy(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn eastings and northings (or longitudes and latitudes), shape (n, 2)."""
        x, y = xy[:, 0], xy[:, 1]
        for leg in self.legs:
            x, y = leg.transform(x, y)
        return np.column_stack([x, y])

    def shapes(self, shapes: ArrayLike) -> NDArray[np.object_]:
        """Turn geometries vertex by vertex; heights stay as they are, None stays None."""
        turned = np.array(shapes, dtype=object)
        for has_z in (False, True):
            these = shapely.has_z(turned) == has_z
            turned[these] = shapely.transform(turned[these], self._coordinates, include_z=has_z)
        return turned

    def _coordinates(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([self.xy(coordinates[:, :2]), coordinates[:, 2:]])


def turning(
    source: pyproj.CRS, target: pyproj.CRS, *, at: tuple[float, float] | None = None
) -> Turn | None:
    """Find the way from one system to another; None where none is known.

    Parameters
    ----------
    source, target
        Axes always run east, then north.
    at
        A place in `source`: the way must be made for it. If None, only whether there is a way
        anywhere is asked, and it must not be gone.

    Examples
    --------
    >>> beijing54, cgcs2000 = pyproj.CRS("EPSG:2414"), pyproj.CRS("EPSG:4526")
    >>> turning(beijing54, cgcs2000, at=(38_500_000, 3_840_000)) is None
    True
    >>> turn = turning(pyproj.CRS("EPSG:4490"), cgcs2000)
    >>> turn.xy(np.array([[114.0, 0.0]])).round(3).tolist(), turn.accuracy_m
    ([[38500000.0, 0.0]], 0.0)
    """
    source, target = standard(source), standard(target)
    start = WGS84 if is_geocentric_alike(source) else source
    end = WGS84 if is_geocentric_alike(target) else target
    first = () if start is source else _legs(source, degrees_of(source))
    last = () if end is target else _legs(degrees_of(target), target)
    if is_same(start, end):
        return Turn((*first, *last), 0.0)
    place = None if at is None else _placed(Turn(first, 0.0), at)
    known = _known(start, end, place)
    return None if known is None else Turn((*first, known, *last), max(known.accuracy, 0.0))


def _placed(turn: Turn, at: tuple[float, float]) -> tuple[float, float]:
    x, y = turn.xy(np.array([at]))[0].tolist()
    return x, y


def can_turn(source: pyproj.CRS, target: pyproj.CRS) -> bool:
    """Tell whether there is a known way between two systems, somewhere on earth."""
    return turning(source, target) is not None


def degrees_of(crs: pyproj.CRS) -> pyproj.CRS:
    """Give the longitude and latitude on a CRS's own datum: no datum changes on the way."""
    return standard(crs.geodetic_crs.to_2d()) if crs.geodetic_crs else WGS84


def _legs(source: pyproj.CRS, target: pyproj.CRS) -> tuple[pyproj.Transformer, ...]:
    """Go between a plane and its own degrees."""
    return () if is_same(source, target) else (_transformer(source, target),)


@lru_cache(maxsize=64)
def _transformer(source: pyproj.CRS, target: pyproj.CRS) -> pyproj.Transformer:
    """Let PROJ choose, without ballpark.

    Raises
    ------
    ProjError
        If it knows no way.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that a finer grid is not installed
        return pyproj.Transformer.from_crs(source, target, always_xy=True, allow_ballpark=False)


def _known(
    source: pyproj.CRS, target: pyproj.CRS, place: tuple[float, float] | None
) -> pyproj.Transformer | None:
    """Give the one way that is made for a place, and exact enough."""
    try:
        choice = _transformer(source, target)
        if place is None:
            return choice
        choice.transform(place[0], place[1], errcheck=True)
        lon, lat = Turn(_legs(source, degrees_of(source)), 0.0).xy(np.array([place]))[0]
    except ProjError:
        return None
    used = choice.get_last_used_operation()
    area = used.area_of_use
    is_here = area is None or (
        _is_between(lon, area.west, area.east) and _is_between(lat, area.south, area.north)
    )
    return used if is_here and 0 <= used.accuracy <= ROUGHEST_M else None


def _is_between(value: float, low: float, high: float) -> bool:
    """Tell whether a degree lies in a range; one over the date line holds all."""
    return low > high or low - SLACK_DEGREES <= value <= high + SLACK_DEGREES
