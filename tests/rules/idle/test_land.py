"""The judgement of zones from two ledgers: drawn, in tables, and in between."""

import math
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from zoneland.core.problems import catalogue
from zoneland.measure.ellipsoid import plane_area_m2
from zoneland.rules.idle.land import idle_land, judge_idle_land
from zoneland.rules.idle.listing import COLUMNS
from zoneland.rules.settings import IdleRule

CRS = "EPSG:4526"
ON = date(2026, 10, 31)
NEW, OLD = date(2026, 1, 1), date(2024, 10, 31)
"""Approved this year, and two years ago to the day."""

ZONES = gpd.GeoDataFrame(
    {"zone_id": ["A", "B"], "zone_name": ["甲区", "乙区"]},
    geometry=[box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)],
    crs=CRS,
)


def ledger(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [{"area_m2": math.nan, "where": f"#{at}"} | row for at, row in enumerate(rows)]
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS) if "geometry" in frame else frame


def judge(approvals: pd.DataFrame | None, supply: pd.DataFrame | None, on: date = ON) -> Any:
    return judge_idle_land(ZONES, approvals, supply, on=on, rule=IdleRule(), area_of=plane_area_m2)


def supplied(**said: Any) -> dict[str, Any]:
    """Give a plot that is finished, so that it is only land supplied."""
    return {"started_on": NEW, "finished_on": NEW} | said


def left_m2(approvals: pd.DataFrame, supply: pd.DataFrame) -> list[float]:
    return list(judge(approvals, supply)[0].table["unsupplied_m2"])


def codes(judgement: Any) -> list[str]:
    return [problem.code for problem in judgement.problems]


def test_drawn_approvals_less_drawn_supply_within_the_zone() -> None:
    approvals = ledger({"batch_id": "1号", "approved_on": NEW, "geometry": box(800, 0, 1200, 100)})
    supply = ledger(supplied(geometry=box(800, 0, 1100, 50)))
    judgement, plots = judge(approvals, supply)
    table = judgement.table
    assert table["approved_m2"].tolist() == [200 * 100, 200 * 100]
    assert table["unsupplied_m2"].tolist() == [200 * 50, 100 * 50 + 100 * 100]
    assert table["supplied_m2"].tolist() == [200 * 50, 100 * 50]
    assert table["lapsed_m2"].tolist() == [0, 0]
    assert table["verdict"].tolist() == ["pass", "pass"]
    rows = plots[plots["kind"] == "unsupplied"]
    assert rows["zone_id"].tolist() == ["A", "B"]
    assert rows.geometry.iloc[0].equals(box(800, 50, 1000, 100))
    assert rows["status"].tolist() == ["unsupplied"] * 2
    assert rows["months"].tolist() == [9, 9]
    assert rows["due_on"].tolist() == [date(2026, 1, 1)] * 2


@pytest.mark.parametrize(
    ("on", "status", "verdict"),
    [(date(2026, 10, 30), "unsupplied", "pass"), (date(2026, 10, 31), "lapsed", "cannot_tell")],
)
def test_an_approval_may_lapse_after_two_years_to_the_day(
    on: date, status: str, verdict: str
) -> None:
    approvals = ledger({"approved_on": OLD, "geometry": box(0, 0, 100, 100)})
    judgement, plots = judge(approvals, ledger(supplied(geometry=box(500, 500, 600, 600))), on)
    assert plots["status"].tolist() == [status, "completed"]
    assert judgement.table["verdict"].tolist() == [verdict, "pass"]
    assert judgement.table["lapsed_m2"]["A"] == (10_000 if status == "lapsed" else 0)
    assert len(judgement.findings) == (status == "lapsed")


def test_ground_approved_twice_counts_once_for_the_later_approval() -> None:
    approvals = ledger(
        {"batch_id": "old", "approved_on": OLD, "geometry": box(0, 0, 100, 100)},
        {"batch_id": "new", "approved_on": NEW, "geometry": box(50, 0, 150, 100)},
    )
    _, plots = judge(approvals, ledger(supplied(geometry=box(900, 900, 950, 950))))
    rows = plots[plots["kind"] == "unsupplied"]
    found = rows[["batch_id", "status", "area_m2"]].to_numpy().tolist()
    assert found == [["old", "lapsed", 5_000], ["new", "unsupplied", 10_000]]


