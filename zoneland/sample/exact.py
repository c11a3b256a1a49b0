"""Bring a zone to exactly three fifths industry, to the last 0.01 m².

A corner of the boundary is moved by tenths of a millimetre until the zone's area divides by
five; then one corner between an industrial parcel and its neighbour, until the industrial
land is three fifths and the classes, each rounded once, add up to the zone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain, product
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.core.units import DM2_PER_M2, to_dm2
from zoneland.measure.ellipsoid import ellipsoid_area_m2
from zoneland.sample.county import COORDINATE_DECIMALS, CRS
from zoneland.sample.fabric import PARCEL
from zoneland.sample.zones import members

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

STEP_M: Final = 10.0**-COORDINATE_DECIMALS
REACH: Final = 25
"""Steps tried each way."""
FARTHEST_M: Final = 3.0
CLEAR: Final = 0.49
"""How far from a whole 0.01 m² a sum may lie, so that no other way of summing rounds it off."""
LIKELY: Final = 1.5 * CLEAR
"""How far two sums together may lie from whole 0.01 m² where places are looked for."""
INDUSTRY: Final = "1001"


@dataclass(frozen=True, slots=True)
class _Whole:
    """A zone's land, and the industrial area it should have."""

    shapes: NDArray[np.object_]
    plan: NDArray[np.object_]
    inner: NDArray[np.intp]
    """Which of `shapes` make up the zone."""
    target_dm2: int


def settle(
    land: gpd.GeoDataFrame, zone: shapely.Polygon | shapely.MultiPolygon
) -> tuple[gpd.GeoDataFrame, shapely.Polygon]:
    """Move two corners so that a zone's industrial share is exactly 60 %.

    Parameters
    ----------
    land
        As `shares.allot` leaves it; the zone's edges run along its edges.
    zone
        The zone, in one piece, whose plan comes near 60 % of industry.

    Returns
    -------
    GeoDataFrame, Polygon
        Land and zone with two corners moved, in every shape that has them.

    Raises
    ------
    ValueError
        Where no corner serves.
    TypeError
        For a zone in pieces.
    """
    if not isinstance(zone, shapely.Polygon):
        raise TypeError("only a zone in one piece can be settled")
    shapes, plan = land.geometry.to_numpy().copy(), land["plan"].to_numpy(object)
    is_parcel = (land["role"] == PARCEL).to_numpy()
    inner = members(zone, shapes)
    for placed, tried in _divisible(shapes, zone, is_parcel, inner):
        target_dm2 = to_dm2(float(ellipsoid_area_m2(np.array([tried]), CRS)[0])) * 3 // 5
        settled = _settled(_Whole(placed, plan, inner, target_dm2), tried, is_parcel)
        if settled is not None:
            return land.set_geometry(settled, crs=CRS), tried
    raise ValueError("no two corners bring the zone to three fifths")


def _settled(
    whole: _Whole, zone: shapely.Polygon, is_parcel: NDArray[np.bool_]
) -> NDArray[np.object_] | None:
    """Move a corner between two of a zone's parcels so that all sums fit, if one serves."""
    areas_m2 = dict(
        zip(whole.inner.tolist(), ellipsoid_area_m2(whole.shapes[whole.inner], CRS), strict=True)
    )
    partner = np.isin(whole.plan, _partners(whole, areas_m2))
    # A street serves where no parcel does: its own class alone may lie on the edge of rounding.
    corners = chain.from_iterable(
        _inner_corners(whole, zone, among) for among in (partner & is_parcel, partner & ~is_parcel)
    )
    for corner, pair in corners:
        place = _exact_place(whole, areas_m2, corner, pair)
        if place is not None:
            settled = whole.shapes.copy()
            settled[list(pair)] = moved(settled[list(pair)], corner, place)
            return settled
    return None


def _partners(whole: _Whole, areas_m2: dict[int, float]) -> list[str]:
    """Give the classes that can make up for what industry gains or loses.

    With industry at its target such a class has what is left of the two; that may be off the
    whole 0.01 m² that closes the zone by as much as both may be off theirs, or rather less: at
    the very end too few places serve to look for one.
    """
    sums_m2 = _sums_m2(areas_m2, whole.plan)
    own_m2 = sums_m2.pop(INDUSTRY)
    rest_dm2 = whole.target_dm2 * 5 // 3 - whole.target_dm2 - sum(map(to_dm2, sums_m2.values()))
    over_dm2 = own_m2 * DM2_PER_M2 - whole.target_dm2
    return [
        code
        for code, sum_m2 in sums_m2.items()
        if abs(sum_m2 * DM2_PER_M2 + over_dm2 - to_dm2(sum_m2) - rest_dm2) < LIKELY
        and all(_whole(other_m2) for other, other_m2 in sums_m2.items() if other != code)
    ]


def _sums_m2(areas_m2: dict[int, float], plan: NDArray[np.object_]) -> dict[str, float]:
    return {
        code: math.fsum(area_m2 for n, area_m2 in areas_m2.items() if plan[n] == code)
        for code in sorted({plan[n] for n in areas_m2})
    }


