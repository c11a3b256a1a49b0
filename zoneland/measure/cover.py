"""Double cover: parcels that claim the same ground, counted once or set apart as contested."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneland.measure.pieces import polygons_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

INTERIORS_MEET = "T********"

Claims = frozenset[int]
"""The classes, by number, that claim a piece of ground."""


def overlapping_pairs(land: NDArray[np.object_]) -> NDArray[np.intp]:
    """Find the pairs of polygons whose interiors meet; neighbours that touch do not.

    Parameters
    ----------
    land
        Valid polygons.

    Returns
    -------
    ndarray
        Shape (n, 2): positions, the smaller first.

    Examples
    --------
    >>> land = np.array([shapely.box(0, 0, 2, 1), shapely.box(2, 0, 4, 1), shapely.box(1, 0, 3, 1)])
    >>> overlapping_pairs(land).tolist()
    [[0, 2], [1, 2]]
    """
    suspects = _suspects(land)
    which, other = shapely.STRtree(land).query(land[suspects], predicate="intersects")
    one = suspects[which]
    pairs = np.unique(np.sort(np.column_stack([one, other])[one != other], axis=1), axis=0)
    meet = shapely.relate_pattern(land[pairs[:, 0]], land[pairs[:, 1]], INTERIORS_MEET)
    return np.asarray(pairs[meet], dtype=np.intp)


def _suspects(land: NDArray[np.object_]) -> NDArray[np.intp]:
    """Leave out what a clean coverage clears at once: most parcels of a good survey.

    GEOS tells which edges break the coverage, about ten times faster than testing every pair
    of neighbours. Of two that overlap it names at least one: not the larger if it holds the
    other inside, so its partners are looked for among all.
    """
    edges = shapely.coverage_invalid_edges(land)
    return np.flatnonzero(~shapely.is_empty(edges))


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