def test_what_remains_of_a_batch_supplied_in_part_has_not_lapsed() -> None:
    approvals = ledger(
        {"batch_id": "1号", "plot_id": "1", "area_m2": 100, "zone": "A"},
        {"batch_id": "1号", "plot_id": "2", "area_m2": 100, "zone": "A"},
        {"batch_id": "2号", "plot_id": "1", "area_m2": 100, "zone": "B"},
    ).assign(approved_on=OLD)
    judgement, plots = judge(
        approvals, ledger(supplied(batch_id="1号", plot_id="1", area_m2=60, zone="A"))
    )
    rows = plots[plots["kind"] == "unsupplied"][["batch_id", "plot_id", "status", "area_m2"]]
    assert rows.to_numpy().tolist() == [
        ["1号", "1", "unsupplied", 40],
        ["1号", "2", "unsupplied", 100],
        ["2号", "1", "lapsed", 100],
    ]
    assert judgement.table["verdict"].tolist() == ["pass", "cannot_tell"]
    assert judgement.table["lapsed_m2"].tolist() == [0, 100]


@pytest.mark.parametrize(("width_m", "status"), [(3, "unsupplied"), (1, "lapsed")])
def test_a_batch_is_supplied_in_part_by_more_than_a_sliver(width_m: int, status: str) -> None:
    approvals = ledger({"approved_on": OLD, "geometry": box(0, 0, 100, 100)})
    _, plots = judge(approvals, ledger(supplied(geometry=box(-50, 0, width_m, 100))))
    assert plots["status"].tolist()[0] == status


def test_what_is_supplied_is_no_longer_listed() -> None:
    plot = box(0, 0, 100, 100)
    _, plots = judge(
        ledger({"approved_on": OLD, "geometry": plot}), ledger(supplied(geometry=plot))
    )
    assert plots["kind"].tolist() == ["supplied"]


def test_slivers_between_two_drawings_are_told_of_and_fail_nobody() -> None:
    approvals = ledger({"approved_on": OLD, "geometry": box(0, 0, 100, 100)})
    supply = ledger(supplied(geometry=box(0, 0, 100, 99)))
    judgement, _ = judge(approvals, supply)
    assert judgement.table["verdict"].tolist() == ["pass", "pass"]
    (problem,) = judgement.problems
    assert (problem.code, dict(problem.values)["area"]) == ("ZL158", "100.00")


def test_a_small_approval_is_no_sliver() -> None:
    approvals = ledger({"approved_on": NEW, "geometry": box(0, 0, 10, 10)})
    assert left_m2(approvals, ledger(supplied(geometry=box(500, 0, 600, 9)))) == [100, 0]


def test_tables_by_plot_then_by_batch() -> None:
    approvals = ledger(
        {"batch_id": "豫〔2025〕1号", "plot_id": "1", "area_m2": 10_000, "zone": "甲区"},
        {"batch_id": "豫〔2025〕1号", "plot_id": "2", "area_m2": 30_000, "zone": "b"},
    ).assign(approved_on=NEW)
    by_plot = ledger(supplied(plot_id="2", batch_id="豫[2025]1号", area_m2=20_000, zone="B"))
    assert left_m2(approvals, by_plot) == [10_000, 10_000]
    by_batch = ledger(supplied(plot_id="?", batch_id="豫[2025] 1号", area_m2=20_000, zone="B"))
    assert left_m2(approvals, by_batch) == [5_000, 15_000]
    both = pd.concat([by_plot, by_batch.assign(area_m2=10_000)], ignore_index=True)
    assert left_m2(approvals, both) == [5_000, 5_000]


def test_a_plot_number_counts_within_its_batch() -> None:
    approvals = ledger(
        {"batch_id": "1号", "plot_id": "地块1", "area_m2": 10_000, "zone": "A"},
        {"batch_id": "2号", "plot_id": "地块1", "area_m2": 10_000, "zone": "B"},
    ).assign(approved_on=NEW)
    supply = ledger(supplied(plot_id="地块1", batch_id="2号", area_m2=4_000, zone="B"))
    assert left_m2(approvals, supply) == [10_000, 6_000]


