from __future__ import annotations

import numpy as np
import pytest
import shapely

from zoneland.report.plates.ground import north_of, window_around
from zoneland.report.plates.sheet import is_empty


def test_the_window_shows_all_of_the_zone_at_one_scale_in_both_directions() -> None:
    window = window_around((0, 0, 2_120, 500), (1, 1, 11, 6), "EPSG:4526")
    west, south, east, north = window.bounds
    assert (west, east) == pytest.approx((-127.2, 2_247.2))
    assert (north - south) / (east - west) == pytest.approx(5 / 10)
    corners = window.on_paper(np.array([[west, south], [east, north]], dtype=float))
    assert corners.tolist() == [pytest.approx([1, 1]), pytest.approx([11, 6])]


def test_a_hole_stays_a_hole_however_its_rings_turn() -> None:
    window = window_around((0, 0, 100, 100), (0, 0, 10, 10), "EPSG:4526")
    hole = [(20, 20), (20, 40), (40, 40), (40, 20)]
    for ring in (hole, hole[::-1]):
        shape = shapely.Polygon([(0, 0), (100, 0), (100, 100), (0, 100)], [ring])
        polygons = window.path([shape]).to_polygons()
        areas = [signed_area(part) for part in polygons]
        assert sorted(np.sign(areas)) == [-1, 1]


def signed_area(ring: np.ndarray) -> float:
    x, y = ring.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def test_lines_points_and_gaps_are_no_ground() -> None:
    window = window_around((0, 0, 1, 1), (0, 0, 1, 1), "EPSG:4526")
    assert is_empty(window.path([None, shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)])]))


@pytest.mark.parametrize(("lon", "turn"), [(113.0, 0.57), (114.0, 0.0), (115.0, -0.57)])
def test_true_north_leans_to_the_central_meridian(lon: float, turn: float) -> None:
    """At 34.7°N the meridians close in by sin(34.7°) = 0.57 of their difference in longitude."""
    easting = 500_000 + (lon - 114) * 91_700
    window = window_around((easting, 3_841_000, easting, 3_841_000), (0, 0, 1, 1), "EPSG:4547")
    assert north_of(window) == pytest.approx(turn, abs=0.01)
