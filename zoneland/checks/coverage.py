"""Coverage: land of the zones that no parcel covers, and parcels that lie over one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.apart import known_shapes
from zoneland.checks.fabric import fabric_of
from zoneland.checks.ground import mean_width_m, polygons_of, sifted, told_each
from zoneland.checks.overlaps import (
    INTERIORS_MEET,
    close_to_zones,
    near_zones,
    overlaps_told,
    repeats_told,
)
from zoneland.core.contracts import listed
from zoneland.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zoneland.checks.apart import Known
    from zoneland.checks.fabric import Fabric

SLIT_WIDTH_M: Final = 2.0
"""A gap of less mean width lies between two drawings of one boundary: no plot is so narrow, and
ground of less is a sliver to the check of control lines too."""


def parcels_told(
    parcels: gpd.GeoDataFrame, where: str, *, zones: gpd.GeoDataFrame | None
) -> tuple[list[Problem], Known | None]:
    """Tell what is wrong with parcels as a layer: drawn again, gaps and overlaps in the zones.

    Nothing is changed: measuring counts ground of one class once, and sets ground apart that
    several classes claim.

    Parameters
    ----------
    parcels
        Valid polygons in the working CRS; the index counts the layer's rows from 0.
    where
        How the layer is named in problems.
    zones
        ``zone_name`` and valid polygons in the same CRS; if None, only repeats are told.

    Returns
    -------
    tuple
        ZL224, ZL241 to ZL243, ZL245 and, of rounding and what is too much to tell, ZL247 and ZL249;
        and which parcels may lie over others, None if that was not looked for.
    """
    shapes, rows = parcels.geometry.to_numpy(), parcels.index.to_numpy() + 1
    problems = repeats_told(shapes, rows, where)
    if zones is None:
        return problems, None
    close = close_to_zones(parcels, zones)
    fabric = fabric_of(close.geometry.to_numpy())
    problems += [
        *overlaps_told(close, where, code="ZL243", is_doubtful=fabric.is_doubtful, zones=zones),
        *_gaps_told(close, where, zones=zones, fabric=fabric),
    ]
    return problems, known_shapes(close.geometry.to_numpy(), fabric.is_doubtful)


def _gaps_told(
    close: gpd.GeoDataFrame, where: str, *, zones: gpd.GeoDataFrame, fabric: Fabric
) -> list[Problem]:
    """Tell the land of the zones that no parcel covers, and the zones that have no parcel."""
    names = zones["zone_name"].to_numpy()
    rests, is_bare = uncovered(zones.geometry.to_numpy(), close.geometry.to_numpy(), fabric)
    parts, zone = shapely.get_parts(polygons_of(rests), return_index=True)
    has_ground = ~shapely.is_empty(parts)
    parts, zone = parts[has_ground], zone[has_ground]
    titles = names[zone]
    near = near_zones(close, zones) if len(parts) else close
    is_slit = mean_width_m(parts) < SLIT_WIDTH_M
    problems = [
        *_each_gap(parts[~is_slit], titles[~is_slit], code="ZL241", where=where, near=near),
        *_each_gap(parts[is_slit], titles[is_slit], code="ZL242", where=where, near=near),
    ]
    if is_bare.any():
        values = {"count": int(is_bare.sum()), "zones": listed(names[is_bare])}
        problems.append(Problem("ZL245", where, values))
    return problems


def _each_gap(
    parts: NDArray[np.object_],
    titles: NDArray[np.object_],
    *,
    code: str,
    where: str,
    near: gpd.GeoDataFrame,
) -> list[Problem]:
    """Tell gaps, the largest first, each by its zone and the parcel next to it."""
    if not len(parts):
        return []
    pieces = sifted(parts)
    beside = shapely.STRtree(near.geometry.to_numpy()).nearest(pieces.shapes)
    rows = near.index.to_numpy()[beside] + 1

    def tell(at: int) -> Problem:
        values = {"zone": titles[pieces.origin[at]], **pieces.size(at)}
        return Problem(code, f"{where} #{rows[at]}", values, piece=pieces.shapes[at])

    return [*told_each(range(len(pieces.shapes)), tell), *pieces.faint(code, where)]


def uncovered(
    zones: NDArray[np.object_], land: NDArray[np.object_], fabric: Fabric
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Give what no land covers of each zone that has any.

    Nothing is left of a zone that lies in land and that no rim of land crosses. Of others the
    land is joined and taken away: edge by edge where it surely lies once, many times faster than
    by a union.

    Parameters
    ----------
    zones, land
        Valid polygons in one CRS.
    fabric
        What `zoneland.checks.fabric.fabric_of` says of the land.

    Returns
    -------
    tuple
        The rest of each zone, empty for a bare one; and whether it is bare: no land meets it.

    Examples
    --------
    >>> zones = shapely.box([0, 50], 0, [10, 60], 10)
    >>> land = shapely.box([0, 3], 0, [3, 8], 10)
    >>> rests, is_bare = uncovered(zones, land, fabric_of(land))
    >>> shapely.area(rests).tolist(), is_bare.tolist()
    ([20.0, 0.0], [False, True])
    """
    rests = np.full(len(zones), shapely.Polygon(), dtype=object)
    is_bare = np.zeros(len(zones), dtype=bool)
    some = np.arange(len(zones))
    if fabric.rim is not None:
        some = np.flatnonzero(~_lie_within(zones, fabric.rim))
    if not len(some):
        return rests, is_bare
    shapely.prepare(zones)
    zone, parcel = shapely.STRtree(land).query(zones[some], predicate="intersects")
    for nth in np.unique(zone):
        own = parcel[zone == nth]
        joined = _joined(land[own], fabric.is_doubtful[own])
        rests[some[nth]] = shapely.difference(zones[some[nth]], joined)
    is_bare[np.setdiff1d(some, some[zone])] = True
    return rests, is_bare


