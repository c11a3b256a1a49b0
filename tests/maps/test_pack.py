from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from zoneland.maps.pack import pack_columns, pack_shapes, planes, polygons, zigzag

if TYPE_CHECKING:
    from types import ModuleType


def test_shapes_come_back_within_half_a_unit(reading: ModuleType) -> None:
    holed = shapely.Polygon(
        [(113.5, 34.7), (113.6, 34.7), (113.6, 34.8), (113.5, 34.8)],
        [[(113.52, 34.72), (113.53, 34.72), (113.53, 34.7300004)]],
    )
    parts = shapely.MultiPolygon([shapely.box(-70.1, -33.2, -70.0, -33.1), shapely.box(0, 0, 1, 1)])
    holed_rings, parts_rings = reading.unpacked(pack_shapes(np.array([holed, parts])))
    assert [len(ring) for ring in holed_rings] == [4, 3]
    # Rings may be turned: the hole starts where it did and goes round the other way.
    assert holed_rings[1][1] == (113_530_000, 34_730_000)
    assert {tuple(vertex) for vertex in parts_rings[0]} == {
        (-70_100_000, -33_200_000),
        (-70_000_000, -33_200_000),
        (-70_000_000, -33_100_000),
        (-70_100_000, -33_100_000),
    }


def test_a_county_is_told_to_a_tenth_of_a_metre(reading: ModuleType) -> None:
    rng = np.random.default_rng(5)
    shapes = np.array(
        [
            shapely.Polygon(np.array([114.0, 34.7]) + rng.uniform(0, 0.01, (30, 2)))
            for _ in range(50)
        ]
    )
    features = reading.unpacked(pack_shapes(shapes))
    for shape, rings in zip(shapes, features, strict=True):
        turned = shapely.orient_polygons(shape)
        error = np.abs(np.array(rings[0]) / 1e6 - np.array(turned.exterior.coords)[:-1])
        assert error.max() <= 0.5000001e-6


def test_no_shapes_pack_to_a_count_of_zero(reading: ModuleType) -> None:
    assert reading.unpacked(pack_shapes(np.array([], dtype=object))) == []


def test_what_has_no_area_or_no_place_is_left_out() -> None:
    far = shapely.Polygon([(np.inf, 0), (1, 0), (1, 1)])
    line, empty = shapely.LineString([(0, 0), (1, 1)]), shapely.Polygon()
    shapes = np.array([line, None, empty, shapely.box(0, 0, 1, 1), far])
    assert polygons(shapes)[1].tolist() == [3]


@pytest.mark.parametrize("number", [0, 255, 256, 2**16, 2**24, 720_000_001, 2**32 - 1])
def test_planes_hold_a_byte_of_every_number(number: int) -> None:
    written = planes(np.array([7, number]))
    assert written[0::2] == bytes([7, 0, 0, 0])
    assert int.from_bytes(written[1::2], "little") == number


def test_outer_rings_turn_one_way_and_holes_the_other(reading: ModuleType) -> None:
    outer = [(0.0, 0.0), (0.0, 0.01), (0.01, 0.01), (0.01, 0.0)]
    hole = [(0.002, 0.002), (0.004, 0.002), (0.004, 0.004), (0.002, 0.004)]
    drawn = [shapely.Polygon(o, [h]) for o in (outer, outer[::-1]) for h in (hole, hole[::-1])]
    for shell, cut in reading.unpacked(pack_shapes(np.array(drawn))):
        assert twice_the_area(shell) == 2 * 10_000**2
        assert twice_the_area(cut) == -2 * 2_000**2


def twice_the_area(ring: list[tuple[int, int]]) -> int:
    return sum(
        x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True)
    )


def test_zigzag_undoes_for_both_signs() -> None:
    steps = np.array([0, -1, 1, -180_000_000, 180_000_000])
    folded = zigzag(steps)
    assert np.where(folded % 2, -(folded + 1) // 2, folded // 2).tolist() == steps.tolist()


def test_columns_keep_any_text(drawing: ModuleType, reading: ModuleType) -> None:
    texts = [*drawing.HOSTILE, "", "甲"]
    assert reading.columns_of(pack_columns({"fields": [texts]})) == {"fields": [texts]}


def test_a_text_that_comes_again_is_written_once(reading: ModuleType) -> None:
    fields = [["工业用地", "", "工业用地"] * 1000, [f"P{row}" for row in range(3000)]]
    packed = pack_columns({"brush": [0, 1, 0], "fields": fields})
    assert reading.columns_of(packed) == {"brush": [0, 1, 0], "fields": fields}
    raw = zlib.decompress(base64.b64decode(packed))
    assert raw.count(b"\\u5de5") == 1
