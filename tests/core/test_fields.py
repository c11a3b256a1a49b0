"""Finding fields: whole names first, parts of names next, two candidates never guessed at."""

from __future__ import annotations

import pytest

from zoneland.core.contracts import PARCELS, ZONES
from zoneland.core.fields import find_field
from zoneland.core.problems import InputError
from zoneland.landuse.parcel_fields import find_parcel_fields

WHERE = "landuse/plan.gpkg"


@pytest.mark.parametrize(
    ("names", "field", "codes"),
    [
        (["DLBM", "MC"], "DLBM", []),
        (["ＤＬｂｍ"], "ＤＬｂｍ", []),
        (["DLBM_2023", "DLMC"], "DLBM_2023", ["ZL126"]),
        (["地类编"], "地类编", ["ZL126"]),
        (["2023地类编码"], "2023地类编码", ["ZL126"]),
        (["DLBM_2022", "DLBM_2023"], "", ["ZL125"]),
        (["dlbm", "DLBM"], "", ["ZL125"]),
        (["KCDLBM"], "", []),
        (["扣除地类编码"], "", []),
        (["XZQ_CODE"], "", []),
        (["面积"], "", []),
    ],
)
def test_a_class_field_is_found_or_asked_for(
    names: list[str], field: str, codes: list[str]
) -> None:
    found, told = find_field(PARCELS, "class_code", names, WHERE)
    assert (found, [problem.code for problem in told]) == (field, codes)


def test_of_two_candidates_for_what_is_not_needed_none_is_taken() -> None:
    found, told = find_field(ZONES, "zone_name", ["NAME", "name"], WHERE, is_needed=False)
    assert (found, [problem.code for problem in told]) == ("", ["ZL127"])


def test_the_field_that_is_asked_for_must_be_there() -> None:
    assert find_field(ZONES, "zone_id", ["a", "b"], WHERE, asked="b") == ("b", [])
    assert find_field(ZONES, "zone_id", ["a"], WHERE, asked="b")[1][0].code == "ZL110"


@pytest.mark.parametrize(
    ("asked", "names", "field", "codes"),
    [
        ("ZONE_ID", ["zone_id", "x"], "zone_id", []),
        ("dlbm", ["ＤＬＢＭ"], "ＤＬＢＭ", []),
        ("dlbm", ["DLBM", "dlbm"], "dlbm", []),
        ("Dlbm", ["DLBM", "dlbm"], "", ["ZL125"]),
    ],
)
def test_the_field_that_is_asked_for_may_differ_in_case(
    asked: str, names: list[str], field: str, codes: list[str]
) -> None:
    found, told = find_field(ZONES, "zone_id", names, WHERE, asked=asked)
    assert (found, [problem.code for problem in told]) == (field, codes)


def test_a_field_that_is_not_there_is_told_with_the_setting_that_asked_for_it() -> None:
    _, (told,) = find_field(ZONES, "zone_name", ["a"], WHERE, asked="b", setting="name")
    assert "“b” that the setting name names" in told.said("en")
    with pytest.raises(InputError, match="设置里 code 写的字段“YDDM”"):
        find_parcel_fields(["DLBM"], WHERE, role="survey", code="YDDM")


def test_a_plan_with_the_surveys_code_beside_its_own_is_read_as_a_plan() -> None:
    names = ["BSM", "DLBM", "DLMC", "YDYHFLDM", "YDYHFLMC"]
    plan, _ = find_parcel_fields(names, WHERE, role="plan")
    survey, _ = find_parcel_fields(names, WHERE, role="survey")
    assert (plan["class_code"], plan["class_name"]) == ("YDYHFLDM", "YDYHFLMC")
    assert (survey["class_code"], survey["class_name"]) == ("DLBM", "DLMC")


def test_names_go_with_the_code_that_the_planner_asked_for() -> None:
    names = ["DLBM", "DLMC", "YDYHFLDM", "YDYHFLMC"]
    fields, _ = find_parcel_fields(names, WHERE, role="plan", code="DLBM")
    assert fields["class_name"] == "DLMC"


@pytest.mark.parametrize(
    ("role", "names"), [("", ["DLBM", "YDYHFLDM"]), ("plan", ["GHDLBM", "YDYHFLDM"])]
)
def test_two_codes_of_the_same_standing_are_listed(role: str, names: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        find_parcel_fields(names, WHERE, role=role)
    assert [problem.code for problem in refused.value.problems] == ["ZL125"]
    assert "YDYHFLDM" in refused.value.problems[0].said()


def test_a_layer_without_a_code_says_what_it_has() -> None:
    with pytest.raises(InputError, match="ZL110"):
        find_parcel_fields(["BSM", "MSSM"], WHERE, role="survey")
