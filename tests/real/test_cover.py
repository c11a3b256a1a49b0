"""A real land-cover raster, whose values are an index into the table beside it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.realdata import shared
from zoneland.core.cover import Cells
from zoneland.landuse.cover import collect_cover

pytestmark = pytest.mark.real

PONTA_DELGADA = (-25.6682, 37.7392, -25.6680, 37.7394)
"""The town's centre, a cell's width."""
ISLAND = (-25.9, 37.6, -25.1, 38.0)
CELLS_OF_121 = 14_303
"""Value 3 in the file, counted by itself; 7,372,800 cells in all."""


def test_classes_are_read_through_the_raster_s_own_table() -> None:
    path = shared("data", "sao_miguel_landcover", "clc2018_v2020_20u1.tif")
    found = collect_cover(path, legend="corine")
    assert (found.source.layer, found.source.rows) == ("CODE_18", 3840 * 1920)
    assert found.problems == ()
    town = found.data.window(PONTA_DELGADA)
    assert town is not None
    assert set(np.unique(town.codes)) == {111}
    island = found.data.window(ISLAND)
    assert island is not None
    assert int((island.codes == 121).sum()) == CELLS_OF_121
    assert found.data.classes.loc[121, "class_name"] == "工业、商业和公共设施（不分）"


def test_another_product_s_legend_is_told() -> None:
    path = shared("data", "sao_miguel_landcover", "clc2018_v2020_20u1.tif")
    (problem,) = collect_cover(path, legend="clcd").problems
    assert problem.code == "ZL285"
    assert problem.values["found"].startswith("44 (76.2%)、21 (5.7%)")


def test_a_large_real_raster_is_the_same_in_blocks() -> None:
    """Counted class by class, through the table beside the raster, strip by strip."""
    path = shared("data", "sao_miguel_landcover", "clc2018_v2020_20u1.tif")
    cover = collect_cover(path, legend="corine").data
    grid = cover.grid
    found = 0
    with cover.opened() as read:
        for cells in grid.blocks(Cells(0, 0, grid.rows, grid.columns)):
            found += int((read(cells) == 121).sum())
    assert found == CELLS_OF_121
