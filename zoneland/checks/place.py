"""Place: every layer in the one working CRS, and in the same part of the world."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pyproj
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
    _refuse_impossible(frame, where)
    target = working or systems.working_crs(frame.crs, frame.total_bounds)
    if frame.crs == target:
        return frame, []
    values = {"source": systems.name(frame.crs), "target": systems.name(target)}
    if not systems.can_turn(frame.crs, target):
        raise InputError([Problem("ZL211", where, values)])
    return frame.to_crs(target), [Problem("ZL213", where, values)]


def _shown(bounds: Sequence[float]) -> str:
    return f"X {bounds[0]:,.2f}–{bounds[2]:,.2f}, Y {bounds[1]:,.2f}–{bounds[3]:,.2f}"


def _refuse_impossible(frame: gpd.GeoDataFrame, where: str) -> None:
    """Refuse coordinates far outside the area that their CRS is made for."""
    bounds = [float(value) for value in frame.total_bounds]
    if not all(map(math.isfinite, bounds)):
        return  # told shape by shape
    area = frame.crs.area_of_use
    values = {"crs": systems.name(frame.crs), "bounds": _shown(bounds)}
    try:
        turn = pyproj.Transformer.from_crs(frame.crs, frame.crs.geodetic_crs, always_xy=True)
        left, bottom, right, top = bounds
        west, south, east, north = turn.transform_bounds(left, bottom, right, top, errcheck=True)
    except ProjError as error:
        raise InputError([Problem("ZL212", where, values)]) from error
    if area is None:
        return
    meets = (
        west <= area.east + SLACK_DEGREES
        and east >= area.west - SLACK_DEGREES
        and south <= area.north + SLACK_DEGREES
        and north >= area.south - SLACK_DEGREES
    )
    if not meets:
        raise InputError([Problem("ZL212", where, values)])


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
