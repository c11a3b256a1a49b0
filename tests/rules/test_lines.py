from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle, zones_of
from zoneland.core.problems import InputError
from zoneland.rules.lines import line_overlap
from zoneland.rules.settings import LinesRule

if TYPE_CHECKING:
    import shapely

    from zoneland.core.verdicts import Judgement

ZONE = zones_of(A=rectangle(EAST, NORTH, 1_000, 1_000))
AROUND = rectangle(EAST - 100, NORTH - 100, 2_000, 2_000)
FAR = rectangle(EAST + 5_000, NORTH, 10, 10)


def lines(**shapes: shapely.Geometry) -> dict[str, gpd.GeoDataFrame]:
    return {role: gpd.GeoDataFrame(geometry=[shape], crs=PLANE) for role, shape in shapes.items()}


def judge(rule: LinesRule | None = None, **shapes: shapely.Geometry) -> Judgement:
    given = {"farmland": FAR, "redline": FAR, "growth": AROUND, **shapes}
    return line_overlap(ZONE, lines(**given), rule=rule or LinesRule(), area="plane")


def test_a_zone_clear_of_all_three_lines_passes() -> None:
    judged = judge()
    assert judged.table.loc["A", "verdict"] == "pass"
    assert judged.findings.empty


@pytest.mark.parametrize(
    ("role", "shape", "column", "area_m2"),
    [
        ("farmland", rectangle(EAST - 5, NORTH, 25, 20), "farmland_m2", 400),  # 20 of 25 m inside
        ("redline", rectangle(EAST, NORTH, 30, 30), "redline_m2", 900),
        ("growth", rectangle(EAST - 9, NORTH - 9, 2_000, 1_004), "outside_growth_m2", 5_000),
    ],
)
def test_each_line_fails_the_zone_it_is_broken_by(
    role: str, shape: shapely.Geometry, column: str, area_m2: float
) -> None:
    judged = judge(**{role: shape})
    assert judged.table.loc["A", "verdict"] == "fail"
    assert judged.table.loc["A", column] == area_m2
    grave = judged.findings[judged.findings["level"] == "error"]
    assert grave[grave["kind"] == column.removesuffix("_m2")][
        ["band", "area_m2"]
    ].to_numpy().tolist() == [["finding", area_m2]]


def test_slivers_are_listed_and_summed_but_do_not_fail() -> None:
    strip = rectangle(EAST, NORTH, 1_000, 1.5)  # 1,500 m², 1.5 m wide
    judged = judge(farmland=strip)
    assert judged.table.loc["A", ["verdict", "farmland_m2", "farmland_sliver_m2"]].tolist() == [
        "pass",
        1_500,
        1_500,
    ]
    assert judged.findings[["kind", "level"]].to_numpy().tolist() == [
        ["farmland", "warning"],
        ["growth_farmland", "info"],
    ]


def test_noise_is_summed_and_not_listed() -> None:
    hair = rectangle(EAST, NORTH, 1_000, 0.05)  # 50 m², 5 cm wide
    judged = judge(redline=hair)
    assert judged.table.loc["A", ["verdict", "redline_m2", "redline_noise_m2"]].tolist() == [
        "pass",
        50,
        50,
    ]
    assert judged.findings.empty


def test_strict_counts_everything_that_has_an_area() -> None:
    judged = judge(rule=LinesRule(strict=True), redline=rectangle(EAST, NORTH, 1_000, 0.05))
    assert judged.table.loc["A", "verdict"] == "fail"


def test_a_line_that_only_touches_gives_nothing_even_when_strict() -> None:
    judged = judge(rule=LinesRule(strict=True), farmland=rectangle(EAST + 1_000, NORTH, 50, 1_000))
    assert judged.table.loc["A", ["verdict", "farmland_m2"]].tolist() == ["pass", 0]


def test_a_line_that_is_not_given_leaves_the_verdict_open() -> None:
    judged = line_overlap(ZONE, lines(farmland=FAR, redline=FAR), rule=LinesRule())
    assert judged.table.loc["A", "verdict"] == "cannot_tell"
    assert np.isnan(judged.table.loc["A", "outside_growth_m2"])


def test_a_failure_stands_whatever_else_is_missing() -> None:
    judged = line_overlap(ZONE, lines(redline=rectangle(EAST, NORTH, 30, 30)), rule=LinesRule())
    assert judged.table.loc["A", "verdict"] == "fail"


def test_a_line_of_an_unknown_name_is_refused_and_not_left_out() -> None:
    with pytest.raises(InputError, match="ZL123"):
        judge(growht=AROUND)
