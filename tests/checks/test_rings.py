from __future__ import annotations

import numpy as np
import shapely

from tests.drawing import rectangle
from zoneland.checks.rings import rings_of

ONE = rectangle(0, 0, 90, 90)
HOLED = ONE.difference(rectangle(10, 10, 5, 5)).difference(rectangle(40, 40, 5, 5))
MANY = shapely.MultiPolygon([rectangle(100, 0, 9, 9), HOLED])


def test_every_ring_closes_and_has_its_own_corners() -> None:
    shapes = np.array([ONE, HOLED, None, MANY, shapely.Polygon(), ONE], dtype=object)
    rings = rings_of(shapes)
    assert np.diff(rings.shape).tolist() == [1, 3, 0, 4, 0, 1]
    assert rings.is_shell.tolist() == [True, True, False, False, True, True, False, False, True]
    drawn = [
        ring
        for shape in (ONE, HOLED, *MANY.geoms, ONE)
        for ring in (shape.exterior, *shape.interiors)
    ]
    assert len(drawn) == len(rings.ring) - 1
    for at, ring in enumerate(drawn):
        found = rings.xy[rings.ring[at] : rings.ring[at + 1]]
        assert found.tolist() == shapely.get_coordinates(ring).tolist()


def test_what_is_nothing_has_no_rings() -> None:
    for shapes in ([], [None, shapely.Polygon(), shapely.MultiPolygon()]):
        rings = rings_of(np.array(shapes, dtype=object))
        assert (len(rings.xy), rings.ring.tolist()) == (0, [0])
        assert rings.shape.tolist() == [0] * (len(shapes) + 1)
