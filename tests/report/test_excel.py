from __future__ import annotations

import cProfile
import dataclasses
import datetime as dt
import io
import shutil
import subprocess
import time
import tracemalloc
import zipfile
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from zoneland.report import excel, sheets, steady, zone_tables
from zoneland.report.cells import CELL_LIMIT, fitted
from zoneland.report.excel import write_excel
from zoneland.report.table import Column, Format, Table

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

SHEETS = {
    "zh": (
        *("概览", "开发区", "口径对照", "三区三线", "批而未供", "闲置", "问题", "数据来源"),
        *("用地面积", "分年度批次"),
    ),
    "en": (
        *("Overview", "Zones", "Readings", "Control lines", "Unsupplied", "Idle", "Problems"),
        *("Sources", "Land areas", "Batches by year"),
    ),
}
IN_UNITS = {Format.M2: 100, Format.HA: 1_000_000, Format.MU: 1_000_000 / 15}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "findings.xlsx"


def column(sheet: Any, heading: str) -> list[Any]:
    headings = [cell.value for cell in sheet[1]]
    return [row[headings.index(heading)] for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_of_the_tables_stands_in_its_cell(
    assessment: Assessment, path: Path, lang: Lang
) -> None:
    write_excel(assessment, path, lang=lang)
    book = openpyxl.load_workbook(path)
    assert tuple(book.sheetnames) == SHEETS[lang]
    tables = [*excel.single_tables(assessment, lang), *excel.further_tables(assessment)]
    names = [name for name in SHEETS[lang] if name not in (SHEETS[lang][0], SHEETS[lang][7])]
    for table, name in zip(tables, names, strict=True):
        rows = list(book[name].iter_rows(values_only=True))
        assert list(rows[0]) == [column.heading(lang) for column in table.columns]
        assert len(rows) == len(table.rows) + 1
        for found, expected in zip(rows[1:], table.rows, strict=True):
            for cell, value, one in zip(found, expected, table.columns, strict=True):
                check_cell(cell, value, one.format)


def check_cell(cell: Any, value: Any, form: Format) -> None:
    if value is None:
        assert cell is None
    elif form in IN_UNITS:
        assert cell == pytest.approx(value / IN_UNITS[form], abs=1e-9)
    elif isinstance(value, Fraction):
        assert cell == float(value)
    elif form is Format.DATE:
        assert cell.date() == value
    elif form in (Format.COUNT, Format.METRES, Format.YEAR, Format.YUAN):
        assert cell == value
    else:
        assert isinstance(cell, str)


def test_figures_are_numbers_with_their_formats(assessment: Assessment, path: Path) -> None:
    write_excel(assessment, path)
    sheet = openpyxl.load_workbook(path)["开发区"]
    hectares = column(sheet, "占用永久基本农田（公顷）")
    assert [cell.value for cell in hectares] == [0, 0.51505, None]
    assert hectares[0].number_format == "#,##0.0000"
    mu = column(sheet, "占用永久基本农田（亩）")[1]
    assert mu.value == pytest.approx(5_150.5 * 15 / 10_000)
    assert mu.number_format == "#,##0.00"


def test_a_share_just_below_the_threshold_shows_that_it_fails(
    assessment: Assessment, path: Path
) -> None:
    write_excel(assessment, path)
    sheet = openpyxl.load_workbook(path)["开发区"]
    lows = column(sheet, "产业用地占比下限")
    assert [cell.number_format for cell in lows] == ["0.00%", "0.000%", "0.00%"]
    assert [cell.value for cell in lows] == [0.65, 0.59996, 0.5]


def test_identifiers_stay_text_and_days_are_days(assessment: Assessment, path: Path) -> None:
    write_excel(assessment, path)
    book = openpyxl.load_workbook(path)
    sheet = book["闲置"]
    plots = column(sheet, "地块编号")
    assert [cell.value for cell in plots] == ["0601", "4101002020B00123"]
    assert {cell.data_type for cell in plots} == {"s"}
    assert column(sheet, "起算日")[0].value == dt.datetime(2023, 5, 1)  # noqa: DTZ001  as in the cell
    assert column(sheet, "已满月数")[1].value is None
    assert [cell.value for cell in column(book["分年度批次"], "批准年度")] == [2024, None]


def test_text_from_data_never_becomes_a_formula(hostile: Assessment, path: Path) -> None:
    write_excel(hostile, path)
    book = openpyxl.load_workbook(path)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    names = column(book["开发区"], "开发区名称")
    assert [cell.value for cell in names] == ['=HYPERLINK("http://x")', "+1+1", "-2+3"]
    assert all(cell.quotePrefix for cell in names)
    projects = [cell.value for cell in column(book["闲置"], "项目名称")]
    assert projects == ["@SUM(A1)", "\t=1+1"]
    assert column(book["批而未供"], "项目名称")[1].value == "\ufffdzero\ufffd"
    with zipfile.ZipFile(path) as archive:
        inside = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in xml or b"<f " in xml for xml in inside)


def test_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    assert fitted("甲" * CELL_LIMIT, "zh") == "甲" * CELL_LIMIT
    cut = fitted("𠮷" * CELL_LIMIT, "zh")
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert cut.endswith("余下省略）")


