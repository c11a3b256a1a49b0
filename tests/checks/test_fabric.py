from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from tests.drawing import EAST, NORTH, rectangle
from zoneland.checks import fabric
from zoneland.checks.coverage import uncovered
from zoneland.checks.fabric import Fabric, fabric_of, pays
from zoneland.checks.overlaps import overlapping_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERIORS_MEET = "T********"


@pytest.fixture(params=[True, False], ids=["compiled", "geos"], autouse=True, scope="module")
def by_rim(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Few shapes go the way of many, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fabric, "pays", lambda _: request.param)
        yield request.param


COMPILED = pytest.mark.parametrize("by_rim", [True], ids=["compiled"], indirect=True)


def looked_at(*shapes: shapely.Geometry) -> Fabric:
    return fabric_of(np.array(shapes, dtype=object))


def pairs_of(shapes: list[shapely.Geometry]) -> set[tuple[int, int]]:
    return {tuple(pair) for pair in overlapping_pairs(np.array(shapes, dtype=object)).tolist()}


def every_pair(shapes: list[shapely.Geometry]) -> set[tuple[int, int]]:
    """The pairs whose interiors meet, found by trying all."""
    return {
        (one, other)
        for one in range(len(shapes))
        for other in range(one + 1, len(shapes))
        if shapely.relate_pattern(shapes[one], shapes[other], INTERIORS_MEET)
    }


def left_of(zone: shapely.Geometry, shapes: list[shapely.Geometry]) -> tuple[float, bool]:
    """The area that is left of a zone, and whether it is bare."""
    land = np.array(shapes, dtype=object)
    rests, is_bare = uncovered(np.array([zone], dtype=object), land, fabric_of(land))
    return rests[0].area, bool(is_bare[0])


def grid(count: int, side: float = 10.0) -> list[shapely.Geometry]:
    places = [(column, row) for row in range(count) for column in range(count)]
    return [rectangle(EAST + side * x, NORTH + side * y, side, side) for x, y in places]


@COMPILED
def test_what_the_rim_of_a_clean_fabric_is() -> None:
    found = looked_at(*grid(3))
    assert not found.is_doubtful.any()
    assert found.rim is not None
    assert len(found.rim) == 12  # three edges on each of four sides
    assert (found.rim[:, 0] == EAST).sum() == 4  # three from the west side, one to the south-east
    ways = [shapely.orient_polygons(shape, exterior_cw=True) for shape in grid(3)]
    again = looked_at(*ways).rim
    assert again is not None
    assert sorted(again.tolist()) == sorted(found.rim.tolist())


@COMPILED
def test_nothing_and_what_has_no_ground_have_no_rim() -> None:
    for shapes in ((), (shapely.Polygon(), None)):
        found = looked_at(*shapes)
        assert found.rim is not None
        assert len(found.rim) == 0
        assert found.is_doubtful.tolist() == [False] * len(shapes)


def test_islands_parts_and_shared_corners_are_clean() -> None:
    ring = rectangle(EAST, NORTH, 90, 90)
    hole, island = rectangle(EAST + 30, NORTH + 30, 30, 30), rectangle(EAST + 40, NORTH + 40, 5, 5)
    holed = ring.difference(hole)
    corners = shapely.MultiPolygon(
        [rectangle(EAST - 9, NORTH - 9, 9, 9), rectangle(EAST + 90, NORTH + 90, 9, 9)]
    )
    assert not looked_at(holed, hole, corners).is_doubtful.any()
    assert not looked_at(holed, hole.difference(island), island, corners).is_doubtful.any()
    assert not looked_at(holed, island, corners).is_doubtful.any()  # the moat is bare, not double


