from __future__ import annotations

import pandas as pd
import pytest

from tests.drawing import EAST, NORTH, land_of, rectangle, zones_of
from zoneland.rules.share import industrial_share
from zoneland.rules.towns import detached_dm2, town_land, urban_built

ZONES = zones_of(A=rectangle(EAST, NORTH, 1_200, 1_000))


def strip(west: float, wide: float) -> object:
    """A strip of the zone from south to north: 10 m wide are 1 ha."""
    return rectangle(EAST + west, NORTH, wide, 1_000)


def survey(*towns: str | None) -> object:
    """48 ha industry, 32 ha housing, 20 ha village and 20 ha fields."""
    return land_of(
        ("0601", "industry", strip(0, 480)),
        ("0701", "residential", strip(480, 320)),
        ("0702", "residential", strip(800, 200)),
        ("0102", "cropland", strip(1_000, 200)),
        town_code=list(towns),
    )


def test_of_100_ha_built_20_are_village() -> None:
    town = town_land(ZONES, survey("201", "202", "203", ""), area="plane")
    assert town["area_dm2"].sum() == 120_000_000
    assert urban_built(town)["area_dm2"].sum() == 80_000_000
    areas = town.drop(columns="town_code")
    row = (
        industrial_share(areas, grounds={"town": town})
        .set_index("reading")
        .loc["industry_storage_mining/town"]
    )
    assert (row["certain_dm2"], row["whole_dm2"], row["verdict"]) == (
        48_000_000,
        80_000_000,
        "pass",
    )


def test_a_detached_patch_of_a_town_is_urban_and_that_of_a_village_is_not() -> None:
    town = town_land(ZONES, survey("202A", "203A", "203", None), area="plane")
    assert urban_built(town)["area_dm2"].tolist() == [48_000_000]
    assert detached_dm2(town, pd.Series(["A"])).tolist() == [80_000_000]


@pytest.mark.parametrize("towns", [("", "", "", ""), (None, None, None, None)])
def test_a_survey_without_codes_tells_nothing(towns: tuple[str | None, ...]) -> None:
    land = survey(*towns)
    assert town_land(ZONES, land, area="plane").empty
    assert town_land(ZONES, land.drop(columns="town_code"), area="plane").empty
    assert detached_dm2(None, pd.Series(["A"])).isna().all()


def test_land_that_no_parcel_covers_may_be_of_the_town() -> None:
    half = survey("201", "201", "203", "").iloc[:2]
    town = town_land(ZONES, half, area="plane")
    assert urban_built(town)["area_dm2"].sum() == 120_000_000
