from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from zoneland.core.problems import InputError, Problem
from zoneland.files import limits
from zoneland.files.look import look_into
from zoneland.files.vector import Layer, read_layer

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = {"type": "Polygon", "coordinates": [[[113, 34], [114, 34], [114, 35], [113, 34]]]}


def blanks(problem: Problem) -> dict[str, Any]:
    """What fills a problem's text."""
    return asdict(problem)["values"]


def page(*features: Any, **more: Any) -> str:
    """A collection of features with these properties, or of these features."""
    made = [
        one if "type" in one else {"type": "Feature", "properties": one, "geometry": SQUARE}
        for one in features
    ]
    return json.dumps({"type": "FeatureCollection", **more, "features": made}, ensure_ascii=False)


def read(folder: Path, text: str) -> Layer:
    path = folder / "zones.geojson"
    path.write_text(text, encoding="utf-8")
    return read_layer(path, "zones.geojson")


def refused(folder: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as error:
        read(folder, text)
    return [(problem.code, problem.where) for problem in error.value.problems]


def test_an_id_of_nineteen_digits_is_exact(tmp_path: Path) -> None:
    found = read(tmp_path, page({"BSM": 3205830000001234567}, {"BSM": None}, {}))
    assert found.frame["BSM"].tolist() == [3205830000001234567, pd.NA, pd.NA]


def test_a_whole_number_beyond_64_bits_is_kept_as_text(tmp_path: Path) -> None:
    found = read(tmp_path, page({"BSM": 10**20}))
    assert found.frame["BSM"].tolist() == ["100000000000000000000"]


def test_codes_of_several_types_are_text_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, page({"DLBM": "0601"}, {"DLBM": 701}, {"DLBM": True}))
    assert found.frame["DLBM"].tolist() == ["0601", "701", "true"]
    (told,) = found.problems
    assert (told.code, blanks(told)["kinds"]) == ("ZL277", "boolean、integer、text")


def test_whole_and_broken_numbers_are_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, page({"TBMJ": 5}, {"TBMJ": 0.5}))
    assert found.frame["TBMJ"].tolist() == [5.0, 0.5]
    assert found.problems == ()


def test_objects_are_their_own_text(tmp_path: Path) -> None:
    found = read(tmp_path, page({"x": {"a": "工业"}}, {"x": [1, 2]}))
    assert found.frame["x"].tolist() == ['{"a": "工业"}', "[1, 2]"]


@pytest.mark.parametrize(
    ("crs", "expected"),
    [
        ({}, "EPSG:4326"),
        ({"crs": {"type": "name", "properties": {"name": "EPSG:4490"}}}, "EPSG:4490"),
        (
            {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4526"}}},
            "EPSG:4526",
        ),
        (
            {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
            "OGC:CRS84",
        ),
        ({"crs": None}, ""),
    ],
)
def test_the_system_is_the_one_that_is_named(
    tmp_path: Path, crs: dict[str, Any], expected: str
) -> None:
    found = read(tmp_path, page({"a": 1}, **crs))
    assert found.record("zones", "zones.geojson").crs == expected
    assert found.frame.geometry[0].bounds == (113, 34, 114, 35)


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "name", "properties": {"name": "不是坐标系"}},
        {"type": "link", "properties": {"href": "crs.wkt"}},
        {"type": "name"},
        "EPSG:4326",
        [],
    ],
)
def test_what_names_no_system_is_refused(tmp_path: Path, crs: object) -> None:
    assert refused(tmp_path, page({"a": 1}, crs=crs)) == [("ZL268", "zones.geojson")]


def test_each_feature_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    bad = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [[1]]},
    }
    odd = {"type": "Feature", "properties": {}, "geometry": {"type": "Circle"}}
    text = page({"a": 1}, bad, odd)
    assert refused(tmp_path, text) == [("ZL106", "zones.geojson #2"), ("ZL106", "zones.geojson #3")]


def test_a_feature_without_a_shape_is_a_row_without_one(tmp_path: Path) -> None:
    empty = {"type": "Feature", "properties": {"a": 2}, "geometry": None}
    assert read(tmp_path, page({"a": 1}, empty)).frame.geometry.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type":"FeatureCollection","features":[', "ZL103"),
        ('{"type":"FeatureCollection","features":{}}', "ZL103"),
        ('{"type":"FeatureCollection"}', "ZL105"),
        ('{"type":"FeatureCollection","features":[]}', "ZL105"),
        ('{"type":"FeatureCollection","x":' + "[" * 100_000 + "}", "ZL103"),
    ],
)
def test_what_is_no_collection_is_refused(tmp_path: Path, text: str, code: str) -> None:
    assert refused(tmp_path, text) == [(code, "zones.geojson")]


def test_an_id_beside_the_properties_is_a_column_if_it_is_text(tmp_path: Path) -> None:
    feature = {"type": "Feature", "id": "Z1", "properties": {"a": 1}, "geometry": SQUARE}
    assert read(tmp_path, page(feature)).frame["id"].tolist() == ["Z1"]


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    path.write_text(page({"a": "甲"}), encoding="utf-8-sig")
    assert read_layer(path, "z").frame["a"].tolist() == ["甲"]


def test_the_look_says_the_same_as_the_layer(tmp_path: Path) -> None:
    found = read(tmp_path, page({"a": 1, "b": 2}))
    look = look_into(tmp_path / "zones.geojson", "zones.geojson")
    assert (look.layer, look.fields, look.rows, look.geometry) == (
        "zones",
        ("a", "b"),
        1,
        "Polygon",
    )
    assert look == found.look


def test_a_text_too_large_for_memory_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_TEXT_BYTES", 100)
    assert refused(tmp_path, page({"a": 1})) == [("ZL270", "zones.geojson")]
