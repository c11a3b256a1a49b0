"""What a code means: cut at whole levels, zeros given back, never guessed."""

from __future__ import annotations

import pytest

from zoneland.landuse.classes import SYSTEMS, as_code, decisive, find_class, load_system


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("601.0", "0601"), ("5H1", "05H1"), ("8H2", "08H2"), ("8h2a", "08H2A"), ("201K", "0201K"),
        ("810A", "0810A"), ("1104A", "1104A"), ("0601", "0601"), ("60101", "060101"), ("6", "06"),
        ("M1", "M1"), ("1001.5", "1001.5"), ("0601001", "0601001"), (" 06 01 ", "0601"),
    ],
)  # fmt: skip
def test_lost_zeros_come_back(given: str, code: str) -> None:
    assert as_code(given) == code


@pytest.mark.parametrize(
    ("system", "code", "known"),
    [
        ("ydyh2023", "100101", "100101"), ("ydyh2023", "100104", "1001"),
        ("ydyh2023", "1099", "10"), ("ydyh2023", "05H1", None), ("ydyh2023", "1001:0901", None),
        ("ydyh2023", "0601-1", None), ("ydyh2023", "1001B", None), ("ydyh2023", "1001A", "1001"),
        ("sandiao", "0201K", "0201K"), ("sandiao", "0601K", "0601"), ("sandiao", "08H299", "08H2"),
        ("sandiao", "0810A", "0810A"), ("sandiao", "100101", "1001"), ("gb50137", "M15", "M1"),
        ("gb50137", "R2B1", None), ("gb50137", "M2K", "M2"), ("gb50137", "0601", None),
    ],
)  # fmt: skip
def test_a_code_is_cut_only_where_classes_end(system: str, code: str, known: str | None) -> None:
    assert find_class(code, load_system(system)) == known


@pytest.mark.parametrize(
    ("code", "systems"),
    [
        ("05H1", "sandiao"), ("0508", "sandiao"), ("0201K", "sandiao"),
        ("1109", "sandiao gbt21010"),
        ("0501", "gbt21010 ydyh2020 ydyh2023"), ("1313", "ydyh2020"), ("0205", "ydyh2023"),
        ("0603", "sandiao gbt21010 ydyh2020"), ("0604", "gbt21010 ydyh2020"),
        ("100101", "ydyh2020 ydyh2023"), ("1301", "ydyh2020 ydyh2023"), ("M1", "gb50137"),
        ("1001", "sandiao gbt21010 ydyh2020 ydyh2023"),
    ],
)  # fmt: skip
def test_codes_that_decide_are_those_of_few_tables(code: str, systems: str) -> None:
    assert decisive()[code] == set(systems.split())


def test_suffixed_codes_are_of_the_kind_of_their_base_or_named_apart() -> None:
    table = load_system("sandiao")
    assert table.loc["0201K", "kind"] == table.loc["0201", "kind"]
    assert (table.loc["0810A", "class_name"], table.loc["1104K", "class_name"]) == (
        "广场用地",
        "可调整养殖坑塘",
    )


def test_every_code_finds_itself() -> None:
    for system in SYSTEMS:
        table = load_system(system)
        assert [find_class(code, table) for code in table.index] == table.index.tolist()
        assert [as_code(code) for code in table.index] == table.index.tolist()
