from __future__ import annotations

import csv
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from rasterio.transform import from_origin

from tests.drawing import EAST, NORTH, PLANE, land_of, rectangle, zones_of
from tests.realdata import shared
from zoneland.core.cover import NO_DATA, Cells, Cover, Grid
from zoneland.core.crs import working_crs
from zoneland.measure.ellipsoid import ellipsoid_area_m2
from zoneland.measure.raster import tabulate_cover
from zoneland.measure.tabulate import tabulate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneland.core.cover import Read

CLASSES = pd.DataFrame(
    {
        "class_name": ["耕地", "不透水面"],
        "kind": ["cropland", "built_up"],
        "is_built": [False, True],
    },
    index=pd.Index([1, 8], name="code"),
)


def cover_on(table: np.ndarray, grid: Grid, crs: str | pyproj.CRS) -> Cover:
    """Land cover whose cells are all in memory."""

    @contextmanager
    def opened() -> Iterator[Read]:
        yield lambda at: table[at.row : at.row + at.rows, at.column : at.column + at.columns]

    return Cover(pyproj.CRS(crs), CLASSES, grid, opened)


def cover_of(
    codes: list[list[int]] | np.ndarray,
    *,
    crs: str = PLANE,
    cell: float = 10.0,
    east: float = EAST,
    block: tuple[int, int] = (64, 64),
) -> Cover:
    """Cells of 10 m whose lower left corner is the place of all drawings."""
    table = np.array(codes, dtype=np.int64)
    grid = Grid(east, NORTH + cell * len(table), cell, cell, *table.shape, block)
    return cover_on(table, grid, crs)


def by_code(areas: pd.DataFrame) -> dict[str, float]:
    return {row.class_code: row.area_dm2 / 100 for row in areas.itertuples()}


def test_cells_count_by_the_part_that_lies_in_the_zone() -> None:
    cover = cover_of([[1, 1], [8, 8]])  # the south is built
    zone = zones_of(A=rectangle(EAST + 5, NORTH, 15, 15))  # 15 × 10 m built, 15 × 5 m cropland
    assert by_code(tabulate_cover(zone, cover)) == pytest.approx({"1": 75, "8": 150}, abs=0.01)


def test_cells_without_data_and_ground_beyond_the_raster_are_uncovered() -> None:
    cover = cover_of([[1, NO_DATA], [8, 8]])
    zone = zones_of(A=rectangle(EAST, NORTH, 20, 30))  # 10 m beyond the north edge
    found = by_code(tabulate_cover(zone, cover))
    assert found == pytest.approx({"1": 100, "8": 200, "": 100 + 200}, abs=0.02)


def test_codes_missing_from_the_legend_are_unknown() -> None:
    areas = tabulate_cover(zones_of(A=rectangle(EAST, NORTH, 10, 10)), cover_of([[77]]))
    assert areas[["class_code", "kind"]].to_numpy().tolist() == [["77", "unknown"]]


def test_classes_close_on_the_zone_in_the_plane_too() -> None:
    zone = zones_of(A=rectangle(EAST, NORTH, 20, 20))
    areas = tabulate_cover(zone, cover_of([[1, 1], [8, 8]]), area="plane")
    assert by_code(areas) == {"1": 200, "8": 200}


def test_a_zone_that_ends_at_the_raster_s_edge_is_covered_to_the_last() -> None:
    zone = zones_of(A=rectangle(EAST, NORTH, 20, 10))
    assert by_code(tabulate_cover(zone, cover_of([[1, 8]]))) == {"1": 100, "8": 100}


def test_a_metre_beyond_a_raster_of_kilometres_is_not_hidden() -> None:
    """Four millionths of the zone, too much for a rounding."""
    zone = zones_of(A=rectangle(EAST - 0.01, NORTH, 2500.01, 2500))
    found = by_code(tabulate_cover(zone, cover_of(np.full((250, 250), 8))))
    assert found == pytest.approx({"8": 2500 * 2500, "": 25}, abs=0.5)


def test_a_zone_off_the_raster_is_uncovered() -> None:
    zone = zones_of(A=rectangle(EAST + 5000, NORTH, 20, 10))
    assert by_code(tabulate_cover(zone, cover_of([[1, 8]]))) == {"": 200}


def test_cells_of_one_raster_differ_where_its_scale_does() -> None:
    """Half the zone's cells are 100 km farther east: their class is 1 part in 4,000 smaller."""
    codes = np.ones((1, 101), dtype=int)
    codes[0, -1] = 8
    cover = cover_of(codes, cell=1000.0, east=EAST + 30_000)
    both = rectangle(EAST + 30_000, NORTH, 1000, 1000) | rectangle(
        EAST + 130_000, NORTH, 1000, 1000
    )
    found = by_code(tabulate_cover(zones_of(A=both), cover))
    assert found["1"] - found["8"] == pytest.approx(419.50 - 23.0, abs=0.6)
    assert found["8"] == pytest.approx(999_580.50, abs=0.05)


