"""平差: spread what rounding left over, in steps of 0.01 m², largest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def adjust(areas_dm2: NDArray[np.int64], total_dm2: int) -> NDArray[np.int64]:
    """Make areas add up to a total.

    Each area gets an equal share of the difference and the largest ones a step of 0.01 m²
    more, as the survey rules' 面积调平 does. No area falls below zero; equal areas keep their
    order, so the result does not depend on chance.

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
    >>> adjust(np.array([1, 100]), 50).tolist()
    [0, 50]
    >>> adjust(np.array([], dtype=np.int64), 5).tolist()
    []
    """
    adjusted = np.array(areas_dm2, dtype=np.int64)
    rest = int(total_dm2) - int(adjusted.sum())
    largest_first = np.argsort(-adjusted, kind="stable")
    while rest != 0:
        open_ = largest_first[adjusted[largest_first] > 0]
        if len(open_) == 0:
            open_ = largest_first
        if len(open_) == 0:
            break
        each, more = divmod(abs(rest), len(open_))
        steps = np.full(len(open_), each, dtype=np.int64)
        steps[:more] += 1
        if rest < 0:
            steps = -np.minimum(steps, adjusted[open_])
        adjusted[open_] += steps
        rest = int(total_dm2) - int(adjusted.sum())
    return adjusted
