from __future__ import annotations

import math
import random
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pyproj
import pytest
import shapely
from ezdxf.filemanagement import new

from zoneland.boundaries.zones import collect_zones
from zoneland.core.problems import InputError, Problem, catalogue
from zoneland.files.look import layer_names, look_into
from zoneland.files.vector import Layer, read_layer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ezdxf.document import Drawing

EAST, NORTH = 500_000.0, 3_840_000.0
NAME = "开发区"
Spot = tuple[float, ...]


def square(size: float, west: float = 0, south: float = 0) -> list[Spot]:
    east, north = EAST + west + size, NORTH + south + size
    return [(east - size, north - size), (east, north - size), (east, north), (east - size, north)]


def drawing(release: str = "R2010", encoding: str = "") -> Drawing:
    made = new(release, units=0 if release == "R12" else 6)
    if encoding:
        made.encoding = encoding
    made.layers.add(NAME)
    return made


def on(layer: str, **more: Any) -> dict[str, Any]:
    return {"dxfattribs": {"layer": layer, **more}}


def outline(made: Drawing, points: Sequence[Spot], layer: str = NAME, **more: Any) -> Any:
    """Draw a closed line."""
    return made.modelspace().add_lwpolyline(points, close=True, **on(layer), **more)


def letter(made: Drawing, text: str, at: Spot, layer: str = "注记") -> None:
    made.modelspace().add_text(text, **on(layer)).set_placement(at)


def at(x: float, y: float) -> Spot:
    return (EAST + x, NORTH + y)


def saved(made: Drawing, folder: Path, form: str = "asc") -> Path:
    path = folder / "zones.dxf"
    made.saveas(path, fmt=form)
    return path


def read(made: Drawing, folder: Path, layer: str = "", form: str = "asc") -> Layer:
    return read_layer(saved(made, folder, form), "zones.dxf", layer=layer)


def refused(path: Path, layer: str = "") -> list[Problem]:
    with pytest.raises(InputError) as stopped:
        read_layer(path, "zones.dxf", layer=layer)
    assert "{" not in stopped.value.problems[0].line("zh") + stopped.value.problems[0].line("en")
    return list(stopped.value.problems)


def codes(found: Layer) -> list[str]:
    return [problem.code for problem in found.problems]


def areas(found: Layer) -> list[float]:
    return [round(float(area), 6) for area in found.frame.area]


@pytest.mark.parametrize("form", ["asc", "bin"])
@pytest.mark.parametrize(
    ("release", "encoding", "read_in"),
    [
        ("R12", "gbk", "gb18030"),
        ("R2000", "gbk", "gb18030"),
        ("R2000", "big5", "cp950"),
        ("R2010", "", "utf-8"),
    ],
)
def test_a_square_with_a_name_is_read_from_any_release(
    tmp_path: Path, release: str, encoding: str, read_in: str, form: str
) -> None:
    made = drawing(release, {"big5": "cp950"}.get(encoding, encoding))
    layer, text = ("開發區", "先進製造業園區") if encoding == "big5" else (NAME, "先进制造业园区")
    space = made.modelspace()
    if release == "R12":
        space.add_polyline2d(square(100), close=True, **on(layer))
    else:
        outline(made, square(100), layer)
    letter(made, text, at(50, 50))
    found = read(made, tmp_path, form=form)
    assert found.look.encoding == read_in
    assert areas(found) == [10_000.0]
    assert found.frame.loc[0, ["Layer", "Text"]].tolist() == [layer, text]
    assert found.frame.crs is None
    assert codes(found) == ["ZL266"]
    assert (found.look.driver, found.look.geometry, found.look.rows) == ("DXF", "Polygon", 1)
    path = tmp_path / "zones.dxf"
    assert look_into(path, "a") == found.look
    assert layer_names(path, "a") == [layer]


def by_hand(*entities: str, head: str = "") -> str:
    """Write a drawing as text: one word a line, in the least there can be of it."""
    body = " ".join(("0 SECTION 2 ENTITIES", *entities, "0 ENDSEC 0 EOF"))
    return "\r\n".join(f"{head} {body}".split()) + "\r\n"


