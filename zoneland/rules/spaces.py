"""三区: how much of each zone is 城镇, 农业 and 生态 space by the plan's zoning (GHFQ).

The published results are the three lines; the spaces come of the plan zones that
市级国土空间总体规划编制指南（试行） (2020-09) names: 城镇发展区 is urban space, 农田保护区 and
乡村发展区 farming space, 生态保护区 and 生态控制区 ecological space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from zoneland.core.kinds import Kind
from zoneland.core.units import to_m2
from zoneland.measure.tabulate import tabulate

if TYPE_CHECKING:
    import geopandas as gpd

SPACES: Final = ("urban", "farming", "ecological")
"""城镇空间, 农业空间, 生态空间."""
COLUMNS: Final = tuple(f"{space}_m2" for space in (*SPACES, "no_space"))


def zone_spaces(
    zones: gpd.GeoDataFrame, zoning: gpd.GeoDataFrame | None, *, area: str = "ellipsoid"
) -> pd.DataFrame:
    """Measure each zone by space.

    Parameters
    ----------
    zones
        ``zone_id`` and valid polygons; projected CRS.
    zoning
        ``space`` (``urban``, ``farming``, ``ecological``, or empty where the plan zone is none
        of them) and valid polygons in the zones' CRS; None if there is no such layer.
    area
        ``ellipsoid`` or ``plane``; ``ledger`` measures like ``ellipsoid``.

    Returns
    -------
    DataFrame
        ``urban_m2, farming_m2, ecological_m2`` and ``no_space_m2`` by ``zone_id``; they add up to
        the zone. Ground that no plan zone covers, or that two different spaces claim, has no
        space. NaN without a layer.

    Examples
    --------
    A zone of 100 m²: 60 m² urban, 20 m² farming of which half is urban as well, and a gap.

    >>> import geopandas as gpd
    >>> from shapely import box
    >>> zones = gpd.GeoDataFrame({"zone_id": ["A"]}, geometry=[box(0, 0, 10, 10)], crs=4547)
    >>> zoning = gpd.GeoDataFrame({"space": ["urban", "farming"]},
    ...     geometry=[box(-5, 0, 7, 10), box(6, 0, 8, 10)], crs=4547)
    >>> zone_spaces(zones, zoning, area="plane").loc["A"].tolist()
    [60.0, 10.0, 0.0, 30.0]
    """
    index = pd.Index(zones["zone_id"], name="zone_id")
    if zoning is None:
        return pd.DataFrame(np.nan, index=index, columns=list(COLUMNS))
    as_land = zoning.assign(
        class_code=zoning["space"].where(zoning["space"].isin(SPACES), "no_space"),
        kind=str(Kind.OTHER),
    )[["class_code", "kind", zoning.geometry.name]]
    found = tabulate(zones, as_land, area="plane" if area == "plane" else "ellipsoid")
    space = found["class_code"].where(found["class_code"].isin(SPACES), "no_space")
    sums = found.groupby(["zone_id", space])["area_dm2"].sum().to_dict()
    return pd.DataFrame(
        {
            f"{name}_m2": [to_m2(sums.get((zone, name), 0)) for zone in index]
            for name in (*SPACES, "no_space")
        },
        index=index,
    )
