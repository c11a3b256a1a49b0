from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE
from zoneland.checks.gcj02 import shifted
from zoneland.checks.offset import find_move, moved_whole
from zoneland.checks.web_shifts import bd09
from zoneland.core.turning import degrees_of, turning

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


def fabric(seed: int, *, columns: int = 14, rows: int = 9) -> list[shapely.Polygon]:
    """Lots of uneven width and depth, wall to wall, like no other place in the fabric."""
    chance = np.random.default_rng(seed)
    xs = EAST + np.concatenate([[0], np.cumsum(chance.uniform(20, 90, columns))])
    ys = NORTH + np.concatenate([[0], np.cumsum(chance.uniform(20, 90, rows))])
    corners = np.stack(np.meshgrid(xs, ys, indexing="ij"), axis=-1)
    corners += chance.uniform(-8, 8, corners.shape)
    return [
        shapely.Polygon(
            [corners[i, j], corners[i + 1, j], corners[i + 1, j + 1], corners[i, j + 1]]
        )
        for i in range(columns)
        for j in range(rows)
    ]


def frame(shapes: list[shapely.Polygon]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=shapes, crs=PLANE)


LOTS = fabric(1)
PARCELS = frame(LOTS)
ZONES = frame([shapely.union_all(LOTS[9:90])])


def gcj02(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return by_web(layer, shifted)


def by_web(
    layer: gpd.GeoDataFrame, shift: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> gpd.GeoDataFrame:
    there = turning(layer.crs, degrees_of(layer.crs))
    back = turning(degrees_of(layer.crs), layer.crs)
    assert there is not None
    assert back is not None

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return back.xy(shift(there.xy(xy)))

    return layer.set_geometry(shapely.transform(layer.geometry.to_numpy(), move), crs=layer.crs)


def test_layers_in_their_place_are_not_suspected() -> None:
    assert moved_whole(PARCELS, ZONES, "x") == []


@pytest.mark.parametrize(("east", "north"), [(60, -25), (-3, 2), (0, 110), (-700.5, 300.25)])
def test_a_layer_dragged_as_a_whole_is_told_with_its_vector(east: float, north: float) -> None:
    (problem,) = moved_whole(PARCELS.set_geometry(PARCELS.translate(east, north)), ZONES, "x")
    assert problem.code == "ZL258"
    assert float(str(problem.values["east_m"])) == pytest.approx(east, abs=0.06)
    assert float(str(problem.values["north_m"])) == pytest.approx(north, abs=0.06)


@pytest.mark.parametrize("is_layer", [True, False])
def test_gcj_02_is_named_and_which_of_the_two_has_it(is_layer: bool) -> None:  # noqa: FBT001
    layer, zones = (gcj02(PARCELS), ZONES) if is_layer else (PARCELS, gcj02(ZONES))
    (problem,) = moved_whole(layer, zones, "x")
    assert (problem.code, problem.level) == ("ZL259", "error")
    assert str(problem.values["shifted"]) == ("x" if is_layer else "开发区")


@pytest.mark.parametrize("metres", [0.2, 0.5, 1.0])
def test_a_layer_dragged_by_a_metre_or_less_is_told(metres: float) -> None:
    (problem,) = moved_whole(PARCELS.set_geometry(PARCELS.translate(metres, 0)), ZONES, "x")
    assert (problem.code, problem.values["distance_m"]) == ("ZL258", f"{metres:.1f}")


def test_what_is_rounded_to_a_decimetre_is_not_suspected() -> None:
    rounded = shapely.set_precision(PARCELS.geometry.to_numpy(), 0.1)
    assert moved_whole(PARCELS.set_geometry(rounded, crs=PLANE), ZONES, "x") == []


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 0.6))
def test_what_was_drawn_again_by_hand_is_not_suspected(seed: int, unsure_m: float) -> None:
    """Each corner lies aside, and by no vector in common."""
    chance = np.random.default_rng(seed)
    ring = np.asarray(ZONES.geometry[0].exterior.coords)[:-1]
    again = shapely.Polygon(ring + chance.normal(0, unsure_m, ring.shape))
    assert find_move(PARCELS, frame([again])) is None


