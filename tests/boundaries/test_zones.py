from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

import zoneland as zl
from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.boundaries.lines import collect_lines
from zoneland.boundaries.zones import collect_zones
from zoneland.core.problems import InputError, ProblemWarning

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = rectangle(EAST, NORTH, 100, 100), rectangle(EAST + 200, NORTH, 100, 100)


def layer(**columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=[ONE, TWO], crs=PLANE)


def refusal(source: object, **options: str) -> list[str]:
    with pytest.raises(InputError) as refused:
        collect_zones(source, **options)  # type: ignore[arg-type]
    return [problem.code for problem in refused.value.problems]


def test_zones_have_one_key_and_one_name_each() -> None:
    zones = collect_zones(layer(KFYQDM=["01", "02"], KFYQMC=["东区", "西区"])).data
    assert zones[["zone_id", "zone_name"]].to_numpy().tolist() == [["01", "东区"], ["02", "西区"]]


def test_ids_that_gdal_made_floats_are_whole_again() -> None:
    zones = collect_zones(layer(fid2=[1.0, 2.0]), zone_id="fid2").data
    assert zones["zone_id"].tolist() == ["1", "2"]


def test_pieces_of_one_zone_become_one_zone() -> None:
    found = collect_zones(layer(zone_id=["A", "A"], zone_name=["东区", "东区"]))
    assert len(found.data) == 1
    assert found.data.area.tolist() == [20_000]
    assert [problem.code for problem in found.problems] == ["ZL220"]


def test_one_id_with_two_names_is_refused() -> None:
    assert refusal(layer(zone_id=["A", "A"], zone_name=["东区", "西区"])) == ["ZL221"]


def test_a_zone_without_id_is_refused() -> None:
    assert refusal(layer(zone_id=["A", None])) == ["ZL122"]


def test_a_wrong_column_is_refused_with_the_columns_there_are() -> None:
    with pytest.raises(InputError, match="zone_id、zone_name") as refused:
        collect_zones(layer(zone_id=["A", "B"], zone_name=["东", "西"]), zone_id="KFQ")
    assert refused.value.problems[0].code == "ZL110"
    assert refusal(layer(x=[1, 2])) == ["ZL110"]


def test_zones_that_overlap_are_told_with_the_area() -> None:
    frame = gpd.GeoDataFrame(
        {"zone_id": ["A", "B"]}, geometry=[ONE, rectangle(EAST + 90, NORTH, 100, 100)], crs=PLANE
    )
    (problem,) = collect_zones(frame).problems
    assert (problem.code, problem.values["area_m2"]) == ("ZL222", "1,000.00")
    assert problem.piece.equals(rectangle(EAST + 90, NORTH, 10, 100))


def test_a_zone_drawn_again_under_another_id_is_the_same_shape_and_no_overlap() -> None:
    frame = gpd.GeoDataFrame({"zone_id": ["A", "B"]}, geometry=[ONE, ONE], crs=PLANE)
    (problem,) = collect_zones(frame, where="z").problems
    assert (problem.code, problem.where, problem.values["other"]) == ("ZL224", "z #2", 1)


def test_zones_of_one_name_are_told_at_the_door_and_apart_by_id() -> None:
    shapes = [ONE, rectangle(EAST + 90, NORTH, 100, 100)]
    frame = gpd.GeoDataFrame(
        {"zone_id": ["A", "B"], "zone_name": ["东区", "东区"]}, geometry=shapes, crs=PLANE
    )
    same, overlap = collect_zones(frame).problems
    assert (same.code, same.values["count"], same.values["name"]) == ("ZL295", 2, "东区")
    assert (overlap.values["one"], overlap.values["other"]) == ("东区 [A]", "东区 [B]")


def test_a_zone_without_area_is_refused_at_its_spot() -> None:
    dot = rectangle(EAST, NORTH, 0.05, 0.05)
    frame = gpd.GeoDataFrame({"zone_id": ["A", "B"]}, geometry=[ONE, dot], crs=PLANE)
    with pytest.raises(InputError) as refused:
        collect_zones(frame)
    (problem,) = [it for it in refused.value.problems if it.code == "ZL207"]
    assert dot.covers(shapely.Point(problem.point))


