"""Place: every layer in the one working CRS, and in the same part of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.contradictions import contradictions, has_use_at, wrong_meridian
from zoneland.checks.evidence import with_crs
from zoneland.checks.meridians import degrees_around, place_of
from zoneland.checks.numbers import shown
from zoneland.checks.old_datum import unlike_today
from zoneland.checks.regions import region_of
from zoneland.core import crs as systems
from zoneland.core.contracts import listed
from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.core.turning import can_turn, turning

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray


def in_working_crs(
    frame: gpd.GeoDataFrame,
    where: str,
    *,
    working: pyproj.CRS | None = None,
    zones: gpd.GeoDataFrame | None = None,
    declared: pyproj.CRS | None = None,
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Bring a layer into the working CRS.

    Parameters
    ----------
    frame
        In its file's CRS, or without one.
    where
        How the layer is named in problems.
    working
        The CRS to work in; None to take that of `zones`, else the layer's own, or the
        Gauss-Krüger zone that its degrees lie in.
    zones
        The zones, in the working CRS, for layers that lie beside them: their place is evidence.
    declared
        The CRS of a layer that has none, as the settings give it.

    Returns
    -------
    tuple
        The layer, and problems: ZL213 if it was transformed, ZL250 and ZL251 if its CRS or axes
        were assumed, ZL256 and ZL257 for zones in a plane that is not today's rule.

    Raises
    ------
    InputError
        ZL210 if the layer has no CRS and none is proved, ZL113 if the settings give another
        than its file, ZL211 if it rests on a datum that cannot be turned into the working one,
        ZL212 and ZL252 to ZL255 if its coordinates cannot be what its CRS says, ZL218 if the
        working CRS is of another part of the world.
    """
    frame, problems = with_crs(frame, where, declared=declared, zones=zones)
    bounds = _finite_bounds(frame)
    if bounds is None:
        return frame, problems  # nothing to place: told shape by shape
    stop_on_errors([*problems, *contradictions(frame, where)])
    source = systems.standard(frame.crs)
    is_of_zones = zones is not None and zones.crs is not None and systems.is_same(source, zones.crs)
    near = None if is_of_zones else place_of(zones)  # of one CRS, neither's meridian is wrong alone
    misplaced = wrong_meridian(source, bounds, where, region=region_of(frame), near=near)
    stop_on_errors([*problems, *misplaced])
    target = zones.crs if working is None and zones is not None else working
    if target is None:
        problems += unlike_today(source, bounds, where)
    target = target or systems.standard(systems.working_crs(source, bounds))
    if systems.is_same(source, target):
        return frame.set_crs(target, allow_override=True), problems
    refuse_other_datum(source, target, where)
    _refuse_far_plane(source, target, bounds, where)
    turned, told = _turned(frame, source, target, bounds, where)
    return turned, [*problems, told, *_healed(frame, turned, where)]


def _healed(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell shapes that cross themselves in the file, and no longer do once they are turned.

    The crossings are smaller than what turning rounds; who opens the file still finds them.
    """
    shapes = before.geometry.to_numpy()
    is_healed = ~(shapely.is_valid(shapes) | shapely.is_missing(shapes))
    is_healed &= shapely.is_valid(after.geometry.to_numpy())
    rows = before.index.to_numpy()[is_healed] + 1
    values = {"count": len(rows), "rows": listed(rows)}
    return [Problem("ZL248", where, values)] if len(rows) else []


def _turned(
    frame: gpd.GeoDataFrame,
    source: pyproj.CRS,
    target: pyproj.CRS,
    bounds: Sequence[float],
    where: str,
) -> tuple[gpd.GeoDataFrame, Problem]:
    """Turn a layer by a way that is made for where it lies.

    Raises
    ------
    InputError
        ZL211 if there is none.
    """
    values = {"source": systems.name(source), "target": systems.name(target)}
    middle = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    turn = turning(source, target, at=middle)
    if turn is None:
        raise InputError([Problem("ZL211", where, values)])
    told = Problem("ZL213", where, {**values, "accuracy_m": f"{turn.accuracy_m:g}"})
    return frame.set_geometry(turn.shapes(frame.geometry.to_numpy()), crs=target), told


def refuse_other_datum(source: pyproj.CRS, target: pyproj.CRS, where: str) -> None:
    """Refuse data on a datum that nobody can turn into the working one.

    Raises
    ------
    InputError
        ZL211.
    """
    if not can_turn(source, target):
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
    if land.crs is None or not systems.is_same(land.crs, zones.crs):
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


def _refuse_far_plane(
    source: pyproj.CRS, target: pyproj.CRS, bounds: Sequence[float], where: str
) -> None:
    """Refuse a working CRS that is made for another part of the world."""
    lonlat = degrees_around(source, bounds)
    if lonlat is not None and not has_use_at(target, lonlat):
        values = {"crs": systems.name(target), "bounds": shown(lonlat)}
        raise InputError([Problem("ZL218", where, values)])


NEAR_M: Final = 50.0
"""Around zones: a layer that is moved by some metres shows by what lies just outside."""


def boxes_around(zones: gpd.GeoDataFrame, crs: pyproj.CRS) -> NDArray[np.float64] | None:
    """Give the boxes of zones, a little larger, in the CRS of a layer that is yet to be read.

    Parameters
    ----------
    zones
        In the working CRS.
    crs
        The layer's.

    Returns
    -------
    ndarray
        West, south, east and north, shape (n, 4); None where there is no way to that CRS.
    """
    west, south, east, north = shapely.bounds(zones.geometry.to_numpy()).T
    boxes = shapely.box(west - NEAR_M, south - NEAR_M, east + NEAR_M, north + NEAR_M)
    middle = shapely.box(*zones.total_bounds).centroid
    turn = turning(zones.crs, crs, at=(middle.x, middle.y))
    if turn is None:
        return None
    edges = shapely.segmentize(boxes, float(np.nanmax([east - west, north - south])) / 8)
    return np.asarray(shapely.bounds(turn.shapes(edges)))


def cover_apart(
    bounds: Sequence[float], crs: pyproj.CRS, zones: gpd.GeoDataFrame, where: str
) -> list[Problem]:
    """Tell if a raster does not reach the zones; as `apart`.

    Parameters
    ----------
    bounds
        West, south, east and north of the raster in `crs`, which can be turned into the zones'.
    zones
        In the working CRS.
    """
    middle = shapely.box(*zones.total_bounds).centroid
    turn = turning(zones.crs, crs, at=(middle.x, middle.y))
    if turn is None:
        return []  # told as ZL211
    west, south, east, north = shapely.total_bounds(turn.shapes(zones.geometry.to_numpy()))
    gap = max(west - bounds[2], bounds[0] - east, south - bounds[3], bounds[1] - north)
    if gap <= 0:
        return []
    gap_m = gap * (METRES_A_DEGREE if crs.is_geographic else 1.0)
    values = {
        "layer": shown(bounds),
        "zones": shown((west, south, east, north)),
        "place": degrees_around(crs, bounds),
        "gap_km": f"{gap_m / 1_000:,.1f}",
    }
    return [Problem("ZL214" if gap_m > FAR_M else "ZL216", where, values)]


METRES_A_DEGREE: Final = 111_000.0
FAR_M: Final = 100_000.0
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
        "layer": shown(frame.total_bounds),
        "zones": shown(zones.total_bounds),
        "place": place_of(frame),
        "gap_km": f"{gap_m / 1_000:,.1f}",
    }
    return [Problem("ZL214" if gap_m > FAR_M else "ZL216", where, values)]
