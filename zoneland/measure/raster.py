"""Land cover by zone: exact fractions of raster cells, each cell with its own area.

Rasters are read a block at a time and summed in whole steps, so that neither the size of a
raster nor that of its blocks shows in what is needed or found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from zoneland.core.contracts import AREAS
from zoneland.core.cover import NO_DATA, Cells
from zoneland.core.crs import is_same, name
from zoneland.core.kinds import Kind
from zoneland.core.problems import InputError, Problem
from zoneland.core.turning import turning
from zoneland.core.units import to_dm2
from zoneland.measure.adjust import adjust
from zoneland.measure.area import area_of
from zoneland.measure.cells import SIDE, nominal_cell_m2, tile_areas_m2
from zoneland.measure.ellipsoid import LONGEST_EDGE_M
from zoneland.measure.fractions import blocks_of
from zoneland.measure.tally import Tally

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.core.cover import Bounds, Cover, Read
    from zoneland.measure.fractions import Part


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
    with cover.opened() as read:
        sums = [
            _sums_m2(shape, cover, read) * factor
            for shape, factor in zip(turned, as_taken, strict=True)
        ]
    tables = [
        _table(by_code, float(size), _reaches_beyond(shape, cover.bounds)).assign(zone_id=zone_id)
        for zone_id, by_code, size, shape in zip(
            zones["zone_id"], sums, zone_m2, turned, strict=True
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
    if is_same(zones.crs, cover.crs):
        return shapes  # there and back again costs a nanometre, and edges that coincide
    west, south, east, north = zones.total_bounds.tolist()
    turn = turning(zones.crs, cover.crs, at=((west + east) / 2, (south + north) / 2))
    if turn is None:
        values = {"source": name(cover.crs), "target": name(zones.crs)}
        raise InputError([Problem("ZL211", "cover", values)])
    return turn.shapes(shapes)


def _sums_m2(zone: shapely.Geometry, cover: Cover, read: Read) -> pd.Series:
    """Sum the ellipsoidal area of cells in a zone by code, m², block by block."""
    tally = Tally.of_cells(nominal_cell_m2(cover.grid, cover.crs))
    for block in blocks_of(zone, cover.grid, side=SIDE):
        codes = read(block.cells)
        for part in block.parts:
            _add(tally, part, codes[_within(part.cells, block.cells)], cover)
    return pd.Series(tally.areas_m2(), dtype=float)


def _add(tally: Tally, part: Part, codes: NDArray[np.int64], cover: Cover) -> None:
    """Add cells, each by its area and the part of it that is in the zone."""
    row, column = part.cells.row // SIDE * SIDE, part.cells.column // SIDE * SIDE
    tile_m2 = tile_areas_m2(cover.grid, cover.crs, row=row, column=column)
    cell_m2 = tile_m2[_within(part.cells, Cells(row, column, SIDE, SIDE))]
    if part.fractions is None:
        tally.add(codes, cell_m2)
    else:
        is_in = part.fractions > 0
        tally.add(codes[is_in], cell_m2[is_in] * part.fractions[is_in])


def _within(part: Cells, whole: Cells) -> tuple[slice, slice]:
    """Say where a part lies in the arrays of a whole."""
    top, left = part.row - whole.row, part.column - whole.column
    return slice(top, top + part.rows), slice(left, left + part.columns)


def _reaches_beyond(zone: shapely.Geometry, bounds: Bounds) -> bool:
    """Tell whether a zone has ground outside the raster; an edge drawn along it has none."""
    inside = shapely.area(shapely.clip_by_rect(zone, *bounds))
    return bool(inside < shapely.area(zone) * (1 - EDGE_SHARE))


EDGE_SHARE: Final = 1e-9
"""Less of a zone outside the raster is an edge that the turning has moved by its last digit."""


def _table(by_code_m2: pd.Series, zone_m2: float, reaches_beyond: bool) -> pd.DataFrame:  # noqa: FBT001  three facts of one zone
    """Make class areas close on the zone: what has no data, or no raster, is not covered."""
    zone_dm2 = to_dm2(zone_m2)
    known = by_code_m2.drop(NO_DATA, errors="ignore")
    beyond_m2 = max(zone_m2 - float(by_code_m2.sum()), 0.0) if reaches_beyond else 0.0
    gap_dm2 = min(to_dm2(float(by_code_m2.get(NO_DATA, 0.0)) + beyond_m2), zone_dm2)
    areas_dm2 = adjust(np.array([to_dm2(v) for v in known], dtype=np.int64), zone_dm2 - gap_dm2)
    gap_dm2 = zone_dm2 - int(areas_dm2.sum())
    sizes = zip(known.index, areas_dm2.tolist(), strict=True)
    rows = [("known", str(code), size) for code, size in sizes if size]  # 0: touched by an edge
    if gap_dm2:
        rows.append(("uncovered", "", gap_dm2))
    return pd.DataFrame(rows, columns=["status", "class_code", "area_dm2"])


def _described(areas: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """Say of each class what it is; a code missing from the legend is of unknown kind."""
    known = classes.to_dict("index")
    nothing = {"class_name": "", "kind": str(Kind.UNKNOWN), "is_built": False}
    told = pd.DataFrame([known.get(code, nothing) for code in areas["class_code"]])
    names = [column.name for column in AREAS.columns]
    return areas.assign(**{name: told[name] for name in nothing})[names]