def header(**variables: str) -> str:
    body = " ".join(f"9 ${name} {value}" for name, value in variables.items())
    return f"0 SECTION 2 HEADER {body} 0 ENDSEC"


def polyline(points: Sequence[Spot], layer: str = NAME, flag: int = 1, count: int = 0) -> str:
    corners = " ".join(f"10 {x} 20 {y}" for x, y in points)
    return (
        f"0 LWPOLYLINE 5 2F 100 AcDbEntity 8 {layer} 100 AcDbPolyline "
        f"90 {count or len(points)} 70 {flag} {corners}"
    )


@pytest.mark.parametrize(
    ("head", "written_in", "declared"),
    [
        ("", "gbk", "—"),
        ("", "utf-8", "—"),
        (header(ACADVER="1 AC1015", DWGCODEPAGE="3 ANSI_1252"), "gbk", "ANSI_1252"),
        (header(ACADVER="1 AC1015", DWGCODEPAGE="3 ANSI_1252"), "utf-8", "ANSI_1252"),
        (header(ACADVER="1 AC1015", DWGCODEPAGE="3 ANSI_936"), "utf-8", "ANSI_936"),
        (header(ACADVER="1 AC1027", DWGCODEPAGE="3 ANSI_936"), "gbk", "AC1027"),
        (header(ACADVER="1 AC1015", DWGCODEPAGE="3 nonsense"), "gbk", "nonsense"),
    ],
)
def test_a_wrong_code_page_is_told_by_the_text(
    tmp_path: Path, head: str, written_in: str, declared: str
) -> None:
    path = tmp_path / "zones.dxf"
    path.write_bytes(by_hand(polyline(square(100)), head=head).encode(written_in))
    found = read_layer(path, "zones.dxf")
    assert found.frame["Layer"].tolist() == [NAME]
    told = next(problem for problem in found.problems if problem.code == "ZL262")
    assert told.values["declared"] == declared
    assert found.look.encoding == {"gbk": "gb18030"}.get(written_in, written_in)


def test_western_text_under_its_own_code_page_stays_as_it_is(tmp_path: Path) -> None:
    head = header(ACADVER="1 AC1015", DWGCODEPAGE="3 ANSI_1252")
    path = tmp_path / "zones.dxf"
    path.write_bytes(by_hand(polyline(square(100), "Zürich"), head=head).encode("cp1252"))
    found = read_layer(path, "zones.dxf")
    assert (found.frame.loc[0, "Layer"], codes(found)) == ("Zürich", ["ZL266"])


def test_escapes_are_decoded(tmp_path: Path) -> None:
    text = polyline(square(100), r"\U+5F00\U+53D1\U+533A") + (
        r" 0 TEXT 8 0 10 500050 20 3840050 40 5 1 \U+7532\M+5C7F8%%p"
    )
    path = tmp_path / "zones.dxf"
    path.write_bytes(by_hand(text).encode("ascii"))
    found = read_layer(path, "zones.dxf", layer=NAME)
    assert found.frame.loc[0, ["Layer", "Text"]].tolist() == [NAME, "甲区±"]


def test_a_semicircle_counts_with_its_arc(tmp_path: Path) -> None:
    """A bulge of 1 on the right edge of a square adds half a circle of 50 m."""
    made = drawing()
    corners = [(*spot, 0.0) for spot in square(100)]
    corners[1] = (*corners[1][:2], 1.0)
    outline(made, corners, format="xyb")
    inward = [(*spot, 0.0) for spot in square(100, 1000)]
    inward[1] = (*inward[1][:2], -1.0)
    outline(made, inward, format="xyb")
    found = read(made, tmp_path)
    half = math.pi * 50**2 / 2
    assert areas(found) == pytest.approx([10_000 + half, 10_000 - half], abs=half * 1e-6)
    east = found.frame.total_bounds[2]
    assert found.frame.geometry.iloc[0].bounds[2] == pytest.approx(EAST + 150, abs=1e-4)
    assert east == pytest.approx(EAST + 1100)
    manner = found.problems[-1]
    assert (manner.values["count"], manner.values["curves"]) == (2, 2)


