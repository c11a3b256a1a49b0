"""The thirteen codes that are industry on one side and something else on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError
from zoneland.landuse.classes import load_system
from zoneland.landuse.parcels import collect_parcels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.core.inputs import Collected

TRAPS = {
    # code: system and kind under DLBM, system and kind under YDYHFLDM
    "05": ("sandiao", "undecided", "ydyh2023", "wetland"),
    "06": ("sandiao", "undecided", "ydyh2023", "farm_facility"),
    "10": ("sandiao", "transport", "ydyh2023", "undecided"),
    "11": ("sandiao", "water", "ydyh2023", "storage"),
    "0601": ("sandiao", "industry", "ydyh2023", "transport"),
    "0602": ("sandiao", "mining", "ydyh2023", "farm_facility"),
    "0603": ("sandiao", "mining", "ydyh2020", "farm_facility"),
    "0604": ("gbt21010", "storage", "ydyh2020", "farm_facility"),
    "1001": ("sandiao", "transport", "ydyh2023", "industry"),
    "1002": ("sandiao", "transport", "ydyh2023", "mining"),
    "1003": ("sandiao", "transport", "ydyh2023", "mining"),
    "1101": ("sandiao", "water", "ydyh2023", "storage"),
    "1102": ("sandiao", "water", "ydyh2023", "storage"),
}


def read(
    field: str, codes: Sequence[object], role: str = "", names: Sequence[str] = ()
) -> Collected[gpd.GeoDataFrame]:
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(len(codes))]
    beside = {"地类名称": list(names)} if names else {}
    frame = gpd.GeoDataFrame({field: list(codes), **beside}, geometry=shapes, crs=PLANE)
    return collect_parcels(frame, role, where="land")


@pytest.mark.parametrize("code", TRAPS)
def test_a_trap_is_read_by_the_field_it_stands_in(code: str) -> None:
    for field, at in (("DLBM", 0), ("YDYHFLDM", 2)):
        row = read(field, [code]).data.iloc[0]
        assert (row["class_system"], row["kind"]) == TRAPS[code][at : at + 2]


@pytest.mark.parametrize("code", TRAPS)
@pytest.mark.parametrize("role", ["survey", "plan"])
def test_a_trap_without_field_or_names_is_refused(code: str, role: str) -> None:
    with pytest.raises(InputError) as refused:
        read("CODE", [code], role)
    assert [problem.code for problem in refused.value.problems] == ["ZL160"]


@pytest.mark.parametrize("code", TRAPS)
def test_a_trap_under_a_neutral_field_is_read_by_its_name(code: str) -> None:
    for at in (0, 2):
        system, kind = TRAPS[code][at : at + 2]
        name = load_system(system).loc[code, "class_name"]
        found = read("CODE", [code], "plan", [name])
        assert found.data["kind"].tolist() == [kind]
        assert "ZL340" in [problem.code for problem in found.problems]


@pytest.mark.parametrize("code", TRAPS)
def test_a_trap_with_the_name_of_the_other_side_is_refused(code: str) -> None:
    for field, other in (("DLBM", TRAPS[code][2]), ("YDYHFLDM", TRAPS[code][0])):
        name = load_system(other).loc[code, "class_name"]
        with pytest.raises(InputError, match=r"ZL172|ZL341"):
            read(field, [code], names=[name])


LISTED = """
0303 0304 0402 0403 05 0501 0502 0503 0504 0505 0506 0507 06 0601 0602 0603 0604 07 0702 0802 0803
0804 0805 0806 0807 09 0901 0902 0903 0904 10 1001 1002 1003 11 1101 1102 12 1201 1202 1203 1204
1205 1206 1207
"""
COLLISIONS = LISTED.split()


def test_all_forty_five_collisions_are_other_land_in_survey_and_plan() -> None:
    assert len(COLLISIONS) == 45
    assert set(TRAPS) < set(COLLISIONS)
    for code in COLLISIONS:
        survey, plan = (read(field, [code]).data.iloc[0] for field in ("DLBM", "YDYHFLDM"))
        assert survey["class_code"] == plan["class_code"] == code
        assert survey["class_name"] != plan["class_name"], code
