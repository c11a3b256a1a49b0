"""The CRS of a layer that has none: as set, else as its digits and its place prove, else asked for.

Digits tell a plane with zone numbers, and degrees; a plane without zone numbers is told by where
the layer must lie. The datum shows in no number: it is assumed, and that is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyproj
import shapely

from zoneland.checks.meridians import NEAR_DEGREES, degrees_around, fitting, meets, place_of
from zoneland.checks.numbers import Form, Look, looks, shown
from zoneland.checks.regions import region_of
from zoneland.core import crs as systems
from zoneland.core.contracts import listed
from zoneland.core.gauss_kruger import CGCS2000, DEGREES_EPSG, THREE_DEGREE_ZONES, Plane
from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.core.wording import Term, Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.checks.regions import Bounds

OLD_DATUM: Final = re.compile(
    r"(西安|xi'?an|北京|beijing|bj)[\s_-]*(19)?(80|54)|(?<!\d)(19)?(80|54)[\s_-]*(西安|北京|坐标|系)",
    re.IGNORECASE,
)
MOST_VALUES: Final = 20
MOST_OTHERS: Final = 3
"""Candidates that are named after those that other layers speak for."""
EXAMPLE: Final = "EPSG:4547"


def with_crs(
    frame: gpd.GeoDataFrame,
    where: str,
    *,
    declared: pyproj.CRS | None = None,
    zones: gpd.GeoDataFrame | None = None,
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Give a layer that has no CRS the one that is declared or proved.

    Parameters
    ----------
    frame
        As read from its file.
    where
        How the layer is named in problems.
    declared
        The CRS that the settings give it.
    zones
        The zones, in the working CRS, for layers that lie beside them.

    Returns
    -------
    tuple
        The layer with a CRS, and problems: ZL250 if it was assumed, ZL251 if northings or
        latitudes came first and were turned.

    Raises
    ------
    InputError
        ZL113 if the file has a CRS and the settings give another, ZL210 if it has none and the
        evidence does not prove one.
    """
    if frame.crs is not None:
        if declared is not None:
            stop_on_errors(against_setting(frame.crs, declared, where))
        return frame, []
    if declared is not None:
        return frame.set_crs(declared), []
    return _proved(frame, where, zones)


def against_setting(crs: pyproj.CRS, declared: pyproj.CRS, where: str) -> list[Problem]:
    """Tell if a file has another CRS than the settings give it: ZL113."""
    if systems.is_same(crs, declared):
        return []
    values = {"key": "crs", "value": systems.name(declared), "wanted": systems.name(crs)}
    return [Problem("ZL113", where, values)]


def unknown_crs(
    where: str, extent: str, candidates: list[pyproj.CRS], *, bounds: Sequence[float] = ()
) -> Problem:
    """Say that a layer has no CRS, and which it could be; its bounds are for `ranked`."""
    names = tuple(map(systems.name, candidates))
    values = {
        "easting": extent,
        "candidates": listed(names, most=len(THREE_DEGREE_ZONES)),
        "beside": "",
        "example": names[0] if len(names) == 1 else EXAMPLE,
        "names": names,
        "bounds": tuple(bounds),
    }
    return Problem("ZL210", where, values)


