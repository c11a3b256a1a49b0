"""Chance that depends on a place, not on the order of drawing.

Every draw is a hash of the seed, a channel and whole numbers, so any part of the county can be
drawn alone and looks the same at every size of the county and under every NumPy version.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
MIX_A: Final = np.uint64(0xBF58476D1CE4E5B9)
MIX_B: Final = np.uint64(0x94D049BB133111EB)


def _mixed(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Stir 64 bits, by the finisher of SplitMix64."""
    value = (value ^ (value >> np.uint64(30))) * MIX_A
    value = (value ^ (value >> np.uint64(27))) * MIX_B
    return np.asarray(value ^ (value >> np.uint64(31)), dtype=np.uint64)


def chances(seed: int, channel: str, *where: ArrayLike) -> NDArray[np.float64]:
    """Draw numbers from 0 up to, not including, 1.

    Parameters
    ----------
    seed
        The county's seed.
    channel
        What the draw is for; channels do not know of each other.
    where
        Whole numbers that name the place, broadcast against each other.

    Examples
    --------
    >>> chances(1, "height", [3, 4], 5).round(4).tolist()
    [0.4947, 0.451]
    >>> float(chances(1, "height", 4, 5)[0]) == float(chances(1, "height", [3, 4], 5)[1])
    True
    """
    name = np.asarray([zlib.crc32(channel.encode())], dtype=np.uint64)
    state = _mixed(np.uint64(seed) + name * GOLDEN)
    for index in where:
        number = np.atleast_1d(np.asarray(index, dtype=np.int64)).astype(np.uint64)
        state = _mixed((state ^ number) + GOLDEN)
    return np.asarray(state >> np.uint64(11), dtype=np.float64) * 2.0**-53


def chance(seed: int, channel: str, *where: int) -> float:
    """Draw one number from 0 up to, not including, 1."""
    return float(chances(seed, channel, *where)[0])


def shuffled(seed: int, channel: str, count: int, *where: int) -> NDArray[np.intp]:
    """Give the numbers 0 to `count` - 1 in a chance order.

    Examples
    --------
    >>> sorted(shuffled(1, "order", 4, 7).tolist())
    [0, 1, 2, 3]
    """
    return np.argsort(chances(seed, channel, *where, np.arange(count)), kind="stable")
