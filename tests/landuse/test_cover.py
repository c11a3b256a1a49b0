from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from tests.drawing import EAST, NORTH, PLANE
from zoneland.core.cover import NO_DATA
from zoneland.core.problems import InputError
from zoneland.landuse.cover import collect_cover

if TYPE_CHECKING:
    from pathlib import Path


def raster(path: Path, cells: np.ndarray, crs: str | None = PLANE) -> Path:
    """North-up cells of 10 m whose lower left corner is the place of all drawings."""
    rows, columns = cells.shape
    place = from_origin(EAST, NORTH + 10 * rows, 10, 10)
    with rasterio.open(
        path, "w", driver="GTiff", width=columns, height=rows, count=1, dtype=cells.dtype.name,
        crs=crs, transform=place, nodata=0,
    ) as target:  # fmt: skip
        target.write(cells, 1)
    return path


CELLS = np.array([[1, 2, 3], [4, 0, 8]], dtype="uint8")


def refusal(path: Path, legend: str = "clcd") -> list[str]:
    with pytest.raises(InputError) as refused:
        collect_cover(path, legend=legend)
    return [problem.code for problem in refused.value.problems]


def test_a_window_holds_the_cells_that_bounds_touch(tmp_path: Path) -> None:
    cover = collect_cover(raster(tmp_path / "a.tif", CELLS), legend="clcd").data
    window = cover.window((EAST + 11, NORTH + 1, EAST + 29, NORTH + 9))
    assert window is not None
    assert window.codes.tolist() == [[NO_DATA, 8]]
    assert window.bounds == (EAST + 10, NORTH, EAST + 30, NORTH + 10)
    assert cover.window((EAST + 500, NORTH, EAST + 600, NORTH + 9)) is None


def test_rasters_are_refused_by_what_is_wrong_with_them(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    assert refusal(path) == ["ZL101"]
    path.write_text("<VRTDataset/>", encoding="utf-8")
    assert refusal(path) == ["ZL102"]
    path.write_bytes(b"II*\x00" + b"\0" * 20)
    assert refusal(path) == ["ZL103"]
    assert refusal(raster(path, CELLS), legend="mine") == ["ZL166"]
    assert refusal(raster(path, CELLS.astype("float32"))) == ["ZL167"]
    assert refusal(raster(path, CELLS, crs=None)) == ["ZL210"]
