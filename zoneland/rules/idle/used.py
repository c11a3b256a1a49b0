"""未供即用: approved ground, not supplied, that the survey has as built; to be checked by hand.

Roads and green often are built without being supplied; they stay in what is unsupplied, and are
listed so that someone looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneland.checks.ground import polygons_of
from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.rules.idle.branches import Branch
from zoneland.rules.idle.ground import drop_slivers
from zoneland.rules.idle.listing import listed_plots
from zoneland.rules.idle.placing import Whereabouts
from zoneland.rules.idle.standing import Status
from zoneland.rules.idle.unsupplied import LEAST_M2

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.idle.unsupplied import Remainder
    from zoneland.rules.settings import IdleRule


def used_plots(  # noqa: PLR0913  approvals, survey and zones, and two ways to look at them
    facts: pd.DataFrame,
    left: Remainder,
    land: gpd.GeoDataFrame,
    zones: gpd.GeoDataFrame,
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> gpd.GeoDataFrame:
    """Give the built land on each approval's unsupplied ground, a row an approval and zone.

    Of ground off which a ledger without drawings took supply, nobody can tell which part was
    supplied; it is left out, as are approvals that are not drawn (`not_told`).

    Parameters
    ----------
    facts
        What is to be said of each approval, a row an approval.
    left
        What is left of each.
    land
        The survey's parcels in the zones' CRS, with ``is_built``.
    zones
        ``zone_id, zone_name`` and geometry.
    rule
        What counts as a sliver.
    area_of
        Takes areas.
    """
    rows = [at for at in range(len(facts)) if at not in left.by_ledger]
    free = np.array(left.shapes[rows], dtype=object)
    built = _built_on(free, land)
    built, _ = drop_slivers(built, free, rule=rule, area_of=area_of)
    built_m2 = area_of(built)
    has_any = np.flatnonzero(built_m2 >= LEAST_M2)
    found = facts.iloc[[rows[at] for at in has_any]].reset_index(drop=True)
    found = found.assign(
        kind="used",
        status=str(Status.TO_CHECK),
        branch=str(Branch.USED),
        lacks="",
        area_m2=built_m2[has_any],
    )
    sites = Whereabouts(built[has_any], [""] * len(found))
    return listed_plots(found, sites, zones, rule=rule, area_of=area_of).plots


def _built_on(free: NDArray[np.object_], land: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Give the built land on each piece of ground; None where there is none."""
    is_built = land["is_built"].to_numpy(bool) if "is_built" in land else np.zeros(len(land), bool)
    parcels = np.array(land.geometry.to_numpy()[is_built], dtype=object)
    # A county has far more parcels than approvals, so that the tree is of the fewer.
    other, one = shapely.STRtree(free).query(parcels, predicate="intersects")
    order = np.argsort(one, kind="stable")
    one, other = one[order], other[order]
    pieces = polygons_of(shapely.intersection(free[one], parcels[other]))
    found, starts = np.unique(one, return_index=True)
    built = np.full(len(free), None, dtype=object)
    for at, some in zip(found, np.split(pieces, starts[1:]), strict=False):  # of none, one empty
        built[at] = shapely.union_all(some)
    return built


def not_told(plots: pd.DataFrame) -> list[Problem]:
    """Tell of unsupplied plots of which the drawing cannot show whether they are in use: ZL363.

    Parameters
    ----------
    plots
        As `zoneland.rules.idle.listing.listed_plots` gives them.
    """
    hidden = plots[(plots["kind"] == "unsupplied") & plots["is_hidden"]]
    if hidden.empty:
        return []
    where = list(dict.fromkeys(hidden["where"]))
    return [Problem("ZL363", where[0], {"count": len(where), "rows": listed(where)})]
