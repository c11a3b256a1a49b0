"""A store holds all that its source held, and gives what is near without reading the rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError, OutputError
from zoneland.files.store import write as writing
from zoneland.files.store.note import OWN
from zoneland.files.store.read import look_into_store, near_boxes, read_near_in_store
from zoneland.files.store.write import write_store
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def squares(count: int, *, seed: int = 0) -> gpd.GeoDataFrame:
    """Squares of 10 m on a grid of 100 × 100, in no order."""
    rng = np.random.default_rng(seed)
    at = rng.permutation(10_000)[:count]
    shapes = [rectangle(EAST + 10 * (n % 100), NORTH + 10 * (n // 100), 10, 10) for n in at]
    columns = {"DLBM": [f"{n % 12:04}" for n in at], "TBMJ": at / 7, "number": at}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=PLANE)


def stored(folder: Path, frame: gpd.GeoDataFrame, **options: Any) -> Path:
    frame.to_file(folder / "source.gpkg", layer="source", driver="GPKG")
    write_store(folder / "source.gpkg", folder / "store.parquet", **options)
    return folder / "store.parquet"


def box(west: float, south: float, width: float, height: float) -> NDArray[np.float64]:
    return np.array([[EAST + west, NORTH + south, EAST + west + width, NORTH + south + height]])


SLOW = [HealthCheck.too_slow]
SHAPE = st.sampled_from(["square", "two", "none", "empty", "elsewhere", "high"])


def drawn(kind: str, at: int) -> shapely.Geometry | None:
    west, south = EAST + 37 * (at * 7 % 11), NORTH + 53 * (at * 5 % 13)
    square = rectangle(west, south, 10, 10)
    return {
        "square": square,
        "two": shapely.union(square, rectangle(west + 20, south, 5, 5)),
        "none": None,
        "empty": shapely.Polygon(),
        "elsewhere": rectangle(west + 90_000, south, 1, 1),
        "high": shapely.force_3d(square, 12.5),
    }[kind]


@given(kinds=st.lists(SHAPE, min_size=1, max_size=30), group=st.integers(1, 9))
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
def test_all_that_was_there_is_there_in_the_sources_order(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str], group: int
) -> None:
    folder = tmp_path_factory.mktemp("store")
    frame = gpd.GeoDataFrame(
        {
            "编码": [None if at % 5 == 4 else f"0{at}" for at in range(len(kinds))],
            "bbox": list(range(len(kinds))),
            "on": pd.Timestamp("2024-02-29"),
        },
        geometry=[drawn(kind, at) for at, kind in enumerate(kinds)],
        crs=PLANE,
    )
    store = stored(folder, frame, group_rows=group, heap_rows=4)
    source = read_layer(folder / "source.gpkg", "source").frame
    assert_geodataframe_equal(read_layer(store, "store").frame, source)
    near, _, rows = read_near_in_store(store, "store", boxes=box(0, 0, 200, 200))
    assert rows == len(kinds)
    bounds = shapely.bounds(source.geometry.to_numpy())
    has_none = np.isnan(bounds[:, 0])
    meets = shapely.intersects(shapely.box(*bounds.T), shapely.box(*box(0, 0, 200, 200)[0]))
    assert near.index.tolist() == np.flatnonzero(meets | has_none).tolist()
    assert_geodataframe_equal(near, source.loc[near.index], check_index_type=False)


def test_only_row_groups_that_are_near_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = stored(tmp_path, squares(6_400), group_rows=100, heap_rows=1_000)
    look = look_into_store(store, "store")
    assert look is not None
    assert len(look.groups) == 64
    read: list[int] = []
    plain = pq.ParquetFile.read_row_group

    def counted(file: pq.ParquetFile, group: int, **options: Any) -> Any:
        read.append(group)
        return plain(file, group, **options)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", counted)
    boxes = box(401, 401, 98, 98)
    found, _, _ = read_near_in_store(store, "store", boxes=boxes, columns=["DLBM"])
    met = shapely.box(*look.groups.T)
    must = np.flatnonzero(shapely.intersects(met, shapely.box(*boxes[0])))
    assert set(read) == set(must.tolist())
    assert len(must) <= 6  # a hundredth of the ground, in squares of eight by eight groups
    assert found.columns.tolist() == ["DLBM", "geometry"]
    assert len(near_boxes(store, "store", boxes=boxes)) == len(found)


def test_nothing_near_is_nothing_read(tmp_path: Path) -> None:
    store = stored(tmp_path, squares(50), group_rows=10)
    found, told, rows = read_near_in_store(store, "store", boxes=box(90_000, 0, 5, 5))
    assert (len(found), told, rows) == (0, [], 50)
    assert found.crs == PLANE


def test_groups_are_full_but_the_last(tmp_path: Path) -> None:
    store = stored(tmp_path, squares(1_050), group_rows=100, heap_rows=333)
    metadata = pq.read_metadata(store)
    sizes = [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)]
    assert sizes == [100] * 10 + [50]


def test_others_read_it_too(tmp_path: Path) -> None:
    frame = squares(300)
    found = gpd.read_parquet(
        stored(tmp_path, frame, group_rows=50), bbox=tuple(box(0, 0, 300, 300)[0])
    )
    assert found.crs == PLANE
    same = frame.iloc[found["source_row"] - 1].geometry.to_numpy()
    assert shapely.equals(found.geometry.to_numpy(), same).all()


@pytest.mark.parametrize("ending", ["shp", "geojson", "parquet", "fgb"])
def test_every_format_can_be_laid_out(tmp_path: Path, ending: str) -> None:
    source = tmp_path / f"source.{ending}"
    frame = squares(40)
    frame.to_parquet(source) if ending == "parquet" else frame.to_file(source)
    done = write_store(source, tmp_path / "store.parquet", group_rows=10)
    assert (done.rows, done.groups) == (40, 4)
    read = read_layer(source, "source").frame
    again = read_layer(tmp_path / "store.parquet", "store").frame
    assert shapely.equals_exact(again.geometry.to_numpy(), read.geometry.to_numpy()).all()
    assert again["DLBM"].tolist() == read["DLBM"].tolist()


def test_a_store_laid_out_again_keeps_the_sources_rows(tmp_path: Path) -> None:
    store = stored(tmp_path, squares(200), group_rows=20)
    done = write_store(store, tmp_path / "again.parquet", group_rows=50)
    again = read_layer(tmp_path / "again.parquet", "again").frame
    assert done.look.rows == 200
    assert_geodataframe_equal(again, read_layer(store, "store").frame)


def test_a_full_disk_leaves_the_last_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = stored(tmp_path, squares(50))
    before = store.read_bytes()

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "in_order", full)
    with pytest.raises(OutputError) as refused:
        write_store(tmp_path / "source.gpkg", store)
    assert [problem.code for problem in refused.value.problems] == ["ZL430"]
    assert store.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source.gpkg", "store.parquet"]


def test_only_parquet_is_a_store(tmp_path: Path) -> None:
    squares(2).to_file(tmp_path / "source.gpkg", driver="GPKG")
    with pytest.raises(InputError) as refused:
        write_store(tmp_path / "source.gpkg", tmp_path / "store.gpkg")
    assert [problem.code for problem in refused.value.problems] == ["ZL440"]


@pytest.mark.parametrize("note", [b"{", b"[]", b'{"row_column": 7}', b'{"row_column": "DLBM"}'])
def test_a_note_that_says_nothing_true_makes_no_store(tmp_path: Path, note: bytes) -> None:
    store = stored(tmp_path, squares(20))
    table = pq.read_table(store)
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, OWN: note}), store)
    assert look_into_store(store, "store") is None
    assert len(read_layer(store, "store").frame) == 20
    with pytest.raises(InputError) as refused:
        read_near_in_store(store, "store", boxes=box(0, 0, 1, 1))
    assert [problem.code for problem in refused.value.problems] == ["ZL276"]


def test_the_note_is_geoparquets(tmp_path: Path) -> None:
    metadata = pq.read_schema(stored(tmp_path, squares(20))).metadata
    note = json.loads(metadata[b"geo"])
    column = note["columns"][note["primary_column"]]
    assert note["version"] == "1.1.0"
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert column["encoding"] == "WKB"
