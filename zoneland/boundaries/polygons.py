"""Polygons of a layer that lies beside the zones: read, checked, and in the zones' CRS."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import geopandas as gpd

from zoneland.checks.place import apart, boxes_around, in_working_crs
from zoneland.checks.regions import CODE_FIELDS
from zoneland.checks.shapes import checked_polygons
from zoneland.core.problems import Problem, stop_on_errors
from zoneland.core.spelling import exactly
from zoneland.files.gdal.near import Scope
from zoneland.files.vector import as_layer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pyproj

    from zoneland.core.inputs import Input


@dataclass(frozen=True, slots=True)
class Polygons:
    """What a layer holds."""

    frame: gpd.GeoDataFrame
    """Valid polygons with their attributes; the index counts the file's rows from 0."""
    fields: tuple[str, ...]
    """The layer's fields, all that it has; of a large layer some were not read."""
    where: str
    """File and layer, as problems shall name them."""
    source: Input
    problems: list[Problem]


def polygons_near(  # noqa: PLR0913  one keyword for each thing a settings file may say
    source: Path | str | gpd.GeoDataFrame,
    role: str,
    *,
    usual: Sequence[str],
    told_of: Callable[[str, str], list[Problem]],
    kept: Sequence[str] = (),
    zones: gpd.GeoDataFrame | None = None,
    where: str = "",
    layer: str = "",
    declared: pyproj.CRS | None = None,
    whole: bool = False,
) -> Polygons:
    """Read a layer's polygons, check them, and put them in the zones' CRS.

    Parameters
    ----------
    source
        A vector file, or a frame that is already open.
    role
        What the layer is, for the record.
    usual
        Names that such a layer has by custom.
    told_of
        Gives what is to be said of the layer by its name and its place.
    kept
        Spellings of the fields that are wanted; of a large layer no others are read.
    zones
        The zones, in the working CRS; a layer that lies nowhere near them is refused. If None,
        the layer keeps its own CRS.
    where
        How the file is named in problems; its path if empty.
    layer
        Layer name; if empty, the only one or the one with a usual name.
    declared
        The CRS of a file that has none.
    whole
        Whether all of a large layer is read, and not only what lies near the zones.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error.
    """
    where = where or (role if isinstance(source, gpd.GeoDataFrame) else str(source))
    scope = None
    if zones is not None and not whole:
        scope = Scope(partial(boxes_around, zones), partial(_wanted, kept=kept))
    found = as_layer(source, where, layer=layer, usual=usual, scope=scope)
    record, where = found.record(role, where), f"{where} {found.look.layer}".strip()
    frame, placed = in_working_crs(found.frame, where, zones=zones, declared=declared)
    frame, shaped = checked_polygons(frame, where)
    problems = [*found.problems, *told_of(found.look.layer, where), *placed, *shaped]
    stop_on_errors(problems)
    if zones is not None:
        problems += apart(frame, zones, where)
        stop_on_errors(problems)
    return Polygons(frame, tuple(found.look.fields), where, record, problems)


def _wanted(names: Sequence[str], *, kept: Sequence[str]) -> list[str]:
    """Choose the fields that are wanted, and those that say where a layer is from."""
    ways = [*kept, *(way for spellings in CODE_FIELDS for way in spellings)]
    return [name for name in names if exactly((name,), ways)]
