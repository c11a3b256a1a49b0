from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.drawing import EAST, NORTH, rectangle
from zoneland.checks.ground import MOST_TOLD
from zoneland.checks.oddities import oddities

GOOD = rectangle(EAST, NORTH, 10, 10)


def told(*shapes: shapely.Geometry) -> list[tuple[str, str]]:
    problems = oddities(np.array(shapes), np.arange(len(shapes)) + 1, "x")
    return [(problem.code, problem.where) for problem in problems]


@pytest.mark.parametrize(
    ("width", "height", "codes"),
    [
        (10, 10, []),
        (0.05, 0.09, ["ZL223"]),  # 0.0045 m²
        (0.05, 0.11, ["ZL228"]),  # 0.0055 m²
        (0.9, 1.1, ["ZL228"]),  # 0.99 m²
        (1, 1, []),
        (0.19, 100, ["ZL227"]),
        (0.21, 100, []),  # mean width 0.2096 m
        (0.0001, 30, ["ZL223"]),  # without area, and not told again as tiny or narrow
    ],
)
def test_a_shape_is_told_once_for_its_size(width: float, height: float, codes: list[str]) -> None:
    shape = rectangle(EAST, NORTH, width, height)
    assert told(GOOD, shape) == [(code, "x #2") for code in codes]


def test_each_has_its_spot() -> None:
    spike = shapely.Polygon([(0, 0), (10, 0), (10, 5), (30, 5.05), (10, 5.1), (10, 10), (0, 10)])
    twice = shapely.Polygon([(0, 0), (10, 0), (10, 0), (10, 0), (10, 10)])
    shapes = [rectangle(0, 0, 0.01, 0.01), rectangle(5, 5, 0.5, 1), rectangle(0, 0, 0.1, 50)]
    problems = oddities(np.array([*shapes, spike, twice]), np.arange(5) + 1, "x")
    assert [(it.code, it.where) for it in problems] == [
        ("ZL223", "x #1"),
        ("ZL228", "x #2"),
        ("ZL227", "x #3"),
        ("ZL225", "x #5"),
        ("ZL226", "x #4"),
    ]
    assert [it.point for it in problems[3:]] == [(10, 0), (30, 5.05)]
    assert problems[3].values["count"] == 2
    assert all(shape.covers(shapely.Point(it.point)) for shape, it in zip(shapes, problems[:3]))  # noqa: B905  the first three
    assert all("{" not in it.line(lang) for it in problems for lang in ("zh", "en"))


def test_beyond_a_thousand_of_a_kind_the_rest_is_counted() -> None:
    problems = oddities(
        np.full(MOST_TOLD + 234, rectangle(0, 0, 0.5, 0.5)), np.arange(MOST_TOLD + 234) + 1, "x y"
    )
    assert [it.code for it in problems] == ["ZL228"] * MOST_TOLD + ["ZL249"]
    last = problems[-1]
    assert (last.where, last.values["count"], last.values["code"]) == ("x y", "1,234", "ZL228")