def test_a_drawn_approval_and_a_supply_table_share_by_the_area_inside() -> None:
    approvals = ledger(
        {"plot_id": "1", "area_m2": 41_000, "approved_on": NEW, "geometry": box(700, 0, 1100, 100)}
    )
    supply = ledger(supplied(plot_id="1", area_m2=1_000))
    judgement, plots = judge(approvals, supply)
    assert judgement.table["unsupplied_m2"].tolist() == [30_000, 10_000]
    assert judgement.table["approved_m2"].tolist() == [30_750, 10_250]
    at = plots[plots["kind"] == "supplied"]
    assert at[["zone_id", "area_m2"]].to_numpy().tolist() == [["A", 750], ["B", 250]]


def test_more_supplied_than_approved_leaves_nothing_and_is_told() -> None:
    approvals = ledger({"batch_id": "1号", "area_m2": 100, "approved_on": OLD, "zone": "A"})
    judgement, _ = judge(approvals, ledger(supplied(batch_id="1号", area_m2=150, zone="A")))
    assert judgement.table["unsupplied_m2"].tolist() == [0, 0]
    assert judgement.table["verdict"].tolist() == ["pass", "pass"]
    (problem,) = judgement.problems
    assert problem.code == "ZL153"
    assert dict(problem.values) == {"id": "1号", "approved": "100.00", "supplied": "150.00"}


def test_rounding_of_a_ledger_in_hectares_leaves_nothing() -> None:
    approvals = ledger({"batch_id": "1号", "area_m2": 10_000, "approved_on": OLD, "zone": "A"})
    thirds = [supplied(batch_id="1号", area_m2=3_333, zone="A")] * 3
    judgement, _ = judge(approvals, ledger(*thirds))
    assert judgement.table["unsupplied_m2"].tolist() == [0, 0]
    assert judgement.problems == ()


def test_a_supply_of_unknown_area_leaves_it_open() -> None:
    approvals = ledger({"batch_id": "1号", "area_m2": 100, "approved_on": NEW, "zone": "A"})
    judgement, plots = judge(approvals, ledger(supplied(batch_id="1号", zone="A")))
    assert plots["status"].tolist() == ["cannot_tell", "completed"]
    assert judgement.table["verdict"].tolist() == ["cannot_tell", "pass"]
    assert judgement.table["cannot_tell_plots"].tolist() == [1, 0]


def test_an_approval_without_a_date_leaves_it_open() -> None:
    approvals = ledger({"batch_id": "1号", "area_m2": 100, "zone": "A"})
    judgement, _ = judge(approvals, ledger(supplied(plot_id="9", area_m2=10, zone="A")))
    assert judgement.table["verdict"].tolist() == ["cannot_tell", "pass"]
    assert judgement.table["unsupplied_m2"].tolist() == [100, 0]
    judgement, _ = judge(approvals, ledger(supplied(batch_id="1号", area_m2=10, zone="A")))
    assert judgement.table["verdict"].tolist() == ["pass", "pass"]  # used, so it has not lapsed
    assert judgement.table["unsupplied_m2"].tolist() == [90, 0]


def test_supply_of_no_known_approval_is_told() -> None:
    approvals = ledger({"batch_id": "1号", "area_m2": 100, "approved_on": NEW, "zone": "A"})
    judgement, _ = judge(approvals, ledger(supplied(batch_id="9号", area_m2=10, zone="A")))
    assert codes(judgement) == ["ZL156"]


def test_approvals_after_the_day_are_left_out() -> None:
    approvals = ledger({"area_m2": 100, "approved_on": date(2026, 11, 1), "zone": "A"})
    judgement, plots = judge(approvals, ledger(supplied(area_m2=10, zone="A", plot_id="1")))
    assert "unsupplied" not in plots["kind"].tolist()
    assert judgement.table["approved_m2"].tolist() == [0, 0]
    assert "ZL159" in codes(judgement)


IDLE = {"agreed_start_on": date(2025, 1, 1), "started_on": None}
NO_APPROVALS = ledger({"batch_id": "none", "area_m2": 0.0, "approved_on": NEW, "zone": "区外"})


