"""Zones: one polygon and one key each, whatever pieces and field names the file has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from zoneland.checks.ground import polygons_of, spot_in
from zoneland.checks.overlaps import repeats_told, unlike
from zoneland.checks.place import in_working_crs
from zoneland.checks.shapes import checked_polygons
from zoneland.core import crs as systems
from zoneland.core.contracts import ZONES, listed
from zoneland.core.fields import find_field, lacking
from zoneland.core.inputs import Collected
from zoneland.core.problems import InputError, Problem, stop_on_errors, warn_of
from zoneland.core.texts import as_text
from zoneland.files.vector import as_layer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    import pyproj

    from zoneland.files.vector import Layer

DRAWING = "DXF"
USUAL_LAYERS = ("zones", "KFYQ", "KFQ", "开发区", "开发园区", "四至边界", "园区边界")


def collect_zones(  # noqa: PLR0913  one keyword for each thing a settings file may say
    source: Path | str | gpd.GeoDataFrame,
    *,
    where: str = "",
    layer: str = "",
    zone_id: str = "",
    zone_name: str = "",
    crs: pyproj.CRS | None = None,
    declared: pyproj.CRS | None = None,
) -> Collected[gpd.GeoDataFrame]:
    """Read zones, check them, and put them in the working CRS.

    Rows with the same id are pieces of one zone and become one multi-polygon.

    Parameters
    ----------
    source
        A vector file, or a frame that is already open.
    where
        How the file is named in problems; its path if empty.
    layer
        Layer name; if empty, the only one or the one with a usual name.
    zone_id, zone_name
        Fields that hold them; if empty, found by the usual names.
    crs
        Working CRS; the zones' own if None, or the Gauss-Krüger zone their degrees lie in.
    declared
        The CRS of a file that has none.

    Returns
    -------
    Collected
        Its data obeys `zoneland.core.contracts.ZONES`.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error.
    """
    where = where or _named(source)
    found = as_layer(source, where, layer=layer, usual=USUAL_LAYERS)
    fields, named_by = _fields(found, where, zone_id=zone_id, zone_name=zone_name)
    frame, placed = in_working_crs(found.frame, where, working=crs, declared=declared)
    frame, shaped = checked_polygons(frame, where)
    named = _named_zones(frame, *fields)
    nameless = frame[fields[1]].map(as_text) == ""
    lacking = _missing(named, nameless, where)
    problems = [*found.problems, *named_by, *placed, *shaped, *lacking]
    stop_on_errors(problems)
    zones = _joined(named)
    problems += [*_pieces(named, where), *_namesakes(zones, where), *_flat(zones, where)]
    problems += [*_again(zones, named, where), *_overlaps(zones, where)]
    stop_on_errors(problems)
    return Collected(zones, found.record("zones", where), tuple(problems))


def _named(source: object) -> str:
    return "GeoDataFrame" if isinstance(source, gpd.GeoDataFrame) else str(source)


def _fields(
    found: Layer, where: str, *, zone_id: str, zone_name: str
) -> tuple[tuple[str, str], list[Problem]]:
    """Find which fields hold id and name; either alone will do for both."""
    names = found.look.fields
    key, told = find_field(ZONES, "zone_id", names, where, asked=zone_id, setting="id")
    title, more = find_field(
        ZONES, "zone_name", names, where, asked=zone_name, setting="name", is_needed=False
    )
    told = [*told, *more]
    stop_on_errors(told)
    if not key and not title:
        key = _lettered(found)
        if not key:
            raise InputError([lacking("zone_id", names, where)])
        told.append(Problem("ZL126", where, {"column": "zone_name", "field": key}))
    return (key or title, title or key), told


def _lettered(found: Layer) -> str:
    """Take a drawing's lettering for names, or the layer's name for that of a single zone."""
    if found.look.driver != DRAWING:
        return ""
    if found.frame["Text"].notna().any():
        return "Text"
    return "Layer" if found.frame["Layer"].nunique() == len(found.frame) else ""


def _named_zones(frame: gpd.GeoDataFrame, key: str, title: str) -> gpd.GeoDataFrame:
    ids = frame[key].map(as_text)
    names = frame[title].map(as_text)
    others = names.mask(names == "").groupby(ids).transform("first").fillna(ids)
    return gpd.GeoDataFrame(
        {"row": frame.index + 1, "zone_id": ids, "zone_name": names.where(names != "", others)},
        geometry=frame.geometry.to_numpy(),
        crs=frame.crs,
        index=frame.index,
    )


def _missing(named: gpd.GeoDataFrame, nameless: pd.Series, where: str) -> list[Problem]:
    """Tell rows that have no id, and those that have an id but no name of their own."""
    keyless = named["zone_id"] == ""
    return [
        Problem(code, where, {"count": int(lack.sum()), "rows": listed(named.loc[lack, "row"])})
        for code, lack in (("ZL122", keyless), ("ZL244", nameless & ~keyless))
        if lack.any()
    ]


def _joined(named: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join the pieces of each zone, in the order of the file."""
    ids = list(dict.fromkeys(named["zone_id"]))
    groups = named.groupby("zone_id", sort=False)
    return gpd.GeoDataFrame(
        {
            "zone_id": ids,
            "zone_name": [groups.get_group(key)["zone_name"].iloc[0] for key in ids],
        },
        geometry=[_union(groups.get_group(key).geometry.to_numpy()) for key in ids],
        crs=named.crs,
    )