@pytest.mark.parametrize(
    "shapes",
    [
        [rectangle(0, 0, 90, 90), rectangle(40, 40, 5, 5)],  # wholly inside, edges apart
        [rectangle(0, 0, 90, 90), rectangle(0, 0, 90, 90)],  # drawn again
        [rectangle(0, 0, 90, 90), rectangle(0, 0, 40, 90)],  # along three edges
        [rectangle(0, 0, 90, 90), rectangle(0, 40, 90, 5)],  # from edge to edge
        [rectangle(0, 40, 90, 5), rectangle(40, 0, 5, 90)],  # a cross: no corner inside
        [*(affinity.translate(it, 0, 0) for it in grid(3)), affinity.translate(grid(1)[0], 5, 5)],
    ],
)
def test_ground_that_is_drawn_twice_is_found(shapes: list[shapely.Geometry]) -> None:
    assert pairs_of(shapes) == every_pair(shapes) != set()


def test_a_second_fabric_over_the_first_is_found_though_most_edges_are_seams() -> None:
    moved = [affinity.translate(shape, 3, 4) for shape in grid(4)]
    assert pairs_of([*grid(6), *moved]) == every_pair([*grid(6), *moved])
    inside = [affinity.translate(affinity.scale(it, 0.5, 0.5, origin=(EAST, NORTH)), 11, 11)
              for it in grid(3)]  # fmt: skip
    assert pairs_of([*grid(6), *inside]) == every_pair([*grid(6), *inside])


def test_a_corner_more_on_one_side_of_an_edge_is_no_double_ground() -> None:
    west = shapely.Polygon([(0, 0), (9, 0), (9, 5), (9, 9), (0, 9)])
    assert pairs_of([west, rectangle(9, 0, 9, 9)]) == set()
    pushed = shapely.Polygon([(0, 0), (9, 0), (9.001, 5), (9, 9), (0, 9)])
    assert pairs_of([pushed, rectangle(9, 0, 9, 9)]) == {(0, 1)}


def test_a_place_in_doubt_does_not_bring_the_others_into_doubt() -> None:
    land = grid(20)
    land[210] = affinity.translate(land[210], 1, 0)
    found = looked_at(*land)
    assert 0 < found.is_doubtful.sum() < 10
    assert pairs_of(land) == {(210, 211)}


@COMPILED
def test_where_edges_lie_too_dense_geos_is_asked() -> None:
    fan = [shapely.Polygon([(0, at), (9_000, 0.5), (0, at + 0.5)]) for at in range(900)]
    assert looked_at(*fan).rim is None
    some = fan[:40]
    assert pairs_of(some) == every_pair(some)


def test_the_compiler_is_brought_for_many_and_used_for_fewer_if_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [pays(count) for count in (fabric.ENOUGH - 1, fabric.ENOUGH)] == [False, True]
    monkeypatch.delitem(sys.modules, "numba")
    assert [pays(count) for count in (fabric.MANY - 1, fabric.MANY)] == [False, True]


@pytest.mark.parametrize(
    ("zone", "left"),
    [
        (rectangle(EAST + 3, NORTH + 3, 20, 20), (0.0, False)),  # freely drawn
        (rectangle(EAST, NORTH, 30, 30), (0.0, False)),  # along the rim
        (rectangle(EAST - 5, NORTH, 30, 30), (150.0, False)),
        (rectangle(EAST - 30, NORTH, 30, 30), (900.0, False)),  # land only touches it
        (rectangle(EAST - 40, NORTH, 30, 30), (0.0, True)),
        (rectangle(EAST - 10, NORTH - 10, 50, 50), (1600.0, False)),  # round all land
        (rectangle(EAST + 1, NORTH + 1, 1, 1).union(rectangle(EAST - 9, NORTH, 5, 5)), (25, False)),
    ],
)
def test_what_is_left_of_zones(zone: shapely.Geometry, left: tuple[float, bool]) -> None:
    assert left_of(zone, grid(3)) == left


def test_a_hole_in_the_land_is_left_of_a_zone_round_it() -> None:
    land = [shape for at, shape in enumerate(grid(5)) if at != 12]
    assert left_of(rectangle(EAST + 3, NORTH + 3, 40, 40), land) == (100.0, False)
    assert left_of(rectangle(EAST + 22, NORTH + 22, 4, 4), land) == (0.0, True)
    assert left_of(rectangle(EAST + 3, NORTH + 3, 4, 4), land) == (0.0, False)


