"""Control lines: permanent basic farmland, ecological red line, urban growth boundary."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import geopandas as gpd

from zoneland.checks.overlaps import near_zones, overlaps_told, repeats_told
from zoneland.checks.place import apart, boxes_around, in_working_crs
from zoneland.checks.regions import CODE_FIELDS
from zoneland.checks.shapes import checked_polygons
from zoneland.core.inputs import Collected
from zoneland.core.problems import Problem, stop_on_errors, warn_of
from zoneland.core.spelling import exactly
from zoneland.core.wording import Term
from zoneland.files.gdal.near import Scope
from zoneland.files.vector import as_layer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyproj

USUAL_LAYERS: Final = {
    "farmland": ("YJJBNTBHTB", "YJJBNTTB", "YJJBNT", "JBNTBHTB", "JBNTTB", "永久基本农田"),
    "redline": ("STBHHX", "生态保护红线"),
    "growth": ("CZKFBJ", "CZKFBJGX", "CSKFBJ", "城镇开发边界"),
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
        ``farmland``, ``redline`` or ``growth``.
    zones
        The zones, in the working CRS; a line that lies nowhere near them is refused. If None,
        the line keeps its own CRS.
    where
        How the file is named in problems; its path if empty.
    layer
        Layer name; if empty, the only one or the one with a usual name.
    declared
        The CRS of a file that has none.

    Returns
    -------
    Collected
        Its data has ``row`` (number in the file, from 1) and valid polygons, not united.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error.
    """
    where = where or (role if isinstance(source, gpd.GeoDataFrame) else str(source))
    scope = None
    if zones is not None and not whole:
        scope = Scope(partial(boxes_around, zones), _codes_alone)
    found = as_layer(source, where, layer=layer, usual=USUAL_LAYERS[role], scope=scope)
    path, where = where, f"{where} {found.look.layer}".strip()
    frame, placed = in_working_crs(found.frame, where, zones=zones, declared=declared)
    frame, shaped = checked_polygons(frame, where)
    problems = [*found.problems, *_of_another(found.look.layer, role, where), *placed, *shaped]
    stop_on_errors(problems)
    if zones is not None:
        problems += apart(frame, zones, where)
        stop_on_errors(problems)
    problems += repeats_told(frame.geometry.to_numpy(), frame.index.to_numpy() + 1, where)
    problems += overlaps_told(near_zones(frame, zones), where, code="ZL246")
    lines = gpd.GeoDataFrame(
        {"row": frame.index + 1}, geometry=frame.geometry.to_numpy(), crs=frame.crs
    )
    return Collected(lines, found.record(role, path), tuple(problems))


def _codes_alone(names: Sequence[str]) -> list[str]:
    """Choose the fields that say where a line is from; the others say nothing that is used."""
    ways = [way for spellings in CODE_FIELDS for way in spellings]
    return [name for name in names if exactly((name,), ways)]


def _of_another(layer: str, role: str, where: str) -> list[Problem]:
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
) -> dict[str, gpd.GeoDataFrame]:
    """Read control lines for a script or a notebook, as far as they are given.

    What was mended or assumed is issued as a `ProblemWarning`. Layers are found by their usual
    names; use `collect_lines` to name another.
    """
    given = {"farmland": farmland, "redline": redline, "growth": growth}
    found = {role: collect_lines(it, role) for role, it in given.items() if it is not None}
    warn_of(problem for collected in found.values() for problem in collected.problems)
    return {role: collected.data for role, collected in found.items()}
