"""Where zones meet lines: the parts of each zone inside them, and those outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from zoneland.checks.ground import POLYGONAL, mean_width_m, polygons_of
from zoneland.measure.area import area_of
from zoneland.measure.joined import clusters, joined_width_m
from zoneland.measure.pieces import cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_VERTICES: Final = 2_000
"""Of a tile: overlays read all of it for each piece they cut from it."""


def ground_inside(zones: NDArray[np.object_], lines: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give the ground of each zone that lies inside lines, counted once where lines overlap.

    Lines are cut by the zone before they are united: a county's growth boundary has a million
    vertices, and few of them lie near one zone.

    Examples
    --------
    >>> zone = np.array([shapely.box(0, 0, 4, 1)])
    >>> lines = np.array([shapely.box(x, 0, x + 2, 1) for x in (1, 2, -2)])
    >>> shapely.area(ground_inside(zone, lines)).tolist()
    [3.0]
    """
    pieces = cut(zones, lines)
    inside = [shapely.union_all(pieces.geometry[pieces.zone == at]) for at in range(len(zones))]
    return polygons_of(np.array(inside, dtype=object))


def parts_inside(
    zones: gpd.GeoDataFrame, lines: gpd.GeoDataFrame, *, area: str = "ellipsoid"
) -> gpd.GeoDataFrame:
    """Give the connected parts of each zone that lie inside lines.

    Parts closer to one another than 0.0001 m, the survey's XY tolerance, are one part.

    Parameters
    ----------
    zones
        ``zone_id`` and valid polygons; projected CRS.
    lines
        Valid polygons in the zones' CRS.
    area
        ``ellipsoid`` or ``plane``; ``ledger`` measures like ``ellipsoid``.

    Returns
    -------
    GeoDataFrame
        ``zone_id``, ``area_m2`` (not rounded), ``width_m`` (mean width, twice the area over the
        perimeter, hairs within closed) and the part, by zone, largest first. Edges that only touch
        give no part.
    """
    inside = ground_inside(zones.geometry.to_numpy(), lines.geometry.to_numpy())
    return parts_of(zones, inside, area=area)


def parts_outside(
    zones: gpd.GeoDataFrame, lines: gpd.GeoDataFrame, *, area: str = "ellipsoid"
) -> gpd.GeoDataFrame:
    """Give the connected parts of each zone that lie outside lines; else as `parts_inside`.

    Examples
    --------
    >>> zones = gpd.GeoDataFrame({"zone_id": ["A"]}, geometry=[shapely.box(0, 0, 10, 4)], crs=4547)
    >>> growth = gpd.GeoDataFrame(geometry=[shapely.box(-5, -5, 8, 20)], crs=4547)
    >>> parts_outside(zones, growth, area="plane")[["zone_id", "area_m2", "width_m"]].round(3)
      zone_id  area_m2  width_m
    0       A      8.0    1.333
    """
    ground = zones.geometry.to_numpy()
    inside = ground_inside(ground, lines.geometry.to_numpy())
    return parts_of(zones, polygons_of(shapely.difference(ground, inside)), area=area)


def shared_outside(
    first: NDArray[np.object_], second: NDArray[np.object_], zones: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Give the connected pieces of ground that two lines share outside all zones.

    A county's line has a million vertices, each of which every overlay would read again: so the
    first line is cut into tiles, and what the tiles share is united.

    Examples
    --------
    >>> growth, farmland, zone = (np.array([shapely.box(x, 0, x + 4, 1)]) for x in (0, 1, 2))
    >>> shapely.area(shared_outside(growth, farmland, zone)).tolist()
    [1.0]
    """
    pieces = cut(_tiled(first), second).geometry
    at, zone = shapely.STRtree(zones).query(pieces, predicate="intersects")
    shapely.prepare(zones)
    is_within = shapely.covers(zones[zone], pieces[at])
    pieces[at[is_within]] = shapely.Polygon()
    for one in np.setdiff1d(at, at[is_within]):
        pieces[one] = shapely.difference(pieces[one], shapely.union_all(zones[zone[at == one]]))
    found = shapely.get_parts(shapely.union_all(polygons_of(pieces)))
    return found[shapely.area(found) > 0]


def _tiled(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Halve what has more than `MOST_VERTICES` until nothing has."""
    done, waiting = [], list(shapely.get_parts(shapes))
    while waiting:
        shape = waiting.pop()
        if shapely.get_num_coordinates(shape) <= MOST_VERTICES:
            done.append(shape)
            continue
        west, south, east, north = shapely.bounds(shape)
        middle = ((west + east) / 2, (south + north) / 2)
        is_wide = east - west > north - south
        halves = (
            ((west, south, middle[0], north), (middle[0], south, east, north))
            if is_wide
            else ((west, south, east, middle[1]), (west, middle[1], east, north))
        )
        cuts = polygons_of(shapely.intersection(shape, [shapely.box(*half) for half in halves]))
        waiting += shapely.get_parts(cuts).tolist()
    return np.array(done, dtype=object)


def parts_of(
    zones: gpd.GeoDataFrame, ground: NDArray[np.object_], *, area: str
) -> gpd.GeoDataFrame:
    """Take ground, a shape a zone, apart into its connected parts; else as `parts_inside`.

    Examples
    --------
    >>> zones = gpd.GeoDataFrame({"zone_id": ["A"]}, geometry=[shapely.box(0, 0, 9, 9)], crs=4547)
    >>> halves = shapely.MultiPolygon([shapely.box(0, 0, 2, 1), shapely.box(0, 1 + 1e-7, 2, 2)])
    >>> parts_of(zones, np.array([halves]), area="plane")[["area_m2", "width_m"]].round(3)
       area_m2  width_m
    0      4.0      1.0
    """
    shapes, owner = shapely.get_parts(ground, return_index=True)
    has_area = np.isin(shapely.get_type_id(shapes), POLYGONAL) & (shapely.area(shapes) > 0)
    shapes, owner, width_m = _together(shapes[has_area], owner[has_area])
    frame = gpd.GeoDataFrame(
        {
            "zone_id": zones["zone_id"].to_numpy()[owner],
            "area_m2": area_of(area, zones.crs)(shapes),
            "width_m": width_m,
        },
        geometry=shapes,
        crs=zones.crs,
    )
    order = np.lexsort((-frame["area_m2"], owner))
    return frame.iloc[order].reset_index(drop=True)


def _together(
    parts: NDArray[np.object_], owner: NDArray[np.intp]
) -> tuple[NDArray[np.object_], NDArray[np.intp], NDArray[np.float64]]:
    """Put each zone's parts that only a hair keeps apart together; with owners and widths."""
    width_m = mean_width_m(parts)
    shapes, owners, widths = [], [], []
    for zone in np.unique(owner):
        mine = np.flatnonzero(owner == zone)
        number = clusters(parts[mine])
        order = np.argsort(number, kind="stable")
        for which in np.split(mine[order], np.flatnonzero(np.diff(number[order])) + 1):
            is_one = len(which) == 1
            shapes.append(parts[which[0]] if is_one else shapely.multipolygons(parts[which]))
            widths.append(width_m[which[0]] if is_one else joined_width_m(parts[which]))
            owners.append(zone)
    return (
        np.array(shapes, dtype=object),
        np.array(owners, dtype=np.intp),
        np.array(widths, dtype=float),
    )
