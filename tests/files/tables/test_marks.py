"""What a sheet's layout hides or shares: merged cells, hidden rows and columns, uneven rows."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from zoneland.core.problems import InputError
from zoneland.files.tables.table import TableFile, read_tables
from zoneland.files.tables.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADINGS = ["批文号", "宗地号", "面积", "日期"]
QUANTITIES = ["面积"]
ROWS = [["1号", "A-1", 6, "2021-1-1"], [None, "A-2", None, None], [None, "A-3", None, None]]


def read(path: Path) -> TableFile:
    return read_tables(
        path, is_known=HEADINGS.__contains__, is_quantity=QUANTITIES.__contains__, where="a"
    )


def workbook(path: Path, change: Callable[[Any], object]) -> TableFile:
    book = openpyxl.Workbook()
    for row in [HEADINGS, *ROWS]:
        book.active.append(row)
    change(book.active)
    book.save(path)
    return read(path)


def merge(sheet: Any) -> None:
    for block in ("A2:A4", "C2:C4", "D2:D3"):
        sheet.merge_cells(block)


def test_what_is_merged_over_rows_is_each_of_theirs_but_land_counts_once(tmp_path: Path) -> None:
    found = workbook(tmp_path / "a.xlsx", merge)
    frame = found.tables[0].frame
    assert frame["批文号"].tolist() == ["1号"] * 3
    assert frame["日期"].tolist() == ["2021-1-1", "2021-1-1", None]
    assert frame["面积"].tolist() == [6, None, None]
    assert [(p.code, str(p.values["rows"])) for p in found.problems] == [("ZL286", "2、3、4")]


def test_a_blank_block_and_one_beyond_the_table_are_none(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for block in ("B8:B9", "F2:F4", "A4:B4"):
            sheet.merge_cells(block)

    assert workbook(tmp_path / "a.xlsx", change).problems == ()


def hide(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.column_dimensions["H"].hidden = True


def test_hidden_rows_and_columns_count_and_are_told(tmp_path: Path) -> None:
    found = workbook(tmp_path / "a.xlsx", hide)
    assert found.tables[0].frame.index.tolist() == [2, 3, 4]
    assert [(p.code, p.values["rows"], p.values["columns"]) for p in found.problems] == [
        ("ZL287", "3", "日期")
    ]


def text(path: Path, content: str) -> TableFile:
    path.write_text(content, encoding="utf-8")
    return read(path)


def test_rows_of_a_text_with_a_cell_too_many_or_too_few_are_told(tmp_path: Path) -> None:
    content = "批文号,宗地号,面积\n1号,A-1,2\n1号,东路,西,A-2,2\n1号,A-3\n1号,A-4,5,\n"
    found = text(tmp_path / "a.csv", content)
    assert len(found.tables[0].frame) == 4
    assert [(p.code, str(p.values["rows"])) for p in found.problems] == [("ZL289", "3、4")]


def test_quotes_hold_commas_and_line_breaks(tmp_path: Path) -> None:
    found = text(tmp_path / "a.csv", '批文号,宗地号,面积\n"豫政土\n〔2021〕1号","A,1","1,234.5"\n')
    assert found.tables[0].frame.to_numpy().tolist() == [["豫政土\n〔2021〕1号", "A,1", "1,234.5"]]
    assert found.problems == ()


def test_a_stray_quote_is_text_and_one_never_closed_is_refused(tmp_path: Path) -> None:
    found = text(tmp_path / "a.csv", '批文号,宗地号\n"甲"公司,A-1\n')
    assert found.tables[0].frame["宗地号"].tolist() == ["A-1"]
    with pytest.raises(InputError, match="ZL131"):
        text(tmp_path / "b.csv", '批文号,宗地号\n"甲,A-1\n乙,A-2\n')


def test_the_delimiter_is_the_one_that_parts_rows_evenly(tmp_path: Path) -> None:
    found = text(tmp_path / "a.csv", "批文号;宗地号;面积\n甲,乙,丙,丁;A-1;2,5\n")
    assert found.tables[0].frame.to_numpy().tolist() == [["甲,乙,丙,丁", "A-1", "2,5"]]


def with_sheet(xml: bytes) -> bytes:
    """Give a workbook whose one sheet is this XML."""
    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    content = io.BytesIO()
    with (
        zipfile.ZipFile(plain) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name.endswith("sheet1.xml") else old.read(name))
    return content.getvalue()


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData>%s</worksheet>"


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        (b'<row><c t="inlineStr"><is><t>x</t></is></c></row>' * 2_800_000, b""),
        (b"<row/>" * 2_000_000, b""),
        (b"<row>" + b"<c><v>1</v></c>" * 1_000_001 + b"</row>", b""),
        (b"<row><c><v>1</v></c></row>" * 60, b'<mergeCell ref="A1:A60"/>' * 20_001),
        (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', b'<mergeCell ref="A1:B1048576"/>'),
    ],
    ids=["rows", "blank rows", "cells", "merges", "one merge over all"],
)  # fmt: skip
def test_what_unpacks_beyond_reason_is_refused_at_once(rows: bytes, after: bytes) -> None:
    content = with_sheet(HEAD + rows + TAIL % after)
    assert len(content) < 1_000_000
    began = time.monotonic()
    with pytest.raises(InputError, match="ZL132"):
        read_workbook(content, "a")
    assert time.monotonic() - began < 5
