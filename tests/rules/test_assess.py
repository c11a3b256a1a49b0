"""One assessment from frames alone: what the rules need of one another reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

from tests.drawing import EAST, NORTH, PLANE, land_of, rectangle, zones_of
from zoneland.core.ledger import Ledger
from zoneland.core.problems import InputError, Level
from zoneland.landuse.parcels import collect_parcels
from zoneland.rules.assess import assess
from zoneland.rules.settings import LinesRule, RuleSettings, ShareRule

if TYPE_CHECKING:
    import shapely

    from zoneland.rules.assessment import Assessment

SIDE = 1_000
ZONES = zones_of(A=rectangle(EAST, NORTH, SIDE, SIDE))


def strip(west: float, width: float) -> shapely.Polygon:
    """A strip of the zone from south to north: 0.1 ha a metre."""
    return rectangle(EAST + west, NORTH, width, SIDE)


def one(shape: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shape], crs=PLANE)


def verdict_of(found: Assessment, reading: str) -> str:
    own = found.readings[found.readings["reading"] == reading]
    return str(own["verdict"].iloc[0])


def test_half_of_the_zone_is_ten_hectares_short_of_sixty_percent() -> None:
    land = land_of(("0601", "industry", strip(0, 500)), ("0701", "residential", strip(500, 500)))
    found = assess(ZONES, land, area="plane", on="2026-10-31")
    row = found.zones.iloc[0]
    assert (row["share_verdict"], row["to_convert_m2"]) == ("fail", 100_000)
    assert row["to_leave_m2"] == pytest.approx(166_666.67)  # 100 - 50 / 0.6 = 16.6667 ha


def test_town_codes_and_lines_open_two_further_readings() -> None:
    land = land_of(
        ("0601", "industry", strip(0, 600)),
        ("0702", "residential", strip(600, 200)),
        ("1101", "water", strip(800, 200)),
        town_code=["201", "203", ""],
    )
    lines = {"farmland": one(strip(790, 10)), "redline": one(strip(2_000, 10))}
    found = assess(ZONES, land, lines=lines, area="plane", on="2026-10-31")
    by_reading = found.readings.set_index("reading")["whole_dm2"]
    assert by_reading["industry/town"] == 600_000 * 100  # the village is no town
    assert by_reading["industry/buildable"] == 790_000 * 100  # less 200 m water, 10 m farmland


def test_what_counts_as_construction_land_is_a_setting() -> None:
    land = land_of(("0601", "industry", strip(0, 500)), ("1201", "other", strip(500, 500)))
    built = RuleSettings(
        industrial_share=ShareRule(reading="industry/construction", built_also=frozenset({"1201"}))
    )
    plain = RuleSettings(industrial_share=ShareRule(reading="industry/construction"))
    verdicts = [
        assess(ZONES, land, rules=rules, area="plane", on="2026-10-31").zones["share_verdict"][0]
        for rules in (plain, built)
    ]
    assert verdicts == ["pass", "fail"]


def test_mixed_land_is_shared_out_where_its_parts_are_stated() -> None:
    land = land_of(
        ("1001:0901=6:4", "undecided", strip(0, 1_000)),
        mix=["1001=3/5+0901=2/5"],
        class_system=["ydyh2023"],
        land_use=["plan"],
    )
    found = assess(ZONES, land, area="plane", on="2026-10-31")
    sizes = found.areas.set_index("class_code")["area_dm2"].to_dict()
    assert sizes == {"1001": 60_000_000, "0901": 40_000_000}
    assert found.zones["share_verdict"].tolist() == ["pass"]


def test_levels_decide_what_fails_a_zone() -> None:
    lines = {
        "farmland": one(strip(2_000, 10)),
        "redline": one(strip(2_000, 10)),
        "growth": one(rectangle(EAST - 10, NORTH - 10, 1_020, 1_020)),
        "flexible": one(strip(0, 100)),
    }
    grave = RuleSettings(control_lines=LinesRule(levels={"flexible": Level.ERROR}))
    verdicts = [
        assess(ZONES, None, lines=lines, rules=rules, area="plane").zones["lines_verdict"][0]
        for rules in (RuleSettings(), grave)
    ]
    assert verdicts == ["pass", "fail"]


def test_the_plans_zones_share_out_the_zone() -> None:
    zoning = gpd.GeoDataFrame(
        {"space": ["urban", "farming"]}, geometry=[strip(0, 600), strip(600, 300)], crs=PLANE
    )
    row = assess(ZONES, None, zoning=zoning, area="plane").zones.iloc[0]
    names = ["urban_m2", "farming_m2", "ecological_m2", "no_space_m2"]
    assert row[names].tolist() == [600_000, 300_000, 0, 100_000]


def test_land_in_use_that_was_never_supplied_is_listed_from_the_survey() -> None:
    land = land_of(("0601", "industry", strip(0, 500)), ("0101", "cropland", strip(500, 500)))
    approval = {"batch_id": "1号", "approved_on": pd.Timestamp("2026-01-01").date()}
    approvals = gpd.GeoDataFrame(
        [{**approval, "area_m2": float("nan"), "where": "#1"}],
        geometry=[rectangle(EAST + 450, NORTH, 100, 100)],  # half of it built
        crs=PLANE,
    )
    day = approval["approved_on"]
    plot = {"plot_id": "1", "started_on": day, "finished_on": day, "area_m2": float("nan")}
    supply = gpd.GeoDataFrame(
        [{**plot, "where": "#1"}], geometry=[rectangle(EAST, NORTH, 10, 10)], crs=PLANE
    )
    found = assess(ZONES, land, ledger=Ledger(approvals, supply), area="plane", on="2026-10-31")
    used = found.idle[found.idle["kind"] == "used"]
    assert used["area_m2"].tolist() == [5_000]
    assert used["status"].tolist() == ["to_check"]
    assert found.batches[["year", "batches", "approved_m2"]].to_numpy().tolist() == [
        [2026, 1, 10_000.0]
    ]


def test_a_line_of_an_unknown_name_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        assess(ZONES, None, lines={"river": one(strip(0, 10))})
    assert [problem.code for problem in refused.value.problems] == ["ZL123"]


def test_a_screening_is_said_in_print_and_is_no_verdict() -> None:
    cover = land_of(("501", "industry", strip(0, 1_000)), land_use=["cover"])
    found = assess(ZONES, cover, area="plane", on="2026-10-31")
    assert found.zones["share_verdict"].tolist() == ["cannot_tell"]
    assert "无法判定（初筛达标，不作结论）" in str(found)


def test_readings_that_disagree_are_said_in_print() -> None:
    land = land_of(
        ("0601", "industry", strip(0, 550)),
        ("0508", "storage", strip(550, 100)),
        ("0101", "cropland", strip(650, 350)),
    )
    text = str(assess(ZONES, land, area="plane", on="2026-10-31"))
    assert "依口径而定" in text


def test_a_stated_mix_counts_by_its_parts_under_every_denominator() -> None:
    land = gpd.GeoDataFrame(
        {"DLBM": ["0601/0701", "0102"], "HHBL": ["6:4", ""], "CZCSXM": ["201", ""]},
        geometry=[strip(0, 500), strip(500, 500)],
        crs=PLANE,
    )
    survey = collect_parcels(land, "survey").data
    lines = {"farmland": one(strip(900, 100)), "redline": one(strip(2_000, 10))}
    found = assess(ZONES, survey, lines=lines, area="plane", on="2026-10-31")
    by_reading = found.readings.set_index("reading")[["certain_dm2", "possible_dm2", "whole_dm2"]]
    # 50 ha mixed: 30 ha industry. The town is the 50 ha; 90 ha are left without farmland.
    assert by_reading.loc["industry/town"].tolist() == [30_000_000, 30_000_000, 50_000_000]
    assert by_reading.loc["industry/buildable"].tolist() == [30_000_000, 30_000_000, 90_000_000]


def test_a_layer_that_is_none_is_not_given() -> None:
    land = land_of(("0601", "industry", strip(0, SIDE)))
    found = assess(ZONES, {"survey": land, "plan": None}, lines={"redline": None}, on="2026-10-31")
    row = found.zones.iloc[0]
    assert (row["land_use"], row["lines_verdict"]) == ("survey", "cannot_tell")