def _union(shapes: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Unite pieces; a single one keeps its vertices as they are."""
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _pieces(named: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell which zones were joined from several rows, and refuse pieces of different names."""
    problems = []
    for key, group in named.groupby("zone_id", sort=False):
        names = group["zone_name"].unique()
        values = {"zone": key, "rows": listed(group["row"]), "names": listed(names)}
        if len(names) > 1:
            problems.append(Problem("ZL221", where, values))
        elif len(group) > 1:
            problems.append(Problem("ZL220", where, values))
        problems += repeats_told(group.geometry.to_numpy(), group["row"].to_numpy(), where)
    return problems


def _flat(zones: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell which zones have no area to speak of."""
    flat = zones[zones.area < SHARED_EDGE_M2]
    return [
        Problem("ZL207", where, {"zone": zone_id}, spot_in(shape))
        for zone_id, shape in zip(flat["zone_id"], flat.geometry, strict=True)
    ]


def _namesakes(zones: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell names that several zones bear."""
    return [
        Problem("ZL295", where, {"count": len(ids), "name": name, "zones": listed(ids)})
        for name, ids in zones.groupby("zone_name", sort=False)["zone_id"]
        if len(ids) > 1
    ]


def _again(zones: gpd.GeoDataFrame, named: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell zones that are another one drawn again under an id of their own."""
    firsts = named.drop_duplicates("zone_id").set_index("zone_id")["row"]
    return repeats_told(
        zones.geometry.to_numpy(), firsts[zones["zone_id"]].to_numpy(dtype=np.intp), where
    )


def _titles(zones: gpd.GeoDataFrame) -> list[str]:
    """Call zones by name and id: names alone may be alike."""
    pairs = zip(zones["zone_name"], zones["zone_id"], strict=True)
    return [name if name == key else f"{name} [{key}]" for name, key in pairs]


def _overlaps(zones: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell which zones lie over one another: their land counts in both."""
    shapes, names = zones.geometry.to_numpy(), _titles(zones)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = unlike(np.column_stack([one, other])[one < other], shapes)
    shared = polygons_of(shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]]))
    problems = []
    for (a, b), piece in zip(pairs, shared, strict=True):
        values = {"one": names[a], "other": names[b], "area_m2": f"{piece.area:,.2f}"}
        if piece.area > SHARED_EDGE_M2:
            problems.append(Problem("ZL222", where, values, piece=piece))
    return problems


SHARED_EDGE_M2 = 0.01
"""Zones that share an edge overlap by less: rounding of coordinates, not land."""


def read_zones(
    source: Path | str | gpd.GeoDataFrame,
    *,
    layer: str = "",
    zone_id: str = "",
    zone_name: str = "",
    crs: object = None,
) -> gpd.GeoDataFrame:
    """Read zones for a script or a notebook: the data of `collect_zones`.

    What was mended or assumed is issued as a `ProblemWarning`; `crs` is anything pyproj reads
    as a projected system, and refused (ZL215) otherwise.
    """
    working = systems.parse(crs) if crs is not None else None
    if crs is not None and (working is None or not working.is_projected):
        raise InputError([Problem("ZL215", "crs", {"crs": crs})])
    found = collect_zones(source, layer=layer, zone_id=zone_id, zone_name=zone_name, crs=working)
    warn_of(found.problems)
    return found.data
