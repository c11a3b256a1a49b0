"""What it would take: how much land must change for a share to reach the least that passes.

In closed form, with certain industrial land I, whole W and least share m, each alone:
turn mW − I of the other land industrial; build (mW − I) / (1 − m) of new industrial land on
ground that is not yet part of the whole; or let W − I/m of other land leave the boundary.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

GROWING: Final = ("construction", "town")
"""Denominators that grow by what is built; the zone and what is buildable in it do not."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """Ways to reach the least share, each alone; whole 0.01 m², 0 where it is reached already."""

    to_convert_dm2: int | None
    """Other land of the whole that would have to become industrial."""
    to_add_dm2: int | None
    """New industrial land on unbuilt ground; None where that cannot help or there is no room."""
    to_leave_dm2: int | None
    """Land that is not industrial and would have to leave the boundary; None without industry."""


NOTHING: Final = Remedy(None, None, None)


def remedies(
    certain_dm2: int,
    whole_dm2: int,
    *,
    minimum: Fraction,
    denominator: str,
    room_dm2: int | None = None,
) -> Remedy:
    """Give what it would take for a share to pass for certain, rounded up to 0.01 m².

    Parameters
    ----------
    certain_dm2, whole_dm2
        Certain industrial land and the land that it is a share of; whole 0.01 m².
    minimum
        Least share that passes.
    denominator
        One of `zoneland.rules.readings.DENOMINATORS`.
    room_dm2
        Ground that is not part of the whole and may be built on; None where it is not known.

    Examples
    --------
    A zone of 100 m² with 50 m² industry lacks 10 m², or has 16.67 m² of other land too much.

    >>> remedies(5_000, 10_000, minimum=Fraction(3, 5), denominator="zone")
    Remedy(to_convert_dm2=1000, to_add_dm2=None, to_leave_dm2=1667)
    >>> remedies(5_000, 8_000, minimum=Fraction(7, 10), denominator="construction")
    Remedy(to_convert_dm2=600, to_add_dm2=2000, to_leave_dm2=858)
    >>> remedies(0, 10_000, minimum=Fraction(3, 5), denominator="zone").to_leave_dm2 is None
    True
    """
    certain, whole = int(certain_dm2), int(whole_dm2)
    if whole <= 0:
        return NOTHING
    missing = minimum * whole - certain
    if missing <= 0:
        return Remedy(0, 0, 0)
    add = None
    if denominator in GROWING and minimum < 1:
        add = math.ceil(missing / (1 - minimum))
        if room_dm2 is not None and add > int(room_dm2):
            add = None
    # W − I/m never exceeds what is not industrial, for m ≤ 1; without industry it empties W.
    leave = math.ceil(whole - certain / Fraction(minimum)) if certain else None
    return Remedy(math.ceil(missing), add, leave)
