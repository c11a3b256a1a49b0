"""未供即用: what the survey has as built on ground that was approved and not supplied."""

import math
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from zoneland.measure.ellipsoid import plane_area_m2
from zoneland.rules.idle.land import idle_land, judge_idle_land
from zoneland.rules.settings import IdleRule

CRS = "EPSG:4526"
ON, NEW, OLD = date(2026, 10, 31), date(2026, 1, 1), date(2020, 1, 1)
ZONES = gpd.GeoDataFrame(
    {"zone_id": ["A", "B"], "zone_name": ["甲区", "乙区"]},
    geometry=[box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)],
    crs=CRS,
)
HA = 10_000.0


def drawn(*rows: dict[str, Any]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        [{"area_m2": math.nan, "where": f"#{at}"} | row for at, row in enumerate(rows)]
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)


def survey(*parcels: tuple[bool, Any]) -> gpd.GeoDataFrame:
    built, shapes = zip(*parcels, strict=True)
    return gpd.GeoDataFrame({"is_built": built}, geometry=list(shapes), crs=CRS)


def judge(
    approvals: pd.DataFrame, supply: pd.DataFrame | None, land: gpd.GeoDataFrame | None
) -> Any:
    return judge_idle_land(
        ZONES, approvals, supply, on=ON, rule=IdleRule(), area_of=plane_area_m2, land=land
    )


APPROVED = drawn({"batch_id": "1号", "approved_on": NEW, "geometry": box(0, 0, 1000, 100)})
"""Ten hectares."""
DONE = {"started_on": OLD, "finished_on": OLD}
SUPPLIED = drawn(DONE | {"geometry": box(0, 0, 400, 100)})
"""Four of them."""
BUILT = survey(
    (True, box(300, 0, 500, 100)),  # one hectare supplied, one not
    (False, box(500, 0, 900, 100)),
    (True, box(500, 200, 900, 300)),  # not approved at all
)


def test_a_built_hectare_on_unsupplied_ground_is_to_be_checked() -> None:
    judgement, plots = judge(APPROVED, SUPPLIED, BUILT)
    used = plots[plots["kind"] == "used"]
    (row,) = used.to_dict("records")
    assert (row["status"], row["branch"], row["lacks"]) == ("to_check", "used", "")
    assert (row["area_m2"], row["zone_id"], row["batch_id"]) == (HA, "A", "1号")
    assert row["geometry"].equals(box(400, 0, 500, 100))
    assert judgement.table["used_m2"].tolist() == [HA, 0.0]
    assert judgement.table["unsupplied_m2"].tolist() == [6 * HA, 0.0]  # it stays in the number


def test_use_without_supply_changes_no_verdict_and_no_finding() -> None:
    with_land, _ = judge(APPROVED, SUPPLIED, BUILT)
    without, plots = judge(APPROVED, SUPPLIED, None)
    assert with_land.table["verdict"].tolist() == without.table["verdict"].tolist()
    assert len(with_land.findings) == len(without.findings) == 0
    assert without.table["used_m2"].isna().all()
    assert "used" not in plots["kind"].tolist()


def test_it_falls_to_the_zones_and_parcels_that_overlap_count_once() -> None:
    approvals = drawn({"approved_on": NEW, "geometry": box(900, 0, 1100, 100)})
    land = survey((True, box(900, 0, 1050, 100)), (True, box(950, 0, 1050, 100)))
    far = drawn(DONE | {"geometry": box(0, 500, 100, 600)})
    judgement, plots = judge(approvals, far, land)
    assert judgement.table["used_m2"].tolist() == [HA, HA / 2]
    assert plots[plots["kind"] == "used"]["zone_id"].tolist() == ["A", "B"]


def test_slivers_of_built_land_are_not_in_use() -> None:
    land = survey((True, box(400, 0, 401, 100)))
    judgement, plots = judge(APPROVED, SUPPLIED, land)
    assert "used" not in plots["kind"].tolist()
    assert judgement.table["used_m2"].tolist() == [0.0, 0.0]


def test_where_supply_is_a_table_nobody_can_tell_which_part_was_built() -> None:
    table = pd.DataFrame([DONE | {"batch_id": "1号", "area_m2": 4 * HA, "where": "s #2"}])
    judgement, plots = judge(APPROVED, table, BUILT)
    assert "used" not in plots["kind"].tolist()
    assert math.isnan(judgement.table["used_m2"]["A"])
    assert judgement.table["used_m2"]["B"] == 0.0
    (problem,) = [problem for problem in judgement.problems if problem.code == "ZL363"]
    assert dict(problem.values) == {"count": 1, "rows": "#0"}


def test_the_door_for_scripts_takes_the_survey() -> None:
    class Ledgers:
        approvals, supply = APPROVED, SUPPLIED

    _, plots = idle_land(ZONES, Ledgers(), on=ON, area="plane", land=BUILT)  # type: ignore[arg-type]
    assert (plots["kind"] == "used").sum() == 1
