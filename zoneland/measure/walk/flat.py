"""The plane that areas are taken in, near a zone: a polynomial of the working plane.

Near a place the equal-area plane is a smooth function of the working plane, so that a polynomial
of low degree gives what PROJ gives, at a twentieth of the cost. The degree is raised until that
holds at points it was not fitted to; where it never does, GEOS and PROJ are asked instead.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numba
import numpy as np
from numpy.polynomial import chebyshev
from numpy.polynomial.polynomial import polyval2d

from zoneland.measure.ellipsoid import LONGEST_EDGE_M, equal_area_xy

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyproj
    from numpy.typing import NDArray

CLOSE_M: Final = 1e-8
"""PROJ itself is this far from smooth, for degrees have sixteen digits."""
MOST_DEGREE: Final = 12
NODES: Final = 48
"""Points along a side: many more than a polynomial needs, so that PROJ's roughness averages out."""


class Flat(NamedTuple):
    """A polynomial to a plane to take areas in; its coordinates count from the zone's middle."""

    middle: tuple[float, float]
    half_m: float
    """Half the width of where it holds."""
    x: NDArray[np.float64]
    """Coefficients of x: ``x[i, j]`` stands before uⁱ vʲ, u and v from -1 to 1."""
    y: NDArray[np.float64]


def plane_near(box: NDArray[np.float64]) -> Flat:
    """Give the working plane itself, for areas as drawn."""
    middle, half_m = _place(box)
    x, y = np.zeros((2, 2)), np.zeros((2, 2))
    x[1, 0] = y[0, 1] = half_m
    return Flat(middle, half_m, x, y)


def ellipsoid_near(box: NDArray[np.float64], crs: pyproj.CRS) -> Flat | None:
    """Fit the equal-area plane over a rectangle.

    Parameters
    ----------
    box
        West, south, east and north in `crs`.
    crs
        A projected CRS.

    Returns
    -------
    Flat
        Within `CLOSE_M` of PROJ; None where no polynomial is.
    """
    middle, half_m = _place(box)
    origin = equal_area_xy(np.array([middle]), crs)[0]
    checks = np.random.default_rng(0).uniform(-1, 1, (200, 2))
    u, v = checks[:, 0], checks[:, 1]
    wanted = equal_area_xy(checks * half_m + middle, crs) - origin
    if not np.isfinite(wanted).all():
        return None
    is_close = False
    for series in _fitted(middle, half_m, origin, crs):
        found = Flat(middle, half_m, *map(_powers, series))
        if is_close:
            return found  # one degree to spare
        told = np.column_stack([polyval2d(u, v, axis) for axis in (found.x, found.y)])
        is_close = bool(np.abs(told - wanted).max() < CLOSE_M)
    return None


def _place(box: NDArray[np.float64]) -> tuple[tuple[float, float], float]:
    west, south, east, north = (float(side) for side in box)
    return ((west + east) / 2, (south + north) / 2), max(east - west, north - south, 100.0) * 0.501


def _fitted(
    middle: tuple[float, float], half_m: float, origin: NDArray[np.float64], crs: pyproj.CRS
) -> Iterator[tuple[NDArray[np.float64], ...]]:
    """Yield x and y as double Chebyshev series of rising degree.

    At Chebyshev's points sums of cosines are orthogonal, so that all of them come from one fit.
    """
    nodes = np.cos((np.arange(NODES) + 0.5) * np.pi / NODES)
    u, v = (axis.ravel() for axis in np.meshgrid(nodes, nodes, indexing="ij"))
    values = equal_area_xy(np.column_stack([u, v]) * half_m + middle, crs) - origin
    weights = np.where(np.arange(MOST_DEGREE + 1) == 0, 1.0, 2.0)[:, None] / NODES
    fit = chebyshev.chebvander(nodes, MOST_DEGREE).T * weights
    series = [fit @ values[:, axis].reshape(NODES, NODES) @ fit.T for axis in (0, 1)]
    for degree in range(3, MOST_DEGREE + 1):
        yield tuple(axis[: degree + 1, : degree + 1] for axis in series)


def _powers(series: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn a double Chebyshev series to powers, and leave out what is above its degree."""
    degree = len(series) - 1
    turn = _turn(degree)
    order = np.add.outer(np.arange(degree + 1), np.arange(degree + 1))
    kept = np.where(order <= degree, series, 0.0)
    return np.ascontiguousarray(np.where(order <= degree, turn.T @ kept @ turn, 0.0))


@cache
def _turn(degree: int) -> NDArray[np.float64]:
    """Give the powers in each Chebyshev polynomial, a row a polynomial."""
    turn = np.zeros((degree + 1, degree + 1))
    for at in range(degree + 1):
        turn[at, : at + 1] = chebyshev.cheb2poly(np.eye(degree + 1)[at])[: at + 1]
    return turn


@numba.njit(cache=True)
def flat_point(flat: Flat, px: float, py: float) -> tuple[float, float]:
    """Take one point to the plane that areas are taken in."""
    degree = flat.x.shape[0] - 1
    u = (px - flat.middle[0]) / flat.half_m
    v = (py - flat.middle[1]) / flat.half_m
    x = y = 0.0
    for i in range(degree, -1, -1):
        row_x, row_y = flat.x[i, degree - i], flat.y[i, degree - i]
        for j in range(degree - i - 1, -1, -1):
            row_x, row_y = row_x * v + flat.x[i, j], row_y * v + flat.y[i, j]
        x, y = x * u + row_x, y * u + row_y
    return x, y


@numba.njit(cache=True)
def swept(
    flat: Flat, origin: tuple[float, float], a: tuple[float, float], b: tuple[float, float]
) -> float:
    """Give twice the area that a straight edge sweeps, seen from a flat point.

    The edge is split in the working plane where it is longer than the survey's rule allows.
    """
    x0, y0 = flat_point(flat, a[0], a[1])
    x0, y0 = x0 - origin[0], y0 - origin[1]
    dx, dy = b[0] - a[0], b[1] - a[1]
    count = int(np.ceil(np.hypot(dx, dy) / LONGEST_EDGE_M))
    twice = 0.0
    for at in range(1, count + 1):
        share = at / count
        x1, y1 = flat_point(flat, a[0] + share * dx, a[1] + share * dy)
        x1, y1 = x1 - origin[0], y1 - origin[1]
        twice += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    return twice


@numba.njit(cache=True)
def swept_along(
    flat: Flat, origin: tuple[float, float], xy: NDArray[np.float64], first: int, last: int
) -> float:
    """Give twice the area that edges sweep, from one vertex to another."""
    twice = 0.0
    x0 = y0 = 0.0
    for k in range(first, last + 1):
        x1, y1 = flat_point(flat, xy[k, 0], xy[k, 1])
        x1, y1 = x1 - origin[0], y1 - origin[1]
        if k > first:
            dx, dy = xy[k, 0] - xy[k - 1, 0], xy[k, 1] - xy[k - 1, 1]
            if dx * dx + dy * dy > LONGEST_EDGE_M * LONGEST_EDGE_M:
                a, b = (xy[k - 1, 0], xy[k - 1, 1]), (xy[k, 0], xy[k, 1])
                twice += swept(flat, origin, a, b)
            else:
                twice += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    return twice
