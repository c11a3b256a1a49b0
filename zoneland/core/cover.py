"""A land-cover raster as the rest of the house sees it: classes, a grid, and blocks of codes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import pandas as pd
    import pyproj

NO_DATA: Final = -1
"""Code of a cell without data."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A rectangle of a grid's cells; rows are counted from the north, columns from the west."""

    row: int
    column: int
    rows: int
    columns: int


Read = Callable[[Cells], NDArray[np.int64]]
"""Gives the class of each cell, rows from north to south; `NO_DATA` where there is none."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the cells of a north-up raster lie, and in what blocks they are best read."""

    west: float
    north: float
    step_x: float
    """Width of a cell in units of the CRS."""
    step_y: float
    """Height of a cell, positive."""
    rows: int
    columns: int
    block: tuple[int, int]
    """Rows and columns to read at once: whole blocks of the file, where they are small enough."""

    @property
    def bounds(self) -> Bounds:
        """Outer edges of the whole grid."""
        return self.edges(Cells(0, 0, self.rows, self.columns))

    def edges(self, cells: Cells) -> Bounds:
        """Give the outer edges of cells."""
        return (
            self.west + self.step_x * cells.column,
            self.north - self.step_y * (cells.row + cells.rows),
            self.west + self.step_x * (cells.column + cells.columns),
            self.north - self.step_y * cells.row,
        )

    def touched(self, bounds: Bounds) -> Cells | None:
        """Give the cells that bounds touch; None where the grid does not reach.

        Examples
        --------
        >>> grid = Grid(0.0, 20.0, 10.0, 10.0, rows=2, columns=3, block=(1, 2))
        >>> grid.touched((11, 1, 99, 9))
        Cells(row=1, column=1, rows=1, columns=2)
        >>> grid.touched((30, 0, 40, 10)) is None
        True
        """
        left = math.floor(_between((bounds[0] - self.west) / self.step_x, self.columns))
        right = math.ceil(_between((bounds[2] - self.west) / self.step_x, self.columns))
        top = math.floor(_between((self.north - bounds[3]) / self.step_y, self.rows))
        bottom = math.ceil(_between((self.north - bounds[1]) / self.step_y, self.rows))
        if right <= left or bottom <= top:
            return None
        return Cells(top, left, bottom - top, right - left)

    def blocks(self, cells: Cells) -> Iterator[Cells]:
        """Walk through cells by blocks, from the north-west; they are cut where the cells end.

        Examples
        --------
        >>> grid = Grid(0.0, 20.0, 10.0, 10.0, rows=2, columns=3, block=(1, 2))
        >>> [(part.row, part.column, part.columns) for part in grid.blocks(Cells(1, 1, 1, 2))]
        [(1, 1, 1), (1, 2, 1)]
        """
        yield from divided(cells, *self.block)


def _between(place: float, most: int) -> float:
    return min(max(place, 0.0), float(most))  # before it is made whole: it may be infinite


def divided(cells: Cells, high: int, wide: int) -> Iterator[Cells]:
    """Cut cells at every so many rows and columns of their grid."""
    for top, bottom in _spans(cells.row, cells.row + cells.rows, high):
        for left, right in _spans(cells.column, cells.column + cells.columns, wide):
            yield Cells(top, left, bottom - top, right - left)


def _spans(start: int, stop: int, step: int) -> Iterator[tuple[int, int]]:
    for first in range(start // step * step, stop, step):
        yield max(first, start), min(first + step, stop)


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of cells, read from a raster."""

    codes: NDArray[np.int64]
    """Class of each cell, as of `Read`."""
    bounds: Bounds
    """Outer edges of the cells in the raster's CRS."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A land-cover raster that is read a block at a time."""

    crs: pyproj.CRS
    classes: pd.DataFrame
    """A row a class, by integer ``code``: ``class_name``, ``kind``, ``is_built``."""
    grid: Grid
    opened: Callable[[], AbstractContextManager[Read]]
    """Opens the raster for as long as it is read."""
    year: int | None = None
    """Year of the images; None where nobody said."""

    @property
    def bounds(self) -> Bounds:
        """Outer edges of the whole raster, in its CRS."""
        return self.grid.bounds

    def window(self, bounds: Bounds) -> Window | None:
        """Read the cells that bounds touch in one piece; None where the raster does not reach."""
        cells = self.grid.touched(bounds)
        if cells is None:
            return None
        with self.opened() as read:
            return Window(read(cells), self.grid.edges(cells))
