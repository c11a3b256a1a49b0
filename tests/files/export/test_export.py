"""Layers in every format that is written: what comes back is what went in, or it was told."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError, OutputError, Problem
from zoneland.files.export.check import differences, same_shapes
from zoneland.files.export.formats import BY_SUFFIX, FORMATS, format_of
from zoneland.files.export.holds import Format, Kind, Names, Plane
from zoneland.files.export.names import new_names
from zoneland.files.export.shapefile import SHAPEFILE
from zoneland.files.export.survey import SURVEY
from zoneland.files.export.targets import check_target
from zoneland.files.export.write import Written, write_layer
from zoneland.files.vector import read_layer

GPKG, KML, DXF, CSV = (BY_SUFFIX[suffix] for suffix in (".gpkg", ".kml", ".dxf", ".csv"))
SQUARE = rectangle(EAST, NORTH, 100, 100)
DEGREES = shapely.box(113.5, 34.5, 113.6, 34.6)
WITH_FIELDS = [form for form in FORMATS if form not in (SURVEY, DXF)]
WITH_SHAPES = [form for form in FORMATS if form.plane is not Plane.NONE]


def layer(*shapes: Any, **columns: Any) -> gpd.GeoDataFrame:
    """A layer in the plane; a square if no shape is given, once a value."""
    rows = max(map(len, columns.values()), default=1)
    return gpd.GeoDataFrame(columns, geometry=list(shapes) or [SQUARE] * rows, crs=PLANE)


def placed(frame: gpd.GeoDataFrame, form: Format) -> gpd.GeoDataFrame:
    """The same layer where the format takes it."""
    if form.plane not in (Plane.WGS84, Plane.WGS84_BY_RULE):
        return frame
    return frame.set_geometry(
        [
            None
            if shape is None
            else shapely.transform(
                shape,
                lambda xyz: np.column_stack(
                    [xyz[:, :2] / 1e6 - (EAST / 1e6 - 113.5, NORTH / 1e6 - 34.5), xyz[:, 2:]]
                ),
                include_z=bool(shapely.has_z(shape)),
            )
            for shape in frame.geometry
        ]
    ).set_crs("EPSG:4326", allow_override=True)


def written(frame: gpd.GeoDataFrame, form: Format, folder: Path) -> Written:
    target = folder / f"x{form.suffixes[0]}"
    return write_layer(placed(frame, form), form, target, where=target.name)


def blank(problem: Problem, name: str) -> str:
    """What fills a blank of a problem's text."""
    return str(dict(problem.values)[name])


def codes(found: Written) -> list[str]:
    return [problem.code for problem in found.problems]


def back(found: Written, column: str) -> list[Any]:
    """A column as the doors read it."""
    path = next(path for path in found.files if path.suffix in BY_SUFFIX)
    values = read_layer(path, path.name).frame[column]
    return [None if pd.isna(value) else value for value in values]


# values

TEXTS = ["工业用地", "䶮𠮷", "0601", "410199000000000001", None, "第一行\n第二行", "=1+1", '"a", b']


@pytest.mark.parametrize("form", WITH_FIELDS, ids=lambda form: form.name)
def test_text_comes_back_to_the_letter(form: Format, tmp_path: Path) -> None:
    found = written(layer(DLMC=TEXTS), form, tmp_path)
    told = {"ZL444"} if form is CSV else set()
    assert set(codes(found)) - {"ZL446"} == told  # only in CSV a formula has to be guarded
    if form.plane is not Plane.NONE:
        assert back(found, "DLMC") == TEXTS


def test_an_id_of_eighteen_digits_stays_exact(tmp_path: Path) -> None:
    whole = layer(BSM=[410199000000000001, 1])
    assert back(written(whole, SHAPEFILE, tmp_path), "BSM") == [410199000000000001, 1]


@pytest.mark.parametrize("form", FORMATS[:5], ids=lambda form: form.name)
def test_an_id_of_eighteen_digits_among_blanks_stays_exact(form: Format, tmp_path: Path) -> None:
    found = written(layer(BSM=pd.array([410199000000000001, None], dtype="Int64")), form, tmp_path)
    assert (codes(found), back(found, "BSM")) == ([], [410199000000000001, None])


