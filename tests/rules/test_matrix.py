"""Every pair of the matrix, drawn once: a square of 30 × 30 m, 900 m²."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, land_of, rectangle, zones_of
from zoneland.core.problems import Level
from zoneland.rules.lines import line_overlap
from zoneland.rules.matrix import ABOUT_ZONE, MATRIX
from zoneland.rules.settings import LinesRule

if TYPE_CHECKING:
    from zoneland.core.verdicts import Judgement

ZONE = zones_of(A=rectangle(EAST, NORTH, 1_000, 1_000))
AROUND = rectangle(EAST - 100, NORTH - 100, 2_000, 2_000)
FAR = rectangle(EAST + 5_000, NORTH, 10, 10)
FARTHER = rectangle(EAST + 6_000, NORTH, 10, 10)
SQUARE = rectangle(EAST, NORTH, 30, 30)
BUT_SQUARE = shapely.difference(AROUND, SQUARE)
KEPT = {"farmland": FAR, "redline": FARTHER, "growth": AROUND}


def lines(**shapes: shapely.Geometry) -> dict[str, gpd.GeoDataFrame]:
    return {role: gpd.GeoDataFrame(geometry=[shape], crs=PLANE) for role, shape in shapes.items()}


def judge(
    rule: LinesRule | None = None,
    *,
    zones: gpd.GeoDataFrame = ZONE,
    land: dict[str, gpd.GeoDataFrame] | None = None,
    **shapes: shapely.Geometry,
) -> Judgement:
    return line_overlap(zones, lines(**{**KEPT, **shapes}), rule=rule, area="plane", land=land)


def of_kind(judged: Judgement, kind: str) -> list[list[object]]:
    found = judged.findings[judged.findings["kind"] == kind]
    rows: list[list[object]] = found[["zone_id", "level", "area_m2"]].to_numpy().tolist()
    return rows


PLAN = {"plan": land_of(("1001", "industry", SQUARE), ("0701", "residential", FAR))}
SURVEY = {"survey": land_of(("0103", "cropland", SQUARE), ("0701", "residential", FAR))}

DRAWN = {
    "farmland": {"farmland": SQUARE},
    "redline": {"redline": SQUARE},
    "outside_growth": {"growth": BUT_SQUARE},
    "flexible": {"flexible": SQUARE},
    "special": {"special": SQUARE},
    "growth_farmland": {"farmland": SQUARE},
    "growth_redline": {"redline": SQUARE},
    "redline_farmland": {"redline": SQUARE, "farmland": SQUARE},
    "plan_outside_growth": {"growth": BUT_SQUARE, "land": PLAN},
    "cropland": {"land": SURVEY},
}


@pytest.mark.parametrize("kind", DRAWN)
def test_each_pair_is_found_with_its_area_and_level(kind: str) -> None:
    judged = judge(**DRAWN[kind])
    assert of_kind(judged, kind) == [["A", str(MATRIX[kind]), 900.0]]
    assert judged.table.loc["A", f"{kind}_m2"] == 900.0


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize("level", Level)
def test_a_level_that_is_set_stands_and_fails_only_what_is_about_the_zone(
    kind: str, level: Level
) -> None:
    others = dict.fromkeys(MATRIX, Level.INFO)
    rule = LinesRule(levels={**others, kind: level})
    judged = judge(rule, **{"flexible": FAR, "special": FAR, "land": PLAN, **DRAWN[kind]})
    assert of_kind(judged, kind) == [["A", str(level), 900.0]]
    fails = level is Level.ERROR and kind in ABOUT_ZONE
    assert judged.table.loc["A", "verdict"] == ("fail" if fails else "pass")


def test_the_matrix_is_that_of_the_trade() -> None:
    assert {kind: str(level) for kind, level in MATRIX.items()} == {
        "farmland": "error",
        "redline": "error",
        "outside_growth": "error",
        "flexible": "warning",
        "special": "warning",
        "zones": "error",
        "growth_farmland": "info",
        "growth_redline": "error",
        "redline_farmland": "warning",
        "plan_outside_growth": "warning",
        "cropland": "info",
    }


def test_zones_that_share_ground_both_fail_and_it_is_listed_once() -> None:
    zones = zones_of(
        A=rectangle(EAST, NORTH, 100, 100), B=rectangle(EAST + 70, NORTH, 100, 30)
    )  # 30 × 30
    judged = judge(zones=zones)
    assert judged.table["verdict"].tolist() == ["fail", "fail"]
    assert judged.table["zones_m2"].tolist() == [900, 900]
    assert judged.findings[["zone_id", "other_id", "kind", "level"]].to_numpy().tolist() == [
        ["A", "B", "zones", "error"]
    ]


def test_ground_that_three_zones_share_counts_once_for_each() -> None:
    here = rectangle(EAST, NORTH, 30, 30)
    judged = judge(zones=zones_of(A=here, B=here, C=here))
    assert judged.table["zones_m2"].tolist() == [900, 900, 900]
    pairs = judged.findings[["zone_id", "other_id"]].to_numpy().tolist()
    assert pairs == [["A", "B"], ["A", "C"], ["B", "C"]]


def test_zones_that_touch_share_nothing_even_when_strict() -> None:
    zones = zones_of(A=rectangle(EAST, NORTH, 100, 100), B=rectangle(EAST + 100, NORTH, 50, 50))
    judged = judge(LinesRule(strict=True), zones=zones)
    assert judged.table["verdict"].tolist() == ["pass", "pass"]
    assert judged.findings.empty


def test_zones_that_share_a_sliver_pass_and_are_told() -> None:
    zones = zones_of(A=rectangle(EAST, NORTH, 100, 100), B=rectangle(EAST + 99, NORTH, 50, 100))
    judged = judge(zones=zones)  # 100 m², 1 m wide
    assert judged.table["verdict"].tolist() == ["pass", "pass"]
    assert judged.table["zones_sliver_m2"].tolist() == [100, 100]
    assert judged.findings["band"].tolist() == ["sliver"]


def test_farmland_in_a_hole_of_the_zone_is_no_finding_of_the_zone() -> None:
    hole = zones_of(A=shapely.difference(rectangle(EAST, NORTH, 1_000, 1_000), SQUARE))
    judged = judge(LinesRule(strict=True), zones=hole, farmland=SQUARE)
    assert judged.table.loc["A", ["verdict", "farmland_m2"]].tolist() == ["pass", 0]
    assert judged.findings.empty


def test_lines_that_overlap_outside_all_zones_are_summed_and_told() -> None:
    beyond = rectangle(EAST + 1_000, NORTH, 30, 30)
    lawful = judge(farmland=beyond)
    assert [problem.code for problem in lawful.problems] == ["ZL350"]
    assert lawful.problems[0].values["area_m2"] == "900.00"
    assert lawful.table.loc["A", ["verdict", "growth_farmland_m2"]].tolist() == ["pass", 0]
    assert lawful.findings.empty
    assert [problem.code for problem in judge(redline=beyond).problems] == ["ZL351"]


def test_what_two_lines_share_in_and_out_of_a_zone_is_told_apart() -> None:
    across = rectangle(EAST + 980, NORTH, 50, 30)  # 20 m inside the zone, 30 m outside
    judged = judge(farmland=across)
    assert of_kind(judged, "growth_farmland") == [["A", "info", 600.0]]
    assert judged.problems[0].values["area_m2"] == "900.00"


def test_only_plan_industry_and_survey_cropland_count() -> None:
    land = {
        "plan": land_of(("0701", "residential", SQUARE)),
        "survey": land_of(("0301", "forest", SQUARE)),
    }
    judged = judge(growth=BUT_SQUARE, land=land)
    assert judged.table.loc["A", ["plan_outside_growth_m2", "cropland_m2"]].tolist() == [0, 0]


def test_cropland_that_is_basic_farmland_is_left_to_the_farmland() -> None:
    half = rectangle(EAST, NORTH, 30, 15)
    judged = judge(farmland=half, land=SURVEY)
    assert judged.table.loc["A", ["farmland_m2", "cropland_m2"]].tolist() == [450, 450]


def test_what_is_not_given_is_not_a_number() -> None:
    judged = line_overlap(ZONE, lines(redline=FAR), rule=LinesRule())
    row = judged.table.loc["A"]
    told = {kind for kind in MATRIX if not np.isnan(row[f"{kind}_m2"])}
    assert told == {"redline", "zones"}


@pytest.mark.parametrize("kind", ["flexible", "special", "plan_outside_growth"])
def test_a_layer_whose_findings_would_fail_must_be_there_to_pass(kind: str) -> None:
    judged = judge(LinesRule(levels={kind: Level.ERROR}))
    assert judged.table.loc["A", "verdict"] == "cannot_tell"
    assert judge().table.loc["A", "verdict"] == "pass"


@pytest.mark.parametrize(
    ("width_m", "height_m", "band"),
    [
        (0.99, 1, "noise"),  # 0.99 m²
        (1, 1, "sliver"),  # 1 m², 0.5 m wide
        (19.99, 10, "sliver"),  # 199.9 m²
        (20, 10, "finding"),  # 200 m²
        (0.0999, 900, "noise"),  # less than 0.1 m
        (0.101, 900, "sliver"),  # 2 × 90.9 / 1800.202 = 0.10099
        (2, 998, "sliver"),  # 2 × 1996 / 2000 = 1.996
        (3, 6, "sliver"),  # 2 × 18 / 18 = 2.0 wide, but 18 m²
        (2.005, 998, "finding"),  # 2 × 2000.99 / 2000.01 = 2.001
    ],
)
def test_bands_change_at_their_bounds(width_m: float, height_m: float, band: str) -> None:
    judged = judge(redline=rectangle(EAST, NORTH, width_m, height_m))
    row = judged.table.loc["A"]
    size_m2 = round(width_m * height_m, 2)
    sums = {"noise": row["redline_noise_m2"], "sliver": row["redline_sliver_m2"]}
    assert row["redline_m2"] == size_m2
    assert {name for name, size in sums.items() if size} == {band} - {"finding"}
    assert row["verdict"] == ("fail" if band == "finding" else "pass")
    assert judged.findings["band"].tolist()[:1] == ([] if band == "noise" else [band])


def test_a_line_in_two_halves_a_hair_apart_fails_as_the_whole_does() -> None:
    gap = 1e-7
    halves = [rectangle(EAST, NORTH, 12, 10), rectangle(EAST, NORTH + 10 + gap, 12, 10 - gap)]
    farmland = gpd.GeoDataFrame(geometry=halves, crs=PLANE)
    judged = line_overlap(ZONE, {**lines(**KEPT), "farmland": farmland}, area="plane")
    assert judged.table.loc["A", ["verdict", "farmland_m2"]].tolist() == ["fail", 240]
    found = judged.findings[judged.findings["kind"] == "farmland"]
    assert found[["band", "area_m2", "width_m"]].to_numpy().tolist() == [["finding", 240.0, 7.5]]
