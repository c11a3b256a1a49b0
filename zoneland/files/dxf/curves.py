"""Lines of a drawing as corners: arcs, circles, ellipses and splines cut into short chords.

An arc keeps its own end points, and chords are so short that they leave the curve by 0.1 mm at
most and lose less than a millionth of the area under it.
"""

from __future__ import annotations

import cmath
import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from ezdxf.math import Vec3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ezdxf.entities.circle import Circle
    from ezdxf.entities.dxfentity import DXFEntity
    from ezdxf.entities.ellipse import Ellipse
    from ezdxf.entities.lwpolyline import LWPolyline
    from ezdxf.entities.polyline import Polyline
    from ezdxf.entities.spline import Spline

CHORD_M: Final = 0.000_1
CHORD_RADIANS: Final = 0.002_4
"""Chords of this angle lose angle² / 6 of a sector, just below a millionth."""
MOST_CHORDS: Final = 20_000
"""Of one arc; on an arc so large this many keep within the millionth, not the 0.1 mm."""
MOST_CORNERS: Final = 200_000
"""Of one spline; a damaged one would go on for ever."""
LEAST_CHORDS: Final = 8
TURN: Final = 2 * math.pi
ANGLE_NOISE: Final = 1e-9
CONTROL_POINT: Final = 16
"""Flag of corners that only steer a polyline fitted as a spline, and are not on it."""


class Curve(NamedTuple):
    """A line of a drawing, in the coordinates it was drawn in."""

    points: Sequence[Vec3]
    is_closed: bool
    """By its own word: a flag, or the kind of line."""
    is_curved: bool


def curve_of(entity: DXFEntity, *, scale: float) -> Curve | None:
    """Give a line's corners; None for what is no line that could close.

    Parameters
    ----------
    entity
        Of any kind.
    scale
        How much larger it is shown than drawn, in a block.

    Raises
    ------
    ValueError, ArithmeticError, TypeError, LookupError, RuntimeError
        By ezdxf or here, for lines that cannot be drawn.
    """
    draw = LINES.get(entity.dxftype())
    return None if draw is None else draw(entity, CHORD_M / scale)


def _lwpolyline(line: LWPolyline, chord: float) -> Curve:
    corners = [(complex(x, y), bulge) for x, y, bulge in line.get_points("xyb")]
    flat = _with_arcs(corners, chord, is_closed=line.closed)
    height = line.dxf.elevation
    points = list(line.ocs().points_to_wcs(Vec3(at.real, at.imag, height) for at in flat))
    return Curve(points, line.closed, len(flat) > len(corners))


def _polyline(line: Polyline, chord: float) -> Curve | None:
    """Give the corners of an old polyline; None for a mesh, which is the same kind of entity."""
    vertices = [vertex for vertex in line.vertices if not vertex.dxf.flags & CONTROL_POINT]
    if line.is_3d_polyline:
        return Curve([vertex.dxf.location for vertex in vertices], line.is_closed, False)
    if not line.is_2d_polyline:
        return None
    places = [vertex.dxf.location for vertex in vertices]
    bulges = [vertex.dxf.get("bulge", 0.0) for vertex in vertices]
    corners = [(complex(at.x, at.y), bulge) for at, bulge in zip(places, bulges, strict=True)]
    flat = _with_arcs(corners, chord, is_closed=line.is_closed)
    height = Vec3(line.dxf.elevation).z
    points = list(line.ocs().points_to_wcs(Vec3(at.real, at.imag, height) for at in flat))
    return Curve(points, line.is_closed, len(flat) > len(corners))


def _circle(circle: Circle, chord: float) -> Curve:
    center, radius = Vec3(circle.dxf.center), abs(circle.dxf.radius)
    count = _chords(TURN, radius, chord)
    around = (center + Vec3.from_angle(TURN * at / count, radius) for at in range(count))
    return Curve(list(circle.ocs().points_to_wcs(around)), True, True)


