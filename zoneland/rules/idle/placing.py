"""In which zone a plot lies: by its polygon, else by the zone that the ledger names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.ground import mean_width_m
from zoneland.core.spelling import plain
from zoneland.measure.pieces import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.settings import IdleRule

WHOLE: Final = 0.999
"""A part of this much of a plot is the plot: its sliver is on the other side."""

OUTSIDE: Final = frozenset(
    {"区外", "开发区外", "开发区以外", "园区外", "园区以外", "不在开发区内", "非开发区", "outside"}
)
"""What a ledger writes in place of a zone for land that lies in none."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What is known of where plots lie; both of one length."""

    shapes: NDArray[np.object_]
    """Polygons in the zones' CRS; None where a plot is not drawn."""
    named: Sequence[str]
    """What the ledger names as the zone: its id or name, or empty."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Which plots lie in which zones; arrays of one length, then the plots that lie in none."""

    row: NDArray[np.intp]
    """Position of the plot."""
    zone: NDArray[np.intp]
    """Position of the zone."""
    share: NDArray[np.float64]
    """Share of the plot's area that lies in the zone, 0 to 1; 1 where the ledger names it."""
    geometry: NDArray[np.object_]
    """The part in the zone; None where the ledger names it."""
    outside: tuple[int, ...]
    """Plots drawn outside every zone, or not drawn and named as such (区外)."""
    misnamed: tuple[int, ...]
    """Plots not drawn whose zone is none of ours."""
    ambiguous: tuple[int, ...]
    """Plots not drawn whose zone's name is that of several."""
    nowhere: tuple[int, ...]
    """Plots that are not drawn and name no zone."""
    slivers_m2: tuple[float, ...]
    """Parts left out as slivers."""

    @property
    def unplaced(self) -> tuple[int, ...]:
        """Plots that may lie in any zone."""
        return (*self.misnamed, *self.ambiguous, *self.nowhere)


def is_sliver(
    parts: NDArray[np.object_],
    area_m2: NDArray[np.float64],
    *,
    whole_m2: NDArray[np.float64],
    rule: IdleRule,
) -> NDArray[np.bool_]:
    """Tell which parts of plots are slivers, which come of drawing one line twice.

    A whole plot is none, however small.
    """
    is_small = (area_m2 < rule.sliver_m2) | (mean_width_m(parts) < rule.sliver_width_m)
    return np.asarray(is_small & (area_m2 < WHOLE * whole_m2))


def place(
    plots: Whereabouts, zones: gpd.GeoDataFrame, *, rule: IdleRule, area_of: AreaOf
) -> Placing:
    """Find the zones of plots.

    Parameters
    ----------
    plots
        What is known of where they lie.
    zones
        ``zone_id, zone_name`` and geometry.
    rule
        What counts as a sliver.
    area_of
        Takes areas.
    """
    shapes = plots.shapes
    drawn = np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_empty(shapes))
    pieces = cut(zones.geometry.to_numpy(), shapes[drawn])
    part_m2, whole_m2 = area_of(pieces.geometry), area_of(shapes[drawn])[pieces.land]
    is_kept = ~is_sliver(pieces.geometry, part_m2, whole_m2=whole_m2, rule=rule)
    is_kept |= _is_all_there_is(pieces.land, is_kept, part_m2=part_m2, whole_m2=whole_m2)
    share = np.where(pieces.is_whole, 1.0, part_m2 / np.where(whole_m2 > 0, whole_m2, 1.0))
    inside = drawn[pieces.land[is_kept]]
    names, by_name = [plain(name) for name in plots.named], _by_name(zones)
    told = np.setdiff1d(np.arange(len(shapes)), drawn).tolist()
    hits = {at: by_name.get(names[at], []) for at in told}
    sure = [(at, found[0]) for at, found in hits.items() if len(found) == 1]
    lost = [at for at in told if names[at] and not hits[at]]
    beyond = [at for at in lost if names[at] in OUTSIDE]
    return Placing(
        row=np.concatenate([inside, np.array([at for at, _ in sure], dtype=np.intp)]),
        zone=np.concatenate(
            [pieces.zone[is_kept], np.array([zone for _, zone in sure], dtype=np.intp)]
        ),
        share=np.concatenate([np.minimum(share[is_kept], 1.0), np.ones(len(sure))]),
        geometry=np.concatenate([pieces.geometry[is_kept], np.full(len(sure), None)]),
        outside=(*np.setdiff1d(drawn, inside).tolist(), *beyond),
        misnamed=tuple(at for at in lost if names[at] not in OUTSIDE),
        ambiguous=tuple(at for at, found in hits.items() if len(found) > 1),
        nowhere=tuple(at for at in told if not names[at]),
        slivers_m2=tuple(part_m2[~is_kept].tolist()),
    )


def _is_all_there_is(
    land: NDArray[np.intp],
    is_kept: NDArray[np.bool_],
    *,
    part_m2: NDArray[np.float64],
    whole_m2: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Tell which part to keep of a plot that zones cut into slivers only: the largest.

    A small plot across the line of two zones lies in one of them; one that lies mostly outside
    all zones does not.
    """
    inside_m2 = np.bincount(land, weights=part_m2)
    is_lost = ~np.isin(land, land[is_kept]) & (2 * inside_m2[land] >= whole_m2)
    largest = np.zeros(len(land), dtype=bool)
    for one in np.unique(land[is_lost]):
        parts = np.flatnonzero(land == one)
        largest[parts[np.argmax(part_m2[parts])]] = True
    return largest


def astray(
    plots: Whereabouts, zones: gpd.GeoDataFrame, *, rule: IdleRule, area_of: AreaOf
) -> list[int]:
    """Find plots whose polygon has no part in the zone that they name.

    A plot that is named 区外 is astray if it is drawn in a zone; a name that is none of ours
    says nothing. Parameters are those of `place`.
    """
    by_name = _by_name(zones)
    names = [plain(name) for name in plots.named]
    rows = [
        at
        for at, name in enumerate(names)
        if plots.shapes[at] is not None and (name in by_name or name in OUTSIDE)
    ]
    placing = place(
        Whereabouts(plots.shapes[rows], [""] * len(rows)), zones, rule=rule, area_of=area_of
    )
    drawn_in: list[set[int]] = [set() for _ in rows]
    for at, zone in zip(placing.row.tolist(), placing.zone.tolist(), strict=True):
        drawn_in[at].add(zone)
    claimed = [set(by_name.get(names[row], ())) for row in rows]
    return [
        row
        for row, said, found in zip(rows, claimed, drawn_in, strict=True)
        if (said.isdisjoint(found) if said else found)
    ]


def _by_name(zones: gpd.GeoDataFrame) -> dict[str, list[int]]:
    """Find zones by id or name, without case, width and blanks; a zone is found once."""
    found: dict[str, list[int]] = {}
    names = zip(zones["zone_id"], zones["zone_name"], strict=True)
    for at, pair in enumerate(names):
        for name in {plain(text) for text in pair if isinstance(text, str) and text.strip()}:
            found.setdefault(name, []).append(at)
    return found
