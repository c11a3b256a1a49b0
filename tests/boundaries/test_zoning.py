"""The plan's zones: which of the three spaces each is of, by its name alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.boundaries.zoning import collect_zoning, read_zoning
from zoneland.boundaries.zoning_names import space_of
from zoneland.core.problems import InputError, ProblemWarning

if TYPE_CHECKING:
    from pathlib import Path


def zoning(**columns: list[object]) -> gpd.GeoDataFrame:
    """Squares of 1 ha side by side, with these attributes."""
    count = len(next(iter(columns.values())))
    squares = [rectangle(EAST + 100 * at, NORTH, 100, 100) for at in range(count)]
    return gpd.GeoDataFrame(columns, geometry=squares, crs=PLANE)


@pytest.mark.parametrize(
    ("space", "names"),
    [
        ("urban", "城镇发展区 城镇集中建设区 城镇弹性发展区 特别用途区 城镇空间"),
        ("urban", "居住生活区 综合服务区 商业商务区 工业发展区 物流仓储区 绿地休闲区 交通枢纽区"),
        ("farming", "农田保护区 乡村发展区 村庄建设区 一般农业区 林业发展区 牧业发展区 农业空间"),
        ("ecological", "生态保护区 生态控制区 生态空间"),
        ("", "矿产能源发展区 海洋发展区 甲区"),
    ],
)
def test_every_standard_name_is_of_its_space(space: str, names: str) -> None:
    assert {space_of(name) for name in names.split()} == {space}


def test_a_name_of_two_spaces_is_of_none() -> None:
    assert space_of("生态保护区、乡村发展区") == ""


def test_zones_keep_row_code_and_name_and_what_is_of_no_space_is_told() -> None:
    frame = zoning(
        GHFQDM=["400", 500, "100", "600", None],
        GHFQMC=["城镇发展区", "乡村发展区", " 生态保护区", "海洋发展区", None],
    )
    found = collect_zoning(frame)
    assert found.data.drop(columns="geometry").to_numpy().tolist() == [
        [1, "400", "城镇发展区", "urban"],
        [2, "500", "乡村发展区", "farming"],
        [3, "100", "生态保护区", "ecological"],
        [4, "600", "海洋发展区", ""],
        [5, "", "", ""],
    ]
    (told,) = found.problems
    assert (told.code, dict(told.values)) == (
        "ZL373",
        {"names": "海洋发展区、—", "count": 2, "area_m2": "20,000.00"},
    )


def test_codes_without_names_are_told_and_never_guessed() -> None:
    with pytest.warns(ProblemWarning, match="ZL373"):
        found = read_zoning(zoning(GHFQDM=["400"]))
    assert found["space"].tolist() == [""]


def test_a_layer_with_neither_names_nor_codes_is_refused() -> None:
    with pytest.raises(InputError, match="ZL110"):
        collect_zoning(zoning(MC=["城镇发展区"]))


def test_the_layer_is_found_by_name_and_is_never_the_plan_s_land_use(tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    for layer, name in (("YDYHGHFQ", "工业用地"), ("GHFQ_410185", "工业发展区")):
        zoning(GHFQMC=[name]).to_file(path, layer=layer, engine="pyogrio")
    found = collect_zoning(path)
    assert found.data["name"].tolist() == ["工业发展区"]
    assert (found.source.role, found.source.layer) == ("zoning", "GHFQ_410185")


def test_zones_of_the_plan_far_from_the_zones_are_refused() -> None:
    zones = zoning(zone_id=["A"])
    far = zoning(GHFQMC=["城镇发展区"])
    far.geometry = far.translate(300_000, 0)
    with pytest.raises(InputError):
        collect_zoning(far, zones=zones)
