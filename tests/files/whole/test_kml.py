from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from zoneland.core.problems import InputError
from zoneland.files.look import look_into
from zoneland.files.vector import Layer, read_layer

if TYPE_CHECKING:
    from pathlib import Path

RING = "116,40,0 117,40,0 117,41,0 116,41,0 116,40,0"
HOLE = "116.2,40.2 116.4,40.2 116.4,40.4 116.2,40.4 116.2,40.2"


def polygon(ring: str = RING, *holes: str) -> str:
    inner = "".join(
        f"<innerBoundaryIs><LinearRing><coordinates>{hole}</coordinates></LinearRing>"
        "</innerBoundaryIs>"
        for hole in holes
    )
    return (
        f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
        f"</outerBoundaryIs>{inner}</Polygon>"
    )


def placemark(shape: str, name: str = "甲区", more: str = "") -> str:
    return f"<Placemark><name>{name}</name>{more}{shape}</Placemark>"


def kml(body: str, *, head: str = "") -> str:
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'


def read(folder: Path, text: str, encoding: str = "utf-8") -> Layer:
    path = folder / "zones.ovkml"
    path.write_bytes(text.encode(encoding))
    return read_layer(path, "zones.ovkml")


def refusal(folder: Path, text: str, encoding: str = "utf-8") -> list[tuple[str, str]]:
    with pytest.raises(InputError) as refused:
        read(folder, text, encoding)
    return [(problem.code, problem.where) for problem in refused.value.problems]


def test_polygons_come_with_names_folders_and_data(tmp_path: Path) -> None:
    data = (
        "<ExtendedData><Data name='编号'><value>001</value></Data><SchemaData>"
        "<SimpleData name='级别'>省级</SimpleData></SchemaData></ExtendedData>"
    )
    text = kml(
        "<Folder><name>市</name><Folder><name>县</name>"
        + placemark(polygon(RING, HOLE), more=data)
        + "</Folder></Folder>"
        + placemark(polygon(), "乙区")
    )
    found = read(tmp_path, text)
    assert found.frame.crs == "EPSG:4326"
    assert found.frame["Name"].tolist() == ["甲区", "乙区"]
    assert found.frame["folder"].tolist() == ["市/县", None]
    assert found.frame.loc[0, ["编号", "级别"]].tolist() == ["001", "省级"]
    assert shapely.area(found.frame.geometry).round(9).tolist() == [0.96, 1.0]
    assert not found.frame.has_z.any()
    assert [problem.code for problem in found.problems] == ["ZL239"]
    assert (found.look.driver, found.look.geometry, found.look.rows) == ("KML", "Polygon", 2)
    assert look_into(tmp_path / "zones.ovkml", "a", layer="ZONES") == found.look


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("gb18030", '<?xml version="1.0" encoding="GBK"?>'),
        ("utf-16", '<?xml version="1.0" encoding="UTF-16"?>'),
        ("utf-8-sig", '<?xml version="1.0" encoding="UTF-8"?>'),
    ],
)
def test_names_read_well_in_all_encodings_that_are_declared(
    tmp_path: Path, encoding: str, head: str
) -> None:
    found = read(tmp_path, kml(placemark(polygon()), head=head), encoding)
    assert found.frame["Name"].tolist() == ["甲区"]


def test_gbk_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, kml(placemark(polygon())), "gbk") == [("ZL124", "zones.ovkml")]


def test_several_shapes_are_one_feature(tmp_path: Path) -> None:
    two = (
        f"<MultiGeometry>{polygon()}<MultiGeometry>{polygon(HOLE)}</MultiGeometry></MultiGeometry>"
    )
    point = "<Point><coordinates>116,40</coordinates></Point>"
    mixed = f"<MultiGeometry>{polygon()}{point}</MultiGeometry>"
    line = f"<LineString><coordinates>{RING}</coordinates></LineString>"
    found = read(tmp_path, kml("".join(map(placemark, (two, mixed, line, "")))))
    kinds = ["MultiPolygon", "GeometryCollection", "LineString"]
    assert found.frame.geom_type.tolist()[:3] == kinds
    assert found.frame.geometry[3] is None


def test_heights_are_kept_and_blanks_about_commas_forgiven(tmp_path: Path) -> None:
    found = read(tmp_path, kml(placemark(polygon("116, 40, 5 117 ,40,5 117,41,5 116,40,5"))))
    assert shapely.get_coordinates(found.frame.geometry, include_z=True)[0].tolist() == [116, 40, 5]


def test_what_is_on_the_network_is_told_and_not_fetched(tmp_path: Path) -> None:
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink>"
    found = read(tmp_path, kml(placemark(polygon()) + link))
    assert len(found.frame) == 1
    assert [problem.code for problem in found.problems] == ["ZL238", "ZL239"]
    assert found.problems[0].values["parts"] == "NetworkLink × 1"


@pytest.mark.parametrize(
    "text",
    [
        kml(placemark(polygon()), head="<!DOCTYPE kml>"),
        kml(placemark(polygon(), "&a;"), head='<!DOCTYPE kml [<!ENTITY a "aaaa">]>'),
        kml(
            placemark(polygon(), "&a;"),
            head='<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        ),
        kml(placemark(polygon()))[:-9],
        kml("<Folder>" * 300 + "</Folder>" * 300),
        kml(placemark(polygon(), "&a;")),
        "<kml>",
    ],
)
def test_entities_and_broken_files_are_refused(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text) == [("ZL103", "zones.ovkml")]


@pytest.mark.parametrize(
    "ring",
    [
        "",
        "116,40 117,40",
        "116 40 117 40 117 41",
        "116,40 117,x 117,41",
        "116,40 nan,40 117,41",
        "500000,4000000 500001,4000000 500001,4000001",
        "116,40,0,0 117,40 117,41",
    ],
)
def test_a_shape_that_cannot_be_is_named(tmp_path: Path, ring: str) -> None:
    text = kml(placemark(polygon()) + placemark(polygon(ring)))
    assert refusal(tmp_path, text) == [("ZL106", "zones.ovkml #2")]


def test_a_file_without_placemarks_is_empty(tmp_path: Path) -> None:
    assert refusal(tmp_path, kml(""))[-1] == ("ZL105", "zones.ovkml")
