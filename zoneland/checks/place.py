"""Place: every layer in the one working CRS, and in the same part of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError

from zoneland.core import crs as systems
from zoneland.core.problems import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

SLACK_DEGREES = 3.0
"""Data may reach a little past the area that a CRS is made for, as 3° zones do at their edge."""


def in_working_crs(
    frame: gpd.GeoDataFrame, where: str, *, working: pyproj.CRS | None
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Bring a layer into the working CRS.

    Parameters
    ----------
    frame
        In its file's CRS.
    where
        How the layer is named in problems.
    working
        The CRS to work in; None to take the layer's own, or the Gauss-Krüger zone that its
        degrees lie in.

    Raises
    ------
    InputError
        ZL210 if the layer has no CRS, ZL211 if it rests on a datum that cannot be turned into
        the working one, ZL212 if its coordinates cannot be what its CRS says.
    """
    if frame.crs is None:
        raise InputError([Problem("ZL210", where, {"easting": _shown(frame.total_bounds)})])
    bounds = _finite_bounds(frame)
    if bounds is None:
        return frame, []  # nothing to place: told shape by shape
    _refuse_impossible(frame.crs, bounds, where)
    target = working or systems.working_crs(frame.crs, bounds)
    if frame.crs == target:
        return frame, []
    refuse_other_datum(frame.crs, target, where)
    _refuse_far_plane(frame.crs, target, bounds, where)
    values = {"source": systems.name(frame.crs), "target": systems.name(target)}
    return frame.to_crs(target), [Problem("ZL213", where, values)]


def refuse_other_datum(source: pyproj.CRS, target: pyproj.CRS, where: str) -> None:
    """Refuse data on a datum that nobody can turn into the working one.

    Raises
    ------
    InputError
        ZL211.
    """
    if source != target and not systems.can_turn(source, target):
        values = {"source": systems.name(source), "target": systems.name(target)}
        raise InputError([Problem("ZL211", where, values)])


def refuse_two_planes(zones: gpd.GeoDataFrame, land: gpd.GeoDataFrame) -> None:
    """Refuse to measure land and zones that are not in one projected CRS.

    Raises
    ------
    InputError
        ZL215 for zones without a projected CRS, ZL217 for land in another.
    """
    if zones.crs is None or not zones.crs.is_projected:
        raise InputError([Problem("ZL215", "zones", {"crs": zones.crs})])
    if land.crs != zones.crs:
        found = systems.name(land.crs) if land.crs else "—"
        values = {"source": found, "target": systems.name(zones.crs)}
        raise InputError([Problem("ZL217", "parcels", values)])


def _finite_bounds(frame: gpd.GeoDataFrame) -> list[float] | None:
    """Give the bounds of the shapes that have finite ones."""
    bounds = shapely.bounds(frame.geometry.to_numpy())
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if len(bounds) == 0:
        return None
    return [*bounds[:, :2].min(axis=0).tolist(), *bounds[:, 2:].max(axis=0).tolist()]


def _shown(bounds: Sequence[float]) -> str:
    return f"X {bounds[0]:,.2f}–{bounds[2]:,.2f}, Y {bounds[1]:,.2f}–{bounds[3]:,.2f}"


def _refuse_impossible(crs: pyproj.CRS, bounds: Sequence[float], where: str) -> None:
    """Refuse coordinates far outside the area that their CRS is made for."""
    values = {"crs": systems.name(crs), "bounds": _shown(bounds)}
    lonlat = _lonlat_bounds(crs, bounds)
    if lonlat is None or not _is_made_for(crs, lonlat):
        raise InputError([Problem("ZL212", where, values)])


def _refuse_far_plane(
    source: pyproj.CRS, target: pyproj.CRS, bounds: Sequence[float], where: str
) -> None:
    """Refuse a working CRS that is made for another part of the world."""
    lonlat = _lonlat_bounds(source, bounds)
    if lonlat is not None and not _is_made_for(target, lonlat):
        values = {"crs": systems.name(target), "bounds": _shown(lonlat)}
        raise InputError([Problem("ZL218", where, values)])


def _lonlat_bounds(crs: pyproj.CRS, bounds: Sequence[float]) -> tuple[float, ...] | None:
    """Give west, south, east and north in degrees; None for what is no place on earth."""
    turn = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    left, bottom, right, top = bounds
    try:
        return turn.transform_bounds(left, bottom, right, top, errcheck=True)
    except ProjError:
        return None


def _is_made_for(crs: pyproj.CRS, lonlat: Sequence[float]) -> bool:
    """Tell whether a CRS's area of use, with some slack, meets bounds in degrees."""
    area = crs.area_of_use
    west, south, east, north = lonlat
    return area is None or (
        west <= area.east + SLACK_DEGREES
        and east >= area.west - SLACK_DEGREES
        and south <= area.north + SLACK_DEGREES
        and north >= area.south - SLACK_DEGREES
    )


FAR_M = 100_000.0
"""No county is this wide; a wrong central meridian moves data by some 275 km."""


def apart(frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell if a layer does not reach the zones.

    A red line in the hills may well lie clear of every zone, so that is a warning; a layer
    farther off than a county is wide is of another place, and an error: it would pass every
    zone.

    Parameters
    ----------
    frame, zones
        Both in the working CRS.
    where
        How the layer is named in problems.
    """
    west, south, east, north = frame.total_bounds
    z_west, z_south, z_east, z_north = zones.total_bounds
    gap_m = max(west - z_east, z_west - east, south - z_north, z_south - north)
    if gap_m <= 0:
        return []
    values = {
        "layer": _shown(frame.total_bounds),
        "zones": _shown(zones.total_bounds),
        "gap_km": f"{gap_m / 1_000:,.1f}",
    }
    return [Problem("ZL214" if gap_m > FAR_M else "ZL216", where, values)]
