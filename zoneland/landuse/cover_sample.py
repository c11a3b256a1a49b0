"""Whether the cells of a land-cover raster are those that its legend knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from rasterio.windows import Window as CellWindow

from zoneland.core.contracts import listed
from zoneland.core.cover import NO_DATA
from zoneland.core.problems import Problem
from zoneland.landuse.classes import LEGENDS

if TYPE_CHECKING:
    import pandas as pd
    import rasterio
    from numpy.typing import NDArray

    from zoneland.landuse.cover_table import CodeTable

FEW_VALUES: Final = 2**16
"""Values that lie no farther apart are counted and translated by a table of them all."""

SAMPLE_CELLS: Final = 16_000_000
"""Rasters up to this are held against their legend whole, larger ones by a sample."""
SAMPLE_STEPS: Final = 8
SAMPLE_SIDE: Final = 256
"""The sample: so many squares of cells along either side, evenly spread."""

MOST_STRANGE: Final = 0.01
"""A larger part of the cells that the legend does not know is told."""
MOST_LISTED: Final = 6


def sample(raster: rasterio.DatasetReader) -> NDArray[np.int64]:
    """Read all cells of a small raster, of a large one squares evenly spread."""
    if raster.width * raster.height <= SAMPLE_CELLS:
        return filled(raster.read(1, masked=True)).ravel()
    steps = np.linspace(0, 1, SAMPLE_STEPS)
    wide, high = min(SAMPLE_SIDE, raster.width), min(SAMPLE_SIDE, raster.height)
    corners = [
        (int(x * (raster.width - wide)), int(y * (raster.height - high)))
        for x in steps
        for y in steps
    ]
    squares = [
        raster.read(1, window=CellWindow(column, row, wide, high), masked=True)
        for column, row in corners
    ]
    return np.concatenate([filled(cells).ravel() for cells in squares])


def codes(cells: NDArray[np.int64], table: CodeTable | None) -> NDArray[np.int64]:
    """Give the classes of cells; what has no data has none in any table."""
    if table is None:
        return cells
    low, high = int(cells.min()), int(cells.max())
    if high - low < FEW_VALUES:
        found = table.translate(np.arange(low, high + 1))[cells - low]
    else:
        found = table.translate(cells)
    found[cells == NO_DATA] = NO_DATA
    return found


def _counted(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the cells of each code, without sorting millions of them where codes are small."""
    if codes.size == 0 or int(codes.max()) - (low := int(codes.min())) >= FEW_VALUES:
        return np.unique(codes, return_counts=True)
    counts = np.bincount(codes - low)
    found = np.flatnonzero(counts)
    return found + low, counts[found]


def strange(
    codes: NDArray[np.int64], classes: pd.DataFrame, legend: str, where: str
) -> tuple[Problem, ...]:
    """Tell if more than a few cells hold what the legend does not know."""
    values, counts = _counted(codes[codes != NO_DATA])
    is_strange = ~np.isin(values, classes.index.to_numpy())
    total = max(int(counts.sum()), 1)
    share = int(counts[is_strange].sum()) / total
    if share <= MOST_STRANGE:
        return ()
    order = np.argsort(-counts[is_strange], kind="stable")
    found = [f"{values[is_strange][at]} ({counts[is_strange][at] / total:.1%})" for at in order]
    told = {
        "share": f"{share:.1%}",
        "legend": legend,
        "found": listed(found, MOST_LISTED),
        "legends": listed(LEGENDS),
    }
    return (Problem("ZL285", where, told),)


def filled(cells: np.ma.MaskedArray) -> NDArray[np.int64]:
    """Give the codes of cells, `NO_DATA` where they are masked."""
    return np.ma.filled(cells.astype(np.int64), NO_DATA)
