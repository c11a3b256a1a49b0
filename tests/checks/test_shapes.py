from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.checks.shapes import checked_polygons

GOOD = rectangle(EAST, NORTH, 10, 10)
BOW_TIE = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])  # two triangles of 25 m²


def layer(*shapes: shapely.Geometry | None) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": range(len(shapes))}, geometry=list(shapes), crs=PLANE)


def codes(*shapes: shapely.Geometry | None, may_lack_shape: bool = False) -> list[str]:
    _, problems = checked_polygons(layer(*shapes), "x", may_lack_shape=may_lack_shape)
    return [problem.code for problem in problems]


def test_good_polygons_pass_unchanged() -> None:
    frame, problems = checked_polygons(layer(GOOD), "x")
    assert problems == []
    assert frame.geometry[0].equals(GOOD)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "ZL201"),
        (shapely.Polygon(), "ZL201"),
        (shapely.Point(0, 0), "ZL203"),
        (shapely.LineString([(0, 0), (1, 0), (1, 1), (0, 0)]), "ZL203"),
        (shapely.Polygon([(0, 0), (1, 0), (float("inf"), 1)]), "ZL204"),
        (BOW_TIE, "ZL205"),
    ],
)
def test_each_flaw_has_its_code_and_the_good_row_stays(
    shape: shapely.Geometry | None, code: str
) -> None:
    assert codes(GOOD, shape) == [code]


def test_a_parcel_without_shape_is_a_warning_that_names_its_row() -> None:
    frame, problems = checked_polygons(layer(GOOD, None, GOOD), "x", may_lack_shape=True)
    assert (problems[0].code, problems[0].values["rows"]) == ("ZL202", "2")
    assert frame["name"].tolist() == [0, 2]


def test_a_repair_tells_what_it_changed() -> None:
    frame, problems = checked_polygons(layer(BOW_TIE), "x")
    assert frame.geometry[0].area == 50
    assert problems[0].where == "x #1"
    assert problems[0].values["before_m2"] == "0.00"
    assert problems[0].values["after_m2"] == "50.00"
    assert problems[0].point == (5, 5)


def test_what_is_wrong_everywhere_has_no_point() -> None:
    _, problems = checked_polygons(layer(GOOD, None), "x")
    assert [problem.point for problem in problems] == [None]


def test_a_shape_of_which_a_repair_leaves_nothing_counts_as_missing() -> None:
    flat = shapely.Polygon([(0, 0), (10, 0), (5, 0), (0, 0)])
    assert codes(GOOD, flat) == ["ZL201", "ZL205"]
    assert codes(GOOD, flat, may_lack_shape=True) == ["ZL202", "ZL205"]


def test_heights_are_flattened() -> None:
    frame, _ = checked_polygons(layer(shapely.force_3d(GOOD, 7.0)), "x")
    assert not frame.geometry[0].has_z
