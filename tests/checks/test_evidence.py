from __future__ import annotations

import geopandas as gpd
import pyproj
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.checks.evidence import ranked
from zoneland.checks.place import in_working_crs
from zoneland.core.problems import InputError, Problem

HERE = rectangle(EAST, NORTH, 100, 100)
PLAIN = rectangle(500_000, NORTH, 100, 100)
ZONES = gpd.GeoDataFrame(geometry=[HERE], crs=PLANE)


def layer(*shapes: shapely.Geometry, **columns: str) -> gpd.GeoDataFrame:
    values = {name: [value] * len(shapes) for name, value in columns.items()}
    return gpd.GeoDataFrame(values, geometry=list(shapes))


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def refused(frame: gpd.GeoDataFrame, where: str = "x", **evidence: object) -> Problem:
    with pytest.raises(InputError) as found:
        in_working_crs(frame, where, **evidence)  # type: ignore[arg-type]
    (problem,) = found.value.problems
    return problem


@pytest.mark.parametrize(
    ("easting", "epsg", "told"),
    [
        (38_500_000, 4526, ["ZL250"]),
        (39_500_000, 4527, ["ZL250"]),
        (25_500_000, 4513, ["ZL250"]),
        (45_500_000, 4533, ["ZL250"]),
        (19_500_000, 4497, ["ZL250", "ZL256"]),
        (13_500_000, 4491, ["ZL250", "ZL256"]),
        (23_500_000, 4501, ["ZL250", "ZL256"]),
    ],
)
def test_a_zone_number_tells_the_plane_and_the_datum_is_said_to_be_assumed(
    easting: int, epsg: int, told: list[str]
) -> None:
    frame, problems = in_working_crs(layer(rectangle(easting, NORTH, 9, 9)), "x")
    assert frame.crs.to_epsg() == epsg
    assert codes(problems) == told


@pytest.mark.parametrize("easting", [24_500_000, 46_500_000, 12_500_000, 38_950_000])
def test_numbers_of_no_zone_are_asked_for(easting: int) -> None:
    assert refused(layer(rectangle(easting, NORTH, 9, 9))).code == "ZL210"


def test_degrees_are_taken_for_cgcs2000_with_a_warning() -> None:
    frame, problems = in_working_crs(layer(shapely.box(114, 34, 114.01, 34.01)), "x")
    assert frame.crs.to_epsg() == 4547
    assert codes(problems) == ["ZL250", "ZL213"]
    assert problems[0].values["crs"] == "EPSG:4490"


def test_degrees_elsewhere_are_asked_for() -> None:
    assert refused(layer(shapely.box(9, 47, 9.1, 47.1))).code == "ZL210"


@pytest.mark.parametrize(
    "shape", [rectangle(NORTH, EAST, 100, 100), shapely.box(34, 114, 34.01, 114.01)]
)
def test_swapped_axes_are_turned_and_told_where_there_is_no_crs(shape: shapely.Geometry) -> None:
    frame, problems = in_working_crs(layer(shape), "x", working=pyproj.CRS(PLANE))
    assert codes(problems)[:2] == ["ZL250", "ZL251"]
    assert 38e6 < frame.total_bounds[0] < 39e6


def test_six_digits_alone_are_asked_for_with_all_that_they_can_be() -> None:
    problem = refused(layer(PLAIN))
    assert problem.code == "ZL210"
    candidates = str(problem.values["candidates"]).split("、")
    assert (candidates[0], candidates[-1], len(candidates)) == ("EPSG:4534", "EPSG:4554", 21)


def test_a_county_tells_the_meridian_that_its_province_leaves_open() -> None:
    assert str(refused(layer(PLAIN, KFQDM="S417001")).values["candidates"]) == (
        "EPSG:4546、EPSG:4547"
    )
    frame, (problem,) = in_working_crs(layer(PLAIN, XZQDM="410224"), "x")  # east of Kaifeng
    assert frame.crs.to_epsg() == 4547
    assert problem.values["evidence"] == "XZQDM 410224"


def test_a_province_within_one_zone_tells_the_meridian() -> None:
    north = 4_430_000  # Beijing, 40°N
    frame, problems = in_working_crs(
        layer(rectangle(450_000, north, 9, 9), ZLDWDM="1101050010000000000"), "x"
    )
    assert frame.crs.to_epsg() == 4548
    assert codes(problems) == ["ZL250"]


