"""Zones apart from all other layers: one problem, at the zones."""

from __future__ import annotations

import geopandas as gpd
import pyproj

from tests.drawing import NORTH, rectangle
from zoneland.checks.elsewhere import zones_elsewhere
from zoneland.core.problems import Problem
from zoneland.core.wording import Term

HERE = (113.99, 34.68, 114.02, 34.71)
"""Around 500 km east in the plane of 114°E, where NORTH is 34.69°."""
ZONES = gpd.GeoDataFrame(geometry=[rectangle(500_000, NORTH, 1000, 1000)], crs=4546)  # at 111°E


def against(where: str, place: tuple[float, ...] = HERE, code: str = "ZL255") -> Problem:
    return Problem(code, where, {"evidence": Term("role.zones"), "place": place})


def weighed(*problems: Problem, source: int = 4546) -> list[Problem]:
    return zones_elsewhere(problems, ZONES, "zones.gpkg", source=pyproj.CRS(source))


def test_layers_that_agree_put_the_blame_on_the_zones_and_are_named() -> None:
    other = Problem("ZL101", "cover.tif")
    (told, kept) = weighed(against("plan"), other, against("survey", code="ZL214"))
    assert kept is other
    assert (told.code, told.where, told.level) == ("ZL219", "zones.gpkg", "error")
    assert (told.values["layers"], told.values["count"]) == ("plan、survey", 2)
    assert "EPSG:4547" in told.fix()
    assert "EPSG:4547" in told.fix("en")


def test_a_three_degree_plane_is_named_for_zones_in_a_six_degree_one() -> None:
    (told,) = weighed(against("plan"), against("survey"), source=4508)
    assert "EPSG:4547" in told.fix()


def test_one_layer_against_the_zones_stays_its_own_problem() -> None:
    alone = against("plan")
    assert weighed(alone) == [alone]


def test_layers_that_do_not_agree_stay_their_own_problems() -> None:
    apart = [against("plan"), against("survey", (120.0, 30.0, 120.1, 30.1))]
    assert weighed(*apart) == apart


def test_a_layer_that_its_own_codes_contradict_says_nothing_of_the_zones() -> None:
    coded = Problem("ZL255", "survey", {"evidence": "XZQDM 410224", "place": HERE})
    assert weighed(against("plan"), coded) == [against("plan"), coded]


def test_where_no_meridian_would_do_the_county_is_asked_for() -> None:
    north = (113.99, 44.0, 114.02, 44.1)
    (told,) = weighed(against("plan", north), against("survey", north))
    assert told.values["remedy"] == Term("remedy.county")
