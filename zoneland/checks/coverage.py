"""Coverage: land of the zones that no parcel covers, and parcels that lie over one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.ground import mean_width_m, polygons_of, sifted, told_each
from zoneland.checks.overlaps import breaks_coverage, near_zones, overlaps_told, repeats_told
from zoneland.core.contracts import listed
from zoneland.core.problems import Problem

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

SLIT_WIDTH_M: Final = 2.0
"""A gap of less mean width lies between two drawings of one boundary: no plot is so narrow, and
ground of less is a sliver to the check of control lines too."""


def parcels_told(
    parcels: gpd.GeoDataFrame, where: str, *, zones: gpd.GeoDataFrame | None
) -> list[Problem]:
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
    list
        ZL224, ZL241 to ZL243, ZL245 and, of rounding and what is too much to tell, ZL247 and ZL249.
    """
    shapes, rows = parcels.geometry.to_numpy(), parcels.index.to_numpy() + 1
    problems = repeats_told(shapes, rows, where)
    if zones is None:
        return problems
    near = near_zones(parcels, zones)
    breaking = breaks_coverage(near.geometry.to_numpy())
    return [
        *problems,
        *overlaps_told(near, where, code="ZL243", breaking=breaking),
        *_gaps_told(near, where, zones=zones, breaking=breaking),
    ]


def _gaps_told(
    near: gpd.GeoDataFrame, where: str, *, zones: gpd.GeoDataFrame, breaking: NDArray[np.bool_]
) -> list[Problem]:
    """Tell the land of the zones that no parcel covers, and the zones that have no parcel."""
    names = zones["zone_name"].to_numpy()
    rests, is_bare = uncovered(zones.geometry.to_numpy(), near.geometry.to_numpy(), breaking)
    parts, zone = shapely.get_parts(polygons_of(rests), return_index=True)
    titles = names[zone]
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
    pieces = sifted(parts)
    beside = shapely.STRtree(near.geometry.to_numpy()).nearest(pieces.shapes)
    rows = near.index.to_numpy()[beside] + 1

    def tell(at: int) -> Problem:
        values = {"zone": titles[pieces.origin[at]], **pieces.size(at)}
        return Problem(code, f"{where} #{rows[at]}", values, piece=pieces.shapes[at])

    return [*told_each(range(len(pieces.shapes)), tell), *pieces.faint(code, where)]


def uncovered(
    zones: NDArray[np.object_], land: NDArray[np.object_], breaking: NDArray[np.bool_]
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Give what no land covers of each zone that has any.

    Land that breaks no coverage is joined edge by edge, many times faster than by a union.

    Parameters
    ----------
    zones, land
        Valid polygons in one CRS.
    breaking
        What `zoneland.checks.overlaps.breaks_coverage` says of the land.

    Returns
    -------
    tuple
        The rest of each zone, empty for a bare one; and whether it is bare: no land meets it.

    Examples
    --------
    >>> zones = shapely.box([0, 50], 0, [10, 60], 10)
    >>> land = shapely.box([0, 3], 0, [3, 8], 10)
    >>> rests, is_bare = uncovered(zones, land, np.array([False, False]))
    >>> shapely.area(rests).tolist(), is_bare.tolist()
    ([20.0, 0.0], [False, True])
    """
    shapely.prepare(zones)
    zone, parcel = shapely.STRtree(land).query(zones, predicate="intersects")
    rests = np.full(len(zones), shapely.Polygon(), dtype=object)
    for at in np.unique(zone):
        own = parcel[zone == at]
        joined = _joined(land[own], breaking[own])
        rests[at] = shapely.difference(zones[at], joined)
    return rests, ~np.isin(np.arange(len(zones)), zone)


def _joined(land: NDArray[np.object_], breaking: NDArray[np.bool_]) -> BaseGeometry:
    clean = shapely.coverage_union_all(land[~breaking])
    return shapely.union_all([clean, *land[breaking]]) if breaking.any() else clean
