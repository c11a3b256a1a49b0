from __future__ import annotations

import math

import pytest

from zoneland.files.survey.axes import place
from zoneland.files.survey.grammar import head_line, point_line
from zoneland.files.survey.scan import scan_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J1,1,3850000,38500000", ("J1", 1)),
        ("J01,12,3850000,38500000", ("J01", 12)),
        ("1,1,3850000,38500000", ("1", 1)),
        ("J1,3850000,38500000", ("J1", None)),
        ("3850000,38500000", ("", None)),
        ("J1,3850000,38500000,12.5", ("J1", None)),
        ("J1,3850000,38500000,12.5,2", ("J1", 2)),
        ("J1,3850000,38500000,,2", ("J1", 2)),
        (" J1 ，1， 3850000 ，38500000 ，", ("J1", 1)),
    ],
)
def test_points_are_read_in_every_form(text: str, expected: tuple[str, int | None]) -> None:
    point = point_line(text)
    assert point is not None
    assert (point.label, point.ring) == expected
    assert (point.first, point.second) == (3_850_000, 38_500_000)


@pytest.mark.parametrize(
    "text",
    ["", "J1", "J1,1,2,3,4,5", "J1,x,3850000,38500000,1", "J1,inf,1", "J1,1,1_000,2", "带号=38"],
)
def test_what_is_no_point_is_none(text: str) -> None:
    assert point_line(text) is None


@pytest.mark.parametrize(
    ("text", "number", "name", "points", "stated_ha"),
    [
        ("5,1.25,7,甲,面,,,,@", "7", "甲", 5, 1.25),
        (",,7,甲,面,,,,@", "7", "甲", None, math.nan),
        ("5,1.25,7,甲,面,,,,耕地,0101,6,7,备注,@", "7", "甲", 5, 1.25),
        ("1,地块1,面,,@", "1", "地块1", None, math.nan),
        ("1,4.2741,,建新,,,,水浇地,@", "1", "建新", None, 4.2741),
        ("2,4.2741,7,甲,面,,,,@", "7", "甲", 2, 4.2741),  # a count, and a wrong one
        ("5，1.25，7，甲（一期），面，，，，＠", "7", "甲（一期）", 5, 1.25),
        ("5,1.25,7,甲,面,,,,@,,", "7", "甲", 5, 1.25),
    ],
)
def test_heads_are_read_in_every_form(
    text: str, number: str, name: str, points: int | None, stated_ha: float
) -> None:
    head = head_line(text)
    assert head is not None
    assert (head.number, head.name, head.points) == (number, name, points)
    assert head.stated_ha == pytest.approx(stated_ha, nan_ok=True)


@pytest.mark.parametrize(
    "text", ["J1,1,3850000,38500000,@", "J1,1,3850000,38500000", "a,b,c,d,@", "甲乙丙", ""]
)
def test_what_is_no_head_is_none(text: str) -> None:
    assert head_line(text) is None


@pytest.mark.parametrize(
    ("pair", "easting"),
    [
        ((3_850_000, 38_500_000), 38_500_000),
        ((38_500_000, 3_850_000), 38_500_000),
        ((3_850_000, 19_500_000), 19_500_000),
        ((500_000, 3_850_000), 500_000),
        ((3_850_000, 12_500_000), None),
        ((3_850_000, 46_500_000), None),
        ((3_850_000, 38_050_000), None),
        ((3_850_000, 3_850_000), None),
        ((500_000, 38_500_000), None),
        ((-3_850_000, 500_000), None),
        ((113.6, 34.7), None),
    ],
)
def test_axes_are_told_by_magnitude(pair: tuple[float, float], easting: float | None) -> None:
    found = place(*pair)
    assert (found.easting if found else None) == easting


def test_the_scan_sorts_every_line_and_counts_as_editors_do() -> None:
    text = "带号=\r\n带号=38\r\n备注\x0b还是这行\r\n\r\n4,,1,甲,面,,,,@\r\n1,3850000,500000\r\n?"
    scan = scan_lines(text)
    assert scan.settings == {"带号": ["38"]}
    assert [line for line, _ in scan.unused] == [3]
    assert [point.line for point in scan.plots[0].points] == [6]
    assert scan.unread == [(7, "?")]


def test_a_second_section_after_the_coordinates_may_hold_settings_again() -> None:
    scan = scan_lines("[地块坐标]\n带号=38\n[属性描述]\n带号=39")
    assert scan.unread == [(2, "带号=38")]
    assert scan.settings == {"带号": ["39"]}
