"""A made-up assessment: three zones of 100 hectares side by side, all numbers drawn by hand."""

from __future__ import annotations

import dataclasses
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zoneland.core.inputs import Input
from zoneland.core.problems import Problem
from zoneland.core.stamp import Stamp
from zoneland.core.verdicts import Clause
from zoneland.rules.assessment import Assessment
from zoneland.rules.readings import READINGS, definition_of
from zoneland.rules.settings import RuleSettings

CRS = "EPSG:4526"
WEST, SOUTH = 38_500_000, 3_840_000
NAN = float("nan")
ZONE_DM2 = 100_000_000
"""A square kilometre in 0.01 m²."""

HOSTILE = ('=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\x00zero\x1f")
"""What a spreadsheet must not reckon, and what XML cannot hold."""

OTHERS = (
    *("flexible", "special", "zones", "growth_farmland", "growth_redline", "redline_farmland"),
    *("plan_outside_growth", "cropland", "urban", "farming", "ecological", "no_space"),
)
"""Figures of kinds of findings that few workspaces have, and of the three spaces."""

SHARES = {  # certain and possible industrial land of each zone, in 0.01 m²
    "A01": (65_000_000, 65_000_000),
    "B02": (59_996_000, 59_996_000),
    "C03": (50_000_000, 70_000_000),
}
VERDICTS = {"A01": "pass", "B02": "fail", "C03": "cannot_tell"}


def square(x: float, y: float, side_m: float) -> shapely.Polygon:
    return shapely.box(WEST + x, SOUTH + y, WEST + x + side_m, SOUTH + y + side_m)


def zones() -> gpd.GeoDataFrame:
    ids = list(SHARES)
    return gpd.GeoDataFrame(
        {
            "zone_id": ids,
            "zone_name": ["东城先进制造业开发区", "西城经济技术开发区", "南岭高新区"],
            "area_m2": [1_000_000.0] * 3,
            "verdict": list(VERDICTS.values()),
            "share_verdict": list(VERDICTS.values()),
            "share_low": [low / ZONE_DM2 for low, _ in SHARES.values()],
            "share_high": [high / ZONE_DM2 for _, high in SHARES.values()],
            "land_use": ["plan"] * 3,
            "depends_on_reading": [True, False, False],
            "lines_verdict": ["pass", "fail", "cannot_tell"],
            "farmland_m2": [0.0, 5_150.5, NAN],
            "redline_m2": [0.0, 0.0, NAN],
            "outside_growth_m2": [0.0, 1_234.56, NAN],
            "idle_verdict": ["fail", "pass", "cannot_tell"],
            "unsupplied_m2": [20_000.0, 0.0, NAN],
            "idle_m2": [10_000.0, 0.0, NAN],
            "plots": [1.0, 0.0, NAN],
            "share_basis": ["measured"] * 3,
            "share_screening": ["", "", "pass"],
            "to_convert_m2": [0.0, 40.0, 100_000.0],
            "to_add_m2": [0.0, NAN, NAN],
            "to_leave_m2": [0.0, 66.67, 166_666.67],
            "detached_m2": [7_000.0, 0.0, NAN],
            **{f"{name}_m2": [0.0, 0.0, 30.0 + at] for at, name in enumerate(OTHERS)},
            "approved_m2": [50_000.0, 0.0, NAN],
            "supplied_m2": [30_000.0, 0.0, NAN],
            "used_m2": [400.0, 0.0, NAN],
            "lapsed_m2": [300.0, 0.0, NAN],
            "government_m2": [10_000.0, 0.0, NAN],
            "cannot_tell_plots": [2.0, 0.0, NAN],
            "unsupplied_rate": [0.4, NAN, NAN],
            "idle_rate": [1 / 3, NAN, NAN],
            "unsupplied_drawn_m2": [20_000.0, 0.0, NAN],
            "unsupplied_stated_m2": [20_010.0, 0.0, NAN],
            "unsupplied_gap_m2": [-10.0, 0.0, NAN],
        },
        geometry=[square(x, 0, 1_000) for x in (0, 1_000, 2_000)],
        crs=CRS,
    )


def areas() -> pd.DataFrame:
    rows = []
    for use, industry, road in (("plan", "1001", "1207"), ("survey", "0601", "1004")):
        for zone, (certain, possible) in SHARES.items():
            rest = ZONE_DM2 - possible
            rows.append((use, zone, "known", industry, "工业用地", "industry", True, certain))
            rows.append((use, zone, "known", road, "城镇道路", "transport", True, rest))
            if possible > certain:
                left = possible - certain
                rows.append((use, zone, "uncovered", None, None, "unknown", None, left))
    columns = ["land_use", "zone_id", "status", "class_code", "class_name", "kind", "is_built"]
    frame = pd.DataFrame(rows, columns=[*columns, "area_dm2"])
    return frame.assign(area_m2=frame["area_dm2"] / 100)


def readings() -> pd.DataFrame:
    rows = []
    for use in ("plan", "survey"):
        for zone, (certain, possible) in SHARES.items():
            for reading in READINGS:
                low = certain - 10_000_000 if reading == "industry/zone" else certain
                verdict = "fail" if reading == "industry/zone" else VERDICTS[zone]
                bounds = (low / ZONE_DM2, possible / ZONE_DM2)
                rows.append((zone, use, reading, low, possible, ZONE_DM2, *bounds, verdict))
    columns = ["zone_id", "land_use", "reading", "certain_dm2", "possible_dm2", "whole_dm2"]
    frame = pd.DataFrame(rows, columns=[*columns, "low", "high", "verdict"])
    frame["definition"] = [
        definition_of(reading, use)
        for reading, use in zip(frame["reading"], frame["land_use"], strict=True)
    ]
    bare = pd.array([None] * len(frame), dtype="Int64")
    extra = {"to_add_dm2": bare, "to_leave_dm2": bare, "detached_dm2": 700_000}
    screened = ["pass" if zone == "C03" else "" for zone in frame["zone_id"]]
    return frame.assign(basis="measured", screening=screened, to_convert_dm2=4_000, **extra)


def findings() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "finding_id": ["B02-F1", "B02-F2", "B02-F3"],
            "zone_id": ["B02"] * 3,
            "zone_name": ["西城经济技术开发区"] * 3,
            "kind": ["farmland", "farmland", "cropland"],
            "band": ["finding", "sliver", "finding"],
            "level": ["error", "warning", "info"],
            "area_m2": [5_000.0, 150.5, 1_234.56],
            "net_m2": [4_800.0, NAN, NAN],
            "width_m": [50.0, 1.5, 30.05],
            "classes": ["0101 水田 0.5000 公顷", "", "0102 水浇地 0.1235 公顷"],
            "parcel_ids": ["10001、10002", "", "00017"],
            "lon": ["114°00′01.00″E", "114°00′02.00″E", "114°00′03.00″E"],
            "lat": ["34°40′01.00″N", "34°40′02.00″N", "34°40′03.00″N"],
            "other_id": ["", "", ""],
        },
        geometry=[square(1_000, 0, 70), square(1_200, 0, 12), square(1_300, 0, 35)],
        crs=CRS,
    )


