"""Which approvals a supply comes off: by 电子监管号, by plot, by batch, by ground."""

import math
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from zoneland.measure.ellipsoid import plane_area_m2
from zoneland.rules.idle.join import By, Land, matched_by_ground, matches_of
from zoneland.rules.idle.land import judge_idle_land
from zoneland.rules.settings import IdleRule

CRS = "EPSG:4526"
ON = date(2026, 10, 31)
OLD = date(2020, 1, 1)
ZONES = gpd.GeoDataFrame(
    {"zone_id": ["A"], "zone_name": ["甲区"]}, geometry=[box(0, 0, 1000, 1000)], crs=CRS
)
HA = 10_000.0


def land(*rows: dict[str, Any]) -> Land:
    def column(name: str, silent: Any) -> list[Any]:
        return [row.get(name, silent) for row in rows]

    shapes = np.full(len(rows), None, dtype=object)
    shapes[:] = column("shape", None)
    return Land(
        plot=column("plot", ""),
        batch=column("batch", ""),
        supervision=column("number", ""),
        area_m2=column("area_m2", math.nan),
        left_m2=column("left_m2", math.nan),
        shapes=shapes,
    )


def joined(approvals: Land, supply: Land) -> list[tuple[tuple[int, ...], By]]:
    return [(match.approvals, match.by) for match in matches_of(approvals, supply)]


def test_the_number_goes_before_plot_and_batch() -> None:
    approvals = land(
        {"number": "d1", "plot": "1", "batch": "a"}, {"number": "d2", "plot": "2", "batch": "b"}
    )
    quarrel = land({"number": "d1", "plot": "2", "batch": "b"})
    assert joined(approvals, quarrel) == [((0,), By.SUPERVISION)]


def test_among_plots_of_one_number_the_plots_own_is_taken() -> None:
    approvals = land({"number": "d1", "plot": "1"}, {"number": "d1", "plot": "2"})
    supply = land({"number": "d1", "plot": "2"}, {"number": "d1", "plot": "9"}, {"number": "d1"})
    assert joined(approvals, supply) == [
        ((1,), By.PLOT),
        ((0, 1), By.SUPERVISION),
        ((0, 1), By.SUPERVISION),
    ]


def test_approvals_may_bear_the_number_as_their_batchs() -> None:
    assert joined(land({"batch": "d1"}), land({"number": "d1"})) == [((0,), By.SUPERVISION)]


def test_a_number_that_no_approval_bears_leaves_the_rest_to_plot_and_batch() -> None:
    approvals = land({"plot": "1", "batch": "a"}, {"plot": "2", "batch": "a"})
    supply = land(
        {"number": "d9", "plot": "2"}, {"number": "d9", "batch": "a"}, {"number": "d9"}, {}
    )
    assert joined(approvals, supply) == [
        ((1,), By.PLOT),
        ((0, 1), By.BATCH),
        ((), By.BATCH),
        ((), By.BATCH),
    ]


def test_ground_joins_what_no_number_does() -> None:
    approvals = land({"plot": "1", "shape": box(0, 0, 100, 100)}, {"plot": "2"})
    supply = land(
        {"shape": box(50, 0, 150, 100)},
        {"plot": "2", "shape": box(0, 0, 50, 50)},
        {"shape": box(99, 0, 150, 100)},  # a strip of 1 m comes of drawing one line twice
    )
    found = matched_by_ground(
        matches_of(approvals, supply), approvals, supply, rule=IdleRule(), area_of=plane_area_m2
    )
    assert [(match.approvals, match.by) for match in found] == [
        ((0,), By.GROUND),
        ((1,), By.PLOT),
        ((), By.BATCH),
    ]


@pytest.mark.parametrize(
    ("of_approval", "of_supply"),
    [
        ({"batch_id": "D1"}, {"supply_id": "Ｄ１"}),  # as ledgers without a column for it have it
        ({"supervision_id": "D1", "batch_id": "x"}, {"supervision_id": "D1", "supply_id": "y"}),
    ],
)
def test_four_hectares_of_ten_are_off_by_the_number_alone_and_the_rest_has_not_lapsed(
    of_approval: dict[str, str], of_supply: dict[str, str]
) -> None:
    approvals = pd.DataFrame(
        [of_approval | {"area_m2": 10 * HA, "approved_on": OLD, "zone": "A", "where": "a #2"}]
    )
    supply = pd.DataFrame([of_supply | {"area_m2": 4 * HA, "started_on": OLD, "where": "s #2"}])
    supply = supply.assign(finished_on=OLD)
    judgement, plots = judge_idle_land(
        ZONES, approvals, supply, on=ON, rule=IdleRule(), area_of=plane_area_m2
    )
    row = judgement.table.loc["A"]
    assert (row["unsupplied_m2"], row["lapsed_m2"], row["approved_m2"]) == (6 * HA, 0, 10 * HA)
    assert (row["verdict"], row["unsupplied_rate"]) == ("pass", 0.6)
    assert plots[["status", "area_m2"]].to_numpy().tolist() == [
        ["unsupplied", 6 * HA],
        ["completed", 4 * HA],
    ]
    assert judgement.problems == ()
