from __future__ import annotations

import geopandas as gpd
import pyproj
import pytest
import shapely

import zoneland as zl
from tests.drawing import EAST, NORTH, PLANE, land_of, rectangle, zones_of
from zoneland.core.problems import InputError

ZONES = zones_of(A=rectangle(EAST, NORTH, 100, 100))
LAND = land_of(("0601", "industry", rectangle(EAST, NORTH, 100, 100)))


def refusal(**given: object) -> list[str]:
    with pytest.raises(InputError) as refused:
        zl.assess(ZONES, **given)  # type: ignore[arg-type]
    return [problem.code for problem in refused.value.problems]


def line(shape: shapely.Geometry, crs: object = PLANE) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shape], crs=crs)


def test_zones_alone_can_be_told_nothing_of() -> None:
    result = zl.assess(ZONES, on="2026-10-31")
    assert result.zones[["share_verdict", "lines_verdict", "idle_verdict"]].to_numpy().tolist() == [
        ["cannot_tell"] * 3
    ]
    assert result.shares() == ["—"]


def test_a_line_from_a_script_is_checked_like_one_from_a_file() -> None:
    far = line(rectangle(EAST + 275_000, NORTH, 9, 9))
    assert refusal(lines={"farmland": far}) == ["ZL214"]
    assert refusal(lines={"farmland": line(ZONES.geometry[0], 2362)}) == ["ZL211"]
    assert refusal(lines={"farmland": line(rectangle(0, 0, 9, 9), None)}) == ["ZL210"]
    assert refusal(lines={"farmlnd": line(ZONES.geometry[0])}) == ["ZL123"]


def test_parcels_from_a_script_are_checked_too() -> None:
    assert refusal(parcels=LAND.drop(columns="kind")) == ["ZL120"]
    assert refusal(parcels=LAND.iloc[:0]) == ["ZL105"]
    assert refusal(parcels={"use": LAND}) == ["ZL123"]
    lonlat = zl.assess(ZONES, LAND.to_crs(4490), on="2026-10-31")
    assert lonlat.zones["share_low"].tolist() == pytest.approx([1.0], abs=1e-6)


def test_invalid_shapes_are_mended_and_told() -> None:
    bow_tie = shapely.Polygon(
        [(EAST, NORTH), (EAST + 100, NORTH + 100), (EAST + 100, NORTH), (EAST, NORTH + 100)]
    )
    result = zl.assess(ZONES, land_of(("0601", "industry", bow_tie)), on="2026-10-31")
    assert result.zones["share_low"].tolist() == pytest.approx([0.5], abs=1e-4)
    assert "ZL205" in [problem.code for problem in result.problems]


def test_zones_need_a_key_but_no_name() -> None:
    nameless = zl.assess(ZONES.drop(columns="zone_name"), LAND, on="2026-10-31")
    assert nameless.zones["zone_name"].tolist() == ["A"]
    twice = gpd.GeoDataFrame({"zone_id": ["A", "A"]}, geometry=[ZONES.geometry[0]] * 2, crs=PLANE)
    with pytest.raises(InputError, match="ZL121"):
        zl.assess(twice, LAND)


def test_land_cover_on_another_datum_is_refused() -> None:
    from zoneland.core.cover import Cover  # noqa: PLC0415

    cover = Cover(pyproj.CRS(2362), None, (0.0, 0.0, 1.0, 1.0), lambda _: None)  # type: ignore[arg-type]
    assert refusal(cover=cover) == ["ZL211"]
