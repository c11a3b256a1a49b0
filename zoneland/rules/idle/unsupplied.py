"""批而未供: what was approved and has not been supplied.

Where both are drawn, the ground tells: approvals less supply. Where supply is a table, what was
supplied is taken off the approved area of the same plot, else of the same batch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import shapely

from zoneland.core.spelling import plain
from zoneland.rules.idle.ground import drop_slivers, is_on, latest_only, less_supplied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.settings import IdleRule

LEAST_M2: Final = 1.0
"""A ledger's fourth decimal of a hectare: as much may be rounding in each of its rows."""

BRACKETS: Final = str.maketrans("[【〔{]】〕}", "(((()" + ")))")


@dataclass(frozen=True, slots=True)
class Land:
    """Plots of either ledger; all of one length."""

    plot: Sequence[str]
    """Folded by `key`; empty where the ledger has none."""
    batch: Sequence[str]
    area_m2: Sequence[float]
    """As the ledger states it; NaN where it does not."""
    shapes: NDArray[np.object_]
    """Polygons; None where a plot is not drawn."""

    def is_drawn(self, at: int) -> bool:
        """Tell whether a plot has a polygon."""
        return self.shapes[at] is not None


@dataclass(frozen=True, slots=True)
class Excess:
    """More supplied than approved."""

    approvals: tuple[int, ...]
    approved_m2: float
    supplied_m2: float


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left of each approval; lists as long as the approvals."""

    ground: NDArray[np.object_]
    """Approved ground, each piece under its latest approval only; None where not drawn."""
    shapes: NDArray[np.object_]
    """That ground less what is drawn as supplied."""
    approved_m2: list[float]
    left_m2: list[float]
    """NaN where it cannot be told."""
    slivers_m2: list[float]
    is_used: list[bool]
    """Whether any of it was supplied, on the ground or by the supply ledger."""
    excesses: list[Excess] = field(default_factory=list)
    unmatched: list[int] = field(default_factory=list)
    """Supplies that neither lie on approved ground nor name an approval."""


def key(text: object) -> str:
    """Fold an id for comparison: 豫政土〔2021〕1号 and 豫政土[2021]1号 are one document.

    Examples
    --------
    >>> key("豫政土〔2021〕1号") == key("豫政土［2021］ 1号"), key(None), key(float("nan"))
    (True, '', '')
    """
    return plain(text).translate(BRACKETS) if isinstance(text, str) else ""


def remainder(
    approvals: Land,
    supply: Land,
    *,
    dated_on: Sequence[date | None],
    rule: IdleRule,
    area_of: AreaOf,
) -> Remainder:
    """Take what was supplied off what was approved.

    Parameters
    ----------
    approvals, supply
        The two ledgers.
    dated_on
        The day of each approval.
    rule
        What counts as a sliver.
    area_of
        Takes areas of geometries.
    """
    left = _on_the_ground(approvals, supply, dated_on=dated_on, rule=rule, area_of=area_of)
    supplied_m2 = stated_or_drawn(supply, area_of=area_of)
    has_told = is_on(supply.shapes, approvals.shapes, rule=rule, area_of=area_of)
    matches = matches_of(approvals, supply)
    for at in {at for match in matches for at in match.approvals}:
        left.is_used[at] = True
    joined = _joined(
        approvals, supply, matches=matches, has_told=has_told, unmatched=left.unmatched
    )
    for groups in joined:
        for targets, rows in groups.items():
            _take_off(left, targets, [supplied_m2[row] for row in rows])
    return left


def stated_or_drawn(land: Land, *, area_of: AreaOf) -> list[float]:
    """Give the area a ledger states, else the polygon's, else NaN."""
    drawn_m2 = area_of(land.shapes).tolist()
    return [
        drawn if land.is_drawn(at) and not stated > 0 else stated
        for at, (stated, drawn) in enumerate(zip(land.area_m2, drawn_m2, strict=True))
    ]


