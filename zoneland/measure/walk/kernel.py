"""What every parcel shares with a zone: all of it, a part that is walked, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numba
import numpy as np

from zoneland.measure.walk.flat import flat_point, swept_along
from zoneland.measure.walk.grid import EDGE, OUTSIDE, standing
from zoneland.measure.walk.meets import find_meets, room
from zoneland.measure.walk.pair import walk_parcel, walk_zone
from zoneland.measure.walk.rings import Outline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.checks.rings import Rings
    from zoneland.measure.walk.flat import Flat
    from zoneland.measure.walk.grid import ZoneGrid
    from zoneland.measure.walk.meets import Meets

ASIDE_M: Final = (700.0, 1100.0)
CLOSES_M2: Final = 1e-6
"""Seen from two places, these metres apart, an area differs by no more."""
AT_FIRST: Final = 1024
"""Meetings of one parcel that there is room for; more where it turns out too little."""


@numba.njit(cache=True)
def shared_areas(
    zone: ZoneGrid, rings: Rings, boxes: NDArray[np.float64], which: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Measure what parcels share with one zone.

    Parameters
    ----------
    zone
        The zone.
    rings, boxes
        Valid parcels, and the box of each.
    which
        The parcels to look at: those whose boxes meet the zone's.

    Returns
    -------
    ndarray
        Square metres, one for each of `which`; NaN where the walk came to no end and another
        way must be taken.
    """
    area_m2 = np.zeros(which.shape[0])
    seen = np.full(zone.xy.shape[0], -1, np.int64)
    found = room(AT_FIRST)
    for at in range(which.shape[0]):
        parcel = which[at]
        first, last = rings.shape[parcel], rings.shape[parcel + 1]
        outline = Outline(
            rings.xy, rings.ring[first : last + 1], rings.is_shell[first:last], boxes[parcel]
        )
        place = standing(zone, boxes[parcel])
        if place == EDGE:
            count = find_meets(zone, outline, seen, found)
            while count < 0:
                found = room(4 * found.zone_edge.shape[0])
                seen[:] = -1
                count = find_meets(zone, outline, seen, found)
            area_m2[at] = _part(zone, outline, found, count)
        elif place != OUTSIDE:
            area_m2[at] = whole_area(zone.flat, outline)
    return area_m2


@numba.njit(cache=True)
def _part(zone: ZoneGrid, parcel: Outline, found: Meets, count: int) -> float:
    """Measure a parcel that comes near the zone's edge.

    One that is nowhere beyond the edge is taken as it is drawn, even where corners of the zone
    divide its edges: a vertex put into an edge changes its ellipsoidal area. Of several parts one
    may be that, and another the zone's own hole: another way must tell.
    """
    start = parcel.ring[0]
    origin = flat_point(zone.flat, parcel.xy[start, 0], parcel.xy[start, 1])
    one, is_out, closes = walk_parcel(zone, parcel, found, count, origin)
    other, is_entered, also_closes = walk_zone(zone, parcel, found, count, origin)
    if not (closes and also_closes):
        return np.nan
    area_m2 = (one + other) / 2
    if count > 0:  # what does not close has another area from elsewhere
        elsewhere = (origin[0] + ASIDE_M[0], origin[1] + ASIDE_M[1])
        one, _, _ = walk_parcel(zone, parcel, found, count, elsewhere)
        other, _, _ = walk_zone(zone, parcel, found, count, elsewhere)
        if abs((one + other) / 2 - area_m2) > CLOSES_M2:
            return np.nan
    if not is_out and not is_entered:  # all of it, or the zone's own hole
        if parcel.is_shell.sum() > 1:
            return np.nan
        whole_m2 = whole_area(zone.flat, parcel)
        return whole_m2 if area_m2 > whole_m2 / 2 else 0.0
    return area_m2


@numba.njit(cache=True)
def whole_area(flat: Flat, parcel: Outline) -> float:
    """Measure a parcel that lies in the zone altogether."""
    area_m2 = 0.0
    for ring in range(parcel.is_shell.shape[0]):
        first, last = parcel.ring[ring], parcel.ring[ring + 1] - 1
        origin = flat_point(flat, parcel.xy[first, 0], parcel.xy[first, 1])
        size = abs(swept_along(flat, origin, parcel.xy, first, last)) / 2
        area_m2 += size if parcel.is_shell[ring] else -size
    return area_m2
