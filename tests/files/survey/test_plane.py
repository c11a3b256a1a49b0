from __future__ import annotations

import csv

import pytest

from tests.realdata import shared
from zoneland.files.survey.plane import plane_of

CGCS = {"坐标系": ["2000国家大地坐标系"]}


def codes(settings: dict[str, list[str]], *prefixes: int | None) -> tuple[int | None, list[str]]:
    """EPSG code and problem codes for eastings with such zone numbers, a line each."""
    crs, problems = plane_of(settings, {zone: line for line, zone in enumerate(prefixes, 5)}, "a")
    return crs.to_epsg() if crs else None, [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("zone", "zoned", "by_meridian"),
    [
        (25, 4513, 4534),
        (38, 4526, 4547),
        (45, 4533, 4554),
        (13, 4491, 4502),
        (20, 4498, 4509),
        (23, 4501, 4512),
    ],
)
def test_zones_have_their_epsg_codes(zone: int, zoned: int, by_meridian: int) -> None:
    assert codes(CGCS, zone) == (zoned, [])
    assert codes({**CGCS, "带号": [str(zone)]}, None) == (by_meridian, [])


@pytest.mark.real
def test_every_code_is_that_of_the_table_of_planes() -> None:
    names = {"CGCS2000": "CGCS2000", "Xian 1980": "西安80", "Beijing 1954": "北京54"}
    with shared("domain", "epsg_gk.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["zone"]]
    assert len(rows) >= 74
    for row in rows:
        system = {"坐标系": [names[row["datum"]]]}
        zone = int(row["zone"])
        is_zoned = "zoned" in row["kind"]
        stated = system if is_zoned else {**system, "带号": [row["zone"]]}
        assert codes(stated, zone if is_zoned else None) == (int(row["epsg"]), [])


@pytest.mark.parametrize(
    ("system", "zoned", "by_meridian"),
    [
        ("CGCS2000", 4526, 4547),
        ("国家2000坐标系（1985国家高程基准）", 4526, 4547),
        ("８０国家大地坐标系", 2362, 2383),
        ("1980西安坐标系", 2362, 2383),
        ("Xian_1980", 2362, 2383),
        ("1954年北京坐标系", 2414, 2435),
        ("Beijing54", 2414, 2435),
    ],
)
def test_the_stated_datum_decides_so_that_others_are_not_mixed_in(
    system: str, zoned: int, by_meridian: int
) -> None:
    assert codes({"坐标系": [system]}, 38) == (zoned, [])
    assert codes({"坐标系": [system], "带号": ["38"]}, None) == (by_meridian, [])


@pytest.mark.parametrize("system", ["2000郑州独立坐标系", "地方坐标系", "WGS84", "西安80转2000"])
def test_a_datum_that_is_none_of_ours_is_asked_about(system: str) -> None:
    assert codes({"坐标系": [system]}, 38) == (None, ["ZL193"])


def test_no_datum_is_taken_for_cgcs2000_and_told() -> None:
    assert codes({}, 38) == (4526, ["ZL198"])
    assert codes({"坐标系": []}, 38) == (4526, ["ZL198"])


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"带号": ["38"], "几度分带": ["3"]}, []),
        ({"带号": ["38带"], "几度分带": ["三度分带"]}, []),
        ({"带号": ["39"]}, ["ZL194"]),
        ({"带号": ["114"]}, ["ZL194"]),
        ({"几度分带": ["6"]}, ["ZL194"]),
        ({"几度分带": ["1.5"]}, ["ZL194"]),
        ({"带号": ["38", "39"]}, ["ZL194"]),
    ],
)
def test_the_zone_in_the_coordinates_wins_and_a_contradiction_is_told(
    stated: dict[str, list[str]], expected: list[str]
) -> None:
    assert codes({**CGCS, **stated}, 38) == (4526, expected)


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"几度分带": ["3"]},
        {"带号": ["38"], "几度分带": ["6"]},
        {"带号": ["38", "39"]},
        {"带号": ["24"]},
        {"带号": ["114"]},
    ],
)
def test_without_zone_number_a_contradiction_or_a_blank_is_asked_about(
    stated: dict[str, list[str]],
) -> None:
    assert codes({**CGCS, **stated}, None) == (None, ["ZL193"])


@pytest.mark.parametrize("prefixes", [(38, 39), (38, None), (None, 38)])
def test_zones_are_not_mixed(prefixes: tuple[int | None, ...]) -> None:
    crs, problems = plane_of(
        {**CGCS, "带号": ["38"]}, dict(zip(prefixes, (7, 12), strict=True)), "a"
    )
    assert crs is None
    assert [(problem.code, problem.where) for problem in problems] == [("ZL193", "a:12")]


@pytest.mark.parametrize(
    ("projection", "epsg"),
    [("高斯克吕格", 4526), ("横轴墨卡托", 4526), ("UTM", None), ("墨卡托", None)],
)
def test_another_projection_is_not_taken_for_gauss_kruger(
    projection: str, epsg: int | None
) -> None:
    assert codes({**CGCS, "投影类型": [projection]}, 38)[0] == epsg


def test_what_is_not_stated_is_named() -> None:
    _, (told,) = plane_of({}, {None: 1}, "a")
    assert "没有写明：坐标系、投影类型、几度分带、带号" in told.said()
    _, (told,) = plane_of({**CGCS, "几度分带": ["3"]}, {None: 1}, "a")
    assert "几度分带=3；没有写明：投影类型、带号" in told.said()
    assert "it does not state: 投影类型, 带号" in told.said("en")
