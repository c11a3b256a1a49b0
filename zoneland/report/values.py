"""Plain values out of frames: NaN becomes a missing value, m² become whole 0.01 m²."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyproj
import shapely

from zoneland.core.dms import dms
from zoneland.core.units import to_dm2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    import geopandas as gpd
    from numpy.typing import NDArray

WHOLES: Final = tuple(10**digits for digits in range(2, 13))
"""Bounds of a share's denominator, up to 10,000 km² in 0.01 m². As far as that a float tells
any two shares apart, so turning it back into a fraction keeps it on its side of a threshold."""


def column_of(frame: pd.DataFrame, name: str) -> list[Any]:
    """Give a column's values, None for what is missing and where there is no such column."""
    if name not in frame.columns:
        return [None] * len(frame)
    gaps = frame[name].isna().tolist()
    return [None if gap else value for value, gap in zip(frame[name].tolist(), gaps, strict=True)]


def _each(values: Iterable[Any], turn: Callable[[Any], Any]) -> list[Any]:
    return [None if value is None else turn(value) for value in values]


def texts(frame: pd.DataFrame, name: str) -> list[str | None]:
    """Give a column as text; empty text counts as missing."""
    return [value or None for value in _each(column_of(frame, name), str)]


def areas_dm2(frame: pd.DataFrame, name: str) -> list[int | None]:
    """Give a column of m² as whole 0.01 m²."""
    return _each(column_of(frame, name), to_dm2)


def wholes(frame: pd.DataFrame, name: str) -> list[int | None]:
    """Give a column of whole numbers."""
    return _each(column_of(frame, name), int)


def numbers(frame: pd.DataFrame, name: str) -> list[float | None]:
    """Give a column of measured numbers."""
    return _each(column_of(frame, name), float)


def shares(frame: pd.DataFrame, name: str) -> list[Fraction | None]:
    """Give a column of shares, 0 to 1, as exact fractions."""
    return _each(column_of(frame, name), exact_share)


def exact_share(share: float) -> Fraction:
    """Give the simplest fraction of two areas that divides to a share.

    Examples
    --------
    0.6 is stored a little below three fifths, which would fail a zone that passes.

    >>> exact_share(0.6), Fraction(0.6) < Fraction(3, 5)
    (Fraction(3, 5), True)
    """
    found = (Fraction(share).limit_denominator(whole) for whole in WHOLES)
    return next((simple for simple in found if float(simple) == share), Fraction(share))


def days(frame: pd.DataFrame, name: str) -> list[date | None]:
    """Give a column of dates without their time of day."""
    return _each(column_of(frame, name), lambda value: pd.Timestamp(value).date())


def marks(frame: pd.DataFrame, name: str, mark: str) -> list[str | None]:
    """Give `mark` where a column claims so, and nothing elsewhere."""
    return [mark if value is not None and bool(value) else None for value in column_of(frame, name)]


def places(frame: gpd.GeoDataFrame) -> tuple[list[str | None], list[str | None]]:
    """Tell where pieces lie, longitude and latitude in degrees, minutes and seconds.

    Parameters
    ----------
    frame
        Pieces in the working CRS; missing geometry has no place.
    """
    shapes = np.asarray(frame.geometry.array, dtype=object)
    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if frame.crs is None or not present.any():
        return [None] * len(frame), [None] * len(frame)
    points = inner_points(shapes[present])
    crs = pyproj.CRS.from_user_input(frame.crs)
    turn = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    lons, lats = turn.transform(shapely.get_x(points), shapely.get_y(points))
    return _spread(lons, present, "EW"), _spread(lats, present, "NS")


def inner_points(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give the centroid of each shape, or a point inside it where the centroid lies outside."""
    points = shapely.centroid(shapes)
    outside = ~shapely.intersects(shapes, points)
    points[outside] = shapely.point_on_surface(shapes[outside])
    return points


def _spread(degrees: Iterable[float], present: Iterable[bool], sides: str) -> list[str | None]:
    told = iter(degrees)
    return [dms(next(told), sides) if here else None for here in present]
