"""Read a vector layer: in bulk, and record by record where the bulk read fails."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import fiona
import geopandas as gpd
import pandas as pd
import pyogrio.errors
import shapely
from fiona.errors import FionaError

from zoneland.core.problems import InputError, Problem
from zoneland.files.digest import sha256
from zoneland.files.encoding import declared_encoding
from zoneland.files.look import LayerLook, look_into

if TYPE_CHECKING:
    from collections.abc import Sequence

READ_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FieldError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
    shapely.errors.GEOSException,
    UnicodeDecodeError,
    ValueError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as it stands in its file."""

    look: LayerLook
    frame: gpd.GeoDataFrame
    """Raw attributes under the file's own names, text as text, in the file's own CRS."""
    problems: tuple[Problem, ...]
    sha256: str


def read_layer(path: Path, where: str, *, layer: str = "", usual: Sequence[str] = ()) -> Layer:
    """Read a layer of a vector file.

    Parameters
    ----------
    path, where, layer, usual
        As for `zoneland.files.look.look_into`.

    Raises
    ------
    InputError
        As `look_into`; ZL105 if the layer is empty, ZL106 naming each record that cannot be
        read.
    """
    look = look_into(path, where, layer=layer, usual=usual)
    where = f"{where} {look.layer}" if look.driver in {"GPKG", "OpenFileGDB"} else where
    if look.rows == 0:
        raise InputError([Problem("ZL105", where)])
    problems = _guessed_encoding(look, where)
    try:
        frame = _read_in_bulk(look, where, problems)
    except READ_ERRORS:
        frame = _read_by_record(look, where)
    if "geometry" not in frame or not isinstance(frame, gpd.GeoDataFrame):
        raise InputError([Problem("ZL107", where, {"found": "—"})])
    return Layer(look, frame, tuple(problems), sha256(path))


def _guessed_encoding(look: LayerLook, where: str) -> list[Problem]:
    """Tell where a Shapefile's encoding was told by its bytes, not by its .cpg."""
    if look.driver != "ESRI Shapefile":
        return []
    declared = declared_encoding(look.path)
    if declared == look.encoding:
        return []
    return [Problem("ZL109", where, {"encoding": look.encoding, "declared": declared or "—"})]


def as_layer(
    source: Path | str | gpd.GeoDataFrame,
    where: str,
    *,
    layer: str = "",
    usual: Sequence[str] = (),
) -> Layer:
    """Take a path, or a frame that is already open, as a layer.

    Raises
    ------
    InputError
        As `read_layer`; ZL105 for a frame without rows.
    """
    if not isinstance(source, gpd.GeoDataFrame):
        return read_layer(Path(source), where, layer=layer, usual=usual)
    if source.empty:
        raise InputError([Problem("ZL105", where)])
    names = tuple(str(name) for name in source.columns if name != source.geometry.name)
    look = LayerLook(Path(), "", "", "", names, len(source), source.crs, "")
    frame = source.rename_geometry("geometry") if source.geometry.name != "geometry" else source
    return Layer(look, frame.reset_index(drop=True), (), "")


def _read_in_bulk(look: LayerLook, where: str, problems: list[Problem]) -> gpd.GeoDataFrame:
    options = {"encoding": look.encoding} if look.driver == "ESRI Shapefile" else {}
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        frame = gpd.read_file(look.path, layer=look.layer, engine="pyogrio", **options)
    problems += [
        Problem("ZL108", where, {"said": text})
        for text in dict.fromkeys(str(warning.message) for warning in heard)
    ]
    return frame


def _read_by_record(look: LayerLook, where: str) -> gpd.GeoDataFrame:
    """Go through a layer record by record, to say which ones are broken."""
    rows, shapes, problems = [], [], []
    with fiona.open(
        look.path, layer=look.layer, driver=look.driver, encoding=look.encoding
    ) as source:
        records = iter(source)
        for number in range(len(source)):
            try:
                record = next(records)
                shapes.append(shapely.geometry.shape(record.geometry) if record.geometry else None)
                rows.append(dict(record.properties))
            except (FionaError, StopIteration, *READ_ERRORS) as error:
                problems.append(Problem("ZL106", f"{where} #{number + 1}", {"reason": error}))
    if problems:
        raise InputError(problems)
    crs = look.crs.to_wkt() if look.crs else None
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry=shapes, crs=crs)
