from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError, Problem
from zoneland.files import limits
from zoneland.files.vector import Layer, read_layer

if TYPE_CHECKING:
    from pathlib import Path

DONUT = shapely.difference(rectangle(EAST, NORTH, 10, 10), rectangle(EAST + 2, NORTH + 2, 3, 3))
SQUARE = rectangle(EAST + 20, NORTH, 10, 10)


def blanks(problem: Problem) -> dict[str, Any]:
    """What fills a problem's text."""
    return asdict(problem)["values"]


def frame(*shapes: Any, crs: Any = PLANE) -> gpd.GeoDataFrame:
    texts = [f"06{at:02}" for at in range(len(shapes))]
    return gpd.GeoDataFrame({"DLBM": texts}, geometry=list(shapes), crs=crs)


def with_note(path: Path, change: Any) -> Path:
    """Change what the file says of its columns of shapes."""
    table = pq.read_table(path)
    notes = dict(table.schema.metadata)
    note = json.loads(notes[b"geo"])
    changed = change(note)
    notes[b"geo"] = json.dumps(note if changed is None else changed).encode()
    pq.write_table(table.replace_schema_metadata(notes), path)
    return path


def told(path: Path) -> list[str]:
    with pytest.raises(InputError) as refused:
        read_layer(path, path.name)
    return [problem.code for problem in refused.value.problems]


def area(found: Layer) -> list[float]:
    return found.frame.area.tolist()


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
@pytest.mark.parametrize(
    ("shapes", "areas"),
    [
        ([DONUT, SQUARE], [100 - 9, 100]),
        ([shapely.MultiPolygon([DONUT, SQUARE]), shapely.MultiPolygon([SQUARE])], [191, 100]),
    ],
)
def test_both_encodings_give_the_same_shapes(
    tmp_path: Path, encoding: Any, shapes: list[Any], areas: list[float]
) -> None:
    path = tmp_path / "a.bin"
    frame(*shapes).to_parquet(path, geometry_encoding=encoding, schema_version="1.1.0")
    found = read_layer(path, "a.bin")
    assert area(found) == areas
    assert found.frame["DLBM"].tolist() == ["0600", "0601"]
    assert found.record("zones", "a.bin").crs == PLANE


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_a_row_without_a_shape_stays_a_row(tmp_path: Path, encoding: Any) -> None:
    path = tmp_path / "a.parquet"
    frame(None, SQUARE, None, DONUT).to_parquet(
        path, geometry_encoding=encoding, schema_version="1.1.0"
    )
    found = read_layer(path, "a.parquet").frame
    assert found.geometry.isna().tolist() == [True, False, True, False]
    assert found.area.tolist()[1::2] == [100, 91]


def test_no_word_of_a_system_is_longitude_and_latitude(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame(shapely.box(113, 34, 114, 35)).to_parquet(path)

    def unsay(note: dict[str, Any]) -> None:
        del note["columns"]["geometry"]["crs"]

    found = read_layer(with_note(path, unsay), "a.parquet")
    assert found.record("zones", "a").crs == "OGC:CRS84"
    assert found.frame.geometry[0].bounds == (113, 34, 114, 35)


def test_a_null_system_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame(SQUARE, crs=None).to_parquet(path)
    assert read_layer(path, "a.parquet").look.crs is None


def test_the_primary_column_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    both = frame(SQUARE)
    both["centre"] = gpd.GeoSeries([SQUARE.centroid], crs=PLANE)
    both.to_parquet(path)
    found = read_layer(path, "a.parquet")
    assert area(found) == [100]
    assert found.look.fields == ("DLBM",)
    (problem,) = found.problems
    assert (problem.code, blanks(problem)["others"]) == ("ZL278", "centre")


def test_a_table_without_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"DLBM": ["0601"]}).to_parquet(path)
    assert told(path) == ["ZL276"]


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.update(primary_column="x"),
        lambda note: note.pop("columns"),
        lambda note: note["columns"].update(geometry=1),
        lambda note: note["columns"]["geometry"].update(encoding="WKT"),
        lambda note: note["columns"]["geometry"].update(crs={"no": "system"}),
        lambda note: note["columns"]["geometry"].update(crs="http://127.0.0.1:9/crs"),
        lambda _: [],
    ],
)
def test_a_note_that_cannot_be_followed_is_refused(tmp_path: Path, change: Any) -> None:
    path = tmp_path / "a.parquet"
    frame(SQUARE).to_parquet(path)

    def changed(note: dict[str, Any]) -> Any:
        found = change(note)
        return found if isinstance(found, list) and not found else None

    assert told(with_note(path, changed)) == ["ZL276"]


def test_an_encoding_that_is_not_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame(SQUARE).to_parquet(path)

    def lie(note: dict[str, Any]) -> None:
        note["columns"]["geometry"]["encoding"] = "polygon"

    assert told(with_note(path, lie)) == ["ZL276"]


def test_a_file_cut_in_half_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame(SQUARE).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-100])
    assert told(path) == ["ZL103"]


def test_a_table_that_unpacks_beyond_memory_is_stopped_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten thousand times the same text packs to nothing."""
    path = tmp_path / "a.parquet"
    many = gpd.GeoDataFrame({"x": ["甲" * 1000] * 10_000}, geometry=[SQUARE] * 10_000, crs=PLANE)
    many.to_parquet(path)
    assert path.stat().st_size < 1_000_000
    monkeypatch.setattr(limits, "MOST_TABLE_BYTES", 20_000_000)
    assert told(path) == ["ZL270"]


def test_columns_of_other_types_are_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame(SQUARE).to_parquet(path)
    table = pq.read_table(path)
    table = table.append_column("list", pa.array([[1, 2]]))
    table = table.append_column("kind", pa.array(["甲"]).dictionary_encode())
    table = table.append_column("id", pa.array([12345678901234567890], pa.decimal128(20, 0)))
    table = table.append_column("raw", pa.array([b"\x01\xff"]))
    pq.write_table(table, path)
    row = read_layer(path, "a.parquet").frame.drop(columns="geometry").iloc[0].to_dict()
    assert row == {
        "DLBM": "0600", "list": "[1, 2]", "kind": "甲", "id": "12345678901234567890", "raw": "01ff",
    }  # fmt: skip


def test_many_row_groups_are_one_layer(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame(*[SQUARE] * 9).to_parquet(path, row_group_size=2)
    assert area(read_layer(path, "a.parquet")) == [100] * 9