def test_idle_plots_fail_their_zone_whatever_the_cause() -> None:
    supply = ledger(
        IDLE | {"plot_id": "1", "area_m2": 300, "zone": "A"},
        IDLE | {"plot_id": "2", "area_m2": 200, "zone": "A", "cause": "政府原因"},
        IDLE | {"plot_id": "3", "area_m2": 100, "zone": "B", "agreed_start_on": NEW},
    )
    judgement, plots = judge(NO_APPROVALS, supply)
    table = judgement.table
    assert table["verdict"].tolist() == ["fail", "pass"]
    assert table["idle_m2"].tolist() == [500, 0]
    assert table["government_m2"].tolist() == [200, 0]
    assert table["plots"].tolist() == [2, 0]
    assert plots["status"].tolist() == ["idle_1y", "idle_1y", "late"]
    assert judgement.findings["plot_id"].tolist() == ["1", "2"]


def test_a_plot_lies_where_it_is_drawn_else_at_its_approval_else_where_it_says() -> None:
    approvals = ledger(
        {"plot_id": "1", "batch_id": "x", "geometry": box(100, 0, 200, 100)},
        {"plot_id": "2", "batch_id": "x", "geometry": box(1100, 0, 1200, 100)},
        {"plot_id": "", "batch_id": "y", "geometry": box(1300, 0, 1400, 100)},
    ).assign(approved_on=NEW)
    supply = ledger(
        IDLE | {"plot_id": "1", "geometry": box(1500, 0, 1600, 100), "zone": "A"},
        IDLE | {"plot_id": "2", "geometry": None, "zone": "A"},
        IDLE | {"plot_id": "3", "batch_id": "y", "geometry": None, "zone": "A"},
        IDLE | {"plot_id": "4", "batch_id": "x", "geometry": None, "zone": "甲 区"},
        IDLE | {"plot_id": "5", "geometry": None, "zone": ""},
        IDLE | {"plot_id": "6", "geometry": None, "zone": "丙区"},
        IDLE | {"plot_id": "7", "geometry": box(5000, 0, 5100, 100), "zone": "A"},
    )
    judgement, plots = judge(approvals, supply)
    found = plots[plots["kind"] == "supplied"].set_index("plot_id")["zone_id"].to_dict()
    assert found == {"1": "B", "2": "B", "3": "A", "4": "A", "5": "", "6": ""}
    lost = {p.code: dict(p.values)["count"] for p in judgement.problems}
    assert lost == {"ZL154": 1, "ZL155": 1, "ZL157": 1, "ZL156": 2, "ZL186": 2} | {
        "ZL181": 3,  # plots 1, 2 and 7 say A
        "ZL183": 8,  # plots 2 to 6 state no area, so that none of the 3 approvals' rest is known
    }
    assert judgement.table["plots"].tolist() == [2, 2]


def test_a_sliver_of_an_idle_plot_does_not_fail_the_next_zone() -> None:
    supply = ledger(IDLE | {"plot_id": "1", "geometry": box(900, 0, 1001, 100)})
    judgement, plots = judge(NO_APPROVALS, supply)
    assert judgement.table["verdict"].tolist() == ["fail", "pass"]
    assert plots["area_m2"].tolist() == [10_000]
    assert "ZL158" in codes(judgement)


def test_missing_ledgers_never_pass() -> None:
    approvals = ledger({"area_m2": 100, "approved_on": OLD, "zone": "A"})
    supply = ledger(IDLE | {"plot_id": "1", "area_m2": 300, "zone": "A"})
    nothing, plots = judge(None, None)
    assert nothing.table["verdict"].tolist() == ["cannot_tell"] * 2
    assert nothing.table.drop(columns="verdict").isna().all(axis=None)
    assert len(plots) == 0
    only_supply = judge(None, supply)[0].table
    assert only_supply["verdict"].tolist() == ["fail", "cannot_tell"]
    assert only_supply["unsupplied_m2"].isna().all()
    only_approvals, plots = judge(approvals, None)
    assert only_approvals.table["verdict"].tolist() == ["cannot_tell"] * 2
    assert only_approvals.table["approved_m2"].tolist() == [100, 0]
    assert only_approvals.table[["unsupplied_m2", "idle_m2", "plots"]].isna().all(axis=None)
    assert len(plots) == 0


