"""Codes of the survey and of 2020 in the classification of 2023."""

from __future__ import annotations

import warnings

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from zoneland.core.problems import InputError, ProblemWarning
from zoneland.landuse.classes import load_system
from zoneland.landuse.crosswalk import WAYS, crosswalk, load_crosswalk

COLUMNS = [
    "class_code",
    "class_name",
    "target_code",
    "target_name",
    "needs_subdivision",
    "changed",
    "note",
]


@pytest.mark.parametrize(
    ("source", "rows", "flagged"),
    [
        ("sandiao", 68, ["0204", "0809", "08H2", "09", "1005", "1006", "1202"]),
        ("ydyh2020", 169, ["06", "0601", "23"]),
    ],
)
def test_each_table_has_all_its_rows_and_flags_what_is_to_be_subdivided(
    source: str, rows: int, flagged: list[str]
) -> None:
    table = load_crosswalk(source)
    assert len(table) == rows
    assert sorted(code for code, row in table.items() if row.needs_subdivision) == flagged
    assert all(row.note_zh and row.note_en for row in table.values() if row.needs_subdivision)


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_every_target_is_a_class_and_only_the_survey_s_coarse_ones_are_open(
    source: str, target: str
) -> None:
    classes = load_system(target).index
    for row in load_crosswalk(source, target).values():
        is_open = source == "sandiao" and row.needs_subdivision
        assert (row.target_code == "") == is_open
        assert is_open or row.target_code in classes


@pytest.mark.parametrize(
    ("code", "target"),
    [
        ("0601", "1001"),  # industry
        ("0508", "1101"),  # warehouses
        ("0602", "1002"),  # mining
        ("0603", "1003"),  # salt pans
        ("1001", "1201"),  # railway
        ("1101", "1701"),  # river
        ("05H1", "09"),
        ("1109", "1311"),
        ("0810A", "1403"),  # a row of its own, unlike 0810
        ("0810", "1401"),
        ("0203K", "0203"),
        ("1103A", "1703"),  # none of its own
    ],
)
def test_survey_codes(code: str, target: str) -> None:
    assert crosswalk([code], source="sandiao")["target_code"].tolist() == [target]


@pytest.mark.parametrize(
    ("code", "target", "changed"),
    [
        ("1001", "1001", False),
        ("0204", "0205", True),
        ("0602", "060201", True),
        ("060102", "1207", True),
        ("1311", "1311", True),  # 干渠 is 水工设施用地 now
        ("1312", "1311", True),
        ("1313", "1312", True),
        ("2202", "2206", True),
        ("2302", "2303", True),
        ("2303", "060102", True),
        ("2102", "2102", False),
    ],
)
def test_codes_of_2020(code: str, target: str, *, changed: bool) -> None:
    found = crosswalk([code], source="ydyh2020").loc[0]
    assert (found["target_code"], found["changed"]) == (target, changed)


def test_industry_stays_industry_whatever_the_year_or_the_system() -> None:
    new = load_system("ydyh2023")["kind"]
    for source, _ in WAYS:
        old = load_system(source)["kind"]
        for code, row in load_crosswalk(source).items():
            if old[code] in {"industry", "storage", "mining"}:
                assert new[row.target_code] == old[code], code


def test_a_list_gives_the_columns_in_order_and_mended_codes() -> None:
    found = crosswalk([" ０６０１ ", "1006"], source="sandiao")
    assert found.columns.tolist() == COLUMNS
    assert found.to_numpy().tolist()[0] == ["0601", "工业用地", "1001", "工业用地", False, True, ""]
    assert "060101" in found["note"][1]
    english = crosswalk(["1006"], source="sandiao", lang="en")["note"][0]
    assert english.startswith("060101 for village roads")


def test_parcels_keep_their_columns_geometry_and_index() -> None:
    parcels = gpd.GeoDataFrame(
        {
            "class_code": ["0601", "0204"],
            "class_name": ["工业用地", "其他园地"],
            "class_system": ["sandiao", "ydyh2020"],
            "owner": ["甲", "乙"],
        },
        geometry=[shapely.box(0, 0, 1, 1)] * 2,
        crs="EPSG:4526",
        index=[7, 9],
    )
    found = crosswalk(parcels)
    assert isinstance(found, gpd.GeoDataFrame)
    assert (found.crs, found.index.tolist()) == (parcels.crs, [7, 9])
    assert found["target_code"].tolist() == ["1001", "0205"]
    assert found["owner"].tolist() == ["甲", "乙"]
    assert parcels.columns.tolist() == [
        "class_code",
        "class_name",
        "class_system",
        "owner",
        "geometry",
    ]


def test_codes_that_the_table_lacks_stay_open_and_are_told_once() -> None:
    with pytest.warns(ProblemWarning, match="ZL372") as told:
        found = crosswalk(["9901", "0601", "1001/0901", None], source="sandiao")  # type: ignore[list-item]
    assert len(told) == 1
    assert "3 行" in str(told[0].message)
    assert found["target_code"].tolist() == ["", "1001", "", ""]
    assert not found["needs_subdivision"].any()


def test_nothing_to_turn_is_nothing_turned() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert crosswalk([], source="sandiao").columns.tolist() == COLUMNS


@pytest.mark.parametrize(
    ("parcels", "how", "code"),
    [
        (["0601"], {}, "ZL375"),
        (["0601"], {"source": "ydyh2023"}, "ZL375"),
        (["0601"], {"source": "sandiao", "target": "gb50137"}, "ZL375"),
        (pd.DataFrame({"class_code": ["0601"]}), {}, "ZL375"),
        (pd.DataFrame({"code": ["0601"]}), {"source": "sandiao"}, "ZL120"),
    ],
)
def test_what_cannot_be_turned_is_refused(
    parcels: pd.DataFrame | list[str], how: dict[str, str], code: str
) -> None:
    with pytest.raises(InputError, match=code):
        crosswalk(parcels, **how)  # type: ignore[arg-type]


def test_one_code_is_not_taken_for_its_letters() -> None:
    assert crosswalk("0601", source="sandiao")["target_code"].tolist() == ["1001"]