def test_numbers_too_long_for_excel_become_text_and_are_told(tmp_path: Path) -> None:
    found = written(layer(BSM=[410199000000000001], area=[1 / 7]), BY_SUFFIX[".xlsx"], tmp_path)
    assert codes(found) == ["ZL446", "ZL444"]
    again = BY_SUFFIX[".xlsx"].read(found.files[0])
    assert again.iloc[0, :2].tolist() == ["410199000000000001", 1 / 7]


@pytest.mark.parametrize("form", FORMATS[:6], ids=lambda form: form.name)
def test_an_id_that_came_as_a_float_is_refused(form: Format, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        written(layer(BSM=[410199000000000001.0, None]), form, tmp_path)
    assert "ZL445" in [problem.code for problem in caught.value.problems]
    assert not list(tmp_path.iterdir())


def test_days_and_truths_and_blanks_stay_what_they_are(tmp_path: Path) -> None:
    days = pd.Series(pd.to_datetime(["2024-02-29", None])).astype("datetime64[ms]")
    frame = layer(day=days, is_built=pd.array([True, None], dtype="boolean"), area=[1e-7, None])
    for form in (SHAPEFILE, GPKG):
        found = written(frame, form, tmp_path)
        assert codes(found) == []
        assert back(found, "day") == ["2024-02-29", None]
        assert back(found, "is_built") == [1, None]
        assert back(found, "area") == [1e-7, None]


def test_an_hour_becomes_text_in_a_shapefile_and_is_told(tmp_path: Path) -> None:
    hour = layer(at=pd.to_datetime(["2024-02-29T08:30:00"]))
    found = written(hour, SHAPEFILE, tmp_path)
    assert (codes(found), back(found, "at")) == (["ZL444"], ["2024-02-29T08:30:00"])


def test_text_longer_than_a_shapefile_holds_is_refused_with_its_row(tmp_path: Path) -> None:
    long = layer(BZ=["地" * 127, "地" * 128])  # 254 and 256 bytes
    with pytest.raises(InputError) as caught:
        written(long, SHAPEFILE, tmp_path)
    problem = caught.value.problems[-1]
    assert (problem.code, blank(problem, "rows")) == ("ZL445", "2")
    assert codes(written(long.iloc[:1], SHAPEFILE, tmp_path)) == []


def test_every_change_of_text_is_counted(tmp_path: Path) -> None:
    found = written(layer(BZ=["", " 甲", "乙\x00", "丙"]), SHAPEFILE, tmp_path)
    assert blank(found.problems[0], "fields") == "BZ（3）"
    assert back(found, "BZ") == [None, "甲", "乙\ufffd", "丙"]


def test_a_formula_is_text_in_excel(tmp_path: Path) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415

    found = written(layer(BZ=["=HYPERLINK(1)", "#N/A"]), BY_SUFFIX[".xlsx"], tmp_path)
    sheet = load_workbook(found.files[0]).active
    assert [sheet["A2"].data_type, sheet["A3"].data_type] == ["s", "s"]


def test_a_formula_for_a_heading_is_guarded_in_csv(tmp_path: Path) -> None:
    found = written(layer(**{"=1+1": ["甲"]}), CSV, tmp_path)
    assert "'=1+1" in found.files[0].read_text("utf-8-sig").splitlines()[0]


def test_blank_rows_are_rows(tmp_path: Path) -> None:
    for form in (CSV, BY_SUFFIX[".xlsx"], SHAPEFILE, KML):
        found = written(layer(BZ=["甲", None, None]), form, tmp_path)
        assert len(form.read(found.files[-1])) == 3


def test_kml_leaves_out_fields_without_any_value_and_tells(tmp_path: Path) -> None:
    found = written(layer(DLMC=["甲", None], BZ=["", " "], TFH=[None, None]), KML, tmp_path)
    assert codes(found) == ["ZL446"]
    assert blank(found.problems[0], "what").endswith("BZ、TFH")


# names


def test_names_are_cut_between_characters_and_stay_distinct(tmp_path: Path) -> None:
    frame = layer(永久基本农田图斑面积=[1], 永久基本农田图斑编号=["a"], 𠮷𠮷𠮷=["b"], DLBM=["c"])
    found = written(frame, SHAPEFILE, tmp_path)
    fields = read_layer(found.files[-1], "x.shp").look.fields
    assert fields == ("永久基本农", "永久基本_1", "𠮷𠮷", "DLBM")
    assert codes(found) == ["ZL443"]
    assert blank(found.problems[0], "count") == "3"


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=8, unique=True))
def test_cut_names_fit_and_are_distinct(names: list[str]) -> None:
    new = list(new_names(names, Names(most_bytes=10)).values())
    assert all(0 < len(name.encode("gb18030")) <= 10 for name in new)
    assert len({name.casefold() for name in new}) == len(names)


