"""The lists of problems: every problem a row, a point where there is one, no list that is stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio
import pyproj
import pytest
import shapely
from openpyxl import load_workbook

from tests.drawing import EAST, NORTH, PLANE
from zoneland.core.problems import OutputError, Problem
from zoneland.files.writing.lock import LOCK_NAME, locked
from zoneland.project.problem_files import write_problem_files

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.core.problems import Lang

REPAIR = dict.fromkeys(("before_m2", "after_m2", "change_m2", "other_m2"), "1.00")
BOW_TIE = Problem(
    "ZL205", "plan.gpkg #7", {"reason": "=1+1\x00", **REPAIR}, (EAST + 5.5, NORTH + 5)
)
ABSENT = Problem("ZL101", "=zones.gpkg")


def write(maps: Path, *problems: Problem, crs: str | None = PLANE, lang: Lang = "zh") -> None:
    known = pyproj.CRS(crs) if crs else None
    write_problem_files(problems, maps, crs=known, lang=lang)


def names(maps: Path) -> list[str]:
    return sorted(path.name for path in maps.iterdir())


def test_the_workbook_has_a_row_a_problem_the_worst_first(tmp_path: Path) -> None:
    write(tmp_path, BOW_TIE, BOW_TIE, ABSENT)
    book = load_workbook(tmp_path / "problems.xlsx")
    sheet = book["问题"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("级别", "代码", "问题", "位置", "发现", "处理办法")
    assert [row[1] for row in rows[1:]] == ["ZL101", "ZL205", "ZL205"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F4")


def test_text_from_data_stays_text(tmp_path: Path) -> None:
    write(tmp_path, ABSENT, BOW_TIE)
    cells = [cell for row in load_workbook(tmp_path / "problems.xlsx").active for cell in row]
    assert "=zones.gpkg" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_point_stands_where_the_shape_is_wrong(tmp_path: Path) -> None:
    write(tmp_path, BOW_TIE, ABSENT, lang="en")
    points = gpd.read_file(tmp_path / "problems.gpkg", layer="problems")
    assert points.crs == PLANE
    assert list(points.columns) == ["code", "level", "where", "said", "fix", "geometry"]
    assert points[["code", "level", "where"]].to_numpy().tolist() == [
        ["ZL205", "warning", "plan.gpkg #7"]
    ]
    assert (points.geometry[0].x, points.geometry[0].y) == (EAST + 5.5, NORTH + 5)
    assert load_workbook(tmp_path / "problems.xlsx").sheetnames == ["Problems"]


def test_points_are_kept_where_the_crs_is_not_known(tmp_path: Path) -> None:
    write(tmp_path, BOW_TIE, crs=None)
    info = pyogrio.read_info(tmp_path / "problems.gpkg", layer="problems")
    assert info["features"] == 1
    assert "4526" not in str(info["crs"])


def test_an_old_list_does_not_outlive_its_problems(tmp_path: Path) -> None:
    write(tmp_path, BOW_TIE, ABSENT)
    assert names(tmp_path) == ["problems.gpkg", "problems.xlsx"]
    write(tmp_path, ABSENT)
    assert names(tmp_path) == ["problems.xlsx"]
    write(tmp_path)
    assert names(tmp_path) == []


def test_without_problems_no_folder_is_made(tmp_path: Path) -> None:
    write(tmp_path / "maps")
    assert names(tmp_path) == []


def test_where_it_cannot_be_written_the_old_lists_stand(tmp_path: Path) -> None:
    write(tmp_path, ABSENT)
    before = (tmp_path / "problems.xlsx").read_bytes()
    (tmp_path / "problems.gpkg").mkdir()
    with pytest.raises(OutputError) as caught:
        write(tmp_path, BOW_TIE)
    assert [problem.code for problem in caught.value.problems] == ["ZL430"]
    assert (tmp_path / "problems.xlsx").read_bytes() == before
    with pytest.raises(OutputError) as caught:
        write(tmp_path, ABSENT)  # what should go cannot be removed
    assert [problem.code for problem in caught.value.problems] == ["ZL430"]


def test_a_run_at_work_is_not_disturbed(tmp_path: Path) -> None:
    with locked(tmp_path):
        with pytest.raises(OutputError) as caught:
            write(tmp_path, ABSENT)
        assert [problem.code for problem in caught.value.problems] == ["ZL453"]
        assert names(tmp_path) == [LOCK_NAME]


def test_a_piece_of_ground_is_written_with_a_point_on_it(tmp_path: Path) -> None:
    ground = shapely.box(EAST, NORTH, EAST + 10, NORTH + 10)
    write(tmp_path, Problem("ZL205", "plan.gpkg", {"reason": "x", **REPAIR}, piece=ground))
    pieces = gpd.read_file(tmp_path / "problems.gpkg", layer="pieces")
    points = gpd.read_file(tmp_path / "problems.gpkg", layer="problems")
    assert pieces.geometry.area.tolist() == [100.0]
    assert ground.contains(points.geometry[0])