def idle() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "plot_id": ["P-1", "0601", "4101002020B00123", "U-1"],
            "zone_id": ["A01", "A01", "B02", "A01"],
            "zone_name": [
                *["东城先进制造业开发区"] * 2,
                "西城经济技术开发区",
                "东城先进制造业开发区",
            ],
            "kind": ["unsupplied", "supplied", "supplied", "used"],
            "status": ["unsupplied", "idle_2y", "started", "to_check"],
            "is_idle": [False, True, False, False],
            "is_government": [False, True, False, False],
            "project": [None, "年产五万吨铝板带项目", "物流园二期", None],
            "batch_id": ["豫政土〔2024〕101号", None, None, "豫政土〔2024〕101号"],
            "area_m2": [20_000.0, 10_000.0, 30_000.0, 400.0],
            "due_on": [date(2024, 1, 1), date(2023, 5, 1), date(2025, 1, 1), None],
            "started_on": [None, None, date(2025, 2, 3), None],
            "months": [33.0, 41.0, NAN, NAN],
            "branch": ["unsupplied", "1_idle_2y", "2_enough", "used"],
            "lacks": ["", "price_yuan built_m2", "", ""],
            "fee_yuan": [NAN, 1_234_567.5, NAN, NAN],
            "share_built": [NAN, 0.25, 0.75, NAN],
            "share_invested": [NAN, 0.2, 0.6, NAN],
            "where": [
                *("approvals.gpkg 第 1 行", "supply.xlsx 第 5 行", "supply.xlsx 第 6 行"),
                "approvals.gpkg 第 1 行",
            ],
        },
        geometry=[square(100, 100, 141), square(300, 300, 100), None, square(100, 100, 20)],
        crs=CRS,
    )


