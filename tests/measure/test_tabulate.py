from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, land_of, rectangle, zones_of
from zoneland.core.problems import InputError
from zoneland.measure.tabulate import tabulate, tabulate_closed


def sizes(areas: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Areas in m² by status and code, of a single zone."""
    return {(row.status, row.class_code): row.area_dm2 / 100 for row in areas.itertuples()}


ZONE = zones_of(A=rectangle(EAST, NORTH, 100, 100))


def test_parcels_inside_across_and_outside_the_zone() -> None:
    land = land_of(
        ("0601", "industry", rectangle(EAST, NORTH, 60, 100)),
        ("0701", "residential", rectangle(EAST + 60, NORTH, 100, 100)),  # 40 of its 100 m inside
        ("0101", "cropland", rectangle(EAST + 160, NORTH, 100, 100)),
    )
    assert sizes(tabulate(ZONE, land, area="plane")) == {
        ("known", "0601"): 6_000,
        ("known", "0701"): 4_000,
    }


def test_land_twice_under_one_class_counts_once() -> None:
    land = land_of(
        ("0601", "industry", rectangle(EAST, NORTH, 60, 100)),
        ("0601", "industry", rectangle(EAST, NORTH, 60, 100)),  # the same parcel again
        ("0601", "industry", rectangle(EAST + 50, NORTH, 50, 100)),
    )
    assert sizes(tabulate(ZONE, land, area="plane")) == {("known", "0601"): 10_000}


def test_land_under_two_classes_counts_for_neither() -> None:
    land = land_of(
        ("0601", "industry", rectangle(EAST, NORTH, 60, 100)),
        ("0701", "residential", rectangle(EAST + 50, NORTH, 50, 100)),
    )
    assert sizes(tabulate(ZONE, land, area="plane")) == {
        ("known", "0601"): 5_000,
        ("known", "0701"): 4_000,
        ("contested", "0601|0701"): 1_000,
    }


def test_three_claims_on_the_same_ground() -> None:
    land = land_of(
        ("a", "industry", rectangle(EAST, NORTH, 100, 60)),
        ("b", "storage", rectangle(EAST, NORTH + 40, 100, 60)),
        ("c", "mining", rectangle(EAST, NORTH, 50, 100)),
    )
    assert sizes(tabulate(ZONE, land, area="plane")) == {
        ("known", "a"): 50 * 40,
        ("known", "b"): 50 * 40,
        ("contested", "a|b"): 50 * 20,
        ("contested", "a|c"): 50 * 40,
        ("contested", "b|c"): 50 * 40,
        ("contested", "a|b|c"): 50 * 20,
    }


def test_what_no_parcel_covers_is_told() -> None:
    land = land_of(("0601", "industry", rectangle(EAST, NORTH, 60, 100)))
    assert sizes(tabulate(ZONE, land, area="plane")) == {
        ("known", "0601"): 6_000,
        ("uncovered", ""): 4_000,
    }


def test_a_zone_without_any_parcel_is_uncovered() -> None:
    land = land_of(("0601", "industry", rectangle(EAST + 500, NORTH, 60, 100)))
    assert sizes(tabulate(ZONE, land, area="plane")) == {("uncovered", ""): 10_000}


def test_neighbours_that_touch_do_not_overlap() -> None:
    land = land_of(
        ("0601", "industry", rectangle(EAST - 100, NORTH, 100, 100)),  # shares the zone's edge
        ("0701", "residential", rectangle(EAST, NORTH, 100, 100)),
    )
    assert sizes(tabulate(ZONE, land, area="plane")) == {("known", "0701"): 10_000}


def test_holes_and_parts() -> None:
    ring = rectangle(EAST, NORTH, 100, 100) - rectangle(EAST + 40, NORTH + 40, 20, 20)
    two = shapely.union(rectangle(EAST, NORTH, 10, 10), rectangle(EAST + 50, NORTH + 50, 5, 5))
    land = land_of(
        ("0601", "industry", ring),
        ("0701", "residential", rectangle(EAST + 40, NORTH + 40, 20, 20)),
    )
    areas = tabulate(zones_of(A=ZONE.geometry[0], B=two), land, area="plane")
    assert sizes(areas[areas["zone_id"] == "A"]) == {
        ("known", "0601"): 9_600,
        ("known", "0701"): 400,
    }
    assert sizes(areas[areas["zone_id"] == "B"]) == {("known", "0601"): 100, ("known", "0701"): 25}


def test_the_order_of_rows_changes_no_figure() -> None:
    random = np.random.default_rng(7)
    land = land_of(
        *(
            ("x", "industry", rectangle(EAST + x, NORTH + y, 7.3, 7.3))
            for x in range(0, 100, 9)
            for y in range(0, 100, 9)
        )
    )
    table = tabulate(ZONE, land)
    shuffled = land.iloc[random.permutation(len(land))].reset_index(drop=True)
    pd.testing.assert_frame_equal(table, tabulate(ZONE, shuffled))


def test_rows_of_a_zone_add_up_to_its_ellipsoidal_area() -> None:
    far = 38_630_000  # 130 km from the central meridian: a square kilometre lacks 419.50 m²
    zone = zones_of(A=rectangle(far, 3_850_000, 1_000, 1_000))
    land = land_of(
        ("0601", "industry", rectangle(far - 50, 3_850_000 - 50, 333.3, 2_000)),
        ("0701", "residential", rectangle(far + 283.3, 3_850_000 - 50, 2_000, 2_000)),
    )
    areas = tabulate(zone, land)
    assert areas["area_dm2"].sum() == 99_958_050
    assert areas.loc[areas["class_code"] == "0601", "area_dm2"].item() == pytest.approx(
        283.3 * 1_000 * 0.9995805 * 100, abs=300
    )


def test_stored_areas_are_shared_out_and_closed() -> None:
    land = land_of(
        ("0601", "industry", rectangle(EAST, NORTH, 50, 100)),
        ("0103", "cropland", rectangle(EAST + 50, NORTH, 100, 100)),  # half inside
        stored_m2=[5_000.0, 10_000.0],
        deduct_share=[0.0, 0.1],
        deduct_code=["", "1203"],
        deduct_kind=["unknown", "cropland"],
    )
    found = tabulate_closed(ZONE, land, area="ledger")
    assert found.areas["area_dm2"].sum() == 1_000_000
    by_code = found.areas.set_index("class_code")["area_dm2"] / 100
    assert by_code["0601"] == pytest.approx(5_000, abs=0.05)
    assert by_code["0103"] == pytest.approx(4_500, abs=0.05)
    assert by_code["1203"] == pytest.approx(500, abs=0.05)
    assert found.areas.set_index("class_code").loc["1203", "kind"] == "cropland"


def test_one_code_of_two_kinds_is_two_classes_in_any_order() -> None:
    """A user may count class names as industry where the code says nothing."""
    land = land_of(
        ("9901", "industry", rectangle(EAST, NORTH, 10, 100)),
        ("9901", "unknown", rectangle(EAST + 10, NORTH, 80, 100)),
        ("0701", "residential", rectangle(EAST + 90, NORTH, 10, 100)),
    )
    table = tabulate(ZONE, land, area="plane")
    assert dict(zip(table["kind"], table["area_dm2"], strict=True)) == {
        "industry": 100_000,
        "unknown": 800_000,
        "residential": 100_000,
    }
    pd.testing.assert_frame_equal(table, tabulate(ZONE, land.iloc[::-1], area="plane"))


def test_layers_in_two_systems_are_refused_and_not_called_uncovered() -> None:
    land = land_of(("0601", "industry", rectangle(EAST, NORTH, 60, 100)))
    with pytest.raises(InputError, match="ZL217"):
        tabulate(ZONE, land.to_crs(4490))
    with pytest.raises(InputError, match="ZL215"):
        tabulate(ZONE.to_crs(4490), land.to_crs(4490), area="plane")


def test_stored_areas_that_are_missing_are_measured() -> None:
    land = land_of(
        ("0601", "industry", rectangle(EAST, NORTH, 60, 100)),
        ("0701", "residential", rectangle(EAST + 60, NORTH, 40, 100)),
    )
    assert sizes(tabulate(ZONE, land, area="ledger")) == pytest.approx(
        {("known", "0601"): 6_000, ("known", "0701"): 4_000}, abs=0.02
    )


def test_a_misfit_of_stored_areas_keeps_every_class_in_proportion() -> None:
    """All stored 10 % too large: a road of 100 m² stays one hundredth of the zone."""
    land = land_of(
        ("1003", "transport", rectangle(EAST, NORTH, 1, 100)),
        ("0601", "industry", rectangle(EAST + 1, NORTH, 59, 100)),
        ("0701", "residential", rectangle(EAST + 60, NORTH, 40, 100)),
        stored_m2=[110.0, 6_490.0, 4_400.0],
    )
    found = tabulate_closed(ZONE, land, area="ledger")
    assert sizes(found.areas) == pytest.approx(
        {("known", "1003"): 100, ("known", "0601"): 5_900, ("known", "0701"): 4_000}, abs=0.02
    )
    assert found.spread_dm2["A"] == pytest.approx(-100_000, abs=2)


box = st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(1, 6), st.integers(1, 6))


@given(st.lists(st.tuples(box, st.sampled_from("abc")), min_size=1, max_size=8), box)
def test_any_rectangles_agree_with_counting_cells(
    parcels: list[tuple[tuple[int, int, int, int], str]], zone: tuple[int, int, int, int]
) -> None:
    """Rectangles on a unit grid: every cell is claimed by a set of classes; count the cells."""
    claims = np.full((20, 20), "", dtype=object)
    for (x, y, width, height), code in parcels:
        part = claims[x : x + width, y : y + height]
        part[:] = np.vectorize(
            lambda old, code=code: "".join(sorted({*old, code})), otypes=[object]
        )(part)
    zx, zy, zw, zh = zone
    inside = claims[zx : zx + zw, zy : zy + zh].ravel().tolist()
    expected = {"|".join(cell): inside.count(cell) * 100 for cell in set(inside)}
    land = land_of(
        *(
            (code, "industry", rectangle(EAST + x, NORTH + y, w, h))
            for (x, y, w, h), code in parcels
        )
    )
    shape = zones_of(A=rectangle(EAST + zx, NORTH + zy, zw, zh))
    areas = tabulate(shape, land, area="plane")
    assert dict(zip(areas["class_code"], areas["area_dm2"], strict=True)) == expected


def scattered(random: np.random.Generator, count: int, extent_m: float) -> np.ndarray:
    return random.uniform(0, extent_m, (count, 2)) + np.array([EAST, NORTH])


@given(st.integers(0, 10_000), st.floats(0.001, 3))
def test_areas_close_on_freely_drawn_zones(seed: int, scale: float) -> None:
    random = np.random.default_rng(seed)
    points = shapely.multipoints(scattered(random, 30, 1000 * scale))
    cells = shapely.get_parts(shapely.voronoi_polygons(points))
    land = land_of(
        *((code, "industry", cell) for code, cell in zip("abcdefghij" * 5, cells, strict=False))
    )
    zone = shapely.convex_hull(shapely.multipoints(scattered(random, 6, 1000 * scale)))
    zones = gpd.GeoDataFrame({"zone_id": ["A"], "zone_name": ["A"]}, geometry=[zone], crs=PLANE)
    found = tabulate_closed(zones, land)
    assert "contested" not in set(found.areas["status"])
    assert abs(found.spread_dm2["A"]) <= len(found.areas)
