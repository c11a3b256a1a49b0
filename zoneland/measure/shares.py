"""How much land of each parcel lies in each zone; two ways that give the same.

GEOS cuts and what it cuts is measured: the reference, at once at work. Where very many parcels lie
near zones their boundaries are walked by compiled code instead, an order of magnitude faster
once it is compiled, which takes some ten seconds the first time on a machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyproj
import shapely

from zoneland.checks.ground import polygons_of
from zoneland.checks.rings import rings_of
from zoneland.measure.area import area_of
from zoneland.measure.pieces import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zoneland.measure.walk.flat import Flat

MANY: Final = 20_000
"""Parcels near zones from which walking pays for being compiled."""
TOUCH_M2: Final = 1e-6
"""What rounding leaves of parcels that only touch a zone."""


Way = Literal["", "cut", "walk"]


@dataclass(frozen=True, slots=True)
class Shares:
    """Areas by zone and parcel; arrays of one length, in order of zone, then of parcel."""

    zone: NDArray[np.intp]
    """Position of the zone."""
    land: NDArray[np.intp]
    """Position of the parcel."""
    area_m2: NDArray[np.float64]
    """Not rounded."""


def shares_of(
    zones: NDArray[np.object_],
    land: NDArray[np.object_],
    *,
    area: str,
    crs: Any,  # noqa: ANN401  whatever pyproj reads
    way: Way = "",
) -> Shares:
    """Measure what parcels share with zones, in the way that suits their number.

    Parameters
    ----------
    zones, land
        Valid polygons or multi-polygons in `crs`.
    area
        ``ellipsoid``, ``plane`` or ``ledger``, as for `zoneland.measure.area.area_of`.
    crs
        A projected CRS.
    way
        ``cut`` or ``walk`` to have that one: parts of a job are to be measured alike.
    """
    if (way or best_way(zones, land)) == "cut":
        return shares_by_cutting(zones, land, area=area, crs=crs)
    return shares_by_walking(zones, land, area=area, crs=crs)


def best_way(zones: NDArray[np.object_], land: NDArray[np.object_]) -> Way:
    """Tell which way suits the number of parcels near zones."""
    near = shapely.STRtree(land).query(shapely.box(*shapely.bounds(zones).T))
    return "walk" if near.shape[1] >= MANY and can_walk() else "cut"


def can_walk() -> bool:
    """Tell whether the compiler is there; without it GEOS does it all."""
    try:
        import numba  # noqa: F401, PLC0415  half a second that small runs do not pay
    except ImportError:
        return False
    return True


def shares_by_cutting(
    zones: NDArray[np.object_],
    land: NDArray[np.object_],
    *,
    area: str,
    crs: Any,  # noqa: ANN401
) -> Shares:
    """Cut land by zones with GEOS and measure the pieces; else as `shares_of`."""
    pieces = cut(zones, land)
    return Shares(pieces.zone, pieces.land, area_of(area, crs)(pieces.geometry))


def shares_by_walking(
    zones: NDArray[np.object_],
    land: NDArray[np.object_],
    *,
    area: str,
    crs: Any,  # noqa: ANN401
) -> Shares:
    """Walk the boundaries of zones and land; else as `shares_of`.

    Zones whose plane is no polynomial, and pairs whose walk comes to no end, are cut by GEOS.
    """
    none = np.empty(0)
    found = [(0, none, none), *_walked(zones, land, area=area, crs=crs)]
    zone = np.concatenate([np.full(len(which), at) for at, which, _ in found])
    which = np.concatenate([which for _, which, _ in found])
    area_m2 = np.concatenate([sizes for _, _, sizes in found])
    has_land = area_m2 > TOUCH_M2
    return Shares(
        zone[has_land].astype(np.intp), which[has_land].astype(np.intp), area_m2[has_land]
    )


def _walked(
    zones: NDArray[np.object_],
    land: NDArray[np.object_],
    *,
    area: str,
    crs: Any,  # noqa: ANN401
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.float64]]]:
    """Yield, zone by zone, the parcels near it and what they share with it."""
    from zoneland.measure.walk.grid import zone_grid  # noqa: PLC0415  brings the compiler
    from zoneland.measure.walk.kernel import shared_areas  # noqa: PLC0415
    from zoneland.measure.walk.rings import boxes_of, meeting, on_steps, steps_of  # noqa: PLC0415

    rings = rings_of(land)
    if not len(rings.xy):
        return
    bounds = shapely.bounds(zones)
    steps = steps_of(np.vstack([boxes_of(rings), bounds[np.isfinite(bounds).all(axis=1)]]))
    if steps is not None:
        rings = rings._replace(xy=on_steps(rings.xy, steps))
    boxes = boxes_of(rings)
    for at, zone in enumerate(zones):
        if zone is None or zone.is_empty:
            continue
        box = np.array(zone.bounds)
        which = meeting(boxes, box)
        flat = _flat(box, area, crs)
        area_m2 = np.full(len(which), np.nan)
        if flat is not None and len(which):
            area_m2 = shared_areas(zone_grid(zone, flat, steps), rings, boxes, which)
        lost = np.flatnonzero(np.isnan(area_m2))
        pieces = polygons_of(shapely.intersection(land[which[lost]], zone))
        area_m2[lost] = area_of(area, crs)(pieces)
        yield at, which, area_m2


def _flat(box: NDArray[np.float64], area: str, crs: Any) -> Flat | None:  # noqa: ANN401
    """Give the plane that areas are taken in near a zone, if it is a polynomial."""
    from zoneland.measure.walk.flat import ellipsoid_near, plane_near  # noqa: PLC0415

    if area == "plane":
        return plane_near(box)
    return ellipsoid_near(box, pyproj.CRS.from_user_input(crs))
