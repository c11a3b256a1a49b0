from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle, zones_of
from zoneland.measure.parts import MOST_VERTICES, parts_inside, parts_outside, shared_outside

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


def test_a_line_drawn_in_two_halves_a_hair_apart_gives_one_part() -> None:
    halves = lines_of(
        rectangle(EAST, NORTH, 12, 10), rectangle(EAST, NORTH + 10 + 1e-7, 12, 10 - 1e-7)
    )
    parts = parts_inside(ZONE, halves, area="plane")
    assert parts["area_m2"].round(4).tolist() == [240.0]
    assert parts["width_m"].tolist() == pytest.approx([2 * 240 / 64], abs=1e-4)


def test_what_lines_share_outside_zones_is_whole_however_many_vertices_they_have() -> None:
    """A line beyond the bound of vertices is cut into tiles; what it shares is in one piece."""
    count = 2 * MOST_VERTICES
    east = EAST + np.linspace(0, 1_000, count)
    bottom = np.column_stack([east, np.full(count, float(NORTH))])
    top = np.column_stack([east[::-1], np.full(count, NORTH + 100.0)])
    growth = np.array([shapely.Polygon(np.vstack([bottom, top]))], dtype=object)
    farmland = np.array([rectangle(EAST - 50, NORTH + 50, 1_100, 100)], dtype=object)
    zones = np.array([rectangle(EAST, NORTH, 100, 100), rectangle(EAST + 900, NORTH, 500, 500)])
    shared = shared_outside(growth, farmland, zones)
    assert shapely.area(shared).round(6).tolist() == [800 * 50]


def test_what_lies_within_a_zone_or_is_not_shared_is_left_out() -> None:
    growth = np.array([rectangle(EAST, NORTH, 100, 100)], dtype=object)
    within = np.array([rectangle(EAST + 10, NORTH, 10, 10), rectangle(EAST + 900, NORTH, 9, 9)])
    assert len(shared_outside(growth, within, growth)) == 0
    assert len(shared_outside(growth, within[1:], growth[:0])) == 0
