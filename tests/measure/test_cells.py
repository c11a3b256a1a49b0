from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.measure.official_series import ring_m2, trapezoid_m2
from zoneland.core.cover import Grid
from zoneland.measure.cells import SIDE, nominal_cell_m2, tile_areas_m2

GEOGRAPHIC = pyproj.CRS(4490)
NEAR_114 = "EPSG:4547"
SERIES_REL = 1e-9
"""What the digits of coordinates leave of the area of a single small cell."""


def grid_at(west: float, north: float, step: float) -> Grid:
    return Grid(west, north, step, step, rows=1000, columns=1000, block=(64, 64))


def test_a_cell_on_the_central_meridian_is_as_drawn_and_one_beside_it_smaller() -> None:
    """A square kilometre 130 km east is 419.50 m² smaller: the survey's own figure."""
    crs = pyproj.CRS(NEAR_114)
    here = tile_areas_m2(grid_at(500_000, 3_851_000, 1000), crs, row=0, column=0)
    assert here[0, 0] == pytest.approx(999_999.99, abs=0.005)
    assert here[0, 130] == pytest.approx(999_580.50, abs=0.05)
    assert here[0, 1] > here[0, 50] > here[0, 130]  # column by column, not row by row


@settings(max_examples=60, deadline=None)
@given(
    st.floats(250_000, 750_000),
    st.floats(2_000_000, 5_900_000),
    st.sampled_from([10.0, 30.0, 70.0, 250.0]),
    st.integers(0, SIDE - 1),
    st.integers(0, SIDE - 1),
)
def test_any_cell_of_a_plane_has_the_area_of_the_official_series(
    west: float, north: float, step: float, row: int, column: int
) -> None:
    """Far from the central meridian too: 250 km is almost twice the zone's half width."""
    cells = tile_areas_m2(grid_at(west, north, step), pyproj.CRS(NEAR_114), row=0, column=0)
    x, y = west + step * column, north - step * (row + 1)
    ring = [(x, y), (x + step, y), (x + step, y + step), (x, y + step), (x, y)]
    official_m2 = ring_m2(ring, NEAR_114, 114.0)
    noise_m2 = 4e-9 * step  # coordinates of some 10⁶ m end at a nanometre
    assert cells[row, column] == pytest.approx(official_m2, rel=SERIES_REL, abs=10 * noise_m2)


def test_the_cells_of_a_tile_add_up_to_the_tile() -> None:
    grid = grid_at(630_000, 3_850_000, 10)
    cells = tile_areas_m2(grid, pyproj.CRS(NEAR_114), row=SIDE, column=0)
    x, y, reach = 630_000, 3_850_000 - 10 * SIDE, 10 * SIDE
    ring = [(x, y), (x + reach, y), (x + reach, y - reach), (x, y - reach), (x, y)]
    assert cells.sum() == pytest.approx(ring_m2(ring, NEAR_114, 114.0), abs=0.001)  # of 6.5 km²


@pytest.mark.parametrize("row", [0, 1, 599, 999])
def test_rows_of_a_geographic_raster_differ(row: int) -> None:
    """Cells of a tenth of a degree, from 54 degrees north to the south of the equator."""
    grid = grid_at(73.0, 54.0, 0.1)
    cells = tile_areas_m2(grid, GEOGRAPHIC, row=row, column=500)
    north = 54.0 - 0.1 * row
    official_m2 = trapezoid_m2(math.radians(north - 0.1), math.radians(north), math.radians(0.1))
    assert cells[0] == pytest.approx(np.full(SIDE, official_m2), rel=1e-11)


def test_a_row_beyond_the_pole_has_no_area() -> None:
    grid = Grid(-180.0, 90.25, 0.5, 0.5, rows=361, columns=720, block=(64, 64))
    cells = tile_areas_m2(grid, GEOGRAPHIC, row=0, column=0)
    half_row_m2 = trapezoid_m2(math.radians(89.75), math.radians(90), math.radians(0.5))
    assert cells[0, 0] == pytest.approx(half_row_m2, rel=1e-8)


def test_feet_are_told_from_metres() -> None:
    metres, feet = pyproj.CRS(26943), pyproj.CRS(2227)  # one plane of California, in both units
    foot_m = 1200 / 3937
    one = tile_areas_m2(grid_at(1.9e6, 6.5e5, 30.0), metres, row=0, column=0)
    other = tile_areas_m2(
        grid_at(1.9e6 / foot_m, 6.5e5 / foot_m, 30.0 / foot_m), feet, row=0, column=0
    )
    assert other == pytest.approx(one, rel=1e-8)
    assert nominal_cell_m2(grid_at(0, 0, 30.0 / foot_m), feet) == pytest.approx(900.0)


def test_an_equal_area_raster_has_cells_of_one_size() -> None:
    """The plane that national products at 30 m are made in."""
    albers = pyproj.CRS("+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=krass")
    cells = tile_areas_m2(grid_at(500_000, 4_000_000, 30), albers, row=0, column=0)
    assert cells == pytest.approx(np.full((SIDE, SIDE), 900.0), rel=1e-9)


def test_a_tile_that_no_polynomial_fits_is_quartered() -> None:
    """The earth as seen from afar, in cells of 40 km: steep at its rim, and nothing beyond."""
    radius_m = 6_371_007.181
    crs = pyproj.CRS(f"+proj=ortho +lat_0=0 +lon_0=105 +R={radius_m}")
    cells = tile_areas_m2(grid_at(0, 20_000, 40_000), crs, row=0, column=0)
    for column in (0, 50, 120):
        slant = math.sqrt(1 - ((column + 0.5) * 40_000 / radius_m) ** 2)
        assert cells[0, column] == pytest.approx(40_000**2 / slant, rel=1e-4)
    assert np.isfinite(cells).all()
    assert cells[0, 160] == 0.0  # 6,400 km from the middle of a disc of 6,371 km
