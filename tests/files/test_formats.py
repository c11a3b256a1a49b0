from __future__ import annotations

import os
import socket
import zipfile
from pathlib import Path

import pytest

from zoneland.core.problems import InputError, Problem, catalogue
from zoneland.files.formats import vector_driver
from zoneland.files.look import layer_names
from zoneland.files.survey.txt import read_survey
from zoneland.files.vector import read_layer
from zoneland.landuse.classes import load_custom
from zoneland.landuse.cover import collect_cover
from zoneland.landuse.ledger_sources import collect_supply
from zoneland.project.settings import load_settings

KML = '<kml xmlns="http://www.opengis.net/kml/2.2"></kml>'


def refusal(path: Path) -> Problem:
    with pytest.raises(InputError) as refused:
        read_layer(path, path.name)
    with pytest.raises(InputError) as looked:
        layer_names(path, path.name)
    assert looked.value.problems == refused.value.problems
    (problem,) = refused.value.problems
    assert "{" not in problem.line("zh") + problem.line("en")
    return problem


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.vct", b"HeadBegin\r\nDatamark:LANDUSE-VCT\r\nVersion:3.0\r\n", "ZL230"),
        ("a.txt", b"\r\n  HEADBEGIN\r\n", "ZL230"),
        ("a.txt", b"Datamark: LANDUSE-VCT\n", "ZL230"),
        ("a.mdb", b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(99), "ZL231"),
        ("a.accdb", b"\x00\x01\x00\x00Standard ACE DB\x00" + bytes(99), "ZL231"),
        ("a.dwg", b"AC1027\x00\x00\x00" + bytes(99), "ZL232"),
        ("a.ovobj", b"\x01\x02anything", "ZL233"),
        ("a.ovkmz", b"PK\x03\x04" + bytes(99), "ZL233"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "ZL234"),
        ("a.tif", b"II*\x00" + bytes(99), "ZL234"),
        ("a.img", b"EHFA_HEADER_TAG\x00", "ZL234"),
        ("a.pdf", b"%PDF-1.7\n", "ZL234"),
        ("a.tab", b'!table\n!version 300\n!charset "WindowsSimpChinese"\n', "ZL235"),
        ("a.mif", b'Version   300\nCharset "WindowsSimpChinese"\n', "ZL235"),
        ("a.lpk", b"7z\xbc\xaf\x27\x1c" + bytes(99), "ZL236"),
        ("a.mpk", b"PK\x03\x04" + bytes(99), "ZL236"),
        ("a.mxd", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "ZL236"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(99), "ZL237"),
        ("a.zip", b"Rar!\x1a\x07\x01\x00", "ZL237"),
        ("a.gml", b'<?xml version="1.0"?><x xmlns:gml="http://www.opengis.net/gml"/>', "ZL209"),
        ("a.json", b'{"geometryType": "esriGeometryPolygon", "features": []}', "ZL209"),
        ("a.json", b'{"type": "Topology", "objects": {}}', "ZL209"),
        ("a.geojson.gz", b"\x1f\x8b\x08\x00" + bytes(20), "ZL209"),
        ("a.json", b'{"a":' * 9_000, "ZL102"),
        ("a.any", b"nonsense", "ZL102"),
    ],
)
def test_known_formats_are_refused_with_advice(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path).code == code
    if code not in {"ZL102", "ZL233", "ZL236"}:  # those are told by their endings
        assert refusal(path.rename(tmp_path / "data.gpkg")).code == code


