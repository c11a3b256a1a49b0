"""Which layers of a workspace are moved: every layer is compared with those it is drawn along.

Zones, control lines and plans are drawn along parcels. Of two layers that are moved against each
other neither says which of them it is; the others do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zoneland.checks.offset import Move, compared, move_told
from zoneland.core.wording import Term, Terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd

    from zoneland.core.problems import Problem

PARCELS: Final = ("survey", "plan")
"""A survey is measured, a plan is drawn along it."""
LEAST_TRUSTED: Final = ("growth", "redline", "farmland", "plan", "survey", "zones")
"""Where nothing else tells, a line is moved rather than the survey that it was drawn along."""


@dataclass(frozen=True, slots=True)
class Tie:
    """How one layer lies to another that is drawn along it."""

    layer: str
    base: str
    move: Move

    @property
    def named(self) -> str:
        """The one that a web map's shift tells to be shifted; empty if it is no such shift."""
        return {"layer": self.layer, "zones": self.base}.get(self.move.shifted, "")

    def other(self, role: str) -> str:
        """Give the other of the two."""
        return self.base if role == self.layer else self.layer


def moved_told(layers: Mapping[str, gpd.GeoDataFrame], places: Mapping[str, str]) -> list[Problem]:
    """Tell each layer that is moved against the others, once and at its own place.

    Parameters
    ----------
    layers
        Zones, control lines and parcels by role, all in the working CRS.
    places
        How each is named in problems.

    Returns
    -------
    list
        ZL258 and ZL259. A layer whose vertices no other shares is not told of.
    """
    return [
        _told(role, against, places) for role, against in blamed(list(ties_between(layers))).items()
    ]


def ties_between(layers: Mapping[str, gpd.GeoDataFrame]) -> Iterator[Tie]:
    """Compare layers; of those that share no vertices nothing is given."""
    parcels = [role for role in PARCELS if role in layers]
    lines = [role for role in layers if role not in (*PARCELS, "zones")]
    pairs = [(role, "zones") for role in (*parcels, *lines) if "zones" in layers]
    pairs += [("survey", "plan")] if len(parcels) > 1 else []
    for layer, base in pairs:
        yield from _tie(layers, layer, base)
    for line in lines:
        for role in parcels:
            found = _tie(layers, role, line)
            yield from found
            if found and found[0].move.is_none:
                break


def _tie(layers: Mapping[str, gpd.GeoDataFrame], layer: str, base: str) -> list[Tie]:
    move = compared(layers[layer], layers[base])
    return [] if move is None else [Tie(layer, base, move)]


def blamed(ties: Sequence[Tie]) -> dict[str, list[Tie]]:
    """Tell which layers are moved, each with the ties that say so.

    The one that a web map's shift names is; else the one that is moved against most and shares
    vertices with fewest.

    Examples
    --------
    >>> rest, aside = Move(0.0, 0.0, 90, 90), Move(60.0, -25.0, 90, 90)
    >>> lines = [Tie("survey", "farmland", aside), Tie("plan", "farmland", aside)]
    >>> list(blamed([Tie("survey", "plan", rest), *lines]))
    ['farmland']
    >>> list(blamed([Tie("survey", "zones", aside), Tie("plan", "zones", aside)]))
    ['zones']
    """
    resting = Counter(_ends(tie for tie in ties if tie.move.is_none))
    moved = [tie for tie in ties if not tie.move.is_none]
    found: dict[str, list[Tie]] = {}
    while moved:
        votes = Counter(tie.named for tie in moved if tie.named) or Counter(_ends(moved))
        role = max(votes, key=lambda one: (votes[one] - resting[one], -LEAST_TRUSTED.index(one)))
        found[role] = [tie for tie in moved if role in (tie.layer, tie.base)]
        moved = [tie for tie in moved if tie not in found[role]]
    return found


def _ends(ties: Iterator[Tie] | Sequence[Tie]) -> Iterator[str]:
    for tie in ties:
        yield from (tie.layer, tie.base)


def _told(role: str, against: Sequence[Tie], places: Mapping[str, str]) -> Problem:
    tie = next((tie for tie in against if tie.named == role), against[0])
    named = [tie, *(one for one in against if one is not tie)]
    return move_told(
        tie.move,
        places[role],
        reference=Terms(tuple(Term(f"layer_of.{one.other(role)}") for one in named)),
        shifted=Term(f"layer_of.{role}"),
        is_back=role == tie.base,
    )
