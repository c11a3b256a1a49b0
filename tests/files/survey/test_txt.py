from __future__ import annotations

import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from zoneland.core.problems import InputError, Level
from zoneland.files.survey.txt import is_survey, read_survey

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from zoneland.core.problems import Problem

EAST, NORTH = 38_500_000, 3_850_000
HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=38\n[地块坐标]\n"
SQUARE = "J1,1,{n},{e}\nJ2,1,{n},{e1}\nJ3,1,{n1},{e1}\nJ4,1,{n1},{e}\nJ1,1,{n},{e}\n"


def square(east: float = 0, north: float = 0, width: float = 100, *, zone: int = 38) -> str:
    """Points of a closed square, metres from a place on zone 38's meridian."""
    e, n = zone * 1_000_000 + 500_000 + east, NORTH + north
    return SQUARE.format(n=n, n1=n + width, e=e, e1=e + width)


def plot(points: str, *, head: str = "5,1.0000,1,甲,面,,,,@") -> str:
    return f"{HEAD}{head}\n{points}"


def read(tmp_path: Path, content: str | bytes) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    path = tmp_path / "a.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    frame, problems, _ = read_survey(path, "a.txt")
    return frame, problems


def told(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in problems]


def refused(tmp_path: Path, content: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    return told(caught.value.problems)


def test_a_plain_file_has_no_problem(tmp_path: Path) -> None:
    frame, problems = read(tmp_path, plot(square()))
    assert problems == []
    assert frame.geometry[0].equals(shapely.box(EAST, NORTH, EAST + 100, NORTH + 100))
    assert frame.crs.to_epsg() == 4526


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_reads_the_same(tmp_path: Path, codec: str, end: str) -> None:
    content = plot(square()).replace("\n", end).encode(codec)
    frame, problems = read(tmp_path, content)
    assert (frame["DKMC"].tolist(), problems) == (["甲"], [])
    assert frame.area.tolist() == [10_000]
    assert is_survey(tmp_path / "a.txt")


def test_full_width_commas_digits_and_brackets_are_read(tmp_path: Path) -> None:
    wide = str.maketrans("0123456789,=[].J", "０１２３４５６７８９，＝［］．Ｊ")
    frame, problems = read(tmp_path, plot(square(), head="5,1.0000,1,甲,面,,,,＠").translate(wide))
    assert problems == []
    assert frame.area.tolist() == [10_000]


def test_several_plots_keep_their_own_points(tmp_path: Path) -> None:
    second = "5,4,乙号,乙,面,图2,仓储,1101,补充耕地,备注,@\n" + square(300, 0, 200)
    frame, problems = read(tmp_path, plot(square()) + second)
    assert problems == []
    assert frame.area.tolist() == [10_000, 40_000]
    names = ["DKBH", "DKMC", "DKYT", "DLBM", "TFH", "BZ", "stated_ha", "points"]
    assert frame.loc[1, names].tolist() == [
        "乙号", "乙", "仓储", "1101", "图2", "补充耕地,备注", 4.0, 5,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "points",
    [
        square(),
        square().replace("J1,1", "J5,1").replace("J5,1", "J1,1", 1),  # closed by a new label
        square().rsplit("J1", 1)[0],  # not closed
        square().replace("J", "J0"),
        square().replace("J", ""),
        square().replace("J", "界"),
        square().replace(",1,", ","),  # no ring number
        square().replace(",1,", ",,"),
        "\n".join(line.split(",", 2)[2] for line in square().splitlines()),  # X,Y alone
        square().replace("\n", ",\n"),
    ],
)
def test_labels_rings_and_closing_points_may_be_written_in_any_way(
    tmp_path: Path, points: str
) -> None:
    frame, problems = read(tmp_path, plot(points))
    assert problems == []
    assert frame.geometry[0].equals(shapely.box(EAST, NORTH, EAST + 100, NORTH + 100))


def test_the_form_with_side_lengths_has_the_ring_last(tmp_path: Path) -> None:
    lines = []
    for ring, text in ((1, square()), (2, square(20, 20, 50))):
        for line in text.splitlines():
            label, _, x, y = line.split(",")
            lines.append(f"{label},{x},{y},50.00,{ring}")
    frame, problems = read(tmp_path, plot("\n".join(lines), head="1,0.75,,建新地块1,,,,水浇地,@"))
    assert problems == []
    assert frame.area.tolist() == [10_000 - 2_500]
    assert frame.loc[0, ["DKBH", "DKMC", "DLBM"]].tolist() == ["1", "建新地块1", "水浇地"]


def test_without_any_head_the_points_are_one_plot(tmp_path: Path) -> None:
    frame, problems = read(tmp_path, square())
    assert told(problems) == [("ZL198", "a.txt")]
    assert frame.area.tolist() == [10_000]
    assert frame["DKBH"].tolist() == [""]
    assert math.isnan(frame["stated_ha"][0])
    assert frame["points"].isna().all()


def test_swapped_axes_are_turned_and_told(tmp_path: Path) -> None:
    rows = [line.split(",") for line in square().splitlines()]
    swapped = "\n".join(f"{label},{ring},{y},{x}" for label, ring, x, y in rows)
    frame, problems = read(tmp_path, plot(swapped))
    assert frame.geometry[0].equals(shapely.box(EAST, NORTH, EAST + 100, NORTH + 100))
    assert told(problems) == [("ZL195", "a.txt")]
    assert problems[0].values == {"count": 5, "points": 5}


def test_eastings_without_prefix_keep_their_numbers(tmp_path: Path) -> None:
    frame, problems = read(tmp_path, plot(square(zone=0)))
    assert problems == []
    assert frame.crs.to_epsg() == 4547
    assert frame.total_bounds.tolist() == [500_000, NORTH, 500_100, NORTH + 100]


def test_eastings_without_prefix_and_no_zone_are_asked_for(tmp_path: Path) -> None:
    bare = "J1,3850000,500000\nJ2,3850000,500100\nJ3,3850100,500100\n"
    assert refused(tmp_path, bare) == [("ZL193", "a.txt")]


@pytest.mark.parametrize(
    "points",
    [
        "1,34.7,113.6\n2,34.8,113.6\n3,34.8,113.7\n",  # degrees
        "1,12345.6,54321.0\n2,12345.6,54421.0\n3,12445.6,54421.0\n",  # a local system
        "1,3850000,24500000\n2,3850100,24500000\n3,3850100,24500100\n",  # no such zone
    ],
)
def test_numbers_of_no_plane_are_told_once_and_not_line_by_line(
    tmp_path: Path, points: str
) -> None:
    codes = [code for code, _ in refused(tmp_path, plot(points))]
    assert codes.count("ZL193") == 1
    assert "ZL190" not in codes


def test_plots_of_two_zones_are_not_put_in_one_plane(tmp_path: Path) -> None:
    second = "5,1.0000,2,乙,面,,,,@\n" + square(zone=39)
    assert refused(tmp_path, plot(square()) + second) == [("ZL193", "a.txt:13")]


def test_lines_not_understood_are_named_and_nothing_is_skipped(tmp_path: Path) -> None:
    lines = plot(square()).splitlines()
    lines[8] = "J3,1,385x100,38500100"
    lines.append("合计")
    assert refused(tmp_path, "\n".join(lines)) == [
        ("ZL190", "a.txt:9"), ("ZL190", "a.txt:12"), ("ZL197", "a.txt:6"), ("ZL196", "a.txt:6"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "J3,1,385010,38500100",  # a digit lost
        "J3,1,3850100,385,00100",  # a comma too many
        "J3,1,3850100",
        "J3,a,3850100,38500100",
        "J3,1,3.85E+06,38500100",
        "J3,1,nan,38500100",
        "J3,1,3850100,38500100,@",
        "J3;1;3850100;38500100",
    ],
)
def test_a_spoilt_point_is_an_error_in_its_line(tmp_path: Path, line: str) -> None:
    lines = plot(square()).splitlines()
    lines[8] = line
    assert ("ZL190", "a.txt:9") in refused(tmp_path, "\n".join(lines))


def test_thousands_of_bad_lines_are_told_in_few_problems(tmp_path: Path) -> None:
    found = refused(tmp_path, plot(square()) + "???\n" * 5_000)
    assert len(found) == 21
    assert found[-1] == ("ZL190", "a.txt:32–5011")


def test_points_before_the_first_head_are_not_taken_for_a_plot(tmp_path: Path) -> None:
    content = HEAD + square() + "5,1.0000,2,乙,面,,,,@\n" + square(300)
    assert refused(tmp_path, content) == [("ZL190", "a.txt:6")]


@pytest.mark.parametrize("kind", ["点", "线"])
def test_points_and_lines_are_refused(tmp_path: Path, kind: str) -> None:
    content = plot(square(), head=f"5,1.0000,1,甲,{kind},,,,@")
    assert refused(tmp_path, content) == [("ZL191", "a.txt:6")]


@pytest.mark.parametrize(
    ("points", "line"),
    [
        ("", 6),
        ("J1,1,3850000,38500000\nJ2,1,3850000,38500100\n", 7),
        ("J1,1,3850000,38500000\n" * 4, 7),
        ("J1,1,3850000,38500000\nJ2,1,3850000,38500050\nJ3,1,3850000,38500100\n", 7),
        (square() + "J6,2,3850010,38500010\n", 12),
    ],
)
def test_rings_that_enclose_nothing_are_refused(tmp_path: Path, points: str, line: int) -> None:
    found = refused(tmp_path, plot(points, head=",,1,甲,面,,,,@"))
    assert ("ZL192", f"a.txt:{line}") in found


def test_unknown_keys_are_taken_and_other_lines_are_named(tmp_path: Path) -> None:
    content = "[项目信息]\n项目名称=示例\n附记\n" + plot(square()).replace("带号", "新键=a,b\n带号")
    frame, problems = read(tmp_path, content)
    assert len(frame) == 1
    assert told(problems) == [("ZL199", "a.txt:3")]


def test_a_lost_section_name_loses_no_plot(tmp_path: Path) -> None:
    frame, problems = read(tmp_path, plot(square()).replace("[地块坐标]", "[地块坐?"))
    assert frame.area.tolist() == [10_000]
    assert told(problems) == [("ZL199", "a.txt:5")]


def test_a_head_without_its_mark_still_begins_a_plot(tmp_path: Path) -> None:
    content = plot(square()) + "5,1.0000,2,乙,面,,,\n" + square(300)
    frame, problems = read(tmp_path, content)
    assert (frame["DKMC"].tolist(), problems) == (["甲", "乙"], [])


def test_an_area_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    frame, problems = read(tmp_path, plot(square(), head="5,约一公顷,1,甲,面,,,,@"))
    assert math.isnan(frame["stated_ha"][0])
    assert told(problems) == [("ZL199", "a.txt:6")]


def test_files_without_plots_or_text_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, "") == [("ZL105", "a.txt")]
    assert refused(tmp_path, HEAD) == [("ZL105", "a.txt")]
    assert refused(tmp_path, b"\xff\xff\xff") == [("ZL103", "a.txt")]
    with pytest.raises(InputError) as caught:
        read_survey(tmp_path / "none.txt", "none.txt")
    assert told(caught.value.problems) == [("ZL101", "none.txt")]
    with pytest.raises(InputError) as caught:
        read_survey(tmp_path, "folder")
    assert told(caught.value.problems) == [("ZL103", "folder")]


