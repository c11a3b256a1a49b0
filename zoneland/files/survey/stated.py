"""What a plot's head states against what its points draw: area, count, and unbroken labels."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.units import M2_PER_HA
from zoneland.files.survey.rings import is_closed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoneland.files.survey.grammar import HeadLine
    from zoneland.files.survey.rings import Corner

MOST_OFF_HA: Final = 0.01
MOST_OFF_SHARE: Final = 0.01
"""Above what ellipsoid against plane and a rounded figure explain."""
LABEL: Final = re.compile(r"(\D*)([0-9]{1,9})")


def area_problems(head: HeadLine, drawn_m2: float, where: str) -> Iterator[Problem]:
    """Yield ZL196 if the stated area is off the drawn one by over 0.01 ha and over 1 %.

    Parameters
    ----------
    head
        Of the plot; a blank area is no problem.
    drawn_m2
        Area in the plane.
    where
        How the plot's line is named in problems.
    """
    drawn_ha = drawn_m2 / M2_PER_HA
    off_ha = abs(head.stated_ha - drawn_ha)
    if off_ha > MOST_OFF_HA and off_ha > MOST_OFF_SHARE * drawn_ha:  # never for NaN
        values = {"stated_ha": f"{head.stated_ha:,.4f}", "drawn_ha": f"{drawn_ha:,.4f}"}
        yield Problem("ZL196", where, {"plot": plot_name(head), **values})


def count_problems(
    head: HeadLine | None, rings: Sequence[Sequence[Corner]], where: str
) -> Iterator[Problem]:
    """Yield ZL197 if the stated count of points is off, or their numbering has a break.

    Closing points may be counted or not, drawn or not, so any count between is right.
    """
    found = sum(map(len, rings))
    closings = sum(map(is_closed, rings))
    stated = head.points if head else None
    is_right = stated is None or found - closings <= stated <= found + len(rings) - closings
    breaks = [line for ring in rings for line in breaks_in(ring)]
    if is_right and not breaks:
        return
    values = {
        "plot": plot_name(head),
        "stated": "—" if stated is None else stated,
        "found": found,
        "closings": closings,
        "lines": listed(breaks),
    }
    yield Problem("ZL197", where, values)


def breaks_in(ring: Sequence[Corner]) -> list[int]:
    """Give the lines where labels do not run on: a line may be lost or doubled there.

    Labels that seldom run on are no numbering, and a point drawn twice or a closing point may
    have its first label again.
    """
    breaks, steps = [], 0
    for before, corner in pairwise(ring):
        one, other = LABEL.fullmatch(before.label), LABEL.fullmatch(corner.label)
        if not one or not other:
            continue
        steps += 1
        is_next = one[1] == other[1] and int(other[2]) == int(one[2]) + 1
        is_again = corner.place.xy in (before.place.xy, ring[0].place.xy)
        if not is_next and not is_again:
            breaks.append(corner.line)
    return breaks if 2 * len(breaks) <= steps else []


def plot_name(head: HeadLine | None) -> str:
    """Name a plot as its head does, for a message."""
    return (head.name or head.number if head else "") or "—"
