"""A small made-up county, drawn in whole metres near 38 500 000, 3 840 000 (EPSG:4526)."""

from __future__ import annotations

import math
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from zoneland.core.inputs import Input
from zoneland.core.verdicts import Clause
from zoneland.rules.assessment import Assessment
from zoneland.rules.readings import READINGS
from zoneland.rules.settings import RuleSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

CRS = "EPSG:4526"
EAST, NORTH = 38_500_000, 3_840_000
COLUMNS, ROWS, SIDE_M = 17, 11, 260

PLAN = (
    "industry",
    "industry",
    "storage",
    "industry",
    "transport",
    "green",
    "residential",
    "industry",
    "commerce",
    "industry",
    "public",
    "cropland",
    "water",
    "reserved",
    "research",
)
SURVEY = (
    "cropland",
    "industry",
    "cropland",
    "residential",
    "transport",
    "cropland",
    "forest",
    "water",
    "industry",
    "vacant",
    "unknown",
)


def at(*corners: tuple[float, float]) -> shapely.Polygon:
    """Draw a polygon by its corners, in metres from the county's origin."""
    return shapely.Polygon([(EAST + x, NORTH + y) for x, y in corners])


def square(x: float, y: float, side: float) -> shapely.Polygon:
    return at((x, y), (x + side, y), (x + side, y + side), (x, y + side))


def frame(**columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry="geometry", crs=CRS)


def parcels(kinds: Sequence[str], *, turn: float = 0.0, prefix: str = "P") -> gpd.GeoDataFrame:
    """Draw parcels on a bent grid; neighbours share their corners."""

    def corner(i: int, j: int) -> tuple[float, float]:
        x, y = i * SIDE_M - 200, j * SIDE_M - 200
        return (
            x + 60 * math.sin(0.9 * j + turn) + 18 * math.sin(3 * i),
            y + 50 * math.sin(0.8 * i + turn) + 16 * math.cos(2 * j),
        )

    cells = list(product(range(COLUMNS), range(ROWS)))
    shapes = [
        at(corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)) for i, j in cells
    ]
    chosen = [kinds[(3 * i + 5 * j + (i * j) % 4) % len(kinds)] for i, j in cells]
    return frame(
        parcel_id=[f"{prefix}{k:04d}" for k in range(len(cells))],
        class_code=[f"{10 + kinds.index(kind):02d}01" for kind in chosen],
        class_name=[f"地类{kind}" for kind in chosen],
        kind=chosen,
        is_built=[kind not in {"cropland", "forest", "water"} for kind in chosen],
        stored_m2=[float(SIDE_M**2)] * len(cells),
        geometry=shapes,
    )


ZONES = (
    at((100, 150), (1350, 60), (1500, 700), (1380, 1330), (620, 1420), (160, 1100)),
    shapely.MultiPolygon(
        [
            at((1900, 1500), (3000, 1420), (3120, 2350), (2000, 2480)),
            at((3300, 1750), (3700, 1700), (3760, 2200), (3320, 2260)),
        ]
    ),
    shapely.Polygon(
        at((2000, 100), (3500, 0), (3650, 1000), (2150, 1080)).exterior,
        [at((2600, 400), (2900, 400), (2900, 650), (2600, 650)).exterior],
    ),
)


def zones(
    names: Sequence[str] = ("城东新材料产业园", "综合保税物流园", "北区装备制造园"),
) -> gpd.GeoDataFrame:
    return frame(
        zone_id=["KFQ001", "KFQ002", "KFQ003"],
        zone_name=pd.Series(list(names), dtype=object),
        area_m2=[1_576_250.00, 1_370_450.00, 1_416_000.00],
        verdict=["fail", "cannot_tell", "pass"],
        share_verdict=["fail", "cannot_tell", "pass"],
        share_low=[0.59996, 0.5412, 0.6],
        share_high=[0.59996, 0.635, 0.6],
        land_use=["plan", "plan", "plan"],
        depends_on_reading=[True, False, False],
        lines_verdict=["fail", "pass", "pass"],
        farmland_m2=[46_500.55, 0.0, 0.0],
        redline_m2=[21_000.0, 0.0, 0.0],
        outside_growth_m2=[0.0, math.nan, 180.25],
        idle_verdict=["fail", "pass", "cannot_tell"],
        unsupplied_m2=[33_600.0, 0.0, math.nan],
        idle_m2=[62_400.0, 0.0, 0.0],
        plots=[2.0, 0.0, math.nan],
        geometry=list(ZONES),
    )


AREAS_DM2 = {  # certain, possible, whole
    "KFQ001": (59_996, 59_996, 100_000),
    "KFQ002": (54_120, 63_500, 100_000),
    "KFQ003": (60_000, 60_000, 100_000),
}


def areas() -> pd.DataFrame:
    rows = []
    for zone_id, (certain, possible, whole) in AREAS_DM2.items():
        rows.append((zone_id, "known", "industry", True, certain))
        rows.append((zone_id, "known", "residential", True, whole - possible))
        if possible > certain:
            rows.append((zone_id, "uncovered", "unknown", False, possible - certain))
    frame = pd.DataFrame(rows, columns=["zone_id", "status", "kind", "is_built", "area_dm2"])
    return frame.assign(land_use="plan", class_code="", area_m2=frame["area_dm2"] / 100)


