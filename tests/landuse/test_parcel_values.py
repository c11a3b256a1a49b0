"""Values that a survey stores with its parcels: read as meant, held to the survey's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.landuse.parcels import collect_parcels

if TYPE_CHECKING:
    from zoneland.core.problems import Problem


def survey(count: int, **columns: Any) -> gpd.GeoDataFrame:
    """Squares of 100 m² on the central meridian, all industry."""
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(count)]
    return gpd.GeoDataFrame({"DLBM": ["0601"] * count, **columns}, geometry=shapes, crs=PLANE)


def told(frame: gpd.GeoDataFrame) -> list[Problem]:
    return list(collect_parcels(frame, "survey", where="s.gpkg").problems)


def broken(frame: gpd.GeoDataFrame) -> list[tuple[object, object, object]]:
    return [
        (p.values["rule"], p.values["count"], p.values["examples"])
        for p in told(frame)
        if p.code == "ZL281"
    ]


def test_text_in_an_area_field_is_told_with_its_row_and_not_lost() -> None:
    frame = survey(4, TBMJ=["100", "1,00.0", "约60亩", "100.0 m²"])
    found = collect_parcels(frame, "survey", where="s.gpkg")
    assert found.data["stored_m2"].isna().tolist() == [False, True, True, False]
    (problem,) = [p for p in found.problems if p.code == "ZL280"]
    assert problem.where == "s.gpkg TBMJ"
    assert problem.values["examples"] == ("#2 “1,00.0” → —；#3 “约60亩” → —；#4 “100.0 m²” → 100")
    assert [p.values["rows"] for p in found.problems if p.code == "ZL169"] == ["2、3"]


def test_thousands_separators_and_units_of_ones_own_are_read_and_told() -> None:
    frame = gpd.GeoDataFrame(
        {"DLBM": ["0601", "0601"], "TBMJ": ["12,345.6", "１５亩"]},
        geometry=[rectangle(EAST, NORTH, 123.456, 100), rectangle(EAST, NORTH + 200, 100, 100)],
        crs=PLANE,
    )
    found = collect_parcels(frame, "survey", where="s")
    assert found.data["stored_m2"].tolist() == [12345.6, 10_000.0]
    assert [p.code for p in found.problems] == ["ZL280"]


def test_an_empty_area_is_no_unreadable_one() -> None:
    assert [p.code for p in told(survey(2, TBMJ=["100", None]))] == ["ZL169"]


@pytest.mark.parametrize(
    ("columns", "rule", "examples"),
    [
        (
            {"CZCSXM": ["201A", "206", ""]},
            "CZCSXM: 201、201A、202、202A、203、203A、204、205",
            "#2 206",
        ),
        ({"SJNF": [2023, 23, 2022.5]}, "SJNF ≥ 1984, < 2150，整数 (integer)", "#2 23；#3 2022.5"),
        ({"KCMJ": [0.0, -1.0, 0.0]}, "KCMJ ≥ 0", "#2 -1"),
        ({"TBDLMJ": [0.0, 1.0, float("nan")]}, None, None),
    ],
)
def test_ranges_and_lists_of_codes(
    columns: dict[str, list[Any]], rule: str | None, examples: str | None
) -> None:
    expected = [(rule, len(str(examples).split("；")), examples)] if rule else []
    assert broken(survey(3, **columns)) == expected


def test_deductions_that_do_not_add_up() -> None:
    frame = survey(
        3,
        TBMJ=[100.0] * 3, KCXS=[0.125] * 3, KCDLBM=["1203"] * 3,
        KCMJ=[12.5, 12.51, 1.25], TBDLMJ=[87.5, 87.5, 87.5],
    )  # fmt: skip
    assert broken(frame) == [
        ("KCMJ = TBMJ × KCXS", 1, "#3 1.25"),
        ("TBDLMJ = TBMJ − KCMJ", 1, "#3 87.5"),
    ]


def test_ids_missing_or_twice_are_told_with_their_rows() -> None:
    assert broken(survey(4, BSM=["1", None, "3", "1"])) == [
        ("BSM ≠ ∅", 1, "#2 —"),
        ("BSM 唯一 (unique)", 2, "#1 1；#4 1"),
    ]


def test_numbers_of_a_village_may_repeat() -> None:
    assert told(survey(3, TBBH=["1", "2", "1"], ZLDWDM=["a", "a", "b"])) == []
