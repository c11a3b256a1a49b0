"""Whether what was read back is what was written: rows, fields, values, shapes and CRS."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely
from pandas.api import types

from zoneland.core.crs import is_same
from zoneland.core.crs import name as crs_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

MOST_TOLD: Final = 5


def differences(
    wanted: gpd.GeoDataFrame, found: gpd.GeoDataFrame, *, has_crs: bool = True
) -> list[str]:
    """Name what differs between a layer as written and as read back, in no language.

    A field that was read back beside those written is no difference if it is blank; nor is a
    polygon that comes back as the one part of a multipolygon, or with its rings turned.

    Parameters
    ----------
    wanted, found
        As written and as read back, in the same order of rows.
    has_crs
        Whether the format says which CRS it is in.
    """
    if len(wanted) != len(found):
        return [f"rows {len(wanted):,} ≠ {len(found):,}"]
    told = list(_fields(wanted, found))
    if has_crs and not _is_same_crs(wanted.crs, found.crs):
        told.append(f"CRS {_named(wanted.crs)} ≠ {_named(found.crs)}")
    apart = np.flatnonzero(~same_shapes(wanted.geometry.to_numpy(), found.geometry.to_numpy()))
    told += [f"geometry #{row + 1}" for row in apart[:MOST_TOLD]]
    return told


def same_values(wanted: pd.Series, found: pd.Series) -> NDArray[np.bool_]:
    """Tell row by row whether two columns say the same, whatever types they say it in.

    Examples
    --------
    >>> same_values(pd.Series([1, 2, 3]), pd.Series(["1", 2.0, None], dtype=object)).tolist()
    [False, True, False]
    """
    if wanted.dtype == found.dtype and wanted.dtype != object:
        equal = (wanted.reset_index(drop=True) == found.reset_index(drop=True)).fillna(False)
        return np.asarray(equal.astype(bool) | (wanted.isna().to_numpy() & found.isna().to_numpy()))
    pairs = zip(wanted, found, strict=True)
    return np.array([_is_same(one, other) for one, other in pairs], bool)


def same_shapes(wanted: NDArray[np.object_], found: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell shape by shape whether the same is drawn; an empty shape is as good as none.

    Examples
    --------
    >>> square, turned = shapely.box(0, 0, 1, 1), shapely.box(0, 0, 1, 1, ccw=False)
    >>> same_shapes(
    ...     np.array([square, None]), np.array([shapely.MultiPolygon([turned]), shapely.Point()])
    ... ).tolist()
    [True, True]
    """
    one, other = _bare(wanted), _bare(found)
    none = shapely.is_missing(one) & shapely.is_missing(other)
    same = none | shapely.equals_identical(shapely.normalize(one), shapely.normalize(other))
    for row in np.flatnonzero(~same):
        same[row] = _strokes(one[row]) == _strokes(other[row])
    return np.asarray(same)


def _fields(wanted: gpd.GeoDataFrame, found: gpd.GeoDataFrame) -> Iterator[str]:
    for name in wanted.columns.drop("geometry"):
        if name not in found.columns:
            yield f"{name}: —"
            continue
        rows = np.flatnonzero(~same_values(wanted[name], found[name]))
        for row in rows[:MOST_TOLD]:
            yield f"{name} #{row + 1}: {wanted[name].iloc[row]!r} ≠ {found[name].iloc[row]!r}"
    for name in found.columns.drop("geometry"):
        if name not in wanted.columns and found[name].notna().any():
            yield f"— ≠ {name}"


def _is_same(wanted: Any, found: Any) -> bool:  # noqa: ANN401  whatever a table holds
    one, other = _canonical(wanted), _canonical(found)
    if type(one) is type(other) or {type(one), type(other)} <= {int, float}:
        return bool(one == other)
    if isinstance(one, pd.Timestamp) and isinstance(other, str):
        return one == _moment(other)
    return False


def _canonical(value: Any) -> Any:  # noqa: ANN401  whatever a table holds
    """Give a value as one of None, int, float, str and a moment in UTC."""
    if not types.is_list_like(value) and pd.isna(value):
        return None
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return int(value) if value == np.floor(value) and np.isfinite(value) else float(value)
    if isinstance(value, dt.date | dt.datetime):
        return _in_utc(pd.Timestamp(value))
    return str(value)


def _in_utc(moment: pd.Timestamp) -> pd.Timestamp:
    return moment.tz_convert("UTC").tz_localize(None) if moment.tzinfo else moment


def _moment(text: str) -> pd.Timestamp | None:
    """Read the text that a moment is read back as."""
    try:
        return _in_utc(pd.Timestamp(text))
    except ValueError:
        return None


def _bare(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Take the one part out of a collection of one; None for what is empty."""
    bare = shapes.copy()
    bare[shapely.is_empty(bare)] = None
    single = shapely.get_num_geometries(bare) == 1
    bare[single] = shapely.get_geometry(bare[single], 0)
    return bare


def _strokes(shape: BaseGeometry | None) -> list[tuple[str, list[bytes]]]:
    """Give the parts of a shape, each as the sorted strokes that draw it, in either direction."""
    if shape is None:
        return []
    parts = shapely.get_parts(shapely.get_parts([shape]))
    return sorted((part.geom_type, _sorted_strokes(part)) for part in parts)


def _sorted_strokes(part: BaseGeometry) -> list[bytes]:
    rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
    strokes: list[bytes] = []
    for number, ring in enumerate(rings):
        points = shapely.get_coordinates(ring, include_z=bool(shapely.has_z(ring)))
        is_hole = bytes([min(number, 1)])
        ways = [sorted((one.tobytes(), other.tobytes())) for one, other in pairwise(points)]
        strokes += [is_hole + b"".join(way) for way in ways] or [points.tobytes()]
    return sorted(strokes)


def _is_same_crs(wanted: pyproj.CRS | None, found: pyproj.CRS | None) -> bool:
    """Tell whether two descriptions of a CRS, or of none, are alike."""
    if wanted is None or found is None:
        return wanted is None and (found is None or "ndefined" in found.name)
    return is_same(wanted, found)


def _named(crs: pyproj.CRS | None) -> str:
    return crs_name(crs) if crs else "—"
