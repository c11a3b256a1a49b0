"""Read a vector layer: in bulk, and record by record where the bulk read fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd

from zoneland.core import crs as systems
from zoneland.core.inputs import Input
from zoneland.core.problems import InputError, Problem
from zoneland.core.spelling import plain
from zoneland.files.damage import refuse_moved
from zoneland.files.formats import is_there, is_zip, recognised, vector_driver
from zoneland.files.gdal.arrow import lost_digits
from zoneland.files.gdal.bulk import read_in_bulk
from zoneland.files.gdal.geopackage import rows_there
from zoneland.files.gdal.lead import opened
from zoneland.files.gdal.records import READ_ERRORS, read_by_record
from zoneland.files.limits import check_rows, check_vertices
from zoneland.files.look import LayerLook, dxf_look, look_into, whole_look
from zoneland.files.nearby import read_nearby, read_nearby_in_geoparquet
from zoneland.files.projection import check_system
from zoneland.files.shapefile.digits import with_digits
from zoneland.files.shapefile.frame import BYTE_BY_BYTE, restore
from zoneland.files.shapefile.parts import LENT_NAME, Shapefile, lent
from zoneland.files.survey.txt import is_survey, read_survey
from zoneland.files.whole.readers import READERS
from zoneland.files.zipped import unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.files.gdal.near import Scope


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as it stands in its file."""

    look: LayerLook
    frame: gpd.GeoDataFrame
    """Raw attributes under the file's own names, text as text, in the file's own CRS."""
    problems: tuple[Problem, ...]

    def record(self, role: str, path: str) -> Input:
        """Say what was read, for the run's record."""
        look = self.look
        crs = systems.name(look.crs) if look.crs else ""
        fields = len(look.fields)
        return Input(role, path, look.layer, look.rows, crs, look.encoding, fields=fields)


def read_layer(
    path: Path,
    where: str,
    *,
    layer: str = "",
    usual: Sequence[str] = (),
    scope: Scope | None = None,
) -> Layer:
    """Read a layer of a vector file, which may lie in a zip.

    Parameters
    ----------
    path, where, layer, usual
        As for `zoneland.files.look.look_into`.
    scope
        Which part of a large layer is wanted; None for all of it. Where nothing is near the
        whole is read, for then that is to be told.

    Returns
    -------
    Layer
        Of a zip, problems name the file within.

    Raises
    ------
    InputError
        As `look_into`; ZL105 if the layer is empty, ZL106 naming each record that cannot be
        read, ZL107 for a table without shapes; for a Shapefile as
        `zoneland.files.shapefile.frame.restore`; for survey coordinates as
        `zoneland.files.survey.txt.read_survey`; for KML as `zoneland.files.whole.kml.read_kml`,
        for drawings as `zoneland.files.dxf.reader.read_dxf`.
    """
    if not is_there(path, where) or not is_zip(path):
        return _read_unpacked(path, where, layer=layer, usual=usual, scope=scope)
    with unpacked(path, where, layer=layer, usual=usual) as (inner, inside, wanted):
        found = _read_unpacked(inner, inside, layer=wanted, usual=usual, scope=scope)
    look = replace(found.look, path=path, shapefile=None)
    return replace(found, look=look)


def _read_unpacked(
    path: Path, where: str, *, layer: str, usual: Sequence[str], scope: Scope | None
) -> Layer:
    driver = vector_driver(path) if is_there(path, where) else ""
    if driver is None and recognised(path) is None and is_survey(path):
        return _read_survey(path, where)
    if driver and driver in READERS and plain(layer) in {"", plain(path.stem)}:
        return _read_whole(path, where, driver, scope)
    if driver == "DXF":
        return _read_dxf(path, where, layer=layer, usual=usual)
    look = look_into(path, where, layer=layer, usual=usual)
    where = f"{where} {look.layer}" if look.driver in {"GPKG", "OpenFileGDB"} else where
    if look.rows == 0:
        raise InputError([Problem("ZL105", where)])
    check_rows(look.rows, where)
    _refuse_other_count(
        look, rows_there(path, look.layer) if look.driver == "GPKG" else None, where
    )
    named = check_system(look.crs, where)
    frame, problems, count = read_nearby(look, where, scope) or _read_all(look, where)
    _refuse_other_count(look, count, where)
    check_vertices(frame, where)
    told = (*look.problems, *named, *problems, *lost_digits(frame, where))
    if look.shapefile is None:
        refuse_moved(frame, look.path, look.driver, where)
        names = tuple(str(name) for name in frame.columns.drop("geometry"))
        look = look if set(look.fields) > set(names) else replace(look, fields=names)
    return Layer(look, frame, told)


