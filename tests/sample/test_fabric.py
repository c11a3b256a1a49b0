from __future__ import annotations

import numpy as np
import pytest
import shapely

from zoneland.sample.chance import chances, shuffled
from zoneland.sample.county import CRS, plan_county, to_ground
from zoneland.sample.exact import moved
from zoneland.sample.fabric import lay
from zoneland.sample.patterns import STYLES, VARIANTS, pattern


def test_chance_does_not_depend_on_what_is_drawn_with_it() -> None:
    alone = chances(1, "a", 5, 7)
    among = chances(1, "a", np.arange(10), 7)
    assert alone[0] == among[5]
    assert chances(1, "b", 5, 7)[0] != alone[0]


def test_chance_is_spread_evenly() -> None:
    counts = np.histogram(chances(3, "even", np.arange(100_000)), bins=10, range=(0, 1))[0]
    assert counts.min() > 9_600
    assert counts.max() < 10_400


def test_shuffling_loses_nothing() -> None:
    assert sorted(shuffled(1, "s", 100).tolist()) == list(range(100))


@pytest.mark.parametrize("kind", STYLES)
def test_a_pattern_fills_the_unit_square_once(kind: str) -> None:
    for variant in range(VARIANTS):
        chosen = pattern(kind, variant, 11)
        rings = shapely.linearrings(chosen.uv[chosen.nodes], indices=chosen.ring)
        shapes = shapely.polygons(rings)
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
        assert shapely.area(shapes).sum() == pytest.approx(1.0)


def test_a_piece_of_the_county_is_the_same_drawn_alone_or_with_the_rest() -> None:
    county = plan_county(4_000, 12, seed=5, snap=False)
    whole, part = lay(county, (0, 16, 0, 12)), lay(county, (5, 7, 6, 8))
    of_part = whole[whole["k"].isin([5, 6]) & whole["j"].isin([6, 7])]
    inside = of_part[of_part["role"] == "parcel"].geometry.to_numpy()
    alone = part[part["role"] == "parcel"].geometry.to_numpy()
    assert shapely.equals_identical(inside, alone).all()


def test_points_that_are_one_in_the_plan_are_one_on_the_ground() -> None:
    many = np.column_stack([np.linspace(0, 9_000, 1001), np.linspace(0, 5_000, 1001)])
    together = to_ground(many)
    apart = np.concatenate([to_ground(point[None, :]) for point in many])
    assert np.array_equal(together, apart)
    assert np.array_equal(together, np.round(together, 4))


def test_rivers_and_main_streets_are_long_polygons() -> None:
    county = plan_county(4_000, 12, seed=5, snap=False)
    land = lay(county, (0, 16, 0, 12))
    rivers = land[land["role"] == "river"]
    assert rivers.crs == CRS
    assert len(rivers) == 3
    lengths_m = rivers.geometry.bounds["maxy"] - rivers.geometry.bounds["miny"]
    assert lengths_m.min() > 1_200


def test_moving_a_corner_leaves_every_other_shape_alone() -> None:
    squares = shapely.box(np.array([0, 5]), 0, np.array([1, 6]), 1)
    done = moved(squares, np.array([1.0, 1.0]), np.array([2.0, 1.0]))
    assert shapely.area(done).tolist() == [1.5, 1.0]
