"""Every reading of the industrial share that the data allow, each on the land it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.kinds import Kind
from zoneland.rules.buildable import buildable_land
from zoneland.rules.listed import as_told, with_built
from zoneland.rules.mixed import split_mixed
from zoneland.rules.share import SHARE_COLUMNS, industrial_share
from zoneland.rules.towns import town_land

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from zoneland.rules.assessment import AreaKind
    from zoneland.rules.prepare import Prepared
    from zoneland.rules.settings import ShareRule
    from zoneland.rules.share import Basis

COLUMNS: Final = ["zone_id", "land_use", *SHARE_COLUMNS[1:]]
"""Of `zoneland.rules.assessment.Assessment.readings`."""


def counted(parcels: gpd.GeoDataFrame, rule: ShareRule) -> gpd.GeoDataFrame:
    """Let land count as industry and as construction land as the user says."""
    told = as_told(parcels, rule.industrial)
    found: gpd.GeoDataFrame = with_built(told, rule.built_also, rule.built_not)
    return found


def all_readings(
    areas: pd.DataFrame,
    given: Prepared,
    land: Mapping[str, gpd.GeoDataFrame],
    *,
    rule: ShareRule,
    area: AreaKind,
) -> dict[str, pd.DataFrame]:
    """Compute the readings of each land use: `zoneland.rules.share.industrial_share` of each.

    Parameters
    ----------
    areas
        Zone × class for each land use.
    given
        Zones, control lines and cover.
    land
        Parcels by use, as they count.
    rule
        The threshold and the reading that judges.
    area
        How areas are taken.
    """
    return {
        str(use): industrial_share(
            some,
            rule=rule,
            grounds={
                name: split_mixed(ground, land[str(use)], industrial=rule.industrial)
                for name, ground in _grounds(some, str(use), given, land, area=area).items()
            },
            basis=_basis(str(use), given),
        )
        for use, some in areas.groupby("land_use", sort=False)
    }


def _grounds(
    areas: pd.DataFrame,
    use: str,
    given: Prepared,
    land: Mapping[str, gpd.GeoDataFrame],
    *,
    area: AreaKind,
) -> dict[str, pd.DataFrame]:
    """Measure the denominators that are not the zone nor a part of its classes."""
    if use not in land:
        return {}
    buildable = buildable_land(given.zones, land[use], given.lines, area=area, areas=areas)
    grounds = {"buildable": buildable}
    if use == "survey" and "town_code" in land[use]:
        grounds["town"] = town_land(given.zones, land[use], area=area)
    return grounds


def _basis(use: str, given: Prepared) -> Basis:
    """Tell what a land use can prove: land cover screens, or only bounds from above."""
    if use != "cover":
        return "measured"
    if given.cover is None or "cover" in given.land:
        return "screening"
    return "screening" if (given.cover.classes["kind"] == Kind.INDUSTRY).any() else "bound"


def one_table(readings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put the readings of all land uses in one table of `COLUMNS`."""
    tables = [table.assign(land_use=use) for use, table in readings.items()]
    return (
        pd.concat(tables, ignore_index=True)[COLUMNS] if tables else pd.DataFrame(columns=COLUMNS)
    )
