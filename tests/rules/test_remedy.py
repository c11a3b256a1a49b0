from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from zoneland.rules.remedy import NOTHING, Remedy, remedies
from zoneland.rules.share import verdict_of

SIXTY = Fraction(3, 5)


def test_exactly_sixty_percent_takes_nothing_and_one_dm2_less_takes_one() -> None:
    assert remedies(60, 100, minimum=SIXTY, denominator="zone") == Remedy(0, 0, 0)
    assert remedies(59, 100, minimum=SIXTY, denominator="zone").to_convert_dm2 == 1


def test_what_cannot_be_done_is_not_offered() -> None:
    assert remedies(0, 0, minimum=SIXTY, denominator="zone") == NOTHING
    none = remedies(0, 100, minimum=SIXTY, denominator="construction")
    assert none == Remedy(60, 150, None)
    assert remedies(50, 100, minimum=Fraction(1), denominator="construction").to_add_dm2 is None
    room = {"minimum": SIXTY, "denominator": "construction"}
    assert remedies(50, 100, room_dm2=25, **room).to_add_dm2 == 25
    assert remedies(50, 100, room_dm2=24, **room).to_add_dm2 is None


@given(
    st.integers(1, 10**12),
    st.integers(0, 10**12),
    st.fractions(Fraction(1, 100), Fraction(99, 100)),
)
def test_each_way_passes_and_with_one_dm2_less_does_not(
    certain: int, rest: int, minimum: Fraction
) -> None:
    whole = certain + rest
    assume(verdict_of(certain, certain, whole, minimum) == "fail")
    found = remedies(certain, whole, minimum=minimum, denominator="construction")
    convert, add, leave = found.to_convert_dm2, found.to_add_dm2, found.to_leave_dm2
    assert convert is not None and add is not None and leave is not None  # noqa: PT018  one idea
    for less, word in ((0, "pass"), (1, "fail")):
        now = certain + convert - less
        assert verdict_of(now, now, whole, minimum) == word
        now = certain + add - less
        assert verdict_of(now, now, whole + add - less, minimum) == word
        assert verdict_of(certain, certain, whole - leave + less, minimum) == word
    assert convert <= rest
    assert leave <= rest
