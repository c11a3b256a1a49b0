"""What is wrong with real layers, in figures that others have counted."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tests.realdata import shared
from zoneland.boundaries.zones import collect_zones
from zoneland.checks.ground import polygons_of, sifted
from zoneland.checks.overlaps import overlapping_pairs, repeats
from zoneland.checks.shapes import checked_polygons
from zoneland.landuse.parcels import ClassScheme, collect_parcels

if TYPE_CHECKING:
    from zoneland.core.problems import Problem

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def liechtenstein() -> np.ndarray:
    """Its land-use polygons in Swiss metres, 14 of them mended."""
    path = shared("data", "liechtenstein_osm", "landuse_polygons.gpkg")
    frame, problems = checked_polygons(gpd.read_file(path).to_crs(2056), "x")
    assert [it.code for it in problems].count("ZL205") == 14
    assert len(frame) == 4_816
    return frame.geometry.to_numpy()


def test_liechtenstein_has_568_overlaps_of_more_than_1_m2_worth_412_ha(
    liechtenstein: np.ndarray,
) -> None:
    pairs = overlapping_pairs(liechtenstein)
    both = polygons_of(shapely.intersection(liechtenstein[pairs[:, 0]], liechtenstein[pairs[:, 1]]))
    area_m2 = shapely.area(both)
    assert len(pairs) == 602  # 34 of them share no more than a square metre
    assert int((area_m2 > 1).sum()) == 568
    assert area_m2[area_m2 > 1].sum() / 10_000 == pytest.approx(411.57, abs=0.005)
    pieces = sifted(both)
    assert (len(pieces.shapes), pieces.faint_count) == (590, 12)
    assert pieces.total_m2 + pieces.faint_m2 == pytest.approx(area_m2.sum())


def test_the_coverage_s_invalid_edges_miss_no_pair(liechtenstein: np.ndarray) -> None:
    one, other = shapely.STRtree(liechtenstein).query(liechtenstein, predicate="intersects")
    pairs = np.column_stack([one, other])[one < other]
    meet = shapely.relate_pattern(
        liechtenstein[pairs[:, 0]], liechtenstein[pairs[:, 1]], "T********"
    )
    expected = {tuple(pair) for pair in pairs[meet].tolist()}
    assert {tuple(pair) for pair in overlapping_pairs(liechtenstein).tolist()} == expected


def test_two_of_liechtenstein_s_shapes_are_drawn_again(liechtenstein: np.ndarray) -> None:
    again, first = repeats(liechtenstein)
    assert len(again) == 2
    assert all(shapely.equals(liechtenstein[again], liechtenstein[first]))


def told(problems: tuple[Problem, ...], code: str) -> list[Problem]:
    return [problem for problem in problems if problem.code == code]


def test_liechtenstein_s_gaps_are_the_rest_of_its_communes() -> None:
    """Gaps and the land that parcels cover add up to the communes."""
    folder = shared("data", "liechtenstein_osm")
    zones = collect_zones(folder / "zones_municipalities_2056.gpkg", zone_id="osm_id").data
    found = collect_parcels(
        folder / "landuse_polygons.gpkg",
        "survey",
        zones=zones,
        code="lu_class",
        scheme=ClassScheme(system="custom"),
    )
    gaps = [*told(found.problems, "ZL241"), *told(found.problems, "ZL242")]
    rounding = [it for it in told(found.problems, "ZL247") if it.values["code"] == "ZL242"]
    faint_m2 = sum(float(str(it.values["area_m2"]).replace(",", "")) for it in rounding)
    totals = {it.code: float(str(it.values["total_m2"]).replace(",", "")) for it in gaps}
    land = shapely.union_all(found.data.geometry.to_numpy())
    rest_m2 = shapely.area(shapely.difference(zones.geometry.to_numpy(), land)).sum()
    assert sum(totals.values()) + faint_m2 == pytest.approx(rest_m2, abs=1)
    assert gaps[0].piece.area == max(it.piece.area for it in gaps if it.code == "ZL241")
    assert told(found.problems, "ZL245") == []


def test_258_of_chicago_s_zoning_polygons_are_invalid() -> None:
    path = shared("data", "chicago_zoning", "chicago-zoning-2024-10-21-simple.geojson.gz")
    features = json.loads(gzip.decompress(path.read_bytes()))["features"]
    frame = gpd.GeoDataFrame.from_features(features, crs=4326)
    usable, problems = checked_polygons(frame, "x", may_lack_shape=True)
    codes = Counter(problem.code for problem in problems)
    assert (len(frame), codes["ZL205"]) == (14_592, 258)
    (lacking,) = told(tuple(problems), "ZL202")
    assert len(usable) + int(str(lacking.values["count"])) == 14_592
    assert all(it.spot is not None for it in problems if it.code == "ZL205")
    assert usable.geometry.is_valid.all()
