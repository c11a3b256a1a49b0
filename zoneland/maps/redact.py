"""The public profile: the same assessment without what must not leave the office.

Unless told otherwise, land, control lines, plots, ids and file names go, and so do the pieces
that would draw farmland, the red line or a parcel; classes are summed by zone and kind of land,
and what is still drawn is simplified and rounded to 0.001° (about 100 m). The zones' own figures
stay: they are what is published.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from zoneland.core.units import to_dm2, to_m2
from zoneland.core.wording import words
from zoneland.maps.lonlat import degrees_crs, to_lonlat
from zoneland.maps.public_rules import (
    CLEAN,
    FIGURE_COLUMNS,
    GRID_DEG,
    IDLE_FIGURES,
    PublicRule,
)
from zoneland.maps.told import as_objects

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    from numpy.typing import NDArray

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

__all__ = ["PublicRule", "at_least_a_cell", "coarse", "redact"]

GROUP: Final = ["zone_id", "kind", "level", "other_id"]
BANDS: Final = ("finding", "sliver", "noise")


def coarse(shapes: NDArray[np.object_], grid_deg: float = GRID_DEG) -> NDArray[np.object_]:
    """Simplify and round polygons in degrees to a grid; what is smaller becomes empty.

    Examples
    --------
    >>> shapes = np.array([shapely.box(0, 0, 0.0104, 0.0096), shapely.box(0, 0, 1e-5, 1e-5)])
    >>> shapely.bounds(coarse(shapes)[0]).tolist(), coarse(shapes)[1].is_empty
    ([0.0, 0.0, 0.01, 0.01], True)
    """
    simple = shapely.simplify(shapely.make_valid(shapes), grid_deg)
    return np.asarray(shapely.set_precision(simple, grid_deg), dtype=object)


def at_least_a_cell(
    shapes: NDArray[np.object_], originals: NDArray[np.object_], grid_deg: float = GRID_DEG
) -> NDArray[np.object_]:
    """Stand the grid cells around a shape in for one that rounding made empty."""
    bounds = shapely.bounds(originals)
    low, high = np.floor(bounds[:, :2] / grid_deg), np.ceil(bounds[:, 2:] / grid_deg)
    west, south, east, north = np.round(np.hstack([low, high]) * grid_deg, CLEAN).T
    is_lost = shapely.is_empty(shapes) & ~shapely.is_empty(originals)
    return np.where(is_lost, shapely.box(west, south, east, north), shapes)


def redact(
    assessment: Assessment, rule: PublicRule | None = None, *, lang: Lang | None = None
) -> Assessment:
    """Give the assessment that the public profile may show, in degrees.

    Parameters
    ----------
    assessment
        What one run found; it is left as it is.
    rule
        What to leave out; the office's usual unless given.
    lang
        Language of what stands in for a zone without a name.

    Returns
    -------
    Assessment
        Zones, and the pieces and layers that are kept, on the grid. Pieces are joined by zone,
        kind and level, without ids, and tell how many they were in ``pieces``; those that are
        not drawn have no geometry. Areas are joined by zone and kind of land. No batches,
        settings, problems, or places in files.
    """
    rule = rule or PublicRule()
    title = words(lang or assessment.lang)["role.zones"]
    numbers = _numbers(assessment.zones, rule.drop)
    zones = _zones(assessment.zones, rule, numbers=numbers, title=title)
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    return replace(
        assessment,
        zones=zones,
        findings=_named(_findings(assessment.findings, rule, numbers=numbers), names),
        idle=_named(_plots(assessment.idle, rule, numbers=numbers), names),
        areas=_classes(assessment.areas, rule.drop, numbers=numbers),
        readings=_renumbered(
            assessment.readings.iloc[: 0 if "share" in rule.drop else None], numbers
        ),
        batches=assessment.batches.iloc[:0],
        layers={
            key: _layer(frame, rule)
            for key, frame in assessment.layers.items()
            if key not in rule.drop
        },
        inputs=() if "inputs" in rule.drop else assessment.inputs,
        settings={},
        problems=(),
    )


def _numbers(zones: gpd.GeoDataFrame, drop: Collection[str]) -> dict[str, str]:
    """Give each zone's id the name it goes by: itself, or its place in the list."""
    ids = [str(one) for one in zones["zone_id"]]
    return {one: str(at) if "zone_id" in drop else one for at, one in enumerate(ids, start=1)}


def _renumbered(table: pd.DataFrame, numbers: dict[str, str]) -> pd.DataFrame:
    told = {
        name: as_objects([numbers.get(str(one), "") for one in table[name]], table.index)
        for name in ("zone_id", "other_id")
        if name in table
    }
    return table.assign(**told)


def _named(table: gpd.GeoDataFrame, names: dict[str, str]) -> gpd.GeoDataFrame:
    """Name zones as their own table does now."""
    told = as_objects([names.get(one, "") for one in table["zone_id"]], table.index)
    return table.assign(zone_name=told)


