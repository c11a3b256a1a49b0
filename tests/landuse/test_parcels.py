from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError
from zoneland.landuse.classes import LEGENDS, SYSTEMS, find_class, load_custom, load_system
from zoneland.landuse.parcels import ClassScheme, collect_parcels, read_parcels

if TYPE_CHECKING:
    from pathlib import Path


def parcels(field: str, *codes: object, **columns: object) -> gpd.GeoDataFrame:
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(len(codes))]
    return gpd.GeoDataFrame({field: list(codes), **columns}, geometry=shapes, crs=PLANE)


def kinds(frame: gpd.GeoDataFrame, **scheme: str) -> list[str]:
    found = collect_parcels(frame, "survey", scheme=ClassScheme(**scheme))  # type: ignore[arg-type]
    return found.data["kind"].tolist()


@pytest.mark.parametrize(
    ("code", "survey", "plan"),
    [
        ("0601", "industry", "transport"),
        ("1001", "transport", "industry"),
        ("1101", "water", "storage"),
        ("1002", "transport", "mining"),
    ],
)
def test_one_code_means_other_land_in_survey_and_plan(code: str, survey: str, plan: str) -> None:
    assert kinds(parcels("DLBM", code)) == [survey]
    assert kinds(parcels("YDYHFLDM", code)) == [plan]
    assert kinds(parcels("CODE", code), system="ydyh2020") == [plan]


def test_a_code_alone_does_not_tell_its_system() -> None:
    with pytest.raises(InputError) as refused:
        collect_parcels(parcels("CODE", "0601"), "survey")
    assert [problem.code for problem in refused.value.problems] == ["ZL160"]


def test_codes_are_put_in_order_and_that_is_told() -> None:
    found = collect_parcels(parcels("DLBM", 601.0, " ０７０１ ", "0201K", "0601"), "survey")
    assert found.data["class_code"].tolist() == ["0601", "0701", "0201K", "0601"]
    assert found.data["kind"].tolist() == ["industry", "residential", "garden", "industry"]
    (problem,) = found.problems
    assert (problem.code, problem.values["count"]) == ("ZL164", 2)


def test_unknown_missing_and_mixed_codes_stay_as_land_of_no_known_use() -> None:
    found = collect_parcels(parcels("YDYHFLDM", "9901", None, "1001/0901"), "plan")
    assert found.data["kind"].tolist() == ["unknown", "unknown", "undecided"]
    assert sorted(problem.code for problem in found.problems) == ["ZL161", "ZL162", "ZL163"]


def test_a_class_table_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "classes.csv"
    path.write_text("code,name,kind\nM,工业,industry\nR,居住,residential\n", encoding="utf-8")
    scheme = ClassScheme(system="custom", table=load_custom(path, "classes.csv"))
    found = collect_parcels(parcels("CODE", "M", "R", "Z"), "plan", scheme=scheme)
    assert found.data["kind"].tolist() == ["industry", "residential", "unknown"]
    path.write_text("code,name,kind\nM,工业,factory\n", encoding="utf-8")
    with pytest.raises(InputError, match="factory"):
        load_custom(path, "classes.csv")


def test_class_names_serve_without_a_table() -> None:
    frame = parcels("分區類", "工業區", "住宅區")
    found = collect_parcels(frame, "plan", code="分區類", scheme=ClassScheme(system="custom"))
    assert found.data["class_code"].tolist() == ["工業區", "住宅區"]
    assert found.problems == ()


def test_stored_areas_and_deductions_come_along() -> None:
    frame = parcels("DLBM", "0103", TBMJ=[100.0], KCXS=[0.12], KCDLBM=["1203"], BSM=["7"])
    row = collect_parcels(frame, "survey").data.iloc[0]
    assert (row["stored_m2"], row["deduct_share"], row["deduct_code"]) == (100.0, 0.12, "1203")
    assert (row["deduct_kind"], row["parcel_id"]) == ("cropland", "7")


def test_names_that_contradict_the_field_s_system_refuse_it() -> None:
    frame = parcels("DLBM", "0601", "0601", "1001", DLMC=["农村道路", "农村道路", "工业用地"])
    with pytest.raises(InputError) as refused:
        collect_parcels(frame, "survey")
    (problem,) = refused.value.problems
    assert (problem.code, problem.values["better"]) == ("ZL172", "ydyh2023")
    with pytest.raises(InputError, match="ZL172"):  # told or not: another system fits the names
        collect_parcels(frame, "survey", scheme=ClassScheme(system="sandiao"))


def test_a_few_names_that_do_not_fit_are_told_and_the_code_counts() -> None:
    frame = parcels("DLBM", "0601", "0701", "1003", DLMC=["工业", "工业用地", "公路用地"])
    found = collect_parcels(frame, "survey")
    assert found.data["kind"].tolist() == ["industry", "residential", "transport"]
    assert [(p.code, p.values["count"]) for p in found.problems] == [("ZL173", 1)]


def test_a_survey_under_plan_is_told() -> None:
    found = collect_parcels(parcels("DLBM", "0601"), "plan")
    assert [problem.code for problem in found.problems] == ["ZL174"]
    assert "是 三调工作分类 分类，却放在“规划用地”里" in found.problems[0].said()


def test_stored_areas_and_deductions_that_cannot_be_are_put_aside() -> None:
    frame = parcels(
        "DLBM", "0103", "0103", "0103", TBMJ=[0.0, -5.0, 100.0], KCXS=[0.1, 12.5, 0.1],
        KCDLBM=["", "1203", "1203"],
    )  # fmt: skip
    found = collect_parcels(frame, "survey")
    assert found.data["stored_m2"].isna().tolist() == [True, True, False]
    assert found.data["deduct_share"].tolist() == [0.0, 0.0, 0.1]
    assert [(p.code, p.values["rows"]) for p in found.problems] == [
        ("ZL169", "1、2"),
        ("ZL170", "1、2"),
    ]


def test_a_class_column_that_gdal_made_floats_is_whole_again() -> None:
    frame = parcels("class", 1.0, None, 2.0)
    found = collect_parcels(frame, "plan", code="class", scheme=ClassScheme(system="custom"))
    assert found.data["class_code"].tolist() == ["1", "—", "2"]


def test_a_class_table_with_a_code_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "classes.csv"
    path.write_text("code,name,kind\nM,工业,industry\nM,居住,residential\n", encoding="utf-8")
    with pytest.raises(InputError, match="ZL121"):
        load_custom(path, "classes.csv")


@pytest.mark.parametrize("options", [{"system": "foo"}, {"land_use": "foo"}])
def test_wrong_words_are_problems(options: dict[str, str]) -> None:
    with pytest.raises(InputError):
        read_parcels(parcels("DLBM", "0601"), **options)  # type: ignore[arg-type]


def test_readers_tell_plan_from_survey_by_the_class_system() -> None:
    assert read_parcels(parcels("DLBM", "0601"))["land_use"].tolist() == ["survey"]
    assert read_parcels(parcels("YDYHFLDM", "1001"))["land_use"].tolist() == ["plan"]


@pytest.mark.parametrize("name", [*SYSTEMS, *(f"cover_{legend}" for legend in LEGENDS)])
def test_every_class_table_has_unique_codes_and_known_parents(name: str) -> None:
    table = load_system(name)
    assert table.index.is_unique
    assert not table["class_name"].eq("").any()


def test_local_subclasses_belong_to_the_class_their_code_begins_with() -> None:
    assert find_class("10010199", load_system("ydyh2023")) == "100101"
    assert find_class("M1a", load_system("gb50137")) == "M1"
    assert find_class("7", load_system("sandiao")) is None
