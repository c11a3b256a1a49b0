from __future__ import annotations

import csv
import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.measure.official_series import ring_m2
from tests.realdata import shared
from zoneland.measure.ellipsoid import ellipsoid_area_m2

NEAR_114 = "EPSG:4547"


def area(geometry: shapely.Geometry, crs: str = NEAR_114) -> float:
    return float(ellipsoid_area_m2([geometry], crs)[0])


@pytest.mark.parametrize(
    ("corner", "side", "official_m2"),
    [
        ((500_000, 3_850_000), 1_000, 999_999.99),  # on the central meridian
        ((630_000, 3_850_000), 1_000, 999_580.50),  # 130 km east of it: 4.2e-4 smaller
        ((620_000, 3_850_000), 10_000, 99_961_490.18),  # 100 km² at the zone's edge
    ],
)
def test_squares_have_the_area_of_the_survey_rule(
    corner: tuple[int, int], side: int, official_m2: float
) -> None:
    x, y = corner
    assert area(shapely.box(x, y, x + side, y + side)) == pytest.approx(official_m2, abs=0.05)


@pytest.mark.real
def test_every_test_vector_agrees_within_5_dm2() -> None:
    with shared("domain", "ellipsoid_test_vectors.csv").open(encoding="utf-8") as stream:
        vectors = list(csv.DictReader(stream))
    assert len(vectors) == 6
    for vector in vectors:
        shape = shapely.from_wkt(vector["wkt_easting_northing"])
        measured = area(shape, vector["crs"])
        assert measured == pytest.approx(float(vector["official_rule_m2"]), abs=0.05), vector["id"]


corner = st.tuples(st.floats(-140_000, 140_000), st.floats(2_500_000, 4_500_000))


@given(corner, st.lists(st.floats(50, 5_000), min_size=3, max_size=9))
def test_any_star_polygon_agrees_with_the_official_series(
    centre: tuple[float, float], radii: list[float]
) -> None:
    x, y = 500_000 + centre[0], centre[1]
    turn = 2 * math.pi / len(radii)
    ring = [(x + r * math.cos(turn * i), y + r * math.sin(turn * i)) for i, r in enumerate(radii)]
    expected = ring_m2([*ring, ring[0]], NEAR_114, 114)
    assert area(shapely.Polygon(ring)) == pytest.approx(expected, rel=1e-9, abs=1e-3)


def test_a_hole_is_taken_out_and_parts_are_added() -> None:
    shell, hole = shapely.box(500_000, 3_850_000, 500_100, 3_850_100), (500_020, 3_850_020)
    inner = shapely.box(*hole, 500_040, 3_850_040)
    far = shapely.box(500_300, 3_850_000, 500_310, 3_850_010)
    ring = shapely.difference(shell, inner)
    assert area(ring) == pytest.approx(10_000 - 400, abs=0.01)
    assert area(shapely.MultiPolygon([ring, far])) == pytest.approx(10_000 - 400 + 100, abs=0.01)


def test_ring_direction_changes_nothing() -> None:
    square = shapely.box(630_000, 3_850_000, 631_000, 3_851_000)
    assert area(square) == pytest.approx(area(square.reverse()), abs=1e-6)


def test_nothing_lines_and_points_have_no_area() -> None:
    shapes = [
        None,
        shapely.Polygon(),
        shapely.Point(5e5, 3.8e6),
        shapely.LineString([(0, 0), (1, 1)]),
    ]
    assert ellipsoid_area_m2(shapes, NEAR_114).tolist() == [0.0] * 4


def test_degrees_are_refused() -> None:
    with pytest.raises(ValueError, match="not a projected CRS"):
        ellipsoid_area_m2([shapely.box(113, 34, 114, 35)], "EPSG:4490")


def test_the_zone_number_before_the_easting_changes_nothing() -> None:
    plain = shapely.box(620_000, 3_850_000, 621_000, 3_851_000)
    prefixed = shapely.box(38_620_000, 3_850_000, 38_621_000, 3_851_000)
    assert area(prefixed, "EPSG:4526") == pytest.approx(area(plain), abs=1e-4)
