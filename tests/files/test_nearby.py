"""What is read of a large layer is what the whole layer holds near by, whatever its format."""

from __future__ import annotations

import json
import sqlite3
import struct
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from pandas.testing import assert_frame_equal

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.passing import listening
from zoneland.core.problems import InputError
from zoneland.files import nearby
from zoneland.files.gdal import bulk, flatgeobuf, geopackage, near
from zoneland.files.gdal.near import Scope, Wanted
from zoneland.files.store import write as writing
from zoneland.files.vector import Layer, read_layer
from zoneland.files.whole import geoparquet_near

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoneland.files.nearby import Nearby

FORMATS = [
    "gpkg", "gaps.gpkg", "plain.gpkg", "fgb", "plain.fgb", "gdb", "shp",
    "parquet", "plain.parquet", "arrow.parquet", "store.parquet",
]  # fmt: skip
BOXES = np.array(
    [
        (EAST + 105, NORTH + 105, EAST + 138, NORTH + 121),
        (EAST + 120, NORTH + 101, EAST + 140, NORTH + 110),
        (EAST + 395, NORTH + 395, EAST + 399, NORTH + 399),
    ],
    dtype=float,
)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "MANY_ROWS", 1)
    monkeypatch.setattr(near, "BATCH_ROWS", 70)
    monkeypatch.setattr(geoparquet_near, "BATCH_ROWS", 30)