SIDES = st.tuples(st.integers(1, 7), st.integers(1, 9))
CODES = arrays(np.int64, SIDES, elements=st.sampled_from([1, 8, NO_DATA]))
FAR = EAST + 120_000
"""Beyond the zone's usual edge, where a hectare as drawn is 1.8 m² too large."""


def parcels_of(cover_codes: np.ndarray, cell: float) -> gpd.GeoDataFrame:
    """The same cells as parcels; those without data are none."""
    top = NORTH + cell * len(cover_codes)
    squares = [
        (str(code), "cropland", rectangle(FAR + cell * x, top - cell * (y + 1), cell, cell))
        for (y, x), code in np.ndenumerate(cover_codes)
        if code != NO_DATA
    ]
    return land_of(*squares)


def span(last: int) -> st.SearchStrategy[list[int]]:
    """Two different edges of cells, the lower first; from one below the raster."""
    return st.lists(st.integers(-1, last), min_size=2, max_size=2, unique=True).map(sorted)


@settings(max_examples=60, deadline=None)
@given(CODES, st.data())
def test_cells_agree_with_the_same_cells_as_parcels(codes: np.ndarray, data: st.DataObject) -> None:
    """Zones along the edges of cells: to the last 0.01 m², far from the central meridian."""
    rows, columns = codes.shape
    (west, east), (south, north) = data.draw(span(columns)), data.draw(span(rows))
    cell = data.draw(st.sampled_from([10.0, 30.0, 100.0]))
    shape = shapely.box(*(cell * np.array([west, south, east, north]) + [FAR, NORTH, FAR, NORTH]))
    zones = zones_of(A=shape)
    by_raster = by_code(tabulate_cover(zones, cover_of(codes, cell=cell, east=FAR)))
    by_vector = by_code(tabulate(zones, parcels_of(codes, cell)))
    assert by_raster == pytest.approx(by_vector, abs=0.0101)


PLACES = st.tuples(st.floats(0, 300), st.floats(0, 300))
DRAWN = st.lists(PLACES, min_size=3, max_size=7).map(
    lambda points: shapely.MultiPoint(points).convex_hull
)
CELL = 10.0


@settings(max_examples=80, deadline=None)
@given(DRAWN, DRAWN)
def test_a_rasterised_layer_agrees_to_the_width_of_a_cell(
    land: shapely.Geometry, ground: shapely.Geometry
) -> None:
    """Cells take the class of their middle, so only those on the land's edge can be wrong."""
    if min(land.area, ground.area) < 1:
        return
    middles = np.arange(30) * CELL + CELL / 2
    x, y = np.meshgrid(middles, middles[::-1])
    codes = np.where(shapely.contains_xy(land, x, y), 8, NO_DATA)
    land, ground = (shapely.affinity.translate(one, FAR, NORTH) for one in (land, ground))
    zones = zones_of(A=ground)
    by_raster = by_code(tabulate_cover(zones, cover_of(codes, cell=CELL, east=FAR)))
    by_vector = by_code(tabulate(zones, land_of(("8", "built_up", land))))
    corners_m2 = len(land.exterior.coords) * CELL**2
    edge_m2 = land.intersection(ground.buffer(CELL)).length * CELL + corners_m2
    assert abs(by_raster.get("8", 0) - by_vector.get("8", 0)) <= edge_m2
    assert sum(by_raster.values()) == pytest.approx(sum(by_vector.values()), abs=1e-6)


@settings(max_examples=80, deadline=None)
@given(
    arrays(np.int64, (30, 30), elements=st.sampled_from([1, 8, NO_DATA, 77])),
    DRAWN,
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
)
def test_how_a_raster_is_read_does_not_show(
    codes: np.ndarray, ground: shapely.Geometry, block: tuple[int, int]
) -> None:
    if ground.area < 1:
        return
    zones = zones_of(A=shapely.affinity.translate(ground, EAST - 20, NORTH - 20))
    whole = cover_of(codes)
    in_blocks = replace(whole, grid=replace(whole.grid, block=block))
    pd.testing.assert_frame_equal(tabulate_cover(zones, in_blocks), tabulate_cover(zones, whole))


@pytest.mark.parametrize("block", [(256, 256), (512, 2048), (300, 170)])
def test_how_a_large_raster_is_read_does_not_show(block: tuple[int, int]) -> None:
    """Nine tiles of cells, of which one is inside the zone as a whole."""
    codes = np.random.default_rng(7).choice([1, 8, NO_DATA], (700, 700))
    zones = zones_of(A=shapely.Point(EAST + 3500, NORTH + 3500).buffer(3300))
    expected = tabulate_cover(zones, cover_of(codes, block=(700, 700)))
    pd.testing.assert_frame_equal(tabulate_cover(zones, cover_of(codes, block=block)), expected)