def _refuse_other_count(look: LayerLook, count: int | None, where: str) -> None:
    if count not in {None, look.rows}:
        values = {"entry": "rows", "stated": look.rows, "found": count}
        raise InputError([Problem("ZL291", where, values)])


def _read_all(look: LayerLook, where: str) -> tuple[gpd.GeoDataFrame, list[Problem], int]:
    if look.shapefile is None:
        frame, problems = _read(look.path, look.layer, look.driver, where)
    else:
        frame, problems = _read_shapefile(look.shapefile, look.driver, where)
    return frame, problems, len(frame)


def _read_survey(path: Path, where: str) -> Layer:
    """Read a survey-coordinate file; it has no layers, and says its fields by its grammar."""
    frame, problems, encoding = read_survey(path, where)
    names = tuple(str(name) for name in frame.columns.drop("geometry"))
    look = LayerLook(path, "", "TXT", "Polygon", names, len(frame), frame.crs, encoding)
    return Layer(look, frame, tuple(problems))


def _read_whole(path: Path, where: str, driver: str, scope: Scope | None) -> Layer:
    """Read a format that says what it holds only by being read."""
    near = read_nearby_in_geoparquet(path, where, scope) if driver == "Parquet" else None
    if near is None:
        frame, problems = READERS[driver](path, where)
        if frame.empty:
            raise InputError([*problems, Problem("ZL105", where)])
        near = whole_look(path, frame, driver), frame, problems
    look, frame, problems = near
    check_vertices(frame, where)
    told = (*problems, *lost_digits(frame, where))
    return Layer(look, frame, told)


def _read_dxf(path: Path, where: str, *, layer: str, usual: Sequence[str]) -> Layer:
    from zoneland.files.dxf.reader import read_dxf  # noqa: PLC0415  ezdxf loads slowly

    frame, problems, chosen, encoding = read_dxf(path, where, layer=layer, usual=usual)
    return Layer(dxf_look(path, frame, chosen, encoding), frame, tuple(problems))


def _read_shapefile(
    shapefile: Shapefile, driver: str, where: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    with lent(shapefile) as path:
        frame, heard = _read(path, LENT_NAME, driver, where, encoding=BYTE_BY_BYTE)
    frame, told = restore(frame, shapefile, where)
    frame = with_digits(frame, shapefile)
    return frame, [*shapefile.problems, *heard, *told]


def _read(
    path: Path, layer: str, driver: str, where: str, **options: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Read in bulk, or record by record where that fails; with what the reader said."""
    with opened(path, driver) as lent_path:
        try:
            return read_in_bulk(lent_path, layer, driver, where, **options)
        except InputError:
            raise
        except READ_ERRORS:
            return read_by_record(lent_path, layer, driver, where, options), []


def as_layer(
    source: Path | str | gpd.GeoDataFrame,
    where: str,
    *,
    layer: str = "",
    usual: Sequence[str] = (),
    scope: Scope | None = None,
) -> Layer:
    """Take a path, or a frame that is already open, as a layer; else as `read_layer`.

    Raises
    ------
    InputError
        As `read_layer`; ZL105 for a frame without rows.
    """
    if not isinstance(source, gpd.GeoDataFrame):
        return read_layer(Path(source), where, layer=layer, usual=usual, scope=scope)
    if source.empty:
        raise InputError([Problem("ZL105", where)])
    names = tuple(str(name) for name in source.columns if name != source.geometry.name)
    look = LayerLook(Path(), "", "", "", names, len(source), source.crs, "")
    frame = source.rename_geometry("geometry") if source.geometry.name != "geometry" else source
    return Layer(look, frame.reset_index(drop=True), ())
