from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.checks.place import apart, cover_apart, in_working_crs
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


@pytest.mark.parametrize("code", [2362, 2414])  # Xian 80 and Beijing 54, 3° zone 38
def test_other_datums_are_refused_since_proj_would_move_nothing(code: int) -> None:
    assert refusal(HERE, code) == "ZL211"


@pytest.mark.parametrize(
    ("shape", "crs", "code"),
    [
        (HERE, "EPSG:4547", "ZL252"),  # a zone number that the CRS does not have
        (rectangle(500_000, NORTH, 100, 100), PLANE, "ZL252"),  # none where it should have one
        (rectangle(NORTH, EAST, 100, 100), PLANE, "ZL253"),  # north and east swapped
        (LONLAT, PLANE, "ZL254"),  # degrees taken for metres
        (rectangle(EAST, 9_000_000, 100, 100), PLANE, "ZL212"),  # nowhere in China
    ],
)
def test_coordinates_that_cannot_be_what_their_crs_says_are_refused(
    shape: shapely.Geometry, crs: str, code: str
) -> None:
    assert refusal(shape, crs) == code


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


def test_the_same_plane_under_another_spelling_is_not_turned() -> None:
    arcgis = pyproj.CRS(WORKING.to_wkt("WKT1_ESRI"))
    frame, problems = in_working_crs(layer(HERE, arcgis), "x", zones=layer(HERE, PLANE))
    assert problems == []
    assert frame.crs == WORKING
    assert frame.geometry[0] == HERE


def test_zones_keep_the_old_datum_that_all_data_is_on() -> None:
    frame, problems = in_working_crs(layer(HERE, 2362), "x")
    assert frame.crs.to_epsg() == 2362
    assert [problem.code for problem in problems] == ["ZL257"]
    told = problems[0].values
    assert (told["datum"], told["effect_m2"]) == ("Xian80", "+1")  # a is 3 m more: 0.94 m² a km²


def test_beijing_54_is_told_with_the_greater_effect_of_its_ellipsoid() -> None:
    _, (problem,) = in_working_crs(layer(HERE, 2414), "x")
    assert (problem.code, problem.values["datum"], problem.values["effect_m2"]) == (
        "ZL257", "Beijing54", "+34",
    )  # fmt: skip


def test_a_six_degree_zone_is_accepted_and_told() -> None:
    here = rectangle(19_774_800, NORTH, 100, 100)  # 114° is 275 km east of 111°
    frame, problems = in_working_crs(layer(here, 4497), "x")
    assert frame.crs.to_epsg() == 4497
    assert [(problem.code, problem.level) for problem in problems] == [("ZL256", "info")]


def test_heights_live_through_a_transformation() -> None:
    high = shapely.Polygon([(114, 34.6, 5), (114.1, 34.6, 6), (114.1, 34.7, 7)])
    frame, _ = in_working_crs(layer(high, 4490), "x", working=WORKING)
    assert [z for _, _, z in frame.geometry[0].exterior.coords] == [5, 6, 7, 5]


def test_a_layer_moved_by_whole_meridians_names_the_right_plane() -> None:
    zones = layer(HERE, PLANE)
    with pytest.raises(InputError) as refused:
        in_working_crs(layer(rectangle(500_000, NORTH, 100, 100), 4548), "x", zones=zones)
    (problem,) = refused.value.problems
    assert (problem.code, problem.values["right"], str(problem.values["evidence"])) == (
        "ZL255", "EPSG:4547", "开发区",
    )  # fmt: skip


def test_codes_of_a_province_contradict_a_meridian() -> None:
    frame = gpd.GeoDataFrame(
        {"XZQDM": ["110105"]}, geometry=[rectangle(450_000, 4_430_000, 100, 100)], crs=4543
    )  # 102°E is in Gansu
    with pytest.raises(InputError) as refused:
        in_working_crs(frame, "x")
    (problem,) = refused.value.problems
    assert problem.code == "ZL255"
    assert (problem.values["right"], problem.values["evidence"]) == ("EPSG:4548", "XZQDM 110105")


@pytest.mark.parametrize(
    ("east_m", "codes"), [(0, []), (5_000, ["ZL216"]), (400_000, ["ZL214"]), (-5_000, ["ZL216"])]
)
def test_a_raster_that_does_not_reach_the_zones_is_told(east_m: float, codes: list[str]) -> None:
    zones = layer(shapely.box(38_500_000, 3_840_000, 38_500_100, 3_840_100), 4526)
    west = 38_500_050 + east_m
    told = cover_apart((west, 3_840_000, west + 900, 3_841_000), pyproj.CRS(4526), zones, "a.tif")
    assert [problem.code for problem in told] == codes


def test_a_raster_in_degrees_is_compared_in_degrees() -> None:
    zones = layer(shapely.box(38_500_000, 3_840_000, 38_500_100, 3_840_100), 4526)
    (told,) = cover_apart((115.0, 34.0, 116.0, 35.0), pyproj.CRS(4326), zones, "a.tif")
    assert told.code == "ZL214"
    assert told.values["gap_km"].startswith("110.")  # a degree, less the zone's hundred metres
    assert cover_apart((113.0, 34.0, 115.0, 35.0), pyproj.CRS(4326), zones, "a.tif") == []


def test_a_crossing_that_turning_rounds_away_is_told() -> None:
    # a corner one unit of the last place beyond an edge: some nanometres
    east, north = np.spacing(114.0), np.spacing(34.0)
    spike = [(114.0005 - east, 34 - north), (114.0005, 34), (114.0005 - east, 34)]
    shape = shapely.Polygon([(114, 34), *spike, (114.001, 34), (114.001, 34.001), (114, 34.001)])
    assert not shape.is_valid
    frame, problems = in_working_crs(layer(shape, 4490), "zones", working=pyproj.CRS(4526))
    assert frame.is_valid.all()
    assert [problem.code for problem in problems] == ["ZL213", "ZL248"]