def test_a_zone_reads_no_more_than_its_own_ground() -> None:
    asked: list[Cells] = []

    @contextmanager
    def opened() -> Iterator[Read]:
        def read(cells: Cells) -> np.ndarray:
            asked.append(cells)
            return np.full((cells.rows, cells.columns), 1)

        yield read

    grid = Grid(EAST, NORTH + 360_000, 10, 10, rows=36_000, columns=36_000, block=(2048, 2048))
    zone = zones_of(A=rectangle(EAST + 20_475, NORTH + 10, 20, 10))  # across a block's edge
    tabulate_cover(zone, Cover(pyproj.CRS(PLANE), CLASSES, grid, opened))
    assert asked == [Cells(35_998, 2047, 1, 1), Cells(35_998, 2048, 1, 2)]


WHOLE_TILE = """
import sys
import geopandas as gpd
from shapely import box
from zoneland.landuse.cover import collect_cover
from zoneland.measure.raster import tabulate_cover

cover = collect_cover(sys.argv[1], legend="clcd").data
zones = gpd.GeoDataFrame({"zone_id": ["A"]}, geometry=[box(*cover.bounds)], crs=cover.crs)
(row,) = tabulate_cover(zones, cover).itertuples()
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(row.class_code, row.area_dm2, peak.split()[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is told by Linux")
@pytest.mark.parametrize("layout", [{"tiled": True, "blockxsize": 512, "blockysize": 512}, {}])
def test_a_zone_as_large_as_a_whole_tile_needs_less_than_a_gigabyte(
    tmp_path: Path, layout: dict[str, object]
) -> None:
    """A zone of 36,000 × 36,000 cells in tiles, and a fourth of it in strips."""
    side = 36_000 if layout else 18_000
    path = tmp_path / "tile.tif"
    place = from_origin(EAST - 5 * side, NORTH, 10, 10)
    with rasterio.open(
        path, "w", driver="GTiff", width=side, height=side, count=1, dtype="uint8", crs=PLANE,
        transform=place, nodata=0, compress="deflate", **layout,
    ) as target:  # fmt: skip
        for row in range(0, side, 2048):
            high = min(2048, side - row)
            window = rasterio.windows.Window(0, row, side, high)
            target.write(np.ones((high, side), dtype="uint8"), 1, window=window)
    done = subprocess.run(
        [sys.executable, "-c", WHOLE_TILE, path], capture_output=True, text=True, check=True
    )
    code, area_dm2, peak_kb = done.stdout.split()
    square = shapely.box(EAST - 5 * side, NORTH - 10 * side, EAST + 5 * side, NORTH)
    whole_m2 = ellipsoid_area_m2([square], PLANE)[0]
    assert (code, int(area_dm2)) == ("1", round(whole_m2 * 100))
    assert int(peak_kb) < 1_000_000


@pytest.mark.real
def test_land_cover_of_sao_miguel_agrees_with_exactextract() -> None:
    """Shares of cells by exactextract alone, in degrees, against areas on the ellipsoid."""
    folder = shared("data", "sao_miguel_landcover")
    raw = gpd.read_file(folder / "concelhos.gpkg")
    crs = working_crs(raw.crs, raw.total_bounds)
    zones = raw.to_crs(crs).assign(zone_id=raw["name"], zone_name=raw["name"])
    with rasterio.open(folder / "clc2018_v2020_20u1.tif") as raster:
        cells = np.ma.filled(raster.read(1, masked=True).astype(np.int64), NO_DATA)
        place, raster_crs = raster.transform, pyproj.CRS.from_wkt(raster.crs.to_wkt())
    grid = Grid(place.c, place.f, place.a, -place.e, *cells.shape, block=(500, 700))
    areas = tabulate_cover(zones, cover_on(cells, grid, raster_crs))
    totals = areas.groupby("zone_id")["area_dm2"].sum()
    with (folder / "expected_exactextract.csv").open(encoding="utf-8") as stream:
        expected = list(csv.DictReader(stream))
    assert len(expected) > 50
    share = areas.set_index(["zone_id", "class_code"])["area_dm2"]
    for row in expected:
        measured = share.get((row["name"], row["value"]), 0) / totals[row["name"]]
        assert measured == pytest.approx(float(row["frac"]), abs=2e-4), row
    whole = ellipsoid_area_m2(zones.geometry, crs)
    assert totals.loc[zones["zone_id"]].tolist() == pytest.approx((whole * 100).tolist(), abs=1)
