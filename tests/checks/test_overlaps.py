from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.checks.overlaps import (
    near_zones,
    overlapping_pairs,
    overlaps_told,
    repeats,
    repeats_told,
)

ONE = rectangle(EAST, NORTH, 100, 100)


def layer(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(shapes), crs=PLANE)


def overlaps(*shapes: shapely.Geometry) -> list[tuple[str, str, object, object]]:
    return [
        (it.code, it.where, it.values.get("other"), it.values["area_m2"])
        for it in overlaps_told(layer(*shapes), "x", code="ZL246")
    ]


def test_a_shape_drawn_again_is_told_with_the_row_it_repeats() -> None:
    other_way = shapely.Polygon(shapely.get_coordinates(ONE)[::-1])
    shapes = np.array([rectangle(EAST, NORTH, 9, 9), ONE, other_way, ONE])
    problems = repeats_told(shapes, np.array([1, 2, 5, 7]), "x")
    assert [(it.where, it.values["other"]) for it in problems] == [("x #5", 2), ("x #7", 2)]
    assert problems[0].values["area_m2"] == "10,000.00"
    assert problems[0].piece == other_way
    assert ONE.covers(shapely.Point(problems[0].spot))


def test_the_same_box_is_not_the_same_shape() -> None:
    triangle = shapely.Polygon([(EAST, NORTH), (EAST + 100, NORTH), (EAST, NORTH + 100)])
    holed = ONE.difference(rectangle(EAST + 40, NORTH + 40, 9, 9))
    again, _ = repeats(np.array([ONE, triangle, holed]))
    assert again.tolist() == []
    assert repeats(np.array([], dtype=object))[0].tolist() == []


corner = st.tuples(st.integers(0, 5), st.integers(0, 5))
triangles = st.lists(corner, min_size=3, max_size=3, unique=True).map(shapely.Polygon)


@settings(deadline=None, max_examples=200)
@given(st.lists(triangles.filter(lambda it: it.area > 0), max_size=30))
def test_a_repeat_is_what_normalising_makes_equal(shapes: list[shapely.Polygon]) -> None:
    texts = [shapely.normalize(shape).wkt for shape in shapes]
    expected = [(at, texts.index(text)) for at, text in enumerate(texts) if texts.index(text) < at]
    again, first = repeats(np.array(shapes, dtype=object))
    assert list(zip(again.tolist(), first.tolist(), strict=True)) == expected


@settings(deadline=None, max_examples=200)
@given(st.lists(triangles.filter(lambda it: it.area > 0), min_size=2, max_size=12))
def test_pairs_are_those_whose_interiors_meet(shapes: list[shapely.Polygon]) -> None:
    expected = {
        (one, other)
        for one in range(len(shapes))
        for other in range(one + 1, len(shapes))
        if shapely.relate_pattern(shapes[one], shapes[other], "T********")
    }
    assert {tuple(pair) for pair in overlapping_pairs(np.array(shapes)).tolist()} == expected


def test_overlaps_are_told_pair_by_pair_the_largest_first() -> None:
    assert overlaps(
        ONE, rectangle(EAST + 90, NORTH, 100, 100), rectangle(EAST + 170, NORTH, 50, 100)
    ) == [("ZL246", "x #2", 3, "2,000.00"), ("ZL246", "x #1", 2, "1,000.00")]


def test_a_shape_within_another_is_told_though_no_edge_is_broken_on_one_side() -> None:
    inner = rectangle(EAST + 10, NORTH + 10, 5, 5)
    assert overlaps(ONE, inner) == [("ZL246", "x #1", 2, "25.00")]


def test_neighbours_that_share_an_edge_or_a_corner_do_not_overlap() -> None:
    assert overlaps(ONE, rectangle(EAST + 100, NORTH, 9, 9), rectangle(EAST - 5, NORTH, 5, 5)) == []


def test_a_repeat_is_not_told_again_as_an_overlap_but_its_neighbour_is() -> None:
    third = rectangle(EAST + 99, NORTH, 50, 50)
    assert [told[:3] for told in overlaps(ONE, ONE, third)] == [
        ("ZL246", "x #1", 3),
        ("ZL246", "x #2", 3),
    ]


@pytest.mark.parametrize(
    ("over_m", "codes"),
    [(0.012, ["ZL246"]), (0.009, ["ZL247"]), (0.00004, [])],  # mean widths next to nothing less
)
def test_what_is_narrower_than_a_centimetre_is_rounding(over_m: float, codes: list[str]) -> None:
    found = overlaps(ONE, rectangle(EAST + 100 - over_m, NORTH, 50, 100))
    assert [told[0] for told in found] == codes


def test_rounding_is_told_in_one_line() -> None:
    row = [rectangle(EAST + 99.995 * at, NORTH, 100, 100) for at in range(21)]
    assert overlaps(*row) == [("ZL247", "x", None, "10.00")]  # 20 × 5 mm × 100 m


def test_rows_keep_their_numbers_where_others_were_left_out() -> None:
    frame = layer(ONE, ONE, rectangle(EAST + 50, NORTH, 100, 100)).drop(index=0)
    (problem,) = overlaps_told(frame, "x", code="ZL243")
    assert (problem.where, problem.values["other"]) == ("x #2", 3)
    assert problem.piece.equals(rectangle(EAST + 50, NORTH, 50, 100))


def test_only_what_meets_a_zone_is_looked_at() -> None:
    far = rectangle(EAST + 5_000, NORTH, 9, 9)
    frame = layer(far, ONE, far)
    assert near_zones(frame, layer(rectangle(EAST + 50, NORTH, 9, 9))).index.tolist() == [1]
    assert len(near_zones(frame, None)) == 3
    assert len(near_zones(frame, layer(rectangle(EAST, NORTH + 900, 9, 9)))) == 0
