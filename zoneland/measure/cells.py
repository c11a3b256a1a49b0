"""Areas of raster cells on the ellipsoid, a tile of cells at a time.

Cells of a geographic raster have one area a row, in closed form. In a plane the area of a cell
is the scale of area summed over it; that is so smooth that a polynomial through some tens of
places stands for a whole tile, is checked at others, and saves projecting every corner.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.polynomial import chebyshev

from zoneland.measure.ellipsoid import equal_area_xy

if TYPE_CHECKING:
    import pyproj
    from numpy.typing import NDArray

    from zoneland.core.cover import Grid

SIDE: Final = 256
"""Cells along either side of a tile. Tiles are counted from the raster's north-west corner, so
that a cell has the same area to the last bit whatever else is read with it."""

NODES: Final = 7
"""Places along either side through which the polynomial goes."""
CHECKS: Final = np.linspace(-1.0, 1.0, 6)
"""Places along either side at which it is checked, from edge to edge."""
CLOSE: Final = 1e-9
"""The polynomial may miss the scale of area by this share; else the tile is quartered."""
FEWEST: Final = 4
"""Tiles of so few cells a side are not quartered, but taken cell by cell."""
DEGREE_M: Final = 111_320.0
"""Along the equator, about."""
PATCH_M: Final = 100.0
"""The scale of area is that of a square of this side: over it the scale is even to 10⁻¹⁰, and
a smaller one would lose more than that to the digits of its coordinates."""


def tile_areas_m2(
    grid: Grid, crs: pyproj.CRS, *, row: int, column: int, side: int = SIDE
) -> NDArray[np.float64]:
    """Measure the cells of a square tile.

    Parameters
    ----------
    grid
        Where the cells lie; a tile may reach beyond it.
    crs
        CRS of the grid, projected or geographic.
    row, column
        The tile's north-west cell.
    side
        Cells along either side.

    Returns
    -------
    ndarray
        Square metres, shape (side, side); what the CRS has no place for has no area.

    Examples
    --------
    Cells of a kilometre, 130 km east of their central meridian: 419.50 m² smaller than drawn.

    >>> import pyproj
    >>> from zoneland.core.cover import Grid
    >>> grid = Grid(630_000, 3_851_000, 1000, 1000, rows=1, columns=1, block=(1, 1))
    >>> tile_areas_m2(grid, pyproj.CRS(4547), row=0, column=0)[0, 0].round(2).item()
    999580.5
    """
    if crs.is_geographic:
        return np.broadcast_to(_row_areas_m2(grid, crs, row, side)[:, None], (side, side))
    found = _smooth(grid, crs, row, column, side)
    if found is not None:
        return found
    if side <= FEWEST:
        middle = np.arange(0.5, side)
        scale = _scale(grid, crs, row + middle, column + middle)
        return np.nan_to_num(scale, posinf=0.0) * nominal_cell_m2(grid, crs)
    half = side // 2
    quarters = [
        [
            tile_areas_m2(grid, crs, row=top, column=left, side=half)
            for left in (column, column + half)
        ]
        for top in (row, row + half)
    ]
    return np.block(quarters)


def nominal_cell_m2(grid: Grid, crs: pyproj.CRS) -> float:
    """Give the size of a cell as drawn, or at the equator: no cell is much larger."""
    return float(grid.step_x * grid.step_y * _unit_m(crs) ** 2)


def _row_areas_m2(grid: Grid, crs: pyproj.CRS, row: int, count: int) -> NDArray[np.float64]:
    """Measure a cell of each row: it lies between two parallels and two meridians."""
    north = grid.north - grid.step_y * np.arange(row, row + count + 1)
    lat = np.clip(north, -90.0, 90.0)
    lon = np.zeros_like(lat)
    height = equal_area_xy(np.column_stack([lon, lat]), crs)[:, 1]
    width = equal_area_xy(np.array([[grid.step_x, 0.0]]), crs)[0, 0]
    return np.asarray(-np.diff(height) * width, dtype=np.float64)


def _smooth(
    grid: Grid, crs: pyproj.CRS, row: int, column: int, side: int
) -> NDArray[np.float64] | None:
    """Sum a polynomial of the scale over each cell; None where none fits."""
    nodes, through, over_cells = _polynomials(side)
    half = side / 2
    at_nodes = _scale(grid, crs, row + half * (1 + nodes), column + half * (1 + nodes))
    at_checks = _scale(grid, crs, row + half * (1 + CHECKS), column + half * (1 + CHECKS))
    if not (np.isfinite(at_nodes).all() and np.isfinite(at_checks).all()):
        return None
    if np.abs(through @ at_nodes @ through.T - at_checks).max() > CLOSE * at_checks.max():
        return None
    cell_m2 = at_nodes * nominal_cell_m2(grid, crs)
    return np.asarray(over_cells @ cell_m2 @ over_cells.T, dtype=np.float64)


@lru_cache(maxsize=16)
def _polynomials(
    side: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give the nodes, and what takes values at them to the checks and to the cells' means."""
    nodes = chebyshev.chebpts1(NODES)
    solved = np.linalg.inv(chebyshev.chebvander(nodes, NODES - 1))
    edges = np.linspace(-1.0, 1.0, side + 1)
    sums = np.column_stack([chebyshev.chebval(edges, chebyshev.chebint(t)) for t in np.eye(NODES)])
    means = np.diff(sums, axis=0) * (side / 2)
    return nodes, chebyshev.chebvander(CHECKS, NODES - 1) @ solved, means @ solved


def _scale(
    grid: Grid, crs: pyproj.CRS, rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the area on the ellipsoid of a unit of the plane's, at every row and column."""
    x, y = np.meshgrid(grid.west + grid.step_x * columns, grid.north - grid.step_y * rows)
    reach = PATCH_M / _unit_m(crs) / 2
    px = x[..., None] + reach * np.array([-1, 1, 1, -1])
    py = y[..., None] + reach * np.array([-1, -1, 1, 1])
    with np.errstate(invalid="ignore"):
        turned = equal_area_xy(np.column_stack([px.ravel(), py.ravel()]), crs)
        ex, ey = turned.T.reshape(2, *px.shape)
        rise, fall = ex[..., 2] - ex[..., 0], ex[..., 3] - ex[..., 1]
        area = rise * (ey[..., 3] - ey[..., 1]) - fall * (ey[..., 2] - ey[..., 0])
    return np.asarray(np.abs(area) / 2 / PATCH_M**2, dtype=np.float64)


def _unit_m(crs: pyproj.CRS) -> float:
    if crs.is_geographic:
        return DEGREE_M
    return float(crs.axis_info[0].unit_conversion_factor)
