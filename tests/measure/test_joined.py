from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.drawing import EAST, NORTH, rectangle
from zoneland.measure.joined import clusters, joined_width_m

HAIR_M = 1e-7


def test_a_chain_of_hairs_hangs_together_from_end_to_end() -> None:
    strips = [rectangle(EAST, NORTH + at * (1 + HAIR_M), 10, 1) for at in range(5)]
    assert clusters(strips).tolist() == [0] * 5
    assert clusters(strips[::2]).tolist() == [0, 1, 2]


@pytest.mark.parametrize(("gap_m", "count"), [(0.00009, 1), (0.00011, 2), (1, 2)])
def test_the_tolerance_parts_one_from_two(gap_m: float, count: int) -> None:
    squares = [shapely.box(0, 0, 1, 1), shapely.box(1 + gap_m, 0, 2, 1)]
    assert len(set(clusters(squares).tolist())) == count


def test_no_pieces_have_no_clusters() -> None:
    assert clusters([]).tolist() == []


def test_numbers_follow_the_order_of_the_pieces() -> None:
    at = (0, 9, 1, 5, 10)  # 0-1 and 9-10 touch
    assert clusters([shapely.box(x, 0, x + 1, 1) for x in at]).tolist() == [0, 1, 0, 2, 1]


def test_the_width_of_halves_is_that_of_the_whole_at_true_coordinates() -> None:
    halves = [rectangle(EAST, NORTH, 12, 10), rectangle(EAST, NORTH + 10 + HAIR_M, 12, 10)]
    whole = 2 * 12 * 20 / 64
    assert joined_width_m(np.array(halves, dtype=object)) == pytest.approx(whole, abs=1e-5)


def test_pieces_that_meet_at_a_corner_keep_both_perimeters() -> None:
    squares = np.array([shapely.box(0, 0, 4, 4), shapely.box(4, 4, 8, 8)], dtype=object)
    assert joined_width_m(squares) == pytest.approx(2 * 32 / 32, abs=1e-4)
