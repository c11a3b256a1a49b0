from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneland.rules.settings import READINGS, ShareRule
from zoneland.rules.share import (
    as_told,
    industrial_share,
    judge_industrial_share,
    unmatched,
    verdict_of,
)

SIXTY = Fraction(3, 5)


def areas_of(**sizes_m2: float) -> pd.DataFrame:
    """One zone's land by kind; ``uncovered`` and ``contested`` are statuses."""
    built = {"industry", "storage", "mining", "research", "residential", "transport", "reserved"}
    rows = [
        (
            "A",
            kind if kind in {"uncovered", "contested"} else "known",
            "unknown" if kind in {"uncovered", "contested"} else kind,
            kind in built,
            round(size * 100),
        )
        for kind, size in sizes_m2.items()
    ]
    return pd.DataFrame(rows, columns=["zone_id", "status", "kind", "is_built", "area_dm2"])


def reading(areas: pd.DataFrame, name: str) -> tuple[float, float, str]:
    row = industrial_share(areas, rule=ShareRule(reading=name)).set_index("reading").loc[name]
    return round(float(row["low"]), 6), round(float(row["high"]), 6), str(row["verdict"])


def test_exactly_sixty_percent_passes_and_one_dm2_less_fails() -> None:
    assert verdict_of(60, 60, 100, SIXTY) == "pass"
    assert verdict_of(5_999_999, 5_999_999, 10_000_000, SIXTY) == "fail"


def test_unknown_land_leaves_the_verdict_open_only_across_the_threshold() -> None:
    assert reading(areas_of(industry=60, uncovered=40), "industry/zone") == (0.6, 1.0, "pass")
    assert reading(areas_of(industry=50, residential=40, uncovered=10), "industry/zone") == (
        0.5, 0.6, "cannot_tell",
    )  # fmt: skip
    assert reading(areas_of(industry=50, residential=41, uncovered=9), "industry/zone") == (
        0.5, 0.59, "fail",
    )  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["contested", "uncovered", "reserved", "undecided", "unknown", "built_up"]
)
def test_land_of_no_settled_use_counts_for_neither_side(kind: str) -> None:
    found = reading(areas_of(industry=55, residential=35, **{kind: 10}), "industry/zone")
    assert found == (0.55, 0.65, "cannot_tell")


def test_numerators_widen_step_by_step() -> None:
    areas = areas_of(industry=40, storage=15, mining=5, research=10, cropland=30)
    lows = [
        reading(areas, f"{top}/zone")[0]
        for top in ("industry", "industry_storage", "industry_storage_mining", "wide")
    ]
    assert lows == [0.4, 0.55, 0.6, 0.7]


def test_share_of_construction_land_leaves_fields_out() -> None:
    areas = areas_of(industry=30, residential=20, cropland=50)
    assert reading(areas, "industry/construction") == (0.6, 0.6, "pass")
    assert reading(areas, "industry/zone") == (0.3, 0.3, "fail")


def test_unsettled_land_may_be_built_and_not_industrial() -> None:
    areas = areas_of(industry=30, residential=10, reserved=10, cropland=50)
    assert reading(areas, "industry/construction") == (0.6, 0.8, "pass")
    areas = areas_of(industry=29, residential=11, reserved=10, cropland=50)
    assert reading(areas, "industry/construction") == (0.58, 0.78, "cannot_tell")


def test_land_cover_alone_bounds_the_share_from_above_and_never_passes() -> None:
    assert reading(areas_of(built_up=100), "industry/zone")[2] == "cannot_tell"
    assert reading(areas_of(built_up=41, cropland=59), "industry/zone") == (0.0, 0.41, "fail")


def test_readings_that_the_data_does_not_allow_are_left_out() -> None:
    cover = industrial_share(areas_of(built_up=41, cropland=59), rule=ShareRule())
    assert not any(name.endswith("/construction") for name in cover["reading"])
    survey = industrial_share(areas_of(industry=41, residential=59), rule=ShareRule())
    assert not any(name.startswith("wide/") for name in survey["reading"])
    plan = industrial_share(areas_of(industry=41, research=1, residential=58), rule=ShareRule())
    assert set(plan["reading"]) == set(READINGS)


