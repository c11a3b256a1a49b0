from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle, zones_of
from zoneland.measure.parts import parts_inside, parts_outside

if TYPE_CHECKING:
    import shapely

ZONE = zones_of(A=rectangle(EAST, NORTH, 100, 100))


def lines_of(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(shapes), crs=PLANE)


def test_lines_that_overlap_one_another_count_once() -> None:
    lines = lines_of(rectangle(EAST, NORTH, 30, 10), rectangle(EAST + 20, NORTH, 30, 10))
    assert parts_inside(ZONE, lines, area="plane")["area_m2"].tolist() == [500.0]


def test_separate_pieces_are_separate_parts_largest_first() -> None:
    lines = lines_of(rectangle(EAST, NORTH, 10, 10), rectangle(EAST + 50, NORTH, 20, 10))
    parts = parts_inside(ZONE, lines, area="plane")
    assert parts["area_m2"].tolist() == [200.0, 100.0]
    assert parts["width_m"].tolist() == pytest.approx([2 * 200 / 60, 2 * 100 / 40])


def test_a_line_that_only_touches_gives_no_part() -> None:
    assert parts_inside(ZONE, lines_of(rectangle(EAST + 100, NORTH, 50, 100))).empty


def test_outside_is_the_rest() -> None:
    growth = lines_of(rectangle(EAST - 10, NORTH - 10, 100, 200))
    assert parts_outside(ZONE, growth, area="plane")["area_m2"].tolist() == [1_000.0]
    everywhere = lines_of(rectangle(EAST - 10, NORTH - 10, 500, 500))
    assert parts_outside(ZONE, everywhere).empty
    nowhere = lines_of(rectangle(EAST + 1_000, NORTH, 10, 10))
    assert parts_outside(ZONE, nowhere, area="plane")["area_m2"].tolist() == [10_000.0]
