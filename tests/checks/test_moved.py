"""Which of several layers is moved: the others tell."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE
from zoneland.checks.moved import moved_told


def lots() -> list[shapely.Polygon]:
    """Ten by eight lots of uneven width and depth."""
    chance = np.random.default_rng(7)
    xs = EAST + np.concatenate([[0], np.cumsum(chance.uniform(20, 90, 10))])
    ys = NORTH + np.concatenate([[0], np.cumsum(chance.uniform(20, 90, 8))])
    xy = np.stack(np.meshgrid(xs, ys, indexing="ij"), axis=-1)
    xy += chance.uniform(-8, 8, xy.shape)
    corners = [
        [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)] for i in range(10) for j in range(8)
    ]
    return [shapely.Polygon([xy[at] for at in ring]) for ring in corners]


def frame(shapes: list[shapely.Polygon]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=shapes, crs=PLANE)


LOTS = lots()
LAYERS = {
    "zones": frame([shapely.union_all(LOTS[20:60])]),
    "survey": frame(LOTS),
    "plan": frame(LOTS[:76]),
    "farmland": frame(LOTS[:12]),
}
PLACES = {role: f"{role}.gpkg" for role in LAYERS}


def told(*moved: str, east: float = 60, north: float = -25) -> dict[str, tuple[str, str]]:
    """Places that are told when some layers are moved, with code and what they are held against."""
    layers = {
        role: one.set_geometry(one.translate(east, north)) if role in moved else one
        for role, one in LAYERS.items()
    }
    return {
        problem.where: (problem.code, str(problem.values["reference"]))
        for problem in moved_told(layers, PLACES)
    }


def test_layers_in_their_place_are_not_told() -> None:
    assert told() == {}


@pytest.mark.parametrize(
    ("role", "reference"),
    [
        ("farmland", "现状用地、规划用地"),
        ("plan", "开发区、现状用地"),
        ("survey", "开发区、规划用地"),
        ("zones", "现状用地、规划用地"),
    ],
)
def test_the_one_that_is_moved_is_told_alone(role: str, reference: str) -> None:
    found = told(role)
    assert list(found) == [f"{role}.gpkg"]
    code, against = found[f"{role}.gpkg"]
    assert code == "ZL258"
    assert against.startswith(reference)


def test_a_line_is_moved_by_what_its_own_problem_says() -> None:
    layers = {**LAYERS, "farmland": frame(list(LAYERS["farmland"].translate(60, -25)))}
    (problem,) = moved_told(layers, PLACES)
    assert (problem.values["east_m"], problem.values["north_m"]) == ("+60.0", "-25.0")


def test_a_line_with_the_plan_alone_is_told_too() -> None:
    layers = {role: LAYERS[role] for role in ("plan", "farmland")}
    moved = layers["farmland"].translate(-30, 40)
    (problem,) = moved_told({**layers, "farmland": frame(list(moved))}, PLACES)
    assert (problem.where, problem.values["distance_m"]) == ("farmland.gpkg", "50.0")


def test_a_line_that_shares_no_corner_with_anything_is_not_told() -> None:
    free = frame([shapely.Point(EAST + 200 + 90 * n, NORTH + 200).buffer(40) for n in range(5)])
    assert moved_told({**LAYERS, "farmland": free}, PLACES) == []
