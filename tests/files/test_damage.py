"""Sound files pass the search for damage; what contradicts itself does not."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import geopandas as gpd
import pyproj
import pytest
import shapely
from pyproj.enums import WktVersion

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError
from zoneland.files.damage import refuse_damaged, refuse_moved
from zoneland.files.gdal import flatgeobuf
from zoneland.files.projection import check_system

if TYPE_CHECKING:
    from pathlib import Path


def written(path: Path, count: int, **options: str) -> gpd.GeoDataFrame:
    shapes = [rectangle(EAST + 10 * at, NORTH, 9, 9) for at in range(count)]
    frame = gpd.GeoDataFrame({"DLBM": ["0601"] * count}, geometry=shapes, crs=PLANE)
    frame.to_file(path, engine="pyogrio", **options)
    return gpd.read_file(path)


@pytest.mark.parametrize("count", [1, 2, 16, 17, 300])
def test_a_sound_flatgeobuf_agrees_with_its_tree(tmp_path: Path, count: int) -> None:
    path = tmp_path / "a.fgb"
    frame = written(path, count)
    refuse_damaged(path, "FlatGeobuf", "a")
    refuse_moved(frame, path, "FlatGeobuf", "a")
    boxes = flatgeobuf.boxes(path)
    assert boxes is not None
    assert boxes.tolist() == frame.bounds.to_numpy().tolist()


def test_a_flatgeobuf_without_a_tree_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.fgb"
    written(path, 3, SPATIAL_INDEX="NO")
    refuse_damaged(path, "FlatGeobuf", "a")
    assert flatgeobuf.boxes(path) is None


def test_a_shape_outside_its_box_is_refused_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.fgb"
    frame = written(path, 3)
    frame.loc[1, "geometry"] = shapely.transform(frame.geometry[1], lambda xy: xy + 0.001)
    with pytest.raises(InputError) as refused:
        refuse_moved(frame, path, "FlatGeobuf", "a")
    assert [(one.code, one.where) for one in refused.value.problems] == [("ZL291", "a #2")]


def test_a_box_of_the_tree_that_is_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.fgb"
    written(path, 3)
    content = bytearray(path.read_bytes())
    at = content.index(struct.pack("<d", EAST))
    at = content.index(struct.pack("<d", EAST), at + 1)
    content[at : at + 8] = struct.pack("<d", EAST + 1.0)
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        refuse_damaged(path, "FlatGeobuf", "a")
    assert {one.code for one in refused.value.problems} == {"ZL291"}


def test_no_rows_of_a_geopackage_that_are_empty_count_as_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    shapes = [rectangle(EAST, NORTH, 9, 9), shapely.Polygon(), None]
    gpd.GeoDataFrame(geometry=shapes, crs=PLANE).to_file(path, engine="pyogrio")
    refuse_damaged(path, "GPKG", "a")


@pytest.mark.parametrize(
    "code", [4513, 4526, 4547, 4498, 2362, 2414, 4490, 4326, 3857, 32649, 2154]
)
def test_systems_that_are_what_they_say_pass(code: int) -> None:
    text = pyproj.CRS.from_epsg(code).to_wkt(WktVersion.WKT1_ESRI)
    assert check_system(pyproj.CRS(text), "a") == []


def test_a_name_over_another_meridian_is_told_with_both() -> None:
    text = pyproj.CRS.from_epsg(4526).to_wkt(WktVersion.WKT1_ESRI).replace("114.0", "117.0")
    (problem,) = check_system(pyproj.CRS(text), "a")
    assert problem.code == "ZL293"
    assert "117.0 ≠ 114.0" in str(problem.values["differs"])
