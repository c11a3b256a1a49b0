"""Any grid of cells as a ledger: rows or problems, never another exception; nothing lost."""

from __future__ import annotations

import csv
import io
import math
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from zoneland.core.problems import InputError
from zoneland.landuse.ledger import read_approvals_rows, read_approvals_table, read_supply_table
from zoneland.landuse.ledger_columns import APPROVALS, SUPPLY

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [name for one in (APPROVALS, SUPPLY) for column in one.columns for name in column.aliases]
ODD = [
    "合计",
    "小计",
    "单位：亩",
    "约60亩",
    "1,234.5",
    "３亩",
    "2021.3.5",
    "2021年3月5日",
    "2021-3",
]
ODD += ["1900-01-01", "面积（公顷）", "约定", "开工", "公顷", "=1+1", '"', ",", ";", "\t", "①"]
CELLS = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.sampled_from(WORDS + ODD),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 1, 1), date(2150, 1, 1)),
    st.booleans(),
)
GRIDS = st.lists(st.lists(CELLS, max_size=7), max_size=9)
HABITS = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""What the tool would otherwise object to: one folder for all cases, large grids."""


def is_read_or_refused(path: Path) -> bool:
    for read in (read_approvals_table, read_supply_table):
        try:
            frame, problems = read(path, where="t")
        except InputError as error:
            problems = list(error.problems)
        else:
            assert frame["where"].is_unique
        assert all(problem.line("zh") and problem.line("en") for problem in problems)
    return True


@HABITS
@given(
    grid=GRIDS,
    merges=st.lists(st.tuples(*[st.integers(1, 9)] * 4), max_size=4),
    hidden=st.sets(st.integers(1, 9)),
)
def test_any_workbook_is_read_or_refused(
    tmp_path: Path, grid: list[list[Any]], merges: list[tuple[int, ...]], hidden: set[int]
) -> None:
    book = openpyxl.Workbook()
    for y, row in enumerate(grid, start=1):
        for x, cell in enumerate(row, start=1):
            try:
                book.active.cell(y, x, cell)
            except IllegalCharacterError:
                book.active.cell(y, x, "?")
    for left, top, right, bottom in merges:
        if left <= right and top <= bottom:
            book.active.merge_cells(None, top, left, bottom, right)
    for row in hidden:
        book.active.row_dimensions[row].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert is_read_or_refused(tmp_path / "a.xlsx")


@HABITS
@given(
    grid=GRIDS,
    codec=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_text_table_is_read_or_refused(
    tmp_path: Path, grid: list[list[Any]], codec: str, delimiter: str, quoting: Any
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(grid)
    content = text.getvalue().encode(codec, "replace")
    (tmp_path / "a.csv").write_bytes(content)
    assert is_read_or_refused(tmp_path / "a.csv")


AREAS = st.one_of(
    st.integers(0, 10**6),
    st.floats(0, 10**6),
    st.sampled_from(["1,234.5", "３", "15亩", "约60亩", "", None]),
)


@HABITS
@given(areas=st.lists(AREAS, max_size=8), data=st.data())
def test_rows_in_another_order_give_the_same_rows_and_the_same_land(
    areas: list[Any], data: Any
) -> None:
    rows = [[f"{at}号", "2021-1-1", area] for at, area in enumerate(areas)]
    headings = ["批准文号", "批准日期", "面积（公顷）"]
    raw = pd.DataFrame(rows, columns=headings, dtype=object)
    order = data.draw(st.permutations(range(len(rows))))
    frame, problems = read_approvals_rows(raw, where="t")
    other, others = read_approvals_rows(raw.iloc[list(order)], where="t")
    pd.testing.assert_frame_equal(frame.iloc[list(order)].reset_index(drop=True), other)
    assert sorted(p.code for p in problems) == sorted(p.code for p in others)
    assert math.fsum(frame["area_m2"].dropna()) == math.fsum(other["area_m2"].dropna())


@HABITS
@given(areas=st.lists(st.integers(0, 10**6), min_size=1, max_size=30), is_on_top=st.booleans())
def test_the_land_of_a_ledger_is_the_sum_of_its_rows_and_its_total_is_none(
    areas: list[int], *, is_on_top: bool
) -> None:
    rows: list[list[Any]] = [[f"{n}号", "2021-1-1", area] for n, area in enumerate(areas)]
    rows.insert(0 if is_on_top else len(rows), ["合计", None, sum(areas)])
    raw = pd.DataFrame(rows, columns=["批准文号", "批准日期", "面积（公顷）"], dtype=object)
    frame, problems = read_approvals_rows(raw, where="t")
    assert math.fsum(frame["area_m2"]) == 10_000 * sum(areas)
    beyond = ["ZL279"] if max(areas) > 10_000 else []  # 100 km²
    assert sorted(problem.code for problem in problems) == ["ZL145", *beyond]
