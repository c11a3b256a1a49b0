from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
import shapely.affinity

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.checks.shapes import checked_polygons, is_finite
from zoneland.measure.ellipsoid import ellipsoid_area_m2

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


def test_heights_are_flattened_and_that_is_told() -> None:
    frame, problems = checked_polygons(layer(GOOD, shapely.force_3d(GOOD, 7.0)), "x")
    assert not frame.geometry[1].has_z
    assert [(it.code, it.values["rows"]) for it in problems] == [("ZL229", "2")]


def test_what_is_no_polygon_or_has_no_end_is_told_with_a_spot() -> None:
    line = shapely.LineString([(3, 4), (6, 4), (9, 4)])
    endless = shapely.Polygon([(float("inf"), 0), (7, 8), (9, float("inf"))])
    _, problems = checked_polygons(layer(GOOD, line, endless), "x")
    assert {it.code: it.point for it in problems} == {"ZL203": (6, 4), "ZL204": (7, 8)}


@pytest.mark.parametrize(("width", "codes_told"), [(4, ["ZL205", "ZL240"]), (2.2, ["ZL205"])])
def test_a_hole_across_the_shell_is_in_doubt_with_the_very_ground(
    width: float, codes_told: list[str]
) -> None:
    """What of the hole lies outside is land by its linework alone."""
    hole = rectangle(8, 2, width, 4)
    shape = shapely.Polygon(rectangle(0, 0, 10, 10).exterior, [hole.exterior])
    _, problems = checked_polygons(layer(shape), "x")
    assert [it.code for it in problems] == codes_told
    if "ZL240" in codes_told:
        assert problems[1].where == "x #1"
        assert problems[1].values == {"area_m2": "8.00", "after_m2": "92.00", "other_m2": "100.00"}
        assert problems[1].piece.equals(rectangle(10, 2, 2, 4))


def test_a_bow_tie_is_the_same_by_either_way_and_not_in_doubt() -> None:
    assert codes(BOW_TIE) == ["ZL205"]


def test_what_is_odd_is_told_of_the_row_it_stands_in_and_left_as_it_is() -> None:
    sliver = rectangle(EAST, NORTH, 0.1, 100)
    frame, problems = checked_polygons(layer(None, GOOD, sliver), "x", may_lack_shape=True)
    assert [(it.code, it.where) for it in problems] == [("ZL202", "x"), ("ZL227", "x #3")]
    assert frame.geometry[2].equals_exact(sliver)


def test_a_precision_grid_does_not_round_what_is_measured_later() -> None:
    frame = gpd.GeoDataFrame(geometry=[rectangle(EAST, NORTH, 100, 100)], crs=PLANE)
    frame.geometry = shapely.set_precision(frame.geometry.to_numpy(), 0.01)
    checked, problems = checked_polygons(frame, "zones")
    assert shapely.get_precision(checked.geometry.to_numpy()).tolist() == [0.0]
    assert problems == []


def test_the_reason_is_told_in_the_language_with_a_neat_spot() -> None:
    placed = shapely.affinity.translate(BOW_TIE, EAST, NORTH)
    _, problems = checked_polygons(layer(placed), "x")
    assert "self-intersection" not in problems[0].said().lower()
    assert "边线自相交（38500005.000, 3840005.000）" in problems[0].said()
    assert "its outline crosses itself (38" in problems[0].said("en")


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf"), 1e13])
@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("ring", ["shell", "hole", "part", "line"])
def test_one_coordinate_is_enough_to_be_nowhere(ring: str, at: int, axis: int, bad: float) -> None:
    corners = np.array([[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]])
    corners[at, axis] = bad
    ends = [*corners.tolist(), corners[0].tolist()]
    if np.isnan(corners[0]).any():
        ends = [*ends[1:-1], ends[0], ends[1]]  # a ring begins and ends with numbers
    shell = [(0, 0), (9, 0), (9, 9), (0, 9)]
    with np.errstate(invalid="ignore"):
        shape = {
            "shell": lambda: shapely.Polygon(ends),
            "hole": lambda: shapely.Polygon(shell, [ends]),
            "part": lambda: shapely.MultiPolygon([GOOD, shapely.Polygon(ends)]),
            "line": lambda: shapely.LineString(ends),
        }[ring]()
    assert is_finite(np.array([GOOD, shape, None], dtype=object)).tolist() == [True, False, True]


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), EMPTY)",
        "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), EMPTY, (1 1, 2 1, 2 2, 1 1))",
        "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), EMPTY), EMPTY)",
    ],
)
def test_rings_without_a_corner_are_left_out(wkt: str) -> None:
    shape = shapely.from_wkt(wkt)
    frame, problems = checked_polygons(layer(GOOD, shape), "x")
    again = frame.geometry.iloc[1]
    assert (again.area, again.geom_type) == (shape.area, shape.geom_type)
    assert not any(shapely.is_empty(shapely.get_rings(again)))
    assert [problem.code for problem in problems if problem.code != "ZL217"] == []
    assert ellipsoid_area_m2([shapely.affinity.translate(again, EAST, NORTH)], PLANE)[0] > 70