def test_a_workbook_given_as_a_layer_is_told_under_any_name(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as book:
            book.writestr("[Content_Types].xml", "<Types/>")
            book.writestr("xl/workbook.xml", "<workbook/>")
        assert refusal(tmp_path / name).code == "ZL234"


@pytest.mark.parametrize(
    ("content", "driver"),
    [
        (KML.encode(), "KML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a <b> c -->\n" + KML.encode(), "KML"),
        (f"<?xml version='1.0'?>{KML}".encode("utf-16"), "KML"),
        (b"<!DOCTYPE kml><kml/>", "KML"),
        (b"<ogc:kml xmlns:ogc='x'/>", "KML"),
        (b"<OGRVRTDataSource><kml/></OGRVRTDataSource>", None),
        (b"<kmlx/>", None),
        (b"<!-- <kml> -->", None),
        (b"text <kml>", None),
    ],
)
def test_kml_is_told_by_its_root(tmp_path: Path, content: bytes, driver: str | None) -> None:
    path = tmp_path / "a.any"
    path.write_bytes(content)
    assert vector_driver(path) == driver


@pytest.mark.parametrize(
    ("content", "driver"),
    [
        (b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n", "DXF"),
        (b"999\r\nmade by hand\r\n0\r\nSECTION\r\n", "DXF"),
        (b"\xef\xbb\xbf0\nSECTION\n", "DXF"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00", "DXF"),
        (b"0\nSECTIONS\n", None),
        (b"10\nSECTION\n", None),
        (b"", None),
    ],
)
def test_a_drawing_is_told_by_its_first_pair(
    tmp_path: Path, content: bytes, driver: str | None
) -> None:
    path = tmp_path / "a.any"
    path.write_bytes(content)
    assert vector_driver(path) == driver


def test_a_dgn_is_known_by_its_name_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.dgn"
    path.write_bytes(b"\x08\x09\xfe\x02")
    assert refusal(path).code == "ZL232"


def test_every_page_of_these_formats_is_in_both_languages() -> None:
    codes = [f"ZL{number}" for number in range(230, 240)]
    assert all(catalogue(lang)[code].fix for lang in ("zh", "en") for code in codes)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX")
def test_a_pipe_is_refused_before_it_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "z.gpkg"
    os.mkfifo(path)
    assert refusal(path).code == "ZL294"
    for read in (
        lambda: load_settings_at(tmp_path),
        lambda: load_custom(path, "z"),
        lambda: collect_cover(path, legend="clcd"),
        lambda: collect_supply(path.rename(tmp_path / "supply.xlsx")),
        lambda: read_survey(tmp_path / "supply.xlsx", "z"),
    ):
        with pytest.raises(InputError) as refused:
            read()
        assert [problem.code for problem in refused.value.problems] == ["ZL294"]


def load_settings_at(folder: Path) -> None:
    os.mkfifo(folder / "zoneland.toml")
    load_settings(folder)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="sockets in folders are of POSIX")
def test_a_socket_a_device_and_a_link_to_itself_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path may be no longer than 107 bytes
    with socket.socket(socket.AF_UNIX) as held:
        held.bind("s.gpkg")
        assert "a socket" in refusal(tmp_path / "s.gpkg").said("en")
    (tmp_path / "l.gpkg").symlink_to("l.gpkg")
    assert "循环" in refusal(tmp_path / "l.gpkg").said()
    assert "a device" in refusal(Path("/dev/zero")).said("en")


def test_a_folder_says_which_layers_are_in_it(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "ZL102"  # nothing is in it
    for name in ("开发区.shp", "开发区.dbf", "农田.SHP"):
        (tmp_path / name).touch()
    told = refusal(tmp_path)
    assert (told.code, str(told.values["layers"])) == ("ZL208", "农田.SHP、开发区.shp")
    assert f"{tmp_path.name}/农田.SHP" in told.fix()


def test_brackets_nested_too_deeply_are_told_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "z.geojson"
    path.write_text('{"type": "FeatureCollection", "features": ' + "[" * 9_000, encoding="utf-8")
    told = refusal_of_reading(path)
    assert told.code == "ZL103"
    assert "recursion" not in told.said("en")
    assert "nested too deeply" in told.said("en")
    assert "太深" in told.said()


def test_what_is_no_zip_is_told_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "z.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(99))
    told = refusal(path)
    assert "不完整或已损坏" in told.said()
    assert "cut short or damaged" in told.said("en")


def test_a_picture_or_virtual_raster_as_cover_is_to_be_made_a_geotiff(tmp_path: Path) -> None:
    path = tmp_path / "z.tif"
    path.write_text("<VRTDataset/>", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        collect_cover(path, legend="clcd")
    (told,) = refused.value.problems
    assert told.code == "ZL102"
    assert "GeoTIFF" in told.fix()
    assert "GeoPackage" not in told.fix("en")


def refusal_of_reading(path: Path) -> Problem:
    with pytest.raises(InputError) as refused:
        read_layer(path, path.name)
    (problem,) = refused.value.problems
    return problem
