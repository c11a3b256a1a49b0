"""What is typed is what is read: text, long ids and dates, in every format."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio.raw
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError, Problem
from zoneland.files.vector import Layer, read_layer

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["0601", "T0103", "12:30", "1e5", "3205830000001234567", "NULL", "", "2020-01-01"]
LONG_ID = 410185000000123457
"""Odd and beyond 2^53: as a float it is another number."""
FORMATS = {
    "a.gpkg": "GPKG",
    "a.geojson": "GeoJSON",
    "a.fgb": "FlatGeobuf",
    "a.shp": "ESRI Shapefile",
    "a.gdb": "OpenFileGDB",
    "a.parquet": "Parquet",
}


def blanks(problem: Problem) -> dict[str, Any]:
    """What fills a problem's text."""
    return asdict(problem)["values"]


def written(path: Path, **columns: Any) -> Path:
    count = len(next(iter(columns.values())))
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(count)]
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=PLANE)
    driver = FORMATS[path.name]
    if driver == "Parquet":
        frame.to_parquet(path)
    elif driver == "OpenFileGDB":
        options = {"TARGET_ARCGIS_VERSION": "ARCGIS_PRO_3_2_OR_LATER"}
        frame.to_file(path, driver=driver, engine="pyogrio", layer_options=options)
    else:
        frame.to_file(path, driver=driver, engine="pyogrio", encoding="utf-8")
    return path


def by_place(found: Layer) -> gpd.GeoDataFrame:
    """Rows from west to east: FlatGeobuf orders them by an index of its own."""
    return found.frame.iloc[np.argsort(found.frame.bounds["minx"])].reset_index(drop=True)


def codes(found: Layer) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("name", FORMATS)
def test_text_comes_out_as_typed(tmp_path: Path, name: str) -> None:
    found = read_layer(written(tmp_path / name, DLBM=TEXTS), name)
    read = by_place(found)["DLBM"]
    blank = "" if name != "a.shp" else None  # a table of blanks knows no empty text
    assert [None if pd.isna(text) else text for text in read] == [text or blank for text in TEXTS]


@pytest.mark.parametrize("name", FORMATS)
def test_a_long_id_beside_a_blank_stays_whole(tmp_path: Path, name: str) -> None:
    ids = pd.array([LONG_ID, None, 7], dtype="Int64")
    found = read_layer(written(tmp_path / name, BSM=ids), name)
    read = by_place(found)["BSM"].tolist()
    assert [None if pd.isna(value) else value for value in read] == [LONG_ID, None, 7]


@pytest.mark.parametrize("name", FORMATS)
def test_whole_numbers_without_blanks_are_plain_integers(tmp_path: Path, name: str) -> None:
    found = read_layer(written(tmp_path / name, BSM=[LONG_ID, 1, 2]), name)
    assert found.frame["BSM"].dtype == np.int64
    assert by_place(found)["BSM"].tolist() == [LONG_ID, 1, 2]


def test_an_id_of_nineteen_digits_in_a_shapefile_is_read_from_its_own_cells(tmp_path: Path) -> None:
    """GDAL reads N(19,0) as a float: 3205830000001234567 became …4432."""
    digits = "3205830000001234567"
    path = written(tmp_path / "a.shp", BSM=[digits, digits, None])
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[32 + 11] = ord("N")
    table[32 + 16] = 19
    head, rows = table[:66], [digits.encode(), digits.encode(), b"*" * 19]
    head[10:12] = (20).to_bytes(2, "little")
    path.with_suffix(".dbf").write_bytes(
        bytes(head[:65]) + b"".join(b" " + r for r in rows) + b"\x1a"
    )
    found = read_layer(path, "a.shp")
    assert found.frame["BSM"].tolist() == [digits, digits, None]
    assert "ZL273" not in codes(found)


@pytest.mark.parametrize("name", ["a.gpkg", "a.parquet", "a.geojson"])
def test_ids_that_are_floats_are_told(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name, BSM=[3.2e18, 1.0], TBMJ=[1e17, 0.5])
    (problem,) = [one for one in read_layer(path, name).problems if one.code == "ZL273"]
    assert (blanks(problem)["column"], blanks(problem)["count"]) == ("BSM", 1)