def cubic(corners: list[Spot], steps: int = 2_000) -> list[Spot]:
    """Draw the closed uniform cubic B-spline by its textbook weights."""
    points = []
    for first in range(len(corners)):
        four = [corners[(first + at) % len(corners)] for at in range(4)]
        for t in (step / steps for step in range(steps)):
            weights = (
                (1 - t) ** 3,
                3 * t**3 - 6 * t**2 + 4,
                -3 * t**3 + 3 * t**2 + 3 * t + 1,
                t**3,
            )
            points.append(
                tuple(sum(w * p[i] for w, p in zip(weights, four, strict=True)) / 6 for i in (0, 1))
            )
    return points


def test_circles_ellipses_and_splines_are_areas(tmp_path: Path) -> None:
    made = drawing()
    space = made.modelspace()
    space.add_circle(at(0, 0), 50, **on(NAME))
    space.add_ellipse(at(500, 0), (100, 0), 0.5, **on(NAME))
    space.add_circle((-EAST - 1000, NORTH), 50, **on(NAME, extrusion=(0, 0, -1)))
    frame = [(*spot, 0) for spot in square(100, 1500)]
    space.add_spline(**on(NAME)).set_closed(frame)
    found = read(made, tmp_path)
    assert areas(found)[:3] == pytest.approx(
        [math.pi * 2_500, math.pi * 5_000, math.pi * 2_500], rel=1e-6
    )
    assert areas(found)[3] == pytest.approx(shapely.Polygon(cubic(square(100))).area, rel=1e-6)
    assert found.frame.geometry.iloc[2].centroid.x == pytest.approx(EAST + 1000)
    assert found.problems[-1].values["curves"] == 4


def test_an_arc_so_flat_that_it_is_nearly_straight_keeps_its_area(tmp_path: Path) -> None:
    """A chord of 200 m that rises by 1 m: segment area close to 2/3 · 200 · 1."""
    made = drawing()
    corners = [(*spot, 0.0) for spot in square(200)]
    corners[0] = (*corners[0][:2], 0.01)  # the rise is half the chord times the bulge
    outline(made, corners, format="xyb")
    angle = 4 * math.atan(0.01)
    radius = 100 / math.sin(angle / 2)
    segment = radius**2 * (angle - math.sin(angle)) / 2
    assert segment == pytest.approx(2 / 3 * 200, rel=1e-3)
    assert areas(read(made, tmp_path)) == pytest.approx([40_000 + segment], abs=0.02)


def test_old_polylines_close_by_flag_or_by_their_points(tmp_path: Path) -> None:
    made = drawing("R12")
    space = made.modelspace()
    space.add_polyline2d(square(10), close=True, **on(NAME))
    ring = square(10, 20)
    space.add_polyline2d([*ring, ring[0]], **on(NAME))
    high = [(x, y, 35.2) for x, y in square(10, 40)]
    space.add_polyline3d(high, close=True, **on(NAME))
    half = [(*spot, 0.0) for spot in square(100, 100)]
    half[1] = (*half[1][:2], 1.0)
    space.add_polyline2d(half, format="xyb", close=True, **on(NAME))
    found = read(made, tmp_path)
    assert areas(found)[:3] == [100.0] * 3
    assert areas(found)[3] == pytest.approx(10_000 + math.pi * 1_250, abs=0.004)
    assert not found.frame.has_z.any()
    assert found.problems[-1].values["heights"] == 1


def test_control_points_of_a_fitted_polyline_are_not_on_it(tmp_path: Path) -> None:
    made = drawing("R12")
    line = made.modelspace().add_polyline2d(square(10), close=True, **on(NAME))
    line.dxf.flags |= 4
    line.append_vertex(at(500, 500), dxfattribs={"flags": 16})
    assert areas(read(made, tmp_path)) == [100.0]