def test_fields_named_like_a_geopackages_own_stay(tmp_path: Path) -> None:
    found = written(layer(fid=["0007"], geom=["乙"]), GPKG, tmp_path)
    assert (back(found, "fid"), back(found, "geom"), codes(found)) == (["0007"], ["乙"], [])


def test_a_table_without_fields_gets_one_and_tells(tmp_path: Path) -> None:
    found = written(layer(), SHAPEFILE, tmp_path)
    assert (codes(found), back(found, "FID")) == (["ZL443"], [0])


# shapes

HOLED = SQUARE.difference(rectangle(EAST + 10, NORTH + 10, 10, 10))
PARTS = shapely.MultiPolygon([SQUARE, rectangle(EAST + 200, NORTH, 10, 10)])
BOW_TIE = shapely.transform(
    shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]), lambda xy: np.add(xy, (EAST, NORTH))
)
LINE = shapely.LineString([(EAST, NORTH), (EAST + 1 / 3, NORTH + 7)])
POINT = shapely.Point(EAST + 0.1, NORTH + 0.2)


@pytest.mark.parametrize("form", WITH_SHAPES, ids=lambda form: form.name)
def test_polygons_with_holes_and_parts_come_back_to_the_last_bit(
    form: Format, tmp_path: Path
) -> None:
    frame = placed(layer(SQUARE, HOLED, PARTS, DKBH=["1", "2", "3"]), form)
    found = written(layer(SQUARE, HOLED, PARTS, DKBH=["1", "2", "3"]), form, tmp_path)
    if form is DXF:
        return  # outlines: compared when written
    again = read_layer(found.files[-1], "x").frame
    assert same_shapes(frame.geometry.to_numpy(), again.geometry.to_numpy()).all()
    assert again.crs is not None


@pytest.mark.parametrize("form", FORMATS[:6], ids=lambda form: form.name)
@pytest.mark.parametrize("shape", [LINE, POINT, shapely.MultiPoint([POINT]), BOW_TIE, None])
def test_other_shapes_come_back_and_invalid_ones_are_told(
    form: Format, shape: shapely.Geometry | None, tmp_path: Path
) -> None:
    found = written(layer(shape, DKBH=["1"]), form, tmp_path)
    told = {"ZL442"} if shape in (BOW_TIE, None) else set()
    assert set(codes(found)) - {"ZL446"} == told


def test_heights_stay_where_there_is_room_for_them(tmp_path: Path) -> None:
    high = layer(shapely.force_3d(SQUARE, 12.5), DKBH=["1"])
    for form in (GPKG, SHAPEFILE, KML):
        found = written(high, form, tmp_path)
        shape = read_layer(found.files[-1], "x").frame.geometry[0]
        assert shape.exterior.coords[0][2] == 12.5
    for form in (DXF, SURVEY):
        told = [
            blank(p, "what") for p in written(high, form, tmp_path).problems if p.code == "ZL446"
        ]
        assert "高程 Z" in told


