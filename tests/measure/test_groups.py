"""A table put together from groups of zones is the table of all zones, to the last bit."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from tests.drawing import EAST, NORTH, land_of, rectangle, zones_of
from zoneland.measure import groups
from zoneland.measure.groups import runs, tabulate_spread
from zoneland.measure.tabulate import tabulate_closed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd

CODES = [("0601", "industry"), ("0701", "residential"), ("1003", "transport")]


def elsewhere(measure: Callable[[Any], Any], parts: Sequence[Any]) -> list[Any]:
    """Measure each part as if it had been sent away, the last one first."""
    done = [pickle.loads(pickle.dumps(measure(_sent(part)))) for part in reversed(parts)]  # noqa: S301  our own
    return done[::-1]


def _sent(part: Any) -> Any:
    return pickle.loads(pickle.dumps(part))  # noqa: S301  our own


def county(seed: int) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Parcels drawn at random over a square kilometre, some over others, and zones among them."""
    rng = np.random.default_rng(seed)
    points = shapely.MultiPoint(rng.uniform(0, 1_000, (80, 2)) + np.array([EAST, NORTH]))
    cells = shapely.get_parts(shapely.voronoi_polygons(points))
    over = shapely.buffer(cells[:6], 3.0)
    chosen = [CODES[at] for at in rng.integers(0, 3, len(cells) + len(over))]
    shapes = [*cells, *over]
    land = land_of(
        *((code, kind, shape) for (code, kind), shape in zip(chosen, shapes, strict=True)),
        stored_m2=rng.uniform(5_000, 20_000, len(shapes)),
        deduct_share=rng.choice([0.0, 0.1], len(shapes)),
        deduct_code=["1203"] * len(shapes),
    )
    land["class_name"] = [f"{code} {at % 3}" for at, code in enumerate(land["class_code"])]
    corners = rng.uniform(-100, 900, (7, 2)) + np.array([EAST, NORTH])
    zones = {f"Z{at}": rectangle(*corner, 150 + 20 * at, 170) for at, corner in enumerate(corners)}
    return zones_of(**zones), land


@given(
    seed=st.integers(0, 10_000),
    least=st.sampled_from([1, 200, 700, 100_000]),
    area=st.sampled_from(["ellipsoid", "plane", "ledger"]),
)
@settings(max_examples=40, deadline=None)
def test_groups_make_the_same_table(seed: int, least: int, area: str) -> None:
    zones, land = county(seed)
    whole = tabulate_closed(zones, land, area=area)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "LEAST_COST", least)
        found = tabulate_spread(zones, land, area=area, spread=elsewhere)
    assert_frame_equal(found.areas, whole.areas, check_exact=True)
    assert_series_equal(found.spread_dm2, whole.spread_dm2)


def test_walked_groups_make_the_same_table(monkeypatch: pytest.MonkeyPatch) -> None:
    from zoneland.measure import shares  # noqa: PLC0415  only here

    zones, land = county(5)
    monkeypatch.setattr(shares, "MANY", 1)
    monkeypatch.setattr(groups, "LEAST_COST", 300)
    found = tabulate_spread(zones, land, area="ellipsoid", spread=elsewhere)
    whole = tabulate_closed(zones, land, area="ellipsoid", way="walk")
    assert_frame_equal(found.areas, whole.areas, check_exact=True)


def test_each_share_is_the_same_number_in_any_group() -> None:
    from zoneland.measure.shares import shares_by_cutting  # noqa: PLC0415  only here

    zones, land = county(9)
    ground, shapes = zones.geometry.to_numpy(), land.geometry.to_numpy()
    whole = shares_by_cutting(ground, shapes, area="ellipsoid", crs=zones.crs)
    for at in range(len(ground)):
        near = np.flatnonzero(shapely.intersects(shapes, shapely.box(*ground[at].bounds)))
        part = shares_by_cutting(ground[[at]], shapes[near], area="ellipsoid", crs=zones.crs)
        one = whole.zone == at
        assert near[part.land].tolist() == whole.land[one].tolist()
        assert part.area_m2.tobytes() == whole.area_m2[one].tobytes()


def test_a_class_is_named_by_its_first_parcel_in_the_layer() -> None:
    zones = zones_of(A=rectangle(EAST, NORTH, 10, 10), B=rectangle(EAST + 5_000, NORTH, 10, 10))
    land = land_of(
        ("0601", "industry", rectangle(EAST + 5_000, NORTH, 10, 10)),
        ("0601", "industry", rectangle(EAST, NORTH, 10, 10)),
    ).assign(class_name=["工业用地", "厂房"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "LEAST_COST", 1)
        found = tabulate_spread(zones, land, area="plane", spread=elsewhere)
    assert found.areas["class_name"].tolist() == ["工业用地", "工业用地"]


def test_a_zone_without_land_is_not_lost() -> None:
    zones = zones_of(A=rectangle(EAST, NORTH, 10, 10), B=rectangle(EAST + 50, NORTH, 10, 10))
    land = land_of(("0601", "industry", rectangle(EAST, NORTH, 10, 10)))
    found = tabulate_spread(zones, land, area="plane", spread=elsewhere).areas
    assert found[["zone_id", "status", "area_dm2"]].to_numpy().tolist() == [
        ["A", "known", 10_000],
        ["B", "uncovered", 10_000],
    ]


def test_runs_hold_each_zone_once_and_none_is_too_dear() -> None:
    boxes = shapely.box(np.arange(50), 0, np.arange(50) + 1, 1)
    boxes[7] = shapely.Polygon()
    cost = np.full(50, 30_000)
    found = runs(boxes, cost)
    assert sorted(np.concatenate(found).tolist()) == list(range(50))
    assert max(len(run) for run in found) == 3  # three of 30,000 stay below 100,000
