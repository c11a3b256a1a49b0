"""Two ways to measure shares, held against each other where edges meet in every way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, land_of, rectangle, zones_of
from zoneland.measure import shares
from zoneland.measure.shares import shares_by_cutting, shares_by_walking, shares_of
from zoneland.measure.tabulate import tabulate

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAIR_M2 = 2e-6
CELL_M2 = 1e-5

ZONE = rectangle(EAST, NORTH, 100, 100)
RING = shapely.difference(ZONE, rectangle(EAST + 40, NORTH + 40, 20, 20))


def walked(zone: shapely.Geometry, *land: shapely.Geometry, area: str = "plane") -> list[float]:
    """Areas of each parcel in a zone, by walking."""
    found = shares_by_walking(_array([zone]), _array(land), area=area, crs=PLANE)
    sizes = np.zeros(len(land))
    sizes[found.land] = found.area_m2
    return [round(size, 6) for size in sizes.tolist()]


def _array(shapes: object) -> NDArray[np.object_]:
    return np.array(list(shapes), dtype=object)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("name", "land", "area_m2"),
    [
        ("the zone itself", ZONE, 10_000),
        ("inside, clear of the edge", rectangle(EAST + 10, NORTH + 10, 5, 5), 25),
        ("inside, along an edge", rectangle(EAST + 20, NORTH, 20, 20), 400),
        ("half of it, three edges shared", rectangle(EAST, NORTH, 50, 100), 5_000),
        ("a corner of it", rectangle(EAST + 50, NORTH + 50, 100, 100), 2_500),
        ("a neighbour along an edge", rectangle(EAST + 100, NORTH, 10, 10), 0),
        ("a neighbour at a corner", rectangle(EAST + 100, NORTH + 100, 5, 5), 0),
        ("all around it", rectangle(EAST - 10, NORTH - 10, 500, 500), 10_000),
        ("around it with the zone as a hole",
         shapely.difference(rectangle(EAST - 5, NORTH - 5, 110, 110), ZONE), 0),
        ("with a hole inside", RING, 9_600),
        ("two parts", shapely.union(rectangle(EAST - 5, NORTH, 10, 10),
                                    rectangle(EAST + 95, NORTH + 95, 10, 10)), 75),
        ("a corner on the edge", shapely.Polygon(
            [(EAST, NORTH + 50), (EAST + 50, NORTH + 25), (EAST + 50, NORTH + 75)]), 1_250),
        ("a corner on the edge from outside", shapely.Polygon(
            [(EAST, NORTH + 50), (EAST - 50, NORTH + 25), (EAST - 50, NORTH + 75)]), 0),
        ("through both diagonal corners", shapely.Polygon(
            [(EAST, NORTH), (EAST + 100, NORTH + 100), (EAST, NORTH + 100)]), 5_000),
        ("a sliver", shapely.Polygon(
            [(EAST - 10, NORTH), (EAST + 110, NORTH), (EAST + 50, NORTH + 1e-3)]),
         0.06 - 0.005 / 3),
        ("nothing", shapely.Polygon(), 0),
        ("missing", None, 0),
        ("far away", rectangle(EAST + 5_000, NORTH, 1, 1), 0),
    ],
)  # fmt: skip
def test_parcels_of_every_standing(
    name: str,  # noqa: ARG001  says what is drawn, in the list of tests
    land: shapely.Geometry,
    area_m2: float,
) -> None:
    assert walked(ZONE, land) == [pytest.approx(area_m2, abs=1e-6)]


@pytest.mark.parametrize("turned", ["zone", "land"])
def test_the_way_a_ring_runs_changes_nothing(turned: str) -> None:
    zone, land = RING, rectangle(EAST + 30, NORTH + 30, 100, 100)
    if turned == "zone":
        zone = shapely.reverse(zone)
    else:
        land = shapely.reverse(land)
    assert walked(zone, land) == [4_900 - 400]


def test_land_in_the_zones_hole_is_not_in_the_zone() -> None:
    hole = rectangle(EAST + 40, NORTH + 40, 20, 20)
    assert walked(RING, hole, rectangle(EAST + 45, NORTH + 45, 5, 5)) == [0, 0]
    assert walked(RING, rectangle(EAST + 30, NORTH + 30, 40, 40)) == [1_200]


def test_a_zone_inside_a_parcels_hole_gets_nothing() -> None:
    around = rectangle(EAST - 50, NORTH - 50, 200, 200)
    land = shapely.difference(around, rectangle(EAST - 1, NORTH - 1, 102, 102))
    assert walked(ZONE, land) == [0]


def test_zones_of_several_parts() -> None:
    zone = shapely.union(ZONE, rectangle(EAST + 200, NORTH, 100, 100))
    assert walked(zone, rectangle(EAST + 50, NORTH, 200, 50)) == [5_000]


CORNER = st.tuples(st.integers(0, 8), st.integers(0, 8))
"""On so small a grid that edges overlap, corners touch and lines run through corners."""


@st.composite
def drawn(draw: st.DrawFn) -> shapely.Geometry:
    corners = draw(st.lists(CORNER, min_size=3, max_size=7, unique=True))
    shape = shapely.Polygon([(EAST + 10 * x, NORTH + 10 * y) for x, y in corners])
    return shape if shape.is_valid else rectangle(EAST, NORTH, 10 * len(corners), 20)


@given(
    zone=drawn(),
    land=st.lists(drawn(), min_size=1, max_size=4),
    area=st.sampled_from(["ellipsoid", "plane"]),
)
@settings(max_examples=400, deadline=None)
def test_both_ways_agree_on_a_grid(
    zone: shapely.Geometry, land: list[shapely.Geometry], area: str
) -> None:
    _agree(_array([zone]), _array(land), area=area)


@given(
    seed=st.integers(0, 10_000),
    jitter=st.sampled_from([0.0, 1e-4, 1e-3, 1e-2, 1.0]),
    digits=st.sampled_from([None, 4, 3, 2]),
)
@settings(max_examples=60, deadline=None)
def test_both_ways_agree_on_zones_snapped_to_parcels(
    seed: int, jitter: float, digits: int | None
) -> None:
    rng = np.random.default_rng(seed)
    cells = _cells(rng, digits)
    middle = shapely.Point(EAST + 500, NORTH + 500)
    zone = shapely.union_all(cells[shapely.distance(shapely.centroid(cells), middle) < 300])
    moved = shapely.transform(zone, lambda xy: xy + rng.uniform(-jitter, jitter, 2))
    _agree(_array([moved]), cells, area="ellipsoid")


def _cells(rng: np.random.Generator, digits: int | None) -> NDArray[np.object_]:
    """Parcels without gaps over a square kilometre, rounded to digits of a metre."""
    points = shapely.MultiPoint(rng.uniform(0, 1_000, (60, 2)) + np.array([EAST, NORTH]))
    frame = rectangle(EAST, NORTH, 1_000, 1_000)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame))
    if digits is not None:
        cells = shapely.transform(cells, lambda xy: np.round(xy, digits))
    return cells[shapely.is_valid(cells)]


def _agree(zones: NDArray[np.object_], land: NDArray[np.object_], *, area: str) -> None:
    sizes = []
    for way in (shares_by_cutting, shares_by_walking):
        found = way(zones, land, area=area, crs=PLANE)
        table = np.zeros((len(zones), len(land)))
        table[found.zone, found.land] = found.area_m2
        sizes.append(table)
    assert np.abs(sizes[0] - sizes[1]).max() < PAIR_M2
    assert np.abs((sizes[0] - sizes[1]).sum(axis=1)).max() < CELL_M2


def test_corners_of_the_zone_on_a_parcels_edge_do_not_change_the_parcel() -> None:
    # a vertex more on a long edge changes its ellipsoidal area by a thousandth of a square metre
    corners = [(EAST, NORTH), (EAST + 30, NORTH), (EAST + 60, NORTH), (EAST, NORTH + 60)]
    zone = shapely.Polygon([*corners, (EAST, NORTH + 20)])
    land = shapely.Polygon([corners[0], corners[2], corners[3]])
    _agree(_array([zone]), _array([land]), area="ellipsoid")


def test_a_plane_that_is_no_polynomial_is_left_to_geos(monkeypatch: pytest.MonkeyPatch) -> None:
    from zoneland.measure.walk import flat  # noqa: PLC0415  only here

    monkeypatch.setattr(flat, "CLOSE_M", 0.0)
    assert walked(ZONE, rectangle(EAST, NORTH, 50, 100), area="ellipsoid")[0] == pytest.approx(
        5_000, abs=0.01
    )


@pytest.mark.parametrize("area", ["ellipsoid", "plane", "ledger"])
def test_a_table_is_the_same_either_way(monkeypatch: pytest.MonkeyPatch, area: str) -> None:
    zones = zones_of(A=ZONE, B=rectangle(EAST + 100, NORTH, 100, 100))
    land = land_of(
        ("0601", "industry", rectangle(EAST - 5, NORTH, 130, 60)),
        ("0601", "industry", rectangle(EAST, NORTH + 50, 60, 30)),
        ("0701", "residential", rectangle(EAST + 50, NORTH + 50, 100, 100)),
        stored_m2=[7_800.0, 1_800.0, 10_000.0],
        deduct_share=[0.1, 0.0, 0.0],
        deduct_code=["1203", "", ""],
    )
    cut = tabulate(zones, land, area=area)
    monkeypatch.setattr(shares, "MANY", 1)
    walked_table = tabulate(zones, land, area=area)
    assert walked_table.equals(cut)
    assert (cut["status"] == "contested").any()


@pytest.mark.parametrize(("side", "expected"), [(10.0, 100.0), (30.0, 900.0)])
def test_a_parcel_that_fills_a_hole_and_lies_inside_as_well(side: float, expected: float) -> None:
    hole = shapely.box(20, 20, 40, 40)
    zone = np.array([shapely.difference(shapely.box(0, 0, 100, 100), hole)])
    land = np.array([shapely.MultiPolygon([hole, shapely.box(60, 60, 60 + side, 60 + side)])])
    for way in ("cut", "walk"):
        found = shares_of(zone, land, area="plane", crs=4526, way=way)
        assert found.area_m2.tolist() == pytest.approx([expected])


@pytest.mark.parametrize("seed", range(40))
def test_an_edge_beside_its_own_division_about_the_origin(seed: int) -> None:
    """Points on an edge lie on it but for rounding, most of all where coordinates are small."""
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, 7))
    reach = rng.uniform(5, 60, 7)
    star = shapely.Polygon(np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]) + 20)
    if not star.is_valid:
        return
    divided = np.array([shapely.segmentize(star, 3.0)])
    for zone, land in ((divided, np.array([star])), (np.array([star]), divided)):
        found = shares_by_walking(zone, land, area="plane", crs=4526)
        assert found.area_m2.sum() == pytest.approx(star.area, abs=1e-5)
