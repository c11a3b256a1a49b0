from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.checks.contradictions import contradictions

HERE = rectangle(EAST, NORTH, 100, 100)
PLAIN = rectangle(500_000, NORTH, 100, 100)
LONLAT = shapely.box(114.0, 34.68, 114.001, 34.681)


def told(shape: shapely.Geometry, crs: object) -> list[tuple[str, object]]:
    frame = gpd.GeoDataFrame(geometry=[shape], crs=crs)
    return [(problem.code, problem.values["right"]) for problem in contradictions(frame, "x")]


@pytest.mark.parametrize(
    ("shape", "epsg"),
    [
        (HERE, 4526), (HERE, 2362), (HERE, 2414), (PLAIN, 4547), (PLAIN, 2383), (PLAIN, 4508),
        (rectangle(19_774_000, NORTH, 9, 9), 4497), (LONLAT, 4490), (LONLAT, 4326),
        (LONLAT, 4214), (rectangle(12_690_000, 4_100_000, 9, 9), 3857),
        (rectangle(2_600_000, 1_200_000, 9, 9), 2056), (rectangle(500_000, 3_840_000, 9, 9), 32649),
    ],
)  # fmt: skip
def test_what_agrees_is_let_through(shape: shapely.Geometry, epsg: int) -> None:
    assert told(shape, epsg) == []


@pytest.mark.parametrize(
    ("shape", "epsg", "right"),
    [
        (HERE, 4547, "EPSG:4526"),  # a number before the easting that the CRS has not
        (PLAIN, 4526, "EPSG:4547"),  # none that it has
        (HERE, 4527, "EPSG:4526"),  # the neighbour's
        (HERE, 2383, "EPSG:2362"),  # on Xian 80 as well
        (HERE, 4497, "EPSG:4526"),  # 3° digits in a 6° zone
        (rectangle(19_774_000, NORTH, 9, 9), 4526, "EPSG:4497"),  # 6° digits in a 3° zone
        (rectangle(19_774_000, NORTH, 9, 9), 21453 + 6, "EPSG:21419"),
        (HERE, 32649, "EPSG:4526"),  # in UTM
    ],
)
def test_zone_numbers_against_the_crs(shape: shapely.Geometry, epsg: int, right: str) -> None:
    assert told(shape, epsg) == [("ZL252", right)]


@pytest.mark.parametrize(
    ("shape", "epsg", "right"),
    [
        (rectangle(NORTH, EAST, 9, 9), 4526, "EPSG:4526"),
        (rectangle(NORTH, 500_000, 9, 9), 4547, "EPSG:4547"),
        (rectangle(NORTH, EAST, 9, 9), 4547, "EPSG:4526"),  # two things wrong: both are named
        (shapely.box(34.68, 114.0, 34.681, 114.001), 4490, "EPSG:4490"),
        (shapely.box(34.68, 114.0, 34.681, 114.001), 4326, "EPSG:4326"),
        (rectangle(NORTH, 500_000, 9, 9), 32649, "EPSG:32649"),
        (rectangle(1_200_000, 2_600_000, 9, 9), 2056, "EPSG:2056"),
    ],
)
def test_axes_that_are_swapped(shape: shapely.Geometry, epsg: int, right: str) -> None:
    assert told(shape, epsg) == [("ZL253", right)]


@pytest.mark.parametrize(
    ("shape", "epsg", "right"),
    [
        (LONLAT, 4526, "EPSG:4490"),
        (LONLAT, 4547, "EPSG:4490"),
        (LONLAT, 2362, "EPSG:4610"),
        (LONLAT, 3857, "EPSG:4490"),
        (LONLAT, 32649, "EPSG:4490"),
        (shapely.box(8.5, 47.3, 8.6, 47.4), 2056, "EPSG:4326"),
        (HERE, 4490, "EPSG:4526"),
        (HERE, 4326, "EPSG:4526"),
        (HERE, 4214, "EPSG:2414"),
        (PLAIN, 4490, "EPSG:4534 … EPSG:4554"),
    ],
)
def test_degrees_for_metres_and_metres_for_degrees(
    shape: shapely.Geometry, epsg: int, right: str
) -> None:
    assert told(shape, epsg) == [("ZL254", right)]


def test_some_features_in_another_plane_are_named_by_row() -> None:
    frame = gpd.GeoDataFrame(geometry=[HERE, PLAIN, HERE, LONLAT, PLAIN], crs=PLANE)
    problems = contradictions(frame, "x")
    assert [(problem.code, problem.values["count"]) for problem in problems] == [
        ("ZL252", "2/5 #2, #5"),
        ("ZL254", "1/5 #4"),
    ]


def test_rows_without_a_shape_contradict_nothing() -> None:
    assert told(None, PLANE) == []  # type: ignore[arg-type]
