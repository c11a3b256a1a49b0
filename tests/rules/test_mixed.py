"""Areas of mixed codes, split to whole 0.01 m²."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, rectangle, zones_of
from zoneland.landuse.parcels import collect_parcels
from zoneland.measure.tabulate import tabulate
from zoneland.rules.mixed import largest_remainder, split_mixed

import geopandas as gpd  # isort: skip

Row = tuple[str, str, str, int]


def split(*parcels: tuple[str, float], industrial: tuple[str, ...] = ()) -> list[Row]:
    """Strips of 100 m from north to south and so wide, in a zone that they fill."""
    shapes, east = [], float(EAST)
    for _, width in parcels:
        shapes.append(rectangle(east, NORTH, width, 100))
        east += width
    codes = [code for code, _ in parcels]
    frame = gpd.GeoDataFrame({"YDYHFLDM": codes}, geometry=shapes, crs=PLANE)
    land = collect_parcels(frame, "plan").data
    zones = zones_of(A=rectangle(EAST, NORTH, east - EAST, 100))
    areas = split_mixed(tabulate(zones, land, area="plane"), land, industrial=industrial)
    columns = areas[["class_code", "kind", "status", "area_dm2"]]
    return list(columns.itertuples(index=False, name=None))


def test_a_hectare_of_sixty_and_forty() -> None:
    assert split(("1001(60%)/0901(40%)", 100)) == [
        ("1001", "industry", "known", 600_000),
        ("0901", "commerce", "known", 400_000),
    ]


def test_parts_join_the_class_that_is_there_and_nothing_else_moves() -> None:
    assert sorted(split(("1001(60%)/0901(40%)", 100), ("1001", 50), ("1207", 10))) == [
        ("0901", "commerce", "known", 400_000),
        ("1001", "industry", "known", 1_100_000),
        ("1207", "transport", "known", 100_000),
    ]


def test_a_part_that_nobody_knows_is_unknown_land() -> None:
    assert split(("1001:9901=1:1", 1)) == [
        ("1001", "industry", "known", 5_000),
        ("9901", "unknown", "known", 5_000),
    ]


def test_without_shares_land_stays_undecided() -> None:
    assert split(("1001/0901", 1)) == [("1001/0901", "undecided", "known", 10_000)]


def test_what_the_user_calls_industry_is_industry_in_a_part_too() -> None:
    mixed = split(("1001:0901=1:1", 1), industrial=("0901",))
    assert [kind for _, kind, _, _ in mixed] == ["other", "industry"]


def test_thirds_of_one_square_metre() -> None:
    assert largest_remainder(100, [Fraction(1, 3), Fraction(2, 3)]) == [33, 67]


def test_contested_land_stays_whole() -> None:
    areas = pd.DataFrame(
        {
            "zone_id": ["A", "A"], "status": ["contested", "uncovered"],
            "class_code": ["1001:0901=1:1|1207", ""], "class_name": ["", ""],
            "kind": ["unknown", "unknown"], "is_built": [False, False], "area_dm2": [7, 3],
        }
    )  # fmt: skip
    land = pd.DataFrame(
        {
            "class_code": ["1001:0901=1:1"], "class_system": ["ydyh2023"],
            "mix": ["1001=1/2+0901=1/2"],
        }
    )  # fmt: skip
    pd.testing.assert_frame_equal(split_mixed(areas, land), areas)


@given(st.integers(0, 10**12), st.lists(st.integers(1, 99), min_size=1, max_size=5))
def test_no_hundredth_is_lost_and_none_is_more_than_one_off(whole: int, parts: list[int]) -> None:
    shares = [Fraction(part, sum(parts)) for part in parts]
    sizes = largest_remainder(whole, shares)
    assert sum(sizes) == whole
    assert all(abs(size - share * whole) < 1 for size, share in zip(sizes, shares, strict=True))
