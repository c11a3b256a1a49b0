from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from zoneland.measure.ellipsoid import ellipsoid_area_m2
from zoneland.sample import edges
from zoneland.sample.cases import CASES
from zoneland.sample.county import CRS, County, plan_county
from zoneland.sample.edges import along_line, along_rings
from zoneland.sample.fabric import lay
from zoneland.sample.make import SEED
from zoneland.sample.patterns import STYLES, VARIANTS, pattern
from zoneland.sample.showcase import showcase

SLANTED = np.array([[0.0, 0.0], [80.0, 60.0]])
STREET = np.array([[10.0, 5.0], [10.0, 105.0]])


def county(vertices: int | None, *, snap: bool = False) -> County:
    return plan_county(4_000, 12, seed=5, snap=snap, vertices=vertices)


def test_without_further_points_nothing_is_touched() -> None:
    ring = np.zeros(2, dtype=np.intp)
    assert along_line(county(None), SLANTED) is SLANTED
    assert along_rings(county(None), SLANTED, ring)[0] is SLANTED


@pytest.mark.parametrize("line", [SLANTED, STREET])
def test_both_neighbours_have_the_same_points_to_the_last_bit(line: np.ndarray) -> None:
    there, back = (along_line(county(38), way) for way in (line, line[::-1]))
    assert np.array_equal(there, back[::-1])
    assert np.array_equal(there[[0, -1]], line)
    triangle = np.concatenate([line[::-1], [[300.0, -20.0]]])
    round_it, ring = along_rings(county(38), triangle, np.full(3, 4))
    assert np.array_equal(round_it[: len(there)], back)
    assert ring.tolist() == [4] * len(round_it)


def test_points_lie_about_a_step_apart() -> None:
    step_m = county(38).step_m
    assert len(along_line(county(38), SLANTED)) in {100 // step_m + 2, 100 // step_m + 3}
    apart_m = np.hypot(*np.diff(along_line(county(38), SLANTED), axis=0).T)
    assert apart_m.max() / apart_m.min() < 1.2


def test_fields_stray_and_streets_hardly_do() -> None:
    slanted = SLANTED + np.arange(50)[:, None, None] * [1000.0, 0.0]
    off_m = [
        np.abs(0.8 * (line - line[0])[:, 1] - 0.6 * (line - line[0])[:, 0]).max()
        for line in (along_line(county(38), pair) for pair in slanted)
    ]
    assert 1.0 < max(off_m) < 4.5
    assert np.ptp(along_line(county(38), STREET)[:, 0]) < 0.2


@pytest.mark.parametrize("kind", STYLES)
def test_no_edge_strays_over_another(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = replace(county(100), step_m=2.0)
    for bow, sway in ((1, 1), (1, -1), (-1, 1), (-1, -1)):  # as far as chance can take them
        draws = np.array([[0.5], [(1 + bow) / 2], [(1 + sway) / 2]])
        monkeypatch.setattr(edges, "chances", lambda *_, draws=draws: draws)
        for variant in range(VARIANTS):
            chosen = pattern(kind, variant, 11)
            xy, ring = along_rings(whole, chosen.uv[chosen.nodes] * 340.0, chosen.ring)
            shapes = shapely.polygons(shapely.linearrings(xy, indices=ring))
            assert shapely.is_valid(shapes).all()
            assert shapely.coverage_is_valid(shapes)


@pytest.mark.parametrize("vertices", [10, 38, 100])
def test_parcels_have_about_the_vertices_asked_for(vertices: int) -> None:
    drawn = plan_county(4_000, 12, seed=SEED, snap=False, vertices=vertices)
    shapes = lay(drawn, (0, 16, 0, 12)).geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.get_num_coordinates(shapes).mean() == pytest.approx(vertices, rel=0.05)


def test_every_corner_of_the_plain_county_is_one_of_the_curved() -> None:
    plain, curved = (lay(county(v), (0, 4, 0, 4)).get_coordinates() for v in (None, 38))
    points = set(map(tuple, curved.to_numpy().tolist()))
    assert set(map(tuple, plain.to_numpy().tolist())) <= points


@pytest.mark.parametrize("vertices", [11, 15, 60, 100])
@pytest.mark.parametrize("snap", [False, True])
def test_the_third_zone_is_settled_whatever_the_vertices(vertices: int, *, snap: bool) -> None:
    zones, land = showcase(plan_county(4_000, 12, seed=SEED, snap=snap, vertices=vertices))
    zone = zones[2].boundary
    works = land[(land["core"] == CASES[2].number) & (land["plan"] == "1001")]
    inside = works[shapely.covered_by(works.geometry.to_numpy(), zone)].geometry.to_numpy()
    share = math.fsum(ellipsoid_area_m2(inside, CRS)) / ellipsoid_area_m2([zone], CRS)[0]
    assert share == pytest.approx(0.6, abs=1e-8)
    assert shapely.coverage_is_valid(land.geometry.to_numpy())


@pytest.mark.parametrize("vertices", [9, 101])
def test_parcels_cannot_have_fewer_than_their_corners_nor_ever_so_many(vertices: int) -> None:
    with pytest.raises(ValueError, match="about 10 to 100 vertices"):
        county(vertices)
