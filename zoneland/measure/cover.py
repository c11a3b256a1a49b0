"""Double cover: parcels that claim the same ground, counted once or set apart as contested."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneland.checks.ground import polygons_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

Claims = frozenset[int]
"""The classes, by number, that claim a piece of ground."""


def groups(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Join pairs to groups that hang together.

    Examples
    --------
    >>> groups([(0, 2), (2, 5), (7, 8)])
    [[0, 2, 5], [7, 8]]
    """
    neighbours: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    seen: set[int] = set()
    found = []
    for start in sorted(neighbours):
        if start in seen:
            continue
        group, waiting = set(), [start]
        while waiting:
            node = waiting.pop()
            if node not in group:
                group.add(node)
                waiting.extend(neighbours[node] - group)
        seen |= group
        found.append(sorted(group))
    return found


def settle(
    geometries: NDArray[np.object_], classes: NDArray[np.intp]
) -> Iterator[tuple[BaseGeometry, Claims]]:
    """Divide ground that several parcels claim by who claims it.

    Parameters
    ----------
    geometries
        Valid polygons that overlap.
    classes
        Number of the class of each.

    Yields
    ------
    tuple
        Disjoint ground and the classes that claim it, together the union of all.

    Examples
    --------
    Two parcels of one class count once; where another class overlaps them, both claim.

    >>> shapes = [shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1), shapely.box(2, 0, 4, 1)]
    >>> for ground, claims in settle(np.array(shapes), np.array([0, 0, 1])):
    ...     print(sorted(claims), ground.area)
    [0, 1] 1.0
    [0] 2.0
    [1] 1.0
    """
    cells: list[tuple[BaseGeometry, Claims]] = []
    for number in dict.fromkeys(classes.tolist()):
        rest = shapely.union_all(geometries[classes == number])
        divided: list[tuple[BaseGeometry, Claims]] = []
        for ground, claims in cells:
            shared, alone = _split(ground, rest)
            divided += [(shared, claims | {number}), (alone, claims)]
            rest = _only_polygons(shapely.difference(rest, ground))
        cells = [cell for cell in [*divided, (rest, frozenset({number}))] if cell[0].area > 0]
    yield from cells


def _split(ground: BaseGeometry, claim: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Divide ground into what a claim takes and what it leaves."""
    return (
        _only_polygons(shapely.intersection(ground, claim)),
        _only_polygons(shapely.difference(ground, claim)),
    )


def _only_polygons(geometry: BaseGeometry) -> BaseGeometry:
    cleaned: BaseGeometry = polygons_of(np.array([geometry], dtype=object))[0]
    return cleaned