@pytest.mark.parametrize(
    ("form", "shapes"),
    [
        (SHAPEFILE, (SQUARE, LINE)),
        (SHAPEFILE, (shapely.GeometryCollection([SQUARE, LINE]),)),
        (SURVEY, (LINE,)),
        (SURVEY, (None,)),
        (DXF, (SQUARE, shapely.Polygon())),
        *((form, (shapely.Point(np.inf, 0),)) for form in WITH_SHAPES),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_what_a_format_cannot_hold_is_refused_whole(
    form: Format, shapes: tuple[Any, ...], tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        write_layer(layer(*shapes), form, tmp_path / f"x{form.suffixes[0]}", where="x")
    assert "ZL445" in [problem.code for problem in caught.value.problems]
    assert not list(tmp_path.iterdir())


def test_a_shape_that_a_shapefile_turns_into_another_is_refused(tmp_path: Path) -> None:
    outside = shapely.Polygon(SQUARE.exterior, [rectangle(EAST + 500, NORTH, 9, 9).exterior])
    with pytest.raises(InputError) as caught:
        written(layer(outside), SHAPEFILE, tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["ZL442", "ZL443", "ZL448"]
    assert not list(tmp_path.iterdir())


# survey text and drawings


def test_survey_text_is_numbered_closed_and_counted(tmp_path: Path) -> None:
    frame = layer(HOLED, DKBH=["07"], DKMC=["甲,乙"], stated_ha=[0.99], DLMC=["住宅"])
    found = written(frame, SURVEY, tmp_path)
    lines = found.files[0].read_bytes().decode("gb18030").split("\r\n")
    plot = lines[lines.index("[地块坐标]") + 1 : -1]
    assert "带号=38" in lines
    assert plot[0] == "10,0.9900,07,甲、乙,面,,,,,@"
    assert [line.split(",")[:2] for line in plot[1:]] == [
        *(["J1", "1"], ["J2", "1"], ["J3", "1"], ["J4", "1"], ["J1", "1"]),
        *(["J5", "2"], ["J6", "2"], ["J7", "2"], ["J8", "2"], ["J5", "2"]),
    ]
    assert plot[1].split(",")[2].startswith("3840")  # northing first
    assert codes(found) == ["ZL446", "ZL444"]


def test_the_area_is_as_drawn_where_none_is_stated(tmp_path: Path) -> None:
    found = written(layer(SQUARE), SURVEY, tmp_path)
    assert back(found, "stated_ha") == [1.0]  # 100 m by 100 m


def test_a_drawing_has_chinese_layers_in_utf8(tmp_path: Path) -> None:
    found = written(layer(SQUARE, PARTS, Layer=["永久基本农田", "生态/红线"]), DXF, tmp_path)
    content = found.files[0].read_bytes()
    assert b"AC1024" in content
    assert all(name.encode() in content for name in ("永久基本农田", "生态_红线"))
    assert len(found.frame) == 3
    assert {"ZL444", "ZL446", "ZL449"} <= set(codes(found))


# reading back


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: f.iloc[:1], "rows 2 ≠ 1"),
        (lambda f: f.iloc[::-1], "BZ #1: '甲' ≠ '乙'"),
        (lambda f: f.assign(BZ=["甲", "乙 "]), "BZ #2: '乙' ≠ '乙 '"),
        (lambda f: f.drop(columns="BZ"), "BZ: —"),
        (lambda f: f.assign(extra=["", "x"]), "— ≠ extra"),
        (lambda f: f.set_crs("EPSG:4527", allow_override=True), "CRS EPSG:4526 ≠ EPSG:4527"),
        (lambda f: f.set_geometry(f.geometry.translate(1e-8)), "geometry #1、geometry #2"),
        (lambda f: f.set_geometry([HOLED, SQUARE]), "geometry #1"),
        (lambda f: f.set_geometry([SQUARE, None]), "geometry #2"),
    ],
)
def test_what_reads_back_differently_is_refused_whole(
    spoil: Any, said: str, tmp_path: Path
) -> None:
    spoilt = replace(GPKG, write=lambda frame, path: GPKG.write(spoil(frame), path))
    with pytest.raises(InputError) as caught:
        written(layer(SQUARE, SQUARE, BZ=["甲", "乙"]), spoilt, tmp_path)
    problem = caught.value.problems[-1]
    assert problem.code == "ZL448"
    assert said in blank(problem, "found")
    assert not list(tmp_path.iterdir())


def test_the_same_strokes_in_other_order_are_the_same_shape() -> None:
    """A ring that passes a corner twice may begin at either visit."""
    one = shapely.Polygon([(0, 0), (2, 2), (4, 0), (4, 4), (2, 2), (0, 4)])
    other = shapely.Polygon([(2, 2), (0, 4), (0, 0), (2, 2), (4, 0), (4, 4)])
    hole = shapely.Polygon(shapely.box(9, 9, 10, 10).exterior, [one.exterior])
    found = same_shapes(np.array([one, one]), np.array([other, hole]))
    assert found.tolist() == [True, False]


# places


def test_an_index_of_the_file_that_is_replaced_goes(tmp_path: Path) -> None:
    (tmp_path / "x.qix").write_bytes(b"old")
    (tmp_path / "x.shp").write_bytes(b"old")
    (tmp_path / "xy.qix").write_bytes(b"another's")
    written(layer(SQUARE), SHAPEFILE, tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"x.cpg", "x.dbf", "x.prj", "x.shp", "x.shx", "xy.qix"}
    assert (tmp_path / "x.cpg").read_text() == "GB18030"


@pytest.mark.parametrize("name", ["x.dbf", "X.SHP", "x.shp.xml", "x.sbn"])
def test_nothing_that_belongs_to_a_shapefile_is_replaced_unasked(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"a planner's own")
    with pytest.raises(InputError, match="ZL441"):
        check_target(tmp_path / "x.shp", tmp_path / "source.gpkg", replace=False)
    check_target(tmp_path / "x.shp", tmp_path / "source.gpkg", replace=True)


def test_the_source_is_never_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "county.gdb"
    folder.mkdir()
    (tmp_path / "a.dbf").touch()
    (tmp_path / "a.shp").touch()
    (tmp_path / "b.gpkg-wal").touch()
    for target, source in [
        ("a.shp", "a.shp"), ("county.gdb/x.shp", "county.gdb"), ("CON.shp", "b"),
        ("a\u202e.shp", "b"), ("b.gpkg", "c.gpkg"),
    ]:  # fmt: skip
        with pytest.raises(InputError, match="ZL441"):
            check_target(tmp_path / target, tmp_path / source, replace=True)


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "maps").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OutputError):
        written(layer(SQUARE), GPKG, tmp_path / "maps")