def batches() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "zone_id": ["A01", "A01"],
            "year": pd.array([2024, None], dtype="Int64"),
            "batches": [1, 2],
            "approved_m2": [40_000.0, 10_000.0],
            "supplied_m2": [20_000.0, NAN],
            "left_m2": [20_000.0, NAN],
            "lapsed_m2": [300.0, NAN],
        }
    )


@pytest.fixture
def assessment() -> Assessment:
    clause = Clause(
        "河南省开发区工作要点", "2022-04-30", "按照产业用地不得低于60%的标准，稳妥推进。"
    )
    idle_clause = Clause("闲置土地处置办法", "2012-06-01", "超过国有建设用地使用权有偿使用合同…")
    return Assessment(
        on=date(2026, 10, 31),
        title="示范县开发区四至边界核查",
        area="plane",
        rules=RuleSettings(),
        zones=zones(),
        areas=areas(),
        readings=readings(),
        findings=findings(),
        idle=idle(),
        batches=batches(),
        stamp=Stamp(
            ran_on=date(2026, 11, 1),
            data_on="2025年度",
            sha256="ef" * 32,
            map_approval="豫S（2026）001号",
        ),
        clauses={"industrial_share": (clause,), "idle_land": (idle_clause,)},
        inputs=(
            Input("zones", "boundaries/zones.gpkg", "zones", 3, CRS, "", "ab" * 32),
            Input("supply", "landuse/supply.xlsx", "供地", 12_345, "", "", "cd" * 32),
        ),
        settings={"crs": CRS, "rules": {"industrial_share": {"minimum": 0.6, "industrial": []}}},
        problems=(
            Problem("ZL430", "maps/b.xlsx", {"reason": "=1+1"}),
            Problem("ZL101", "boundaries/lines.gpkg"),
            Problem("ZL101", "boundaries/zones.gpkg"),
        ),
    )


@pytest.fixture
def hostile(assessment: Assessment) -> Assessment:
    """The same with hostile text wherever text comes from data."""
    zones_ = assessment.zones.assign(zone_name=HOSTILE[:3])
    idle_ = assessment.idle.assign(
        project=[None, *HOSTILE[3:5], HOSTILE[5]], plot_id=["P-1", *HOSTILE[:3]]
    )
    inputs = (Input("zones", HOSTILE[0], HOSTILE[4], 3, CRS, "", "ab" * 32),)
    return dataclasses.replace(
        assessment,
        title=HOSTILE[1],
        zones=zones_,
        idle=idle_,
        inputs=inputs,
        settings={"title": HOSTILE[0]},
    )


@pytest.fixture
def nothing_found(assessment: Assessment) -> Assessment:
    """The same where no lines, no ledgers and no land use were given."""
    kinds = [f"{name}_m2" for name in OTHERS]
    missing = dict.fromkeys(("share_low", "share_high", "plots", "idle_m2", *kinds), NAN)
    return dataclasses.replace(
        assessment,
        zones=assessment.zones.assign(**missing, land_use=None, verdict="cannot_tell"),
        areas=assessment.areas.iloc[:0],
        readings=assessment.readings.iloc[:0],
        findings=assessment.findings.iloc[:0],
        idle=assessment.idle.iloc[:0],
        batches=pd.DataFrame(),
        stamp=Stamp(),
        clauses={},
        inputs=(),
        settings={},
        problems=(),
    )
