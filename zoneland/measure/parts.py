"""Where zones meet lines: the parts of each zone inside them, and those outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from zoneland.checks.ground import POLYGONAL, mean_width_m, polygons_of
from zoneland.measure.area import area_of
from zoneland.measure.pieces import cut

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
        perimeter) and the part, by zone, largest first. Edges that only touch give no part.
    """
    return _parts(zones, ground_inside(zones.geometry.to_numpy(), lines.geometry.to_numpy()), area)


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
    return _parts(zones, polygons_of(shapely.difference(ground, inside)), area)


def _parts(zones: gpd.GeoDataFrame, ground: NDArray[np.object_], area: str) -> gpd.GeoDataFrame:
    """Take ground apart and measure its parts."""
    parts, owner = shapely.get_parts(ground, return_index=True)
    has_area = np.isin(shapely.get_type_id(parts), POLYGONAL) & (shapely.area(parts) > 0)
    parts, owner = parts[has_area], owner[has_area]
    frame = gpd.GeoDataFrame(
        {
            "zone_id": zones["zone_id"].to_numpy()[owner],
            "area_m2": area_of(area, zones.crs)(parts),
            "width_m": mean_width_m(parts),
        },
        geometry=parts,
        crs=zones.crs,
    )
    order = np.lexsort((-frame["area_m2"], owner))
    return frame.iloc[order].reset_index(drop=True)