def test_open_lines_are_errors_and_tiny_gaps_are_closed(tmp_path: Path) -> None:
    made = drawing()
    near = [*square(100), at(0, 0.0005)]
    made.modelspace().add_lwpolyline(near, **on(NAME))
    found = read(made, tmp_path)
    assert areas(found) == pytest.approx([10_000], abs=0.1)
    (told,) = (problem for problem in found.problems if problem.code == "ZL261")
    assert told.values["gap_m"] == "0.000500"
    assert told.point == pytest.approx(at(0, 0.0005))

    wide = made.modelspace().add_lwpolyline([*square(100), at(0, 0.5)], **on(NAME))
    legs = made.modelspace().add_lwpolyline(square(100), **on("草稿"))
    first, *others = refused(saved(made, tmp_path), NAME)
    assert [problem.code for problem in others] == ["ZL261"] or first.code == "ZL261"
    (told,) = (one for one in (first, *others) if one.code == "ZL260")
    assert told.values == {"kind": "LWPOLYLINE", "handle": wide.dxf.handle, "gap_m": "0.500000"}
    assert told.point == at(0, 0.5)
    assert told.where == f"zones.dxf {NAME}"
    (told,) = refused(saved(made, tmp_path), "草稿")
    assert (told.code, told.values["handle"]) == ("ZL260", legs.dxf.handle)
    assert told.values["gap_m"] == "100.000000"


def test_a_gap_is_not_closed_where_it_is_large_for_its_line(tmp_path: Path) -> None:
    """In degrees, a thousandth is a hundred metres."""
    made = drawing()
    ring = [(113.0, 34.0), (113.01, 34.0), (113.01, 34.01), (113.0, 34.01), (113.0, 34.0005)]
    made.modelspace().add_lwpolyline(ring, **on(NAME))
    assert [problem.code for problem in refused(saved(made, tmp_path))] == ["ZL260"]


def test_what_is_no_polygon_is_counted_and_told(tmp_path: Path) -> None:
    made = drawing()
    space = made.modelspace()
    outline(made, square(100))
    space.add_line(at(0, 0), at(1, 1), **on(NAME))
    space.add_line(at(0, 0), at(1, 2), **on(NAME))
    space.add_point(at(0, 0), **on(NAME))
    space.add_lwpolyline([at(0, 0), at(1, 1)], close=True, **on(NAME))
    space.add_hatch(**on(NAME)).paths.add_polyline_path(square(100), is_closed=True)
    letter(made, "甲", at(50, 50), NAME)  # inside, so it is read
    letter(made, "乙", at(900, 900), NAME)
    made.paperspace().add_circle((0, 0), 1)
    outline(made, square(10, 500), "别的")
    made.layers.get(NAME).freeze()
    manner = read(made, tmp_path, NAME).problems[-1]
    assert manner.code == "ZL266"
    assert manner.values == {
        "count": 1,
        "curves": 0,
        "heights": 0,
        "placed": 0,
        "parts": "HATCH × 1、LINE × 2、LWPOLYLINE × 1、POINT × 1、TEXT × 1",
        "layers": "别的",
        "paper": 1,
        "hidden": NAME,
        "unit": "m",
    }
    space.add_arc(at(0, 0), 5, 0, 90, **on("弧"))
    told = refused(saved(made, tmp_path), "弧")
    assert [(one.code, one.values["found"]) for one in told] == [("ZL203", "ARC × 1")]


def test_a_drawing_without_anything_is_empty(tmp_path: Path) -> None:
    assert [one.code for one in refused(saved(drawing(), tmp_path))] == ["ZL105"]


def test_layers_are_chosen_by_name_or_by_custom(tmp_path: Path) -> None:
    made = drawing()
    outline(made, square(10), "ＺＯＮＥ")
    outline(made, square(20), "地块")
    path = saved(made, tmp_path)
    assert layer_names(path, "a") == ["ＺＯＮＥ", "地块"]
    (told,) = refused(path)
    assert (told.code, told.values["layers"]) == ("ZL104", "ＺＯＮＥ、地块")
    assert refused(path, "无")[0].code == "ZL104"
    assert areas(read_layer(path, "a", layer="zone")) == [100.0]
    assert areas(read_layer(path, "a", usual=("KFQ", "地块"))) == [400.0]


