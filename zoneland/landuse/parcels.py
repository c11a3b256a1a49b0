"""Parcels: land-use polygons with a code that means one thing, whatever the file calls it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from zoneland.checks.place import apart, in_working_crs
from zoneland.checks.shapes import checked_polygons
from zoneland.core import crs as systems
from zoneland.core.contracts import PARCELS, listed, matches
from zoneland.core.inputs import Collected, Input
from zoneland.core.kinds import Kind
from zoneland.core.problems import InputError, Problem, stop_on_errors, warn_of
from zoneland.files.vector import as_layer
from zoneland.landuse import classes

if TYPE_CHECKING:
    from zoneland.files.vector import Layer

USUAL_LAYERS: Final = {
    "survey": ("DLTB", "地类图斑", "parcels"),
    "plan": ("YDYHGHFQ", "ZXCQGHYDYH", "YDYH", "规划用地", "parcels"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScheme:
    """Which class system a layer's codes are from."""

    system: str = ""
    """One of `zoneland.landuse.classes.SYSTEMS`, ``custom``, or empty: told by the field."""
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
) -> Collected[gpd.GeoDataFrame]:
    """Read parcels, say of each what its land is for, and put them in the zones' CRS.

    Parameters
    ----------
    source
        A vector file, or a frame that is already open.
    role
        ``survey`` (现状) or ``plan`` (规划).
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
        The class system; if its name is empty, told by the field's name, else refused.

    Returns
    -------
    Collected
        Its data obeys `zoneland.core.contracts.PARCELS`; every row of the file that has a shape
        is there, unknown codes as kind ``unknown``.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error.
    """
    where = where or (role if isinstance(source, gpd.GeoDataFrame) else str(source))
    path = where
    found = as_layer(source, where, layer=layer, usual=USUAL_LAYERS[role])
    where = f"{where} {found.look.layer}".strip()
    field = _code_field(found, where, code)
    table, system = _table(scheme or ClassScheme(), field, where)
    frame, placed = in_working_crs(
        found.frame, where, working=zones.crs if zones is not None else None
    )
    frame, shaped = checked_polygons(frame, where, may_lack_shape=True)
    problems = [*found.problems, *placed, *shaped]
    stop_on_errors(problems)
    if zones is not None:
        problems += apart(frame, zones, where)
    parcels = _canonical(frame, field, found.look.fields)
    parcels, told = _classified(parcels, table, where, is_custom=system == classes.CUSTOM)
    parcels["class_system"] = system  # a code means nothing without the table it is from
    problems += told
    stop_on_errors(problems)
    look = found.look
    crs_name = systems.name(look.crs) if look.crs else ""
    record = Input(role, path, look.layer, look.rows, crs_name, look.encoding, found.sha256)
    return Collected(parcels, record, tuple(problems))


def _code_field(found: Layer, where: str, code: str) -> str:
    names = found.look.fields
    fields = [code] if code in names else matches(PARCELS.column("class_code"), names)
    if (code and code not in names) or not fields:
        values = {"column": code or "DLBM / YDYHFLDM", "found": listed(names)}
        raise InputError([Problem("ZL110", where, values)])
    return fields[0]


def _table(scheme: ClassScheme, field: str, where: str) -> tuple[pd.DataFrame | None, str]:
    """Find the class table, or refuse: a code alone does not tell which one it is from."""
    system = scheme.system or classes.system_of_field(field)
    if system is None:
        values = {"column": field, "systems": "、".join((*classes.SYSTEMS, classes.CUSTOM))}
        raise InputError([Problem("ZL160", where, values)])
    if system == classes.CUSTOM:
        return scheme.table, system
    return classes.load_system(system), system


def _canonical(frame: gpd.GeoDataFrame, code: str, names: tuple[str, ...]) -> gpd.GeoDataFrame:
    """Give the columns their one name; codes and ids are text."""
    parcels = gpd.GeoDataFrame(
        {"row": frame.index + 1, "class_code": frame[code].to_numpy()},
        geometry=frame.geometry.to_numpy(),
        crs=frame.crs,
    )
    for column in ("parcel_id", "class_name", "deduct_code"):
        fields = matches(PARCELS.column(column), names)
        if fields and fields[0] != code:
            parcels[column] = frame[fields[0]].astype("str").to_numpy()
    for column in ("stored_m2", "deduct_share"):
        fields = matches(PARCELS.column(column), names)
        if fields:
            parcels[column] = pd.to_numeric(frame[fields[0]], errors="coerce").to_numpy()
    if "parcel_id" not in parcels:
        parcels["parcel_id"] = parcels["row"].astype("str")
    return parcels


