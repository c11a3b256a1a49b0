"""Look into a vector file before it is read: layers, fields, rows, CRS and encoding.

fiona opens with the one driver that the content calls for, so nothing in disguise is followed.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import fiona
from fiona.errors import FeatureWarning, FionaError

from zoneland.core.crs import parse
from zoneland.core.problems import InputError, Problem
from zoneland.files.choose import choose_layer
from zoneland.files.damage import refuse_damaged
from zoneland.files.formats import is_there, is_zip, refusal, vector_driver
from zoneland.files.gdal.lead import layers, opened
from zoneland.files.shapefile.dbase import is_live
from zoneland.files.shapefile.parts import LENT_NAME, Shapefile, inspect, lent
from zoneland.files.whole.readers import READERS
from zoneland.files.zipped import find, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import geopandas as gpd
    import pyproj

SHAPEFILE: Final = "ESRI Shapefile"
ONE_LAYER: Final = frozenset((SHAPEFILE, *READERS))


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
    problems: tuple[Problem, ...] = ()
    """What is to be told of how the layer was found."""


def layer_names(path: Path, where: str) -> list[str]:
    """List the layers of a vector file; of a zip, what it holds by name.

    Raises
    ------
    InputError
        ZL101 if there is no such file, ZL102 if it is none of our formats, ZL103 if it is
        damaged, ZL290 and ZL291 as `zoneland.files.damage.refuse_damaged`; for formats that are
        known and not read as `zoneland.files.formats.refusal`,
        for a zip as `zoneland.files.zipped.find`.
    """
    if not is_there(path, where):
        raise InputError([Problem("ZL101", where)])
    if is_zip(path):
        return [packed.name for packed in find(path, where)]
    driver = vector_driver(path)
    if driver is None:
        raise InputError([refusal(path, where)])
    if driver in ONE_LAYER:
        return [path.stem]
    if driver == "DXF":
        from zoneland.files.dxf.reader import dxf_layers  # noqa: PLC0415  ezdxf loads slowly

        return dxf_layers(path, where)
    refuse_damaged(path, driver, where)
    return layers(path, driver, where)


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
        Names that such a layer has by custom, as for `zoneland.files.choose.choose_layer`.

    Raises
    ------
    InputError
        As `layer_names`; ZL104 if the layer is not there or cannot be told among several;
        for a Shapefile as `zoneland.files.shapefile.parts.inspect`, for formats that are read
        whole as their readers, for a zip as `zoneland.files.zipped.unpacked`.
    """
    if is_there(path, where) and is_zip(path):
        with unpacked(path, where, layer=layer, usual=usual) as (inner, inside, wanted):
            look = look_into(inner, inside, layer=wanted, usual=usual)
        return replace(look, path=path, shapefile=None)
    if is_there(path, where) and vector_driver(path) == "DXF":
        from zoneland.files.dxf.reader import read_dxf  # noqa: PLC0415  ezdxf loads slowly

        frame, _, chosen, encoding = read_dxf(path, where, layer=layer, usual=usual)
        return dxf_look(path, frame, chosen, encoding)
    chosen, told = choose_layer(layer_names(path, where), where, layer=layer, usual=usual)
    driver = vector_driver(path) or ""
    if driver in READERS:
        return whole_look(path, READERS[driver](path, where)[0], driver)
    try:
        if driver == SHAPEFILE:
            return _look_into_shapefile(inspect(path, where))
        with opened(path, driver) as lent_path:
            return replace(_look(path, lent_path, chosen, driver), problems=told)
    except InputError:
        raise
    except (FionaError, FeatureWarning, ValueError, OSError) as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error


def whole_look(path: Path, frame: gpd.GeoDataFrame, driver: str) -> LayerLook:
    """Say what a file is that says so only by being read."""
    names = tuple(str(name) for name in frame.columns.drop("geometry"))
    kinds = sorted(frame.geom_type.dropna().unique())
    kind = kinds[0] if len(kinds) == 1 else "Unknown"
    return LayerLook(path, path.stem, driver, kind, names, len(frame), frame.crs, "utf-8")


def dxf_look(path: Path, frame: gpd.GeoDataFrame, layer: str, encoding: str) -> LayerLook:
    """Say what a layer of a drawing is, which says so only by being read."""
    names = tuple(str(name) for name in frame.columns.drop("geometry"))
    return LayerLook(path, layer, "DXF", "Polygon", names, len(frame), None, encoding)


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


def _count(source: fiona.Collection) -> int:
    """Count the features, one by one where the file leaves their number open."""
    try:
        return len(source)
    except TypeError:
        return sum(1 for _ in source)


def _look(path: Path, opened: Path, layer: str, driver: str) -> LayerLook:
    """Ask the one driver that the content calls for."""
    with (
        warnings.catch_warnings(action="error", category=FeatureWarning),
        fiona.open(opened, layer=layer, driver=driver) as source,
    ):
        return LayerLook(
            path=path,
            layer=layer,
            driver=driver,
            geometry=str(source.schema["geometry"]),
            fields=tuple(str(name) for name in source.schema["properties"]),
            rows=_count(source),
            crs=parse(source.crs_wkt) if source.crs_wkt else None,
            encoding="utf-8",
        )