@pytest.mark.parametrize("name", ["a.gpkg", "a.gdb", "a.parquet"])
def test_dates_are_text_and_zeros_are_no_dates(tmp_path: Path, name: str) -> None:
    days = [date(2021, 3, 5), date(1899, 12, 30), date(1900, 1, 1)]
    path = written(tmp_path / name, PZRQ=pd.to_datetime(days))
    found = read_layer(path, name)
    assert found.frame["PZRQ"].tolist() == ["2021-03-05", None, None]
    (problem,) = [one for one in found.problems if one.code == "ZL272"]
    assert (blanks(problem)["count"], blanks(problem)["examples"]) == (2, "1899-12-30、1900-01-01")


def test_text_that_looks_like_a_zero_date_is_text(tmp_path: Path) -> None:
    found = read_layer(written(tmp_path / "a.gpkg", PZRQ=["1900-01-01", "1899-12-30"]), "a")
    assert found.frame["PZRQ"].tolist() == ["1900-01-01", "1899-12-30"]
    assert codes(found) == []


def test_booleans_beside_a_blank_stay_booleans(tmp_path: Path) -> None:
    flags = pd.array([True, None, False], dtype="boolean")
    for name in ("a.gpkg", "a.geojson", "a.parquet"):
        read = read_layer(written(tmp_path / name, SFJC=flags), name).frame["SFJC"]
        assert read.tolist() == [True, pd.NA, False]


def test_what_is_said_of_a_layer_without_a_system(tmp_path: Path) -> None:
    for name, driver in (("a.gpkg", "GPKG"), ("a.fgb", "FlatGeobuf"), ("a.gdb", "OpenFileGDB")):
        frame = gpd.GeoDataFrame({"a": ["1"]}, geometry=[rectangle(0, 0, 1, 1)])
        with pytest.warns(UserWarning, match="crs"):
            frame.to_file(tmp_path / name, driver=driver, engine="pyogrio")
        found = read_layer(tmp_path / name, name)
        assert found.look.crs is None
        assert found.frame.crs is None
        assert found.record("zones", name).crs == ""


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_reports_what_it_is(tmp_path: Path, name: str) -> None:
    found = read_layer(written(tmp_path / name, DLBM=["0601"], BSM=[1]), name)
    record = found.record("survey", name)
    assert (record.rows, record.fields, record.encoding) == (1, 2, "utf-8")
    assert record.crs == PLANE
    assert found.look.driver == FORMATS[name]
    assert found.look.fields == ("DLBM", "BSM")


@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.parquet"])
def test_text_in_gbk_where_it_must_be_utf_8_is_refused_by_row(tmp_path: Path, name: str) -> None:
    """fiona leaves such text out, and says so only to its log."""
    path = written(tmp_path / name, DLMC=["甲", "工业"])
    content = path.read_bytes()
    path.write_bytes(content.replace("工业".encode(), "工业园".encode("gbk")))
    with pytest.raises(InputError) as refused:
        read_layer(path, name)
    (problem,) = refused.value.problems
    assert problem.code == "ZL267"
    assert problem.where.endswith("#1" if name == "a.fgb" else "#2")  # in the order of its index
    assert blanks(problem) == {"column": "DLMC", "text": "工业园"}


def test_a_geopackage_says_json_and_lists_as_text(tmp_path: Path) -> None:
    shapes = np.array([rectangle(0, 0, 1, 1).wkb], dtype=object)
    values = [np.array([json.dumps({"a": [1]})], dtype=object)]
    pyogrio.raw.write(
        tmp_path / "a.gpkg",
        shapes,
        values,
        ["x"],
        driver="GPKG",
        geometry_type="Polygon",
        crs=PLANE,
    )
    assert read_layer(tmp_path / "a.gpkg", "a").frame["x"].tolist() == ['{"a": [1]}']
