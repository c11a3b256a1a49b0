from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, rectangle, zones_of
from zoneland.checks.apart import keep_known
from zoneland.checks.coverage import parcels_told, uncovered
from zoneland.checks.fabric import fabric_of
from zoneland.checks.overlaps import overlapping_pairs

if TYPE_CHECKING:
    from random import Random

ZONE = rectangle(EAST, NORTH, 100, 100)
ZONES = zones_of(A=ZONE)


def columns(*bounds: float) -> gpd.GeoDataFrame:
    """Parcels from the zone's south to its north, from one easting to the next but one."""
    pairs = zip(bounds[::2], bounds[1::2], strict=True)
    shapes = [rectangle(EAST + west, NORTH, east - west, 100) for west, east in pairs]
    return gpd.GeoDataFrame(geometry=shapes, crs=PLANE)


def told(parcels: gpd.GeoDataFrame, zones: gpd.GeoDataFrame = ZONES) -> list[tuple[str, str]]:
    return [(it.code, it.where) for it in parcels_told(parcels, "x", zones=zones)[0]]


def test_parcels_that_cover_the_zone_once_are_silent() -> None:
    assert told(columns(-20, 30, 30, 60, 60, 150)) == []


def test_a_gap_is_told_with_its_zone_area_and_the_parcel_beside_it() -> None:
    (problem,) = parcels_told(columns(0, 40, 90, 100), "x", zones=ZONES)[0]
    assert (problem.code, problem.values["zone"]) == ("ZL241", "A区")
    assert problem.values["area_m2"] == "5,000.00"
    assert problem.piece.equals(rectangle(EAST + 40, NORTH, 50, 100))
    assert shapely.box(*problem.piece.bounds).covers(shapely.Point(problem.spot))
    assert problem.where in {"x #1", "x #2"}


def test_the_uncovered_rest_of_a_zone_is_a_gap_too() -> None:
    (problem,) = parcels_told(columns(0, 1), "x", zones=ZONES)[0]
    assert (problem.code, problem.values["area_m2"]) == ("ZL241", "9,900.00")


def test_what_is_narrower_than_two_metres_is_a_slit() -> None:
    found = parcels_told(columns(0, 40, 41.5, 60, 63, 100), "x", zones=ZONES)[0]
    assert [(it.code, it.values["area_m2"]) for it in found] == [
        ("ZL241", "300.00"),
        ("ZL242", "150.00"),
    ]


def test_gaps_come_the_largest_first_with_their_number_and_sum() -> None:
    found = parcels_told(columns(0, 10, 20, 30, 60, 100), "x", zones=ZONES)[0]
    assert [it.values["area_m2"] for it in found] == ["3,000.00", "1,000.00"]
    assert {(it.values["count"], it.values["total_m2"]) for it in found} == {("2", "4,000.00")}


def test_slits_of_a_centimetre_are_rounding_and_told_in_one_line() -> None:
    bounds = [at * 5 + shift for at in range(20) for shift in (0, 4.995)]
    (problem,) = parcels_told(columns(*bounds), "x", zones=ZONES)[0]
    assert (problem.code, problem.where) == ("ZL247", "x")
    assert (problem.values["count"], problem.values["area_m2"]) == ("20", "10.00")


def test_parcels_that_overlap_are_told_and_make_no_gap() -> None:
    assert told(columns(0, 60, 50, 100)) == [("ZL243", "x #1")]


def test_overlaps_and_gaps_away_from_the_zones_are_left_aside() -> None:
    assert told(columns(0, 100, 300, 400, 350, 420)) == []


def test_a_parcel_drawn_again_is_told_once() -> None:
    assert told(columns(0, 50, 50, 100, 0, 50)) == [("ZL224", "x #3")]


def test_a_zone_without_any_parcel_is_named_not_drawn() -> None:
    zones = zones_of(A=ZONE, B=rectangle(EAST + 500, NORTH, 10, 10))
    (problem,) = parcels_told(columns(0, 100), "x", zones=zones)[0]
    assert (problem.code, problem.values["zones"], problem.piece) == ("ZL245", "B区", None)


def test_without_zones_or_parcels_there_is_little_to_say() -> None:
    assert parcels_told(columns(0, 60, 50, 100), "x", zones=None) == ([], None)
    (problem,) = parcels_told(columns(0, 10).iloc[:0], "x", zones=ZONES)[0]
    assert problem.code == "ZL245"


def test_a_hole_in_a_parcel_is_a_gap_and_a_shape_in_the_hole_fills_it() -> None:
    hole = rectangle(EAST + 40, NORTH + 40, 10, 10)
    holed = gpd.GeoDataFrame(geometry=[ZONE.difference(hole)], crs=PLANE)
    filled = gpd.GeoDataFrame(geometry=[*holed.geometry, hole], crs=PLANE)
    assert told(holed) == [("ZL241", "x #1")]
    assert told(filled) == []


boxes = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 6), st.integers(1, 6))


@settings(deadline=None, max_examples=300)
@given(st.lists(boxes.map(lambda it: rectangle(*it)), min_size=1, max_size=15))
def test_the_rest_is_the_zone_less_the_union_whatever_overlaps(
    shapes: list[shapely.Polygon],
) -> None:
    zone, land = np.array([shapely.box(0, 0, 12, 12)]), np.array(shapes)
    rests, is_bare = uncovered(zone, land, fabric_of(land))
    expected = shapely.difference(zone[0], shapely.union_all(land))
    assert not is_bare.any()
    assert rests[0].area == pytest.approx(expected.area, abs=1e-9)


@settings(deadline=None, max_examples=100)
@given(st.lists(boxes.map(lambda it: rectangle(*it)), min_size=1, max_size=12), st.randoms())
def test_order_and_direction_of_parcels_change_no_ground(
    shapes: list[shapely.Polygon], chance: Random
) -> None:
    zones = zones_of(A=shapely.box(0, 0, 12, 12))
    mixed = [shapely.reverse(shape) for shape in chance.sample(shapes, len(shapes))]

    def ground(some: list[shapely.Polygon]) -> list[tuple[str, object]]:
        frame = gpd.GeoDataFrame(geometry=some, crs=PLANE)
        return sorted(
            (it.code, it.values["area_m2"]) for it in parcels_told(frame, "x", zones=zones)[0]
        )

    assert ground(mixed) == ground(shapes)


def test_what_lies_over_land_far_away_is_found_when_that_is_asked_about() -> None:
    bounds = [(0, 0, 10, 10), (10, 0, 20, 10), (11, 0, 40, 10), (20, 0, 21, 10)]
    frame = gpd.GeoDataFrame(geometry=[shapely.box(*one) for one in bounds], crs=ZONES.crs)
    zones = gpd.GeoDataFrame(
        {"zone_id": ["A"], "zone_name": ["甲"]},
        geometry=[shapely.box(0, 0, 10.5, 10)],
        crs=ZONES.crs,
    )
    _, known = parcels_told(frame, "x", zones=zones)
    assert known is not None
    keep_known(frame, known)
    assert overlapping_pairs(frame.geometry.to_numpy()).tolist() == [[1, 2], [2, 3]]
