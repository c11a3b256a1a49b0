"""Control lines: permanent basic farmland, ecological red line, urban growth boundary."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd

from zoneland.boundaries.polygons import polygons_near
from zoneland.boundaries.zoning_names import SPELLINGS, SUBZONES, subzone_of, zone_texts
from zoneland.checks.overlaps import near_zones, overlaps_told, repeats_told
from zoneland.core.contracts import listed
from zoneland.core.inputs import Collected
from zoneland.core.problems import Problem, warn_of
from zoneland.core.spelling import exactly
from zoneland.core.wording import Term

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyproj

    from zoneland.boundaries.polygons import Polygons

ROLES: Final = ("farmland", "redline", "growth", "flexible", "special")
"""The three lines, and two parts of the growth area where they are layers of their own."""

USUAL_LAYERS: Final = {
    "farmland": ("YJJBNTBHTB", "YJJBNTTB", "YJJBNT", "JBNTBHTB", "JBNTTB", "永久基本农田"),
    "redline": ("STBHHX", "生态保护红线"),
    "growth": ("CZKFBJ", "CZKFBJGX", "CSKFBJ", "城镇开发边界"),
    "flexible": ("TXFZQ", "CZTXFZQ", "弹性发展区", "城镇弹性发展区"),
    "special": ("TBYTQ", "特别用途区"),
}
"""Names that the layers have by custom; CZKFBJGX is the updated growth boundary."""


def collect_lines(  # noqa: PLR0913  one keyword for each thing a settings file may say
    source: Path | str | gpd.GeoDataFrame,
    role: str,
    *,
    zones: gpd.GeoDataFrame | None = None,
    where: str = "",
    layer: str = "",
    declared: pyproj.CRS | None = None,
    whole: bool = False,
) -> Collected[gpd.GeoDataFrame]:
    """Read the polygons of one control line, check them, and put them in the zones' CRS.

    Parameters
    ----------
    source
        A vector file, or a frame that is already open.
    role
        One of `ROLES`.
    zones
        The zones, in the working CRS; a line that lies nowhere near them is refused. If None,
        the line keeps its own CRS.
    where
        How the file is named in problems; its path if empty.
    layer
        Layer name; if empty, the only one or the one with a usual name.
    declared
        The CRS of a file that has none.
    whole
        Whether all of a large layer is read, and not only what lies near the zones.

    Returns
    -------
    Collected
        Its data has ``row`` (number in the file, from 1) and valid polygons, not united.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error.
    """
    found = _polygons(
        source, role, zones=zones, where=where, layer=layer, declared=declared, whole=whole
    )
    return Collected(_lines(found), found.source, (*found.problems, *_doubled(found, zones)))


def collect_growth(  # noqa: PLR0913  as collect_lines
    source: Path | str | gpd.GeoDataFrame,
    *,
    zones: gpd.GeoDataFrame | None = None,
    where: str = "",
    layer: str = "",
    declared: pyproj.CRS | None = None,
    whole: bool = False,
) -> dict[str, Collected[gpd.GeoDataFrame]]:
    """Read the growth boundary with the parts that its rows name (规划分区名称).

    Parameters
    ----------
    source, zones, where, layer, declared, whole
        As for `collect_lines`.

    Returns
    -------
    dict
        By role: ``growth`` with every row and every problem; ``flexible`` (弹性发展区) and
        ``special`` (特别用途区) with the rows so named, where there are any. Rows whose part
        cannot be told are growth alone, and ZL376 says so.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error.
    """
    found = _polygons(
        source, "growth", zones=zones, where=where, layer=layer, declared=declared, whole=whole
    )
    lines = _lines(found)
    texts, told = zone_texts(found.frame, found.fields, found.where)
    names = texts.get("zone_name", [""] * len(lines))
    parts = [subzone_of(name) for name in names]
    codes = texts.get("zone_code", names) if not any(names) else names
    told += _untold(lines, codes, [not any(names) or part is None for part in parts], found.where)
    problems = (*found.problems, *told, *_doubled(found, zones))
    roles = {"growth": Collected(lines, found.source, problems)}
    for role in SUBZONES:
        part = lines[[one == role for one in parts]].reset_index(drop=True)
        if len(part):
            record = replace(found.source, role=role, rows=len(part))
            roles[role] = Collected(part, record)
    return roles


def _untold(
    lines: gpd.GeoDataFrame, said: Sequence[str], is_doubtful: Sequence[bool], where: str
) -> list[Problem]:
    """Tell the rows that name a part, or but its code, which is not known: ZL376."""
    lost = [at for at, text in enumerate(said) if text and is_doubtful[at]]
    if not lost:
        return []
    values = {
        "names": listed(dict.fromkeys(said[at] for at in lost)),
        "count": len(lost),
        "area_m2": f"{lines.geometry.iloc[lost].area.sum():,.2f}",
    }
    return [Problem("ZL376", where, values)]


def _polygons(source: Path | str | gpd.GeoDataFrame, role: str, **how: Any) -> Polygons:  # noqa: ANN401  passed on as given
    kept = SPELLINGS if role == "growth" else ()
    told_of = partial(_of_another, role=role)
    return polygons_near(source, role, usual=USUAL_LAYERS[role], told_of=told_of, kept=kept, **how)


def _lines(found: Polygons) -> gpd.GeoDataFrame:
    frame = found.frame
    return gpd.GeoDataFrame(
        {"row": frame.index + 1}, geometry=frame.geometry.to_numpy(), crs=frame.crs
    )


def _doubled(found: Polygons, zones: gpd.GeoDataFrame | None) -> list[Problem]:
    """Tell polygons that are drawn again, and those that lie over one another near the zones."""
    frame, where = found.frame, found.where
    return [
        *repeats_told(frame.geometry.to_numpy(), frame.index.to_numpy() + 1, where),
        *overlaps_told(near_zones(frame, zones), where, code="ZL246"),
    ]


def _of_another(layer: str, where: str, *, role: str) -> list[Problem]:
    """Tell a layer that bears another line's customary name, as when two paths are swapped."""
    others = [name for name, ways in USUAL_LAYERS.items() if exactly((layer,), ways)]
    if not others or role in others:
        return []
    values = {"layer": layer, "role": Term(f"role.{role}"), "other": Term(f"role.{others[0]}")}
    return [Problem("ZL129", where, values)]


def read_lines(
    *,
    farmland: Path | str | gpd.GeoDataFrame | None = None,
    redline: Path | str | gpd.GeoDataFrame | None = None,
    growth: Path | str | gpd.GeoDataFrame | None = None,
    flexible: Path | str | gpd.GeoDataFrame | None = None,
    special: Path | str | gpd.GeoDataFrame | None = None,
) -> dict[str, gpd.GeoDataFrame]:
    """Read control lines for a script or a notebook, as far as they are given.

    Where the growth boundary's rows name 弹性发展区 and 特别用途区, these come as ``flexible`` and
    ``special`` too, unless they are given as layers of their own. What was mended or assumed is
    issued as a `ProblemWarning`. Layers are found by their usual names; use `collect_lines` to
    name another.
    """
    given = {
        "farmland": farmland,
        "redline": redline,
        "flexible": flexible,
        "special": special,
    }
    found = {} if growth is None else collect_growth(growth)
    found |= {role: collect_lines(it, role) for role, it in given.items() if it is not None}
    warn_of(problem for collected in found.values() for problem in collected.problems)
    return {role: found[role].data for role in ROLES if role in found}
