"""What no way of drawing the same thing may change, on a chequered zone of whole metres.

Verdicts do not depend on how parcels, zones and lines are cut, where on the plane they lie or in
what order rows stand. Less knowledge opens a verdict and never turns it. A stricter threshold
never lets a zone pass.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.drawing import EAST, NORTH, PLANE, land_of, rectangle, zones_of
from zoneland.core.ledger import Ledger
from zoneland.core.verdicts import Verdict
from zoneland.rules.assess import assess
from zoneland.rules.settings import RuleSettings, ShareRule

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneland.rules.assessment import Assessment

ON = date(2026, 10, 31)
CELL_M = 100
ACROSS = 3
CLASSES = {
    "0601": "industry", "0508": "storage", "0602": "mining", "0701": "residential",
    "1003": "transport", "0101": "cropland", "9999": "unknown",
}  # fmt: skip
VERDICTS = ["share_verdict", "lines_verdict", "idle_verdict", "verdict"]
FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@dataclass(frozen=True)
class Case:
    """Two zones side by side, what covers them, and what is said of their plots."""

    codes: tuple[str, ...]
    farmland: tuple[int, int, int]
    """West and south of a square, and its size, in metres."""
    growth_m: int
    """How far east the growth boundary reaches."""
    starts: tuple[int, ...]
    """Days before the day judged by on which plots were to be begun."""
    cut_at: int = 0
    """Where parcels, zone and lines are cut in two; 0 for not at all."""
    moved: tuple[float, float] = (0.0, 0.0)
    order: tuple[int, ...] = ()
    """Seed of an order of rows; empty for the one drawn."""
    unknown: frozenset[int] = field(default=frozenset())
    """Parcels of which nothing is known."""


def cases() -> st.SearchStrategy[Case]:
    return st.builds(
        Case,
        codes=st.tuples(*[st.sampled_from(sorted(CLASSES))] * (2 * ACROSS * ACROSS)),
        farmland=st.tuples(st.integers(0, 620), st.integers(0, 320), st.integers(1, 60)),
        growth_m=st.sampled_from([300, 450, 598, 599, 600, 700]),
        starts=st.lists(st.integers(300, 800), max_size=4).map(tuple),
    )


def judged(case: Case, rules: RuleSettings | None = None, area: str = "plane") -> Assessment:
    size = CELL_M * ACROSS
    zones = zones_of(A=rectangle(0, 0, size, size), B=rectangle(size, 0, size, size))
    cells = [(k, j) for j in range(ACROSS) for k in range(2 * ACROSS)]
    land = land_of(
        *(
            (code, CLASSES[code], rectangle(k * CELL_M, j * CELL_M, CELL_M, CELL_M))
            for code, (k, j) in zip(case.codes, cells, strict=True)
        )
    )
    lost = sorted(case.unknown)
    land.loc[lost, ["class_code", "kind", "is_built"]] = ["9999", "unknown", False]
    west, south, width = case.farmland
    lines = {
        "farmland": one(rectangle(west, south, width, width)),
        "redline": one(rectangle(900, 900, 5, 5)),
        "growth": one(rectangle(-50, -50, 50 + case.growth_m, size + 100)),
    }
    if case.cut_at:
        zones = parts_joined(zones, case.cut_at)
        land = in_two(land, case.cut_at)
        lines = {role: in_two(frame, case.cut_at) for role, frame in lines.items()}
    frames = {"zones": zones, "land": land, **lines, **ledger_of(case)}
    frames = {name: placed(frame, case) for name, frame in frames.items()}
    return assess(
        frames["zones"],
        frames["land"],
        lines={role: frames[role] for role in lines},
        ledger=Ledger(frames["approvals"], frames["supply"]),
        on=ON,
        rules=rules,
        area=area,  # type: ignore[arg-type]
    )


def one(shape: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"row": [1]}, geometry=[shape], crs=PLANE)


def ledger_of(case: Case) -> dict[str, gpd.GeoDataFrame]:
    plots = [
        {
            "plot_id": f"S{at}", "batch_id": "1号", "due": days, "where": f"#{at}",
            "agreed_start_on": ON - timedelta(days=days), "area_m2": math.nan,
            "geometry": rectangle(10 + 110 * at, 10, 40, 40),
        }
        for at, days in enumerate(case.starts)
    ]  # fmt: skip
    rest = {"plot_id": "", "batch_id": "", "agreed_start_on": None, "area_m2": math.nan}
    done = {"plot_id": "D", "started_on": ON, "finished_on": ON, "where": "#9"}
    plots.append({**rest, **done, "geometry": rectangle(10, 200, 40, 40)})
    supply = gpd.GeoDataFrame(pd.DataFrame(plots), geometry="geometry", crs=PLANE)
    approval = {
        "batch_id": "1号", "approved_on": date(2026, 1, 1), "area_m2": math.nan, "where": "#1",
        "geometry": rectangle(5, 5, 590, 60),
    }  # fmt: skip
    approvals = gpd.GeoDataFrame(pd.DataFrame([approval]), geometry="geometry", crs=PLANE)
    return {"approvals": approvals, "supply": supply}


def in_two(frame: gpd.GeoDataFrame, at: int) -> gpd.GeoDataFrame:
    """Cut every shape along a line that runs north."""
    sides = [
        frame.assign(geometry=frame.intersection(side))
        for side in (rectangle(-1e4, -1e4, 1e4 + at, 2e4), rectangle(at, -1e4, 1e4, 2e4))
    ]
    both = pd.concat(sides, ignore_index=True)
    both = both[both.area > 0].reset_index(drop=True)
    if "parcel_id" in both:
        both["parcel_id"] = [f"P{number}" for number in range(len(both))]
    return gpd.GeoDataFrame(both, geometry="geometry", crs=frame.crs)


def parts_joined(zones: gpd.GeoDataFrame, at: int) -> gpd.GeoDataFrame:
    """Draw a zone with further corners where it was cut."""
    sides = rectangle(-1e4, -1e4, 1e4 + at, 2e4), rectangle(at, -1e4, 1e4, 2e4)
    shapes = [shapely.union_all([shape & side for side in sides]) for shape in zones.geometry]
    return zones.set_geometry(np.array(shapes), crs=zones.crs)


def placed(frame: gpd.GeoDataFrame, case: Case) -> gpd.GeoDataFrame:
    east, north = case.moved
    moved = frame.set_geometry(frame.translate(EAST + east, NORTH + north), crs=PLANE)
    if not case.order or "zone_id" in frame:
        return moved
    rows = np.random.default_rng(case.order[0]).permutation(len(moved))
    return moved.iloc[rows].reset_index(drop=True)


def verdicts(found: Assessment) -> list[Any]:
    return found.zones.set_index("zone_id")[VERDICTS].sort_index().to_numpy().tolist()


def reading_verdicts(found: Assessment) -> dict[tuple[str, str], str]:
    keys = zip(found.readings["zone_id"], found.readings["reading"], strict=True)
    return dict(zip(keys, found.readings["verdict"], strict=True))


def figures(found: Assessment) -> list[Any]:
    columns = ["farmland_m2", "outside_growth_m2", "idle_m2", "unsupplied_m2", "area_m2"]
    return found.zones.set_index("zone_id")[columns].sort_index().round(2).to_numpy().tolist()


def same(one: Assessment, other: Assessment) -> None:
    assert verdicts(one) == verdicts(other)
    assert reading_verdicts(one) == reading_verdicts(other)
    assert figures(one) == figures(other)


CHANGES: dict[str, Callable[[Case, int], Case]] = {
    "cut in two": lambda case, n: replace(case, cut_at=50 + n % 500),
    "moved": lambda case, n: replace(case, moved=(1_000.0 * (n % 40), -1_000.0 * (n % 70))),
    "in another order": lambda case, n: replace(case, order=(n,)),
}


@pytest.mark.parametrize("change", CHANGES)
@given(case=cases(), number=st.integers(0, 10_000))
@FEW
def test_how_a_thing_is_drawn_changes_nothing(change: str, case: Case, number: int) -> None:
    same(judged(case), judged(CHANGES[change](case, number)))


@given(case=cases(), number=st.integers(0, 10_000))
@FEW
def test_order_changes_nothing_on_the_ellipsoid_either(case: Case, number: int) -> None:
    same(judged(case, area="ellipsoid"), judged(replace(case, order=(number,)), area="ellipsoid"))


@given(case=cases(), lost=st.frozensets(st.integers(0, 2 * ACROSS * ACROSS - 1), max_size=9))
@FEW
def test_less_knowledge_opens_a_verdict_and_never_turns_it(
    case: Case, lost: frozenset[int]
) -> None:
    before, after = judged(case), judged(replace(case, unknown=lost))
    known, less = reading_verdicts(before), reading_verdicts(after)
    assert all(less[key] in {known[key], Verdict.CANNOT_TELL} for key in less if key in known)
    pairs = zip(before.zones["share_verdict"], after.zones["share_verdict"], strict=True)
    assert all(then in {now, Verdict.CANNOT_TELL} for now, then in pairs)


@given(case=cases(), steps=st.tuples(st.integers(1, 100), st.integers(1, 100)))
@FEW
def test_a_higher_threshold_never_lets_more_pass(case: Case, steps: tuple[int, int]) -> None:
    low, high = (
        reading_verdicts(judged(case, RuleSettings(industrial_share=ShareRule(minimum=share))))
        for share in sorted(Fraction(step, 100) for step in steps)
    )
    rank = {Verdict.PASS: 0, Verdict.CANNOT_TELL: 1, Verdict.FAIL: 2}
    assert all(rank[Verdict(low[key])] <= rank[Verdict(high[key])] for key in low)


def test_the_cases_meet_every_verdict() -> None:
    """Drawn by hand: properties of cases that all come out alike would say nothing."""
    good = Case(("0601",) * 18, (650, 350, 5), 700, ())
    bad = replace(good, codes=("0101",) * 18, farmland=(10, 10, 50), starts=(800,))
    open_ = replace(good, unknown=frozenset(range(18)))
    assert [row[0] for case in (good, bad, open_) for row in verdicts(judged(case))] == [
        "pass", "pass", "fail", "fail", "cannot_tell", "cannot_tell",
    ]  # fmt: skip
    assert verdicts(judged(good))[0] == ["pass", "pass", "pass", "pass"]
    assert verdicts(judged(bad))[0] == ["fail", "fail", "fail", "fail"]
