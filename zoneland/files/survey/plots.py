"""From the lines of a plot to its shape, and what keeps it from having one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import Problem
from zoneland.files.survey.axes import place
from zoneland.files.survey.rings import Corner, is_drawable, outline, rings_of, shape_of
from zoneland.files.survey.stated import area_problems, count_problems, plot_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import shapely

    from zoneland.files.survey.grammar import HeadLine
    from zoneland.files.survey.scan import RawPlot

NOT_POLYGONS: Final = ("线", "点")


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with the places of its points."""

    head: HeadLine | None
    line: int
    corners: tuple[Corner, ...]
    misplaced: tuple[tuple[int, str], ...]
    """Points whose numbers are no northing and easting: line and pair."""


def placed(plot: RawPlot) -> Plot:
    """Tell northing from easting for each point of a plot."""
    corners, misplaced = [], []
    for point in plot.points:
        where = place(point.first, point.second)
        if where is None:
            misplaced.append((point.line, f"{point.first:.3f}, {point.second:.3f}"))
        else:
            corners.append(Corner(point.line, point.label, point.ring, where))
    line = plot.head.line if plot.head else plot.points[0].line
    return Plot(plot.head, line, tuple(corners), tuple(misplaced))


def drawn(plot: Plot, where: str) -> tuple[shapely.Geometry | None, list[Problem]]:
    """Draw a plot.

    Returns
    -------
    tuple
        Its polygon, and problems; None for a plot that cannot be drawn: ZL191 for lines and
        points, ZL192 for a ring of fewer than three points. ZL196 and ZL197 where the head
        states something else than was drawn.
    """
    at = f"{where}:{plot.line}"
    name = plot_name(plot.head)
    if plot.head and plot.head.kind in NOT_POLYGONS:
        return None, [Problem("ZL191", at, {"plot": name, "kind": plot.head.kind})]
    rings = rings_of(plot.corners)
    problems = list(_too_short(rings, name, where)) if rings else [_without_points(name, at)]
    problems += count_problems(plot.head, rings, at)
    if not rings or not all(map(is_drawable, rings)):
        return None, problems
    shape = shape_of([outline(ring) for ring in rings])
    if plot.head:
        problems += area_problems(plot.head, shape.area, at)
    return shape, problems


def _without_points(name: str, at: str) -> Problem:
    return Problem("ZL192", at, {"plot": name, "points": 0})


def _too_short(rings: Iterable[list[Corner]], name: str, where: str) -> Iterator[Problem]:
    for ring in rings:
        if not is_drawable(ring):
            points = len({corner.place.xy for corner in ring})
            yield Problem("ZL192", f"{where}:{ring[0].line}", {"plot": name, "points": points})
