from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np

from tests.drawing import EAST, NORTH, PLANE, rectangle, zones_of
from zoneland.rules.lines import line_overlap
from zoneland.rules.spaces import COLUMNS, zone_spaces

if TYPE_CHECKING:
    import shapely

ZONE = zones_of(A=rectangle(EAST, NORTH, 100, 100))


def zoning(*rows: tuple[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"space": [space for space, _ in rows]}, geometry=[it for _, it in rows], crs=PLANE
    )


def test_spaces_add_up_to_the_zone() -> None:
    plan = zoning(
        ("urban", rectangle(EAST, NORTH, 100, 50)),
        ("farming", rectangle(EAST, NORTH + 50, 100, 20)),
        ("ecological", rectangle(EAST, NORTH + 70, 100, 20)),
        ("", rectangle(EAST, NORTH + 90, 100, 4)),
    )
    found = zone_spaces(ZONE, plan, area="plane").loc["A"]
    assert found.tolist() == [5_000, 2_000, 2_000, 1_000]
    assert list(found.index) == list(COLUMNS)


def test_plan_zones_of_one_space_that_overlap_count_once() -> None:
    plan = zoning(
        ("farming", rectangle(EAST, NORTH, 100, 60)), ("farming", rectangle(EAST, NORTH, 100, 100))
    )
    assert zone_spaces(ZONE, plan, area="plane").loc["A"].tolist() == [0, 10_000, 0, 0]


def test_ground_of_two_spaces_has_neither() -> None:
    plan = zoning(
        ("urban", rectangle(EAST, NORTH, 100, 60)),
        ("ecological", rectangle(EAST, NORTH + 50, 100, 50)),
    )
    assert zone_spaces(ZONE, plan, area="plane").loc["A"].tolist() == [5_000, 0, 4_000, 1_000]


def test_without_zoning_nothing_is_known() -> None:
    judged = line_overlap(ZONE, {}, area="plane")
    assert np.isnan(judged.table.loc["A", list(COLUMNS)].to_numpy(dtype=float)).all()
    assert not judged.problems


def test_the_judgement_carries_spaces_and_tells_what_has_none() -> None:
    plan = zoning(("urban", rectangle(EAST, NORTH, 100, 91)))
    judged = line_overlap(ZONE, {}, area="plane", zoning=plan)
    assert judged.table.loc["A", ["urban_m2", "no_space_m2"]].tolist() == [9_100, 900]
    told = [(problem.code, problem.values["area_m2"]) for problem in judged.problems]
    assert told == [("ZL352", "900.00")]
