"""平差: spread what rounding left over, in steps of 0.01 m², largest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def adjust(areas_dm2: NDArray[np.int64], total_dm2: int) -> NDArray[np.int64]:
    """Make areas add up to a total.

    What rounding left over goes in steps of 0.01 m² to the largest areas first, as the survey
    rules' 面积调平 does. Where there is more than a step for each (stored areas that do not fit
    their control area) areas are first scaled in proportion, so that a small class is not
    swamped by a residual that large ones caused. No area falls below zero; equal areas keep
    their order, so the result does not depend on chance.

    Parameters
    ----------
    areas_dm2
        Whole 0.01 m², not negative.
    total_dm2
        What they are to add up to; not negative.

    Returns
    -------
    ndarray
        Whole 0.01 m² that add up to `total_dm2`; all zero areas stay zero unless all are.

    Examples
    --------
    >>> adjust(np.array([30, 50, 20]), 102).tolist()
    [31, 51, 20]
    >>> adjust(np.array([10, 1_000]), 505).tolist()
    [5, 500]
    >>> adjust(np.array([], dtype=np.int64), 5).tolist()
    []
    """
    adjusted = np.array(areas_dm2, dtype=np.int64)
    whole, total = int(adjusted.sum()), int(total_dm2)
    if whole and abs(total - whole) > np.count_nonzero(adjusted):
        scaled = [size * total // whole for size in adjusted.tolist()]  # exact, in Python's ints
        adjusted = np.array(scaled, dtype=np.int64)
    if not whole and len(adjusted):
        adjusted[:] = total // len(adjusted)  # alike, and not a step at a time
    largest_first = np.argsort(-np.asarray(areas_dm2), kind="stable")
    while len(adjusted) and (rest := total - int(adjusted.sum())):
        step = 1 if rest > 0 else -1
        may_move = (adjusted[largest_first] > 0) | (step > 0 and not adjusted.any())
        adjusted[largest_first[may_move][: abs(rest)]] += step
    return adjusted
