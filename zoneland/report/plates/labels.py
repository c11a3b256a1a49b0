"""Placing names on a map so that none covers another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoneland.report.plates.ground import Bounds

DIRECTIONS: Final = 16
REACHES_CM: Final = (0.08, 0.2, 0.4, 0.65, 0.9)
"""How far from its zone a name may stand, nearest first; farther away nobody would know whose."""
LEAST_HOLD: Final = 0.4
"""Part of a name's width that a zone must have to carry it in its middle."""
APART_CM: Final = 0.05
"""Between two names."""
CLEAR_CM: Final = 0.12
NOWHERE: Final = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be placed."""

    anchor: tuple[float, float]
    """A point inside what it names, in centimetres."""
    bounds: Bounds
    """West, south, east and north of what it names, in centimetres."""
    width_cm: float
    height_cm: float


def place_labels(
    labels: Sequence[Label], place: Bounds, *, taken: list[Bounds], may_cover: bool = False
) -> list[Bounds]:
    """Find a free place for each name, in their order; nowhere is told by an empty box.

    Parameters
    ----------
    labels
        The names.
    place
        Where they may stand: left, bottom, right and top.
    taken
        Where something stands already; the places found are added to it.
    may_cover
        Whether a name may stand on what another names.

    Returns
    -------
    list
        A box a name: left, bottom, right and top; all zero where there was no room.

    Examples
    --------
    Two zones on end: the first name is put on its zone, the second, as wide as the map, finds
    no room.

    >>> label = Label((5, 5), (4, 4, 6, 6), 1, 0.4)
    >>> wide = Label((5, 8), (4, 7, 6, 9), 11, 0.4)
    >>> for box in place_labels([label, wide], (0, 0, 10, 10), taken=[]):
    ...     print([round(side, 2) for side in box])
    [4.5, 4.8, 5.5, 5.2]
    [0.0, 0.0, 0.0, 0.0]
    """
    found = []
    for number, label in enumerate(labels):
        others = [_wider(other.bounds) for at, other in enumerate(labels) if at != number]
        others = [] if may_cover else others
        free = (box for box in _candidates(label) if _is_free(box, place, [*taken, *others]))
        box = next(free, NOWHERE)
        found.append(box)
        if any(box):
            taken.append(box)
    return found


def _wider(bounds: Bounds) -> Bounds:
    """Add the room by which a name stands clear of what it does not name."""
    west, south, east, north = bounds
    return (west - CLEAR_CM, south - CLEAR_CM, east + CLEAR_CM, north + CLEAR_CM)


def _candidates(label: Label) -> Iterator[Bounds]:
    """Try the middle first, then round about, ever farther."""
    (x, y), (west, south, east, north) = label.anchor, label.bounds
    half_width, half_height = label.width_cm / 2, label.height_cm / 2
    if east - west >= LEAST_HOLD * label.width_cm and north - south >= 2 * label.height_cm:
        yield (x - half_width, y - half_height, x + half_width, y + half_height)
    for reach in REACHES_CM:
        for step in range(DIRECTIONS):
            turn = math.pi / 2 - _alternating(step) * 2 * math.pi / DIRECTIONS
            dx, dy = math.cos(turn), math.sin(turn)
            across = x + dx * reach + max(0, dx) * (east - x) + min(0, dx) * (x - west)
            up = y + dy * reach + max(0, dy) * (north - y) + min(0, dy) * (y - south)
            left = across - half_width * (1 - dx)
            low = up - half_height * (1 - dy)
            yield (left, low, left + label.width_cm, low + label.height_cm)


def _alternating(step: int) -> int:
    """Turn 0, 1, 2, 3, 4 into 0, 1, -1, 2, -2: from straight above to both sides."""
    return (step + 1) // 2 * (1 if step % 2 else -1)


def _is_free(box: Bounds, place: Bounds, taken: Sequence[Bounds]) -> bool:
    left, bottom, right, top = box
    if left < place[0] or bottom < place[1] or right > place[2] or top > place[3]:
        return False
    if not taken:
        return True
    others = np.asarray(taken)
    clear = (
        (others[:, 2] + APART_CM <= left)
        | (others[:, 0] - APART_CM >= right)
        | (others[:, 3] + APART_CM <= bottom)
        | (others[:, 1] - APART_CM >= top)
    )
    return bool(clear.all())


def leader(box: Bounds, label: Label) -> tuple[tuple[float, float], ...]:
    """Give the line from a name to what it names; none where the name stands on it.

    Examples
    --------
    >>> leader((4, 6, 6, 7), Label((5, 5), (4.8, 4.8, 5.2, 5.2), 2, 1))
    ((5.0, 6.0), (5, 5))
    >>> leader((4, 4, 6, 6), Label((5, 5), (4.8, 4.8, 5.2, 5.2), 2, 2))
    ()
    """
    anchor = shapely.Point(label.anchor)
    name = shapely.box(*box)
    if name.intersects(anchor):
        return ()
    line = shapely.shortest_line(name, anchor)
    x, y = line.coords[0]
    return ((x, y), label.anchor)