def ranked(problem: Problem, others: Iterable[gpd.GeoDataFrame]) -> Problem:
    """Name those candidates first by which a layer without CRS lies where the others do.

    Parameters
    ----------
    problem
        A ZL210 of `with_crs`; that it is still an error is for the planner to lift.
    others
        The layers that have a CRS, each in its own.

    Returns
    -------
    Problem
        The same, with the evidence told; as it was if the others speak for none.
    """
    names, bounds = problem.values["names"], problem.values["bounds"]
    found = [(place, frame.crs) for frame in others if (place := place_of(frame))]
    if not isinstance(names, tuple) or not isinstance(bounds, tuple) or not bounds:
        return problem
    fits: dict[str, list[str]] = {}
    for name in names:
        lonlat = degrees_around(pyproj.CRS(name), bounds)
        by = [systems.name(crs) for place, crs in found if lonlat and _is_near(lonlat, place)]
        if by:
            fits[name] = by
    if not fits:
        return problem
    near = names.index(next(iter(fits)))
    rest = sorted(set(names) - set(fits), key=lambda name: abs(names.index(name) - near))
    told = {
        "others": listed(dict.fromkeys(name for by in fits.values() for name in by)),
        "fitting": listed(fits),
    }
    values = {
        **problem.values,
        "candidates": listed([*fits, *rest], most=len(fits) + MOST_OTHERS),
        "beside": Term("evidence.beside", told),
        "example": next(iter(fits)),
    }
    return Problem("ZL210", problem.where, values)


def _is_near(one: Bounds, other: Bounds) -> bool:
    return meets(one, other, NEAR_DEGREES)


def _proved(
    frame: gpd.GeoDataFrame, where: str, zones: gpd.GeoDataFrame | None
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Take the one CRS that the evidence leaves, or ask."""
    found = looks(frame.geometry.to_numpy())
    extent = shown(frame.total_bounds)
    if len(found) != 1 or found[0].form in (Form.OTHER, Form.GLOBE):
        raise InputError([unknown_crs(where, extent, [])])
    look = found[0]
    candidates, evidence = _candidates(look, frame, zones)
    if len(candidates) != 1 or _is_of_old_datum(frame, where, zones):
        raise InputError([unknown_crs(where, extent, candidates, bounds=look.turned)])
    values = {"bounds": extent, "crs": systems.name(candidates[0]), "evidence": evidence}
    problems = [Problem("ZL250", where, values)]
    if look.is_swapped:
        frame = frame.set_geometry(_turned(frame.geometry.to_numpy()))
        problems.append(Problem("ZL251", where, {"bounds": extent, "turned": shown(look.turned)}))
    return frame.set_crs(candidates[0]), problems


def _turned(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Swap the axes of shapes; heights are left out."""
    return np.asarray(shapely.transform(shapes, lambda xy: xy[:, ::-1]))


def _candidates(
    look: Look, frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | None
) -> tuple[list[pyproj.CRS], object]:
    """List what a layer's CRS can be on CGCS2000, and by what evidence."""
    if look.form is Form.CHINA:
        return [pyproj.CRS.from_epsg(DEGREES_EPSG[CGCS2000])], Term("evidence.degrees")
    if look.form is Form.ZONED:
        prefix = Term("evidence.prefix", {"zone": look.zone})
        return [Plane(CGCS2000, look.zone, is_zoned=True).crs], prefix
    region, near = region_of(frame), place_of(zones)
    middle = Plane(CGCS2000, THREE_DEGREE_ZONES[0], is_zoned=False)
    within = region.bounds if region else None
    planes = fitting(middle, look.turned, within=within, near=near)
    if region is None and near is None:
        return [plane.crs for plane in planes], "—"
    by_zones = Term("evidence.zones")
    if region is None:
        return [plane.crs for plane in planes], by_zones
    said = Terms((region.evidence, by_zones)) if near else region.evidence
    return [plane.crs for plane in planes], said


def _is_of_old_datum(frame: gpd.GeoDataFrame, where: str, zones: gpd.GeoDataFrame | None) -> bool:
    """Tell whether anything names Beijing 54 or Xian 80: then CGCS2000 is not to be assumed."""
    if zones is not None and zones.crs is not None and systems.datum_of(zones.crs) != CGCS2000:
        return True
    names = [str(name) for name in frame.columns.drop(frame.geometry.name)]
    values = [
        str(value)
        for name in names
        if "坐标" in name or "datum" in name.casefold()
        for value in frame[name].dropna().unique()[:MOST_VALUES]
    ]
    return any(OLD_DATUM.search(text) for text in (where, *names, *values))