def defective(chance: Random, count: int, defects: int) -> list[shapely.Geometry]:
    """A fabric of quarters cut by chance, then spoilt in so many places."""
    cuts = [sorted(chance.sample(range(1, 40), count - 1)) for _ in "xy"]
    xs, ys = ([0, *cut, 40] for cut in cuts)
    inner = {
        (i, j): (x + chance.choice((0, 0, 0.3)), y + chance.choice((0, 0, 0.2)))
        for i, x in enumerate(xs)
        for j, y in enumerate(ys)
    }
    shapes: list[shapely.Geometry] = []
    for i in range(count):
        for j in range(count):
            ends = [inner[i + a, j + b] for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]
            if chance.random() < 0.3:
                shapes += [shapely.Polygon(ends[:3]), shapely.Polygon([ends[0], *ends[2:]])]
            else:
                shapes.append(shapely.Polygon(ends))
    shapes = [shape for shape in shapes if shape.is_valid and shape.area > 0]
    for _ in range(defects):
        shapes = [shape for shape in spoilt(shapes, chance) if shape.is_valid and shape.area > 0]
    return [
        affinity.translate(shapely.reverse(it) if chance.random() < 0.3 else it, EAST, NORTH)
        for it in shapes
    ]


def spoilt(shapes: list[shapely.Geometry], chance: Random) -> list[shapely.Geometry]:
    at = chance.randrange(len(shapes))
    one, others = shapes[at], shapes[:at] + shapes[at + 1 :]
    x, y = one.centroid.x, one.centroid.y
    inner = affinity.scale(one, 0.5, 0.5, origin=(x, y))
    ring = shapely.get_coordinates(shapely.get_exterior_ring(shapely.get_parts(one)[0]))[:-1]
    nth, by = chance.randrange(len(ring)), chance.choice((1e-7, 1e-4, 0.01, 1))
    if chance.random() < 0.5:
        ring[nth] += (by * chance.choice((-1, 0, 1)), by * chance.choice((-1, 0, 1)))
    else:
        ring = np.insert(ring, nth + 1, (ring[nth] + ring[(nth + 1) % len(ring)]) / 2, axis=0)
    ways = [
        others or shapes,
        [*shapes, one],
        [*shapes, inner],
        [*others, one.difference(inner)],
        [*others, one.difference(inner), inner],
        [*others, one.union(chance.choice(shapes))],
        [*others, shapely.Polygon(ring)],
        [*others, shapely.Polygon(ring)],
        [*shapes, *(affinity.translate(it, by, 0) for it in shapes[: len(shapes) // 2])],
    ]
    kept = [
        it for it in chance.choice(ways) if isinstance(it, (shapely.Polygon, shapely.MultiPolygon))
    ]
    return kept or shapes


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 10**9), st.integers(1, 4), st.integers(0, 4))
def test_a_spoilt_fabric_has_the_pairs_and_gaps_that_trying_all_finds(
    seed: int, count: int, defects: int
) -> None:
    chance = Random(seed)  # noqa: S311  drawn, not secret
    shapes = defective(chance, count, defects)
    assert pairs_of(shapes) == every_pair(shapes)
    zone = rectangle(
        EAST + chance.randrange(-9, 30),
        NORTH + chance.randrange(-9, 30),
        chance.randrange(1, 30),
        9,
    )
    expected = shapely.difference(zone, shapely.union_all(shapes)).area
    area, is_bare = left_of(zone, shapes)
    assert is_bare == (not any(shapely.intersects(shapes, zone)))
    if not is_bare:
        assert area == pytest.approx(expected, abs=1e-6)


corner = st.tuples(st.integers(0, 5), st.integers(0, 5))
triangles = st.lists(corner, min_size=3, max_size=3, unique=True).map(shapely.Polygon)


@settings(deadline=None, max_examples=300)
@given(st.lists(triangles.filter(lambda it: it.area > 0), min_size=1, max_size=12))
def test_triangles_of_few_corners_have_the_pairs_that_trying_all_finds(
    shapes: list[shapely.Geometry],
) -> None:
    assert pairs_of(shapes) == every_pair(shapes)
