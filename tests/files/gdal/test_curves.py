from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyogrio.raw
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.files.gdal import near
from zoneland.files.gdal.drawn import Drawn
from zoneland.files.gdal.near import Scope
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from pathlib import Path

RADIUS = 100.0
CIRCULAR_STRING, CURVE_POLYGON, MULTI_SURFACE = 8, 10, 12


def circle(x: float, y: float) -> bytes:
    """A circle of two half arcs: there, across, and back."""
    corners = [(x - RADIUS, y), (x + RADIUS, y), (x - RADIUS, y)]
    points = b"".join(struct.pack("<dd", *corner) for corner in corners)
    ring = struct.pack("<BII", 1, CIRCULAR_STRING, len(corners)) + points
    return struct.pack("<BII", 1, CURVE_POLYGON, 1) + ring


def several(*surfaces: bytes) -> bytes:
    return struct.pack("<BII", 1, MULTI_SURFACE, len(surfaces)) + b"".join(surfaces)


@pytest.fixture
def rounds(tmp_path: Path) -> Path:
    shapes = [
        circle(EAST, NORTH),
        several(circle(EAST, NORTH), circle(EAST + 300, NORTH)),
        shapely.to_wkb(rectangle(EAST, NORTH, 10, 10)),
    ]
    pyogrio.raw.write(
        tmp_path / "a.gpkg",
        np.array(shapes, dtype=object),
        [np.array(["a", "b", "c"], dtype=object)],
        ["DLBM"],
        driver="GPKG",
        geometry_type="Unknown",
        crs=PLANE,
    )
    return tmp_path / "a.gpkg"


def test_a_circle_keeps_its_area_to_one_in_a_million(rounds: Path) -> None:
    found = read_layer(rounds, "a.gpkg")
    whole = math.pi * RADIUS**2
    one, two, straight = found.frame.area
    assert abs(one / whole - 1) < 1e-6
    assert abs(two / (2 * whole) - 1) < 1e-6
    assert straight == 10 * 10


def test_arcs_are_told_and_counted(rounds: Path) -> None:
    (told,) = read_layer(rounds, "a.gpkg").problems
    assert (told.code, told.where, told.values["count"]) == ("ZL271", "a.gpkg a", 2)


def test_attributes_stay_with_their_shapes(rounds: Path) -> None:
    found = read_layer(rounds, "a.gpkg").frame
    assert found["DLBM"].tolist() == ["a", "b", "c"]
    assert found.geom_type.tolist() == ["Polygon", "MultiPolygon", "Polygon"]


def test_what_is_near_is_drawn_by_chords_too(rounds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "MANY_ROWS", 1)
    monkeypatch.setattr(near, "BATCH_ROWS", 1)
    box = np.array([[EAST - 10.0, NORTH, EAST + 5, NORTH + 5]])
    found = read_layer(rounds, "a.gpkg", scope=Scope(lambda _: box, lambda _: None))
    assert found.frame.area.tolist() == read_layer(rounds, "a.gpkg").frame.area.tolist()
    assert [told.code for told in found.problems] == ["ZL271"]


def test_shapes_come_in_any_order_and_none_beside_arcs() -> None:
    plain = [shapely.to_wkb(shapely.Point(x, 0)) for x in range(3)]
    drawn = Drawn()
    drawn.add(pa.array(plain[:2]))
    drawn.add(pa.array(plain[2:]))
    assert [point.x for point in drawn.in_order(np.array([2, 0, 1])).all()] == [2, 0, 1]
    drawn.add(pa.array([circle(0, 0), plain[0]]))
    drawn.add(pa.array(plain))
    assert (drawn.curves, len(drawn.all())) == (1, 0)
    assert drawn.in_order(np.array([1, 0])) is drawn
