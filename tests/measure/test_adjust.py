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
