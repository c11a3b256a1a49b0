"""Parcels: land-use polygons with a code that means one thing, whatever the file calls it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import geopandas as gpd

from zoneland.checks.apart import keep_known
from zoneland.checks.coverage import parcels_told
from zoneland.checks.place import apart, boxes_around, in_working_crs
from zoneland.checks.shapes import checked_polygons
from zoneland.core.contracts import listed
from zoneland.core.inputs import Collected
from zoneland.core.problems import InputError, Problem, stop_on_errors, warn_of
from zoneland.core.texts import text_column
from zoneland.core.wording import Term
from zoneland.files.gdal.near import Scope
from zoneland.files.vector import as_layer
from zoneland.landuse import classes
from zoneland.landuse.meaning import classified
from zoneland.landuse.parcel_fields import find_parcel_fields, wanted_fields
from zoneland.landuse.parcel_values import with_values
from zoneland.landuse.recognise import SIDES, recognise
from zoneland.landuse.recognised import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import pyproj

USUAL_LAYERS: Final = {
    "survey": ("DLTB", "地类图斑", "parcels"),
    "plan": ("YDYHGHFQ", "ZXCQGHYDYH", "YDYH", "规划用地", "parcels"),
    "cover": ("EULUC", "euluc_china", "parcels"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScheme:
    """Which class system a layer's codes are from."""

    system: str = ""
    """One of `zoneland.landuse.classes.SYSTEMS` or ``SCREENING``, ``custom``, or empty:
    recognised."""
    table: pd.DataFrame | None = None
    """The classes of a custom system, if it has a table."""


def collect_parcels(  # noqa: PLR0913  one keyword for each thing a settings file may say
    source: Path | str | gpd.GeoDataFrame,
    role: str,
    *,
    zones: gpd.GeoDataFrame | None = None,
    where: str = "",
    layer: str = "",
    code: str = "",
    scheme: ClassScheme | None = None,
    declared: pyproj.CRS | None = None,
    whole: bool = False,
) -> Collected[gpd.GeoDataFrame]:
    """Read parcels, say of each what its land is for, and put them in the zones' CRS.

    Parameters
    ----------
    source
        A vector file, or a frame that is already open.
    role
        ``survey`` (现状), ``plan`` (规划) or ``cover`` (polygons of a legend in
        `zoneland.landuse.classes.SCREENING`); empty if the class system is to tell.
    zones
        The zones, in the working CRS; if None, parcels keep their own.
    where
        How the file is named in problems; its path if empty.
    layer
        Layer name; if empty, the only one or the one with a usual name.
    code
        Field of the class code, or of class names in a custom scheme; if empty, found by the
        usual names.
    scheme
        The class system; if its name is empty, recognised from field, names and codes, or
        refused (`zoneland.landuse.recognise`).
    declared
        The CRS of a file that has none.
    whole
        Whether all of a large layer is read, and not only what lies near the zones.

    Returns
    -------
    Collected
        Its data obeys `zoneland.core.contracts.PARCELS`; every row that was read and has a shape
        is there, unknown codes as kind ``unknown``.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error.
    """
    where = where or (role or "parcels" if isinstance(source, gpd.GeoDataFrame) else str(source))
    path = where
    usual = USUAL_LAYERS.get(role) or tuple(
        name for names in USUAL_LAYERS.values() for name in names
    )
    scope = None
    if zones is not None and not whole:
        scope = Scope(partial(boxes_around, zones), partial(wanted_fields, role=role, code=code))
    found = as_layer(source, where, layer=layer, usual=usual, scope=scope)
    where = f"{where} {found.look.layer}".strip()
    fields, named_by = find_parcel_fields(found.look.fields, where, role=role, code=code)
    scheme = scheme or ClassScheme()
    system, recognised = _system(scheme.system, found.frame, fields, role=role, where=where)
    frame, placed = in_working_crs(found.frame, where, zones=zones, declared=declared)
    frame, shaped = checked_polygons(frame, where, may_lack_shape=True)
    problems = [*found.problems, *named_by, *recognised, *placed, *shaped]
    stop_on_errors(problems)
    if zones is not None:
        problems += apart(frame, zones, where)
    laid, known = parcels_told(frame, where, zones=zones)
    problems += laid
    parcels, stored = with_values(_canonical(frame, fields), frame, fields, where)
    table = scheme.table if system == classes.CUSTOM else classes.table_of(system)
    parcels, meant = classified(parcels, table, where, system=system, is_told=bool(scheme.system))
    parcels["class_system"] = system  # a code means nothing without the table it is from
    problems += [*stored, *meant, *_swapped(system, role, where)]
    stop_on_errors(problems)
    if known is not None:
        keep_known(parcels, known)
    return Collected(parcels, found.record(role, path), tuple(problems))