def readings() -> pd.DataFrame:
    rows = []
    for zone_id, land_use, reading in product(AREAS_DM2, ("plan", "survey"), READINGS):
        certain, possible, whole = AREAS_DM2[zone_id]
        less = 9_000 * (land_use == "survey") + 4_000 * (reading.split("/")[0] == "industry")
        more = 12_000 * reading.endswith("construction")
        certain, possible = certain - less + more, possible - less + more
        low, high = certain / whole, possible / whole
        verdict = "pass" if low >= 0.6 else "fail" if high < 0.6 else "cannot_tell"
        rows.append((zone_id, land_use, reading, certain, possible, whole, low, high, verdict))
    names = "zone_id land_use reading certain_dm2 possible_dm2 whole_dm2 low high verdict"
    return pd.DataFrame(rows, columns=names.split())


def findings() -> gpd.GeoDataFrame:
    return frame(
        finding_id=["F1", "F2", "F3", "F4", "F5"],
        zone_id=["KFQ001"] * 4 + ["KFQ003"],
        zone_name=["城东新材料产业园"] * 4 + ["北区装备制造园"],
        kind=["farmland", "farmland", "redline", "farmland", "outside_growth"],
        band=["finding", "finding", "finding", "sliver", "sliver"],
        level=["error", "error", "error", "info", "info"],
        area_m2=[31_000.0, 15_500.0, 21_000.0, 0.55, 180.25],
        width_m=[140.0, 90.0, 110.5, 0.05, 1.5],
        geometry=[
            at((900, 1000), (1150, 980), (1180, 1100), (920, 1130)),
            square(1180, 1150, 124),
            at((180, 300), (330, 250), (380, 400), (210, 460)),
            at((600, 1390), (760, 1380), (760, 1388), (600, 1398)),
            at((3500, 0), (3510, 0), (3600, 660), (3590, 660)),
        ],
    )


def idle() -> gpd.GeoDataFrame:
    return frame(
        plot_id=["D1", "D2", "D3", "D4"],
        zone_id=["KFQ001", "KFQ001", "KFQ001", "KFQ003"],
        zone_name=["城东新材料产业园"] * 3 + ["北区装备制造园"],
        kind=["supplied", "supplied", "unsupplied", "supplied"],
        status=["idle_2y", "idle_1y", "unsupplied", "cannot_tell"],
        is_idle=[True, True, False, False],
        is_government=[False, True, False, False],
        project=["年产三万吨铝箔项目", "冷链仓库", None, "电机厂扩建"],
        batch_id=["豫政土〔2021〕15号", "豫政土〔2022〕7号", "豫政土〔2023〕88号", None],
        area_m2=[40_000.0, 22_400.0, 33_600.0, 18_000.0],
        due_on=[date(2023, 6, 1), date(2025, 3, 1), None, None],
        started_on=[None, None, None, None],
        months=[40.0, 19.0, math.nan, math.nan],
        where=["supply.xlsx:3", "supply.xlsx:4", "approvals.gpkg:2", "supply.xlsx:9"],
        geometry=[
            square(500, 300, 200),
            at((800, 600), (960, 590), (970, 730), (810, 740)),
            at((1100, 300), (1310, 280), (1330, 440), (1120, 460)),
            None,
        ],
    )


def lines() -> dict[str, gpd.GeoDataFrame]:
    far = shapely.box(EAST - 600, NORTH - 600, EAST + 4400, NORTH + 3000)
    return {
        "farmland": frame(geometry=[at((850, 970), (1800, 900), (1850, 1600), (900, 1750))]),
        "redline": frame(
            geometry=[at((-300, 200), (330, 240), (400, 420), (200, 480), (-300, 700))]
        ),
        "growth": frame(
            geometry=[far.difference(at((3500, -600), (4400, -600), (4400, 700), (3600, 700)))]
        ),
    }


def inputs() -> tuple[Input, ...]:
    return (
        Input("zones", "boundaries/zones.gpkg", "zones", 3, CRS, "", "ab12" * 16),
        Input("plan", "landuse/plan.gpkg", "plan", 187, CRS, "", "cd34" * 16),
        Input("supply", "landuse/supply.xlsx", "供地台账", 12, "", "", "ef56" * 16),
    )


CLAUSES = {
    "industrial_share": (
        Clause(
            "河南省开发区四至边界划定工作要点",
            "2022-04-30",
            "按照产业用地不得低于60%的标准，稳妥推进开发区四至边界划定。",
        ),
    ),
    "control_lines": (Clause("土地管理法", "2019-08-26", "永久基本农田划定后，不得擅自占用。"),),
    "idle_land": (Clause("闲置土地处置办法", "2012-07-01", "超过约定动工日满一年未动工开发的。"),),
}


def county(**other: Any) -> Assessment:
    """Build the county's assessment; keywords stand in for parts of it."""
    parts = {
        "on": date(2026, 10, 31),
        "title": "清源县开发区四至边界核查",
        "area": "ellipsoid",
        "rules": RuleSettings(),
        "zones": zones(),
        "areas": areas(),
        "readings": readings(),
        "findings": findings(),
        "idle": idle(),
        "clauses": CLAUSES,
        "layers": {
            "survey": parcels(SURVEY, turn=1.0, prefix="X"),
            "plan": parcels(PLAN),
            **lines(),
        },
        "inputs": inputs(),
    }
    return Assessment(**{**parts, **other})


HOSTILE = (
    "</script><script>window.ran=1</script>",
    "{{7*7}}{% raw %}{# note #}${1}`${window.ran=1}`",
    "<img src=x onerror='window.ran=1'>\u2028\u2029\"'&amp;\ud800",
)
"""Texts that some part of a careless page would run, swallow or change."""
