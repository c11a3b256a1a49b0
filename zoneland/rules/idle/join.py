"""Which approvals a supply rests on: by 电子监管号, else by plot, else by batch, else by ground."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.core.spelling import plain
from zoneland.rules.idle.ground import common_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.settings import IdleRule

BRACKETS: Final = str.maketrans("[【〔{]】〕}", "(((()" + ")))")


class By(IntEnum):
    """What joined a supply to its approvals, what says most first."""

    PLOT = 1
    SUPERVISION = 2
    BATCH = 3
    GROUND = 4


@dataclass(frozen=True, slots=True)
class Land:
    """Plots of either ledger; all of one length."""

    plot: Sequence[str]
    """Folded by `key`, as all ids; empty where the ledger has none."""
    batch: Sequence[str]
    supervision: Sequence[str]
    """电子监管号."""
    area_m2: Sequence[float]
    """As the ledger states it; NaN where it does not."""
    left_m2: Sequence[float]
    """What the ledger itself says is left of an approval (剩余面积); NaN where it does not."""
    shapes: NDArray[np.object_]
    """Polygons; None where a plot is not drawn."""

    def is_drawn(self, at: int) -> bool:
        """Tell whether a plot has a polygon."""
        return self.shapes[at] is not None

    def undrawn(self) -> Land:
        """Give what the ledger says in numbers alone."""
        return replace(self, shapes=np.full(len(self.shapes), None, dtype=object))


@dataclass(frozen=True, slots=True)
class Match:
    """The approvals that a supply rests on; none if there are none."""

    approvals: tuple[int, ...]
    by: By

    @property
    def is_of_plot(self) -> bool:
        """Whether the supply is of the very plot that was approved."""
        return self.by is By.PLOT


def key(text: object) -> str:
    """Fold an id for comparison: 豫政土〔2021〕1号 and 豫政土[2021]1号 are one document.

    Examples
    --------
    >>> key("豫政土〔2021〕1号") == key("豫政土［2021］ 1号"), key(None), key(float("nan"))
    (True, '', '')
    """
    return plain(text).translate(BRACKETS) if isinstance(text, str) else ""


def matches_of(approvals: Land, supply: Land) -> list[Match]:
    """Find the approvals of each supply by the numbers that both ledgers bear.

    The 电子监管号 goes first, also where the approvals bear it as their batch's number; among
    several approvals of one such number the plot's own is taken. Else the plot counts, within
    its batch where both ledgers name one, and else the batch.

    Examples
    --------
    >>> none, open_m2 = np.array([None, None]), [5.0, 5.0]
    >>> approvals = Land(["1", "1"], ["a", "b"], ["", "d1"], open_m2, open_m2, none)
    >>> supply = Land(["1", "9", "9"], ["b", "a", "a"], ["", "", "d1"], open_m2, open_m2, none)
    >>> [(match.approvals, match.by.name) for match in matches_of(approvals, supply)]
    [((1,), 'PLOT'), ((0,), 'BATCH'), ((1,), 'SUPERVISION')]
    """
    supervised, plots, batches = (
        _positions(names) for names in (approvals.supervision, approvals.plot, approvals.batch)
    )
    matches = []
    for number, plot, batch in zip(supply.supervision, supply.plot, supply.batch, strict=True):
        of_number = supervised.get(number) or batches.get(number) or []
        of_plot = [at for at in of_number if plot and approvals.plot[at] == plot]
        if not of_number:
            of_plot = [
                at for at in plots.get(plot, ()) if not batch or approvals.batch[at] in {"", batch}
            ]
        by = By.PLOT if of_plot else By.SUPERVISION if of_number else By.BATCH
        matches.append(Match(tuple(of_plot or of_number or batches.get(batch, ())), by))
    return matches


def matched_by_ground(
    matches: Sequence[Match],
    approvals: Land,
    supply: Land,
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> list[Match]:
    """Join supplies that no number joins to the approvals that they lie on.

    Parameters
    ----------
    matches
        As `matches_of` gives them.
    approvals, supply
        The two ledgers.
    rule
        What counts as a sliver.
    area_of
        Takes areas.
    """
    alone = [row for row, match in enumerate(matches) if not match.approvals]
    pairs = common_pairs(supply.shapes[alone], approvals.shapes, rule=rule, area_of=area_of)
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        found.setdefault(alone[one], []).append(other)
    return [
        Match(tuple(found[row]), By.GROUND) if row in found else match
        for row, match in enumerate(matches)
    ]


def _positions(keys: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, name in enumerate(keys):
        if name:
            found.setdefault(name, []).append(at)
    return found
