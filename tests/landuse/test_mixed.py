"""Mixed codes: the shares that are written, and those that cannot be used."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.landuse.mixed import mix_of, mix_text, read_mix
from zoneland.landuse.parcels import collect_parcels

if TYPE_CHECKING:
    from zoneland.core.inputs import Collected


def plan(*codes: str, shares: list[object] | None = None) -> Collected[gpd.GeoDataFrame]:
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(len(codes))]
    beside = {} if shares is None else {"混合比例": shares}
    frame = gpd.GeoDataFrame({"YDYHFLDM": list(codes), **beside}, geometry=shapes, crs=PLANE)
    return collect_parcels(frame, "plan", where="plan")


@pytest.mark.parametrize(
    "code",
    [
        "1001(60%)/0901(40%)", "1001（60％）＋0901（40％）", "1001:0901=3:2", "1001：0901=6：4",
        "1001/0901（6:4）", "1001/0901=60%/40%", "1001/0901(60%、40%)", "1001*0.6+0901*0.4",
        "1001:60%/0901:40%", "60%1001+40%0901", "1001(6)/0901(4)", "1001/901(0.6、0.4)",
        "1001=60%;0901=40%", " 1001 / 0901 ( 6 : 4 ) ",
    ],
)  # fmt: skip
def test_shares_are_read_as_plans_write_them(code: str) -> None:
    assert read_mix(code) == (("1001", Fraction(3, 5)), ("0901", Fraction(2, 5)))


@pytest.mark.parametrize(
    ("code", "stated"),
    [
        ("1001/0901", None), ("1001:0901", ""), ("1001(60%)/0901(30%)", None), ("1001(60%)", None),
        ("1001/0901", "60%"), ("1001/0901", 0.6), ("1001/0901", "6:3:1"), ("1001/0901", "10:0"),
        ("1001/0901(5、4)", None), ("1001/1001", "6:4"), ("1001(60%)/0901(40%)", "50%:50%"),
        ("1001/0901", "1001:60%、0902:40%"), ("1001/0901", "约六成"), ("1001(60%)/0901(4)", None),
        ("1001/", "6:4"), ("", "6:4"), ("1001/0901", "1001=1/0+0901=1"),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_no_mix(code: str, stated: object) -> None:
    assert read_mix(code, stated) is None


@pytest.mark.parametrize("stated", ["6:4", "60%：40%", "0.6/0.4", "1001=60%，0901=40%"])
def test_shares_may_stand_in_a_field_of_their_own(stated: str) -> None:
    found = plan("1001/0901", shares=[stated])
    assert found.data["mix"].tolist() == ["1001=3/5+0901=2/5"]
    assert found.data["kind"].tolist() == ["undecided"]
    assert found.problems == ()


def test_one_code_is_one_mix() -> None:
    found = plan("1001/0901", "1001/0901", shares=["6:4", "7:3"]).data
    assert found.groupby("class_code")["mix"].nunique().tolist() == [1, 1]


def test_a_frame_that_was_read_is_read_again() -> None:
    first = plan("1001/0901", "1001", shares=["6:4", None]).data
    frame = first[["class_code", "mix", "geometry"]].rename(columns={"class_code": "YDYHFLDM"})
    again = collect_parcels(frame, "plan").data
    assert again["mix"].tolist() == first["mix"].tolist() == ["1001=3/5+0901=2/5", ""]
    assert again["class_code"].tolist() == first["class_code"].tolist()


def test_codes_without_shares_and_with_unusable_ones_are_told_apart() -> None:
    found = plan("1001:0901", "1001(60%)/0901(30%)", "1001")
    assert found.data["kind"].tolist() == ["undecided", "undecided", "industry"]
    assert found.data["mix"].tolist() == ["", "", ""]
    assert [(p.code, p.values["count"], p.values["examples"]) for p in found.problems] == [
        ("ZL163", 1, "1001:0901"),
        ("ZL344", 1, "1001(60%)/0901(30%)"),
    ]


def test_a_ratio_behind_codes_is_no_tail_of_the_first() -> None:
    found = plan("1001:0901=7:3").data
    assert found["kind"].tolist() == ["undecided"]  # never industry as a whole
    assert found["mix"].tolist() == ["1001=7/10+0901=3/10"]


@given(st.lists(st.integers(1, 99), min_size=2, max_size=4))
def test_a_ratio_always_adds_up_and_is_written_without_loss(parts: list[int]) -> None:
    codes = ["1001", "0901", "1101", "0701"][: len(parts)]
    mix = read_mix(f"{'/'.join(codes)}({':'.join(map(str, parts))})")
    assert mix is not None
    assert sum(share for _, share in mix) == 1
    assert mix_of(mix_text(mix)) == mix
