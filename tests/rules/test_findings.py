from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest

from tests.drawing import EAST, NORTH, PLANE, land_of, rectangle, zones_of
from zoneland.rules.findings import COLUMNS, places
from zoneland.rules.lines import line_overlap

if TYPE_CHECKING:
    import pandas as pd
    import shapely

ZONE = zones_of(A=rectangle(EAST, NORTH, 1_000, 1_000))
HECTARE = rectangle(EAST, NORTH, 100, 100)


def redline(*shapes: shapely.Geometry) -> dict[str, gpd.GeoDataFrame]:
    return {"redline": gpd.GeoDataFrame(geometry=list(shapes), crs=PLANE)}


def only_finding(shape: shapely.Geometry, **land: gpd.GeoDataFrame) -> pd.Series:
    judged = line_overlap(ZONE, redline(shape), area="plane", land=land)
    assert len(judged.findings) == 1
    return judged.findings.iloc[0]


def test_columns_are_those_and_in_that_order_with_findings_and_without() -> None:
    for shape in (HECTARE, rectangle(EAST + 5_000, NORTH, 9, 9)):
        found = line_overlap(ZONE, redline(shape), area="plane").findings
        assert tuple(found.columns) == (*COLUMNS, "geometry")
        assert found.crs == PLANE


def test_the_land_inside_is_broken_down_largest_first() -> None:
    survey = land_of(
        ("0301", "forest", rectangle(EAST, NORTH, 100, 30)),
        ("0103", "cropland", rectangle(EAST, NORTH + 30, 100, 60)),
    ).assign(class_name=["乔木林地", "旱地"])
    found = only_finding(HECTARE, survey=survey)  # the last 10 m are not covered
    assert found["classes"] == (
        "0103 旱地 0.6000 公顷；0301 乔木林地 0.3000 公顷；无图斑覆盖 0.1000 公顷"
    )
    assert found["parcel_ids"] == "P1、P0"


def test_land_that_two_classes_claim_is_told_as_such_and_less_than_1_m2_in_m2() -> None:
    survey = land_of(
        ("0301", "forest", HECTARE),
        ("0103", "cropland", rectangle(EAST, NORTH, 1, 0.5)),
    )
    found = only_finding(HECTARE, survey=survey)
    assert found["classes"] == "0301 0301 1.0000 公顷；0103|0301（图斑重叠） 0.50 平方米"


def test_what_the_survey_deducts_is_taken_off() -> None:
    survey = land_of(("0103", "cropland", HECTARE), deduct_share=[0.1])
    found = only_finding(rectangle(EAST, NORTH, 50, 20), survey=survey)
    assert found[["area_m2", "net_m2"]].tolist() == [1_000.0, 900.0]


def test_a_parcel_without_a_coefficient_beside_one_with_it_loses_nothing() -> None:
    survey = land_of(
        ("0103", "cropland", rectangle(EAST, NORTH, 50, 100)),
        ("0301", "forest", rectangle(EAST + 50, NORTH, 50, 100)),
        deduct_share=[0.1, np.nan],
    )
    assert only_finding(HECTARE, survey=survey)["net_m2"] == 9_500.0


@pytest.mark.parametrize("columns", [{}, {"deduct_share": [np.nan]}])
def test_without_any_coefficient_the_net_area_is_not_known(
    columns: dict[str, list[float]],
) -> None:
    survey = land_of(("0103", "cropland", HECTARE), **columns)
    assert np.isnan(only_finding(HECTARE, survey=survey)["net_m2"])


def test_without_land_nothing_is_said_of_it() -> None:
    found = only_finding(HECTARE)
    assert found[["classes", "parcel_ids"]].tolist() == ["", ""]


