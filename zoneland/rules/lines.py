"""三区三线: a zone keeps off permanent basic farmland and the red line, inside the growth boundary.

土地管理法 article 35 and 永久基本农田保护红线管理办法 (令第17号, in force 2025-10-01) on farmland;
自然资发〔2022〕142号 on the red line; 城镇开发边界管理办法(试行) on the growth boundary;
厅字〔2019〕48号 on the lines against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zoneland.checks.ground import mean_width_m, polygons_of
from zoneland.core.problems import Level, Problem, stop_on_errors
from zoneland.core.units import sum_to_dm2, to_dm2, to_m2
from zoneland.core.verdicts import Clause, Judgement, Verdict
from zoneland.core.wording import Term
from zoneland.measure.area import area_of
from zoneland.measure.parts import parts_of, shared_outside
from zoneland.rules.findings import listed
from zoneland.rules.matrix import (
    ABOUT_ZONE,
    ALWAYS_NEEDED,
    CHECKED,
    LINE_PAIRS,
    MATRIX,
    PAIRS,
    band_of,
    ground_of,
    grounds,
    level_of,
)
from zoneland.rules.prepare import LAND_USES, LINES, unknown_names
from zoneland.rules.settings import LinesRule
from zoneland.rules.spaces import zone_spaces

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
    Clause(
        "厅字〔2019〕48号 关于在国土空间规划中统筹划定落实三条控制线的指导意见",
        "2019",
        "三条控制线不交叉、不重叠、不冲突（摘要）。",
    ),
)


def line_overlap(  # noqa: PLR0913  one keyword for each thing that may be given
    zones: gpd.GeoDataFrame,
    lines: Mapping[str, gpd.GeoDataFrame],
    *,
    rule: LinesRule | None = None,
    area: str = "ellipsoid",
    land: Mapping[str, gpd.GeoDataFrame] | None = None,
    zoning: gpd.GeoDataFrame | None = None,
) -> Judgement:
    """Judge each zone against the lines that are given, the other zones, and its land use.

    Parameters
    ----------
    zones
        ``zone_id``, ``zone_name`` and valid polygons; projected CRS.
    lines
        By name, ``farmland``, ``redline`` and ``growth``, and ``flexible`` and ``special`` within
        it: valid polygons in the zones' CRS. A line that is not given leaves its figures NaN; one
        of the first three, and where nothing fails, the verdict open.
    rule
        The bands, strictness and levels; their defaults if None.
    area
        ``ellipsoid`` or ``plane``; ``ledger`` measures like ``ellipsoid``.
    land
        Parcels by use, ``survey`` and ``plan``, for what lies inside the pieces, plan industry
        outside the growth boundary, and cropland.
    zoning
        Plan zones with their ``space``, as for `zoneland.rules.spaces.zone_spaces`.

    Returns
    -------
    Judgement
        Its table has ``verdict``; for each kind of `zoneland.rules.matrix.MATRIX` ``_m2`` (all
        land), ``_sliver_m2`` and ``_noise_m2`` of it; and each zone's spaces. Its findings are
        the pieces, `zoneland.rules.findings.COLUMNS`. Noise is summed but not listed. Edges that
        only touch give nothing. Only a kind that is about the zone, of level error, fails it.

    Raises
    ------
    InputError
        ZL123 for a line or land use of another name, which would count as not given.
    """
    rule, land = rule or LinesRule(), land or {}
    stop_on_errors([*unknown_names(lines, LINES), *unknown_names(land, LAND_USES)])
    found = _found(zones, lines, land, rule=rule, area=area)
    table = pd.DataFrame(index=pd.Index(zones["zone_id"], name="zone_id"))
    table["verdict"] = _verdicts(found, table.index, rule)
    for kind in MATRIX:
        for band, suffix in ((None, ""), ("sliver", "_sliver"), ("noise", "_noise")):
            sums = _sums(found.get(kind), table.index, band, zones=zones, area=area)
            table[f"{kind}{suffix}_m2"] = sums
    table = table.join(zone_spaces(zones, zoning, area=area))
    pieces = [frame[frame["band"] != "noise"] for frame in found.values()]
    findings = listed(pieces, zones, rule=rule, area=area, land=land)
    problems = [
        *_sliver_sums(table, zones, rule),
        *_between_lines(zones, lines, rule=rule, area=area),
        *_no_space(table, zones),
    ]
    return Judgement("control_lines", CLAUSES, table, findings, tuple(problems))


def _found(
    zones: gpd.GeoDataFrame,
    lines: Mapping[str, gpd.GeoDataFrame],
    land: Mapping[str, gpd.GeoDataFrame],
    *,
    rule: LinesRule,
    area: str,
) -> dict[str, gpd.GeoDataFrame]:
    """Give the pieces of every kind that can be told, banded."""
    given = grounds(zones, lines, land)
    found = {"zones": _banded(_shared_by_zones(zones, area), "zones", rule)}
    for kind in PAIRS:
        ground = ground_of(kind, given)
        if ground is not None:
            parts = parts_of(zones, ground, area=area).assign(other_id="")
            found[kind] = _banded(parts, kind, rule)
    return found


def _shared_by_zones(zones: gpd.GeoDataFrame, area: str) -> gpd.GeoDataFrame:
    """Give the parts that two zones share, once for each pair: the later zone is the other."""
    shapes, ids = zones.geometry.to_numpy(), zones["zone_id"].to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    shared = polygons_of(shapely.intersection(shapes[one], shapes[other]))
    pairs = gpd.GeoDataFrame({"zone_id": np.arange(len(one))}, geometry=shared, crs=zones.crs)
    parts = parts_of(pairs, shared, area=area)
    pair = parts["zone_id"].to_numpy(dtype=np.intp)
    return parts.assign(zone_id=ids[one[pair]], other_id=ids[other[pair]])


def _banded(parts: gpd.GeoDataFrame, kind: str, rule: LinesRule) -> gpd.GeoDataFrame:
    """Band pieces by the area that is shown; what has less than 0.01 m² is no land."""
    dm2 = parts["area_m2"].map(to_dm2)
    parts, dm2 = parts[dm2 > 0].reset_index(drop=True), dm2[dm2 > 0]
    bands = [
        band_of(to_m2(size), round(width, 6), rule=rule)
        for size, width in zip(dm2, parts["width_m"], strict=True)
    ]
    return parts.assign(kind=kind, band=np.array(bands, dtype=object))


def _sums(
    pieces: gpd.GeoDataFrame | None,
    index: pd.Index,
    band: str | None,
    *,
    zones: gpd.GeoDataFrame,
    area: str,
) -> pd.Series:
    """Sum pieces by zone, rounded once; NaN where the line is not given."""
    if pieces is None:
        return pd.Series(np.nan, index=index)
    some = pieces if band is None else pieces[pieces["band"] == band]
    if (some["other_id"] != "").any():
        some = _by_either_zone(some, zones, area)
    sums = {zone: to_m2(sum_to_dm2(sizes)) for zone, sizes in some.groupby("zone_id")["area_m2"]}
    return pd.Series([sums.get(zone_id, 0.0) for zone_id in index], index=index)


def _by_either_zone(
    pieces: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, area: str
) -> gpd.GeoDataFrame:
    """Give shared ground to both zones, once where it is shared with several."""
    swapped = pieces.assign(zone_id=pieces["other_id"])
    both = pd.concat([pieces, swapped], ignore_index=True)
    ground = both.groupby("zone_id", sort=False)["geometry"].agg(shapely.union_all)
    return gpd.GeoDataFrame(
        {"zone_id": ground.index, "area_m2": area_of(area, zones.crs)(ground.to_numpy())},
        geometry=ground.to_numpy(),
        crs=zones.crs,
    )


def _verdicts(found: Mapping[str, gpd.GeoDataFrame], index: pd.Index, rule: LinesRule) -> list[str]:
    """Fail zones by what is an error about them; pass them only if nothing needed is missing."""
    grave = {kind for kind in ABOUT_ZONE if level_of(kind, rule=rule) is Level.ERROR}
    failing: set[str] = set()
    for kind in grave & found.keys():
        pieces = found[kind][found[kind]["band"] == "finding"]
        failing |= {*pieces["zone_id"], *pieces["other_id"]}
    otherwise = Verdict.PASS if grave | ALWAYS_NEEDED <= found.keys() else Verdict.CANNOT_TELL
    return [str(Verdict.FAIL if zone_id in failing else otherwise) for zone_id in index]


def _sliver_sums(table: pd.DataFrame, zones: gpd.GeoDataFrame, rule: LinesRule) -> list[Problem]:
    """Tell where slivers, each too small to fail a zone, add up to more than one may be."""
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    return [
        Problem(
            "ZL306",
            CHECKED.get(kind, kind),
            {"zone": names[zone], "kind": Term(f"finding.{kind}"), "area_m2": f"{size:,.2f}"},
        )
        for kind in MATRIX
        if kind in ABOUT_ZONE and level_of(kind, rule=rule) is Level.ERROR
        for zone, size in table[f"{kind}_sliver_m2"].items()
        if size >= rule.sliver_m2
    ]


def _between_lines(
    zones: gpd.GeoDataFrame, lines: Mapping[str, gpd.GeoDataFrame], *, rule: LinesRule, area: str
) -> list[Problem]:
    """Tell what two lines share outside all zones, where there is no zone to list it for."""
    problems = []
    for kind in LINE_PAIRS:
        pair = PAIRS[kind]
        if pair.of not in lines or pair.other not in lines:
            continue
        first, second = (lines[role].geometry.to_numpy() for role in (pair.of, pair.other))
        shared = shared_outside(first, second, zones.geometry.to_numpy())
        sizes = area_of(area, zones.crs)(shared)
        bands = [
            band_of(size, width, rule=rule)
            for size, width in zip(sizes, mean_width_m(shared), strict=True)
        ]
        told = [size for size, band in zip(sizes, bands, strict=True) if band == "finding"]
        values = {"kind": Term(f"finding.{kind}"), "area_m2": f"{to_m2(sum_to_dm2(told)):,.2f}"}
        is_lawful = level_of(kind, rule=rule) is Level.INFO
        problems += [Problem("ZL350" if is_lawful else "ZL351", pair.of, values)] if told else []
    return problems


def _no_space(table: pd.DataFrame, zones: gpd.GeoDataFrame) -> list[Problem]:
    """Tell where the zoning leaves part of a zone without a space, or gives it two."""
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    return [
        Problem("ZL352", "zoning", {"zone": names[zone], "area_m2": f"{size:,.2f}"})
        for zone, size in table["no_space_m2"].items()
        if size > 0
    ]
