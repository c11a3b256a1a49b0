"""Further points along the plan's edges, as a surveyor takes them: the same for both neighbours.

Where an edge gets its points, and how it strays between its ends, depends on its two ends alone
and is worked out from the one further west (of two on one line, further south). So whatever runs
along an edge, in either direction, has its points to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.sample.chance import chances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.sample.county import County

FIELD_BOW: Final = 0.025
FIELD_SWAY: Final = 0.02
"""How far a field's edge strays to one side, and to both in turn, as shares of its length; small
enough that the sharpest corner of any pattern stays a corner."""
STREET: Final = 0.04
"""What of that a street's edge does; those run due north or east in the plan."""
PER_METRE: Final = 10_000
"""Steps that tell one end from another."""


def along_rings(
    county: County, xy_m: NDArray[np.float64], ring: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Give rings the points that the county has along their edges.

    Parameters
    ----------
    county
        The county's plan.
    xy_m
        Corners of all rings end to end, not closed, in plan coordinates.
    ring
        Ring number of each corner.

    Returns
    -------
    ndarray, ndarray
        As `xy_m` and `ring`; the same two where the county has no further points.
    """
    if not np.isfinite(county.step_m):
        return xy_m, ring
    first = np.flatnonzero(np.diff(ring, prepend=-1))
    follows = np.arange(1, len(ring) + 1)
    follows[np.append(first[1:], len(ring)) - 1] = first
    points, counts = _walked(county, xy_m, xy_m[follows])
    return points, np.repeat(ring, counts)


def along_line(county: County, xy_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give a line, closed or not, the points that the county has along its edges."""
    if not np.isfinite(county.step_m):
        return xy_m
    points, _ = _walked(county, xy_m[:-1], xy_m[1:])
    return np.concatenate([points, xy_m[-1:]])


def _walked(
    county: County, start: NDArray[np.float64], end: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Give edges their points, each edge with its start and without its end, and how many."""
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(turned[:, None], end, start), np.where(turned[:, None], start, end)
    along = high - low
    ends = np.rint(np.column_stack([low, high]) * PER_METRE).astype(np.int64)
    more, bow, sway = chances(county.seed, "edge", *ends.T, np.arange(3)[:, None])
    # Rounded up or down by chance, so that short edges and long ones have their share.
    counts = (np.hypot(*along.T) / county.step_m + more).astype(np.intp) + 1
    edge = np.repeat(np.arange(len(start)), counts)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = np.where(turned[edge], counts[edge] - place, place) / counts[edge]
    strays = np.where((along == 0.0).any(axis=1), STREET, 1.0)
    bow, sway = FIELD_BOW * strays * (2 * bow - 1), FIELD_SWAY * strays * (2 * sway - 1)
    aside = 4 * share * (1 - share) * (bow[edge] + sway[edge] * (2 * share - 1))
    x, y = along[edge].T
    points = low[edge] + np.column_stack([share * x - aside * y, share * y + aside * x])
    points[place == 0] = start
    return points, counts