def test_the_frames_are_as_documented(tmp_path: Path) -> None:
    for supply in (None, ledger(IDLE | {"plot_id": "1", "area_m2": 3, "zone": "A"})):
        judgement, plots = judge(NO_APPROVALS, supply)
        assert tuple(plots.columns) == COLUMNS
        assert plots.crs == CRS
        assert judgement.table.index.tolist() == ["A", "B"]
        assert judgement.table.index.name == "zone_id"
        assert set(judgement.table) == {
            *("verdict", "unsupplied_m2", "lapsed_m2", "idle_m2", "government_m2", "plots"),
            *("cannot_tell_plots", "supplied_m2", "approved_m2", "used_m2"),
            *("unsupplied_drawn_m2", "unsupplied_stated_m2", "unsupplied_gap_m2"),
            *("unsupplied_rate", "idle_rate"),
        }
    plots.to_file(tmp_path / "idle.gpkg", layer="idle")
    assert gpd.read_file(tmp_path / "idle.gpkg")["status"].tolist() == ["idle_1y"]


def test_the_governments_causes_have_their_clause() -> None:
    clauses = judge(None, None)[0].clauses
    (eighth,) = [clause for clause in clauses if clause.title.endswith("第八条")]
    assert "交付土地" in eighth.text
    assert eighth.text.endswith("（摘要，以正式文本为准）")


def test_every_problem_has_its_words() -> None:
    for lang in ("zh", "en"):
        texts = catalogue(lang)
        assert {f"ZL{number}" for number in [*range(130, 160), *range(180, 187)]} <= set(texts)


PLOTS = st.lists(
    st.tuples(*[st.integers(0, 18)] * 2, *[st.integers(1, 6)] * 2).map(
        lambda at: box(at[0] * 100, at[1] * 50, (at[0] + at[2]) * 100, (at[1] + at[3]) * 50)
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(PLOTS, PLOTS, st.permutations(range(6)))
def test_unsupplied_land_is_the_union_less_the_union(
    approved: list[Any], taken: list[Any], order: list[int]
) -> None:
    dates = [date(2020 + at, 1, 1) for at in order[: len(approved)]]
    approvals = ledger(
        *({"geometry": g, "approved_on": day} for g, day in zip(approved, dates, strict=True))
    )
    table = judge(approvals, ledger(*(supplied(geometry=g) for g in taken)))[0].table
    free = shapely.difference(shapely.union_all(approved), shapely.union_all(taken))
    expected = shapely.area(shapely.intersection(free, np.array(ZONES.geometry)))
    assert table["unsupplied_m2"].to_numpy() == pytest.approx(expected, abs=0.01)
    assert (table["unsupplied_m2"] <= table["approved_m2"]).all()


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(4)), st.permutations(range(5)))
def test_the_order_of_rows_changes_nothing(first: list[int], second: list[int]) -> None:
    approvals = ledger(
        {"batch_id": "", "plot_id": "1", "area_m2": 1_000},
        {"batch_id": "a", "plot_id": "1", "area_m2": 3_000},
        {"batch_id": "b", "plot_id": "1", "area_m2": 5_000},
        {"batch_id": "b", "plot_id": "2", "area_m2": 7_000, "supervision_id": "d1"},
    ).assign(approved_on=OLD, zone="A")
    supply = ledger(
        supplied(batch_id="a", plot_id="1", area_m2=2_500),
        supplied(batch_id="b", plot_id="1", area_m2=4_000),
        supplied(plot_id="1", area_m2=700),
        supplied(batch_id="b", area_m2=500),
        supplied(supervision_id="d1", area_m2=1_000),
    ).assign(zone="A")
    found = []
    for rows in (approvals.iloc[first], approvals):
        judgement, plots = judge(rows, supply.iloc[second] if len(found) == 0 else supply)
        left = plots[plots["kind"] == "unsupplied"].sort_values("where")
        found.append((judgement.table, left[["where", "status", "area_m2"]].to_numpy().tolist()))
    pd.testing.assert_frame_equal(found[0][0], found[1][0])
    assert found[0][1] == found[1][1]


def test_without_any_ledger_nothing_can_be_told() -> None:
    judged, plots = idle_land(ZONES, None, on=ON)
    assert [str(verdict) for verdict in judged.table["verdict"]] == ["cannot_tell"] * 2
    assert plots.empty