def moved(
    shapes: NDArray[np.object_], old_xy: NDArray[np.float64], new_xy: NDArray[np.float64]
) -> NDArray[np.object_]:
    """Move one corner in every shape that has it.

    Examples
    --------
    >>> square = np.array([shapely.box(0, 0, 1, 1)])
    >>> moved(square, np.array([1.0, 1.0]), np.array([2.0, 2.0]))[0].area
    2.0
    """

    def _replaced(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where((xy == old_xy).all(axis=1)[:, None], new_xy, xy)

    done: NDArray[np.object_] = shapely.transform(shapes, _replaced)
    return done


def _whole(area_m2: float) -> bool:
    """Tell whether an area lies clearly at a whole 0.01 m²."""
    dm2 = area_m2 * DM2_PER_M2
    return abs(dm2 - round(dm2)) < CLEAR


def _divisible(
    shapes: NDArray[np.object_],
    zone: shapely.Polygon,
    is_parcel: NDArray[np.bool_],
    inner: NDArray[np.intp],
) -> Iterator[tuple[NDArray[np.object_], shapely.Polygon]]:
    """Move corners of the boundary, one at a time, to where the zone's area divides by five.

    Yields the shapes with the corner moved, and the zone; a corner's longer steps come last.
    """
    corners = shapely.get_coordinates(zone.exterior)[:-1]
    for corner, step_m in product(corners, (STEP_M, 10 * STEP_M)):
        around = _around(shapes, corner)
        if len(around) != 2 or not is_parcel[around].all() or np.isin(around, inner).sum() != 1:  # noqa: PLR2004  one inside, one outside
            continue
        for step in range(REACH * REACH):
            place = np.round(corner + np.array([step % REACH, step // REACH]) * step_m, 4)
            tried = moved(np.array([zone]), corner, place)
            area_m2 = float(ellipsoid_area_m2(tried, CRS)[0])
            if to_dm2(area_m2) % 5 == 0 and _whole(area_m2):
                placed = shapes.copy()
                placed[around] = moved(shapes[around], corner, place)
                yield placed, tried[0]


def _around(shapes: NDArray[np.object_], corner: NDArray[np.float64]) -> NDArray[np.intp]:
    """Give the shapes that have a corner."""
    point = shapely.Point(corner)
    near = np.flatnonzero(shapely.dwithin(shapes, point, STEP_M / 2))
    has = [(shapely.get_coordinates(shapes[n]) == corner).all(axis=1).any() for n in near]
    return near[has]


def _inner_corners(
    whole: _Whole, zone: shapely.Polygon, among: NDArray[np.bool_]
) -> Iterator[tuple[NDArray[np.float64], tuple[int, int]]]:
    """Yield corners between an industrial parcel and one shape `among` others, with the two."""
    shapes, plan = whole.shapes, whole.plan
    works = [n for n in whole.inner if plan[n] == INDUSTRY] if among[whole.inner].any() else []
    for number in works:
        for corner in shapely.get_coordinates(shapes[number].exterior)[:-1]:
            around = _around(shapes, corner)
            others = [int(n) for n in around if n != number]
            if len(others) != 1 or not among[others[0]]:
                continue
            if shapely.dwithin(zone.exterior, shapely.Point(corner), FARTHEST_M):
                continue
            yield corner, (int(number), others[0])


def _exact_place(
    whole: _Whole,
    areas_m2: dict[int, float],
    corner: NDArray[np.float64],
    pair: tuple[int, int],
) -> NDArray[np.float64] | None:
    """Search the lattice about the corner's solution for a place where every sum fits."""
    shapes, plan = whole.shapes, whole.plan
    need_m2 = whole.target_dm2 / DM2_PER_M2 - math.fsum(
        area_m2 for n, area_m2 in areas_m2.items() if plan[n] == INDUSTRY
    )
    middle = _solution(shapes[pair[0]], corner, need_m2)
    if np.hypot(*(middle - corner)) > FARTHEST_M:
        return None
    steps = np.arange(-REACH, REACH + 1) * STEP_M
    places = np.round(middle + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2), 4)
    tried = [
        ellipsoid_area_m2(np.array([moved(shapes[n], corner, place) for place in places]), CRS)
        for n in pair
    ]
    for place, *pair_m2 in zip(places, *tried, strict=True):
        now_m2 = areas_m2 | dict(zip(pair, pair_m2, strict=True))
        if _fits(now_m2, plan, whole.target_dm2):
            return np.asarray(place)
    return None


def _solution(
    shape: shapely.Polygon, corner: NDArray[np.float64], need_m2: float
) -> NDArray[np.float64]:
    """Move a corner of an anticlockwise ring outward, until the ring has gained so much."""
    ring = shapely.get_coordinates(shapely.orient_polygons(shape).exterior)[:-1]
    at = int(np.flatnonzero((ring == corner).all(axis=1))[0])
    chord = ring[(at + 1) % len(ring)] - ring[at - 1]
    outward = np.array([chord[1], -chord[0]])
    return np.asarray(corner + outward * 2 * need_m2 / (chord @ chord))


def _fits(areas_m2: dict[int, float], plan: NDArray[np.object_], target_dm2: int) -> bool:
    """Tell whether the classes, each summed and rounded once, add up to an exact 60 %."""
    sums_m2 = _sums_m2(areas_m2, plan)
    return (
        to_dm2(sums_m2[INDUSTRY]) == target_dm2
        and sum(map(to_dm2, sums_m2.values())) * 3 == target_dm2 * 5
        and all(map(_whole, sums_m2.values()))
    )