def test_blocks_are_taken_apart(tmp_path: Path) -> None:
    """A block at twice the size, in a block that is turned by a right angle and moved."""
    made = drawing()
    inner, outer = made.blocks.new("里"), made.blocks.new("外")
    inner.add_lwpolyline([(0, 0), (10, 0), (10, 5), (0, 5)], close=True, **on("0"))
    inner.add_lwpolyline([(0, 20), (10, 20, 0, 0, 1), (10, 40), (0, 40)], close=True, **on("别的"))
    inner.add_text("甲", **on("0")).set_placement((1, 1))
    outer.add_blockref("里", (100, 0), **on(NAME, xscale=2, yscale=2))
    reference = made.modelspace().add_blockref("外", at(0, 0), **on("0", rotation=90))
    found = read(made, tmp_path, NAME)
    assert areas(found) == [200.0]
    assert found.frame.total_bounds.tolist() == pytest.approx([*at(-10, 100), *at(0, 120)])
    assert found.frame.loc[0, "Text"] == "甲"
    assert found.frame.loc[0, "Handle"].startswith(f"{reference.dxf.handle}/")
    assert found.problems[-1].values["placed"] == 1
    (area,) = areas(read_layer(tmp_path / "zones.dxf", "a", layer="别的"))
    assert area == pytest.approx(800 + math.pi * 20**2 / 2, abs=0.001)


def test_rows_and_columns_and_mirrored_blocks(tmp_path: Path) -> None:
    made = drawing()
    block = made.blocks.new("块")
    block.add_lwpolyline([(0, 0), (10, 0), (10, 5), (0, 5)], close=True)
    table = {"row_count": 2, "column_count": 3, "row_spacing": 20, "column_spacing": 30}
    made.modelspace().add_blockref("块", at(0, 0), **on(NAME, **table))
    made.modelspace().add_blockref("块", at(500, 0), **on(NAME, xscale=-1, yscale=3))
    found = read(made, tmp_path, NAME)
    assert areas(found) == [50.0] * 6 + [150.0]
    assert found.frame.total_bounds.tolist() == pytest.approx([*at(0, 0), *at(500, 25)])


def test_blocks_that_hold_themselves_or_too_much_are_refused(tmp_path: Path) -> None:
    started = time.monotonic()
    made = drawing()
    block = made.blocks.new("块")
    block.add_blockref("块", (0, 0))
    block.add_blockref("块", (1, 0))
    made.modelspace().add_blockref("块", at(0, 0))
    assert [one.code for one in refused(saved(made, tmp_path))] == ["ZL103"]
    made = drawing()
    made.blocks.new("空")
    wide = {"row_count": 32_000, "column_count": 32_000, "row_spacing": 1, "column_spacing": 1}
    made.modelspace().add_blockref("空", at(0, 0), **on(NAME, **wide))
    assert [one.code for one in refused(saved(made, tmp_path))] == ["ZL103"]
    made = drawing()
    made.blocks.new("0").add_point((0, 0))
    for depth in range(1, 12):
        holder = made.blocks.new(str(depth))
        for _ in range(8):
            holder.add_blockref(str(depth - 1), (0, 0))
    made.modelspace().add_blockref("11", at(0, 0))
    assert [one.code for one in refused(saved(made, tmp_path))] == ["ZL103"]
    assert time.monotonic() - started < 30


def test_external_references_are_counted(tmp_path: Path) -> None:
    made = drawing()
    made.add_xref_def("other.dwg", "底图")
    made.modelspace().add_blockref("底图", at(0, 0), **on(NAME))
    outline(made, square(10))
    assert read(made, tmp_path).problems[-1].values["parts"] == "XREF × 1"


def test_a_ring_without_a_text_is_a_hole_and_one_with_a_text_is_not(tmp_path: Path) -> None:
    made = drawing()
    outline(made, square(100))
    hole = outline(made, square(10, 10, 10))
    outline(made, square(10, 50, 50))
    letter(made, "甲区", at(5, 5))
    letter(made, "乙地块", at(55, 55))
    found = read(made, tmp_path)
    assert areas(found) == [9_900.0, 100.0]
    assert found.frame["Text"].tolist() == ["甲区", "乙地块"]
    (told,) = (problem for problem in found.problems if problem.code == "ZL265")
    assert told.values["handle"] == hole.dxf.handle
    assert told.values["area_m2"] == "100.00"
    assert told.where == f"zones.dxf {NAME} #1"
    assert told.spot is not None


