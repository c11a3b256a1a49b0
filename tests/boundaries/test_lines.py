"""Control lines: found by their customary names; a swapped pair is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.boundaries.lines import collect_lines

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
