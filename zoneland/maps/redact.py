"""The public profile: the same assessment without what must not leave the office.

Parcels and control lines are left out, plots and pieces lose their ids, and what is still drawn
is simplified and rounded to 0.001° (about 100 m). Files and settings are left out too. The
zones' own figures stay: they are what is published.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from zoneland.core.units import to_dm2, to_m2
from zoneland.maps.lonlat import degrees_crs, to_lonlat

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from zoneland.rules.assessment import Assessment

GRID_DEG: Final = 1e-3
DECIMALS: Final = 3
GROUP: Final = ["zone_id", "kind", "band"]
LEVELS: Final = ("error", "warning", "info")


def coarse(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Simplify and round polygons in degrees to 0.001°; what is smaller becomes empty.

    Examples
    --------
    >>> shapes = np.array([shapely.box(0, 0, 0.0104, 0.0096), shapely.box(0, 0, 1e-5, 1e-5)])
    >>> shapely.bounds(coarse(shapes)[0]).tolist(), coarse(shapes)[1].is_empty
    ([0.0, 0.0, 0.01, 0.01], True)
    """
    simple = shapely.simplify(shapely.make_valid(shapes), GRID_DEG)
    return np.asarray(shapely.set_precision(simple, GRID_DEG), dtype=object)


def at_least_a_cell(
    shapes: NDArray[np.object_], originals: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Stand the grid cells around a shape in for one that rounding made empty."""
    bounds = shapely.bounds(originals)
    low, high = np.floor(bounds[:, :2] / GRID_DEG), np.ceil(bounds[:, 2:] / GRID_DEG)
    west, south, east, north = np.round(np.hstack([low, high]) * GRID_DEG, DECIMALS).T
    is_lost = shapely.is_empty(shapes) & ~shapely.is_empty(originals)
    return np.where(is_lost, shapely.box(west, south, east, north), shapes)


def redact(assessment: Assessment) -> Assessment:
    """Give the assessment that the public profile may show, in degrees.

    Parameters
    ----------
    assessment
        What one run found; it is left as it is.

    Returns
    -------
    Assessment
        Zones and findings on the 0.001° grid, findings joined by zone, kind and band without
        ids; no plots, layers, inputs, settings or problems.
    """
    zones, findings = assessment.zones, assessment.findings
    exact = to_lonlat(zones)
    return replace(
        assessment,
        zones=_placed(zones, at_least_a_cell(coarse(exact), exact), zones),
        findings=_placed(_joined(findings), coarse(_union(findings)), findings),
        idle=assessment.idle.iloc[:0],
        areas=assessment.areas.iloc[:0],
        layers={},
        inputs=(),
        settings={},
        problems=(),
    )


def _placed(
    table: pd.DataFrame, shapes: NDArray[np.object_], like: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    columns = table.drop(columns="geometry", errors="ignore")
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=degrees_crs(like.crs))


def _union(findings: gpd.GeoDataFrame) -> NDArray[np.object_]:
    shapes = to_lonlat(findings)
    group = findings.groupby(GROUP, sort=True, observed=True).ngroup().to_numpy()
    joined = [shapely.union_all(shapes[group == number]) for number in np.unique(group)]
    return np.array(joined, dtype=object)


def _joined(findings: gpd.GeoDataFrame) -> pd.DataFrame:
    """Sum each zone's pieces by kind and band, in whole 0.01 m²; the worst level stands."""
    rank = findings["level"].map({level: place for place, level in enumerate(LEVELS)})
    table = findings.assign(area_dm2=findings["area_m2"].map(to_dm2), rank=rank)
    found = table.groupby(GROUP, sort=True, observed=True, as_index=False).agg(
        zone_name=("zone_name", "first"), area_dm2=("area_dm2", "sum"), rank=("rank", "min")
    )
    told: pd.DataFrame = found.assign(
        finding_id="",
        level=found["rank"].map(dict(enumerate(LEVELS))),
        area_m2=found["area_dm2"].map(to_m2),
        width_m=np.nan,
    )
    return told.drop(columns=["area_dm2", "rank"])