def land(*, has_none: bool, seed: int = 0) -> gpd.GeoDataFrame:
    """Squares of 10 m on a grid of 40 × 40, in no order; some with a part or a hole more."""
    rng = np.random.default_rng(seed)
    at = rng.permutation(1600)
    shapes: list[Any] = [
        rectangle(EAST + 10 * (n % 40), NORTH + 10 * (n // 40), 10, 10) for n in at
    ]
    for row in range(0, 1600, 7):
        hole = shapely.difference(shapes[row], shapely.box(*shapes[row].buffer(-3).bounds))
        far = shapely.affinity.translate(shapes[row], 1000, 0)
        shapes[row] = shapely.MultiPolygon([hole, far])
    if has_none:
        shapes[5], shapes[811], shapes[1599] = None, None, None
    frame = {
        "DLBM": [f"{n % 12:04}" for n in at],
        "DLMC": [None if n % 5 == 0 else f"工业{n}" for n in at],
        "TBMJ": at / 8,
        "number": at.astype(np.int32),
    }
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=PLANE)


def drawn(folder: Path, ending: str, frame: gpd.GeoDataFrame) -> Path:
    path = folder / f"land.{ending.rpartition('.')[2]}"
    kind, _, suffix = ending.rpartition(".")
    if suffix == "parquet":
        _as_parquet(path, kind, frame)
        return path
    options: dict[str, Any] = {"encoding": "utf-8"} if suffix == "shp" else {}
    if suffix == "gdb":
        options["driver"] = "OpenFileGDB"
    if kind == "plain":
        options["SPATIAL_INDEX"] = "NO"
    if suffix == "fgb":  # rows without a shape have a test of their own
        frame = frame.dropna(subset="geometry")
    if suffix != "shp":
        options |= {"layer": "land", "geometry_type": "MultiPolygon", "promote_to_multi": True}
    pyogrio.write_dataframe(frame, path, **options)
    if kind == "gaps":
        with sqlite3.connect(path) as book:
            book.execute("DELETE FROM land WHERE fid % 10 = 0")
    return path


def _as_parquet(path: Path, kind: str, frame: gpd.GeoDataFrame) -> None:
    if kind == "store":
        source = path.with_suffix(".gpkg")
        pyogrio.write_dataframe(frame, source, layer="land")
        writing.write_store(source, path, group_rows=100)
        return
    if kind == "arrow":
        frame = frame.set_geometry([_many(shape) for shape in frame.geometry], crs=PLANE)
    frame.to_parquet(
        path,
        geometry_encoding="geoarrow" if kind == "arrow" else "WKB",
        write_covering_bbox=kind == "",
        row_group_size=100,
        schema_version="1.1.0",
    )


def _many(shape: Any) -> Any:
    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape


def scope(boxes: np.ndarray = BOXES) -> Scope:
    return Scope(lambda _: boxes, lambda _: None)


def near_rows(frame: gpd.GeoDataFrame, boxes: np.ndarray = BOXES) -> list[int]:
    bounds = shapely.bounds(frame.geometry.to_numpy())
    meets = np.isnan(bounds[:, 0])
    for box in boxes:
        meets |= shapely.intersects(shapely.box(*bounds.T), shapely.box(*box))
    return np.flatnonzero(meets).tolist()


def same(part: Layer, whole: Layer, boxes: np.ndarray = BOXES) -> None:
    rows = near_rows(whole.frame, boxes)
    assert 0 < len(rows) < len(whole.frame)
    assert part.frame.index.tolist() == rows
    of_whole = whole.frame.loc[rows]
    assert_frame_equal(
        part.frame.drop(columns="geometry"), of_whole.drop(columns="geometry"), check_dtype=False
    )
    assert part.frame.geometry.to_wkb().tolist() == of_whole.geometry.to_wkb().tolist()
    assert part.frame.crs == whole.frame.crs
    assert (part.look.rows, part.look.fields) == (len(whole.frame), whole.look.fields)
    assert [problem.code for problem in part.problems] == [one.code for one in whole.problems]


@pytest.mark.parametrize("has_none", [False, True])
@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_near_is_as_in_the_whole(tmp_path: Path, ending: str, has_none: bool) -> None:  # noqa: FBT001  a parameter of the test
    path = drawn(tmp_path, ending, land(has_none=has_none))
    same(read_layer(path, "land", scope=scope()), read_layer(path, "land"))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The conditions that streams are read by."""
    found: list[str | None] = []
    plain = pyogrio.raw.open_arrow

    def listened(*args: Any, **options: Any) -> Any:
        found.append(options["where"])
        return plain(*args, **options)

    monkeypatch.setattr(pyogrio.raw, "open_arrow", listened)
    return found


@pytest.mark.parametrize("most", [2, 200])
def test_a_geopackage_is_asked_by_its_tree(
    tmp_path: Path, heard: list[str | None], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(geopackage, "MOST_BOXES", most)
    monkeypatch.setattr(geopackage, "MOST_SHARE", 0.99)  # of all, for boxes around boxes
    path = drawn(tmp_path, "gpkg", land(has_none=False))
    same(read_layer(path, "land", scope=scope()), read_layer(path, "land"))
    assert heard[0] is not None
    assert "rtree_land_geom" in heard[0]


def spoiled(path: Path, *orders: str) -> None:
    with sqlite3.connect(path) as book:
        for order in orders:
            book.execute(order)


TRIGGERS = [
    f"DROP TRIGGER IF EXISTS rtree_land_geom_{name}"
    for name in ("update2", "update4", "update5", "update6", "update7")
]


@pytest.mark.parametrize(
    "orders",
    [
        ["DELETE FROM rtree_land_geom WHERE id = 700"],
        [
            "DELETE FROM rtree_land_geom WHERE id = 700",
            "INSERT INTO rtree_land_geom VALUES (9999, 0, 1, 0, 1)",
        ],
        ["DROP TRIGGER rtree_land_geom_insert"],
        ["DROP TRIGGER rtree_land_geom_delete"],
        TRIGGERS,
    ],
)  # fmt: skip
def test_a_tree_that_may_lack_a_row_is_not_asked(
    tmp_path: Path, heard: list[str | None], monkeypatch: pytest.MonkeyPatch, orders: list[str]
) -> None:
    monkeypatch.setattr("zoneland.files.damage.CHECKED_BYTES", 0)  # larger than is checked inside
    path = drawn(tmp_path, "gpkg", land(has_none=False))
    spoiled(path, *orders)
    same(read_layer(path, "land", scope=scope()), read_layer(path, "land"))
    assert heard[0] is None


@pytest.mark.parametrize("lost", [True, False])
def test_rows_are_counted_where_the_book_does_not_keep_their_count(
    tmp_path: Path, heard: list[str | None], monkeypatch: pytest.MonkeyPatch, *, lost: bool
) -> None:
    monkeypatch.setattr("zoneland.files.damage.CHECKED_BYTES", 0)
    path = drawn(tmp_path, "gpkg", land(has_none=False))
    spoiled(path, "DROP TRIGGER trigger_delete_feature_count_land")
    if lost:
        with sqlite3.connect(path) as book:  # a row goes, and neither tree nor count hears of it
            query = "SELECT sql FROM sqlite_master WHERE name = 'rtree_land_geom_delete'"
            (made,) = book.execute(query).fetchone()
        gone = "DELETE FROM land WHERE fid = 700"
        spoiled(path, "DROP TRIGGER rtree_land_geom_delete", gone, made)
        for near_only in (scope(), None):  # GDAL, which goes by the count, gives a row twice
            with pytest.raises(InputError) as told:
                read_layer(path, "land", scope=near_only)
            (problem,) = told.value.problems
            assert problem.code == "ZL291"
            assert "1600" in problem.said("zh")
            assert "1599" in problem.said("zh")
        return
    same(read_layer(path, "land", scope=scope()), read_layer(path, "land"))
    assert heard[0] is not None


def test_a_tree_of_whatever_shapes_is_not_asked(tmp_path: Path, heard: list[str | None]) -> None:
    frame = land(has_none=False)
    frame.loc[1500, "geometry"] = shapely.Point(EAST + 90_000, NORTH)
    frame.to_file(tmp_path / "land.gpkg", layer="land", engine="pyogrio")
    found = read_layer(tmp_path / "land.gpkg", "land", scope=scope()).frame
    assert heard[0] is None
    assert found.loc[1500, "geometry"].x == EAST + 90_000
    assert len(found) < 1600


@pytest.mark.parametrize("ending", ["gpkg", "fgb"])
def test_where_much_is_near_all_of_it_passes_by(
    tmp_path: Path, heard: list[str | None], monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def no_part(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(flatgeobuf, "part_of", no_part)
    path = drawn(tmp_path, ending, land(has_none=False))
    boxes = np.array([[EAST, NORTH, EAST + 400, NORTH + 200]], dtype=float)
    same(read_layer(path, "land", scope=scope(boxes)), read_layer(path, "land"), boxes)
    assert heard[0] is None


def test_gdal_gives_empty_rows_where_a_flatgeobuf_has_nothing_near(tmp_path: Path) -> None:
    """Why boxes are never handed to GDAL; when this fails, GDAL has been mended."""
    path = drawn(tmp_path, "fgb", land(has_none=False))
    nowhere = (1.0, 1.0, 2.0, 2.0)
    with pyogrio.open_arrow(path, bbox=nowhere, use_pyarrow=True) as (_, reader):
        by_gdal = reader.read_all().num_rows
    assert by_gdal in {0, 65_536}
    wanted = Wanted(np.array([nowhere]), None, 1600, "MultiPolygon")
    frame, problems, count = bulk.read_near(path, "land", "FlatGeobuf", "land", wanted)
    assert (len(frame), problems, count) == (0, [], 1600)
    assert len(read_layer(path, "land", scope=scope(np.array([nowhere]))).frame) == 1600


def test_a_part_of_a_flatgeobuf_is_read_as_its_rows_are(tmp_path: Path) -> None:
    path = drawn(tmp_path, "fgb", land(has_none=False))
    rows = np.array([0, 3, 1599])
    flatgeobuf.part_of(path, tmp_path / "part.fgb", rows)
    whole, part = (pyogrio.read_dataframe(one) for one in (path, tmp_path / "part.fgb"))
    assert_frame_equal(part, whole.iloc[rows].reset_index(drop=True))


def test_rows_without_a_shape_take_no_others_with_them(tmp_path: Path) -> None:
    """GDAL gives the bytes of one row for another's; pyarrow then reads beyond their end."""
    shapes = [None, *(rectangle(EAST + at, NORTH, 1, 1) for at in range(3)), None]
    shapes.insert(2, None)
    frame = gpd.GeoDataFrame({"DLBM": list("abcdef")}, geometry=shapes, crs=PLANE)
    path = tmp_path / "land.fgb"
    pyogrio.write_dataframe(frame, path, layer="land", SPATIAL_INDEX="NO")
    for part in (None, scope(np.array([[EAST, NORTH, EAST + 9, NORTH + 9]], dtype=float))):
        found = read_layer(path, "land", scope=part).frame
        assert found["DLBM"].tolist() == list("abcdef")
        assert found.geometry.isna().tolist() == [True, False, True, False, False, True]
        assert found.area.tolist()[1::2][:2] == [1.0, 1.0]
        assert found.total_bounds.tolist() == [EAST, NORTH, EAST + 3, NORTH + 1]


@pytest.fixture
def by_part(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether something was found near by, each time that it was asked."""
    found: list[bool] = []

    def watched(plain: Callable[..., Nearby | None]) -> Callable[..., Nearby | None]:
        def asked(*args: Any) -> Nearby | None:
            given = plain(*args)
            found.append(given is not None)
            return given

        return asked

    monkeypatch.setattr("zoneland.files.vector.read_nearby", watched(nearby.read_nearby))
    return found


def test_rows_marked_as_deleted_count_as_they_do_in_the_whole(
    tmp_path: Path, by_part: list[bool]
) -> None:
    path = drawn(tmp_path, "shp", land(has_none=True))
    table = path.with_suffix(".dbf")
    raw = bytearray(table.read_bytes())
    head, width = struct.unpack("<HH", raw[8:12])
    for row in (0, 800, 811, 1000):
        raw[head + row * width] = ord("*")
    table.write_bytes(raw)
    part, whole = read_layer(path, "land", scope=scope()), read_layer(path, "land")
    same(part, whole)
    assert by_part == [True, False]
    assert "ZL189" in [problem.code for problem in part.problems]


def test_a_shape_beyond_the_box_of_its_record_is_refused_as_in_the_whole(
    tmp_path: Path, by_part: list[bool]
) -> None:
    path = drawn(tmp_path, "shp", land(has_none=False))
    raw = bytearray(path.read_bytes())
    struct.pack_into("<4d", raw, 100 + 8 + 4, 0, 0, 1, 1)
    path.write_bytes(raw)
    with pytest.raises(InputError) as refused:
        read_layer(path, "land", scope=scope())
    assert [(one.code, one.where) for one in refused.value.problems] == [("ZL177", "land #1")]
    assert by_part == [False]


@pytest.mark.parametrize("ending", ["parquet", "store.parquet"])
def test_row_groups_that_are_far_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    frame = land(has_none=False)
    frame = frame.iloc[np.argsort(frame["number"].to_numpy(), kind="stable")]
    path = drawn(tmp_path, ending, frame)
    read: list[tuple[int, str]] = []
    plain = pq.ParquetFile.iter_batches

    def counted(file: Any, *args: Any, **options: Any) -> Any:
        read.extend((group, options["columns"][0]) for group in options["row_groups"])
        return plain(file, *args, **options)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", counted)
    part = read_layer(path, "land", scope=scope())
    groups = {group for group, column in read if column == "geometry"}
    assert len(groups) < 12  # of sixteen
    assert groups >= {group for group, column in read if column == "DLBM"}
    monkeypatch.undo()
    same(part, read_layer(path, "land"))


def changed(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    table = pq.read_table(path)
    pq.write_table(change(table), path, row_group_size=100)


def test_boxes_that_shapes_belie_are_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row groups are said to lie elsewhere, but for one that is said to lie near and does not."""
    monkeypatch.setattr(near, "MANY_ROWS", 1)
    path = drawn(tmp_path, "parquet", land(has_none=False))
    west = np.where(np.arange(1600) < 100, EAST, 0.0)
    sides = [west + 110, np.full(1600, NORTH + 110.0), west + 111, np.full(1600, NORTH + 111.0)]
    names = ["xmin", "ymin", "xmax", "ymax"]
    boxes = pa.StructArray.from_arrays([pa.array(side) for side in sides], names)
    changed(path, lambda table: table.set_column(table.column_names.index("bbox"), "bbox", boxes))
    same(read_layer(path, "land", scope=scope()), read_layer(path, "land"))


def test_points_are_told_wherever_they_lie(tmp_path: Path) -> None:
    frame = land(has_none=False)
    frame.loc[1500, "geometry"] = shapely.Point(EAST + 90_000, NORTH)
    path = drawn(tmp_path, "parquet", frame)
    found = read_layer(path, "land", scope=scope())
    assert 1500 in found.frame.index.tolist()
    assert len(found.frame) < 1600


def test_broken_bytes_are_told_as_in_the_whole(tmp_path: Path) -> None:
    path = drawn(tmp_path, "plain.parquet", land(has_none=False))

    def cut(table: pa.Table) -> pa.Table:
        shapes = table.column("geometry").to_pylist()
        shapes[1234] = shapes[1234][:30]
        at = table.column_names.index("geometry")
        return table.set_column(at, "geometry", pa.array(shapes, type=pa.binary()))

    changed(path, cut)
    told = []
    for part in (scope(), None):
        with pytest.raises(InputError) as refused:
            read_layer(path, "land", scope=part)
        told.append([problem.line() for problem in refused.value.problems])
    assert told[0] == told[1]
    assert told[0][0].startswith("ZL103")


def test_other_columns_of_shapes_are_told(tmp_path: Path) -> None:
    frame = land(has_none=False)
    frame["centre"] = frame.geometry.centroid
    path = drawn(tmp_path, "plain.parquet", frame)
    note = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert set(note["columns"]) == {"geometry", "centre"}
    part, whole = read_layer(path, "land", scope=scope()), read_layer(path, "land")
    same(part, whole)
    assert [problem.code for problem in part.problems] == ["ZL278"]


@pytest.mark.parametrize("ending", ["gdb", "parquet"])
def test_rows_are_told_as_they_pass(tmp_path: Path, ending: str) -> None:
    path = drawn(tmp_path, ending, land(has_none=False))
    told: list[tuple[int, int]] = []
    with listening(lambda done, known: told.append((done, known))):
        read_layer(path, "land", scope=scope())
    done = [one for one, _ in told]
    assert done == sorted(done)
    assert told[-1] == (1600, 1600)
    assert len(told) > 10
