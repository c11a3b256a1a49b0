"""Which side of an edge a point is on, exactly, and never neither.

Where a point lies on an edge, the zone is thought to be moved by (ε, ε²) with ε as small as one
likes ("simulation of simplicity", Edelsbrunner and Mücke 1990). So shared vertices, shared edges
and corners on edges need no case of their own, and parcel and zone always agree about a crossing.
The ground that moves is less than any area.
"""

from __future__ import annotations

from typing import Final

import numba

FILTER: Final = 3.3306690738754716e-16
"""Shewchuk's bound for the plain determinant: beyond it the sign is right."""
SPLITTER: Final = 134217729.0
"""2²⁷ + 1: halves a double's digits."""


@numba.njit(cache=True)
def _two_product(a: float, b: float) -> tuple[float, float]:
    """Give a product and what rounding took from it (Dekker)."""
    product = a * b
    c = SPLITTER * a
    a_high = c - (c - a)
    a_low = a - a_high
    c = SPLITTER * b
    b_high = c - (c - b)
    b_low = b - b_high
    return product, a_low * b_low - (
        ((product - a_high * b_high) - a_low * b_high) - a_high * b_low
    )


@numba.njit(cache=True)
def _two_difference(a: float, b: float) -> tuple[float, float]:
    """Give a difference and what rounding took from it (Knuth)."""
    difference = a - b
    b_virtual = a - difference
    a_virtual = difference + b_virtual
    return difference, (a - a_virtual) + (b_virtual - b)


@numba.njit(cache=True)
def _twice(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> float:
    """Give the determinant, right in sign where differences of coordinates are exact.

    They are so on the steps of `zoneland.measure.walk.rings.steps_of`. What is left of the
    products then comes to its sum without loss.
    """
    ux, ux_low = _two_difference(bx, ax)
    uy, uy_low = _two_difference(by, ay)
    vx, vx_low = _two_difference(cx, ax)
    vy, vy_low = _two_difference(cy, ay)
    p, p_low = _two_product(ux, vy)
    q, q_low = _two_product(uy, vx)
    p_low += ux * vy_low + ux_low * vy
    q_low += uy * vx_low + uy_low * vx
    high, low = _two_difference(p, q)
    rest, rest_low = _two_difference(p_low, q_low)
    total, total_low = _two_difference(high, -rest)
    return total + (total_low + (low + rest_low))


@numba.njit(cache=True)
def cross(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> float:
    """Give twice the area of the triangle a, b, c: above zero where c lies left of a to b.

    Right in sign, and close in size however thin the triangle is.

    Examples
    --------
    >>> cross(0.0, 0.0, 2.0, 0.0, 1.0, 3.0), cross(0.1, 0.1, 0.3, 0.3, 0.2, 0.2)
    (6.0, 0.0)
    """
    p = (bx - ax) * (cy - ay)
    q = (by - ay) * (cx - ax)
    plain = p - q
    if abs(plain) > FILTER * (abs(p) + abs(q)):
        return plain
    if (cx == ax and cy == ay) or (cx == bx and cy == by):
        return 0.0  # corners that are shared, most of what gets here
    return _twice(ax, ay, bx, by, cx, cy)


@numba.njit(cache=True)
def is_left_of_zone_edge(value: float, ux: float, uy: float) -> bool:
    """Tell whether a point lies left of a moved zone edge.

    Parameters
    ----------
    value
        `cross` of the edge and the point.
    ux, uy
        The edge's direction.
    """
    if value != 0.0:
        return value > 0.0
    return uy > 0.0 if uy != 0.0 else ux < 0.0


@numba.njit(cache=True)
def is_left_of_parcel_edge(value: float, ux: float, uy: float) -> bool:
    """Tell whether a moved zone's point lies left of a parcel edge."""
    if value != 0.0:
        return value > 0.0
    return uy < 0.0 if uy != 0.0 else ux > 0.0
