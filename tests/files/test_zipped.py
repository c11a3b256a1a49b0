from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError, Problem
from zoneland.files import zipped
from zoneland.files.look import layer_names, look_into
from zoneland.files.vector import Layer, read_layer

SURVEY = (
    "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=38\n[地块坐标]\n"
    "4,1,甲,甲地块,面,,工业,,@\nJ1,1,3840000,38500000\nJ2,1,3840000,38500010\n"
    "J3,1,3840010,38500010\nJ4,1,3840010,38500000\nJ1,1,3840000,38500000\n"
)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Hold what is unpacked in a folder that can be looked into."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def layer(*names: str) -> gpd.GeoDataFrame:
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(len(names))]
    return gpd.GeoDataFrame({"DLMC": list(names)}, geometry=shapes, crs=PLANE)


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def in_gbk(path: Path, members: dict[str, bytes]) -> Path:
    """Pack as Windows in Chinese does: names in GBK and no word of it."""
    plain = {f"{at:0{len(name.encode('gbk'))}}": name for at, name in enumerate(members)}
    packed(path, {dummy: members[name] for dummy, name in plain.items()})
    content = path.read_bytes()
    for dummy, name in plain.items():
        assert content.count(dummy.encode()) >= 2
        content = content.replace(dummy.encode(), name.encode("gbk"))
    path.write_bytes(content)
    return path


def shapefile(folder: Path, *names: str, stem: str = "DLTB") -> dict[str, bytes]:
    made = folder / f"made{len(list(folder.iterdir()))}"
    made.mkdir()
    layer(*names).to_file(made / f"{stem}.shp", engine="pyogrio", encoding="gbk")
    return {part.name: part.read_bytes() for part in sorted(made.iterdir())}


def data_file(folder: Path, name: str, driver: str) -> bytes:
    path = folder / name
    layer("工业用地").to_file(path, driver=driver, engine="pyogrio", layer="parcels")
    return path.read_bytes()


def refusal(path: Path, **options: str) -> Problem:
    with pytest.raises(InputError) as refused:
        read_layer(path, path.name, **options)
    (problem,) = refused.value.problems
    return problem


def names_in(found: Layer) -> list[str]:
    return [str(name) for name in found.frame["DLMC"]]


def test_a_shapefile_in_a_folder_is_read_and_nothing_is_left(
    tmp_path: Path, temporary: Path
) -> None:
    members = {f"成果/{n}": content for n, content in shapefile(tmp_path, "铁路用地").items()}
    path = packed(
        tmp_path / "a.zip", {**members, "成果/说明.txt": b"readme", "成果/图.pdf": b"%PDF"}
    )
    found = read_layer(path, "a.zip")
    assert names_in(found) == ["铁路用地"]
    assert (found.look.path, found.look.layer, found.look.shapefile) == (path, "DLTB", None)
    assert look_into(path, "a.zip") == found.look
    assert layer_names(path, "a.zip") == ["DLTB.shp"]
    assert not list(temporary.iterdir())


def test_side_files_are_found_in_any_case(tmp_path: Path) -> None:
    made = shapefile(tmp_path, "铁路用地")
    cases = {".shp": "Dltb.SHP", ".dbf": "DLTB.DBF", ".shx": "dltb.shx", ".prj": "DLTB.prj"}
    members = {case: made[f"DLTB{ending}"] for ending, case in cases.items()}
    found = read_layer(packed(tmp_path / "a.zip", members), "a.zip")
    assert names_in(found) == ["铁路用地"]
    assert found.frame.crs is not None
    assert "ZL179" not in [problem.code for problem in found.problems]  # the index was found


@pytest.mark.parametrize("stem", ["CON", "a?b*", "区" * 90, "end. "])
def test_a_name_that_some_system_refuses_is_unpacked_under_another(
    tmp_path: Path, stem: str
) -> None:
    made = shapefile(tmp_path, "铁路用地")
    members = {f"{stem}{Path(part).suffix}": content for part, content in made.items()}
    found = read_layer(packed(tmp_path / "a.zip", members), "a.zip")
    assert names_in(found) == ["铁路用地"]
    assert found.frame.crs is not None


@pytest.mark.parametrize("name", ["地类图斑", "开发区\\地类图斑", "許可/地类图斑"])
def test_names_in_gbk_are_read(tmp_path: Path, name: str) -> None:
    made = shapefile(tmp_path, "铁路用地")
    members = {f"{name}{Path(part).suffix}": content for part, content in made.items()}
    found = read_layer(in_gbk(tmp_path / "a.zip", members), "a.zip", layer="地类图斑")
    assert (names_in(found), found.look.layer) == (["铁路用地"], "地类图斑")


def test_names_in_utf8_without_a_mark_are_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"地类图斑.txt": SURVEY.encode()})
    content = bytearray(path.read_bytes())
    content[7] &= ~8  # the bit that says UTF-8, in the local head and in the directory
    content[content.index(b"PK\x01\x02") + 9] &= ~8
    path.write_bytes(bytes(content))
    assert layer_names(path, "a.zip") == ["地类图斑.txt"]


@pytest.mark.parametrize(
    ("name", "driver"),
    [("a.gpkg", "GPKG"), ("a.geojson", "GeoJSON"), ("a.json", "GeoJSON"), ("a.fgb", "FlatGeobuf")],
)
def test_single_files_are_read(tmp_path: Path, name: str, driver: str) -> None:
    members = {f"x/{name}": data_file(tmp_path, name, driver), f"__MACOSX/x/._{name}": b"\0"}
    found = read_layer(packed(tmp_path / "a.zip", members), "a.zip")
    assert (names_in(found), found.look.driver) == (["工业用地"], driver)


