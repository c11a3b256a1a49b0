"""Ground for zones: as much of the county as asked, and none of it twice."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from zoneland.sample.cases import LAST_CASE, TILE_BLOCKS
from zoneland.sample.county import PITCH_M, plan_county
from zoneland.sample.make import SEED
from zoneland.sample.places import PLACE_BLOCKS, set_aside
from zoneland.sample.showcase import further_zone


def test_unless_asked_zones_stay_the_same_however_large_the_county() -> None:
    for tiles in (12, 60):
        places = set_aside(tiles, tiles, 20, zone_percent=None, seed=SEED)
        assert {place.size for place in places[LAST_CASE:]} == {PLACE_BLOCKS}


@pytest.mark.parametrize("percent", [5, 20, 40])
def test_cores_lie_apart(percent: int) -> None:
    places = set_aside(40, 40, 30, zone_percent=percent, seed=SEED)
    taken = np.zeros((40 * TILE_BLOCKS, 40 * TILE_BLOCKS), dtype=int)
    for place in places:
        taken[place.k : place.k + place.size, place.j : place.j + place.size] += 1
    assert taken.max() == 1
    assert taken.sum() == 9 * LAST_CASE + (30 - LAST_CASE) * places[-1].size ** 2


@pytest.mark.parametrize("percent", [5, 20])
def test_zones_hold_about_as_much_land_as_asked(percent: int) -> None:
    county = plan_county(200_000, 20, seed=SEED, snap=False, zone_percent=percent)
    places = county.places[LAST_CASE:][:3]
    area_m2 = shapely.area([further_zone(county, place).boundary for place in places]).mean()
    land_m2 = county.cols * county.rows * PITCH_M**2
    assert area_m2 * (20 - LAST_CASE) / land_m2 == pytest.approx(percent / 100, rel=0.15)


@pytest.mark.parametrize("percent", [0, 51])
def test_no_other_percentage_is_drawn(percent: int) -> None:
    with pytest.raises(ValueError, match="about 1 to 50 %"):
        set_aside(40, 40, 30, zone_percent=percent, seed=SEED)


def test_too_much_for_the_ground_is_refused() -> None:
    with pytest.raises(ValueError, match="leave ground for"):
        set_aside(12, 12, 60, zone_percent=50, seed=SEED)
