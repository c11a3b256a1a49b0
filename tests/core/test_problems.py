"""Folding the many of a kind, without losing what only one of them says."""

from __future__ import annotations

import pytest

from zoneland.core.problems import Problem, grouped
from zoneland.core.wording import Term


def of_rows(code: str, file: str, count: int) -> list[Problem]:
    return [Problem(code, f"{file} #{row}") for row in range(1, count + 1)]


def shapes(problems: list[Problem]) -> list[tuple[str, int]]:
    return [(group.place, group.count) for group in grouped(problems)]


def test_a_thousand_rows_of_one_file_are_one_group_with_three_examples() -> None:
    (group,) = grouped(of_rows("ZL205", "plan.gpkg plan", 1000))
    assert (group.place, group.count) == ("plan.gpkg plan", 1000)
    assert [problem.where for problem in group.examples] == [
        "plan.gpkg plan #1", "plan.gpkg plan #2", "plan.gpkg plan #3",
    ]  # fmt: skip


def test_three_are_told_one_by_one_and_four_as_one() -> None:
    assert shapes(of_rows("ZL205", "a", 3)) == [("a #1", 1), ("a #2", 1), ("a #3", 1)]
    assert shapes(of_rows("ZL205", "a", 4)) == [("a", 4)]


def test_neither_files_nor_codes_nor_columns_are_mixed() -> None:
    columns = [Problem("ZL145", f"a.xlsx #{row} {name}") for row in range(9) for name in "xy"]
    found = [*of_rows("ZL205", "a", 5), *of_rows("ZL205", "b", 5), *of_rows("ZL106", "b", 5)]
    assert sorted(shapes([*found, *columns])) == [
        ("a", 5), ("a.xlsx x", 9), ("a.xlsx y", 9), ("b", 5), ("b", 5),
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["plots.txt:{}", "plots.txt:{}–99"])
def test_lines_of_a_text_file_fold_as_rows_do(place: str) -> None:
    assert shapes([Problem("ZL192", place.format(line)) for line in range(9)]) == [("plots.txt", 9)]


def test_a_dozen_of_one_place_that_differ_in_words_stay_apart() -> None:
    keys = [Problem("ZL112", "zoneland.toml", {"key": name}) for name in "abcdefghijklm"]
    assert len(grouped(keys[:12])) == 12
    assert shapes(keys) == [("zoneland.toml", 13)]


def test_the_worst_come_first_and_else_the_order_stays() -> None:
    found = [Problem(code, code) for code in ("ZL145", "ZL205", "ZL101", "ZL198", "ZL104")]
    told = [group.examples[0].code for group in grouped(found)]
    assert told == ["ZL101", "ZL104", "ZL205", "ZL198", "ZL145"]


def test_nothing_gives_nothing() -> None:
    assert grouped([]) == []


def test_a_word_of_the_trade_is_told_in_the_message_s_language() -> None:
    problem = Problem("ZL117", "zoneland.toml", {"role": Term("role.redline")})
    assert "生态保护红线" in problem.said("zh")
    assert "Ecological red line" in problem.said("en")


def test_a_record_has_the_row_and_the_spot_where_there_are_any() -> None:
    placed = Problem("ZL205", "plan.gpkg #7", point=(38_500_000.00049, 3_840_000.5))
    assert (placed.row, placed.point_told) == (7, [38_500_000.0, 3_840_000.5])
    bare = Problem("ZL101", "plan.gpkg")
    assert (bare.row, bare.point_told) == (None, None)
    assert Problem("ZL205", "x", point=(float("nan"), 0.0)).point_told is None
