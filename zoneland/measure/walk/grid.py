"""A zone's edges in a grid of cells: what lies near a place, and which cells are clear of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numba
import numpy as np
import shapely

from zoneland.checks.rings import rings_of
from zoneland.measure.walk.predicates import cross, is_left_of_zone_edge
from zoneland.measure.walk.rings import on_steps

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zoneland.measure.walk.flat import Flat

FEWEST_CELLS: Final = 16
MOST_CELLS: Final = 1024
"""Along a side; a zone of some thousand vertices gets a cell for each few of them."""

OUTSIDE, INSIDE, EDGE = 0, 1, 2


class ZoneGrid(NamedTuple):
    """One zone, ready to be walked; every ring keeps the zone on its left."""

    xy: NDArray[np.float64]
    ring: NDArray[np.int64]
    flat: Flat
    corner: tuple[float, float]
    """West and south of the grid."""
    cell_m: float
    """Side of a cell."""
    state: NDArray[np.uint8]
    """By row and column: `OUTSIDE`, `INSIDE` or `EDGE`."""
    cell_start: NDArray[np.int64]
    cell_edge: NDArray[np.int64]
    """Edges by cell, row after row; an edge is named by its first vertex."""
    row_start: NDArray[np.int64]
    row_edge: NDArray[np.int64]
    """Edges by row."""


def zone_grid(zone: BaseGeometry, flat: Flat, steps: NDArray[np.float64] | None = None) -> ZoneGrid:
    """Prepare a zone.

    Parameters
    ----------
    zone
        A valid polygon or multi-polygon, not empty.
    flat
        The plane to take areas in, good over the zone's box.
    steps
        What coordinates are rounded to, `zoneland.measure.walk.rings.steps_of`; by nothing if None.
    """
    rings = rings_of(np.array([shapely.orient_polygons(zone)], dtype=object))
    if steps is not None:
        rings = rings._replace(xy=on_steps(rings.xy, steps))
    west, south, east, north = zone.bounds
    side = int(np.clip(4 * np.sqrt(len(rings.xy)), FEWEST_CELLS, MOST_CELLS))
    cell_m = max(east - west, north - south) / side
    state = np.full((int((north - south) / cell_m) + 1, int((east - west) / cell_m) + 1), EDGE)
    rows, cells = state.shape[0], state.size
    nothing = np.empty(0, np.int64)
    grid = ZoneGrid(
        rings.xy, rings.ring, flat, (west, south), cell_m, state.astype(np.uint8),
        np.zeros(cells + 1, np.int64), nothing, np.zeros(rows + 1, np.int64), nothing,
    )  # fmt: skip
    _place(grid)
    grid = grid._replace(cell_start=np.cumsum(grid.cell_start), row_start=np.cumsum(grid.row_start))
    filled = grid._replace(
        cell_start=grid.cell_start.copy(),
        cell_edge=np.empty(grid.cell_start[-1], np.int64),
        row_start=grid.row_start.copy(),
        row_edge=np.empty(grid.row_start[-1], np.int64),
    )
    _place(filled)
    grid = grid._replace(cell_edge=filled.cell_edge, row_edge=filled.row_edge)
    _mark(grid)
    return grid


@numba.njit(cache=True)
def _within(value: float, low: float, size: float, count: int) -> int:
    """Give the row or column that a coordinate lies in, held within the grid."""
    return min(max(int(np.floor((value - low) / size)), 0), count - 1)


@numba.njit(cache=True)
def _place(zone: ZoneGrid) -> None:
    """Count the edges of every place that they may touch; with room for lists, list them.

    A count stands one place after its own, so that the running sum of counts says where a list
    begins; as lists are filled, these beginnings move on.
    """
    rows, columns = zone.state.shape
    after = 1 if zone.row_edge.shape[0] == 0 else 0
    for ring in range(zone.ring.shape[0] - 1):
        for k in range(zone.ring[ring], zone.ring[ring + 1] - 1):
            low, high = min(zone.xy[k, 1], zone.xy[k + 1, 1]), max(zone.xy[k, 1], zone.xy[k + 1, 1])
            first = _within(low, zone.corner[1], zone.cell_m, rows)
            for row in range(first, _within(high, zone.corner[1], zone.cell_m, rows) + 1):
                if after == 0:
                    zone.row_edge[zone.row_start[row]] = k
                zone.row_start[row + after] += 1
                west, east = _reach(zone, k, row)
                begin = row * columns + _within(west, zone.corner[0], zone.cell_m, columns)
                end = row * columns + _within(east, zone.corner[0], zone.cell_m, columns)
                for place in range(begin, end + 1):
                    if after == 0:
                        zone.cell_edge[zone.cell_start[place]] = k
                    zone.cell_start[place + after] += 1


@numba.njit(cache=True)
def _reach(zone: ZoneGrid, k: int, row: int) -> tuple[float, float]:
    """Give how far west and east an edge reaches within a row, a little generously."""
    x0, y0, x1, y1 = zone.xy[k, 0], zone.xy[k, 1], zone.xy[k + 1, 0], zone.xy[k + 1, 1]
    west, east = min(x0, x1), max(x0, x1)
    if y0 == y1:
        return west, east
    spare = zone.cell_m * 1e-6
    south = zone.corner[1] + row * zone.cell_m - spare
    one = x0 + (south - y0) / (y1 - y0) * (x1 - x0)
    other = x0 + (south + zone.cell_m + 2 * spare - y0) / (y1 - y0) * (x1 - x0)
    return max(west, min(one, other) - spare), min(east, max(one, other) + spare)


@numba.njit(cache=True)
def is_in_zone(zone: ZoneGrid, x: float, y: float) -> bool:
    """Tell whether a point lies in a zone, by the edges east of it in its row."""
    rows = zone.state.shape[0]
    if y < zone.corner[1] or x < zone.corner[0]:
        return False
    row = _within(y, zone.corner[1], zone.cell_m, rows)
    inside = False
    for at in range(zone.row_start[row], zone.row_start[row + 1]):
        k = zone.row_edge[at]
        x0, y0, x1, y1 = zone.xy[k, 0], zone.xy[k, 1], zone.xy[k + 1, 0], zone.xy[k + 1, 1]
        if (y0 >= y) != (y1 >= y):  # the zone is moved north by a trifle
            left = is_left_of_zone_edge(cross(x0, y0, x1, y1, x, y), x1 - x0, y1 - y0)
            inside ^= left == (y1 > y0)
    return inside


@numba.njit(cache=True)
def _mark(zone: ZoneGrid) -> None:
    """Say of each cell without edges whether it lies inside: once for each run in a row."""
    rows, columns = zone.state.shape
    for row in range(rows):
        known = EDGE
        y = zone.corner[1] + (row + 0.5) * zone.cell_m
        for column in range(columns):
            at = row * columns + column
            if zone.cell_start[at + 1] > zone.cell_start[at]:
                known = EDGE
            elif known == EDGE:
                x = zone.corner[0] + (column + 0.5) * zone.cell_m
                known = INSIDE if is_in_zone(zone, x, y) else OUTSIDE
            zone.state[row, column] = known


@numba.njit(cache=True)
def span(
    zone: ZoneGrid, west: float, south: float, east: float, north: float
) -> tuple[int, int, int, int]:
    """Give the first and last row and column that a box touches."""
    rows, columns = zone.state.shape
    return (
        _within(south, zone.corner[1], zone.cell_m, rows),
        _within(north, zone.corner[1], zone.cell_m, rows),
        _within(west, zone.corner[0], zone.cell_m, columns),
        _within(east, zone.corner[0], zone.cell_m, columns),
    )


@numba.njit(cache=True)
def standing(zone: ZoneGrid, box: NDArray[np.float64]) -> int:
    """Tell on which side of the zone's edges a box lies, or `EDGE` if it is not clear of them."""
    first_row, last_row, first, last = span(zone, box[0], box[1], box[2], box[3])
    known = zone.state[first_row, first]
    for row in range(first_row, last_row + 1):
        for column in range(first, last + 1):
            if zone.state[row, column] != known:
                return EDGE
    return known