def _classified(
    parcels: gpd.GeoDataFrame, table: pd.DataFrame | None, where: str, *, is_custom: bool
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Say of each parcel what its code means; each distinct code is looked up once."""
    if is_custom:
        codes = parcels["class_code"].map(_as_name)
    else:
        codes = parcels["class_code"].map(classes.as_code)
    problems = _mended_codes(parcels, codes, where) if not is_custom else []
    meanings = {value: _meaning(value, table) for value in codes.unique()}
    names = codes.map(lambda value: meanings[value][0])
    if "class_name" in parcels:
        names = names.where(names != "", parcels["class_name"])
    parcels = parcels.assign(
        class_code=codes,
        class_name=names,
        kind=codes.map(lambda value: str(meanings[value][1])),
        is_built=codes.map(lambda value: meanings[value][2]).astype(bool),
    )
    if "deduct_code" in parcels and table is not None:
        ridges = {
            value: _meaning(classes.as_code(value), table)[1]
            for value in parcels["deduct_code"].unique()
        }
        parcels["deduct_kind"] = parcels["deduct_code"].map(lambda value: str(ridges[value]))
    return parcels, problems + _strange_codes(parcels, where)


def _as_name(value: object) -> str:
    text = "" if value is None or value != value else str(value).strip()  # noqa: PLR0124  NaN
    return text or classes.NO_CODE


def _meaning(code: str, table: pd.DataFrame | None) -> tuple[str, Kind, bool]:
    """Give name, kind and whether it is construction land."""
    if code == classes.NO_CODE:
        return "", Kind.UNKNOWN, False
    if table is None:
        return code, Kind.OTHER, False
    if classes.is_mixed(code) and code not in table.index:
        return "", Kind.UNDECIDED, False
    known = classes.find_class(code, table)
    if known is None:
        return "", Kind.UNKNOWN, False
    row = table.loc[known]
    return str(row["class_name"]), Kind(str(row["kind"])), bool(row["is_built"])


def _mended_codes(parcels: gpd.GeoDataFrame, codes: pd.Series, where: str) -> list[Problem]:
    """Tell which codes were written otherwise than the table writes them."""
    given = parcels["class_code"].astype("str")
    changed = (codes != given) & (codes != classes.NO_CODE)
    if not changed.any():
        return []
    examples = listed(dict.fromkeys(given[changed] + " → " + codes[changed]))
    return [Problem("ZL164", where, {"count": int(changed.sum()), "examples": examples})]


def _strange_codes(parcels: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell which codes nobody knows: their land counts as unknown, not as other."""
    unknown = parcels[parcels["kind"] == Kind.UNKNOWN]
    problems = []
    lacking = unknown[unknown["class_code"] == classes.NO_CODE]
    if len(lacking):
        rows = {"count": len(lacking), "rows": listed(lacking["row"])}
        problems.append(Problem("ZL162", where, rows))
    for code, land in unknown[unknown["class_code"] != classes.NO_CODE].groupby("class_code"):
        values = {"code": code, "count": len(land), "area_m2": f"{land.area.sum():,.0f}"}
        problems.append(Problem("ZL161", where, values))
    mixed = parcels[
        parcels["class_code"].map(classes.is_mixed) & (parcels["kind"] == Kind.UNDECIDED)
    ]
    if len(mixed):
        examples = listed(mixed["class_code"].unique())
        problems.append(Problem("ZL163", where, {"count": len(mixed), "examples": examples}))
    return problems


PLAN_SYSTEMS: Final = frozenset({"ydyh2023", "ydyh2020", "gb50137"})


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
        One of `zoneland.landuse.classes.SYSTEMS` or ``custom``; told by the field if empty.
    classes_path
        Table of a custom system: columns code, name and kind.
    land_use
        ``survey`` or ``plan``; by the class system if empty.

    Returns
    -------
    GeoDataFrame
        Contract `zoneland.core.contracts.PARCELS`, and a column ``land_use``. What was mended
        or assumed is issued as a `ProblemWarning`.
    """
    table = classes.load_custom(Path(classes_path), str(classes_path)) if classes_path else None
    scheme = ClassScheme(system=system, table=table)
    found = collect_parcels(source, land_use or "survey", layer=layer, code=code, scheme=scheme)
    warn_of(found.problems)
    is_plan = found.data["class_system"].isin(PLAN_SYSTEMS).any()
    return found.data.assign(land_use=land_use or ("plan" if is_plan else "survey"))
