"""Corners: vertices drawn twice, and spikes, ring by ring."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.ground import TOLERANCE_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPIKE_DEGREES: Final = 1.0
"""A boundary that turns back on itself by less than this is a slip of the pen."""
SPIKE_ARM_M: Final = 0.5
"""Both sides of a spike are at least so long; shorter ones are a curve's fine drawing."""
_BATCH: Final = 50_000
"""Shapes at a time: a county's corners at once would take half a gigabyte."""


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
    rings, of_shape = shapely.get_rings(shapes, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    is_open = np.append(ring[1:] == ring[:-1], False)[: len(ring)]  # the last closes its ring
    xy, ring = xy[is_open], ring[is_open]
    step = xy - xy[_before(ring)]
    is_twice = np.hypot(step[:, 0], step[:, 1]) < TOLERANCE_M
    twice = Spots(start + of_shape[ring[is_twice]], xy[is_twice])
    xy, ring = xy[~is_twice], ring[~is_twice]
    is_spike = _turns_back(xy, _before(ring))
    return twice, Spots(start + of_shape[ring[is_spike]], xy[is_spike])


def _before(ring: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give the position of the vertex before each, round its ring."""
    before = np.arange(-1, len(ring) - 1)
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    before[first] = np.append(first[1:], len(ring))[: len(first)] - 1
    return before


def _turns_back(xy: NDArray[np.float64], before: NDArray[np.intp]) -> NDArray[np.bool_]:
    back = xy[before] - xy
    ahead = np.empty_like(back)
    ahead[before] = -back
    along = np.einsum("ij,ij->i", back, ahead)
    across = back[:, 0] * ahead[:, 1] - back[:, 1] * ahead[:, 0]
    is_sharp: NDArray[np.bool_] = (along > 0) & (
        np.abs(across) < math.tan(math.radians(SPIKE_DEGREES)) * along
    )
    sharp = np.flatnonzero(is_sharp)
    arms_m = np.minimum(np.hypot(*back[sharp].T), np.hypot(*ahead[sharp].T))
    is_sharp[sharp] = arms_m > SPIKE_ARM_M
    return is_sharp
