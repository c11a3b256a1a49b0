from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import fiona
import geopandas as gpd
import pyogrio
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError
from zoneland.files.look import look_into
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["工业用地", "城镇住宅用地", "铁路用地"]


def layer() -> gpd.GeoDataFrame:
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(len(NAMES))]
    return gpd.GeoDataFrame({"DLMC": NAMES}, geometry=shapes, crs=PLANE)


def geopackage(path: Path) -> Path:
    layer().to_file(path, layer="DLTB", driver="GPKG", engine="pyogrio")
    return path


def shapefile(path: Path, encoding: str, *, cpg: bool) -> Path:
    layer().to_file(path, engine="pyogrio", encoding=encoding)
    if not cpg:
        path.with_suffix(".cpg").unlink(missing_ok=True)
        table = bytearray(path.with_suffix(".dbf").read_bytes())
        table[29] = 0  # no language id either: nothing but the bytes to go by
        path.with_suffix(".dbf").write_bytes(bytes(table))
    return path


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
@pytest.mark.parametrize("cpg", [True, False])
def test_chinese_attributes_are_read_whatever_says_how(
    tmp_path: Path, encoding: str, *, cpg: bool
) -> None:
    found = read_layer(shapefile(tmp_path / "a.shp", encoding, cpg=cpg), "a.shp")
    assert found.frame["DLMC"].tolist() == NAMES
    assert found.look.encoding == ("gb18030" if encoding == "gbk" else "utf-8")


def test_a_wrong_cpg_is_not_believed(tmp_path: Path) -> None:
    path = shapefile(tmp_path / "a.shp", "gbk", cpg=True)
    path.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")
    assert read_layer(path, "a.shp").frame["DLMC"].tolist() == NAMES


def test_a_look_tells_what_a_layer_is_before_it_is_read(tmp_path: Path) -> None:
    look = look_into(geopackage(tmp_path / "a.gpkg"), "a.gpkg")
    assert (look.layer, look.driver, look.rows, look.fields) == ("DLTB", "GPKG", 3, ("DLMC",))
    assert look.crs is not None
    assert look.crs.to_epsg() == 4526


@pytest.mark.parametrize(
    ("driver", "suffix"), [("GeoJSON", "geojson"), ("FlatGeobuf", "fgb"), ("GPKG", "gpkg")]
)
def test_formats_are_told_by_content_and_not_by_name(
    tmp_path: Path, driver: str, suffix: str
) -> None:
    path = tmp_path / f"data.{suffix}"
    layer().to_crs(4326).to_file(path, driver=driver, engine="pyogrio")
    found = read_layer(path.rename(tmp_path / "data.any"), "data.any")
    assert found.look.driver == driver
    assert sorted(found.frame["DLMC"]) == sorted(NAMES)  # FlatGeobuf orders by place


@pytest.mark.parametrize(
    "content",
    [
        (
            "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>a.gpkg</SrcDataSource>"
            "</OGRVRTLayer></OGRVRTDataSource>"
        ),
        '<GDAL_WMS><Service name="TMS"><ServerUrl>http://127.0.0.1:9</ServerUrl></Service></GDAL_WMS>',
        json.dumps({"type": "Topology", "objects": {}}),
        "",
    ],
)
@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.shp"])
def test_a_file_in_disguise_is_not_opened(tmp_path: Path, content: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_layer(path, name)
    named = "ZL209" if "Topology" in content else "ZL102"  # TopoJSON is known by name
    assert [problem.code for problem in refused.value.problems] == [named]


def test_going_record_by_record_gives_the_same_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = geopackage(tmp_path / "a.gpkg")
    in_bulk = read_layer(path, "a").frame

    def fail(*_: object, **__: object) -> None:
        raise ValueError("bulk read failed")

    monkeypatch.setattr(pyogrio, "read_arrow", fail)
    by_record = read_layer(path, "a").frame
    assert by_record["DLMC"].tolist() == in_bulk["DLMC"].tolist()
    assert by_record.geometry.geom_equals(in_bulk.geometry).all()
    assert by_record.crs == in_bulk.crs


def test_a_broken_record_is_named_and_none_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = geopackage(tmp_path / "a.gpkg")

    def fail(*_: object, **__: object) -> None:
        raise ValueError("bulk read failed")

    class BrokenAtSecond:
        """Reads as a collection does, but for its second record."""

        def __init__(self, source: fiona.Collection) -> None:
            self.records, self.number = iter(list(source)), 0

        def __next__(self) -> object:
            self.number += 1
            record = next(self.records)
            if self.number == 2:
                raise fiona.errors.FionaValueError("unreadable")
            return record

    read_on = fiona.Collection.__iter__
    monkeypatch.setattr(pyogrio, "read_arrow", fail)
    monkeypatch.setattr(fiona.Collection, "__iter__", lambda self: BrokenAtSecond(read_on(self)))
    with pytest.raises(InputError) as refused:
        read_layer(path, "a.gpkg")
    assert [(p.code, p.where) for p in refused.value.problems] == [("ZL106", "a.gpkg DLTB #2")]


def test_a_table_without_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.gpkg"
    geopackage(path)
    with closing(sqlite3.connect(path)) as book, book:
        book.execute("CREATE TABLE plain (fid INTEGER PRIMARY KEY, name TEXT)")
        book.execute("INSERT INTO plain VALUES (1, 'x')")
        book.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES ('plain', 'attributes', 'plain')"
        )
    with pytest.raises(InputError) as refused:
        read_layer(path, "table.gpkg", layer="plain")
    assert [problem.code for problem in refused.value.problems] == ["ZL107"]
