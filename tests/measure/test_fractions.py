from __future__ import annotations

import csv
from collections import defaultdict

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

from tests.realdata import shared
from zoneland.core.cover import Grid
from zoneland.measure.fractions import Part, blocks_of


def grid_of(rows: int, columns: int, block: tuple[int, int] = (4, 4)) -> Grid:
    """Unit cells; the north-west corner is at 100 east, 200 north."""
    return Grid(100.0, 200.0, 1.0, 1.0, rows, columns, block)


def dense(zone: shapely.Geometry, grid: Grid, side: int = 2) -> np.ndarray:
    """Shares of all cells, gathered from the parts; 9 where a cell comes twice."""
    found = np.zeros((grid.rows, grid.columns))
    for block in blocks_of(zone, grid, side=side):
        for part in block.parts:
            at = part.cells
            there = found[at.row : at.row + at.rows, at.column : at.column + at.columns]
            shares = 1.0 if part.fractions is None else part.fractions
            there[:] = np.where(there == 0, shares, 9)
    return found


def test_cells_at_the_edge_count_in_part_and_corners_by_both_sides() -> None:
    zone = shapely.box(100.5, 197.5, 102.5, 199.5)  # rows from the north: ½ 1 ½
    expected = np.outer([0.5, 1.0, 0.5, 0.0], [0.5, 1.0, 0.5, 0.0])
    assert dense(zone, grid_of(4, 4)).tolist() == expected.tolist()


def test_holes_parts_and_triangles_are_exact() -> None:
    triangle = shapely.Polygon([(100, 200), (102, 200), (100, 198)])
    ring = shapely.box(104, 196, 108, 200) - shapely.box(105, 197, 107, 199.5)
    found = dense(shapely.MultiPolygon([triangle, ring]), grid_of(4, 8))
    assert found[:2, :2].tolist() == [[1.0, 0.5], [0.5, 0.0]]
    assert found[:, 5].tolist() == [0.5, 0.0, 0.0, 1.0]
    assert found.sum() == 2 + 16 - 5


def test_ground_beyond_the_grid_is_left_out() -> None:
    assert dense(shapely.box(0, 0, 101, 1000), grid_of(3, 3)).tolist() == [[1, 0, 0]] * 3
    assert list(blocks_of(shapely.box(0, 0, 100, 1000), grid_of(3, 3), side=2)) == []


def test_parts_inside_a_zone_are_not_looked_at_cell_by_cell() -> None:
    zone = shapely.box(100, 192, 108, 200)
    (block,) = blocks_of(zone, grid_of(8, 8, block=(8, 8)), side=4)
    assert [type(part) for part in block.parts] == [Part] * 4
    assert all(part.fractions is None for part in block.parts)


def test_blocks_that_a_bent_zone_does_not_meet_are_not_read() -> None:
    bent = shapely.box(100, 199, 112, 200) | shapely.box(100, 188, 101, 200)
    blocks = list(blocks_of(bent, grid_of(12, 12), side=4))
    assert [(one.cells.row, one.cells.column) for one in blocks] == [
        (0, 0), (0, 4), (0, 8), (4, 0), (8, 0),
    ]  # fmt: skip


@pytest.mark.real
def test_cells_by_class_of_sao_miguel_agree_with_exactextract_alone() -> None:
    """Columns ``cells`` and ``cells_total``: every row of the file, and no class more."""
    folder = shared("data", "sao_miguel_landcover")
    with rasterio.open(folder / "clc2018_v2020_20u1.tif") as raster:
        values = raster.read(1)
        place, crs = raster.transform, raster.crs
    grid = Grid(place.c, place.f, place.a, -place.e, *values.shape, block=(512, 512))
    zones = gpd.read_file(folder / "concelhos.gpkg").to_crs(crs.to_wkt())
    found: dict[tuple[str, str], float] = defaultdict(float)
    for name, zone in zip(zones["name"], zones.geometry, strict=True):
        for block in blocks_of(zone, grid, side=256):
            for part in block.parts:
                at = part.cells
                here = values[at.row : at.row + at.rows, at.column : at.column + at.columns]
                shares = np.ones(here.shape) if part.fractions is None else part.fractions
                for value in np.unique(here[shares > 0]):
                    found[name, str(value)] += float(shares[here == value].sum(dtype=float))
    with (folder / "expected_exactextract.csv").open(encoding="utf-8") as stream:
        expected = list(csv.DictReader(stream))
    assert found.keys() == {(row["name"], row["value"]) for row in expected}
    for row in expected:
        name = row["name"]
        total = sum(cells for (zone, _), cells in found.items() if zone == name)
        cells = found[name, row["value"]]
        assert cells == pytest.approx(float(row["cells"]), abs=0.001), row
        assert total == pytest.approx(float(row["cells_total"]), abs=0.01), row
        assert cells / total == pytest.approx(float(row["frac"]), abs=1e-8), row
