from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from zoneland.checks.old_datum import unlike_today
from zoneland.core.turning import degrees_of, turning
from zoneland.measure.ellipsoid import ellipsoid_area_m2

DEGREES = shapely.box(114.0, 34.7, 114.01, 34.71).segmentize(0.001)


def area_m2(epsg: int) -> float:
    """What the degrees hold, measured in a plane of their own datum."""
    crs = pyproj.CRS(epsg)
    turn = turning(degrees_of(crs), crs)
    assert turn is not None
    return float(ellipsoid_area_m2(turn.shapes([DEGREES]), crs)[0])


@pytest.mark.parametrize(("epsg", "a", "rf"), [(2414, 6378245, 298.3), (2362, 6378140, 298.257)])
def test_areas_are_taken_on_the_old_ellipsoid(epsg: int, a: float, rf: float) -> None:
    geod_m2, _ = pyproj.Geod(a=a, rf=rf).geometry_area_perimeter(DEGREES)
    assert area_m2(epsg) == pytest.approx(abs(geod_m2), abs=0.1)  # of 1 km²


@pytest.mark.parametrize("epsg", [2414, 2362])
def test_the_effect_told_is_the_effect_measured(epsg: int) -> None:
    bounds = (38_500_000.0, 3_840_000.0, 38_500_900.0, 3_841_000.0)
    (problem,) = unlike_today(pyproj.CRS(epsg), bounds, "x")
    measured = (area_m2(epsg) / area_m2(4526) - 1) * 1_000_000
    assert float(str(problem.values["effect_m2"])) == pytest.approx(measured, abs=0.6)


@pytest.mark.parametrize("epsg", [4526, 4547, 2056, 32649])
def test_todays_planes_and_other_countries_are_let_be(epsg: int) -> None:
    assert unlike_today(pyproj.CRS(epsg), (0.0, 0.0, 1.0, 1.0), "x") == []


def test_both_are_told_of_an_old_six_degree_zone() -> None:
    bounds = tuple(np.array([19_500_000, 3_840_000, 19_501_000, 3_841_000], dtype=float))
    told = unlike_today(pyproj.CRS(21419), bounds, "x")
    assert [problem.code for problem in told] == ["ZL256", "ZL257"]