def test_a_zone_s_piece_that_is_drawn_again_is_told() -> None:
    frame = gpd.GeoDataFrame({"zone_id": ["A", "B", "A"]}, geometry=[ONE, TWO, ONE], crs=PLANE)
    found = collect_zones(frame)
    assert [(it.code, it.where[-2:]) for it in found.problems] == [("ZL220", "me"), ("ZL224", "#3")]
    assert found.data.area.tolist() == [10_000, 10_000]


def test_an_empty_name_is_taken_from_the_same_id_or_is_the_id_and_that_is_told() -> None:
    shapes = [ONE, TWO, rectangle(EAST + 400, NORTH, 9, 9)]
    frame = gpd.GeoDataFrame(
        {"zone_id": ["A", "A", "B"], "zone_name": [None, "东区", " "]}, geometry=shapes, crs=PLANE
    )
    found = collect_zones(frame)
    assert found.data["zone_name"].tolist() == ["东区", "B"]
    told = {it.code: it.values["rows"] for it in found.problems}
    assert told == {"ZL244": "1、3", "ZL220": "1、2"}


def test_a_line_s_polygons_over_one_another_are_told_near_the_zones_only() -> None:
    zones = collect_zones(layer(zone_id=["A", "B"])).data
    shapes = [ONE, rectangle(EAST + 90, NORTH, 20, 100), TWO, TWO]
    far = [rectangle(EAST + 900, NORTH, 9, 9), rectangle(EAST + 905, NORTH, 9, 9)]
    farmland = gpd.GeoDataFrame(geometry=[*shapes, *far], crs=PLANE)
    found = collect_lines(farmland, "farmland", zones=zones, where="x")
    assert [(it.code, it.where, it.values["other"]) for it in found.problems] == [
        ("ZL224", "x #4", 3),
        ("ZL246", "x #1", 2),
    ]
    assert found.problems[1].piece.area == 1_000
    assert len(found.data) == 6


def test_files_are_refused_by_what_is_wrong_with_them(tmp_path: Path) -> None:
    path = tmp_path / "zones.gpkg"
    assert refusal(path) == ["ZL101"]
    path.write_text("<OGRVRTDataSource/>", encoding="utf-8")  # another file in disguise
    assert refusal(path) == ["ZL102"]
    path.write_bytes(b"SQLite format 3\x00" + b"\0" * 200)
    assert refusal(path) == ["ZL103"]
    path.unlink()
    layer(zone_id=["A", "B"]).iloc[:0].to_file(path, layer="zones", driver="GPKG")
    assert refusal(path) == ["ZL105"]
    assert refusal(path, layer="KFQ") == ["ZL104"]


def test_an_ambiguous_layer_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "all.gpkg"
    for name in ("one", "two"):
        layer(zone_id=["A", "B"]).to_file(path, layer=name, driver="GPKG")
    assert refusal(path) == ["ZL104"]
    assert len(collect_zones(path, layer="TWO").data) == 2


def test_a_reader_for_scripts_gives_a_plain_frame_and_warns_of_repairs() -> None:
    overlapping = gpd.GeoDataFrame({"zone_id": ["A", "B"]}, geometry=[ONE, ONE], crs=PLANE)
    with pytest.warns(ProblemWarning, match="ZL224"):
        zones = zl.read_zones(overlapping)
    assert type(zones) is gpd.GeoDataFrame


def test_a_line_that_lies_elsewhere_is_refused_for_it_would_pass_every_zone() -> None:
    zones = collect_zones(layer(zone_id=["A", "B"])).data
    far = gpd.GeoDataFrame(geometry=[rectangle(EAST + 300_000, NORTH, 9, 9)], crs=PLANE)
    with pytest.raises(InputError) as refused:
        collect_lines(far, "farmland", zones=zones)
    assert [problem.code for problem in refused.value.problems] == ["ZL214"]


def test_lines_are_found_by_the_names_they_usually_have(tmp_path: Path) -> None:
    path = tmp_path / "lines.gpkg"
    for name in ("STBHHX", "yjjbntbhtb", "CZKFBJ"):
        layer(x=[1, 2]).to_file(path, layer=name, driver="GPKG")
    found = collect_lines(path, "farmland")
    assert (found.source.layer, found.source.rows) == ("yjjbntbhtb", 2)
    assert set(zl.read_lines(farmland=path, growth=path)) == {"farmland", "growth"}