def _ellipse(ellipse: Ellipse, chord: float) -> Curve:
    center, major = Vec3(ellipse.dxf.center), Vec3(ellipse.dxf.major_axis)
    minor = ellipse.minor_axis
    start, end = ellipse.dxf.start_param, ellipse.dxf.end_param
    sweep = (end - start) % TURN
    is_whole = min(sweep, TURN - sweep) < ANGLE_NOISE
    sweep = TURN if is_whole else sweep
    count = _chords(sweep, major.magnitude, chord)
    angles = (start + sweep * at / count for at in range(count + (not is_whole)))
    points = [center + major * math.cos(angle) + minor * math.sin(angle) for angle in angles]
    return Curve(points, is_whole, True)


def _spline(spline: Spline, chord: float) -> Curve:
    """Cut a spline, ever finer, between the knots where it is defined.

    A closed spline has knots beyond its ends, where ezdxf's own way runs off to the origin.
    """
    tool = spline.construction_tool()
    knots = np.array(tool.knots(), dtype=float)
    knots = np.unique(knots[tool.degree : len(knots) - tool.degree])
    count = LEAST_CHORDS
    while count * len(knots) <= MOST_CORNERS:
        steps = np.linspace(0, 1, count, endpoint=False)
        spans = (knots[:-1, None] + np.diff(knots)[:, None] * steps).ravel()
        points = list(tool.points([*spans.tolist(), float(knots[-1])]))
        if _is_fine(points, chord):
            return Curve(points, bool(spline.closed), True)
        count *= 2
    raise ValueError(f"> {MOST_CORNERS:,}")


def _is_fine(points: Sequence[Vec3], chord: float) -> bool:
    """Tell whether every second point could be left out, and the rest were fine enough."""
    xyz = np.array([point.xyz for point in points])
    halves = (xyz[:-2:2] + xyz[2::2]) / 2
    return bool((np.linalg.norm(xyz[1:-1:2] - halves, axis=1) <= chord).all())


LINES: Final[dict[str, Callable[[Any, float], Curve | None]]] = {
    "LWPOLYLINE": _lwpolyline,
    "POLYLINE": _polyline,
    "CIRCLE": _circle,
    "ELLIPSE": _ellipse,
    "SPLINE": _spline,
}


def _with_arcs(
    corners: Sequence[tuple[complex, float]], chord: float, *, is_closed: bool
) -> list[complex]:
    ends = [at for at, _ in corners[1:]]
    if is_closed and corners:
        ends.append(corners[0][0])
    flat: list[complex] = []
    for (start, bulge), end in zip(corners, ends, strict=False):  # an open line's end starts none
        flat.append(start)
        flat.extend(_arc(start, end, bulge, chord))
    return flat if is_closed else [*flat, *(at for at, _ in corners[-1:])]


def _arc(start: complex, end: complex, bulge: float, chord: float) -> Iterator[complex]:
    """Give the points of an arc between its ends.

    Parameters
    ----------
    start, end
        Of the arc.
    bulge
        The tangent of a quarter of its angle; positive where it turns to the left.
    chord
        How far chords may leave the arc.

    Examples
    --------
    Half a circle of 1 m, its lowest point half way.

    >>> points = list(_arc(-1, 1, 1.0, 0.01))
    >>> round(min(point.imag for point in points), 5)
    -1.0
    """
    if bulge == 0 or start == end:
        return
    angle = 4 * math.atan(bulge)
    center = (start + end) / 2 + 1j * (end - start) * (1 / bulge - bulge) / 4
    arm = start - center
    count = _chords(abs(angle), abs(arm), chord)
    for at in range(1, count):
        yield center + arm * cmath.rect(1.0, angle * at / count)


def _chords(angle: float, radius: float, chord: float) -> int:
    """Say how many chords an arc takes.

    Examples
    --------
    A full circle of 50 m; 1 m of an arc of 100 km, which is as good as straight.

    >>> _chords(TURN, 50, CHORD_M), _chords(1e-5, 100_000, CHORD_M)
    (2618, 1)
    """
    if not math.isfinite(angle * radius):
        raise ValueError(f"{radius}")
    sagitta = min(chord / radius, 1.0) if radius else 1.0
    least = angle / CHORD_RADIANS if angle * radius * angle / 8 > chord else 1
    return max(
        1, math.ceil(least), min(math.ceil(angle / (2 * math.acos(1 - sagitta))), MOST_CHORDS)
    )
