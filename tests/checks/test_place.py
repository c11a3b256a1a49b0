from __future__ import annotations

import geopandas as gpd
import pyproj
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.checks.place import apart, in_working_crs
from zoneland.core.problems import InputError

WORKING = pyproj.CRS(PLANE)


def layer(shape: shapely.Geometry, crs: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shape], crs=crs)


def refusal(shape: shapely.Geometry, crs: object) -> str:
    with pytest.raises(InputError) as refused:
        in_working_crs(layer(shape, crs), "x", working=WORKING)
    return refused.value.problems[0].code


HERE = rectangle(EAST, NORTH, 100, 100)
LONLAT = shapely.box(114.0, 34.68, 114.001, 34.681)


def test_no_crs_is_refused_and_not_guessed() -> None:
    assert refusal(HERE, None) == "ZL210"


@pytest.mark.parametrize("code", [2362, 2414])  # Xian 80 and Beijing 54, 3° zone 38
def test_other_datums_are_refused_since_proj_would_move_nothing(code: int) -> None:
    assert refusal(HERE, code) == "ZL211"


@pytest.mark.parametrize(
    ("shape", "crs"),
    [
        (HERE, "EPSG:4547"),  # a zone number that the CRS does not have
        (rectangle(500_000, NORTH, 100, 100), PLANE),  # none where it should have one
        (rectangle(NORTH, EAST, 100, 100), PLANE),  # north and east swapped
        (LONLAT, PLANE),  # degrees taken for metres
    ],
)
def test_coordinates_that_cannot_be_what_their_crs_says_are_refused(
    shape: shapely.Geometry, crs: str
) -> None:
    assert refusal(shape, crs) == "ZL212"


def test_degrees_are_brought_into_the_plane_they_lie_in() -> None:
    frame, problems = in_working_crs(layer(LONLAT, 4490), "x", working=None)
    assert frame.crs.to_epsg() == 4547
    assert [problem.code for problem in problems] == ["ZL213"]


def test_wgs84_counts_as_cgcs2000() -> None:
    frame, _ = in_working_crs(layer(LONLAT, 4326), "x", working=WORKING)
    assert frame.total_bounds[0] == pytest.approx(EAST, abs=1)


def test_a_layer_that_lies_elsewhere_is_told() -> None:
    here = layer(HERE, PLANE)
    assert apart(here, here, "x") == []
    near = layer(rectangle(EAST + 5_100, NORTH, 9, 9), PLANE)
    (problem,) = apart(near, here, "x")
    assert (problem.code, problem.values["gap_km"]) == ("ZL216", "5.0")
    far = layer(rectangle(EAST + 283_000, NORTH, 9, 9), PLANE)
    assert [problem.code for problem in apart(far, here, "x")] == ["ZL214"]


def test_a_working_plane_of_another_country_is_refused() -> None:
    with pytest.raises(InputError, match="ZL218"):
        in_working_crs(layer(LONLAT, 4490), "x", working=pyproj.CRS("EPSG:32633"))


def test_the_web_s_mercator_is_no_plane_to_measure_in() -> None:
    shape = gpd.GeoSeries([LONLAT], crs=4326).to_crs(3857)[0]
    frame, _ = in_working_crs(layer(shape, 3857), "x", working=None)
    assert frame.crs.to_epsg() == 4547


@pytest.mark.parametrize("shape", [None, shapely.Polygon([(0, 0), (1, float("inf")), (1, 1)])])
def test_nothing_to_place_is_left_to_the_check_of_shapes(shape: shapely.Geometry | None) -> None:
    frame, problems = in_working_crs(
        gpd.GeoDataFrame(geometry=[shape], crs=4490), "x", working=None
    )
    assert len(frame) == 1
    assert problems == []