def _zones(
    zones: gpd.GeoDataFrame, rule: PublicRule, *, numbers: dict[str, str], title: str
) -> gpd.GeoDataFrame:
    """Draw zones on the grid; a zone that goes by its id goes by its number."""
    exact = to_lonlat(zones)
    shapes = at_least_a_cell(coarse(exact, rule.grid_deg), exact, rule.grid_deg)
    table = _renumbered(zones, numbers)
    if "zone_id" in rule.drop:
        ids = {*zones["zone_id"], ""}
        named = zip(zones["zone_name"].fillna(""), table["zone_id"], strict=True)
        names = [f"{title} {at}" if name in ids else name for name, at in named]
        table = table.assign(zone_name=as_objects(names, table.index))
    gone = {column for name in rule.drop for column in FIGURE_COLUMNS.get(name, ())}
    told = table.assign(**dict.fromkeys(gone & {*table}, np.nan))
    return _placed(told, shapes, zones)


def _findings(
    findings: gpd.GeoDataFrame, rule: PublicRule, *, numbers: dict[str, str]
) -> gpd.GeoDataFrame:
    is_told = [f"{kind}_m2" not in rule.drop for kind in findings["kind"]]
    kept = findings[np.array(is_told, dtype=bool)]
    if "other_id" not in kept:
        kept = kept.assign(other_id="")
    kept = _renumbered(kept.assign(other_id=kept["other_id"].fillna("")), numbers)
    shapes = coarse(_union(kept), rule.grid_deg)
    joined = _joined(kept)
    is_hidden = [f"findings.{kind}" in rule.drop for kind in joined["kind"]]
    shapes[np.array(is_hidden, dtype=bool)] = None
    return _placed(joined, shapes, findings)


def _plots(
    idle: gpd.GeoDataFrame, rule: PublicRule, *, numbers: dict[str, str]
) -> gpd.GeoDataFrame:
    """Give plots on the grid without what names them; none where their figures are dropped."""
    if rule.drop & {"idle", *IDLE_FIGURES}:
        return idle.iloc[:0]
    gone = dict.fromkeys([*(rule.drop & {"plot_id", "project", "batch_id"}), "where"], "")
    return _placed(
        _renumbered(idle, numbers).assign(**gone), coarse(to_lonlat(idle), rule.grid_deg), idle
    )


def _classes(
    areas: pd.DataFrame, drop: Collection[str], *, numbers: dict[str, str]
) -> pd.DataFrame:
    """Sum land by zone, land use and kind, in whole 0.01 m²."""
    if areas.empty or {"classes", "share"} & set(drop):
        return areas.iloc[:0]
    by = ["zone_id", "land_use", "status", "kind"]
    told = areas.groupby(by, sort=False, observed=True, as_index=False).agg(
        is_built=("is_built", "any"), area_dm2=("area_dm2", "sum")
    )
    told = told.assign(class_code="", class_name="", area_m2=told["area_dm2"].map(to_m2))
    return _renumbered(told, numbers)


def _layer(frame: gpd.GeoDataFrame, rule: PublicRule) -> gpd.GeoDataFrame:
    """Draw a layer on the grid: land joined by kind, a line as one, without any other column."""
    kinds = frame["kind"].to_numpy() if "kind" in frame else np.full(len(frame), "")
    shapes, names = to_lonlat(frame), sorted(set(kinds))
    joined = np.array([shapely.union_all(shapes[kinds == name]) for name in names], dtype=object)
    told = gpd.GeoDataFrame({"class_code": "", "class_name": "", "kind": names})
    return _placed(told, coarse(joined, rule.grid_deg), frame)


def _placed(
    table: pd.DataFrame, shapes: NDArray[np.object_], like: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    columns = table.drop(columns="geometry", errors="ignore")
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=degrees_crs(like.crs))


def _union(findings: gpd.GeoDataFrame) -> NDArray[np.object_]:
    shapes = to_lonlat(findings)
    group = findings.groupby(GROUP, sort=False, observed=True).ngroup().to_numpy()
    joined = [shapely.union_all(shapes[group == number]) for number in np.unique(group)]
    return np.array(joined, dtype=object)


def _joined(findings: gpd.GeoDataFrame) -> pd.DataFrame:
    """Sum each zone's pieces by kind and level, in whole 0.01 m²; the largest band stands."""
    rank = findings["band"].map({band: place for place, band in enumerate(BANDS)})
    table = findings.assign(area_dm2=findings["area_m2"].map(to_dm2), rank=rank)
    found = table.groupby(GROUP, sort=False, observed=True, as_index=False).agg(
        zone_name=("zone_name", "first"),
        area_dm2=("area_dm2", "sum"),
        rank=("rank", "min"),
        pieces=("rank", "size"),
    )
    told: pd.DataFrame = found.assign(
        finding_id="",
        band=found["rank"].map(dict(enumerate(BANDS))),
        area_m2=found["area_dm2"].map(to_m2),
        width_m=np.nan,
    )
    return told.drop(columns=["area_dm2", "rank"])