def test_zones_tell_the_meridian_of_a_layer_beside_them() -> None:
    frame, (problem, turned) = in_working_crs(layer(PLAIN), "x", zones=ZONES)
    assert (problem.code, problem.values["crs"]) == ("ZL250", "EPSG:4547")
    assert (turned.code, turned.values["accuracy_m"]) == ("ZL213", "0")
    assert shapely.equals_exact(frame.geometry[0], HERE, 1e-6)


@pytest.mark.parametrize(
    "where",
    ["西安80坐标/zones.dxf", "zones_xian80.shp", "1954北京坐标系.shp", "bj54.shp", "x 80坐标系"],
)
def test_a_name_of_an_old_datum_forbids_to_assume_cgcs2000(where: str) -> None:
    assert refused(layer(HERE), where).code == "ZL210"


def test_a_field_that_names_an_old_datum_forbids_it_too() -> None:
    assert refused(layer(HERE, 坐标系="1980西安坐标系")).code == "ZL210"


@pytest.mark.parametrize("where", ["西安市/zones.dxf", "地块80号.shp", "plan_2054.shp"])
def test_a_city_or_a_number_is_no_datum(where: str) -> None:
    _, problems = in_working_crs(layer(HERE), where)
    assert codes(problems) == ["ZL250"]


def test_zones_on_an_old_datum_forbid_it() -> None:
    old = gpd.GeoDataFrame(geometry=[HERE], crs=2362)
    assert refused(layer(HERE), zones=old).code == "ZL210"


def test_features_of_two_planes_are_asked_for() -> None:
    assert refused(layer(HERE, PLAIN)).code == "ZL210"


def test_a_setting_gives_the_crs_and_nothing_is_assumed() -> None:
    frame, problems = in_working_crs(layer(PLAIN), "x", declared=pyproj.CRS(4547))
    assert frame.crs.to_epsg() == 4547
    assert problems == []


def test_a_setting_against_the_digits_is_refused() -> None:
    problem = refused(layer(HERE), declared=pyproj.CRS(4547))
    assert (problem.code, problem.values["right"]) == ("ZL252", "EPSG:4526")


def test_a_setting_against_the_file_is_refused() -> None:
    problem = refused(layer(HERE).set_crs(PLANE), declared=pyproj.CRS(4527))
    assert (problem.code, problem.values["wanted"]) == ("ZL113", "EPSG:4526")


def test_a_setting_that_says_what_the_file_says_is_right() -> None:
    arcgis = pyproj.CRS(pyproj.CRS(PLANE).to_wkt("WKT1_ESRI"))
    _, problems = in_working_crs(layer(HERE).set_crs(arcgis), "x", declared=pyproj.CRS(PLANE))
    assert problems == []


@pytest.mark.parametrize(
    ("shape", "zh", "en"),
    [
        (HERE, "横坐标前的带号 38", "zone number 38 before the eastings"),
        (shapely.box(114, 34, 114.01, 34.01), "中国范围内的经纬度", "longitudes and latitudes"),
    ],
)
def test_the_evidence_is_told_in_words_of_either_language(
    shape: shapely.Polygon, zh: str, en: str
) -> None:
    _, (problem, *_) = in_working_crs(layer(shape), "x")
    assert zh in problem.said("zh")
    assert en in problem.said("en")
    assert problem.said("zh").count("34.00–34.01") <= 1
    _, (beside, *_) = in_working_crs(layer(PLAIN), "x", zones=ZONES)
    assert "开发区的位置" in beside.said("zh")
    assert "zones" not in beside.said("zh")


def test_candidates_are_ranked_by_where_other_layers_lie() -> None:
    asked = ranked(refused(layer(PLAIN)), [ZONES])
    assert str(asked.values["candidates"]).split("、")[0] == "EPSG:4547"
    assert asked.values["example"] == "EPSG:4547"
    far = gpd.GeoDataFrame(geometry=[shapely.box(9, 47, 9.1, 47.1)], crs=4326)
    unmoved = refused(layer(PLAIN))
    assert ranked(unmoved, [far]) == unmoved
