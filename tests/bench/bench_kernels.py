"""Micro-benchmarks of the kernels, run on request: ``pytest tests/bench/bench_kernels.py``.

The file's name keeps it out of the ordinary run; nothing here asserts a time. The ground is drawn
here: a fabric of parcels with bent edges, and zones over it, drawn freely or along parcel edges.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE
from zoneland.checks.overlaps import overlapping_pairs
from zoneland.checks.rings import rings_of
from zoneland.measure.ellipsoid import ellipsoid_area_m2
from zoneland.measure.shares import shares_by_cutting, shares_by_walking

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS: Final = 100
"""Parcels along a side of the fabric."""
SIDE_M: Final = 50.0
BENDS: Final = 8
"""Vertices along an edge of a parcel; 32 a parcel, as a survey has some 40."""


@cache
def fabric() -> NDArray[np.object_]:
    """Draw parcels that share every vertex of their bent edges."""
    corner = np.arange(ROWS * BENDS + 1) * (SIDE_M / BENDS)
    across, up = np.meshgrid(corner, corner)
    x = EAST + across + 2.0 * np.sin(up / 7.0)
    y = NORTH + up + 2.0 * np.sin(across / 5.0)
    along = np.arange(BENDS)
    column = np.concatenate([along, np.full(BENDS, BENDS), BENDS - along, np.zeros(BENDS, int)])
    row = np.concatenate([np.zeros(BENDS, int), along, np.full(BENDS, BENDS), BENDS - along])
    first = np.arange(ROWS) * BENDS
    rows = (first[:, None, None] + row).repeat(ROWS, axis=1)
    columns = (first[None, :, None] + column).repeat(ROWS, axis=0)
    return shapely.polygons(np.stack([x[rows, columns], y[rows, columns]], axis=-1)).ravel()


@cache
def zones(kind: str) -> NDArray[np.object_]:
    """Draw four zones of some 900 parcels each: circles, or the union of whole parcels."""
    middle = shapely.points(
        *np.meshgrid(*(at + ROWS * SIDE_M * np.array([0.25, 0.75]) for at in (EAST, NORTH)))
    ).ravel()
    circles = shapely.buffer(middle, 850.0, quad_segs=64)
    if kind == "free":
        return circles
    land = fabric()
    inside = [land[shapely.contains(circle, land)] for circle in circles]
    return np.array([shapely.coverage_union_all(parcels) for parcels in inside])


@pytest.mark.parametrize("kind", ["free", "snapped"])
@pytest.mark.parametrize("area", ["plane", "ellipsoid"])
@pytest.mark.parametrize("share", [shares_by_walking, shares_by_cutting])
def test_shares(benchmark: Any, share: Any, area: str, kind: str) -> None:
    found = benchmark(share, zones(kind), fabric(), area=area, crs=PLANE)
    assert found.area_m2.sum() == pytest.approx(shapely.area(zones(kind)).sum(), rel=1e-3)


def test_ellipsoid_area(benchmark: Any) -> None:
    found = benchmark(ellipsoid_area_m2, fabric(), PLANE)
    assert found.sum() == pytest.approx(shapely.area(fabric()).sum(), rel=1e-3)


def test_rings(benchmark: Any) -> None:
    rings_of(fabric())
    assert len(benchmark(rings_of, fabric()).xy) == ROWS**2 * (4 * BENDS + 1)


def test_overlapping_pairs(benchmark: Any) -> None:
    """One parcel in a hundred lies over its neighbours."""
    land = fabric().copy()
    land[::100] = shapely.buffer(land[::100], 1.0)
    assert len(benchmark(overlapping_pairs, land)) > ROWS
