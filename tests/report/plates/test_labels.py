from __future__ import annotations

from itertools import combinations

import shapely

from zoneland.report.plates.labels import Label, place_labels

PLACE = (0.0, 0.0, 12.0, 8.0)


def spread(count: int, *, apart: float, size: float = 0.3) -> list[Label]:
    """Zones in a grid, five a row, each with a name 2 cm wide."""
    labels = []
    for number in range(count):
        x, y = 2 + apart * (number % 5), 2 + apart * (number // 5)
        bounds = (x - size / 2, y - size / 2, x + size / 2, y + size / 2)
        labels.append(Label((x, y), bounds, 2.0, 0.32))
    return labels


def test_names_do_not_cover_each_other_nor_leave_the_map() -> None:
    boxes = [box for box in place_labels(spread(20, apart=0.5), PLACE, taken=[]) if any(box)]
    assert len(boxes) >= 12
    for first, second in combinations(boxes, 2):
        assert shapely.box(*first).disjoint(shapely.box(*second))
    assert all(shapely.box(*PLACE).covers(shapely.box(*box)) for box in boxes)


def test_where_there_is_room_every_name_stands_on_its_zone() -> None:
    labels = spread(4, apart=2.4, size=2.1)
    for label, box in zip(labels, place_labels(labels, PLACE, taken=[]), strict=True):
        assert shapely.box(*box).centroid.equals_exact(shapely.Point(label.anchor), 1e-9)


def test_a_name_stands_beside_its_zone_rather_than_on_another() -> None:
    labels = spread(2, apart=1.0, size=0.8)
    first, second = place_labels(labels, PLACE, taken=[])
    assert not shapely.box(*first).intersects(shapely.box(*labels[1].bounds))
    assert not shapely.box(*second).intersects(shapely.box(*labels[0].bounds))


def test_a_taken_place_is_kept_free() -> None:
    label = Label((5, 5), (4, 4, 6, 6), 2.0, 0.32)
    taken = [(4.5, 4.5, 5.5, 5.5)]
    box = place_labels([label], PLACE, taken=taken)[0]
    assert any(box)
    assert not shapely.box(*box).intersects(shapely.box(4.5, 4.5, 5.5, 5.5))
    assert taken[-1] == box
