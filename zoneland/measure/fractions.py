"""The part of every raster cell that lies in a zone, exactly.

exactextract (0.3) is wrapped here and nowhere else, for it has traps: its frames lose the ids
asked for, a mismatch of CRS is only a warning, and cells without data are left out. So zones go
in one at a time, in units of cells, over a raster of nothing; and only where they have an edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from exactextract import exact_extract
from exactextract.feature import FeatureSource, JSONFeature
from exactextract.raster import NumPyRasterSource

from zoneland.core.cover import divided

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zoneland.core.cover import Cells, Grid


@dataclass(frozen=True, slots=True)
class Part:
    """Some cells of a zone's ground, and how much of each is in the zone."""

    cells: Cells
    fractions: NDArray[np.float32] | None
    """Share of each cell, 0 to 1; None where all of them are inside."""


@dataclass(frozen=True, slots=True)
class Block:
    """What is read at once, and the parts of it that a zone meets."""

    cells: Cells
    parts: tuple[Part, ...]


def blocks_of(zone: shapely.Geometry, grid: Grid, *, side: int) -> Iterator[Block]:
    """Walk through the blocks of a grid that a zone meets.

    Parameters
    ----------
    zone
        Valid polygons in the grid's CRS.
    grid
        Where the cells lie.
    side
        Cells along either side of a part, counted from the grid's north-west corner.

    Yields
    ------
    Block
        From the north-west; blocks that the zone does not meet are left out.

    Examples
    --------
    A zone of one and a half cells.

    >>> from zoneland.core.cover import Grid
    >>> grid = Grid(0.0, 10.0, 10.0, 10.0, rows=1, columns=3, block=(1, 3))
    >>> for block in blocks_of(shapely.box(0, 0, 15, 10), grid, side=1):
    ...     for part in block.parts:
    ...         print(part.cells.column, part.fractions)
    0 None
    1 [[0.5]]
    """
    touched = grid.touched(shapely.bounds(zone).tolist())
    if touched is None:
        return
    drawn = _in_cells(zone, grid)
    shapely.prepare(drawn)
    wkb = shapely.to_wkb(drawn)
    for cells in grid.blocks(touched):
        if shapely.intersects(drawn, shapely.box(*_box(cells))):
            yield Block(cells, tuple(_parts(drawn, wkb, divided(cells, side, side))))


def _in_cells(zone: shapely.Geometry, grid: Grid) -> shapely.Geometry:
    """Draw a zone in units of cells: their edges are whole numbers, wherever a block begins."""
    corner, step = np.array([grid.west, grid.north]), np.array([grid.step_x, grid.step_y])
    return shapely.transform(zone, lambda xy: (xy - corner) / step)


def _box(cells: Cells) -> tuple[int, int, int, int]:
    """Give the edges of cells in units of cells; north is up, so rows count downwards."""
    east, south = cells.column + cells.columns, -(cells.row + cells.rows)
    return cells.column, south, east, -cells.row


def _parts(drawn: shapely.Geometry, wkb: bytes, tiles: Iterator[Cells]) -> Iterator[Part]:
    for cells in tiles:
        box = shapely.box(*_box(cells))
        if shapely.covers(drawn, box):
            yield Part(cells, None)
        elif shapely.intersects(drawn, box):
            yield Part(cells, _fractions(wkb, cells))


def _fractions(wkb: bytes, cells: Cells) -> NDArray[np.float32]:
    shape = (cells.rows, cells.columns)
    nothing = np.broadcast_to(np.uint8(0), shape)
    source = NumPyRasterSource(nothing, *_box(cells), nodata=None)
    found = exact_extract(source, _OneZone(wkb), ["cell_id", "coverage"])[0]["properties"]
    fractions = np.zeros(cells.rows * cells.columns, dtype=np.float32)
    fractions[np.asarray(found["cell_id"], dtype=np.int64)] = found["coverage"]
    return fractions.reshape(shape)


class _OneZone(FeatureSource):  # type: ignore[misc]  # the library has no types
    """A source of one zone, as bytes: GeoJSON is ten times slower for long boundaries."""

    def __init__(self, wkb: bytes) -> None:
        super().__init__()
        self.zone = _Zone(wkb)

    def count(self) -> int:
        return 1

    def __iter__(self) -> Iterator[_Zone]:
        yield self.zone

    def srs_wkt(self) -> None:
        return None


class _Zone(JSONFeature):  # type: ignore[misc]  # the library has no types
    def __init__(self, wkb: bytes) -> None:
        super().__init__()
        self.wkb = wkb

    def geometry(self) -> bytes:
        return self.wkb
