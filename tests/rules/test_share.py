from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zoneland.rules.readings import READINGS
from zoneland.rules.settings import ShareRule
from zoneland.rules.share import industrial_share, judge_industrial_share, verdict_of

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
    measured = {name for name in READINGS if name.endswith(("/zone", "/construction"))}
    assert set(plan["reading"]) == measured


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


def test_the_wide_reading_stays_open_where_classes_hide_research_and_business() -> None:
    areas = areas_of(industry=55, public=10, residential=35)
    assert reading(areas, "wide/zone") == (0.55, 0.65, "cannot_tell")
    assert reading(areas, "industry/zone") == (0.55, 0.55, "fail")


def test_classes_of_the_survey_that_hide_research_or_business_open_the_wide_reading() -> None:
    """05H1 and 08H2 may be either; 08H1 (offices of the state) holds neither."""
    survey = areas_of(industry=55, commerce=4, public=6, residential=25, cropland=10)
    survey["class_code"] = ["0601", "05H1", "08H2", "0701", "0102"]
    shares = industrial_share(survey, rule=ShareRule()).set_index("reading")
    assert shares.loc["wide/zone", ["low", "high", "verdict"]].tolist() == [
        0.55,
        0.65,
        "cannot_tell",
    ]
    with_research = shares.loc["industry_storage_mining_research/zone"]
    assert with_research[["low", "high", "verdict"]].tolist() == [0.55, 0.61, "cannot_tell"]
    survey["class_code"] = ["0601", "0507", "08H1", "0701", "0102"]
    assert not industrial_share(survey)["reading"].str.startswith("wide").any()


def test_a_reading_names_the_definitions_that_it_carries_out() -> None:
    areas = areas_of(industry=60, residential=40)
    for land_use, number in (("plan", "D2"), ("survey", "D1")):
        found = industrial_share(areas.assign(land_use=land_use)).set_index("reading")["definition"]
        assert found["industry_storage_mining/construction"] == number
        assert found["industry/zone"] == "D4、D6"
        assert found["industry_storage/construction"] == "D7"


HA = 10_000


def row_of(areas: pd.DataFrame, name: str, **how: object) -> pd.Series:
    rule = ShareRule(reading=name, minimum=Fraction(str(how.pop("minimum", "0.6"))))
    return industrial_share(areas, rule=rule, **how).set_index("reading").loc[name]


def test_a_zone_with_50_of_100_ha_lacks_10_or_has_16_6667_ha_too_much() -> None:
    row = row_of(areas_of(industry=50 * HA, cropland=50 * HA), "industry/zone")
    assert row["to_convert_dm2"] == 10 * HA * 100
    assert row["to_leave_dm2"] == 16_666_667
    assert pd.isna(row["to_add_dm2"])
    assert verdict_of(50_000_000, 50_000_000, 100_000_000 - 16_666_667, SIXTY) == "pass"
    assert verdict_of(50_000_000, 50_000_000, 100_000_000 - 16_666_666, SIXTY) == "fail"


def test_of_80_ha_construction_land_at_70_percent() -> None:
    areas = areas_of(industry=50 * HA, residential=30 * HA, cropland=20 * HA)
    row = row_of(areas, "industry/construction", minimum="0.7")
    assert row["to_convert_dm2"] == 6 * HA * 100
    assert row["to_add_dm2"] == 20 * HA * 100
    assert row["to_leave_dm2"] == 8_571_429
    tight = areas_of(industry=50 * HA, residential=30 * HA, cropland=19 * HA)
    assert pd.isna(row_of(tight, "industry/construction", minimum="0.7")["to_add_dm2"])


def test_a_share_that_is_reached_takes_nothing() -> None:
    row = row_of(areas_of(industry=60, residential=40), "industry/zone")
    assert row[["to_convert_dm2", "to_add_dm2", "to_leave_dm2"]].tolist() == [0, 0, 0]


def test_a_bound_may_fail_never_passes_and_knows_no_remedy() -> None:
    row = row_of(areas_of(built_up=41, cropland=59), "industry/zone", basis="bound")
    assert (row["high"], row["verdict"], row["basis"]) == (0.41, "fail", "bound")
    assert row[["to_convert_dm2", "to_leave_dm2"]].isna().all()
    open_one = row_of(areas_of(built_up=95, cropland=5), "industry/zone", basis="bound")
    assert open_one["verdict"] == "cannot_tell"
    nothing = row_of(areas_of(built_up=95, cropland=5), "industry/zone", basis="bound", minimum="0")
    assert nothing["verdict"] == "cannot_tell"