def test_rings_that_touch_are_left_as_they_are(tmp_path: Path) -> None:
    made = drawing()
    outline(made, square(100))
    outline(made, square(10))  # in its corner
    outline(made, square(20, 90, 90))  # across its edge
    found = read(made, tmp_path)
    assert areas(found) == [10_000.0, 100.0, 400.0]
    assert codes(found) == ["ZL266"]


def test_texts_are_read_from_top_to_bottom_and_by_layer(tmp_path: Path) -> None:
    made = drawing()
    outline(made, square(100))
    letter(made, "开发区", at(20, 40))
    letter(made, "%%u高新", at(20, 60))
    letter(made, "外面", at(500, 60))
    made.modelspace().add_mtext(r"\fSimSun;{\H2x;一期}\P二期", **on("注记", insert=at(20, 20)))
    assert read(made, tmp_path).frame.loc[0, "Text"] == "高新 开发区 一期 二期"
    letter(made, "甲区", at(70, 70), NAME)
    assert read(made, tmp_path).frame.loc[0, "Text"] == "甲区"


def test_extended_data_and_attributes_are_text(tmp_path: Path) -> None:
    made = drawing()
    made.appids.add("SOUTH")
    line = outline(made, square(100))
    line.set_xdata("SOUTH", [(1000, "300000"), (1040, 1.5), (1000, "王家庄")])
    made.blocks.new("点").add_attdef("NAME", (0, 0))
    made.modelspace().add_blockref("点", at(50, 50)).add_attrib("NAME", "甲区", at(50, 50))
    found = read(made, tmp_path)
    assert found.frame.loc[0, ["Text", "XData"]].tolist() == ["甲区", "300000、王家庄"]


@pytest.mark.parametrize(
    ("units", "factor", "code"),
    [
        (4, 1, None),  # a template's millimetres over metres
        (4, 1_000, "ZL263"),
        (0, 1_000, "ZL263"),
        (6, 1_000, "ZL263"),
        (0, 1, None),
        (6, 1, None),
    ],
)
def test_units_are_told_by_digits(
    tmp_path: Path, units: int, factor: float, code: str | None
) -> None:
    made = drawing()
    made.header["$INSUNITS"] = units
    outline(made, [(factor * x, factor * y) for x, y in square(100)])
    if code:
        assert [one.code for one in refused(saved(made, tmp_path))] == [code]
    else:
        assert areas(read(made, tmp_path)) == [10_000.0]


def test_a_plan_in_millimetres_from_its_own_corner_is_refused(tmp_path: Path) -> None:
    made = drawing()
    made.header["$INSUNITS"] = 4
    outline(made, [(0, 0), (2_000_000, 0), (2_000_000, 3_000_000), (0, 3_000_000)])
    (told,) = refused(saved(made, tmp_path))
    assert (told.code, told.values["unit"]) == ("ZL263", "mm")


def test_a_drawing_in_a_zip_is_read(tmp_path: Path) -> None:
    made = drawing()
    outline(made, square(100))
    outline(made, square(10), "别的")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(saved(made, tmp_path), "图/四至边界.dxf")
    found = read_layer(tmp_path / "a.zip", "a.zip", layer=NAME)
    assert areas(found) == [10_000.0]
    assert found.problems[-1].where == f"a.zip/四至边界.dxf {NAME}"
    assert look_into(tmp_path / "a.zip", "a.zip", layer=NAME).layer == NAME


def test_zones_are_named_by_text_or_layer(tmp_path: Path) -> None:
    made = drawing()
    outline(made, square(100))
    outline(made, square(200, 500))
    letter(made, "甲区", at(50, 50))
    letter(made, "乙区", at(600, 50))
    path, plane = saved(made, tmp_path), pyproj.CRS("EPSG:4547")
    zones = collect_zones(path, layer=NAME, zone_id="Text", declared=plane).data
    assert zones["zone_id"].tolist() == ["甲区", "乙区"]
    assert zones.area.tolist() == [10_000.0, 40_000.0]
    both = collect_zones(path, zone_id="Layer", declared=plane).data
    assert (both["zone_id"].tolist(), both.area.tolist()) == ([NAME], [50_000.0])