@pytest.mark.parametrize("is_layer", [True, False])
def test_bd_09_is_named_though_it_moves_by_more_than_a_kilometre(
    is_layer: bool,  # noqa: FBT001  a case
) -> None:
    wide = frame([shapely.transform(lot, lambda xy: xy - [0, 500_000]) for lot in LOTS])
    zones = frame([shapely.union_all(wide.geometry[9:90])])
    layer, zones = (by_web(wide, bd09), zones) if is_layer else (wide, by_web(zones, bd09))
    (problem,) = moved_whole(layer, zones, "x")
    assert problem.code == "ZL259"
    assert float(str(problem.values["distance_m"]).replace(",", "")) > 1000
    assert "BD-09（百度" in problem.said()
    assert "BD-09 (Baidu" in problem.said("en")
    assert str(problem.values["shifted"]) == ("x" if is_layer else "开发区")


def test_gcj_02_in_degrees_is_found_after_they_are_turned() -> None:
    there = turning(PARCELS.crs, degrees_of(PARCELS.crs))
    assert there is not None
    kml = gpd.GeoDataFrame(
        geometry=shapely.transform(
            there.shapes(PARCELS.geometry.to_numpy()), lambda xy: shifted(xy).round(7)
        ),
        crs=4326,
    )
    back = turning(kml.crs, PARCELS.crs)
    assert back is not None
    placed = frame(list(back.shapes(kml.geometry.to_numpy())))
    assert [problem.code for problem in moved_whole(placed, ZONES, "x")] == ["ZL259"]


def test_streets_that_repeat_themselves_are_not_suspected() -> None:
    """A grid of 100 m, laid 30 m aside: a hundred vectors are as good as one another."""
    grid = [
        shapely.box(x, y, x + 100, y + 100)
        for x in range(0, 2000, 100)
        for y in range(0, 2000, 100)
    ]
    streets = frame(
        [shapely.transform(lot, lambda xy: xy + np.array([EAST, NORTH])) for lot in grid]
    )
    zone = frame([shapely.union_all(streets.geometry[:60]).segmentize(100)])
    assert moved_whole(streets.set_geometry(streets.translate(30, 20)), zone, "x") == []


def test_two_rounds_of_one_template_are_not_suspected() -> None:
    zone = frame([shapely.Point(EAST, NORTH).buffer(200)])
    wells = frame([shapely.Point(EAST + 250 * n, NORTH + 300).buffer(200) for n in range(3)])
    assert moved_whole(wells, zone, "x") == []


def test_a_zone_drawn_freehand_is_not_suspected() -> None:
    chance = np.random.default_rng(3)
    angles = np.sort(chance.uniform(0, 2 * np.pi, 80))
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * chance.uniform(150, 300, (80, 1))
    zone = frame([shapely.Polygon(ring + np.array([EAST + 300, NORTH + 250]))])
    assert find_move(PARCELS, zone) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.floats(-900, 900))
def test_layers_that_have_nothing_to_do_with_each_other_are_never_suspected(
    one: int, other: int, aside: float
) -> None:
    if one == other:
        return
    zones = frame([shapely.union_all(fabric(one)[:60])])
    layer = frame(fabric(other, columns=20, rows=14))
    assert find_move(layer.set_geometry(layer.translate(aside, -aside)), zones) is None


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-600, 600), st.floats(-600, 600))
def test_a_move_is_found_whatever_the_fabric_and_the_vector(
    seed: int, east: float, north: float
) -> None:
    lots = fabric(seed)
    moved = frame(lots).set_geometry(frame(lots).translate(east, north))
    found = find_move(moved, frame([shapely.union_all(lots[9:90])]))
    if np.hypot(east, north) > 2:
        assert found is not None
        assert (found.east_m, found.north_m) == (
            pytest.approx(east, abs=0.06),
            pytest.approx(north, abs=0.06),
        )
    else:
        assert found is None or np.hypot(found.east_m, found.north_m) < 2.1
