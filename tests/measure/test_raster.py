from __future__ import annotations

import csv

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import rasterio

from tests.drawing import EAST, NORTH, rectangle, zones_of
from tests.realdata import shared
from zoneland.core.cover import NO_DATA, Bounds, Cover, Window
from zoneland.core.crs import working_crs
from zoneland.measure.ellipsoid import ellipsoid_area_m2
from zoneland.measure.raster import tabulate_cover

CLASSES = pd.DataFrame(
    {
        "class_name": ["耕地", "不透水面"],
        "kind": ["cropland", "built_up"],
        "is_built": [False, True],
    },
    index=pd.Index([1, 8], name="code"),
)


def cover_of(codes: list[list[int]], crs: str = "EPSG:4526", cell: float = 10.0) -> Cover:
    """Cells of 10 m whose lower left corner is the place of all drawings."""
    table = np.array(codes, dtype=np.int64)
    rows, columns = table.shape
    bounds = (EAST, NORTH, EAST + cell * columns, NORTH + cell * rows)

    def window(_: Bounds) -> Window:
        return Window(table, bounds)

    return Cover(pyproj.CRS(crs), CLASSES, (0.0, 0.0, 1.0, 1.0), window)


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


@pytest.mark.real
def test_land_cover_of_sao_miguel_agrees_with_exactextract() -> None:
    """Shares of cells by exactextract alone, in degrees, against areas on the ellipsoid."""
    folder = shared("data", "sao_miguel_landcover")
    raw = gpd.read_file(folder / "concelhos.gpkg")
    crs = working_crs(raw.crs, raw.total_bounds)
    zones = raw.to_crs(crs).assign(zone_id=raw["name"], zone_name=raw["name"])
    with rasterio.open(folder / "clc2018_v2020_20u1.tif") as raster:
        cells = np.ma.filled(raster.read(1, masked=True).astype(np.int64), NO_DATA)
        source = Window(cells, tuple(raster.bounds))
        raster_crs = pyproj.CRS.from_wkt(raster.crs.to_wkt())
    areas = tabulate_cover(zones, Cover(raster_crs, CLASSES, source.bounds, lambda _: source))
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
