"""Unsupplied land as drawn against as stated, and remainders that approvals state themselves."""

import math
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from zoneland.measure.ellipsoid import plane_area_m2
from zoneland.rules.idle.land import judge_idle_land
from zoneland.rules.settings import IdleRule

CRS = "EPSG:4526"
ON, NEW, OLD = date(2026, 10, 31), date(2026, 1, 1), date(2020, 1, 1)
ZONES = gpd.GeoDataFrame(
    {"zone_id": ["A", "B"], "zone_name": ["甲区", "乙区"]},
    geometry=[box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)],
    crs=CRS,
)
HA = 10_000.0
WAYS = ["unsupplied_drawn_m2", "unsupplied_stated_m2", "unsupplied_gap_m2"]
DONE = {"started_on": OLD, "finished_on": OLD}


def ledger(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [{"area_m2": math.nan, "where": f"#{at}"} | row for at, row in enumerate(rows)]
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS) if "geometry" in frame else frame


def judge(approvals: pd.DataFrame, supply: pd.DataFrame | None) -> Any:
    return judge_idle_land(ZONES, approvals, supply, on=ON, rule=IdleRule(), area_of=plane_area_m2)


def ways(judgement: Any, zone: str = "A") -> list[float | None]:
    row = judgement.table.loc[zone, WAYS].tolist()
    return [None if math.isnan(size) else size for size in row]


TEN = {"batch_id": "1号", "area_m2": 10 * HA, "approved_on": NEW}
DRAWN = ledger(TEN | {"geometry": box(0, 0, 1000, 100)})
FOUR = box(0, 0, 400, 100)


def test_six_hectares_drawn_against_five_stated() -> None:
    supply = ledger(DONE | {"batch_id": "1号", "area_m2": 5 * HA, "geometry": FOUR})
    judgement, _ = judge(DRAWN, supply)
    assert ways(judgement) == [6 * HA, 5 * HA, 1 * HA]
    assert judgement.table.loc["A", "unsupplied_m2"] == 6 * HA
    (problem,) = judgement.problems
    assert problem.said("zh") == (
        "“甲区”的批而未供按图形为 6.0000 公顷，按台账为 5.0000 公顷，相差 1.0000 公顷；"
        "合计用图形的数。"
    )
    assert ways(judgement, "B") == [0.0, 0.0, 0.0]


def test_a_supply_without_a_number_is_joined_by_its_ground() -> None:
    judgement, _ = judge(DRAWN, ledger(DONE | {"area_m2": 4 * HA, "geometry": FOUR}))
    assert ways(judgement) == [6 * HA, 6 * HA, 0.0]
    assert judgement.problems == ()


def test_ledgers_alone_are_stated_only() -> None:
    table = ledger(DONE | {"batch_id": "1号", "area_m2": 4 * HA, "zone": "A"})
    assert ways(judge(DRAWN, table)[0]) == [None, 6 * HA, None]
    undrawn = ledger(TEN | {"zone": "A"})
    assert ways(judge(undrawn, table)[0]) == [None, 6 * HA, None]


def test_drawings_alone_are_drawn_only() -> None:
    judgement, _ = judge(
        ledger({"batch_id": "1号", "approved_on": NEW, "geometry": box(0, 0, 1000, 100)}),
        ledger(DONE | {"batch_id": "1号", "geometry": FOUR}),
    )
    assert ways(judgement) == [6 * HA, None, None]


def test_an_undrawn_supply_of_a_drawn_approval_leaves_the_drawing_open() -> None:
    supply = ledger(
        DONE | {"batch_id": "1号", "area_m2": 4 * HA, "geometry": FOUR},
        DONE | {"batch_id": "1号", "area_m2": 1 * HA, "geometry": None},
    )
    judgement, _ = judge(DRAWN, supply)
    assert ways(judgement) == [None, 5 * HA, None]
    assert judgement.table.loc["A", "unsupplied_m2"] == 5 * HA


def test_no_supply_ledger_no_way() -> None:
    assert ways(judge(DRAWN, None)[0]) == [None, None, None]


STATED = ledger(
    {"batch_id": "1号", "area_m2": 4 * HA, "stated_left_m2": 4 * HA, "zone": "A"},
    {"batch_id": "2号", "area_m2": 2.7 * HA, "stated_left_m2": 0.67 * HA, "zone": "A"},
    {"batch_id": "3号", "area_m2": 1 * HA, "stated_left_m2": 0.0, "zone": "A"},
).assign(approved_on=OLD)


def test_what_approvals_say_is_left_is_left_where_there_is_no_supply_of_them() -> None:
    judgement, plots = judge(STATED, ledger(DONE | {"plot_id": "9", "area_m2": 1.0, "zone": "B"}))
    found = plots[plots["kind"] == "unsupplied"][["status", "area_m2"]].to_numpy().tolist()
    assert found == [["lapsed", 4 * HA], ["unsupplied", 0.67 * HA]]  # the second is in use
    assert judgement.table.loc["A", "unsupplied_m2"] == 4.67 * HA
    assert judgement.table.loc["A", "lapsed_m2"] == 4 * HA


def test_a_supply_of_the_approval_goes_before_what_it_says_is_left() -> None:
    supply = ledger(DONE | {"batch_id": "2号", "area_m2": 1 * HA, "zone": "A"})
    judgement, _ = judge(STATED, supply)
    assert judgement.table.loc["A", "unsupplied_m2"] == pytest.approx(5.7 * HA)


def test_remainders_tell_without_a_supply_ledger_too() -> None:
    judgement, plots = judge(STATED, None)
    assert judgement.table.loc["A", "unsupplied_m2"] == 4.67 * HA
    assert judgement.table["verdict"].tolist() == ["cannot_tell", "cannot_tell"]
    assert judgement.table["idle_m2"].isna().all()
    silent = pd.concat([STATED, STATED.iloc[:1].assign(stated_left_m2=math.nan)])
    judgement, plots = judge(silent, None)
    assert math.isnan(judgement.table.loc["A", "unsupplied_m2"])
    assert plots["lacks"].tolist()[-1] == "supplied_m2"


def test_more_left_than_approved_is_told_and_counts_as_stated() -> None:
    approvals = ledger(
        {"batch_id": "1号", "area_m2": HA, "stated_left_m2": 15 * HA, "zone": "A"}
    ).assign(approved_on=NEW)
    judgement, _ = judge(approvals, ledger(DONE | {"plot_id": "9", "area_m2": 1.0, "zone": "B"}))
    assert judgement.table.loc["A", "unsupplied_m2"] == 15 * HA
    assert [p.code for p in judgement.problems if p.code.startswith("ZL36")] == ["ZL361", "ZL360"]
