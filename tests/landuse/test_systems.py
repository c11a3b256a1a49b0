"""The tables of codes: all of them whole, each column as the others have it."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from zoneland.core.kinds import Kind

COLUMNS = ["code", "name_zh", "name_en", "level", "parent", "kind", "is_built"]
COLUMNS += ["three_class", "source"]
ROWS = {
    "sandiao": 81,
    "gbt21010": 85,
    "ydyh2020": 169,
    "ydyh2023": 175,
    "gb50137": 112,
    "cover_clcd": 9,
    "cover_corine": 44,
    "cover_esri": 10,
    "cover_globeland30": 11,
    "cover_worldcover": 11,
    "cover_euluc2022": 11,
    "cover_euluc2018": 12,
}
"""The five systems by the standards' own lists; the legends by their makers'."""

MAIN = ("农用地", "建设用地", "未利用地", "海域")


def page(name: str) -> list[list[str]]:
    text = files("zoneland.landuse").joinpath("systems", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))


def rows_of(name: str) -> list[dict[str, str]]:
    head, *rows = page(name)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_no_table_is_left_out_here() -> None:
    found = files("zoneland.landuse").joinpath("systems").iterdir()
    names = {one.name.removesuffix(".csv") for one in found if one.name.endswith(".csv")}
    assert {name for name in names if not name.startswith("crosswalk_")} == set(ROWS)


@pytest.mark.parametrize(("name", "count"), ROWS.items())
def test_every_row_is_there_with_every_cell_in_its_column(name: str, count: int) -> None:
    head, *rows = page(name)
    assert head == COLUMNS
    assert len(rows) == count
    assert {len(row) for row in rows} == {len(COLUMNS)}  # a bare comma would move the cells
    codes = [row[0] for row in rows]
    assert len(set(codes)) == count


@pytest.mark.parametrize("name", ROWS)
def test_every_cell_says_what_its_column_is_for(name: str) -> None:
    rows = rows_of(name)
    codes = {row["code"] for row in rows}
    for row in rows:
        assert "" not in {row["name_zh"], row["name_en"], row["source"]}, row
        assert row["level"] in {"1", "2", "3"}
        assert row["parent"] in codes | {""}
        assert row["kind"] in set(Kind)
        assert row["is_built"] in {"yes", "no"}


@pytest.mark.parametrize("name", ROWS)
def test_every_class_is_of_one_of_the_three_or_said_to_be_mixed_or_unused(name: str) -> None:
    for row in rows_of(name):
        is_nothing = row["kind"] in {"unknown", "reserved"}
        assert row["three_class"].startswith((*MAIN, "mixed")) or is_nothing, row


def test_gb_50137_builds_on_all_letters_but_e() -> None:
    for row in rows_of("gb50137"):
        is_built = row["three_class"] == "建设用地"
        assert is_built == (row["code"][0] != "E") == (row["is_built"] == "yes")


@pytest.mark.parametrize(("name", "code"), [("cover_euluc2022", "3"), ("cover_euluc2018", "0301")])
def test_a_legend_with_industry_has_one_class_of_it(name: str, code: str) -> None:
    assert [row["code"] for row in rows_of(name) if row["kind"] == "industry"] == [code]
