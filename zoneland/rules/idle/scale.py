"""Ledgers of another scale: land supplied held against what was approved and against the zones.

A unit in the wrong place (公顷 over numbers of m², 亩 over numbers of 公顷) moves a whole column by
15, 667 or 10,000 times, and no row by itself shows it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.core.contracts import listed
from zoneland.core.figures import hectares
from zoneland.core.problems import Problem
from zoneland.core.units import sum_to_dm2
from zoneland.core.wording import Term
from zoneland.rules.idle.join import matches_of
from zoneland.rules.idle.placing import Whereabouts, place
from zoneland.rules.idle.plots import ledger_of
from zoneland.rules.idle.unsupplied import stated_or_drawn

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from zoneland.measure.area import AreaOf
    from zoneland.rules.idle.plots import Ledger
    from zoneland.rules.settings import IdleRule

UNITS: Final = {"ha_m2": 10_000.0, "mu_m2": 10_000 / 15, "ha_mu": 15.0}
"""How far off a column is whose unit is taken for another."""
NEAR: Final = 0.1
FEWEST: Final = 3
MOST_OF: Final = 0.8
"""So many approvals, and so large a part of them, make a system."""

MOST: Final = 1.05
"""Supply above the land by a twentieth may be rounding and another survey."""
FAR_ABOVE: Final = 5.0
FAR_BELOW: Final = 1 / 300
"""Beyond these all supply together is no matter of single rows (ZL153), nor of a slow market."""


def scales_apart(
    approvals: pd.DataFrame | None,
    supply: pd.DataFrame | None,
    zones: gpd.GeoDataFrame,
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> list[Problem]:
    """Tell of stated supply that is of another scale than approvals or zones: ZL318.

    Parameters
    ----------
    approvals, supply
        The ledgers; None where there is none.
    zones
        ``zone_id, zone_name`` and geometry, in a projected CRS.
    rule
        As `zoneland.rules.idle.placing.place` takes it.
    area_of
        Takes areas of geometries in the zones' CRS.
    """
    if supply is None or supply.empty:
        return []
    supplied = ledger_of(supply)
    told = [] if approvals is None else _beside_approvals(ledger_of(approvals), supplied, area_of)
    return [*told, *_beside_zones(supplied, zones, rule=rule, area_of=area_of)]


def _beside_approvals(approved: Ledger, supplied: Ledger, area_of: AreaOf) -> list[Problem]:
    approved_m2 = stated_or_drawn(approved.land, area_of=area_of)
    groups: dict[tuple[int, ...], list[int]] = {}
    for row, match in enumerate(matches_of(approved.land, supplied.land)):
        if match.approvals and supplied.land.area_m2[row] > 0:
            groups.setdefault(match.approvals, []).append(row)
    sums = [
        (
            math.fsum(supplied.land.area_m2[row] for row in rows),
            math.fsum(approved_m2[at] for at in found),
        )
        for found, rows in groups.items()
    ]
    pairs = [(part, whole) for part, whole in sums if whole > 0]
    if not pairs:
        return []
    supplied_m2, whole_m2 = (math.fsum(side) for side in zip(*pairs, strict=True))
    unit = unit_apart([part / whole for part, whole in pairs])
    ratio = supplied_m2 / whole_m2
    if not unit and FAR_BELOW <= ratio <= FAR_ABOVE:
        return []
    rows = sorted(row for some in groups.values() for row in some)
    against = Term("ledger.scale.approvals")
    return [_told(supplied, rows, supplied_m2, whole_m2, against=against, unit=unit)]


def unit_apart(ratios: list[float]) -> str:
    """Name the two units whose difference most ratios show; empty if they show none.

    Examples
    --------
    >>> unit_apart([1e-4, 1.02e-4, 1e-4]), unit_apart([15.0, 14.9, 15.2]), unit_apart([0.9, 1 / 15])
    ('ha_m2', 'ha_mu', '')
    """
    if len(ratios) < FEWEST:
        return ""
    for unit, factor in UNITS.items():
        for off in (factor, 1 / factor):
            fits = [abs(ratio / off - 1) <= NEAR for ratio in ratios]
            if sum(fits) >= MOST_OF * len(fits):
                return unit
    return ""


def _beside_zones(
    supplied: Ledger, zones: gpd.GeoDataFrame, *, rule: IdleRule, area_of: AreaOf
) -> list[Problem]:
    """Hold plots that are not drawn against the zone that they name."""
    land = supplied.land
    rows = [at for at, area in enumerate(land.area_m2) if area > 0 and not land.is_drawn(at)]
    sites = Whereabouts(np.full(len(rows), None, dtype=object), [supplied.zone[at] for at in rows])
    placing = place(sites, zones, rule=rule, area_of=area_of)
    zones_m2 = area_of(zones.geometry.to_numpy()).tolist()
    problems = []
    for zone, zone_m2 in enumerate(zones_m2):
        found = [rows[at] for at in placing.row[placing.zone == zone].tolist()]
        supplied_m2 = math.fsum(land.area_m2[at] for at in found)
        if supplied_m2 > MOST * zone_m2:
            against = Term("ledger.scale.zone", {"zone": zones["zone_name"].iloc[zone]})
            problems.append(_told(supplied, found, supplied_m2, zone_m2, against=against))
    return problems


def _told(  # noqa: PLR0913  two figures and what they are of
    supplied: Ledger,
    rows: list[int],
    supplied_m2: float,
    whole_m2: float,
    *,
    against: Term,
    unit: str = "",
) -> Problem:
    where = supplied.text("where")
    values = {
        "count": len(rows),
        "rows": listed(where[at] for at in rows),
        "supplied": hectares(sum_to_dm2([supplied_m2])),
        "against": against,
        "whole": hectares(sum_to_dm2([whole_m2])),
        "ratio": f"{supplied_m2 / whole_m2:.3g}",
        "likely": Term(f"ledger.scale.{unit or _nearest(supplied_m2 / whole_m2)}"),
    }
    return Problem("ZL318", where[rows[0]], values)


def _nearest(ratio: float) -> str:
    """Name the units whose difference would bring the ratio to where shares of land are."""
    off = max(ratio, 1 / ratio)
    brought = {unit: factor / off for unit, factor in UNITS.items() if factor >= off / MOST}
    return min(brought, key=lambda unit: brought[unit]) if brought and off > FAR_ABOVE else "open"
