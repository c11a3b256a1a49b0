"""Look into a vector file before it is read: layers, fields, rows, CRS and encoding.

fiona opens with the one driver that the content calls for, so nothing in disguise is followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import fiona
from fiona.errors import FionaError

from zoneland.core.contracts import plain
from zoneland.core.crs import parse
from zoneland.core.problems import InputError, Problem
from zoneland.files.encoding import is_utf8, shapefile_encoding
from zoneland.files.formats import VECTOR_DRIVERS, is_there, vector_driver

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyproj


@dataclass(frozen=True, slots=True)
class LayerLook:
    """What a layer says of itself."""

    path: Path
    layer: str
    driver: str
    geometry: str
    """Type of geometry, as the file names it."""
    fields: tuple[str, ...]
    rows: int
    crs: pyproj.CRS | None
    encoding: str
    """Codec of the attribute text."""


def layer_names(path: Path, where: str) -> list[str]:
    """List the layers of a vector file.

    Raises
    ------
    InputError
        ZL101 if there is no such file, ZL102 if it is none of our formats, ZL103 if it is
        damaged.
    """
    if not is_there(path, where):
        raise InputError([Problem("ZL101", where)])
    driver = vector_driver(path)
    if driver is None:
        raise InputError([Problem("ZL102", where, {"formats": "、".join(VECTOR_DRIVERS)})])
    try:
        return [str(name) for name in fiona.listlayers(path)]
    except (FionaError, ValueError, OSError) as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error


def look_into(path: Path, where: str, *, layer: str = "", usual: Sequence[str] = ()) -> LayerLook:
    """Look into one layer of a vector file.

    Parameters
    ----------
    path
        The file or FileGDB folder.
    where
        How the file is named in problems.
    layer
        The layer's name; if empty, the only layer, or the one whose name is among `usual`.
    usual
        Names that such a layer has by custom, compared without case, best first.

    Raises
    ------
    InputError
        As `layer_names`; ZL104 if the layer is not there or cannot be told among several.
    """
    names = layer_names(path, where)
    chosen = _choose(names, layer, usual)
    if chosen is None:
        values = {"layer": layer or "—", "layers": "、".join(names) or "—"}
        raise InputError([Problem("ZL104", where, values)])
    driver = vector_driver(path) or ""
    if driver == "GeoJSON" and not is_utf8(path):
        raise InputError([Problem("ZL124", where)])
    encoding = shapefile_encoding(path) if driver == "ESRI Shapefile" else "utf-8"
    try:
        with fiona.open(path, layer=chosen, driver=driver, encoding=encoding) as source:
            return LayerLook(
                path=path,
                layer=chosen,
                driver=driver,
                geometry=str(source.schema["geometry"]),
                fields=tuple(str(name) for name in source.schema["properties"]),
                rows=len(source),
                crs=parse(source.crs_wkt) if source.crs_wkt else None,
                encoding=encoding,
            )
    except (FionaError, ValueError, OSError) as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error


def _choose(names: Sequence[str], layer: str, usual: Sequence[str]) -> str | None:
    """Pick a layer by its name, by custom, or because it is the only one."""
    for wanted in (layer,) if layer else usual:
        for name in names:
            if plain(name) == plain(wanted):
                return name
    return names[0] if len(names) == 1 and not layer else None
