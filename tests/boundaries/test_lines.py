"""Control lines: found by their customary names; a swapped pair is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.boundaries.lines import collect_growth, collect_lines, read_lines

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Farmland of 1 ha and a red line of 4 ha, in layers with a county's code."""
    path = tmp_path / "lines.gpkg"
    for layer, side in (("YJJBNTBHTB_410185", 100), ("STBHHX", 200)):
        frame = gpd.GeoDataFrame(geometry=[rectangle(EAST, NORTH, side, side)], crs=PLANE)
        frame.to_file(path, layer=layer, engine="pyogrio")
    return path


def test_a_layer_is_found_by_part_of_its_name_and_that_is_said(lines: Path) -> None:
    found = collect_lines(lines, "farmland")
    assert found.data.area.tolist() == [10_000.0]
    assert [problem.code for problem in found.problems] == ["ZL128"]


def test_a_red_line_given_as_farmland_is_told(lines: Path) -> None:
    found = collect_lines(lines, "farmland", layer="STBHHX")
    assert [problem.code for problem in found.problems] == ["ZL129"]
    assert collect_lines(lines, "redline", layer="STBHHX").problems == ()


PARTS = ["城镇集中建设区", "城镇弹性发展区", "特别用途区"]


def growth(names: list[str | None], field: str = "GHFQMC") -> gpd.GeoDataFrame:
    """Squares of 1 ha side by side, each with a part's name."""
    squares = [rectangle(EAST + 100 * at, NORTH, 100, 100) for at in range(len(names))]
    return gpd.GeoDataFrame({field: names}, geometry=squares, crs=PLANE)


def test_parts_of_the_growth_area_are_lines_too_and_stay_growth() -> None:
    found = collect_growth(growth([*PARTS, None]))
    assert {role: one.data["row"].tolist() for role, one in found.items()} == {
        "growth": [1, 2, 3, 4],
        "flexible": [2],
        "special": [3],
    }
    assert found["flexible"].data.area.tolist() == [10_000.0]
    assert [(one.source.role, one.source.rows) for one in found.values()] == [
        ("growth", 4),
        ("flexible", 1),
        ("special", 1),
    ]
    assert [one.problems for one in found.values()] == [(), (), ()]


def test_a_boundary_without_parts_is_growth_alone() -> None:
    found = collect_growth(growth(PARTS[:1]))
    assert list(found) == ["growth"]
    assert list(collect_growth(growth(PARTS, "MC"))) == ["growth"]


@pytest.mark.parametrize(
    ("field", "names", "told"),
    [
        ("GHFQMC", ["城镇集中建设区", "机动区"], ("机动区", 1, "10,000.00")),
        ("GHFQDM", ["410", "420"], ("410、420", 2, "20,000.00")),
    ],
)
def test_parts_that_are_not_known_are_told_with_their_area(
    field: str, names: list[str | None], told: tuple[object, ...]
) -> None:
    found = collect_growth(growth(names, field))
    (problem,) = found["growth"].problems
    assert list(found) == ["growth"]
    values = dict(problem.values)
    assert (problem.code, *(values[name] for name in ("names", "count", "area_m2"))) == (
        "ZL376",
        *told,
    )


def test_lines_of_a_script_come_in_order_and_a_layer_of_its_own_goes_first() -> None:
    own = growth(["甲"]).translate(0, 500).to_frame("geometry")
    found = read_lines(growth=growth(PARTS), flexible=own, redline=growth(["甲"]))
    assert list(found) == ["redline", "growth", "flexible", "special"]
    assert found["flexible"].total_bounds.tolist() == own.total_bounds.tolist()
