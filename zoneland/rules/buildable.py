"""The zone less what cannot be built on: water, permanent basic farmland, ecological red line.

After 不可建设面积 of 开发区土地集约利用评价. Water is taken off by class, the lines by their
shapes first, so that water within a line is taken off once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from zoneland.checks.ground import polygons_of
from zoneland.core.kinds import Kind
from zoneland.measure.tabulate import tabulate_closed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

WATER: Final = frozenset({Kind.WATER, Kind.SEA})
"""Rivers, lakes, ponds, canals and sea; wetland and flats are not among them."""
NEEDED: Final = ("farmland", "redline")
"""Without both of them nobody knows what is left to build on."""
BUILDABLE_COLUMNS: Final = ["zone_id", "status", "class_code", "kind", "is_built", "area_dm2"]


def buildable_land(
    zones: gpd.GeoDataFrame,
    parcels: gpd.GeoDataFrame,
    lines: Mapping[str, gpd.GeoDataFrame],
    *,
    area: str = "ellipsoid",
    areas: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Measure by class what is left of every zone without water, farmland and red line.

    Parameters
    ----------
    zones
        ``zone_id`` and valid polygons; projected CRS.
    parcels
        Contract `zoneland.core.contracts.PARCELS`, in the zones' CRS.
    lines
        ``farmland`` and ``redline`` in the zones' CRS.
    area
        ``ellipsoid``, ``plane`` or ``ledger``.
    areas
        What `zoneland.measure.tabulate.tabulate` gave of the whole zones: those that no line
        meets are not measured again. None to measure all.

    Returns
    -------
    DataFrame
        ``zone_id, status, class_code, kind, is_built, area_dm2``. Land that may or may not be
        water stays. Empty if either line is lacking, for then the denominator is not known.

    Examples
    --------
    Of 100 m², 5 m² are farmland and 10 m² water, and 2 m² are both.

    >>> import geopandas as gpd
    >>> from shapely import box
    >>> def drawn(*shapes, **columns):
    ...     return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=4547)
    >>> zones = drawn(box(0, 0, 10, 10), zone_id=["A"])
    >>> land = drawn(box(0, 0, 9, 10), box(9, 0, 10, 10), class_code=["1001", "1701"],
    ...              kind=["industry", "water"], is_built=[True, False])
    >>> lines = {"farmland": drawn(box(7.5, 0, 10, 2)), "redline": drawn()}
    >>> buildable_land(zones, land, lines, area="plane")["area_dm2"].sum()
    np.int64(8700)
    """
    if any(name not in lines for name in NEEDED):
        return pd.DataFrame(columns=BUILDABLE_COLUMNS)
    barred = [lines[name].geometry.to_numpy() for name in NEEDED]
    left, is_cut = _without(zones.geometry.to_numpy(), barred)
    known = areas if areas is not None else pd.DataFrame(columns=BUILDABLE_COLUMNS)
    is_known = ~is_cut & zones["zone_id"].isin(known["zone_id"]).to_numpy()
    drawn = zones.set_geometry(left, crs=zones.crs)[~is_known & ~shapely.is_empty(left)]
    tables = [known[known["zone_id"].isin(zones.loc[is_known, "zone_id"])]]
    if len(drawn):
        tables.append(tabulate_closed(drawn, parcels, area=area).areas)
    found = pd.concat([table for table in tables if len(table)] or tables)
    is_water = found["status"].eq("known") & found["kind"].isin(WATER)
    return found.loc[~is_water, BUILDABLE_COLUMNS].reset_index(drop=True)


def _without(
    ground: NDArray[np.object_], barred: list[NDArray[np.object_]]
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Cut shapes out of ground, each piece by what meets it, and tell which were met."""
    left, is_met = ground.copy(), np.zeros(len(ground), dtype=bool)
    for shapes in barred:
        at, by = shapely.STRtree(shapes).query(ground, predicate="intersects")
        for place in dict.fromkeys(at.tolist()):
            rest = shapely.difference(left[place], shapely.union_all(shapes[by[at == place]]))
            left[place], is_met[place] = rest, True
    return polygons_of(left), is_met