@pytest.mark.parametrize("name", ["={1+1}", "<b>区</b>", "区\u202e图", "a" * 300, "{{7*7}}"])
def test_hostile_names_pass_as_plain_text(tmp_path: Path, name: str) -> None:
    made = drawing("R2010")
    outline(made, square(100), "L1")
    content = saved(made, tmp_path).read_text("utf-8")
    path = tmp_path / "zones.dxf"
    path.write_text(content.replace("\nL1\n", f"\n{name}\n"), "utf-8")
    found = read_layer(path, "zones.dxf")
    shown = found.frame.loc[0, "Layer"]
    assert shown == name.replace("\u202e", "")
    assert all(shown.isprintable() for shown in found.frame.loc[0, ["Layer", "Handle"]])


@pytest.mark.parametrize(
    ("entities", "head", "code"),
    [
        ([polyline(square(100), count=5)], "", "ZL103"),
        ([polyline([*square(100)[:3], (math.nan, 5)])], "", "ZL106"),
        ([polyline([*square(100)[:3], (1e300, 5)])], "", "ZL106"),
        ([polyline([*square(100)[:3], (1e9, 5)])], "", "ZL263"),
        (["0 CIRCLE 8 A 10 1 20 1 40 1e400"], "", "ZL106"),
        (["0 CIRCLE 8 A 10 1 20 x 40 5"], "", "ZL103"),
        (["0 CIRCLE 8 A 10 1 40 5"], "", "ZL103"),
        (["0 CIRCLE 8 A x 10"], "", "ZL103"),
        (["0 POINT 8 A 10 1 20 1"], "", "ZL203"),
        (["0 INSERT 8 A 2 B 10 1 20 1"], "", "ZL103"),
        (["0 VERTEX 8 A 10 1 20 1"], "", "ZL106"),
        ([polyline(square(100)), "0 ENDSEC 0 SECTION 2 B.OCKS"], "", "ZL103"),
    ],
)
def test_damage_that_would_change_a_shape_is_an_error(
    tmp_path: Path, entities: list[str], head: str, code: str
) -> None:
    path = tmp_path / "zones.dxf"
    path.write_bytes(by_hand(*entities, head=head).encode("gbk"))
    assert code in [problem.code for problem in refused(path)]


def test_damage_in_the_structure_is_recovered_and_told(tmp_path: Path) -> None:
    text = by_hand(polyline(square(100))).replace("ENDSEC\r\n0\r\n", "", 1)
    path = tmp_path / "zones.dxf"
    path.write_bytes(text.replace("0\r\nEOF", "EOF", 1).replace("EOF", "0\r\nEOF").encode("gbk"))
    found = read_layer(path, "zones.dxf")
    assert areas(found) == [10_000.0]
    assert "ZL264" in codes(found)
    assert found.frame.loc[0, "Layer"] == NAME


def test_two_sections_of_one_name_lose_nothing(tmp_path: Path) -> None:
    section = "0 SECTION 2 ENTITIES {} 0 ENDSEC "
    parts = [section.format(polyline(square(size))) for size in (10, 20)]
    path = tmp_path / "zones.dxf"
    path.write_bytes("\n".join(("".join(parts) + "0 EOF").split()).encode("gbk"))
    assert [problem.code for problem in refused(path)] == ["ZL103"]


