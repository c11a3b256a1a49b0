"""Land cover by zone: exact fractions of raster cells, each cell with its own area.

exactextract (0.3) is wrapped here and nowhere else, for it has traps: its frames lose the ids
asked for, and a mismatch of CRS is only a warning. Each zone goes in alone, in raster CRS.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource

from zoneland.core.contracts import AREAS
from zoneland.core.cover import NO_DATA
from zoneland.core.crs import name
from zoneland.core.kinds import Kind
from zoneland.core.problems import InputError, Problem
from zoneland.core.turning import turning
from zoneland.core.units import to_dm2
from zoneland.measure.adjust import adjust
from zoneland.measure.area import area_of
from zoneland.measure.ellipsoid import LONGEST_EDGE_M, equal_area_xy

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.core.cover import Cover, Window


def tabulate_cover(
    zones: gpd.GeoDataFrame, cover: Cover, *, area: str = "ellipsoid"
) -> pd.DataFrame:
    """Give the area of every land-cover class in every zone.

    A cell counts by the part of it that lies in the zone, and with its own area: cells of a
    geographic raster shrink with latitude, those of a projected one by its scale.

    Parameters
    ----------
    zones
        ``zone_id`` and valid polygons; projected CRS.
    cover
        The raster; its codes are matched to its classes.
    area
        ``ellipsoid`` or ``plane``: how the zones' own areas are taken, on which the classes
        close.

    Returns
    -------
    DataFrame
        Columns of `zoneland.core.contracts.AREAS`; cells without data and ground beyond the
        raster are ``uncovered``, codes missing from the legend are of unknown kind.
    """
    ground = zones.geometry.to_numpy()
    zone_m2 = area_of(area, zones.crs)(ground)
    as_taken = zone_m2 / area_of("ellipsoid", zones.crs)(ground)  # cells are ellipsoidal
    edges = shapely.segmentize(ground, LONGEST_EDGE_M)
    turned = _in_cover(edges, zones, cover)
    tables = [
        _table(_fractions(shape, cover) * factor, float(size)).assign(zone_id=zone_id)
        for zone_id, shape, size, factor in zip(
            zones["zone_id"], turned, zone_m2, as_taken, strict=True
        )
    ]
    areas = pd.concat(tables, ignore_index=True)
    return _described(areas, cover.classes.set_index(cover.classes.index.astype("str")))


def _in_cover(
    shapes: NDArray[np.object_], zones: gpd.GeoDataFrame, cover: Cover
) -> NDArray[np.object_]:
    """Turn zones into the raster's CRS by a way that is made for their place.

    Raises
    ------
    InputError
        ZL211 if there is none.
    """
    west, south, east, north = zones.total_bounds.tolist()
    turn = turning(zones.crs, cover.crs, at=((west + east) / 2, (south + north) / 2))
    if turn is None:
        values = {"source": name(cover.crs), "target": name(zones.crs)}
        raise InputError([Problem("ZL211", "cover", values)])
    return turn.shapes(shapes)


def _fractions(zone: shapely.Geometry, cover: Cover) -> pd.Series:
    """Sum the ellipsoidal area of cells in a zone by code, m²."""
    window = cover.window(shapely.bounds(zone).tolist())
    if window is None:
        return pd.Series(dtype=float)
    source = NumPyRasterSource(window.codes, *window.bounds, nodata=None)
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": json.loads(shapely.to_geojson(zone)),
    }
    cells = exact_extract(source, feature, ["cell_id", "coverage", "values"])[0]["properties"]
    cell_m2 = _cell_areas_m2(np.asarray(cells["cell_id"], dtype=np.int64), window, cover)
    sizes = pd.Series(cell_m2 * np.asarray(cells["coverage"], dtype=float))
    return sizes.groupby(np.asarray(cells["values"], dtype=np.int64)).sum()


def _cell_areas_m2(cell: NDArray[np.int64], window: Window, cover: Cover) -> NDArray[np.float64]:
    """Measure cells, numbered row by row, by their four corners on the ellipsoid."""
    rows, columns = window.codes.shape
    west, south, east, north = window.bounds
    step_x, step_y = (east - west) / columns, (north - south) / rows
    row, column = np.divmod(cell, columns)
    x = west + step_x * (column[:, None] + np.array([0, 1, 1, 0]))
    y = north - step_y * (row[:, None] + np.array([0, 0, 1, 1]))
    corners = equal_area_xy(np.column_stack([x.ravel(), y.ravel()]), cover.crs)
    px, py = corners.reshape(len(cell), 4, 2).transpose(2, 0, 1)
    px, py = px - px[:, :1], py - py[:, :1]
    cross = px * np.roll(py, -1, 1) - np.roll(px, -1, 1) * py
    return np.asarray(np.abs(cross.sum(axis=1)) / 2, dtype=np.float64)


def _table(by_code_m2: pd.Series, zone_m2: float) -> pd.DataFrame:
    """Make class areas close on the zone: what has no data, or no raster, is not covered."""
    zone_dm2 = to_dm2(zone_m2)
    known = by_code_m2.drop(NO_DATA, errors="ignore")
    found_m2 = float(by_code_m2.sum())
    beyond_m2 = max(zone_m2 - found_m2, 0.0) if found_m2 < zone_m2 * (1 - CLOSES_TO) else 0.0
    gap_dm2 = min(to_dm2(float(by_code_m2.get(NO_DATA, 0.0)) + beyond_m2), zone_dm2)
    areas_dm2 = adjust(np.array([to_dm2(v) for v in known], dtype=np.int64), zone_dm2 - gap_dm2)
    gap_dm2 = zone_dm2 - int(areas_dm2.sum())
    rows = [("known", str(code), size) for code, size in zip(known.index, areas_dm2, strict=True)]
    if gap_dm2:
        rows.append(("uncovered", "", gap_dm2))
    return pd.DataFrame(rows, columns=["status", "class_code", "area_dm2"])


CLOSES_TO: Final = 1e-5
"""Edges drawn straight in two planes differ by less than this share of a zone's area."""


def _described(areas: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """Say of each class what it is; a code missing from the legend is of unknown kind."""
    known = classes.to_dict("index")
    nothing = {"class_name": "", "kind": str(Kind.UNKNOWN), "is_built": False}
    told = pd.DataFrame([known.get(code, nothing) for code in areas["class_code"]])
    names = [column.name for column in AREAS.columns]
    return areas.assign(**{name: told[name] for name in nothing})[names]