@pytest.mark.parametrize(("industry", "word"), [(70, "pass"), (50, "fail")])
def test_a_screening_judges_nothing_and_says_what_it_would(industry: int, word: str) -> None:
    rule = ShareRule(reading="industry/zone")
    areas = areas_of(industry=industry, residential=100 - industry)
    shares = industrial_share(areas, rule=rule, basis="screening")
    judged = judge_industrial_share({"cover": shares}, ["A"], rule=rule)
    row = judged.table.loc["A"]
    assert (row["verdict"], row["screening"], row["basis"]) == ("cannot_tell", word, "screening")
    assert not row["depends_on_reading"]
    assert [problem.code for problem in judged.problems] == ["ZL331"]


def ground_of(**sizes_m2: float) -> pd.DataFrame:
    return areas_of(**sizes_m2).drop(columns="status").assign(status="known")


def test_grounds_are_denominators_of_their_own() -> None:
    """100 m² are built, 20 of them village (D3); 87 m² can be built on (D9)."""
    areas = areas_of(industry=48, residential=52)
    grounds = {
        "town": ground_of(industry=48, residential=32),
        "buildable": ground_of(industry=48, residential=39),
    }
    found = industrial_share(areas, grounds=grounds).set_index("reading")
    town, left = (found.loc[f"industry_storage_mining/{name}"] for name in ("town", "buildable"))
    assert (town["whole_dm2"], town["low"], town["verdict"]) == (8_000, 0.6, "pass")
    assert (left["whole_dm2"], left["certain_dm2"], left["verdict"]) == (8_700, 4_800, "fail")
    assert (town["definition"], left["definition"]) == ("D3", "D9")


def test_a_ground_that_is_asked_for_and_not_given_tells_nothing() -> None:
    row = row_of(areas_of(industry=90, residential=10), "industry/town")
    assert (row["whole_dm2"], row["verdict"]) == (0, "cannot_tell")
    assert pd.isna(row["low"])


def test_the_verdict_names_the_readings_on_either_side() -> None:
    rule = ShareRule(reading="industry/zone")
    shares = industrial_share(areas_of(industry=55, storage=10, cropland=35), rule=rule)
    judged = judge_industrial_share({"plan": shares}, ["A", "B"], rule=rule)
    row = judged.table.loc["A"]
    assert row["failing"] == "industry/zone"
    assert row["passing"].split("、")[:2] == [
        "industry_storage/zone",
        "industry_storage_mining/zone",
    ]
    assert row["depends_on_reading"]
    assert judged.table.loc["B", ["verdict", "passing"]].tolist() == ["cannot_tell", ""]
    (problem,) = judged.problems
    assert problem.code == "ZL330"
    assert "D3" in str(dict(problem.values)["lacks"])


def test_detached_land_of_the_survey_stands_beside_a_verdict_on_the_plan() -> None:
    rule = ShareRule()
    areas = areas_of(industry=60, residential=40)
    town = ground_of(industry=60, residential=40).assign(town_code=["203A", "201"])
    survey = industrial_share(areas, rule=rule, grounds={"town": town})
    plan = industrial_share(areas, rule=rule)
    judged = judge_industrial_share({"survey": survey, "plan": plan}, ["A"], rule=rule)
    assert judged.table.loc["A", ["land_use", "detached_dm2"]].tolist() == ["plan", 6_000]
    by_town = survey.set_index("reading").loc["industry/town"]
    assert (by_town["certain_dm2"], by_town["whole_dm2"]) == (0, 4_000)


KINDS = ["industry", "storage", "research", "public", "residential", "cropland", "reserved"]


@given(
    st.lists(st.integers(0, 50), min_size=7, max_size=7),
    st.lists(st.booleans(), min_size=7, max_size=7),
)
@settings(max_examples=40, deadline=None)
def test_land_that_becomes_unknown_opens_every_reading_and_flips_none(
    sizes: list[int], lost: list[bool]
) -> None:
    areas = areas_of(**dict(zip(KINDS, sizes, strict=True)))
    after = areas.assign(kind=areas["kind"].mask(pd.Series(lost), "unknown"))
    before, now = (
        industrial_share(table).set_index("reading")["verdict"] for table in (areas, after)
    )
    for name in before.index.intersection(now.index):
        assert now[name] in {before[name], "cannot_tell"}, name


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
