from __future__ import annotations

import pytest
import shapely

from zoneland.files.survey.axes import Place
from zoneland.files.survey.grammar import head_line
from zoneland.files.survey.rings import Corner, outline, rings_of, shape_of
from zoneland.files.survey.stated import area_problems, breaks_in, count_problems

BOX = [(0, 0), (100, 0), (100, 100), (0, 100)]
FAR = [(200, 0), (300, 0), (300, 100), (200, 100)]


def square(west: float, south: float, width: float) -> list[tuple[float, float]]:
    return list(shapely.box(west, south, west + width, south + width).exterior.coords)


def corners(
    *rings: list[tuple[float, float]], labels: str = "", numbers: tuple[int | None, ...] = ()
) -> list[Corner]:
    """Points of rings one after another, labelled J1, J2, … unless told."""
    found: list[Corner] = []
    for at, ring in enumerate(rings):
        for xy in ring:
            number = numbers[at] if numbers else at + 1
            found.append(Corner(len(found), "", number, Place(*xy, is_swapped=False)))
    names = labels.split() or [f"J{at + 1}" for at in range(len(found))]
    return [Corner(c.line, name, c.ring, c.place) for c, name in zip(found, names, strict=True)]


@pytest.mark.parametrize("numbers", [(1, 2), (None, None), (1, 1), (2, 1)])
def test_closed_rings_end_where_they_come_back_whatever_their_number(
    numbers: tuple[int | None, ...],
) -> None:
    found = rings_of(corners([*BOX, BOX[0]], [*FAR, FAR[0]], numbers=numbers))
    assert [outline(ring) for ring in found] == [BOX, FAR]


def test_open_rings_end_where_the_number_changes() -> None:
    assert [outline(ring) for ring in rings_of(corners(BOX, FAR))] == [BOX, FAR]


def test_a_number_that_is_left_blank_is_the_one_before() -> None:
    points = corners(BOX, FAR)
    blank = [Corner(c.line, c.label, c.ring if c.line % 4 == 0 else None, c.place) for c in points]
    assert [outline(ring) for ring in rings_of(blank)] == [BOX, FAR]


def test_points_drawn_twice_are_corners_once() -> None:
    doubled = [BOX[0], *BOX, BOX[3], BOX[0], BOX[0]]
    (ring,) = rings_of(corners(doubled))
    assert outline(ring) == BOX
    assert len(ring) == 8


@pytest.mark.parametrize(
    ("rings", "parts", "holes", "area_m2"),
    [
        ([square(0, 0, 100), square(20, 20, 10)], 1, 1, 9_900),
        ([square(20, 20, 10), square(0, 0, 100)], 1, 1, 9_900),  # the hole first
        ([square(0, 0, 100), square(200, 0, 100)], 2, 0, 20_000),
        ([square(0, 0, 100), square(200, 0, 100), square(210, 10, 10)], 2, 1, 19_900),
        ([square(0, 0, 100), square(10, 10, 10), square(50, 50, 10)], 1, 2, 9_800),
        ([square(0, 0, 100), square(20, 20, 60), square(40, 40, 20)], 2, 1, 6_800),  # an island
        ([square(0, 0, 100), [(0, 50), (20, 40), (20, 60)]], 1, 1, 9_800),  # touching the edge
        ([square(0, 0, 100), square(100, 0, 100)], 2, 0, 20_000),  # side by side
        ([BOX, BOX], 2, 0, 20_000),  # twice the same: no hole as large as its plot
    ],
)
def test_containment_decides_what_is_a_hole(
    rings: list[list[tuple[float, float]]], parts: int, holes: int, area_m2: float
) -> None:
    found = shapely.get_parts([shape_of(rings)])
    assert len(found) == parts
    assert shapely.get_num_interior_rings(found).sum() == holes
    assert shapely.area(found).sum() == area_m2


def test_a_part_in_the_bay_of_another_is_no_hole() -> None:
    bay = [(0, 0), (100, 0), (100, 100), (80, 100), (80, 20), (20, 20), (20, 100), (0, 100)]
    fill = [(20, 20), (80, 20), (80, 100), (20, 100)]  # all its corners are on the other's edge
    assert shape_of([bay, fill]).area == 100 * 100


def test_rings_that_cross_themselves_are_drawn_as_they_are() -> None:
    tie = [(0, 0), (100, 100), (100, 0), (0, 100)]
    assert not shape_of([tie, square(5, 45, 10)]).is_valid


@pytest.mark.parametrize(
    ("stated_ha", "is_told"),
    [("1.0000", False), ("", False), ("1.0099", False), ("1.0101", True), ("15", True)],
)
def test_an_area_is_told_when_off_by_more_than_a_hundredth(
    stated_ha: str, *, is_told: bool
) -> None:
    head = head_line(f"4,{stated_ha},1,甲,面,,,,@", 6)
    assert head is not None
    assert bool(list(area_problems(head, 10_000, "a:6"))) == is_told


def test_a_small_plot_may_be_off_by_a_hundredth_of_a_hectare() -> None:
    head = head_line("4,0.02,1,甲,面,,,,@")
    assert head is not None
    assert list(area_problems(head, 120, "a:6")) == []  # 0.008 ha off, 67 %
    assert [p.code for p in area_problems(head, 90, "a:6")] == ["ZL196"]  # 0.011 ha off


@pytest.mark.parametrize(("stated", "is_told"), [(3, True), (4, False), (5, False), (6, True)])
@pytest.mark.parametrize("ring", [BOX, [*BOX, BOX[0]]])
def test_closing_points_may_be_counted_or_not(
    ring: list[tuple[float, float]], stated: int, *, is_told: bool
) -> None:
    head = head_line(f"{stated},1,1,甲,面,,,,@")
    found = list(count_problems(head, rings_of(corners(ring)), "a:6"))
    assert bool(found) == is_told


@pytest.mark.parametrize(
    ("labels", "lines"),
    [
        ("J1 J2 J3 J4 J1", []),
        ("J1 J2 J3 J4 J5", []),
        ("J01 J02 J03 J04 J01", []),
        ("J9 J10 J11 J12 J9", []),
        ("J1 J2 J4 J5 J1", [2]),
        ("J1 J2 J2-1 J3 J1", []),
        ("a b c d a", []),
        ("7 5 3 1 7", []),
    ],
)
def test_a_break_in_the_labels_shows_a_lost_line(labels: str, lines: list[int]) -> None:
    assert breaks_in(corners([*BOX, BOX[0]], labels=labels)) == lines


def test_a_closing_point_that_lies_elsewhere_is_told() -> None:
    moved = corners([*BOX, (0, 50)], labels="J1 J2 J3 J4 J1")
    (problem,) = count_problems(None, rings_of(moved), "a:6")
    assert (problem.code, problem.values["lines"]) == ("ZL197", "4")