@pytest.mark.parametrize("form", ["asc", "bin"])
def test_no_file_cut_anywhere_passes_in_silence(tmp_path: Path, form: str) -> None:
    made = drawing("R2000", "gbk")
    outline(made, square(100))
    path = saved(made, tmp_path, form)
    raw = path.read_bytes()
    end = raw.rindex(b"EOF")
    for length in [0, 1, 7, 30, *range(100, end, max(1, end // 40)), end - 1, end]:
        path.write_bytes(raw[:length])
        told = refused(path)
        assert told[0].code in {"ZL102", "ZL103"}, length


def test_garbage_is_no_drawing(tmp_path: Path) -> None:
    path = tmp_path / "zones.dxf"
    for content in (b"", b"\x00" * 999, b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(range(256))):
        path.write_bytes(content)
        assert refused(path)[0].code in {"ZL102", "ZL103"}


def mutant(raw: bytes, chance: random.Random) -> bytes:
    content, spot = bytearray(raw), chance.randrange(len(raw))
    match chance.randrange(6):
        case 0:
            content[spot] ^= 1 << chance.randrange(8)
        case 1:
            content[spot : spot + 4] = chance.randbytes(4)
        case 2:
            del content[spot:]
        case 3:
            del content[spot : spot + chance.randrange(1, 40)]
        case 4:
            content[spot:spot] = content[spot : spot + chance.randrange(1, 200)]
        case _:
            content[spot : spot + 1] = chance.choice([b"9", b"-", b".", b"e", b"\n", b"0"])
    return bytes(content)


def rich(release: str) -> Drawing:
    """Draw some of everything."""
    made = drawing(release, "gbk")
    space, block = made.modelspace(), made.blocks.new("块")
    block.add_circle((0, 0), 5)
    space.add_blockref("块", at(500, 500), **on(NAME, row_count=2, row_spacing=20))
    space.add_polyline2d([(*s, 0.5) for s in square(100)], format="xyb", close=True, **on(NAME))
    if release != "R12":
        outline(made, square(100, 200))
        space.add_ellipse(at(300, 300), (10, 0), 0.5, **on(NAME))
        space.add_spline(**on(NAME)).set_closed([(*spot, 0) for spot in square(10, 800)])
        space.add_mtext("乙区", **on("注记", insert=at(250, 50)))
    letter(made, "甲区", at(50, 50))
    return made


@pytest.mark.parametrize(("release", "form"), [("R12", "asc"), ("R2000", "asc"), ("R2000", "bin")])
def test_mutants_are_read_or_refused_and_nothing_else(
    tmp_path: Path, release: str, form: str
) -> None:
    path = saved(rich(release), tmp_path, form)
    raw, chance, refusals = path.read_bytes(), random.Random(20240501), 0  # noqa: S311  repeatable mutants, no secrets
    drawn = raw.rindex(b"ENTITIES") if form == "asc" else len(raw) // 2
    for number in range(100):
        head = raw[:drawn] if number % 2 else b""
        path.write_bytes(head + mutant(raw[len(head) :], chance))
        try:
            found = read_layer(path, "zones.dxf", layer=NAME)
        except InputError:
            refusals += 1
        else:
            assert set(codes(found)) <= catalogue().keys()
    assert 10 < refusals < 100


def test_what_the_reader_logs_is_told_and_not_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    double = polyline(square(100)) + " " + polyline(square(10, 500))
    path = tmp_path / "zones.dxf"
    path.write_bytes(by_hand(double).encode("gbk"))
    found = read_layer(path, "zones.dxf")
    assert areas(found) == [10_000.0, 100.0]
    (told,) = (problem for problem in found.problems if problem.code == "ZL264")
    assert "2F" in str(told.values["said"])
    assert capfd.readouterr() == ("", "")


def test_zones_are_called_by_what_is_lettered_inside_them(tmp_path: Path) -> None:
    made = drawing()
    outline(made, square(100))
    outline(made, square(100, 200))
    letter(made, "东区", at(250, 50), NAME)
    letter(made, "西区", at(50, 50), NAME)
    found = collect_zones(saved(made, tmp_path), declared=pyproj.CRS("EPSG:4547"))
    assert found.data["zone_name"].tolist() == ["西区", "东区"]
    told = {problem.code: problem.values for problem in found.problems}
    assert told["ZL126"]["field"] == "Text"
    assert told["ZL266"]["parts"] == "—"


def test_a_single_zone_without_lettering_is_called_by_its_layer(tmp_path: Path) -> None:
    made = drawing()
    outline(made, square(100))
    found = collect_zones(saved(made, tmp_path), declared=pyproj.CRS("EPSG:4547"))
    assert found.data["zone_name"].tolist() == [NAME]
    outline(made, square(100, 200))
    with pytest.raises(InputError, match="ZL110"):
        collect_zones(saved(made, tmp_path), declared=pyproj.CRS("EPSG:4547"))
