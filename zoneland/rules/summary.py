"""The summary: a row a zone with its verdicts and the figures that they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from zoneland.core.units import to_dm2, to_m2
from zoneland.core.verdicts import Judgement, Verdict, worst
from zoneland.measure.area import area_of
from zoneland.rules.matrix import MATRIX
from zoneland.rules.spaces import COLUMNS as SPACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoneland.rules.assessment import AreaKind

SHARE_COLUMNS: Final = {
    "low": "share_low",
    "high": "share_high",
    "land_use": "land_use",
    "depends_on_reading": "depends_on_reading",
    "basis": "share_basis",
    "screening": "share_screening",
}
AREA_COLUMNS: Final = ("to_convert", "to_add", "to_leave", "detached")
"""What it would take, and 独立工业用地: whole 0.01 m² in the rule's table."""
IDLE_COLUMNS: Final = (
    *("unsupplied_m2", "idle_m2", "plots", "lapsed_m2", "government_m2", "cannot_tell_plots"),
    *("approved_m2", "supplied_m2", "used_m2", "unsupplied_rate", "idle_rate"),
    *("unsupplied_drawn_m2", "unsupplied_stated_m2", "unsupplied_gap_m2"),
)


def summary(
    zones: gpd.GeoDataFrame,
    area: AreaKind,
    *,
    share: Judgement,
    lines: Judgement,
    idle: Judgement,
) -> gpd.GeoDataFrame:
    """Put a zone's figures and verdicts in one row.

    Parameters
    ----------
    zones
        ``zone_id``, ``zone_name`` and valid polygons; projected CRS.
    area
        How the zones' own areas are taken.
    share, lines, idle
        What the three rules found for these zones.

    Returns
    -------
    GeoDataFrame
        As `zoneland.rules.assessment.Assessment` says of ``zones``.
    """
    sizes = area_of(area, zones.crs)(zones.geometry.to_numpy())
    table = pd.DataFrame(
        {
            "zone_name": zones["zone_name"].to_numpy(),
            "area_m2": [to_m2(to_dm2(size)) for size in sizes],
        },
        index=pd.Index(zones["zone_id"], name="zone_id"),
    )
    _verdicts(table, {"share": share, "lines": lines, "idle": idle})
    for column, name in SHARE_COLUMNS.items():
        table[name] = share.table[column]
    for name in AREA_COLUMNS:
        table[f"{name}_m2"] = _in_m2(share.table[f"{name}_dm2"])
    kinds = [f"{kind}_m2" for kind in MATRIX]
    table[[*kinds, *SPACES]] = lines.table[[*kinds, *SPACES]]
    table[list(IDLE_COLUMNS)] = idle.table[list(IDLE_COLUMNS)]
    return gpd.GeoDataFrame(table.reset_index(), geometry=zones.geometry.to_numpy(), crs=zones.crs)


def _verdicts(table: pd.DataFrame, rules: Mapping[str, Judgement]) -> None:
    """Add each rule's verdict and, over them, the zone's."""
    for name, judgement in rules.items():
        table[f"{name}_verdict"] = judgement.table["verdict"]
    own = table[[f"{name}_verdict" for name in rules]].to_numpy().tolist()
    table["verdict"] = [str(worst(map(Verdict, row))) for row in own]


def _in_m2(area_dm2: pd.Series) -> pd.Series:
    """Turn whole 0.01 m² to m², what is not known to NaN."""
    return area_dm2.map(lambda size: float("nan") if pd.isna(size) else to_m2(int(size)))