def test_headings_are_frozen_and_can_be_filtered(assessment: Assessment, path: Path) -> None:
    write_excel(assessment, path)
    sheet = openpyxl.load_workbook(path)["三区三线"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == "A1:R4"
    assert sheet.conditional_formatting


def test_what_does_not_fit_on_a_page_names_its_zone_on_each(
    assessment: Assessment, path: Path
) -> None:
    write_excel(assessment, path)
    book = openpyxl.load_workbook(path)
    for name, columns in (("开发区", "$A:$B"), ("三区三线", "$A:$C")):
        sheet = book[name]
        assert sheet.print_title_cols == columns
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == sheets.A3
        assert sheet.page_setup.fitToHeight == 0
    assert book["用地面积"].page_setup.paperSize == sheets.A4
    assert book["用地面积"].page_setup.fitToWidth in (None, 1)


def test_the_overview_tells_the_run(assessment: Assessment, path: Path) -> None:
    write_excel(assessment, path)
    sheet = openpyxl.load_workbook(path)["概览"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert told["总体结论"] == "不达标"
    assert told["达标（个）"] == 1
    assert told["产业用地占比要求（不低于）"] == 0.6
    assert told["占比口径"] == "工矿仓储 ÷ 全区面积"
    assert told["密级提示"] == "内部资料 不得公开"
    assert told["运行日期"] == dt.datetime(2026, 11, 1)  # noqa: DTZ001  as in the cell
    assert told["审图号"] == "豫S（2026）001号"
    assert told["坐标系"] == "CGCS2000 高斯投影 114°E（EPSG:4526）"


def test_sources_name_files_clauses_and_settings(assessment: Assessment, path: Path) -> None:
    write_excel(assessment, path)
    sheet = openpyxl.load_workbook(path)["数据来源"]
    texts = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"ab" * 32, "boundaries/zones.gpkg", 12_345, "闲置土地处置办法"} <= texts
    assert "rules.industrial_share.minimum" in texts


def test_the_same_assessment_gives_the_same_bytes(assessment: Assessment, tmp_path: Path) -> None:
    written = []
    for name in ("a.xlsx", "b.xlsx"):
        write_excel(assessment, tmp_path / name)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        assert b"2026-10-31T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")


def test_an_interrupted_write_leaves_the_old_workbook(
    assessment: Assessment, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_excel(assessment, path)
    old = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(steady, "repack", full)
    with pytest.raises(OSError, match="No space"):
        write_excel(assessment, path, lang="en")
    assert path.read_bytes() == old
    assert [one.name for one in path.parent.iterdir()] == ["findings.xlsx"]


def test_nothing_found_still_gives_a_workbook(nothing_found: Assessment, path: Path) -> None:
    write_excel(nothing_found, path)
    book = openpyxl.load_workbook(path)
    assert book["三区三线"].max_row == 1
    assert column(book["开发区"], "产业用地占比下限")[0].value is None


def test_a_table_too_long_for_a_sheet_goes_on_in_the_next(
    monkeypatch: pytest.MonkeyPatch, assessment: Assessment
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    book = openpyxl.Workbook(write_only=True)
    table: Table = zone_tables.zones_table(assessment, "zh")
    sheets.add_table_sheets(book, "开发区", table, "zh")
    written = io.BytesIO()
    book.save(written)
    rows = [sheet.max_row for sheet in openpyxl.load_workbook(written)]
    assert book.sheetnames == ["开发区", "开发区 2"]
    assert rows == [1 + 2, 1 + 1]


LONG = Table(
    "findings",
    (Column("finding_id", Format.ID), Column("classes"), Column("piece_ha", Format.HA)),
    (("F1", "0101 水田 0.5000 公顷", 5_000_000),) * 50_000,
)


def most_bytes(rows: int) -> int:
    """Tell how much memory a sheet of so many rows takes at most while it is written."""
    book = openpyxl.Workbook(write_only=True)
    tracemalloc.start()
    sheets.add_table_sheets(
        book, "三区三线", dataclasses.replace(LONG, rows=LONG.rows[:rows]), "zh"
    )
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    book.save(io.BytesIO())
    return most


def test_rows_are_streamed_and_never_kept() -> None:
    few, many = map(most_bytes, (1_000, 5_000))
    assert (many - few) / 4_000 < 20  # bytes a row; a single cell kept takes hundreds


def calls_for(rows: int) -> int:
    """Count the calls that a sheet of so many rows takes: the same on a slow machine as on any."""
    book = openpyxl.Workbook(write_only=True)
    table = dataclasses.replace(LONG, rows=LONG.rows[:rows])
    profile = cProfile.Profile()
    profile.enable()
    sheets.add_table_sheets(book, "三区三线", table, "zh")
    profile.disable()
    book.save(io.BytesIO())
    return sum(entry.callcount for entry in profile.getstats())


def test_each_row_takes_the_same_work_and_not_much() -> None:
    few, more, most = map(calls_for, (1_000, 2_000, 3_000))
    cells = 1_000 * len(LONG.columns)
    assert most - more == pytest.approx(more - few, rel=0.02)
    assert (more - few) / cells < 100


def test_fifty_thousand_findings_make_a_workbook(assessment: Assessment, path: Path) -> None:
    findings = assessment.findings.iloc[[0] * 50_000].reset_index(drop=True)
    started = time.process_time()
    write_excel(dataclasses.replace(assessment, findings=findings), path)
    assert time.process_time() - started < 60  # 9 s as measured
    with zipfile.ZipFile(path) as archive, archive.open("xl/worksheets/sheet4.xml") as sheet:
        assert sum(line.count(b"<row ") for line in sheet) == 50_001


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_it_and_reads_the_same_figures(
    assessment: Assessment, path: Path, tmp_path: Path
) -> None:
    write_excel(assessment, path)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            shutil.which("soffice") or "",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2",
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (csv,) = tmp_path.glob("findings*.csv")
    frame = pd.read_csv(csv, dtype=str)
    assert frame["产业用地占比下限"].tolist() == ["65%", "59.996%", "50%"]
    assert [float(text) for text in frame["占用永久基本农田（公顷）"][:2]] == [0, 0.51505]
