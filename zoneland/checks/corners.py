"""Corners: vertices drawn twice, and spikes, ring by ring."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.checks.ground import TOLERANCE_M
from zoneland.checks.rings import rings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPIKE_DEGREES: Final = 1.0
"""A boundary that turns back on itself by less than this is a slip of the pen."""
SPIKE_ARM_M: Final = 0.5
"""Both sides of a spike are at least so long; shorter ones are a curve's fine drawing."""
NEARLY: Final = 1.001
"""Lengths are first compared by their squares, a little generously."""
_BATCH: Final = 10_000
"""Shapes at a time: a county's corners at once would take half a gigabyte, and memory that is
used again and again is quicker than new memory."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Spots on shapes."""

    owner: NDArray[np.intp]
    """Which of the given shapes each lies on, ascending."""
    xy: NDArray[np.float64]
    """Easting and northing."""

    def __len__(self) -> int:
        return len(self.owner)


def odd_corners(shapes: NDArray[np.object_]) -> tuple[Spots, Spots]:
    """Find the vertices that stand twice, and the spikes.

    Where a ring begins and which way it runs makes no difference: it has neither.

    Parameters
    ----------
    shapes
        Valid polygons or multi-polygons.

    Returns
    -------
    tuple
        Vertices less than `zoneland.checks.ground.TOLERANCE_M` from the one before them; and
        vertices where the ring turns back by less than `SPIKE_DEGREES`, both sides longer than
        `SPIKE_ARM_M`.

    Examples
    --------
    A corner drawn twice, and a needle of 10 m that is 1 cm wide at its foot.

    >>> import shapely
    >>> square = shapely.Polygon([(0, 0), (4, 0), (4, 0), (4, 2), (14, 2.005), (4, 2.01), (0, 4)])
    >>> twice, spikes = odd_corners(np.array([shapely.box(0, 0, 1, 1), square]))
    >>> twice.owner.tolist(), twice.xy.tolist()
    ([1], [[4.0, 0.0]])
    >>> spikes.owner.tolist(), spikes.xy.tolist()
    ([1], [[14.0, 2.005]])
    """
    found = [
        _odd_corners(shapes[start : start + _BATCH], start)
        for start in range(0, max(len(shapes), 1), _BATCH)
    ]
    return _joined([twice for twice, _ in found]), _joined([spikes for _, spikes in found])


def _joined(spots: list[Spots]) -> Spots:
    owner = np.concatenate([some.owner for some in spots])
    return Spots(owner, np.concatenate([some.xy for some in spots]))


def _odd_corners(shapes: NDArray[np.object_], start: int) -> tuple[Spots, Spots]:
    rings = rings_of(shapes)
    owner = start + np.repeat(np.arange(len(shapes)), np.diff(rings.shape))
    twice = _short(rings.xy, rings.ring)
    xy, ring = rings.xy, rings.ring
    if len(twice):
        xy, ring = _without(twice, xy, ring)
    spikes = _turning_back(xy, ring)
    return (
        Spots(owner[_ring_at(twice, rings.ring)], rings.xy[twice]),
        Spots(owner[_ring_at(spikes, ring)], xy[spikes]),
    )


def _ring_at(vertices: NDArray[np.intp], ring: NDArray[np.int64]) -> NDArray[np.intp]:
    return np.searchsorted(ring, vertices, side="right") - 1


def _steps(xy: NDArray[np.float64], ring: NDArray[np.int64]) -> tuple[NDArray[np.float64], ...]:
    """Give the step from each vertex to the next; that of a ring's last goes on to its second."""
    first, last = ring[:-1], ring[1:] - 1
    found = []
    for along in (xy[:, 0], xy[:, 1]):
        step = np.empty(len(along))
        np.subtract(along[1:], along[:-1], out=step[:-1])
        has_next = last > first
        step[last[has_next]] = step[first[has_next]]
        found.append(step)
    return tuple(found)


def _named_once(vertices: NDArray[np.intp], ring: NDArray[np.int64]) -> NDArray[np.intp]:
    """Name a ring's first vertex by where it begins, though it is found where it closes."""
    at = _ring_at(vertices, ring)
    is_last = vertices == ring[at + 1] - 1
    return np.sort(np.where(is_last, ring[at], vertices))


def _short(xy: NDArray[np.float64], ring: NDArray[np.int64]) -> NDArray[np.intp]:
    """Find the vertices that stand where the one before them does."""
    dx, dy = _steps(xy, ring)
    dx *= dx
    dy *= dy
    dx += dy
    dx[ring[1:] - 1] = np.inf
    near = np.flatnonzero(dx < (NEARLY * TOLERANCE_M) ** 2)
    is_short = np.hypot(*(xy[near + 1] - xy[near]).T) < TOLERANCE_M
    return _named_once(near[is_short] + 1, ring)


def _without(
    twice: NDArray[np.intp], xy: NDArray[np.float64], ring: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Leave out vertices and close the rings again; of a ring that has no other nothing is left."""
    is_kept = np.ones(len(xy), dtype=bool)
    is_kept[twice] = False
    is_kept[ring[1:] - 1] = False
    kept = np.flatnonzero(is_kept)
    size = np.bincount(_ring_at(kept, ring), minlength=len(ring) - 1)
    ends = np.cumsum(size)
    some = size > 0
    closed = np.insert(kept, ends[some], kept[(ends - size)[some]])
    return xy[closed], np.concatenate([[0], np.cumsum(size + some)])


def _turning_back(xy: NDArray[np.float64], ring: NDArray[np.int64]) -> NDArray[np.intp]:
    """Find the vertices where a ring turns back on itself, both sides long enough."""
    dx, dy = _steps(xy, ring)
    onward = dx[:-1] * dx[1:]
    onward += dy[:-1] * dy[1:]
    at = np.flatnonzero(onward < 0) + 1  # the few corners that are sharper than a right angle
    at = at[~np.isin(at, ring)]
    across = dx[at - 1] * dy[at] - dy[at - 1] * dx[at]
    at = at[np.abs(across) < math.tan(math.radians(SPIKE_DEGREES)) * -onward[at - 1]]
    arms_m = np.minimum(np.hypot(dx[at - 1], dy[at - 1]), np.hypot(dx[at], dy[at]))
    return _named_once(at[arms_m > SPIKE_ARM_M], ring)
