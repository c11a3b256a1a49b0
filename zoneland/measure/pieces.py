"""Cutting: which land lies in which zone, and the piece of it that does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.ground import polygons_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


NONE_OUTSIDE: Final = "******FF*"
"""Nothing of the other lies outside of the one: covered, where GEOS tells so at half the cost."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of land by zone; three arrays of one length."""

    zone: NDArray[np.intp]
    """Position of the zone."""
    land: NDArray[np.intp]
    """Position of the land that the piece is of."""
    geometry: NDArray[np.object_]
    """The piece: the whole polygon where the zone covers it."""
    is_whole: NDArray[np.bool_]
    """Whether the zone covers the land entirely."""


def cut(zones: NDArray[np.object_], land: NDArray[np.object_]) -> Pieces:
    """Cut land by zones.

    A polygon that its zone covers is taken whole, one that only touches it is left out, and only
    those that cross a zone's edge are intersected: the same pieces as an overlay at a third of
    its cost. Where zones run along parcel edges hardly any cross. Nothing is cut by tiles, for a
    vertex put into a long edge changes its ellipsoidal area.

    Parameters
    ----------
    zones, land
        Valid polygons or multi-polygons in one CRS.

    Returns
    -------
    Pieces
        In order of zone, then of land; pieces that only touch are left out.
    """
    shapely.prepare(zones)
    zone, which = shapely.STRtree(land).query(zones, predicate="intersects")
    order = np.lexsort((which, zone))
    zone, which = zone[order], which[order]
    is_whole = shapely.contains_properly(zones[zone], land[which])
    edge = np.flatnonzero(~is_whole)
    is_land = np.ones(len(which), dtype=bool)
    is_land[edge] = ~shapely.touches(zones[zone[edge]], land[which[edge]])
    edge = edge[is_land[edge]]
    is_whole[edge] = shapely.relate_pattern(zones[zone[edge]], land[which[edge]], NONE_OUTSIDE)
    zone, which, is_whole = zone[is_land], which[is_land], is_whole[is_land]
    geometry = land[which]
    crossing = np.flatnonzero(~is_whole)
    geometry[crossing] = polygons_of(
        shapely.intersection(geometry[crossing], zones[zone[crossing]])
    )
    has_area = shapely.area(geometry) > 0
    return Pieces(zone[has_area], which[has_area], geometry[has_area], is_whole[has_area])