def test_an_ending_that_is_no_format_lists_those_that_are() -> None:
    with pytest.raises(InputError) as caught:
        format_of(Path("x.dwg"))
    assert all(suffix in caught.value.problems[0].said() for suffix in BY_SUFFIX)


# whatever there is

SIGNS = st.one_of(
    st.text(max_size=12),
    st.text("工业䶮𠮷龘 0=+-@'\"\t\n\r\x00\x0b\x1f,;，<&>\u202e\ufeff\ud800", max_size=8),
    st.sampled_from(
        ["0601", "T0103", "2024/01/01", "2024-02-30", "410199000000000001", "{", "[1]", "NaN", "''"]
    ),
)
COLUMNS = st.one_of(
    st.lists(st.none() | SIGNS, min_size=3, max_size=3),
    st.lists(st.integers(-(2**63), 2**63 - 1), min_size=3, max_size=3),
    st.lists(st.none() | st.integers(-(10**9), 10**18), min_size=3, max_size=3),
    st.lists(st.none() | st.floats(allow_infinity=False), min_size=3, max_size=3),
    st.lists(st.none() | st.booleans(), min_size=3, max_size=3),
    st.lists(st.none() | st.dates(), min_size=3, max_size=3),
    st.lists(st.none() | SIGNS | st.integers() | st.booleans(), min_size=3, max_size=3),
)
TABLES = st.dictionaries(st.text(min_size=1, max_size=9), COLUMNS, min_size=1, max_size=4)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=TABLES)
def test_what_comes_back_is_what_went_in_or_it_was_told(
    form: Format, table: dict[str, list[Any]]
) -> None:
    fields = {name: pd.Series(values, dtype=object) for name, values in table.items()}
    frame = layer(SQUARE, HOLED, PARTS, **fields)
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = written(frame, form, Path(folder))
        except InputError as error:
            told = {problem.code for problem in error.problems}
            assert told & {"ZL445", "ZL448"}
            assert not list(Path(folder).iterdir())
            return
        told = set(codes(found))
        again = form.read(next(p for p in found.files if p.suffix in form.suffixes))
        assert differences(found.frame, again, has_crs=False) == []
    if not told:
        assert differences(placed(frame, form), again, has_crs=False) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(values=st.lists(st.none() | SIGNS, min_size=3, max_size=3))
@pytest.mark.parametrize("form", FORMATS[:6], ids=lambda form: form.name)
def test_text_without_anything_told_is_the_very_text(
    form: Format, values: list[str | None]
) -> None:
    """Held against plain Python and not against our own comparison."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = written(layer(BZ=pd.Series(values, dtype=object)), form, Path(folder))
        except InputError:
            return
        if "ZL444" in codes(found) or Kind.DAY not in form.kinds:
            return
        again = form.read(found.files[-1])["BZ"]
        plain = [None if pd.isna(value) else str(value) for value in again]
        if pd.api.types.is_string_dtype(again.dtype) or again.dtype == object:
            assert plain == values