@pytest.mark.parametrize(
    "content",
    [
        "宗地号,面积,约定开工\nA-1,2.5,2020-01-01\nA-2,3.5,2020-01-01\nA-3,1.5,2020-01-01\n",
        '{"type": "FeatureCollection", "name": "[地块坐标]"}',
        "113.6,34.7\n113.7,34.7\n113.7,34.8\n",
        "3850000,38500000\n",
        "",
    ],
)
def test_other_text_is_not_taken_for_a_survey(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(content, encoding="utf-8")
    assert not is_survey(path)
    assert not is_survey(tmp_path)
    assert not is_survey(tmp_path / "none.txt")


def test_a_long_file_is_told_by_a_beginning_that_ends_inside_a_character(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for codec in ("utf-8", "gbk"):
        for pad in range(3):
            content = plot(square()) + "x" * pad + "界" * 40_000
            path.write_bytes(content.encode(codec))
            assert is_survey(path)


CELLS = st.sampled_from(
    [
        "J1", "J2", "1", "2", "", "面", "线", "@", "5", "1.0", "甲", "3850000", "3850100.5",
        "38500000", "38500100", "39500000", "500000", "-1", "９", "nan", "1e9", "x",
    ]
)  # fmt: skip
LINES = st.one_of(
    st.lists(CELLS, max_size=9).map(",".join),
    st.sampled_from([*HEAD.splitlines(), *square().splitlines(), *square(20, 20, 9).splitlines()]),
    st.text(max_size=20),
)


def assert_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(content)
        is_survey(path)
        try:
            frame, problems, _ = read_survey(path, "a.txt")
        except InputError as error:
            frame, problems = None, list(error.problems)
    assert all(problem.line(lang) for problem in problems for lang in ("zh", "en"))
    assert (frame is None) == any(problem.level is Level.ERROR for problem in problems)
    if frame is not None:
        assert len(frame)
        assert frame.crs is not None
        assert not shapely.is_missing(frame.geometry.to_numpy()).any()


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join))
def test_no_text_ends_in_anything_but_plots_or_problems(text: str) -> None:
    assert_read_or_refused(text.encode("utf-8", "replace"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_end_in_anything_but_plots_or_problems(content: bytes) -> None:
    assert_read_or_refused(content)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, len(plot(square())) - 1),
    st.sampled_from(["", "9", ",", "\n", "@", "x", "."]),
)
def test_a_spoilt_sign_changes_no_area_in_silence(at: int, sign: str) -> None:
    spoilt = plot(square())
    spoilt = spoilt[:at] + sign + spoilt[at + 1 :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(spoilt, encoding="utf-8")
        try:
            frame, problems, _ = read_survey(path, "a.txt")
        except InputError:
            return
        is_right = abs(frame.area.sum() - 10_000) <= 100  # 1 %, what a stated area can show
        assert is_right or problems