def test_a_verdict_that_changes_with_the_reading_says_so_and_plan_decides() -> None:
    rule = ShareRule(reading="industry/zone")
    plan = industrial_share(areas_of(industry=55, storage=10, residential=35), rule=rule)
    survey = industrial_share(areas_of(industry=90, residential=10), rule=rule)
    judged = judge_industrial_share({"survey": survey, "plan": plan}, ["A"], rule=rule).table
    row = judged.loc["A"]
    assert (row["land_use"], row["verdict"], bool(row["depends_on_reading"])) == (
        "plan",
        "fail",
        True,
    )
    judged = judge_industrial_share({"survey": survey}, ["A"], rule=rule).table
    assert (judged.loc["A", "verdict"], bool(judged.loc["A", "depends_on_reading"])) == (
        "pass",
        False,
    )


def test_without_any_land_use_nothing_can_be_told() -> None:
    judged = judge_industrial_share({}, ["A", "B"], rule=ShareRule()).table
    assert judged["verdict"].tolist() == ["cannot_tell", "cannot_tell"]


def test_listed_codes_or_names_count_in_place_of_the_system_s_own() -> None:
    land = pd.DataFrame(
        {
            "class_code": ["0601", "M", "x"],
            "class_name": ["工业", "", "工業區"],
            "kind": ["industry", "other", "other"],
        }
    )
    assert as_told(land, ["M", "工業區"])["kind"].tolist() == ["other", "industry", "industry"]


def layer(system: str, *rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["class_code", "class_name", "kind"])
    return frame.assign(is_built=False, class_system=system)


def test_a_listed_code_stands_for_its_subclasses_but_not_in_a_custom_system() -> None:
    plan = layer("ydyh2023", ("100101", "一类工业用地", "industry"), ("1101", "", "storage"))
    assert as_told(plan, ["1001"])["kind"].tolist() == ["industry", "other"]
    own = layer("custom", ("1", "厂", "other"), ("10", "林", "other"))
    assert as_told(own, ["1"])["kind"].tolist() == ["industry", "other"]


def test_land_listed_as_industrial_is_construction_land_too() -> None:
    """Else a share of construction land could exceed the whole."""
    assert as_told(layer("sandiao", ("1201", "空闲地", "vacant")), ["1201"])["is_built"].all()


def test_listed_classes_that_occur_nowhere_are_told() -> None:
    layers = {"plan": layer("custom", ("工业区", "工业区", "other"))}
    (problem,) = unmatched(layers, ["工业区", "工業區"])
    assert problem.code == "ZL305"
    assert dict(problem.values)["listed"] == "工業區"


def test_the_wide_reading_stays_open_where_classes_hide_research_and_business() -> None:
    areas = areas_of(industry=55, public=10, residential=35)
    assert reading(areas, "wide/zone") == (0.55, 0.65, "cannot_tell")
    assert reading(areas, "industry/zone") == (0.55, 0.55, "fail")


whole = st.integers(0, 10**12)


@given(whole, whole, whole, st.fractions(Fraction(1, 100), 1))
def test_more_unknown_land_never_turns_pass_into_fail_or_back(
    i: int, u: int, rest: int, minimum: Fraction
) -> None:
    """Land that becomes unknown may only open a verdict, never flip it."""
    before = verdict_of(i, i + u, i + u + rest, minimum)
    lost = i // 2
    after = verdict_of(i - lost, i + u, i + u + rest, minimum)
    assert after in {before, "cannot_tell"}


@given(whole, whole, whole, st.fractions(Fraction(1, 100), 1), st.fractions(0, Fraction(1, 2)))
def test_a_higher_threshold_never_helps(
    i: int, u: int, rest: int, minimum: Fraction, more: Fraction
) -> None:
    rank = {"fail": 0, "cannot_tell": 1, "pass": 2}
    low = verdict_of(i, i + u, i + u + rest, minimum)
    high = verdict_of(i, i + u, i + u + rest, minimum + more)
    assert rank[high] <= rank[low]