@pytest.mark.parametrize("folder", ["", "县/土地.gdb/", "县/"])
def test_a_geodatabase_is_told_by_what_is_in_its_folder(
    tmp_path: Path, folder: str, temporary: Path
) -> None:
    made = tmp_path / "made.gdb"
    layer("工业用地").to_file(made, driver="OpenFileGDB", layer="DLTB", engine="pyogrio")
    members = {f"{folder}{part.name}": part.read_bytes() for part in made.iterdir()}
    found = read_layer(packed(tmp_path / "a.zip", members), "a.zip", layer="DLTB")
    assert (names_in(found), found.look.layer) == (["工业用地"], "DLTB")
    assert not list(temporary.iterdir())


def test_survey_coordinates_and_kml_are_read(tmp_path: Path) -> None:
    survey = packed(tmp_path / "a.zip", {"甲.txt": SURVEY.encode()})
    assert read_layer(survey, "a.zip").frame.area.tolist() == [100.0]
    ring = "<LinearRing><coordinates>116,40 117,40 117,41 116,40</coordinates></LinearRing>"
    shape = f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
    text = f"<kml><Placemark><name>甲</name>{shape}</Placemark></kml>"
    kmz = packed(tmp_path / "a.kmz", {"doc.kml": text.encode()})
    assert read_layer(kmz, "a.kmz").frame["Name"].tolist() == ["甲"]


def test_one_of_several_is_chosen_by_name_or_by_custom(tmp_path: Path) -> None:
    members = shapefile(tmp_path, "工业用地") | shapefile(tmp_path, "铁路用地", stem="XZQ")
    path = packed(tmp_path / "a.zip", members)
    told = refusal(path)
    assert (told.code, told.values["layers"]) == ("ZL104", "DLTB.shp、XZQ.shp")
    assert refusal(path, layer="无").code == "ZL104"
    for name in ("XZQ", "xzq", "XZQ.shp"):
        assert names_in(read_layer(path, "a.zip", layer=name)) == ["铁路用地"]
    assert names_in(read_layer(path, "a.zip", usual=("zones", "DLTB"))) == ["工业用地"]


def test_problems_name_the_file_within(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"成果/a.gpkg": b"SQLite format 3\x00" + bytes(99)})
    told = refusal(path)
    assert (told.code, told.where) == ("ZL103", "a.zip/a.gpkg")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({}, "ZL102"),
        ({"readme.md": b"x"}, "ZL102"),
        ({"a.geojson": b"<OGRVRTDataSource/>"}, "ZL102"),
        ({"a.gpkg": b"PK\x03\x04"}, "ZL237"),
        ({"成果/a.mdb": b"x", "readme.md": b"x"}, "ZL231"),
        ({"a.dwg": b"x"}, "ZL232"),
        ({"a.zip": b"PK\x03\x04"}, "ZL237"),
        ({"../a.geojson": b"{}"}, "ZL237"),
        ({"x/../../a.geojson": b"{}"}, "ZL237"),
        ({"..\\a.geojson": b"{}"}, "ZL237"),
        ({"/a.geojson": b"{}"}, "ZL237"),
        ({"C:/a.geojson": b"{}"}, "ZL237"),
        ({f"{at}.x": b"" for at in range(2001)}, "ZL237"),
        ({"a.geojson": bytes(20_000_000)}, "ZL237"),
    ],
)
def test_archives_are_refused_by_what_is_wrong_with_them(
    tmp_path: Path, temporary: Path, members: dict[str, bytes], code: str
) -> None:
    assert refusal(packed(tmp_path / "a.zip", members)).code == code
    assert not list(temporary.iterdir())
    assert not (tmp_path / "a.geojson").exists()


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.geojson": b"{}", "b.geojson": b"{}"})
    path.write_bytes(path.read_bytes().replace(b"b.geojson", b"a.geojson"))
    assert refusal(path).values["reason"] == "a.geojson × 2"


def test_a_locked_member_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.geojson": b"{}"})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    assert "password" in str(refusal(path).values["reason"])


def test_too_much_is_refused_by_the_directory_and_by_counting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "a.zip", {"a.geojson": os.urandom(2_000)})
    monkeypatch.setattr(zipped, "MOST_BYTES", 1_999)
    assert refusal(path).values["reason"] == "2,000 B > 1,999 B"
    monkeypatch.setattr(zipped, "_check_sizes", lambda *_: None)  # as if the directory had lied
    assert refusal(path).values["reason"] == "> 1,999 B"


def test_a_directory_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.geojson": bytes(50_000)})
    content = path.read_bytes()
    size = (50_000).to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, (5).to_bytes(4, "little")))
    assert refusal(path).code == "ZL237"


def test_archives_that_are_cut_or_changed_never_crash(tmp_path: Path) -> None:
    content = packed(tmp_path / "a.zip", shapefile(tmp_path, "工业用地")).read_bytes()
    path = tmp_path / "b.zip"
    for at in range(4, len(content), 7):
        path.write_bytes(content[:at])
        assert refusal(path).code == "ZL237"
        path.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            assert names_in(read_layer(path, "b.zip")) == ["工业用地"]
        except InputError as error:
            assert error.problems  # noqa: PT017  either is right, nothing else is
