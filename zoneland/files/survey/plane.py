"""Which Gauss-Krüger plane a survey-coordinate file is in, by its eastings and its settings.

Zoned systems, with the zone number before the easting, and systems by central meridian, without
it, each run through consecutive EPSG codes. Coordinates stay as they are written: the plane is
chosen to fit them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.gauss_kruger import BEIJING54, CGCS2000, XIAN80, Plane, zone_width_deg
from zoneland.core.problems import Problem
from zoneland.core.spelling import plain
from zoneland.core.wording import Term, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyproj

DATUMS: Final = {
    CGCS2000: re.compile(r"(?<!\d)2000(?!\d)"),
    XIAN80: re.compile(r"(?<!\d)(19)?80(?!\d)"),
    BEIJING54: re.compile(r"(?<!\d)(19)?54(?!\d)"),
}
LOCAL: Final = re.compile("独立|地方|城建|城市|local")
GAUSS_KRUGER: Final = re.compile("高斯|克吕格|克里格|gauss|横轴墨卡托|transverse")
WIDTHS: Final = {"3": 3, "三": 3, "6": 6, "六": 6}


def plane_of(
    settings: Mapping[str, Sequence[str]], prefixes: Mapping[int | None, int], where: str
) -> tuple[pyproj.CRS | None, list[Problem]]:
    """Tell the plane of a file's coordinates.

    Parameters
    ----------
    settings
        Values of each key of the file's head.
    prefixes
        Zone numbers before the eastings (None for eastings without), each with the line where
        it is first seen.
    where
        How the file is named in problems.

    Returns
    -------
    tuple
        The plane, and problems; None, with ZL193 among them, if it cannot be told. ZL194 where
        the zone number in the coordinates is not the one stated (the coordinates' is taken),
        ZL198 where no datum is stated (CGCS2000 is taken).

    Examples
    --------
    >>> crs, problems = plane_of({"坐标系": ["2000国家大地坐标系"], "带号": ["39"]}, {38: 1}, "a")
    >>> crs.to_epsg(), [problem.code for problem in problems]
    (4526, ['ZL194'])
    >>> plane_of({"坐标系": ["西安80"], "带号": ["38"]}, {None: 1}, "a")[0].to_epsg()
    2383
    """
    datum = _datum(settings.get("坐标系", ()))
    is_assumed = not settings.get("坐标系")
    zone = _zone(settings, prefixes)
    if datum is None or zone is None or not _is_gauss_kruger(settings):
        line = max(prefixes.values(), default=0)
        place = f"{where}:{line}" if len(prefixes) > 1 else where
        return None, [_untold(settings, _shown(prefixes), place)]
    problems = [Problem("ZL198", where)] if is_assumed else []
    if None not in prefixes and _disagrees(settings, zone):
        problems.append(Problem("ZL194", where, {**_stated(settings), "zone": zone}))
    return Plane(datum, zone, is_zoned=None not in prefixes).crs, problems


def untold_plane(settings: Mapping[str, Sequence[str]], pair: str, where: str) -> Problem:
    """Say that no pair of numbers is a northing and an easting, with one for an example."""
    return _untold(settings, pair, where)


def _untold(settings: Mapping[str, Sequence[str]], prefixes: str, where: str) -> Problem:
    """Say what is stated of the plane, and what is not: ZL193."""
    keys = ("坐标系", "投影类型", "几度分带", "带号")
    stated = tuple(f"{key}={listed(settings[key])}" for key in keys if settings.get(key))
    missing = tuple(key for key in keys if not settings.get(key))
    none = (Term("survey.none"),)
    values = {"stated": Terms(stated or none), "missing": Terms(missing or none)}
    return Problem("ZL193", where, {**values, "prefixes": prefixes})


def _datum(stated: Sequence[str]) -> str | None:
    """Name the one datum that is stated; CGCS2000 if none is; None if it is not ours."""
    if not stated:
        return CGCS2000
    text = plain(" ".join(stated))
    found = [name for name, pattern in DATUMS.items() if pattern.search(text)]
    return found[0] if len(found) == 1 and not LOCAL.search(text) else None


def _is_gauss_kruger(settings: Mapping[str, Sequence[str]]) -> bool:
    return all(GAUSS_KRUGER.search(plain(text)) for text in settings.get("投影类型", ()))


def _zone(settings: Mapping[str, Sequence[str]], prefixes: Mapping[int | None, int]) -> int | None:
    """Give the one zone: of the coordinates, else as stated without contradiction."""
    if len(prefixes) != 1:
        return None
    prefix = next(iter(prefixes))
    if prefix is not None:
        return prefix
    zone = _stated_zone(settings)
    return None if zone is None or _disagrees(settings, zone) else zone


def _stated_zone(settings: Mapping[str, Sequence[str]]) -> int | None:
    stated = settings.get("带号", ())
    match = re.fullmatch(r"\D*(\d{1,3})\D*", stated[0]) if len(stated) == 1 else None
    zone = int(match[1]) if match else 0
    return zone if zone_width_deg(zone) else None


def _disagrees(settings: Mapping[str, Sequence[str]], zone: int) -> bool:
    """Tell whether what is stated of zone and width is not what the zone's number says."""
    width = " ".join(settings.get("几度分带", ()))
    found = set(re.findall(r"(?<![\d.])[36三六](?![\d.])", width))
    is_other_width = bool(width) and {WIDTHS[sign] for sign in found} != {zone_width_deg(zone)}
    is_other_zone = bool(settings.get("带号")) and _stated_zone(settings) != zone
    return is_other_zone or is_other_width


def _stated(settings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {
        "system": listed(settings.get("坐标系", ())),
        "projection": listed(settings.get("投影类型", ())),
        "width": listed(settings.get("几度分带", ())),
        "band": listed(settings.get("带号", ())),
    }


def _shown(prefixes: Mapping[int | None, int]) -> str:
    return listed("—" if prefix is None else prefix for prefix in prefixes)
