from __future__ import annotations

import pandas as pd
import pytest

from zoneland.core.naming import definition_in_words, reading_in_words
from zoneland.core.wording import words
from zoneland.rules.readings import (
    DEFINITIONS,
    NOT_COMPUTED,
    READINGS,
    definition_of,
    lacking,
)
from zoneland.rules.share import industrial_share


def test_every_definition_is_a_reading_or_says_why_it_is_none() -> None:
    carried = {number for numbers in DEFINITIONS.values() for number in numbers}
    assert carried | set(NOT_COMPUTED) == {f"D{number}" for number in range(1, 11)}
    assert carried.isdisjoint(NOT_COMPUTED)


@pytest.mark.parametrize(
    ("reading", "land_use", "number"),
    [
        ("industry_storage_mining/construction", "survey", "D1"),
        ("industry_storage_mining/construction", "plan", "D2"),
        ("industry_storage_mining/construction", "cover", ""),
        ("industry_storage_mining/town", "survey", "D3"),
        ("industry/zone", "plan", "D4、D6"),
        ("industry/construction", "plan", "D6"),
        ("industry_storage/buildable", "plan", "D7"),
        ("wide/town", "survey", "D8"),
        ("industry_storage_mining/buildable", "plan", "D9"),
    ],
)
def test_definitions_by_reading_and_land_use(reading: str, land_use: str, number: str) -> None:
    assert definition_of(reading, land_use) == number


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reading_and_definition_has_its_words(lang: str) -> None:
    for reading in READINGS:
        said = reading_in_words(reading, lang=lang)
        assert not any(part in said for part in reading.split("/") if "_" in part), said
        assert definition_in_words(definition_of(reading), lang=lang) is not None
    for key in (*lacking([]), *NOT_COMPUTED.values()):
        assert f"reading_lacks.{key}" in words(lang)


def test_what_is_computed_lacks_nothing() -> None:
    assert lacking(["industry/zone"]) == [
        "construction", "town", "buildable", "research", "control_line",
    ]  # fmt: skip
    assert lacking(["wide/construction", "industry/town", "industry/buildable"]) == ["control_line"]


HA_DM2 = 1_000_000
PLAN_HA = {
    "industry": 48, "storage": 6, "mining": 1, "research": 2, "business": 3, "residential": 20,
    "water": 8, "cropland": 12,
}  # fmt: skip
"""The zone of 100 ha that the pages of docs/rules reckon with; 80 ha are construction land."""


def land_of(**sizes_ha: float) -> pd.DataFrame:
    unbuilt = {"water", "cropland"}
    return pd.DataFrame(
        {
            "zone_id": "A",
            "status": "known",
            "kind": list(sizes_ha),
            "is_built": [kind not in unbuilt for kind in sizes_ha],
            "area_dm2": [round(size * HA_DM2) for size in sizes_ha.values()],
        }
    )


GROUNDS = {
    "town": land_of(industry=48, storage=6, research=2, business=3, residential=13),
    "buildable": land_of(
        industry=48, storage=6, mining=1, research=2, business=3, residential=20, cropland=8
    ),
}
"""7 ha are village and the mine is none of the town's; 8 ha are water and 6 farmland, 2 both."""


@pytest.mark.parametrize(
    ("reading", "share", "verdict"),
    [
        ("industry_storage_mining/construction", "55/80", "pass"),
        ("industry_storage_mining/town", "54/72", "pass"),
        ("industry/zone", "48/100", "fail"),
        ("industry/construction", "48/80", "pass"),
        ("industry_storage/construction", "54/80", "pass"),
        ("industry_storage/zone", "54/100", "fail"),
        ("industry_storage_mining_research/zone", "57/100", "fail"),
        ("wide/zone", "60/100", "pass"),
        ("industry_storage_mining/buildable", "55/88", "pass"),
        ("industry_storage_mining/zone", "55/100", "fail"),
    ],
)
def test_the_worked_example_of_the_pages(reading: str, share: str, verdict: str) -> None:
    shares = industrial_share(land_of(**PLAN_HA), grounds=GROUNDS).set_index("reading")
    row, (part, whole) = shares.loc[reading], share.split("/")
    assert row["certain_dm2"] == row["possible_dm2"] == int(part) * HA_DM2
    assert row["whole_dm2"] == int(whole) * HA_DM2
    assert row["verdict"] == verdict
    if reading == "industry/zone":
        assert row["to_convert_dm2"] == 12 * HA_DM2
        assert row["to_leave_dm2"] == 20 * HA_DM2


def test_reserved_land_of_the_plan_s_example_may_be_industry_or_not() -> None:
    land = land_of(industry=50, storage=10, reserved=30, transport=10)
    row = industrial_share(land).set_index("reading").loc["industry_storage_mining/construction"]
    assert (row["low"], row["high"], row["verdict"]) == (0.6, 0.9, "pass")
