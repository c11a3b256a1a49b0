from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from tests.drawing import EAST, NORTH, rectangle
from zoneland.checks.corners import odd_corners

SQUARE = [(0, 0), (40, 0), (40, 40), (0, 40)]


def found(*rings: list[tuple[float, float]]) -> tuple[list[list[float]], list[list[float]]]:
    """Vertices drawn twice and spikes of a polygon of a shell and holes, in order."""
    twice, spikes = odd_corners(np.array([shapely.Polygon(rings[0], rings[1:])]))
    return sorted(twice.xy.tolist()), sorted(spikes.xy.tolist())


def needle(foot_m: float, length_m: float) -> list[tuple[float, float]]:
    """A square with a needle to the east."""
    east = 40 + length_m
    return [*SQUARE[:2], (40, 10), (east, 10 + foot_m / 2), (40, 10 + foot_m), *SQUARE[2:]]


def test_a_plain_square_has_neither() -> None:
    assert found(SQUARE) == ([], [])


@pytest.mark.parametrize(("apart_m", "count"), [(0, 1), (0.00009, 1), (0.00011, 0)])
def test_vertices_are_one_below_a_tenth_of_a_millimetre(apart_m: float, count: int) -> None:
    assert len(found([(0, 0), (40, 0), (40, apart_m), (40, 40)])[0]) == count


def test_the_vertex_that_closes_a_ring_is_not_drawn_twice_but_one_more_is() -> None:
    assert found([*SQUARE, SQUARE[0]])[0] == []
    assert found([*SQUARE, SQUARE[0], SQUARE[0]])[0] == [[0, 0]]


def test_a_hole_s_first_vertex_is_no_neighbour_of_the_shell_s_last() -> None:
    assert found(SQUARE, [(0, 0), (5, 5), (5, 9)]) == ([], [])


@pytest.mark.parametrize(
    ("foot_m", "length_m", "is_spike"),
    [
        (0.1, 10, True),  # 0.57 degrees
        (0.2, 10, False),  # 1.15 degrees
        (0.004, 0.51, True),
        (0.004, 0.49, False),  # its sides are too short
    ],
)
def test_a_spike_turns_by_less_than_one_degree_on_two_long_sides(
    foot_m: float, length_m: float, *, is_spike: bool
) -> None:
    spot = [40 + length_m, 10 + foot_m / 2]
    assert found(needle(foot_m, length_m))[1] == ([spot] if is_spike else [])


def test_a_spike_drawn_inwards_or_with_its_tip_twice_is_one_too() -> None:
    slit = [*SQUARE[:2], (40, 10), (20, 10.02), (40, 10.04), *SQUARE[2:]]
    assert found(slit)[1] == [[20, 10.02]]
    ring = needle(0.02, 10)
    assert found([*ring[:4], ring[3], *ring[4:]])[1] == [[50, 10.01]]


def test_owners_are_counted_over_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneland.checks.corners._BATCH", 2)
    shapes = [rectangle(EAST, NORTH, 1, 1)] * 4 + [shapely.Polygon(needle(0.02, 10))]
    twice, spikes = odd_corners(np.array(shapes))
    assert (len(twice), spikes.owner.tolist()) == (0, [4])
    assert [len(spots) for spots in odd_corners(np.array([], dtype=object))] == [0, 0]


@st.composite
def rings(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Stars with a needle here and a vertex drawn twice there."""
    count = draw(st.integers(4, 9))
    radii = draw(st.lists(st.integers(10, 90), min_size=count, max_size=count))
    angles = [2 * np.pi * at / count for at in range(count)]
    star = [
        (round(r * np.cos(a), 3), round(r * np.sin(a), 3))
        for r, a in zip(radii, angles, strict=True)
    ]
    for at in draw(st.sets(st.integers(0, count - 1), max_size=2)):
        star.insert(at, star[at])
    if draw(st.booleans()):
        x, y = star[-1]
        star += [(round(3 * x, 3), round(3 * y, 3)), (round(x + 0.01, 3), round(y - 0.01, 3))]
    return star


@settings(deadline=None, max_examples=200)
@given(ring=rings(), turn=st.integers(0, 12), is_reversed=st.booleans())
def test_where_a_ring_begins_and_which_way_it_runs_changes_nothing(
    ring: list[tuple[float, float]], turn: int, *, is_reversed: bool
) -> None:
    turned = [ring[(at + turn) % len(ring)] for at in range(len(ring))]
    turned = turned[::-1] if is_reversed else turned
    assert found([*turned, turned[0]]) == found([*ring, ring[0]])


def test_the_same_is_found_far_out_in_the_plane() -> None:
    shape = affinity.translate(shapely.Polygon(needle(0.1, 10)), EAST, NORTH)
    assert odd_corners(np.array([shape]))[1].xy.tolist() == [[EAST + 50, NORTH + 10.05]]


def test_the_parts_of_a_multi_polygon_are_looked_at() -> None:
    parts = [shapely.Polygon(needle(0.1, 10)), rectangle(90, 0, 9, 9)]
    twice, spikes = odd_corners(np.array([rectangle(0, 0, 1, 1), shapely.MultiPolygon(parts)]))
    assert (len(twice), spikes.owner.tolist()) == (0, [1])
    assert spikes.xy.tolist() == [[50, 10.05]]


def test_a_ring_smaller_than_the_tolerance_has_no_spike_and_hides_none_of_its_neighbours() -> None:
    crumb = shapely.Polygon([(0, 0), (0.00005, 0), (0, 0.00005)])
    twice, spikes = odd_corners(np.array([crumb, shapely.Polygon(needle(0.1, 10)), crumb]))
    assert set(twice.owner.tolist()) == {0, 2}
    assert spikes.owner.tolist() == [1]
