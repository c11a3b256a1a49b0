"""Converting as a planner does: from what a bureau sends to what the next one asks for."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError
from zoneland.files.vector import read_layer
from zoneland.project.convert import Converted, convert

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = rectangle(EAST, NORTH, 100, 100)
TXT = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
带号=38
[地块坐标]
4,1.0000,001,甲,面,,工业用地,0601,@
J1,1,3840000.000,38500000.000
J2,1,3840000.000,38500100.000
J3,1,3840100.000,38500100.000
J4,1,3840100.000,38500000.000
"""


def plots(crs: str | None = PLANE, **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"DKBH": ["001"], **columns}, geometry=[SQUARE], crs=crs)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "x.gpkg"
    plots(永久基本农田图斑面积=[1.5]).to_file(path, layer="DLTB", driver="GPKG")
    return path


def shapes(path: Path) -> list[shapely.Geometry]:
    return list(read_layer(path, path.name).frame.geometry)


def codes(done: Converted) -> list[str]:
    return [problem.code for problem in done.problems]


def refused(*words: Any, **options: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        convert(*words, **options)
    return [problem.code for problem in caught.value.problems]


def test_survey_text_to_shapefile_and_back(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(TXT.encode("gb18030"))
    done = convert(tmp_path / "x.txt", tmp_path / "x.shp")
    assert (done.rows, done.crs, done.encoding) == (1, PLANE, "gb18030")
    assert shapes(tmp_path / "x.shp")[0].equals(SQUARE)
    again = convert(tmp_path / "x.shp", tmp_path / "again.txt")
    assert again.crs == PLANE
    assert "5,1.0000,001,甲,面,,工业用地,0601,,@" in (tmp_path / "again.txt").read_text("gb18030")
    assert shapes(tmp_path / "again.txt")[0].equals(SQUARE)


def test_a_zipped_geodatabase_to_geopackage(tmp_path: Path) -> None:
    folder = tmp_path / "x.gdb"
    plots(DLMC=["䶮𠮷"]).to_file(folder, layer="DLTB", driver="OpenFileGDB")
    with zipfile.ZipFile(tmp_path / "x.gdb.zip", "w") as archive:
        for part in folder.iterdir():
            archive.write(part, f"x.gdb/{part.name}")
    done = convert(tmp_path / "x.gdb.zip", tmp_path / "x.gpkg")
    assert (done.source.layer, done.rows) == ("DLTB", 1)
    assert read_layer(tmp_path / "x.gpkg", "x").frame["DLMC"].tolist() == ["䶮𠮷"]


def test_kml_to_a_drawing_in_the_plane_that_its_degrees_lie_in(tmp_path: Path) -> None:
    lonlat = gpd.GeoDataFrame({"Name": ["甲"]}, geometry=[shapely.box(114, 34, 114.01, 34.01)])
    lonlat.set_crs("EPSG:4326").to_file(tmp_path / "in.geojson", driver="GeoJSON")
    convert(tmp_path / "in.geojson", tmp_path / "x.kml")
    done = convert(tmp_path / "x.kml", tmp_path / "x.dxf")
    assert done.crs == "EPSG:4547"  # 114°E; no zone number
    assert {"ZL213", "ZL446", "ZL449"} <= set(codes(done))
    survey = convert(tmp_path / "x.kml", tmp_path / "x.txt")
    assert survey.crs == PLANE  # with the zone number, as it is submitted


def test_geojson_is_in_degrees_unless_asked(source: Path, tmp_path: Path) -> None:
    done = convert(source, tmp_path / "x.geojson")
    page = json.loads((tmp_path / "x.geojson").read_text("utf-8"))
    lon, lat = page["features"][0]["geometry"]["coordinates"][0][0]
    assert (round(lon), round(lat), "crs" in page) == (114, 35, False)
    assert codes(done) == ["ZL213"]
    kept = convert(source, tmp_path / "y.geojson", crs=PLANE)
    assert (kept.crs, codes(kept)) == (PLANE, [])
    assert shapes(tmp_path / "y.geojson")[0].equals(SQUARE)


def test_another_plane_is_another_easting_at_the_same_place(source: Path, tmp_path: Path) -> None:
    done = convert(source, tmp_path / "x.shp", crs="EPSG:4547")
    assert done.crs == "EPSG:4547"
    assert shapes(tmp_path / "x.shp")[0].bounds[0] == pytest.approx(500_000, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "crs", "code"),
    [
        ("x.shp", "EPSG:2362", "ZL211"),  # Xian 80: no parameters
        ("x.shp", "nonsense", "ZL447"),
        ("x.kml", "EPSG:4490", "ZL447"),
        ("x.txt", "EPSG:32649", "ZL447"),
        ("x.dwg", "", "ZL440"),
        ("x.gpkg", "", "ZL441"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing(
    name: str, crs: str, code: str, source: Path, tmp_path: Path
) -> None:
    before = source.read_bytes()
    assert refused(source, tmp_path / name, crs=crs, force=True)[-1] == code
    assert [path.name for path in tmp_path.iterdir()] == ["x.gpkg"]
    assert source.read_bytes() == before


def test_nothing_is_replaced_unasked(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "y.gpkg"
    target.write_bytes(b"a planner's own")
    assert refused(source, target) == ["ZL441"]
    assert target.read_bytes() == b"a planner's own"
    convert(source, target, force=True)
    assert shapes(target)[0].equals(SQUARE)


def test_a_failed_conversion_leaves_the_old_file(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "y.shp"
    convert(source, target)
    before = target.read_bytes()
    long = tmp_path / "long.gpkg"
    plots(BZ=["地" * 200]).to_file(long, driver="GPKG")
    assert "ZL445" in refused(long, target, force=True)
    assert target.read_bytes() == before


def test_a_layer_without_crs_is_told(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="crs"):
        plots(crs=None).to_file(tmp_path / "x.shp")
    done = convert(tmp_path / "x.shp", tmp_path / "y.shp")
    assert (codes(done), done.crs) == (["ZL449"], "")
    assert not (tmp_path / "y.prj").exists()


def test_one_of_several_layers_is_asked_for(tmp_path: Path) -> None:
    for name in ("DLTB", "XZQ"):
        plots().to_file(tmp_path / "x.gpkg", layer=name, driver="GPKG")
    assert refused(tmp_path / "x.gpkg", tmp_path / "y.shp") == ["ZL104"]
    assert convert(tmp_path / "x.gpkg", tmp_path / "y.shp", layer="XZQ").source.layer == "XZQ"


def test_names_that_are_cut_can_be_read_back(source: Path, tmp_path: Path) -> None:
    done = convert(source, tmp_path / "x.shp")
    assert done.fields == ("DKBH", "永久基本农")
    assert codes(done) == ["ZL443"]
    assert (tmp_path / "x.cpg").read_text() == "GB18030"
    assert convert(tmp_path / "x.shp", tmp_path / "y.gpkg").fields == done.fields


def test_the_same_layer_gives_the_same_bytes(source: Path, tmp_path: Path) -> None:
    for name in ("shp", "geojson", "kml", "fgb", "txt", "csv"):
        one, other = (convert(source, tmp_path / at / f"x.{name}") for at in ("a", "b"))
        assert one.sha256 == other.sha256, name
        shutil.rmtree(tmp_path / "a")
        shutil.rmtree(tmp_path / "b")


def test_stages_are_told(source: Path, tmp_path: Path) -> None:
    told: list[str] = []
    convert(source, tmp_path / "x.csv", progress=told.append)
    assert told == ["convert_read", "convert_write"]


def test_names_of_zones_are_lettered_in_a_drawing_and_read_back(tmp_path: Path) -> None:
    ring = SQUARE.difference(rectangle(EAST + 40, NORTH + 40, 20, 20))
    parts = shapely.MultiPolygon([rectangle(EAST + at, NORTH, 50, 50) for at in (200, 300)])
    zones = {"zone_id": ["1", "2"], "zone_name": ["甲区", "乙区"]}
    frame = gpd.GeoDataFrame(zones, geometry=[ring, parts], crs=PLANE)
    frame.to_file(tmp_path / "x.gpkg", driver="GPKG")
    done = convert(tmp_path / "x.gpkg", tmp_path / "x.dxf")
    assert done.rows == 2
    again = read_layer(tmp_path / "x.dxf", "x.dxf").frame
    assert again["Text"].tolist() == ["甲区", "乙区", "乙区"]
    assert again.geometry[0].equals(ring)
    convert(tmp_path / "x.gpkg", tmp_path / "x.txt")
    assert read_layer(tmp_path / "x.txt", "x").frame["DKMC"].tolist() == ["甲区", "乙区"]


def test_survey_text_takes_a_name_from_what_names_the_rows(tmp_path: Path) -> None:
    plots(园区名称=["甲区"]).to_file(tmp_path / "x.gpkg", driver="GPKG")
    done = convert(tmp_path / "x.gpkg", tmp_path / "x.txt")
    assert read_layer(tmp_path / "x.txt", "x").frame["DKMC"].tolist() == ["甲区"]
    assert [problem.said() for problem in done.problems if problem.code == "ZL443"] == [
        "这种格式存不下 1 个字段名，已改为：园区名称 → DKMC。"
    ]


def test_what_is_left_out_is_told_in_one_language(tmp_path: Path) -> None:
    parts = shapely.MultiPolygon([SQUARE, rectangle(EAST + 200, NORTH, 9, 9)])
    frame = gpd.GeoDataFrame({"MJ": [1.5]}, geometry=[parts], crs=PLANE)
    frame.to_file(tmp_path / "x.gpkg", driver="GPKG")
    for name in ("x.dxf", "x.csv", "x.txt"):
        for problem in convert(tmp_path / "x.gpkg", tmp_path / name).problems:
            if problem.code == "ZL446":
                assert problem.said("en").isascii(), problem.said("en")


@pytest.mark.parametrize("name", ["supply.xlsx", "supply.csv"])
def test_a_table_is_refused_with_the_reason(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("合同,面积\nA,1\n", encoding="utf-8")
    assert refused(tmp_path / name, tmp_path / "x.csv") == ["ZL460"]
    assert refused(tmp_path / f"no-{name}", tmp_path / "x.csv") == ["ZL101"]
