"""批而未供: what was approved and has not been supplied.

Where both are drawn, the ground tells: approvals less supply. Where supply is a table, what was
supplied is taken off the approved area of the same 电子监管号, else of the same plot, else of the
same batch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import shapely

from zoneland.rules.idle.ground import drop_slivers, is_on, latest_only, less_supplied
from zoneland.rules.idle.join import By, matches_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.idle.join import Land, Match
    from zoneland.rules.settings import IdleRule

LEAST_M2: Final = 1.0
"""A ledger's fourth decimal of a hectare: as much may be rounding in each of its rows."""


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
    by_ledger: set[int] = field(default_factory=set)
    """Approvals off which a ledger's figures were taken, so that their ground shows too much."""
    unmatched: list[int] = field(default_factory=list)
    """Supplies that neither lie on approved ground nor name an approval."""


def remainder(  # noqa: PLR0913  two ledgers, their days and joins, and two ways to look
    approvals: Land,
    supply: Land,
    *,
    dated_on: Sequence[date | None],
    rule: IdleRule,
    area_of: AreaOf,
    matches: Sequence[Match] | None = None,
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
    matches
        What each supply rests on; as `zoneland.rules.idle.join.matches_of` finds it if None.
    """
    left = _on_the_ground(approvals, supply, dated_on=dated_on, rule=rule, area_of=area_of)
    supplied_m2 = stated_or_drawn(supply, area_of=area_of)
    has_told = is_on(supply.shapes, approvals.shapes, rule=rule, area_of=area_of)
    found = matches_of(approvals, supply) if matches is None else matches
    for at in {at for match in found for at in match.approvals}:
        left.is_used[at] = True
    _take_stated(left, approvals, area_of=area_of)
    joined = _joined(approvals, supply, matches=found, has_told=has_told, unmatched=left.unmatched)
    for groups in joined:
        for targets, rows in sorted(groups.items(), key=lambda group: _rank(group[0], approvals)):
            _take_off(left, targets, [supplied_m2[row] for row in rows])
    return left


def _rank(targets: tuple[int, ...], approvals: Land) -> tuple[int, list[tuple[str, str, str]]]:
    """Rank approvals that supplies come off together: the fewest first, in any order of rows."""
    names = [(approvals.batch[at], approvals.plot[at], approvals.supervision[at]) for at in targets]
    return len(targets), sorted(names)


def _take_stated(left: Remainder, approvals: Land, *, area_of: AreaOf) -> None:
    """Take what the ledger says is left of approvals for which there is no supply.

    A ledger that keeps the remainder has taken supplies off already that the other may not
    list; less left than approved means that some was supplied.
    """
    whole_m2 = stated_or_drawn(approvals, area_of=area_of)
    for at, stated_m2 in enumerate(approvals.left_m2):
        if math.isnan(stated_m2) or left.is_used[at]:
            continue
        # Of ground approved anew since, the later approval tells.
        own = left.approved_m2[at] / whole_m2[at] if whole_m2[at] > 0 else 1.0
        left.left_m2[at] = stated_m2 * own
        left.is_used[at] = stated_m2 < whole_m2[at] - LEAST_M2
        if not abs(stated_m2 - whole_m2[at]) <= LEAST_M2:
            left.by_ledger.add(at)


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


Groups = dict[tuple[int, ...], list[int]]
"""Supplies by the approvals that they come off together."""


def _joined(
    approvals: Land,
    supply: Land,
    *,
    matches: Sequence[Match],
    has_told: NDArray[np.bool_],
    unmatched: list[int],
) -> list[Groups]:
    """Group supplies by what joins them, the surest first; what the ground has told is left out."""
    groups: dict[By, Groups] = {by: {} for by in By}
    is_any_drawn = not bool(shapely.is_missing(approvals.shapes).all())
    for row, match in enumerate(matches):
        if has_told[row]:
            continue
        is_drawn = supply.is_drawn(row)
        found = tuple(at for at in match.approvals if not (is_drawn and approvals.is_drawn(at)))
        if found:
            groups[match.by].setdefault(found, []).append(row)
        elif not (is_drawn and is_any_drawn):
            unmatched.append(row)
    return list(groups.values())


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
    left.by_ledger.update(targets)
    for at in targets:
        left.left_m2[at] = left.left_m2[at] * free_m2 / total_m2 if total_m2 else 0.0
