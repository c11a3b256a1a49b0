"""Zones that lie elsewhere than all other layers: then the zones are at fault, not the layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.checks.meridians import NEAR_DEGREES, meets, moved, place_of
from zoneland.checks.numbers import shown
from zoneland.core import crs as systems
from zoneland.core.contracts import listed
from zoneland.core.gauss_kruger import ZONES, Plane
from zoneland.core.problems import Problem
from zoneland.core.wording import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pyproj

    from zoneland.checks.regions import Bounds

FEWEST: Final = 2
"""One layer against the zones: nobody can tell which of the two is wrong."""
HIT_DEGREES: Final = 0.1
ELSEWHERE: Final = ("ZL214", "ZL255")


def zones_elsewhere(
    problems: Sequence[Problem], zones: gpd.GeoDataFrame, where: str, *, source: pyproj.CRS
) -> list[Problem]:
    """Put what all layers together say against the zones into one problem at the zones.

    Parameters
    ----------
    problems
        Of all layers, none of which lies where the zones do.
    zones
        In the working CRS.
    where
        How the zones are named in problems.
    source
        The CRS of the zones' file.

    Returns
    -------
    list
        The problems, with one ZL219 in place of each ZL214 and ZL255 by a layer that lies where
        others do; the same if no two layers lie together.
    """
    against = [(problem, place) for problem in problems if (place := _place(problem)) is not None]
    together = max(
        ([one for one in against if meets(one[1], place, NEAR_DEGREES)] for _, place in against),
        key=len,
        default=[],
    )
    lonlat = place_of(zones)
    if len({problem.where for problem, _ in together}) < FEWEST or lonlat is None:
        return list(problems)
    answered = [id(problem) for problem, _ in together]
    told = _told(together, lonlat, where, source=source)
    return [told, *(problem for problem in problems if id(problem) not in answered)]


def _place(problem: Problem) -> Bounds | None:
    """Give where a layer lies that contradicts the zones; one that its own codes place does not."""
    place = problem.values.get("place")
    by_zones = problem.values.get("evidence", Term("role.zones")) == Term("role.zones")
    if problem.code not in ELSEWHERE or not by_zones or not isinstance(place, tuple):
        return None
    return place


def _told(
    together: Sequence[tuple[Problem, Bounds]], lonlat: Bounds, where: str, *, source: pyproj.CRS
) -> Problem:
    wests, souths, easts, norths = zip(*(place for _, place in together), strict=True)
    place = min(wests), min(souths), max(easts), max(norths)
    layers = dict.fromkeys(problem.where for problem, _ in together)
    right = listed(f"EPSG:{plane.epsg}" for plane in _planes_at(source, lonlat, place))
    remedy = Term("remedy.county") if right == "—" else Term("remedy.meridian", {"right": right})
    values = {
        "crs": systems.name(source),
        "lonlat": shown(lonlat),
        "count": len(layers),
        "place": shown(place),
        "layers": listed(layers),
        "remedy": remedy,
    }
    return Problem("ZL219", where, values)


def _planes_at(source: pyproj.CRS, lonlat: Bounds, place: Bounds) -> list[Plane]:
    """List the planes, of the same width of zone if there are any, that would put zones there."""
    plane = systems.plane_of(source)
    if plane is None:
        return []
    for width_deg in (plane.width_deg, 9 - plane.width_deg):
        planes = (Plane(plane.datum, zone, plane.is_zoned) for zone in ZONES[width_deg])
        found = [
            one
            for one in planes
            if meets(moved(lonlat, one.meridian - plane.meridian), place, HIT_DEGREES)
        ]
        if found:
            return found
    return []
