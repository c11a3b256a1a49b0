from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zoneland.measure.tally import STEPS, WIDEST, Tally

SIZES = st.lists(
    st.tuples(st.sampled_from([-1, 3, 8, 10**9]), st.floats(0.0, 120.0)), min_size=1, max_size=60
)


def tally_of(pairs: list[tuple[int, float]], cuts: list[int]) -> dict[int, float]:
    tally = Tally.of_cells(100.0)
    for part in np.split(np.arange(len(pairs)), sorted(cuts)):
        codes = np.array([pairs[at][0] for at in part], dtype=np.int64)
        tally.add(codes, np.array([pairs[at][1] for at in part], dtype=float))
    return tally.areas_m2()


@given(SIZES, st.lists(st.integers(0, 60), max_size=5), st.randoms())
def test_neither_the_order_nor_the_pieces_show_in_a_sum(pairs, cuts, chance) -> None:  # noqa: ANN001  drawn
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    assert tally_of(pairs, []) == tally_of(shuffled, cuts)


def test_a_million_cells_lose_nothing() -> None:
    """A tenth is no binary number: added one by one, a million of them miss by 1.3e-6."""
    tally = Tally.of_cells(0.1)
    for _ in range(10):
        tally.add(np.tile([5, 6], 50_000), np.full(100_000, 0.1))
    step = Fraction(1, 8) / STEPS
    exact = round(Fraction(0.1) / step) * step * 500_000
    assert tally.areas_m2() == {5: float(exact), 6: float(exact)}


def test_codes_far_apart_take_no_room() -> None:
    tally = Tally.of_cells(1.0)
    tally.add(np.array([-(2**40), 0, WIDEST, 2**60]), np.array([1.0, 0.0, 2.0, 3.0]))
    assert tally.areas_m2() == {-(2**40): 1.0, WIDEST: 2.0, 2**60: 3.0}
    tally.add(np.array([], dtype=np.int64), np.array([]))
    assert len(tally.steps) == 3
