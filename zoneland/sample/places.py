"""The ground of each zone: set aside before the county around it is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zoneland.sample.cases import CASE_TILE_COLS, CASE_TILE_ROWS, CASES, LAST_CASE, TILE_BLOCKS
from zoneland.sample.chance import shuffled

if TYPE_CHECKING:
    from zoneland.sample.cases import Case

PLACE_BLOCKS: Final = 7
"""Blocks on a side of the core of a zone beyond the twelve, if nobody says."""
ZONE_PERCENT: Final = (1, 50)
"""Least and most of the county's land that zones can be asked to hold."""
CORE_TAKEN: Final = 0.77
"""Share of its core that a freely drawn zone takes, on average."""


@dataclass(frozen=True, slots=True)
class Place:
    """Ground set aside for one zone: a rectangle of blocks, its core."""

    number: int
    k: int
    """First block eastward."""
    j: int
    """First block northward."""
    size: int
    """Blocks on a side."""
    case: Case | None = None


def set_aside(
    tile_cols: int, tile_rows: int, zones: int, *, zone_percent: int | None, seed: int
) -> tuple[Place, ...]:
    """Give every zone its ground: the twelve theirs, the others where chance puts them.

    Parameters
    ----------
    tile_cols, tile_rows
        How large the county is.
    zones
        How many in all; at least 12.
    zone_percent
        About how much of the county's land the zones beyond the twelve hold, 1 to 50; None:
        each some 450 ha, however large the county.
    seed
        Of the county.

    Raises
    ------
    ValueError
        For a percentage beyond those bounds or of no zones, or more zones than the ground holds.
    """
    further = zones - LAST_CASE
    size = _place_blocks(tile_cols * tile_rows * TILE_BLOCKS**2, further, zone_percent)
    return (*_case_places(), *_further_places(tile_cols, tile_rows, further, size=size, seed=seed))


def _place_blocks(blocks: int, further: int, zone_percent: int | None) -> int:
    """Tell how many blocks on a side the core of a further zone has, of a county's blocks."""
    if zone_percent is None:
        return PLACE_BLOCKS
    least, most = ZONE_PERCENT
    if not least <= zone_percent <= most or not further:
        raise ValueError(
            f"zones beyond the {LAST_CASE} hold about {least} to {most} % of the land; "
            f"{zone_percent} % was asked of {further} such zones"
        )
    return max(3, round(math.sqrt(blocks * zone_percent / 100 / CORE_TAKEN / further)))


def _case_places() -> list[Place]:
    return [
        Place(
            case.number,
            (case.number - 1) % CASE_TILE_COLS * TILE_BLOCKS + case.offset[0],
            (case.number - 1) // CASE_TILE_COLS * TILE_BLOCKS + case.offset[1],
            3,
            case,
        )
        for case in CASES
    ]


def _further_places(cols: int, rows: int, count: int, *, size: int, seed: int) -> list[Place]:
    """Set ground aside for zones: whole tiles, with a row of blocks to spare."""
    tiles = size // TILE_BLOCKS + 1
    slots = [
        (c, r)
        for r in range(0, rows - tiles + 1, tiles)
        for c in range(0, cols - tiles + 1, tiles)
        if c >= CASE_TILE_COLS or r >= CASE_TILE_ROWS
    ]
    if count > len(slots):
        raise ValueError(
            f"so few parcels leave ground for {LAST_CASE + len(slots)} zones, not for "
            f"{LAST_CASE + count}: raise parcels or lower zones"
        )
    chosen = sorted(shuffled(seed, "slots", len(slots))[:count].tolist())
    return [
        Place(LAST_CASE + 1 + n, slots[s][0] * TILE_BLOCKS, slots[s][1] * TILE_BLOCKS, size)
        for n, s in enumerate(chosen)
    ]
