"""Reading only what lies near: the same rows under the same numbers, whatever the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.files import meeting
from zoneland.files.gdal import near
from zoneland.files.gdal.near import Scope
from zoneland.files.meeting import boxes_of
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {"GPKG": "land.gpkg", "FlatGeobuf": "land.fgb", "OpenFileGDB": "land.gdb"}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "MANY_ROWS", 1)
    monkeypatch.setattr(near, "BATCH_ROWS", 7)


def land(folder: Path, driver: str) -> Path:
    """A row of a hundred squares of 10 m, numbered from the west."""
    frame = gpd.GeoDataFrame(
        {"DLBM": [f"{number:04}" for number in range(100)], "MSSM": "x"},
        geometry=[rectangle(EAST + 10 * number, NORTH, 10, 10) for number in range(100)],
        crs=PLANE,
    )
    path = folder / FORMATS[driver]
    options = {"SPATIAL_INDEX": "NO"} if driver == "FlatGeobuf" else {}
    frame.to_file(path, layer="land", driver=driver, engine="pyogrio", **options)
    return path


def scope(*boxes: tuple[float, float, float, float], columns: list[str] | None = None) -> Scope:
    return Scope(lambda _: np.array(boxes, dtype=float), lambda _: columns)


@pytest.mark.parametrize("driver", FORMATS)
def test_rows_near_two_boxes_keep_their_numbers(tmp_path: Path, driver: str) -> None:
    path = land(tmp_path, driver)
    boxes = (EAST + 42, NORTH + 2, EAST + 61, NORTH + 3), (EAST + 995, NORTH, EAST + 999, NORTH + 1)
    found = read_layer(path, "land", scope=scope(*boxes))
    assert found.frame.index.tolist() == [4, 5, 6, 99]
    assert found.frame["DLBM"].tolist() == ["0004", "0005", "0006", "0099"]
    assert found.frame.geometry.area.tolist() == [100.0] * 4
    assert (found.look.rows, len(found.look.fields)) == (100, 2)


@pytest.mark.parametrize("driver", ["GPKG", "FlatGeobuf"])
def test_only_the_fields_that_are_wanted_are_read(tmp_path: Path, driver: str) -> None:
    box = (EAST, NORTH, EAST + 5, NORTH + 5)
    found = read_layer(land(tmp_path, driver), "land", scope=scope(box, columns=["DLBM"]))
    assert [str(name) for name in found.frame.columns] == ["DLBM", "geometry"]
    assert found.look.fields == ("DLBM", "MSSM")


@pytest.mark.parametrize("driver", FORMATS)
def test_where_nothing_is_near_all_is_read_so_that_it_can_be_told(
    tmp_path: Path, driver: str
) -> None:
    found = read_layer(land(tmp_path, driver), "land", scope=scope((0, 0, 1, 1)))
    assert len(found.frame) == 100


def test_rows_without_a_shape_are_always_near(tmp_path: Path) -> None:
    shapes = [None, rectangle(EAST, NORTH, 1, 1), shapely.Point(EAST, NORTH), shapely.Polygon()]
    frame = gpd.GeoDataFrame({"DLBM": list("abcd")}, geometry=shapes, crs=PLANE)
    frame.to_file(tmp_path / "a.gpkg", engine="pyogrio")
    box = (EAST + 0.5, NORTH, EAST + 1, NORTH + 1)
    found = read_layer(tmp_path / "a.gpkg", "a", scope=scope(box))
    assert found.frame["DLBM"].tolist() == ["a", "b", "c", "d"]


def test_a_small_layer_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "MANY_ROWS", 101)
    box = (EAST, NORTH, EAST + 5, NORTH + 5)
    assert len(read_layer(land(tmp_path, "GPKG"), "land", scope=scope(box)).frame) == 100


SIDE = st.floats(1, 1e6)


@given(
    shapes=st.lists(
        st.one_of(
            st.none(),
            st.builds(lambda x, y, w, h: shapely.box(x, y, x + w, y + h), SIDE, SIDE, SIDE, SIDE),
            st.builds(
                lambda x, w: shapely.MultiPolygon(
                    [shapely.box(x, x, x + w, x + w), shapely.box(-x - w, 0, -x, w)]
                ),
                SIDE,
                SIDE,
            ),
            st.builds(lambda x: shapely.force_3d(shapely.box(x, x, x + 1, x + 1), 5.0), SIDE),
        ),
        max_size=8,
    ),
    flavor=st.sampled_from(["iso", "extended"]),
)
@settings(max_examples=150, deadline=None)
def test_boxes_are_those_of_geos(shapes: list[shapely.Geometry | None], flavor: str) -> None:
    written = shapely.to_wkb(np.array(shapes, dtype=object), flavor=flavor)
    column = pa.array(list(written), type=pa.binary())
    found = boxes_of(column)
    bounds = shapely.bounds(np.array(shapes, dtype=object)).reshape(-1, 4)
    everywhere = [-np.inf, -np.inf, np.inf, np.inf]
    expected = [everywhere if np.isnan(box).any() else box.tolist() for box in bounds]
    assert found.tolist() == expected
    assert meeting._boxes_by_geos(column).tolist() == expected  # noqa: SLF001  without the compiler


def test_a_corner_that_is_no_number_is_everywhere() -> None:
    written = shapely.to_wkb(shapely.Polygon([(0, 0), (1, np.inf), (1, 1)]))
    assert boxes_of(pa.array([written])).tolist() == [[-np.inf, -np.inf, np.inf, np.inf]]
