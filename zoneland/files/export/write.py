"""Write a layer: fitted to its format, read back and compared, and only then put in its place."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.core.contracts import listed
from zoneland.core.geos import reason_told
from zoneland.core.problems import InputError, OutputError, Problem, stop_on_errors
from zoneland.core.wording import Terms
from zoneland.files.export.check import differences
from zoneland.files.export.holds import Fitted, Format, Plane, cannot_hold
from zoneland.files.export.names import fit_names
from zoneland.files.export.targets import standing
from zoneland.files.export.values import fit_values
from zoneland.files.gdal.records import READ_ERRORS
from zoneland.files.writing.atomic import unwritten, write_together

if TYPE_CHECKING:
    import geopandas as gpd

MOST_REASONS: Final = 3
MOST_BYTES: Final = 2_000_000_000
"""No part of a Shapefile may be larger, and no other format needs to be."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    files: tuple[Path, ...]
    frame: gpd.GeoDataFrame
    """As the format holds it."""
    problems: tuple[Problem, ...]


def fit(frame: gpd.GeoDataFrame, form: Format, where: str) -> Fitted:
    """Fit a layer to a format.

    Parameters
    ----------
    frame
        With its shapes in the column ``geometry``, in a CRS that the format takes.
    form
        The format.
    where
        How the file is named in problems.

    Returns
    -------
    Fitted
        ZL442 for shapes that are invalid and stay so, ZL443 for names and ZL444 for values
        that were changed, ZL445 (an error) for what cannot be held, ZL446 for what is left
        out, ZL449 where the CRS is not said.
    """
    problems = _invalid(frame, where) if form.plane is not Plane.NONE else []
    problems += _unsaid_crs(frame, form, where)
    if form.plane is not Plane.NONE and (endless := _endless(frame)).any():
        rows = listed(np.flatnonzero(endless) + 1)
        problems.append(cannot_hold(where, form.name, "geometry", rows, "NaN / inf / M"))
        return Fitted(frame, tuple(problems))
    if form.shape is not None:
        shaped = form.shape(frame, where)
        frame, problems = shaped.frame, [*problems, *shaped.problems]
    frame, renamed = fit_names(frame, form.names, where)
    fitted = fit_values(frame, form, where)
    return Fitted(fitted.frame, (*problems, *renamed, *fitted.problems))


def write_layer(frame: gpd.GeoDataFrame, form: Format, target: Path, *, where: str) -> Written:
    """Write a layer whole or not at all, replacing what stands there.

    Parameters
    ----------
    frame, form, where
        As for `fit`.
    target
        The main file; side files stand beside it.

    Raises
    ------
    InputError
        As `fit`; ZL448 if what was written does not read back as it was meant.
    OutputError
        ZL430 if a file cannot be written or replaced.
    """
    fitted = fit(frame, form, where)
    stop_on_errors(fitted.problems)
    with tempfile.TemporaryDirectory(prefix="zoneland-") as name:
        made = Path(name) / target.name
        try:
            form.write(fitted.frame, made)
        except OSError as error:
            raise OutputError([unwritten(target, error)]) from error
        except READ_ERRORS as error:
            raise _unlike(fitted, where, [str(error)]) from error
        told = _read_back(fitted.frame, form, made)
        if told:
            raise _unlike(fitted, where, told)
        files = sorted(Path(name).iterdir(), key=lambda part: part.suffix == target.suffix)
        old = [part for part in standing(target) if part.name not in {new.name for new in files}]
        # an index of the file that is replaced would belie the new one
        gone = [part.name for part in old]
        copies = {part.name: partial(_copy, part) for part in files}
        write_together(target.parent, copies, gone=gone)
    return Written(
        tuple(target.parent / part.name for part in files), fitted.frame, fitted.problems
    )


def _copy(made: Path, to: Path) -> None:
    shutil.copyfile(made, to)


def _read_back(frame: gpd.GeoDataFrame, form: Format, made: Path) -> list[str]:
    """Read what was written, and name what differs."""
    large = [part.name for part in made.parent.iterdir() if part.stat().st_size > MOST_BYTES]
    if large:
        return [f"{listed(large)} > {MOST_BYTES:,} B"]
    try:
        found = form.read(made)
    except InputError as error:
        return [f"{problem.code} {problem.said()}" for problem in error.problems[:3]]
    has_crs = form.plane not in {Plane.NONE, Plane.DRAWING}
    return differences(frame, found, has_crs=has_crs)


def _unlike(fitted: Fitted, where: str, told: list[str]) -> InputError:
    return InputError([*fitted.problems, Problem("ZL448", where, {"found": listed(told)})])


def _invalid(frame: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell shapes that are lacking, empty or invalid: they are written as they stand."""
    shapes = frame.geometry.to_numpy()
    wrong = shapely.is_missing(shapes) | shapely.is_empty(shapes) | ~shapely.is_valid(shapes)
    if not wrong.any():
        return []
    reasons = dict.fromkeys(
        "—" if shape is None or shape.is_empty else shapely.is_valid_reason(shape)
        for shape in shapes[wrong][:1000]
    )
    shown = [reason_told(reason) for reason in [*reasons][:MOST_REASONS]]
    values = {
        "count": int(wrong.sum()),
        "rows": listed(np.flatnonzero(wrong) + 1),
        "reasons": Terms((*shown, *(["…"] if len(reasons) > MOST_REASONS else []))),
    }
    return [Problem("ZL442", where, values)]


def _endless(frame: gpd.GeoDataFrame) -> np.ndarray:
    """Find shapes with NaN or infinite coordinates, or with measures."""
    shapes = frame.geometry.to_numpy()
    points, owner = shapely.get_coordinates(shapes, include_z=True, return_index=True)
    has_z = shapely.has_z(shapes)
    finite = np.isfinite(points[:, :2]).all(axis=1) & (np.isfinite(points[:, 2]) | ~has_z[owner])
    endless = np.zeros(len(shapes), bool)
    endless[owner[~finite]] = True
    return np.asarray(endless | shapely.has_m(shapes))


def _unsaid_crs(frame: gpd.GeoDataFrame, form: Format, where: str) -> list[Problem]:
    """Tell that a file does not say its CRS, since there is none or the format has no place."""
    if form.plane is Plane.NONE:
        return []
    if frame.crs is None or form.plane is Plane.DRAWING:
        crs = frame.crs.name if frame.crs else "—"
        return [Problem("ZL449", where, {"crs": crs, "format": form.name})]
    return []
