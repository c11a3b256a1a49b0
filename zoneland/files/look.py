"""Look into a vector file before it is read: layers, fields, rows, CRS and encoding.

fiona opens with the one driver that the content calls for, so nothing in disguise is followed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import fiona
from fiona.errors import FionaError

from zoneland.core.contracts import plain
from zoneland.core.crs import parse
from zoneland.core.problems import InputError, Problem
from zoneland.files.dbase import is_live
from zoneland.files.encoding import is_utf8
from zoneland.files.formats import VECTOR_DRIVERS, is_there, vector_driver
from zoneland.files.shapefile import LENT_NAME, Shapefile, inspect, lent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyproj

SHAPEFILE: Final = "ESRI Shapefile"


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
    shapefile: Shapefile | None = None
    """The side files, if it is a Shapefile; and what is to be told of them."""


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
        raise InputError(
            [Problem("ZL102", where, {"formats": "、".join((*VECTOR_DRIVERS, "TXT"))})]
        )
    if driver == SHAPEFILE:
        return [path.stem]
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
        As `layer_names`; ZL104 if the layer is not there or cannot be told among several;
        ZL124 for GeoJSON that is not UTF-8; for a Shapefile as
        `zoneland.files.shapefile.inspect`.
    """
    names = layer_names(path, where)
    chosen = _choose(names, layer, usual)
    if chosen is None:
        values = {"layer": layer or "—", "layers": "、".join(names) or "—"}
        raise InputError([Problem("ZL104", where, values)])
    driver = vector_driver(path) or ""
    if driver == "GeoJSON" and not is_utf8(path):
        raise InputError([Problem("ZL124", where)])
    try:
        if driver == SHAPEFILE:
            return _look_into_shapefile(inspect(path, where))
        return _look(path, path, chosen, driver)
    except InputError:
        raise
    except (FionaError, ValueError, OSError) as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error


def _look_into_shapefile(shapefile: Shapefile) -> LayerLook:
    """Look into a Shapefile: names, rows and encoding are what its own table says."""
    with lent(shapefile) as path:
        look = _look(shapefile.path, path, LENT_NAME, SHAPEFILE)
    return replace(
        look,
        layer=shapefile.path.stem,
        fields=shapefile.names,
        rows=int(is_live(shapefile.table).sum()),
        encoding=shapefile.encoding,
        shapefile=shapefile,
    )


def _look(path: Path, opened: Path, layer: str, driver: str) -> LayerLook:
    """Ask the one driver that the content calls for."""
    with fiona.open(opened, layer=layer, driver=driver) as source:
        return LayerLook(
            path=path,
            layer=layer,
            driver=driver,
            geometry=str(source.schema["geometry"]),
            fields=tuple(str(name) for name in source.schema["properties"]),
            rows=len(source),
            crs=parse(source.crs_wkt) if source.crs_wkt else None,
            encoding="utf-8",
        )


def _choose(names: Sequence[str], layer: str, usual: Sequence[str]) -> str | None:
    """Pick a layer by its name, by custom, or because it is the only one."""
    for wanted in (layer,) if layer else usual:
        for name in names:
            if plain(name) == plain(wanted):
                return name
    return names[0] if len(names) == 1 and not layer else None
