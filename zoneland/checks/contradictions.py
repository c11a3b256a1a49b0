"""A CRS that its own coordinates contradict: which one it must be, as far as that can be told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyproj

from zoneland.checks.meridians import (
    NEAR_DEGREES,
    degrees_around,
    fitting,
    is_inside,
    meets,
    moved,
)
from zoneland.checks.numbers import Form, Look, looks, numbers_told, shown
from zoneland.core import crs as systems
from zoneland.core.contracts import listed
from zoneland.core.gauss_kruger import (
    CGCS2000,
    DEGREES_EPSG,
    M_PER_PREFIX,
    THREE_DEGREE_ZONES,
    Plane,
)
from zoneland.core.problems import Problem
from zoneland.core.wording import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from zoneland.checks.regions import Bounds, Region

SLACK_DEGREES: Final = 3.0
"""Data may reach a little past the area that a CRS is made for, as 3° zones do at their edge."""
CODES_SLACK_DEGREES: Final = 1.0
"""Extents of counties are coarse; a wrong meridian is three times this."""
STEP_DEGREES: Final = 3
FURTHEST_DEGREES: Final = 60


def contradictions(frame: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell which features' coordinates cannot be what their CRS says.

    Parameters
    ----------
    frame
        In the CRS that its file, or the settings, give it.
    where
        How the layer is named in problems.

    Returns
    -------
    list
        Errors, one for each way in which features contradict the CRS: ZL252 zone numbers, ZL253
        axes, ZL254 degrees and metres, ZL212 anything else.
    """
    crs = systems.standard(frame.crs)
    told = (
        (look, _contradiction(look, crs))
        for look in looks(frame.geometry.to_numpy(), frame.index.to_numpy())
    )
    return [
        Problem(
            code,
            where,
            {"crs": systems.name(crs), "right": right, **numbers_told(look, len(frame))},
        )
        for look, found in told
        if found is not None
        for code, right in [found]
    ]


def _contradiction(look: Look, crs: pyproj.CRS) -> tuple[str, str] | None:
    """Tell the code and the right CRS, or None where coordinates and CRS agree."""
    plane = systems.plane_of(crs)
    if plane is not None and look.form is not Form.OTHER:
        return _against_plane(look, plane)
    datum = systems.datum_of(crs) or CGCS2000
    if crs.is_projected and look.form in (Form.CHINA, Form.GLOBE):
        return _degrees_in_a_plane(look, crs, datum)
    if not crs.is_projected and look.is_plane:
        return "ZL254", _of_digits(look, datum)
    if is_made_for(crs, look.bounds):
        return None
    west, south, east, north = look.bounds
    if is_made_for(crs, (south, west, north, east)):
        return "ZL253", systems.name(crs)
    return ("ZL252", _of_digits(look, datum)) if look.form is Form.ZONED else ("ZL212", "")


def _degrees_in_a_plane(look: Look, crs: pyproj.CRS, datum: str) -> tuple[str, str] | None:
    """Tell degrees that are declared as metres; as such all of it would be a garden's width."""
    if look.form is Form.CHINA:
        return "ZL254", systems.name(pyproj.CRS.from_epsg(DEGREES_EPSG[datum]))
    is_web = not systems.is_plane(crs)  # the web's Mercator is made for everywhere
    if is_made_for(crs, look.bounds) and not is_web:
        return None
    return "ZL254", systems.name(systems.WGS84)


def _against_plane(look: Look, plane: Plane) -> tuple[str, str] | None:
    """Compare digits with the Gauss-Krüger plane that they are declared in."""
    if not look.is_plane:
        return "ZL254", systems.name(pyproj.CRS.from_epsg(DEGREES_EPSG[plane.datum]))
    right = replace(plane, is_zoned=False)
    if look.form is Form.ZONED:
        right = Plane(plane.datum, look.zone, is_zoned=True)
    if look.is_swapped:
        return "ZL253", f"EPSG:{right.epsg}"
    return None if right == plane else ("ZL252", f"EPSG:{right.epsg}")


def _of_digits(look: Look, datum: str) -> str:
    """Name the plane that eastings are of; without zone number it may be any of a run."""
    if look.form is Form.ZONED:
        return f"EPSG:{Plane(datum, look.zone, is_zoned=True).epsg}"
    first, last = (
        Plane(datum, zone, is_zoned=False).epsg
        for zone in (THREE_DEGREE_ZONES[0], THREE_DEGREE_ZONES[-1])
    )
    return f"EPSG:{first} … EPSG:{last}"


def is_made_for(crs: pyproj.CRS, bounds: Sequence[float]) -> bool:
    """Tell whether coordinates are a place, and one that the CRS is made for or near it."""
    lonlat = degrees_around(crs, bounds)
    return lonlat is not None and has_use_at(crs, lonlat)


def has_use_at(crs: pyproj.CRS, lonlat: Bounds) -> bool:
    """Tell whether a CRS's area of use, with some slack, meets bounds in degrees."""
    area = crs.area_of_use
    return area is None or meets(
        lonlat, (area.west, area.south, area.east, area.north), SLACK_DEGREES
    )


def wrong_meridian(
    crs: pyproj.CRS,
    bounds: Sequence[float],
    where: str,
    *,
    region: Region | None,
    near: Bounds | None,
) -> list[Problem]:
    """Tell if a layer lies whole meridians of 3° away from where it must lie.

    Parameters
    ----------
    crs, bounds
        The layer's, its digits in keeping with each other.
    where
        How the layer is named in problems.
    region
        What part of China its attributes name, if they do.
    near
        Where the zones lie, in degrees; None for the zones themselves.

    Returns
    -------
    list
        ZL255, an error, or nothing.
    """
    plane, lonlat = systems.plane_of(crs), degrees_around(crs, bounds)
    if plane is None or lonlat is None:
        return []
    if region is not None and not is_inside(lonlat, region.bounds, CODES_SLACK_DEGREES):
        plain = [value - _prefix_m(plane) for value in (bounds[0], bounds[2])]
        found = fitting(
            replace(plane, zone=plane.meridian // 3, is_zoned=False),
            (plain[0], bounds[1], plain[1], bounds[3]),
            within=region.bounds,
            near=near,
        )
        right = [replace(one, is_zoned=plane.is_zoned).epsg for one in found]
        return [_elsewhere(crs, lonlat, where, region.evidence, right)] if right else []
    if near is not None and not meets(lonlat, near, NEAR_DEGREES):
        steps = range(-FURTHEST_DEGREES, FURTHEST_DEGREES + 1, STEP_DEGREES)
        there = [plane.at(plane.meridian + s) for s in steps if meets(moved(lonlat, s), near, 0.1)]
        right = [one.epsg for one in there if one is not None]
        return [_elsewhere(crs, lonlat, where, Term("role.zones"), right)] if right else []
    return []


def _prefix_m(plane: Plane) -> int:
    return plane.zone * M_PER_PREFIX if plane.is_zoned else 0


def _elsewhere(
    crs: pyproj.CRS, lonlat: Bounds, where: str, evidence: object, right: list[int]
) -> Problem:
    values = {
        "crs": systems.name(crs),
        "lonlat": shown(lonlat),
        "place": lonlat,
        "evidence": evidence,
        "right": listed(f"EPSG:{code}" for code in right),
    }
    return Problem("ZL255", where, values)
