from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zoneland.measure.adjust import adjust

areas = st.lists(st.integers(0, 10**9), min_size=1, max_size=20)


@given(areas, st.integers(0, 10**10))
def test_adjusted_areas_add_up_and_none_is_negative(sizes: list[int], total: int) -> None:
    adjusted = adjust(np.array(sizes, dtype=np.int64), total)
    assert adjusted.sum() == total
    assert (adjusted >= 0).all()


@given(areas, st.integers(-19, 19))
def test_a_small_residual_moves_each_area_by_one_step_at_most(sizes: list[int], rest: int) -> None:
    positive = [size + 100 for size in sizes]
    if abs(rest) <= len(positive):
        adjusted = adjust(np.array(positive), sum(positive) + rest)
        assert np.abs(adjusted - positive).max(initial=0) <= 1


def test_the_largest_come_first_and_ties_keep_their_order() -> None:
    assert adjust(np.array([5, 9, 9, 1]), 26).tolist() == [5, 10, 10, 1]
    assert adjust(np.array([5, 9, 9, 1]), 25).tolist() == [5, 10, 9, 1]


def test_a_small_class_is_not_swamped_by_a_large_residual() -> None:
    """Stored areas 10 % too large: a road of 110 beside 6,490 and 4,400 keeps its share."""
    assert adjust(np.array([110, 6_490, 4_400]), 10_000).tolist() == [100, 5_900, 4_000]


def test_nothing_stays_nothing_unless_all_is_nothing() -> None:
    assert adjust(np.array([0, 3]), 9).tolist() == [0, 9]
    assert adjust(np.array([0, 0]), 3).tolist() == [2, 1]
    assert adjust(np.array([0, 0]), 10**12 + 1).tolist() == [5 * 10**11 + 1, 5 * 10**11]