def test_the_survey_tells_what_is_there_and_the_plan_where_there_is_no_survey() -> None:
    survey = land_of(("0103", "cropland", HECTARE)).assign(parcel_id=["S"])
    plan = land_of(("1001", "industry", HECTARE)).assign(parcel_id=["G"])
    assert only_finding(HECTARE, survey=survey, plan=plan)["parcel_ids"] == "S"
    assert only_finding(HECTARE, plan=plan)["parcel_ids"] == "G"


def test_plan_industry_outside_the_growth_boundary_names_the_plans_parcels() -> None:
    survey = land_of(("0103", "cropland", HECTARE)).assign(parcel_id=["S"])
    plan = land_of(("1001", "industry", HECTARE)).assign(parcel_id=["G"])
    growth = {"growth": gpd.GeoDataFrame(geometry=[rectangle(EAST - 9, NORTH, 5, 5)], crs=PLANE)}
    judged = line_overlap(ZONE, growth, area="plane", land={"survey": survey, "plan": plan})
    assert judged.findings.set_index("kind")["parcel_ids"].to_dict() == {
        "outside_growth": "S",
        "plan_outside_growth": "G",
    }


def test_no_more_than_fifty_parcels_are_named() -> None:
    strips = [("0103", "cropland", rectangle(EAST + at, NORTH, 1, 100)) for at in range(60)]
    named = only_finding(HECTARE, survey=land_of(*strips))["parcel_ids"]
    assert named.endswith("P49…")
    assert len(named.split("、")) == 50


def test_a_parcel_that_only_touches_a_piece_is_not_named() -> None:
    survey = land_of(
        ("0103", "cropland", HECTARE), ("0301", "forest", rectangle(EAST + 100, NORTH, 9, 100))
    )
    assert only_finding(HECTARE, survey=survey)["parcel_ids"] == "P0"


def test_places_are_the_centroids_on_the_central_meridian() -> None:
    lon, lat = places(np.array([rectangle(EAST - 5, 0, 10, 0.001)], dtype=object), PLANE)
    assert (lon, lat) == (["114°00′00.00″E"], ["0°00′00.00″N"])


def test_a_width_below_a_bound_does_not_show_as_the_bound() -> None:
    found = only_finding(rectangle(EAST, NORTH, 998, 2))  # 2 × 1996 / 2000 = 1.996
    assert found[["band", "width_m"]].tolist() == ["sliver", 1.99]


def test_pieces_are_listed_zone_by_zone_kind_by_kind_largest_first() -> None:
    zones = zones_of(B=rectangle(EAST + 2_000, NORTH, 500, 500), A=rectangle(EAST, NORTH, 500, 500))
    lines = redline(
        rectangle(EAST, NORTH, 20, 20),
        rectangle(EAST + 100, NORTH, 30, 30),
        rectangle(EAST + 2_000, NORTH, 40, 40),
    ) | {"growth": gpd.GeoDataFrame(geometry=[rectangle(EAST, NORTH, 500, 500)], crs=PLANE)}
    found = line_overlap(zones, lines, area="plane").findings
    assert found[["finding_id", "zone_id", "kind", "area_m2"]].to_numpy().tolist() == [
        ["F0001", "B", "redline", 1_600],
        ["F0002", "B", "outside_growth", 250_000],
        ["F0003", "A", "redline", 900],
        ["F0004", "A", "redline", 400],
        ["F0005", "A", "growth_redline", 900],
        ["F0006", "A", "growth_redline", 400],
    ]


def test_numbers_on_the_ellipsoid_differ_from_the_plane_and_land_adds_up() -> None:
    zone = zones_of(A=rectangle(EAST + 100_000, NORTH, 1_000, 1_000))
    shape = rectangle(EAST + 100_000, NORTH, 100, 100)
    survey = land_of(("0103", "cropland", shape))
    found = line_overlap(zone, redline(shape), land={"survey": survey}).findings.iloc[0]
    assert 9_990 < found["area_m2"] < 9_999  # 100 km off the meridian the plane is 2.5 in 10,000
    assert found["classes"] == f"0103 0103 {found['area_m2'] / 10_000:.4f} 公顷"
