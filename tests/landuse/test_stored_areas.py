"""Stored areas held against the polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE
from zoneland.landuse.ground import areal_scale, plane_m2
from zoneland.landuse.stored_areas import checked_against_ground
from zoneland.measure.ellipsoid import ellipsoid_area_m2

if TYPE_CHECKING:
    from zoneland.core.problems import Problem

OFF_MERIDIAN_M = 130_000
"""Here the plane is 4 parts in 10,000 too large."""


def parcels(
    stored: list[float], *, side_m: float = 100, east_m: float = 0, deducted: float = 0
) -> gpd.GeoDataFrame:
    shapes = [
        shapely.box(x, NORTH, x + side_m, NORTH + side_m)
        for x in EAST + east_m + side_m * np.arange(len(stored))
    ]
    return gpd.GeoDataFrame(
        {"row": range(1, len(stored) + 1), "stored_m2": stored, "deduct_share": deducted},
        geometry=shapes,
        crs=PLANE,
    )


def check(frame: gpd.GeoDataFrame) -> tuple[list[bool], list[Problem]]:
    """Give which stored areas still stand, and what was said."""
    found, problems = checked_against_ground(frame, "s", field="TBMJ")
    return found["stored_m2"].notna().tolist(), problems


@pytest.mark.parametrize("east_m", [0, 60_000, OFF_MERIDIAN_M, -OFF_MERIDIAN_M])
@pytest.mark.parametrize("side_m", [15, 300, 2_000])
def test_ground_areas_are_the_survey_s_own(east_m: float, side_m: float) -> None:
    shapes = parcels([0], side_m=side_m, east_m=east_m).geometry.to_numpy()
    ground = plane_m2(shapes, pyproj.CRS(PLANE)) / areal_scale(shapes, pyproj.CRS(PLANE))
    assert ground == pytest.approx(ellipsoid_area_m2(shapes, PLANE), rel=1e-7)


def test_areas_as_the_survey_stores_them_are_not_spoken_of() -> None:
    frame = parcels([0.0] * 5, east_m=OFF_MERIDIAN_M)
    frame["stored_m2"] = ellipsoid_area_m2(frame.geometry, PLANE).round(2)
    assert check(frame) == ([True] * 5, [])


@pytest.mark.parametrize(
    ("stored", "meant"),
    [(1.0, "公顷 (ha)"), (15.0, "亩 (mu)"), (0.01, "平方千米 (km²)")],
)
def test_another_unit_is_named_and_its_areas_are_put_aside(stored: float, meant: str) -> None:
    stands, (problem,) = check(parcels([stored] * 4))
    assert stands == [False] * 4
    assert (problem.code, problem.values["meant"], problem.values["count"]) == ("ZL283", meant, 4)
    assert problem.values["ratio"] == f"{stored / 10_000:.6g}"


def test_one_wrong_row_among_another_unit_is_told_apart() -> None:
    stands, problems = check(parcels([1.0] * 9 + [77.0]))
    assert stands == [False] * 9 + [True]
    assert [(p.code, p.values["count"]) for p in problems] == [("ZL283", 9), ("ZL282", 1)]


def test_areas_net_of_what_is_deducted_are_put_aside() -> None:
    stands, (problem,) = check(parcels([9_000.0] * 3, deducted=0.1))
    assert stands == [False] * 3
    assert problem.values["meant"] == "TBMJ × (1 − KCXS)"


def test_plane_areas_are_told_and_stand() -> None:
    stands, (problem,) = check(parcels([10_000.0] * 4, east_m=OFF_MERIDIAN_M))
    assert stands == [True] * 4
    assert problem.code == "ZL284"
    assert float(str(problem.values["ratio"])) == pytest.approx(1.0004, abs=5e-5)


def test_where_plane_and_ellipsoid_agree_nobody_can_tell_them_apart() -> None:
    assert check(parcels([10_000.0] * 4)) == ([True] * 4, [])


@pytest.mark.parametrize(("stored", "is_told"), [(10_009.9, False), (10_010.1, True)])
def test_a_row_may_be_off_by_one_part_in_a_thousand(stored: float, *, is_told: bool) -> None:
    stands, problems = check(parcels([10_000.0, 10_000.0, stored]))
    assert stands == [True] * 3
    assert [p.values["worst"] for p in problems] == (
        [f"#3 {stored:.2f} / 10000.00"] if is_told else []
    )


def test_a_small_row_may_be_off_by_a_square_metre() -> None:
    assert check(parcels([100.9], side_m=10))[1] == []
    assert [p.code for p in check(parcels([101.2], side_m=10))[1]] == ["ZL282"]


def test_the_worst_row_is_the_place() -> None:
    _, (problem,) = check(parcels([10_000.0, 9_000.0, 5_000.0]))
    assert problem.values["worst"] == "#3 5000.00 / 10000.00；#2 9000.00 / 10000.00"
    assert problem.spot == (EAST + 250, NORTH + 50)