def _on_the_ground(
    approvals: Land,
    supply: Land,
    *,
    dated_on: Sequence[date | None],
    rule: IdleRule,
    area_of: AreaOf,
) -> Remainder:
    supplied = supply.shapes[~shapely.is_missing(supply.shapes)]
    ground = latest_only(approvals.shapes, dated_on)
    shapes = less_supplied(ground, supplied)
    shapes, slivers_m2 = drop_slivers(shapes, approvals.shapes, rule=rule, area_of=area_of)
    approved_m2 = stated_or_drawn(approvals, area_of=area_of)
    left_m2 = list(approved_m2)
    drawn_m2, ground_m2, free_m2 = (area_of(of) for of in (approvals.shapes, ground, shapes))
    for at in filter(approvals.is_drawn, range(len(shapes))):
        # Ledger stands against ledger while supply is but a table; else the ground is measured.
        is_measured = len(supplied) > 0 or not drawn_m2[at] > 0
        scale = 1.0 if is_measured else approved_m2[at] / float(drawn_m2[at])
        approved_m2[at], left_m2[at] = float(ground_m2[at]) * scale, float(free_m2[at]) * scale
    is_used = is_on(ground, supplied, rule=rule, area_of=area_of).tolist()
    return Remainder(ground, shapes, approved_m2, left_m2, slivers_m2, is_used)


@dataclass(frozen=True, slots=True)
class Match:
    """The approvals that a supply rests on."""

    approvals: tuple[int, ...]
    by_plot: bool
    """By its plot's number; else by that of its batch."""


Groups = dict[tuple[int, ...], list[int]]
"""Supplies by the approvals that they come off together."""


def _joined(
    approvals: Land,
    supply: Land,
    *,
    matches: Sequence[Match],
    has_told: NDArray[np.bool_],
    unmatched: list[int],
) -> tuple[Groups, Groups]:
    """Join supplies to approvals by plot, else by batch; what the ground has told is left out."""
    by_plot: Groups = {}
    by_batch: Groups = {}
    is_any_drawn = not bool(shapely.is_missing(approvals.shapes).all())
    for row, match in enumerate(matches):
        if has_told[row]:
            continue
        is_drawn = supply.is_drawn(row)
        found = tuple(at for at in match.approvals if not (is_drawn and approvals.is_drawn(at)))
        if found:
            (by_plot if match.by_plot else by_batch).setdefault(found, []).append(row)
        elif not (is_drawn and is_any_drawn):
            unmatched.append(row)
    return by_plot, by_batch


def matches_of(approvals: Land, supply: Land) -> list[Match]:
    """Find the approvals of each supply: those of its plot, else all of its batch.

    A plot number counts within its batch where both ledgers name one.

    Examples
    --------
    >>> import numpy as np
    >>> none = np.array([None, None])
    >>> approvals = Land(["1", "1"], ["a", "b"], [5.0, 5.0], none)
    >>> matches_of(approvals, Land(["1", "9"], ["b", "a"], [2.0, 2.0], none))
    [Match(approvals=(1,), by_plot=True), Match(approvals=(0,), by_plot=False)]
    """
    plots, batches = _positions(approvals.plot), _positions(approvals.batch)
    matches = []
    for plot, batch in zip(supply.plot, supply.batch, strict=True):
        of_plot = [
            at for at in plots.get(plot, ()) if not batch or approvals.batch[at] in {"", batch}
        ]
        matches.append(Match(tuple(of_plot or batches.get(batch, ())), bool(of_plot)))
    return matches


def _positions(keys: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, name in enumerate(keys):
        if name:
            found.setdefault(name, []).append(at)
    return found


def _take_off(left: Remainder, targets: tuple[int, ...], supplies_m2: list[float]) -> None:
    """Take supplies off their approvals, in proportion to what is left of each."""
    total_m2 = math.fsum(left.left_m2[at] for at in targets)
    supplied_m2 = math.fsum(supplies_m2)
    rounding_m2 = LEAST_M2 * (len(targets) + len(supplies_m2))
    free_m2 = total_m2 - supplied_m2
    if free_m2 < -rounding_m2:
        left.excesses.append(Excess(targets, total_m2, supplied_m2))
    if free_m2 <= rounding_m2:  # never so where either is unknown
        free_m2 = 0.0
    for at in targets:
        left.left_m2[at] = left.left_m2[at] * free_m2 / total_m2 if total_m2 else 0.0
