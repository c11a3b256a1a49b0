"""Sums of area by class that do not depend on the order or on the pieces they are added in."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS: Final = 2**44
"""A cell of usual size has so many steps: a sum of cells is of whole steps, thus exact."""
LOW: Final = 2.0**26
"""Steps are summed in two halves, so that 2²⁶ cells fit in the digits of a float."""
WIDEST: Final = 2**16
"""Codes that lie no farther apart are counted as they are."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Area by class, summed in whole steps of a tiny power of two.

    Examples
    --------
    >>> tally = Tally.of_cells(100.0)
    >>> tally.add(np.array([7, 8, 7]), np.array([0.1, 100.0, 0.2]))
    >>> {code: round(area, 9) for code, area in tally.areas_m2().items()}
    {7: 0.3, 8: 100.0}
    """

    step_m2: float
    steps: dict[int, int] = field(default_factory=dict)
    """Whole steps by code; Python's integers, which have no largest."""

    @classmethod
    def of_cells(cls, cell_m2: float) -> Tally:
        """Start an empty tally for cells of about this size."""
        return cls(2.0 ** math.frexp(cell_m2)[1] / STEPS)

    def add(self, codes: NDArray[np.int64], areas_m2: NDArray[np.float64]) -> None:
        """Add cells, each with its code and area; a tile of them at a time."""
        if codes.size == 0:
            return
        found, number = _numbered(codes.ravel())
        steps = np.rint(areas_m2.ravel() / self.step_m2)
        high = np.floor(steps / LOW)
        highs, lows = (_summed(half, number, len(found)) for half in (high, steps - high * LOW))
        for code, whole, rest in zip(found.tolist(), highs.tolist(), lows.tolist(), strict=True):
            if whole or rest:
                more = int(whole) * int(LOW) + int(rest)
                self.steps[code] = self.steps.get(code, 0) + more

    def areas_m2(self) -> dict[int, float]:
        """Give the area of each code that has any, square metres, by code."""
        return {code: self.steps[code] * self.step_m2 for code in sorted(self.steps)}


def _summed(
    steps: NDArray[np.float64], number: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """Sum whole steps by number; water and fields of one class are many, and quicker so."""
    if count == 1:
        return np.array([steps.sum()])
    return np.bincount(number, steps, minlength=count).astype(np.float64, copy=False)


def _numbered(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give codes in order, and for each cell the place of its own among them."""
    low, high = int(codes.min()), int(codes.max())
    if high - low < WIDEST:
        return np.arange(low, high + 1), codes - low
    found, number = np.unique(codes, return_inverse=True)
    return found, number
