"""Rings of a plot: where each ends, and which are holes.

A ring's number does not say what it is: some writers number holes, some further parts. So a ring
inside another is a hole, one outside is a part, and one inside a hole is a part again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.files.survey.axes import Place

FEWEST_CORNERS: Final = 3
LEAST_M2: Final = 0.01


@dataclass(frozen=True, slots=True)
class Corner:
    """A boundary point with its place."""

    line: int
    label: str
    ring: int | None
    place: Place


def rings_of(corners: Sequence[Corner]) -> list[list[Corner]]:
    """Part a plot's points into rings.

    A ring ends where the number of the ring changes, or where it comes back to its first
    point, whatever that is labelled; it need not come back.

    Returns
    -------
    list
        Rings, each with every point as written, closing points too.
    """
    rings: list[list[Corner]] = []
    number: int | None = None
    for corner in corners:
        is_other = None not in (corner.ring, number) and corner.ring != number
        if not rings or is_other or _is_left(rings[-1], corner):
            rings.append([])
            number = None
        rings[-1].append(corner)
        number = number if corner.ring is None else corner.ring
    return rings


def is_closed(ring: Sequence[Corner]) -> bool:
    """Tell whether a ring's last point repeats its first."""
    return len(ring) > FEWEST_CORNERS and ring[-1].place.xy == ring[0].place.xy


def _is_left(ring: Sequence[Corner], corner: Corner) -> bool:
    """Tell whether a ring is closed and the next point lies elsewhere."""
    return is_closed(ring) and corner.place.xy != ring[-1].place.xy


def outline(ring: Sequence[Corner]) -> list[tuple[float, float]]:
    """Give a ring's eastings and northings, without the points that repeat their neighbour."""
    xy = [corner.place.xy for corner in ring]
    kept = [here for at, here in enumerate(xy) if at == 0 or here != xy[at - 1]]
    while len(kept) > 1 and kept[-1] == kept[0]:
        kept.pop()
    return kept


def is_drawable(ring: Sequence[Corner]) -> bool:
    """Tell whether a ring has three points that are not on one line, as a polygon takes."""
    spread = shapely.MultiPoint([corner.place.xy for corner in ring]).convex_hull
    return bool(spread.area > LEAST_M2)


def shape_of(
    outlines: Sequence[Sequence[tuple[float, float]]],
) -> shapely.Polygon | shapely.MultiPolygon:
    """Put rings together, by which lies in which.

    Parameters
    ----------
    outlines
        Of at least three points each, in metres.

    Returns
    -------
    Polygon or MultiPolygon
        As drawn, so perhaps invalid: rings that cross themselves or each other stay so.

    Examples
    --------
    A hole with an island in it, drawn before what holds them.

    >>> def square(edge, width):
    ...     return list(shapely.box(edge, edge, edge + width, edge + width).exterior.coords)
    >>> shape = shape_of([square(40, 20), square(20, 60), square(0, 100)])
    >>> shape.geom_type, shape.area  # 100² - 60² + 20²
    ('MultiPolygon', 6800.0)
    """
    disks = [shapely.Polygon(xy) for xy in outlines]
    holders = _holders(disks)
    holes: dict[int, list[Sequence[tuple[float, float]]]] = {}
    for at, xy in enumerate(outlines):
        owner = _owner(at, holders, disks)
        if owner is None:
            holes.setdefault(at, [])
        else:
            holes.setdefault(owner, []).append(xy)
    parts = [shapely.Polygon(outlines[at], holes[at]) for at in sorted(holes)]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _holders(disks: Sequence[shapely.Polygon]) -> list[set[int]]:
    """Give, for each disk, those that hold it."""
    found: list[set[int]] = [set() for _ in disks]
    inner, outer = shapely.STRtree(disks).query(disks)
    for one, other in zip(inner.tolist(), outer.tolist(), strict=True):
        if one != other and _holds(disks[other], disks[one]):
            found[one].add(other)
    return found


def _holds(outer: shapely.Polygon, inner: shapely.Polygon) -> bool:
    """Tell whether one disk lies in another, sharing points of the edge at most.

    Asked of points and not by `covers`, which fails on rings that cross themselves.
    """
    if outer.area <= inner.area:
        return False
    x, y = shapely.get_coordinates(inner).T
    if not shapely.intersects_xy(outer, x, y).all():
        return False
    x, y = shapely.get_coordinates(shapely.point_on_surface(inner)).T
    return bool(shapely.contains_xy(outer, x, y).any())


def _owner(at: int, holders: Sequence[set[int]], disks: Sequence[shapely.Polygon]) -> int | None:
    """Give the part that a hole belongs to; None for a part."""
    if len(holders[at]) % 2 == 0:
        return None
    parts = [holder for holder in holders[at] if len(holders[holder]) % 2 == 0]
    return min(parts, key=lambda part: float(disks[part].area), default=None)
