"""Zone boundaries: drawn freely across the parcels, or along their edges."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.sample.cases import SLIVERS
from zoneland.sample.chance import chances
from zoneland.sample.county import to_ground
from zoneland.sample.edges import along_line
from zoneland.sample.fabric import PARCEL, block_nodes

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.sample.county import County
    from zoneland.sample.places import Place

CORNERS_PER_BLOCK: Final = 5
ROUNDNESS: Final = 6
"""Exponent of the superellipse that boundaries stray from; higher is squarer."""
GAP_M: Final = 60.0
"""Half the distance between the pieces of a zone in two pieces."""
SLIVER_REACH: Final = 0.62
"""How far north and south the boundary beside the farmland runs, as a share of the core's half."""


def boundary(
    county: County, place: Place, parcels: gpd.GeoDataFrame
) -> shapely.Polygon | shapely.MultiPolygon:
    """Draw the boundary of the zone of one place.

    Parameters
    ----------
    county
        The county's plan.
    place
        The ground set aside for the zone.
    parcels
        At least the parcels of the place's core and one block around.

    Returns
    -------
    Polygon or MultiPolygon
        In `county.CRS`; along parcel edges where the county or the case asks for it.
    """
    case = place.case
    outlines, rooms = _outlines(county, place), _rooms(county, place)
    pieces = [_on_ground(county, outline) for outline in outlines]
    if county.snap or (case is not None and case.along_parcels):
        core = parcels[parcels["core"].isin([0, place.number])]
        pieces = [
            _along_parcels(piece, _on_ground(county, room.segmentize(20.0)), core, place.number)
            for piece, room in zip(pieces, rooms, strict=True)
        ]
    return pieces[0] if len(pieces) == 1 else shapely.multipolygons(pieces)


def members(
    zone: shapely.Polygon | shapely.MultiPolygon, shapes: NDArray[np.object_]
) -> NDArray[np.intp]:
    """Give the numbers of the shapes whose inner point lies in a zone."""
    near = shapely.STRtree(shapes).query(zone, predicate="intersects")
    inside = shapely.contains(zone, shapely.point_on_surface(shapes[near]))
    return np.sort(near[inside])


def _outlines(county: County, place: Place) -> list[shapely.Polygon]:
    """Draw the pieces in plan coordinates, within the core."""
    outline = shapely.Polygon(_stray_square(county, place))
    if place.number == SLIVERS:
        outline = shapely.Polygon(_with_farmland_side(county, place, outline))
    return _pieces(county, place, outline)


def _rooms(county: County, place: Place) -> list[shapely.Polygon]:
    """Give the ground that each piece may take, in plan coordinates."""
    west, south, east, north = county.core_box(place)
    if place.number == SLIVERS:
        east = county.box(place.k + place.size, place.j)[0]
    return _pieces(county, place, shapely.box(west, south, east, north))


def _pieces(county: County, place: Place, whole: shapely.Polygon) -> list[shapely.Polygon]:
    if place.case is None or place.case.pieces == 1:
        return [whole]
    west, south, east, north = county.core_box(place)
    middle, lean = (west + east) / 2, 0.22 * (east - west)
    cut = shapely.LineString([(middle - lean, south - 50), (middle + lean, north + 50)])
    apart = shapely.get_parts(whole.difference(cut.buffer(GAP_M, cap_style="flat")))
    return sorted(apart.tolist(), key=_west)


def _west(shape: shapely.Polygon) -> float:
    return float(shape.bounds[0])


def _stray_square(county: County, place: Place) -> NDArray[np.float64]:
    count = 4 * (CORNERS_PER_BLOCK + place.size - 3)
    seed, number = county.seed, place.number
    turns = np.arange(count) + 0.5 * chances(seed, "corner turn", number, np.arange(count))
    angle = turns * 2 * math.pi / count
    reach = 0.80 + 0.13 * chances(seed, "corner reach", number, np.arange(count))
    cosine, sine = np.cos(angle), np.sin(angle)
    round_off = (np.abs(cosine) ** ROUNDNESS + np.abs(sine) ** ROUNDNESS) ** (-1 / ROUNDNESS)
    west, south, east, north = county.core_box(place)
    return np.column_stack(
        [
            (west + east) / 2 + (east - west) / 2 * reach * round_off * cosine,
            (south + north) / 2 + (north - south) / 2 * reach * round_off * sine,
        ]
    )


def _with_farmland_side(
    county: County, place: Place, outline: shapely.Polygon
) -> NDArray[np.float64]:
    """Let the east side run along the nodes of the farmland blocks beyond the core."""
    beyond = place.k + place.size
    side = np.concatenate(
        [block_nodes(county, beyond, place.j + row, "W") for row in range(place.size)]
    )
    _, south, east, north = county.core_box(place)
    middle, reach = (south + north) / 2, SLIVER_REACH * (north - south) / 2
    side = side[np.abs(side[:, 1] - middle) < reach]
    corners = shapely.get_coordinates(outline.exterior)[:-1]
    away = (np.abs(corners[:, 1] - middle) > reach + 40.0) | (corners[:, 0] < east - 300.0)
    is_south = away & (corners[:, 1] < middle) & (corners[:, 0] > east - 300.0)
    rest = corners[away]
    start = np.flatnonzero(~is_south[away])  # begin after the side, go round, end before it
    first = int(start[0])
    return np.concatenate([side, rest[first:], rest[:first]])


def _on_ground(county: County, outline: shapely.Polygon) -> shapely.Polygon:
    ring = along_line(county, shapely.get_coordinates(outline.exterior))
    return shapely.Polygon(to_ground(ring))


def _along_parcels(
    outline: shapely.Polygon, room: shapely.Polygon, parcels: gpd.GeoDataFrame, number: int
) -> shapely.Polygon:
    """Take the streets of a room, the parcels along them, and those within the outline."""
    shapes = parcels.geometry.to_numpy()
    is_parcel = (parcels["role"] == PARCEL).to_numpy()
    roomy = room.buffer(1.0)
    streets = shapes[~is_parcel & shapely.covered_by(shapes, roomy)]
    own = shapes[is_parcel & (parcels["core"] == number).to_numpy()]
    own = own[shapely.contains(roomy, shapely.point_on_surface(own))]
    along = shapely.intersects(own, shapely.coverage_union_all(streets))
    inside = shapely.contains(outline, shapely.point_on_surface(own))
    union = shapely.coverage_union_all(np.concatenate([streets, own[along | inside]]))
    parts = shapely.get_parts(union)
    return shapely.Polygon(parts[np.argmax(shapely.area(parts))].exterior)
