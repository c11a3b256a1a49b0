"""A file's own words on its system: whether they can be read, and whether the numbers fit the name.

GDAL reports a damaged .prj by errors of many kinds, or takes a changed meridian as it stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyproj
from pyproj.exceptions import CRSError, ProjError

from zoneland.core import crs as systems
from zoneland.core.problems import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

WELL_KNOWN: Final = re.compile(r"\s*(PROJ|GEOG|COMPD|GEOD|BOUND)\w*\s*[\[(]", re.IGNORECASE)
OLD_STYLE: Final = re.compile(r"\s*Projection\s", re.IGNORECASE)
"""The key-and-value lines of ArcInfo, which GDAL reads and PROJ does not."""
LONGEST_SHOWN: Final = 60
DIGITS: Final = 9
"""Numbers are held to so many digits: writers round the flattening and the degree's size."""


def check_projection(path: Path, where: str) -> None:
    """Read a .prj, before GDAL does.

    Parameters
    ----------
    path
        The .prj. An empty one says nothing, and is let be.
    where
        How it is named in problems.

    Raises
    ------
    InputError
        ZL292 for what is no description of a system.
    """
    text = projection_text(path)
    if text.strip() and not OLD_STYLE.match(text):
        found = systems.parse(text) if WELL_KNOWN.match(text) else None
        if found is None:
            raise InputError([Problem("ZL292", where, {"text": _shortened(text)})])
        check_system(found, where)


def check_system(crs: pyproj.CRS | None, where: str) -> list[Problem]:
    """Hold the numbers of a system against those that its name stands for.

    Parameters
    ----------
    crs
        As a file describes it; None if it does not.
    where
        How the file is named in problems.

    Returns
    -------
    list
        ZL293 where a well-known name stands over other numbers.

    Raises
    ------
    InputError
        ZL292 for a system by which no coordinate has a place on earth.
    """
    if crs is None:
        return []
    if not _is_drawn_on_earth(crs):
        raise InputError([Problem("ZL292", where, {"text": _shortened(crs.to_wkt())})])
    usual = _by_name(crs.name)
    if usual is None or _numbers(crs) == _numbers(usual):
        return []
    return [Problem("ZL293", where, {"name": crs.name, "differs": _difference(crs, usual)})]


def _shortened(text: str) -> str:
    return " ".join(text.split())[:LONGEST_SHOWN]


def projection_text(path: Path) -> str:
    """Read a .prj, whose Chinese names are in UTF-8 or in GBK."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _is_drawn_on_earth(crs: pyproj.CRS) -> bool:
    """Tell whether coordinates can be taken to degrees, which damaged parameters prevent."""
    if crs.is_bound or not (crs.is_projected or crs.is_geographic) or crs.geodetic_crs is None:
        return False
    try:
        pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    except (CRSError, ProjError):
        return False
    return True


def _by_name(name: str) -> pyproj.CRS | None:
    """Find the system that a name stands for; a name of one's own stands for none."""
    found = systems.parse(name)
    return found if found is not None and found.name == name else None


def _numbers(crs: pyproj.CRS) -> dict[str, float]:
    """Give what decides where a coordinate lies: ellipsoid, and the projection's numbers."""
    told = {"semi-major axis": 0.0, "inverse flattening": 0.0}
    if crs.ellipsoid is not None:
        told["semi-major axis"] = _rounded(crs.ellipsoid.semi_major_metre)
        told["inverse flattening"] = _rounded(crs.ellipsoid.inverse_flattening)
    if crs.coordinate_operation is not None:
        told |= {one.name: _rounded(float(one.value)) for one in crs.coordinate_operation.params}
    return told


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _difference(found: pyproj.CRS, usual: pyproj.CRS) -> str:
    one, other = _numbers(found), _numbers(usual)
    return "；".join(
        f"{name} {one.get(name, '—')} ≠ {other.get(name, '—')}"
        for name in dict.fromkeys((*one, *other))
        if one.get(name) != other.get(name)
    )