def _system(
    asked: str, frame: gpd.GeoDataFrame, fields: Mapping[str, str], *, role: str, where: str
) -> tuple[str, list[Problem]]:
    """Find the class system, or say why none is certain: a code alone does not tell."""
    if asked == classes.CUSTOM or asked in classes.SCREENING:
        return asked, []
    if asked and asked not in classes.SYSTEMS:
        systems = "、".join((*classes.SYSTEMS, classes.CUSTOM))
        return "", [Problem("ZL160", where, {"column": asked, "systems": systems})]
    field, named = fields["class_code"], fields.get("class_name")
    names = frame[named] if named else None
    found = recognise(frame[field], names, field=field, role=role, asked=asked)
    return found.system, told(found, field, where)


def _canonical(frame: gpd.GeoDataFrame, fields: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Give the columns their one name; codes and ids are text."""
    parcels = gpd.GeoDataFrame(
        {"row": frame.index + 1, "class_code": frame[fields["class_code"]].to_numpy()},
        geometry=frame.geometry.to_numpy(),
        crs=frame.crs,
    )
    for column in ("parcel_id", "class_name", "mix", "deduct_code"):
        if column in fields:
            parcels[column] = text_column(frame[fields[column]]).to_numpy()
    if "parcel_id" not in parcels:
        parcels["parcel_id"] = parcels["row"].astype("str")
    return parcels


def _swapped(system: str, role: str, where: str) -> list[Problem]:
    """Tell a survey's system under plan, and a plan's under survey."""
    other = {"survey": SIDES["plan"], "plan": SIDES["survey"]}
    if system not in other.get(role, ()):
        return []
    values = {"system": Term(f"setting.value.{system}"), "role": Term(f"role.{role}")}
    return [Problem("ZL174", where, values)]


def read_parcels(  # noqa: PLR0913  one keyword for each thing a layer may differ in
    source: Path | str | gpd.GeoDataFrame,
    *,
    layer: str = "",
    code: str = "",
    system: str = "",
    classes_path: Path | str | None = None,
    land_use: str = "",
) -> gpd.GeoDataFrame:
    """Read parcels for a script or a notebook: the data of `collect_parcels`.

    Parameters
    ----------
    source, layer, code
        As for `collect_parcels`.
    system
        One of `zoneland.landuse.classes.SYSTEMS` or ``SCREENING``, or ``custom``; if empty,
        recognised, or custom where a class table is given.
    classes_path
        Table of a custom system: columns code, name and kind.
    land_use
        ``survey``, ``plan`` or ``cover``; by the class system if empty.

    Returns
    -------
    GeoDataFrame
        Contract `zoneland.core.contracts.PARCELS`, and a column ``land_use``. What was mended
        or assumed is issued as a `ProblemWarning`.
    """
    table = classes.load_custom(Path(classes_path), str(classes_path)) if classes_path else None
    if land_use not in {"", *USUAL_LAYERS}:
        raise InputError([Problem("ZL123", land_use, {"roles": listed(USUAL_LAYERS)})])
    land_use = land_use or ("cover" if system in classes.SCREENING else "")
    scheme = ClassScheme(system=system or (classes.CUSTOM if classes_path else ""), table=table)
    found = collect_parcels(source, land_use, layer=layer, code=code, scheme=scheme)
    warn_of(found.problems)
    is_plan = found.data["class_system"].isin(SIDES["plan"]).any()
    return found.data.assign(land_use=land_use or ("plan" if is_plan else "survey"))
