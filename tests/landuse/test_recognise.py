"""Which class system codes are from: field, names and codes, each alone and against the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError, ProblemWarning
from zoneland.landuse.parcels import ClassScheme, collect_parcels, read_parcels
from zoneland.landuse.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.core.problems import Problem
    from zoneland.landuse.recognise import Recognised


def by(
    field: str, codes: Sequence[object], names: Sequence[str] | None = None, asked: str = ""
) -> Recognised:
    beside = None if names is None else pd.Series(list(names))
    return recognise(pd.Series(list(codes)), beside, field=field, role="", asked=asked)


def layer(field: str, codes: Sequence[object], **columns: object) -> gpd.GeoDataFrame:
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(len(codes))]
    return gpd.GeoDataFrame({field: list(codes), **columns}, geometry=shapes, crs=PLANE)


def refusal(frame: gpd.GeoDataFrame, role: str = "") -> Problem:
    with pytest.raises(InputError) as refused:
        collect_parcels(frame, role, where="land")
    (problem,) = refused.value.problems
    return problem


def said(problem: Problem, *names: str) -> tuple[object, ...]:
    return tuple(dict(problem.values)[name] for name in names)


@pytest.mark.parametrize(
    ("field", "codes", "system"),
    [
        ("DLBM", ["0601"], "sandiao"),
        ("dlbm_2023", [601.0], "sandiao"),
        ("地类编码", ["0601"], "sandiao"),
        ("DLBM", ["0604", "0501"], "gbt21010"),
        ("YDYHFLDM", ["1001"], "ydyh2023"),
        ("规划用地代码", ["1001"], "ydyh2023"),
        ("规划用地代码", ["M1", "R2"], "gb50137"),
        ("YDYHFLDM", ["1001", "0603", "1313"], "ydyh2020"),
        ("YDYHFLDM", ["0603"], "ydyh2020"),
        ("YDYHFLDM", ["0604"], "ydyh2020"),
        ("YDYHFLDM", ["1001", "0205"], "ydyh2023"),
        ("YDYHFLDM", ["1001/0901", "0603"], "ydyh2020"),
        ("CODE", ["0601", "05H1"], "sandiao"),
        ("CODE", ["0201K"], "sandiao"),
        ("CODE", ["1001", "1301"], "ydyh2023"),
        ("CODE", ["100101"], "ydyh2023"),
        ("CODE", ["M1", "W2"], "gb50137"),
        ("CODE", ["1001"], ""),
        ("CODE", ["9901", None], ""),
        ("CODE", ["05H1", "410100", "410101", "410102"], ""),
        ("YDYHFLDM", ["0601", "05H1", "0508"], ""),
        ("DLBM", ["1001", "100101"], ""),
        ("DLBM", ["05H1", "1301"], ""),
        ("YDYHFLDM", ["1313", "0205"], ""),
    ],
)
def test_field_and_codes(field: str, codes: list[object], system: str) -> None:
    assert by(field, codes).system == system


@pytest.mark.parametrize(
    ("field", "codes", "names", "system"),
    [
        ("CODE", ["0601", "1001"], ["工业用地", "铁路用地"], "sandiao"),
        ("CODE", ["0601", "1001"], ["农村道路", "工业用地"], "ydyh2023"),
        ("YDYHFLDM", ["0601"], ["乡村道路用地"], "ydyh2020"),
        ("DLBM", ["0505"], ["商务金融用地"], "gbt21010"),
        ("CODE", ["1001"], [""], ""),
        ("CODE", ["1001"], ["甲地块"], ""),
        ("DLBM", ["1001"], ["工业用地"], ""),
    ],
)
def test_names_tell_what_codes_do_not(
    field: str, codes: list[object], names: list[str], system: str
) -> None:
    assert by(field, codes, names).system == system


def test_a_few_slips_do_not_make_another_system() -> None:
    """One parcel in eleven against ten is a slip; one against one is no evidence for either."""
    assert by("DLBM", ["05H1"] * 10 + ["1301"]).system == "sandiao"
    assert by("DLBM", ["05H1", "1301"]).candidates == (
        "sandiao",
        "gbt21010",
        "ydyh2023",
        "ydyh2020",
    )


def test_evidence_is_shown() -> None:
    found = by("CODE", ["0601", "05H1", "0601"], ["工业用地", "商业", ""])
    assert [(one.by, one.count, one.of, one.examples) for one in found.evidence] == [
        ("names", 2, 2, ("05H1 商业", "0601 工业用地")),
        ("codes", 3, 3, ("05H1", "0601")),
    ]
    (problem,) = [
        problem
        for problem in collect_parcels(layer("CODE", ["0601", "05H1"]), "survey").problems
        if problem.code == "ZL340"
    ]
    assert problem.said() == (
        "编码按 三调工作分类（sandiao） 读取。依据：编码（2 块中 2 块，如 05H1、0601）指向 "
        "三调工作分类（sandiao）。"
    )


def test_a_survey_s_codes_under_a_plan_s_field_are_refused_with_candidates() -> None:
    problem = refusal(layer("YDYHFLDM", ["05H1", "0508", "0601"]), "plan")
    assert problem.code == "ZL341"
    assert "可能是：用地用海分类 2023（ydyh2023）" in problem.said()
    assert "编码（3 块中 3 块，如 05H1、0508、0601）指向 三调工作分类（sandiao）" in problem.said()
    assert "Third Survey working classes (sandiao)" in problem.said("en")


def test_a_plan_s_codes_under_a_survey_s_field_are_refused() -> None:
    assert refusal(layer("DLBM", ["100101", "1001"]), "survey").code == "ZL341"


def test_codes_of_two_systems_under_no_field_are_refused() -> None:
    problem = refusal(layer("CODE", ["05H1", "1301"]))
    assert problem.code == "ZL341"
    assert "分属几套体系" in problem.said()


def test_what_was_asked_for_is_taken_and_codes_against_it_are_told() -> None:
    scheme = ClassScheme(system="ydyh2023")
    found = collect_parcels(layer("YDYHFLDM", ["1001", "1313", "0603"]), "plan", scheme=scheme)
    assert found.data["class_system"].unique().tolist() == ["ydyh2023"]
    (problem,) = [problem for problem in found.problems if problem.code == "ZL342"]
    assert said(problem, "count", "examples") == (2, "1313、0603")
    assert "2020" in problem.said()
    assert "ZL342" not in [
        problem.code
        for problem in collect_parcels(layer("X", ["1001"]), "", code="X", scheme=scheme).problems
    ]


def test_the_class_above_is_told_with_its_area() -> None:
    found = collect_parcels(layer("YDYHFLDM", ["100104", "1001", "100104"]), "plan")
    assert found.data["kind"].tolist() == ["industry"] * 3
    (problem,) = found.problems
    assert (problem.code, dict(problem.values)) == (
        "ZL343",
        {"code": "100104", "parent": "1001 工业用地", "count": 2, "area_m2": "200"},
    )


def test_a_code_with_a_tail_that_means_nothing_is_unknown() -> None:
    found = collect_parcels(layer("DLBM", ["0601-1", "0601"]), "survey")
    assert found.data["kind"].tolist() == ["unknown", "industry"]
    assert [(p.code, *said(p, "code")) for p in found.problems] == [("ZL161", "0601-1")]


def test_lost_zeros_are_counted_apart() -> None:
    (problem,) = collect_parcels(layer("DLBM", ["601", " 0601", "0601"]), "survey").problems
    assert said(problem, "count", "zeros") == (2, 1)


def test_land_cover_as_polygons_is_read_by_its_legend() -> None:
    land = read_parcels(layer("Class", [3, 0]), system="euluc2022")
    assert land["kind"].tolist()[0] == "industry"
    assert land["land_use"].unique().tolist() == ["cover"]
    with pytest.warns(ProblemWarning, match="ZL161"):  # no 3 with a tail
        land = read_parcels(layer("Class", [31]), system="euluc2022")
    assert land["kind"].tolist() == ["unknown"]
    older = read_parcels(layer("Level2", [301, 101]), system="euluc2018")
    assert older["class_code"].tolist() == ["0301", "0101"]
    assert older["kind"].tolist()[0] == "industry"
    with pytest.raises(InputError):
        read_parcels(layer("Class", [3]))


def test_town_codes_are_kept_where_they_are_some() -> None:
    frame = layer("DLBM", ["0601", "0601", "0601"], CZCSXM=["201A", "9", None])
    assert collect_parcels(frame, "survey").data["town_code"].tolist() == ["201A", "", ""]
