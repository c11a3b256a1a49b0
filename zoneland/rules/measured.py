"""Land as a run measures it: class areas of each land use, and what does not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.contracts import AREAS
from zoneland.core.figures import percent, square_metres
from zoneland.core.problems import Problem
from zoneland.core.units import to_m2
from zoneland.measure.groups import tabulate_spread
from zoneland.measure.raster import tabulate_cover
from zoneland.measure.stored import lacking_stored
from zoneland.measure.tabulate import tabulate_closed
from zoneland.rules.mixed import split_mixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd

    from zoneland.core.cover import Cover
    from zoneland.measure.groups import Spread
    from zoneland.rules.assessment import AreaKind

SPREAD_DM2: Final = 100
"""Residuals of up to 1 m² a zone are rounding; more (stored areas that do not fit) is told."""
MISFIT_SHARE: Final = 0.001
"""Beyond a thousandth of a zone the stored areas are of another year or method."""


def measured_areas(  # noqa: PLR0913  what is measured, and how
    zones: gpd.GeoDataFrame,
    land: Mapping[str, gpd.GeoDataFrame],
    cover: Cover | None,
    area: AreaKind,
    *,
    spread: Spread | None,
    industrial: Iterable[str] = (),
) -> tuple[pd.DataFrame, list[Problem]]:
    """Measure each land use, and tell what is not covered, contested or spread.

    Mixed codes whose parts are known are shared out among them. Polygons of land cover stand in
    place of a raster.
    """
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    tables, problems = [], []
    for use, frame in land.items():
        if spread is None:
            found = tabulate_closed(zones, frame, area=area)
        else:
            found = tabulate_spread(zones, frame, area=area, spread=spread)
        shared = split_mixed(found.areas, frame, industrial=industrial)
        tables.append(shared.assign(land_use=use))
        whole = found.areas.groupby("zone_id")["area_dm2"].sum().to_dict()
        problems += _gaps(found.areas, zones, use)
        problems += lacking_stored(frame, use) if area == "ledger" else []
        problems += [
            Problem(
                "ZL304" if abs(rest) > whole[zone_id] * MISFIT_SHARE else "ZL303",
                use,
                {"zone": names[zone_id], "area_m2": f"{to_m2(rest):+,.2f}"},
            )
            for zone_id, rest in found.spread_dm2.items()
            if abs(rest) > SPREAD_DM2
        ]
    if cover is not None and "cover" not in land:
        table = tabulate_cover(zones, cover, area=area)
        tables.append(table.assign(land_use="cover"))
        problems += _gaps(table, zones, "cover")
    columns = ["land_use", *(column.name for column in AREAS.columns)]
    areas = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
    areas = areas[columns]
    return areas.assign(area_m2=areas["area_dm2"].map(to_m2).astype(float)), problems


def _gaps(areas: pd.DataFrame, zones: gpd.GeoDataFrame, use: str) -> list[Problem]:
    """Tell land that is not covered or contested, zone by zone."""
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    codes = {"uncovered": "ZL301", "contested": "ZL302"}
    problems = []
    for zone_id, land in areas.groupby("zone_id", sort=False):
        whole = int(land["area_dm2"].sum())
        for status, code in codes.items():
            size = int(land.loc[land["status"] == status, "area_dm2"].sum())
            values = {
                "zone": names[zone_id],
                "area_m2": square_metres(size),
                "share": percent(size, whole),
            }
            problems += [Problem(code, use, values)] if size else []
    return problems
