from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

from tests.drawing import EAST, NORTH, PLANE, land_of, rectangle, zones_of
from zoneland.measure.tabulate import tabulate, tabulate_closed
from zoneland.rules.buildable import buildable_land

if TYPE_CHECKING:
    import shapely

ZONES = zones_of(A=rectangle(EAST, NORTH, 1_000, 1_000), B=rectangle(EAST + 2_000, NORTH, 10, 10))


def line(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(shapes), crs=PLANE)


def strip(west: float, wide: float, high: float = 1_000) -> shapely.Polygon:
    """Of the zone from its south: 10 m wide are 1 ha."""
    return rectangle(EAST + west, NORTH, wide, high)


LAND = land_of(("1001", "industry", strip(0, 900)), ("1701", "water", strip(900, 100)))


def size(lines: dict[str, gpd.GeoDataFrame], zone_id: str = "A") -> int:
    left = buildable_land(ZONES, LAND, lines, area="plane")
    return int(left.loc[left["zone_id"] == zone_id, "area_dm2"].sum())


def test_water_in_farmland_is_taken_off_once() -> None:
    """100 ha less 10 ha water and 5 ha farmland, of which 2 ha are water: 87 ha."""
    farmland = line(strip(850, 50, 600), strip(900, 100, 200))
    assert size({"farmland": farmland, "redline": line()}) == 87_000_000


def test_farmland_and_red_line_on_the_same_ground_are_taken_off_once() -> None:
    both = line(strip(0, 100))
    assert size({"farmland": both, "redline": both}) == 80_000_000


@pytest.mark.parametrize("given", ["farmland", "redline"])
def test_without_either_line_nobody_knows(given: str) -> None:
    assert buildable_land(ZONES, LAND, {given: line()}, area="plane").empty


def test_a_zone_within_the_red_line_has_nothing_left() -> None:
    lines = {"farmland": line(), "redline": line(rectangle(EAST + 1_990, NORTH - 5, 40, 40))}
    assert size(lines, "B") == 0
    assert size(lines, "A") == 90_000_000


def test_land_that_may_be_water_stays() -> None:
    lines = {"farmland": line(), "redline": line()}
    left = buildable_land(ZONES, LAND, lines, area="plane").set_index("zone_id")
    assert left.loc["B", ["status", "area_dm2"]].tolist() == ["uncovered", 10_000]


def test_zones_that_no_line_meets_need_not_be_measured_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = {"farmland": line(strip(0, 100)), "redline": line()}
    measured = tabulate(ZONES, LAND, area="plane")
    anew = buildable_land(ZONES, LAND, lines, area="plane")
    seen: list[list[str]] = []

    def watched(zones: gpd.GeoDataFrame, *args: object, **kw: object) -> object:
        seen.append(zones["zone_id"].tolist())
        return tabulate_closed(zones, *args, **kw)

    monkeypatch.setattr("zoneland.rules.buildable.tabulate_closed", watched)
    again = buildable_land(ZONES, LAND, lines, area="plane", areas=measured)
    assert seen == [["A"]]
    by = ["zone_id", "class_code"]
    pd.testing.assert_frame_equal(
        *(table.sort_values(by, ignore_index=True) for table in (again, anew))
    )
