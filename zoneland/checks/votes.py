"""By which one vector points repeat others: every pair of them votes, in bins of a metre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

REACH_M: Final = 1_000
"""Longer vectors are not looked for: no datum moves anything as far."""
APART_BINS: Final = 3
"""Votes as near as this to the best vector are for the same one."""
MATCH_M: Final = 0.75
MOST_FROM: Final = 500
FEWEST_FROM: Final = 60
MOST_PAIRS: Final = 200_000_000
CHUNK: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Peak:
    """The vector with most votes."""

    east_m: float
    north_m: float
    next_best: int
    """Votes for the best vector elsewhere: how many gather by chance, or by repetition."""

    @property
    def vector(self) -> NDArray[np.float64]:
        """East and north, metres."""
        return np.array([self.east_m, self.north_m])


def thinned(points: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take so many points, evenly, that to compare them with the others stays quick."""
    most = min(MOST_FROM, max(FEWEST_FROM, MOST_PAIRS // max(len(others), 1)))
    return points[:: max(1, -(-len(points) // most))]


def best_peak(
    points: NDArray[np.float64], others: NDArray[np.float64], *, reach_m: int = REACH_M
) -> Peak | None:
    """Find the vector from points to others that most pairs have; None if no pair is near.

    Parameters
    ----------
    points, others
        Eastings and northings in metres, shape (n, 2).
    reach_m
        Vectors that go farther east, west, north or south are left out.

    Examples
    --------
    >>> points = np.array([[0.0, 0.0], [13.0, 5.0], [40.0, 22.0], [41.0, 90.0]])
    >>> best_peak(points, points + [300.25, -40.5])
    Peak(east_m=300.25, north_m=-40.5, next_best=1)
    >>> best_peak(points, points + [300.25, -40.5], reach_m=100) is None
    True
    """
    ordered = others[np.argsort(others[:, 0], kind="stable")]
    side = 2 * reach_m + 2
    votes = np.zeros(side * side, dtype=np.int64)
    for vectors in _vectors(points, ordered, reach_m):
        bins = np.floor(vectors + reach_m + 0.5).astype(np.int64)
        votes += np.bincount(bins[:, 0] * side + bins[:, 1], minlength=side * side)
    table = votes.reshape(side, side)
    fours = table[:-1, :-1] + table[1:, :-1] + table[:-1, 1:] + table[1:, 1:]
    column, row = np.unravel_index(int(fours.argmax()), fours.shape)
    if fours[column, row] == 0:
        return None
    middle = np.array([column, row], dtype=float) - reach_m + 0.5
    same = [
        vectors[(np.abs(vectors - middle) <= 1).all(axis=1)]
        for vectors in _vectors(points, ordered, reach_m)
    ]
    east_m, north_m = np.median(np.vstack(same), axis=0).tolist()
    around = [slice(max(at - APART_BINS, 0), at + APART_BINS + 1) for at in (column, row)]
    fours[around[0], around[1]] = 0
    return Peak(east_m, north_m, int(fours.max()))


def _vectors(
    points: NDArray[np.float64], ordered: NDArray[np.float64], reach_m: int
) -> Iterator[NDArray[np.float64]]:
    """Yield the vectors within reach, many at a time; the others are in order of easting."""
    first = np.searchsorted(ordered[:, 0], points[:, 0] - reach_m)
    last = np.searchsorted(ordered[:, 0], points[:, 0] + reach_m, side="right")
    gathered: list[NDArray[np.float64]] = []
    for point, start, stop in zip(points, first, last, strict=True):
        vectors = ordered[start:stop] - point
        gathered.append(vectors[np.abs(vectors[:, 1]) <= reach_m])
        if sum(map(len, gathered)) > CHUNK:
            yield np.vstack(gathered)
            gathered = []
    if gathered:
        yield np.vstack(gathered)


def matched(
    points: NDArray[np.float64], tree: shapely.STRtree, *, within_m: float = MATCH_M
) -> NDArray[np.bool_]:
    """Tell which points lie on one of the tree's, or nearly so."""
    at, _ = tree.query(shapely.points(points), predicate="dwithin", distance=within_m)
    hits = np.zeros(len(points), dtype=bool)
    hits[at] = True
    return hits
