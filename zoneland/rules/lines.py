"""三区三线: a zone keeps off permanent basic farmland and the red line, inside the growth boundary.

土地管理法 article 35 and 永久基本农田保护红线管理办法 (令第17号, in force 2025-10-01) on farmland;
自然资发〔2022〕142号 on the red line; 城镇开发边界管理办法(试行) on the growth boundary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from zoneland.core.problems import Level, Problem
from zoneland.core.units import sum_to_dm2, to_dm2, to_m2
from zoneland.core.verdicts import Clause, Judgement, Verdict
from zoneland.core.wording import Term
from zoneland.measure.parts import parts_inside, parts_outside
from zoneland.rules.settings import LinesRule

if TYPE_CHECKING:
    from collections.abc import Mapping


CLAUSES: Final = (
    Clause(
        "土地管理法第三十五条",
        "2020-01-01",
        "永久基本农田划定后不得擅自占用或者改变用途；国家重大建设项目确难避让的，须经国务院批准（摘要，以正式文本为准）。",
    ),
    Clause(
        "永久基本农田保护红线管理办法（自然资源部令第17号）",
        "2025-10-01",
        "永久基本农田不得擅自调整；城镇开发边界内的永久基本农田原则上予以保留（第四条、第五条摘要）。",
    ),
    Clause(
        "自然资发〔2022〕142号 关于加强生态保护红线管理的通知（试行）",
        "2022-08",
        "生态保护红线内、自然保护地核心保护区外，禁止开发性、生产性建设活动，仅允许有限人为活动（摘要）。",
    ),
    Clause(
        "城镇开发边界管理办法（试行）",
        "2026",
        "城镇开发边界外不得规划建设各类新城新区、开发区、非农产业园区等集中城镇建设用地。",
    ),
)
OVERLAPS: Final = {
    "farmland": ("farmland", parts_inside),
    "redline": ("redline", parts_inside),
    "growth": ("outside_growth", parts_outside),
}
"""By line: the finding it gives rise to, and the part of the zone that makes it."""
LEVELS: Final = {"finding": Level.ERROR, "sliver": Level.WARNING, "noise": Level.INFO}


def band_of(area_m2: float, width_m: float, *, rule: LinesRule) -> str:
    """Tell how much a piece matters by its size and mean width.

    Examples
    --------
    >>> [band_of(size, width, rule=LinesRule()) for size, width in
    ...  ((0.99, 5), (500, 0.09), (199.99, 9), (200, 1.99), (200, 2))]
    ['noise', 'noise', 'sliver', 'sliver', 'finding']
    >>> band_of(0.5, 0.01, rule=LinesRule(strict=True))
    'finding'
    """
    if rule.strict:
        return "finding"
    if area_m2 < rule.noise_m2 or width_m < rule.noise_width_m:
        return "noise"
    if area_m2 < rule.sliver_m2 or width_m < rule.sliver_width_m:
        return "sliver"
    return "finding"


def line_overlap(
    zones: gpd.GeoDataFrame,
    lines: Mapping[str, gpd.GeoDataFrame],
    *,
    rule: LinesRule | None = None,
    area: str = "ellipsoid",
) -> Judgement:
    """Judge each zone against the lines that are given.

    Parameters
    ----------
    zones
        ``zone_id``, ``zone_name`` and valid polygons; projected CRS.
    lines
        By name, ``farmland``, ``redline`` and ``growth``: valid polygons in the zones' CRS. A
        line that is not given leaves its figures NaN and, where nothing fails, the verdict open.
    rule
        The three bands and strictness; their defaults if None.
    area
        ``ellipsoid`` or ``plane``.

    Returns
    -------
    Judgement
        Its table has ``verdict`` and, for each of farmland, redline and outside_growth, ``_m2``
        (all land), ``_sliver_m2`` and ``_noise_m2`` of it; its findings the pieces, with
        ``finding_id, zone_id, zone_name, kind, band, level, area_m2, width_m``. Noise is summed
        but not listed. Edges that only touch give nothing.
    """
    rule = rule or LinesRule()
    found = {
        role: _pieces(zones, lines[role], role, rule, area) for role in OVERLAPS if role in lines
    }
    table = pd.DataFrame(index=pd.Index(zones["zone_id"], name="zone_id"))
    for role, (kind, _) in OVERLAPS.items():
        for band, suffix in ((None, ""), ("sliver", "_sliver"), ("noise", "_noise")):
            table[f"{kind}{suffix}_m2"] = _sums(found.get(role), table.index, band)
    table.insert(0, "verdict", _verdicts(found, table.index))
    pieces = [frame[frame["band"] != "noise"] for frame in found.values()]
    problems = _sliver_sums(table, zones, rule)
    return Judgement("control_lines", CLAUSES, table, _listed(pieces, zones), problems)


def _sliver_sums(
    table: pd.DataFrame, zones: gpd.GeoDataFrame, rule: LinesRule
) -> tuple[Problem, ...]:
    """Tell where slivers, each too small to fail a zone, add up to more than one may be."""
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    return tuple(
        Problem(
            "ZL306",
            role,
            {"zone": names[zone], "kind": Term(f"finding.{kind}"), "area_m2": f"{size:,.2f}"},
        )
        for role, (kind, _) in OVERLAPS.items()
        for zone, size in table[f"{kind}_sliver_m2"].items()
        if size >= rule.sliver_m2
    )


def _pieces(
    zones: gpd.GeoDataFrame, line: gpd.GeoDataFrame, role: str, rule: LinesRule, area: str
) -> gpd.GeoDataFrame:
    kind, parts_of = OVERLAPS[role]
    parts = parts_of(zones, line, area=area)
    parts = parts[parts["area_m2"].map(to_dm2) > 0].reset_index(drop=True)
    bands = [
        band_of(size, width, rule=rule)
        for size, width in zip(parts["area_m2"], parts["width_m"], strict=True)
    ]
    return parts.assign(kind=kind, band=np.array(bands, dtype=object))


def _sums(pieces: gpd.GeoDataFrame | None, index: pd.Index, band: str | None) -> pd.Series:
    """Sum pieces by zone, rounded once; NaN where the line is not given."""
    if pieces is None:
        return pd.Series(np.nan, index=index)
    some = pieces if band is None else pieces[pieces["band"] == band]
    sums = {zone: to_m2(sum_to_dm2(sizes)) for zone, sizes in some.groupby("zone_id")["area_m2"]}
    return pd.Series([sums.get(zone_id, 0.0) for zone_id in index], index=index)


def _verdicts(found: Mapping[str, gpd.GeoDataFrame], index: pd.Index) -> list[str]:
    failing = {
        zone_id
        for pieces in found.values()
        for zone_id in pieces.loc[pieces["band"] == "finding", "zone_id"]
    }
    otherwise = Verdict.PASS if len(found) == len(OVERLAPS) else Verdict.CANNOT_TELL
    return [str(Verdict.FAIL if zone_id in failing else otherwise) for zone_id in index]


def _listed(pieces: list[gpd.GeoDataFrame], zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """List the pieces zone by zone, round their areas, and number them."""
    columns = ["zone_id", "area_m2", "width_m", "kind", "band", "geometry"]
    joined = (
        pd.concat([piece[columns] for piece in pieces]) if pieces else pd.DataFrame(columns=columns)
    )
    order = {zone_id: at for at, zone_id in enumerate(zones["zone_id"])}
    joined = joined.sort_values("zone_id", key=lambda ids: ids.map(order), kind="stable")
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    joined = joined.assign(
        finding_id=[f"F{number:04d}" for number in range(1, len(joined) + 1)],
        zone_name=joined["zone_id"].map(names),
        level=joined["band"].map(LEVELS).astype("str"),
        area_m2=[to_m2(to_dm2(size)) for size in joined["area_m2"]],
        width_m=joined["width_m"].astype(float).round(2),
    )
    names_out = [
        "finding_id",
        "zone_id",
        "zone_name",
        "kind",
        "band",
        "level",
        "area_m2",
        "width_m",
    ]
    return gpd.GeoDataFrame(joined[[*names_out, "geometry"]], crs=zones.crs).reset_index(drop=True)