def _lie_within(zones: NDArray[np.object_], rim: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which zones surely lie in land: no rim runs through a part, and land is at a spot."""
    from zoneland.checks.compiled.doubtful import are_inside  # noqa: PLC0415  the compiler

    parts, owner = shapely.get_parts(zones, return_index=True)
    is_within = are_inside(rim, shapely.get_coordinates(shapely.point_on_surface(parts)))
    for at, lines in _lines_near(parts, rim):
        is_within[at] &= not shapely.relate_pattern(parts[at], lines, INTERIORS_MEET)
    found = np.bincount(owner, minlength=len(zones)) > 0
    found[owner[~is_within]] = False
    return found


def _lines_near(
    parts: NDArray[np.object_], rim: NDArray[np.float64]
) -> Iterator[tuple[int, BaseGeometry]]:
    """Yield the edges about each part of a zone, where there are any; a rim runs from the west."""
    low, high = np.minimum(rim[:, :2], rim[:, 2:]), np.maximum(rim[:, :2], rim[:, 2:])
    longest_m = (high[:, 0] - low[:, 0]).max(initial=0.0)
    for at, (west, south, east, north) in enumerate(shapely.bounds(parts)):
        first = np.searchsorted(low[:, 0], west - longest_m)
        some = slice(first, np.searchsorted(low[:, 0], east, side="right"))
        is_near = (high[some, 0] >= west) & (high[some, 1] >= south) & (low[some, 1] <= north)
        if is_near.any():
            ends = rim[some][is_near].reshape(-1, 2, 2)
            yield at, shapely.multilinestrings(shapely.linestrings(ends))


def _joined(land: NDArray[np.object_], is_doubtful: NDArray[np.bool_]) -> BaseGeometry:
    clean = shapely.coverage_union_all(land[~is_doubtful])
    return shapely.union_all([clean, *land[is_doubtful]]) if is_doubtful.any() else clean
