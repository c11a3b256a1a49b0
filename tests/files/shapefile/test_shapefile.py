from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from tests.realdata import shared
from zoneland.core.problems import InputError
from zoneland.files.look import look_into
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.files.vector import Layer

NAMES = ["工业用地", "城镇住宅用地", "铁路用地"]
HEAD = 100
SQUARE = 8 + 44 + 4 + 5 * 16
"""Bytes of a record of one ring of five points."""


def drawn(path: Path, encoding: str = "utf-8", **columns: list[object]) -> Path:
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(len(NAMES))]
    frame = gpd.GeoDataFrame({"DLMC": NAMES, **columns}, geometry=shapes, crs=PLANE)
    frame.to_file(path, engine="pyogrio", encoding=encoding)
    return path


def patch(path: Path, at: int, content: bytes) -> None:
    raw = bytearray(path.read_bytes())
    raw[at : at + len(content)] = content
    path.write_bytes(bytes(raw))


def cut(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])


def rename_field(path: Path, name: bytes) -> None:
    patch(path.with_suffix(".dbf"), 32, name.ljust(11, b"\0"))


def codes(found: Layer) -> list[str]:
    return [problem.code for problem in found.problems]


def refused(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as error:
        read_layer(path, path.name)
    return [(problem.code, problem.where) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("ending", "where"),
    [(".shp", "a.shp"), (".shx", "a.shp [a.shx]"), (".dbf", "a.shp [a.dbf]")],
)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_file_cut_short_is_refused_by_its_name(
    tmp_path: Path, ending: str, where: str, share: float
) -> None:
    part = drawn(tmp_path / "a.shp").with_suffix(ending)
    cut(part, int(part.stat().st_size * share))
    assert refused(tmp_path / "a.shp") == [("ZL175", where)]


def test_all_files_cut_short_are_named_at_once(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    for ending in (".shp", ".dbf"):
        cut(path.with_suffix(ending), 150)
    assert [code for code, _ in refused(path)] == ["ZL175", "ZL175"]


def test_a_table_of_another_export_is_refused(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    table = path.with_suffix(".dbf")
    width = struct.unpack("<H", table.read_bytes()[10:12])[0]
    cut(table, table.stat().st_size - 1 - width)
    patch(table, 4, struct.pack("<I", 2))  # two rows, and honest about it
    with pytest.raises(InputError) as error:
        read_layer(path, "a.shp")
    (problem,) = error.value.problems
    assert problem.code == "ZL176"
    assert ".shp 3 条，.shx 3 条，.dbf 2 条" in problem.said()


def test_shapes_beyond_the_index_are_not_lost_in_silence(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    table, index = path.with_suffix(".dbf"), path.with_suffix(".shx")
    width = struct.unpack("<H", table.read_bytes()[10:12])[0]
    cut(table, table.stat().st_size - 1 - width)
    patch(table, 4, struct.pack("<I", 2))
    cut(index, HEAD + 16)
    patch(index, 24, struct.pack(">I", (HEAD + 16) // 2))
    assert refused(path) == [("ZL176", "a.shp")]


def test_a_hole_that_an_editor_left_is_allowed(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    raw = path.read_bytes()
    moved = raw + raw[HEAD : HEAD + SQUARE]  # the first shape, written again at the end
    path.write_bytes(moved)
    patch(path, 24, struct.pack(">I", len(moved) // 2))
    patch(path, HEAD + 60, b"\xff" * 40)
    patch(path.with_suffix(".shx"), HEAD, struct.pack(">I", len(raw) // 2))
    assert read_layer(path, "a.shp").frame.geometry.area.tolist() == [100.0] * 3


@pytest.mark.parametrize(
    ("ending", "at", "content", "where"),
    [
        (".shx", HEAD, struct.pack(">I", (HEAD + SQUARE) // 2), "a.shp #1"),  # the second shape
        (".shx", HEAD + 8, struct.pack(">I", 10**6), "a.shp #2"),
        (".shx", HEAD + 12, struct.pack(">I", 2), "a.shp #2"),
        (".shx", 32, struct.pack("<I", 3), "a.shp [a.shx]"),
        (".shp", 32, struct.pack("<I", 31), "a.shp"),
        (".shp", HEAD, struct.pack(">I", 7), "a.shp #1"),
        (".shp", HEAD + 4, struct.pack(">I", 40), "a.shp #1"),
        (".shp", HEAD + 8, struct.pack("<I", 3), "a.shp #1"),  # a line among polygons
        (".shp", HEAD + 8, struct.pack("<I", 0), "a.shp #1"),  # null, but drawn
        (".shp", HEAD + 44, struct.pack("<I", 2), "a.shp #1"),
        (".shp", HEAD + 44, struct.pack("<i", -1), "a.shp #1"),
        (".shp", HEAD + 48, struct.pack("<I", 4), "a.shp #1"),
        (".shp", HEAD + 52, struct.pack("<I", 1), "a.shp #1"),
        (".shp", HEAD + 12, struct.pack("<d", EAST - 5.0), "a.shp #1"),  # outside its box
        (".dbf", 8, struct.pack("<H", 33), "a.shp [a.dbf]"),
        (".dbf", 32 + 11, b"M", "a.shp [a.dbf]"),
        (".dbf", 65, b"x", "a.shp [a.dbf] #1"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_where_it_is(
    tmp_path: Path, ending: str, at: int, content: bytes, where: str
) -> None:
    path = drawn(tmp_path / "a.shp")
    patch(path.with_suffix(ending), at, content)
    ((code, found),) = refused(path)
    assert (code in {"ZL175", "ZL177"}, found) == (True, where)


def test_parts_out_of_order_are_refused(tmp_path: Path) -> None:
    far = rectangle(EAST + 50, NORTH, 10, 10)
    both = rectangle(EAST, NORTH, 10, 10).union(far)
    path = tmp_path / "a.shp"
    gpd.GeoDataFrame({"a": [1]}, geometry=[both], crs=PLANE).to_file(path, engine="pyogrio")
    patch(path, HEAD + 8 + 48, struct.pack("<I", 10))
    assert refused(path) == [("ZL177", "a.shp #1")]


def test_a_ring_that_does_not_close_is_refused(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    patch(path, HEAD + SQUARE - 8, struct.pack("<d", NORTH + 5.0))
    assert refused(path) == [("ZL177", "a.shp #1")]


def test_lines_and_points_are_read_as_well(tmp_path: Path) -> None:
    for number, shape in enumerate(
        [
            shapely.Point(1, 2),
            shapely.Point(1, 2, 3),
            shapely.MultiPoint([(1, 2), (3, 4)]),
            shapely.MultiPoint([(1, 2, 3), (3, 4, 5)]),
            shapely.LineString([(1, 2), (3, 4)]),
            shapely.MultiLineString([[(1, 2), (3, 4)], [(5, 6), (7, 8)]]),
            shapely.LineString([(1, 2, 3), (3, 4, 5)]),
            shapely.force_3d(shapely.box(0, 0, 1, 1), 7.0),
        ]
    ):
        path = tmp_path / f"a{number}.shp"
        frame = gpd.GeoDataFrame({"a": [1, 2]}, geometry=[shape, None], crs=PLANE)
        frame.to_file(path, engine="pyogrio")
        found = read_layer(path, path.name).frame.geometry
        assert (found[0].normalize(), found[1]) == (shape.normalize(), None)


def test_a_shapefile_without_its_table_is_refused(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    path.with_suffix(".dbf").unlink()
    assert refused(path) == [("ZL178", "a.shp")]


def test_a_missing_index_is_made_elsewhere(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    whole = read_layer(path, "a.shp").frame
    path.with_suffix(".shx").unlink()
    before = sorted(part.name for part in tmp_path.iterdir())
    found = read_layer(path, "a.shp")
    assert codes(found) == ["ZL179"]
    assert found.frame.equals(whole)
    assert sorted(part.name for part in tmp_path.iterdir()) == before


def test_an_index_cannot_be_made_over_a_broken_record(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    path.with_suffix(".shx").unlink()
    patch(path, HEAD + SQUARE + 4, struct.pack(">I", 11))
    assert refused(path)[0] == ("ZL177", "a.shp #3")


def test_without_a_prj_there_is_no_crs(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    path.with_suffix(".prj").unlink()
    assert read_layer(path, "a.shp").frame.crs is None


def test_side_files_in_capitals_are_found(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp", "gbk")
    for ending in (".shx", ".dbf", ".prj", ".cpg"):
        path.with_suffix(ending).rename(path.with_suffix(ending.upper()))
    found = read_layer(path.rename(path.with_suffix(".SHP")), "a.SHP")
    assert found.frame["DLMC"].tolist() == NAMES
    assert found.frame.crs == PLANE
    assert codes(found) == []


def test_a_side_file_is_not_taken_for_the_layer(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp").with_suffix(".shx")
    assert refused(path) == [("ZL177", "a.shx")]


@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        ("土地分类名".encode()[:10], "土地分", ["ZL187"]),
        ("土地分类名".encode("gbk"), "土地分类名", []),
        (b"geometry", "geometry_2", []),
        (b"", "FIELD1", []),
    ],
)
def test_field_names_are_read_as_far_as_they_go(
    tmp_path: Path, raw: bytes, name: str, told: list[str]
) -> None:
    path = drawn(tmp_path / "a.shp", "gbk" if name == "土地分类名" else "utf-8")
    rename_field(path, raw)
    found = read_layer(path, "a.shp")
    assert (found.look.fields, codes(found)) == ((name,), told)
    assert found.frame[name].tolist() == NAMES
    assert look_into(path, "a.shp").fields == (name,)


def test_names_that_cutting_made_alike_are_numbered(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp", second=["甲", "乙", "丙"])
    patch(path.with_suffix(".dbf"), 64, b"DLMC\0\0\0")
    frame = read_layer(path, "a.shp").frame
    assert (frame["DLMC"].tolist(), frame["DLMC_2"].tolist()) == (NAMES, ["甲", "乙", "丙"])


def test_a_value_cut_inside_a_character_keeps_the_rest(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp", short=["甲", "乙", "丙"])
    table = path.with_suffix(".dbf")
    raw = table.read_bytes()
    start, width = struct.unpack("<H", raw[8:10])[0], raw[32 + 16]
    full = ("地" * width).encode()[:width]  # three bytes a character
    assert width % 3
    patch(table, start + 1, full)
    found = read_layer(path, "a.shp")
    assert found.frame["DLMC"].tolist() == ["地" * (width // 3), *NAMES[1:]]
    assert codes(found) == ["ZL187"]


def test_garbled_text_is_told(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    table = path.with_suffix(".dbf")
    patch(table, struct.unpack("<H", table.read_bytes()[8:10])[0] + 1, b"\xff\xfe")
    assert codes(read_layer(path, "a.shp")) == ["ZL188"]


def test_a_row_marked_as_deleted_is_told_and_the_others_keep_their_shapes(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.shp")
    table = path.with_suffix(".dbf")
    patch(table, struct.unpack("<H", table.read_bytes()[8:10])[0], b"*")
    found = read_layer(path, "a.shp")
    assert codes(found) == ["ZL189"]
    assert found.frame["DLMC"].tolist() == NAMES[1:]
    assert found.frame.geometry.bounds["minx"].tolist() == [EAST + 10.0, EAST + 20.0]


@pytest.mark.parametrize("cell", [b"1.#QNAN", b"1,5", b"12.7"])
def test_a_number_that_would_be_misread_is_refused(tmp_path: Path, cell: bytes) -> None:
    path = drawn(tmp_path / "a.shp", QS=[1, 2, 3])
    table = path.with_suffix(".dbf")
    raw = table.read_bytes()
    start, before, width = struct.unpack("<H", raw[8:10])[0], raw[32 + 16], raw[64 + 16]
    patch(table, start + 1 + before, cell.rjust(width))
    assert refused(path) == [("ZL177", "a.shp [a.dbf] #1")]


RIGHT = {
    "big5_without_cpg": ("cp950", "都市計畫名", "使用分區名", ["ZL109"]),
    "gbk_with_cpg": ("gb18030", "都市計畫名", "使用分區名", []),
    "gbk_without_cpg": ("gb18030", "都市計畫名", "使用分區名", ["ZL109"]),
    "utf8_with_cpg": ("utf-8", "都市計", "使用分", ["ZL187"]),
    "utf8_without_cpg": ("utf-8", "都市計", "使用分", ["ZL109", "ZL187"]),
    "without_prj": ("gb18030", "都市計畫名", "使用分區名", []),
    "without_shx": ("gb18030", "都市計畫名", "使用分區名", ["ZL179"]),
}


@pytest.mark.real
@pytest.mark.parametrize("name", RIGHT)
def test_two_hundred_zones_of_taoyuan_read_right_however_they_are_sent(name: str) -> None:
    encoding, plan, zone, told = RIGHT[name]
    found = read_layer(shared("data", "broken_shapefiles") / f"{name}.shp", name)
    reference = read_layer(shared("data", "broken_shapefiles") / "gbk_with_cpg.shp", name).frame
    assert (found.look.encoding, codes(found)) == (encoding, told)
    assert found.look.fields == ("parcel_id", plan, zone, "分區代", "分區類")
    assert found.frame[plan].unique().tolist() == ["桃園市都市計畫"]
    assert {"住宅區", "商業區", "公園用地"} <= set(found.frame[zone])
    assert found.frame.drop(columns="geometry").to_numpy().tolist() == (
        reference.drop(columns="geometry").to_numpy().tolist()
    )
    shapes, drawn_shapes = found.frame.geometry.to_numpy(), reference.geometry.to_numpy()
    assert shapely.equals_exact(shapes, drawn_shapes, 0.0).all()
    assert (found.frame.crs is None) is (name == "without_prj")


@pytest.mark.real
@pytest.mark.parametrize(("name", "code"), [("cut_in_half", "ZL175"), ("without_dbf", "ZL178")])
def test_what_cannot_be_read_right_is_refused(name: str, code: str) -> None:
    assert [found for found, _ in refused(shared("data", "broken_shapefiles") / f"{name}.shp")] == [
        code
    ]
