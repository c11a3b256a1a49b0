"""Convert: one layer from one format into another, read by our doors and read back by them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import shapely

from zoneland.checks.place import in_working_crs
from zoneland.core import crs as systems
from zoneland.core.problems import InputError, Problem
from zoneland.core.wording import Term
from zoneland.files.digest import sha256
from zoneland.files.export.formats import format_of
from zoneland.files.export.holds import Plane, left_out
from zoneland.files.export.survey import plane_settings
from zoneland.files.export.targets import check_target
from zoneland.files.export.write import write_layer
from zoneland.files.formats import is_there
from zoneland.files.survey.txt import is_survey
from zoneland.files.tables.table import TABLE_SUFFIXES
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    import pyproj

    from zoneland.core.inputs import Input
    from zoneland.files.export.holds import Format

GEOMETRY: Final = "geometry"


@dataclass(frozen=True, slots=True)
class Converted:
    """What was read and what was written."""

    source: Input
    target: Path
    format: str
    files: tuple[str, ...]
    """Names of all files that were written, the main one last."""
    rows: int
    """Of the source, all of which were written; a drawing has an outline a ring."""
    fields: tuple[str, ...]
    """As they are named in the file."""
    crs: str
    """That the coordinates are in; empty if it is not known, or there are none."""
    encoding: str
    sha256: str
    """Of the target."""
    problems: tuple[Problem, ...]
    """None of them an error."""


def convert(  # noqa: PLR0913  a keyword for each thing that a planner may ask for
    source: Path | str,
    target: Path | str,
    *,
    layer: str = "",
    crs: str = "",
    force: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Converted:
    """Write a layer in another format, whole or not at all.

    Parameters
    ----------
    source
        A file or FileGDB folder that `zoneland verify` reads, or a zip of one.
    target
        The file to write; its ending names the format.
    layer
        The source's layer; empty if it has but one.
    crs
        To turn the coordinates into, ``EPSG:4547``; empty to leave them, but for formats that
        ask for another.
    force
        Whether a file that stands at `target` may be replaced.
    progress
        Is told each stage as it begins.

    Returns
    -------
    Converted
        What was written, with every problem of reading and writing.

    Raises
    ------
    InputError
        ZL440 for an unknown ending, ZL441 for a target that may not be written, ZL460 for a
        table; as
        `zoneland.files.vector.read_layer`; ZL210 to ZL218 where coordinates cannot be turned,
        ZL447 for a CRS that the format does not take; as
        `zoneland.files.export.write.write_layer`. Nothing is left behind.
    OutputError
        ZL430 if the target cannot be written.
    """
    source, target = Path(source), Path(target)
    tell = progress or (lambda _: None)
    form = format_of(target)
    check_target(target, source, replace=force)
    _refuse_table(source)
    tell("convert_read")
    found = read_layer(source, source.as_posix(), layer=layer)
    told = list(found.problems)
    try:
        frame = _with_plain_geometry(found.frame)
        if form.plane is not Plane.NONE:
            frame, turned = _in_plane(frame, form, source.as_posix(), asked=crs)
            told += turned
        tell("convert_write")
        written = write_layer(frame, form, target, where=target.as_posix())
    except InputError as error:
        raise InputError([*told, *error.problems]) from error
    return Converted(
        source=found.record("source", source.as_posix()),
        target=target,
        format=form.name,
        files=tuple(part.name for part in written.files),
        rows=len(frame),
        fields=tuple(str(name) for name in written.frame.columns.drop(GEOMETRY)),
        crs=_crs_name(written.frame, form),
        encoding=form.encoding,
        sha256=sha256(target),
        problems=(*told, *written.problems),
    )


def _refuse_table(source: Path) -> None:
    """Refuse a table: there is nothing drawn in it to write."""
    where = source.as_posix()
    is_table = source.suffix.lower() in TABLE_SUFFIXES and is_there(source, where)
    if is_table and not is_survey(source):
        raise InputError([Problem("ZL460", where, {"found": source.suffix})])


def _crs_name(frame: gpd.GeoDataFrame, form: Format) -> str:
    has_none = form.plane is Plane.NONE or frame.crs is None
    return "" if has_none else systems.name(frame.crs)


def _with_plain_geometry(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the frame plain row numbers and shapes under the one name that is used inside."""
    if frame.geometry.name != GEOMETRY:
        frame = frame.rename_geometry(GEOMETRY)
    return frame.reset_index(drop=True)


def _in_plane(
    frame: gpd.GeoDataFrame, form: Format, where: str, *, asked: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Turn the coordinates into what was asked for, or what the format asks for."""
    wanted = _wanted(frame, form, where, asked)
    if wanted is None or (frame.crs is not None and systems.is_same(frame.crs, wanted)):
        return frame, []
    turned, told = in_working_crs(frame, where, working=wanted)
    if shapely.has_z(frame.geometry.to_numpy()).any():
        told = [*told, left_out(where, systems.name(wanted), Term("left.heights"))]
    return turned, told


def _wanted(frame: gpd.GeoDataFrame, form: Format, where: str, asked: str) -> pyproj.CRS | None:
    """Choose the CRS to write in; None to leave it as it is.

    Raises
    ------
    InputError
        ZL447 if what is asked for is no CRS, or none that the format takes.
    """
    wanted = systems.parse(asked) if asked else None
    if asked and wanted is None:
        raise _refused(form, where, asked, "EPSG:4490, EPSG:4526, EPSG:4547 …")
    if form.plane in {Plane.WGS84, Plane.WGS84_BY_RULE}:
        return _degrees(wanted, form, where)
    if wanted is None and form.plane in {Plane.SURVEY, Plane.DRAWING}:
        wanted = _plane(frame, form)
    crs = wanted or frame.crs
    if form.plane is Plane.SURVEY and plane_settings(crs) is None:
        raise _refused(form, where, systems.name(crs) if crs else "—", "EPSG:4513–4554")
    return wanted


def _degrees(wanted: pyproj.CRS | None, form: Format, where: str) -> pyproj.CRS:
    """Take WGS 84, or what was asked for where that is allowed and has a code to be named by."""
    if wanted is None or wanted == systems.WGS84:
        return systems.WGS84
    if form.plane is Plane.WGS84 or wanted.to_authority() is None:
        raise _refused(form, where, systems.name(wanted), systems.name(systems.WGS84))
    return wanted


def _plane(frame: gpd.GeoDataFrame, form: Format) -> pyproj.CRS | None:
    """Choose the Gauss-Krüger zone that degrees lie in; None for what is in a plane already.

    Survey files have the zone number before the easting, as they are submitted.
    """
    if frame.crs is None or systems.is_plane(frame.crs) or shapely.is_empty(frame.geometry).all():
        return None
    plane = systems.working_crs(frame.crs, frame.total_bounds.tolist())
    chinese = systems.plane_of(plane)
    if form.plane is Plane.DRAWING or chinese is None:
        return plane
    return replace(chinese, is_zoned=True).crs


def _refused(form: Format, where: str, found: str, wanted: str) -> InputError:
    values = {"format": form.name, "found": found, "wanted": wanted}
    return InputError([Problem("ZL447", where, values)])
