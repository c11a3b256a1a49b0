from __future__ import annotations

import dataclasses
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn

from zoneland.core.wording import words
from zoneland.report import word, zone_tables
from zoneland.report.piece_tables import (
    batches_table,
    findings_table,
    idle_table,
    placed,
    unsupplied_table,
)
from zoneland.report.reading_tables import on_a_page, readings_table
from zoneland.report.table import Column, Format, Table, joined_bounds, joined_units, shown
from zoneland.report.word import BATCH_COLUMNS, SUMMARY_COLUMNS, write_word
from zoneland.report.word_tables import _widths_cm
from zoneland.report.word_zones import FINDING_COLUMNS, PLOT_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.docx"


def texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def written(table: Table, lang: Lang) -> list[list[str]]:
    headings = [column.heading(lang) for column in table.columns]
    return [
        headings,
        *(
            [shown(value, column, lang) for value, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ),
    ]


def all_text(document: Document) -> str:
    cells = [text for table in document.tables for row in texts(table) for text in row]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_hold_the_figures_of_the_assessment(
    assessment: Assessment, path: Path, lang: Lang
) -> None:
    write_word(assessment, path, lang=lang)
    found = [texts(table) for table in docx.Document(str(path)).tables]
    zones = zone_tables.zones_table(assessment, lang)
    assert written(zone_tables.summary_table(zones).pick(*SUMMARY_COLUMNS), lang) in found
    readings = readings_table(assessment)
    for zone in ("A01", "B02", "C03"):
        assert written(on_a_page(readings.where("zone_id", zone)), lang) in found
    pieces = placed(findings_table(assessment)).where("level", "error")
    assert written(pieces.pick(*FINDING_COLUMNS), lang) in found
    batches = joined_units(batches_table(assessment), lang)
    assert written(batches.pick(*BATCH_COLUMNS), lang) in found
    plots = [
        row
        for table in (unsupplied_table(assessment), idle_table(assessment))
        for row in table.where("zone_id", "A01").pick(*PLOT_COLUMNS).rows
    ]
    columns = idle_table(assessment).pick(*PLOT_COLUMNS).columns
    assert written(Table("idle", columns, tuple(plots)), lang) in found


def figures_of(document: Document) -> list[dict[str, str]]:
    """Give the figures at the side of each zone's plate."""
    cells = [table.rows[0].cells for table in document.tables if len(table.rows) == 1]
    nested = [cell.tables[0] for _, *rest in cells for cell in rest if cell.tables]
    return [dict(texts(table)) for table in nested]


def test_every_figure_of_a_zone_stands_beside_its_name(assessment: Assessment, path: Path) -> None:
    write_word(assessment, path)
    zones = joined_units(joined_bounds(zone_tables.zones_table(assessment, "zh")), "zh")
    records = figures_of(docx.Document(str(path)))
    assert len(records) == 3
    for record, row in zip(records, zones.rows, strict=True):
        expected = {
            column.title("zh"): shown(value, column, "zh")
            for column, value in zip(zones.columns, row, strict=True)
        }
        assert record.items() <= expected.items()
    assert [record["产业用地占比"] for record in records] == ["65.00%", "59.996%", "50.00%–70.00%"]
    assert records[1]["占用永久基本农田"] == "0.5151 / 7.73"
    assert records[2]["占用永久基本农田"] == "—"
    assert records[1]["需改为产业用地"] == "0.0040 / 0.06"
    assert "需改为产业用地" not in records[0]  # nothing is needed
    assert "位于城镇弹性发展区" not in records[0]  # 0, and no main figure


def test_each_zone_has_its_plate_and_its_bar(assessment: Assessment, path: Path) -> None:
    write_word(assessment, path)
    document = docx.Document(str(path))
    told = [drawn.get("descr") for drawn in document.element.xpath("//wp:docPr")]
    assert told == [
        "开发区分布与核查结论示意图",
        *(
            f"{name}{what}"
            for name in (
                *("东城先进制造业开发区（A01）", "西城经济技术开发区（B02）"),
                "南岭高新区（C03）",
            )
            for what in ("用地与控制线示意图", "产业用地占比")
        ),
    ]
    with zipfile.ZipFile(path) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert len(pictures) == 1 + 3 * 2


def test_it_says_what_was_found_and_what_could_not_be_told(
    assessment: Assessment, path: Path
) -> None:
    write_word(assessment, path)
    text = all_text(docx.Document(str(path)))
    assert "共 3 个开发区：达标 1 个，不达标 1 个，无法判定 1 个。" in text
    assert "另有 1 处需核对：占用永久基本农田（碎斑） 1 处" in text
    assert "另有 1 处提示，不作问题计：占用一般耕地（非永久基本农田） 1 处" in text
    assert "缺少数据，未核查。" in text
    assert "结论依口径而定" in text
    assert text.count("产业用地占比：河南省开发区工作要点（2022-04-30）") == 3  # on each page
    assert "按照产业用地不得低于60%的标准，稳妥推进。" in text
    assert "物流园二期" not in text  # 正常开发 needs no one's attention
    assert text.count("未发现。") == 2  # no lines in A01, no idle plot in B02
    assert text.count("缺少数据，未核查。") == 2  # C03's lines and plots


def test_a_zone_page_says_why_under_its_verdicts(assessment: Assessment, path: Path) -> None:
    write_word(assessment, path)
    said = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    at = said.index("西城经济技术开发区（B02）")
    reasons = said[said.index("结论说明", at) + 1 :]
    assert reasons[:2] == ["产业用地还差 0.0040 公顷达到 60%", "占用永久基本农田 0.5151 公顷"]


def kept_rows(table: Any) -> list[bool]:
    return [bool(row._tr.xpath(".//w:keepNext")) for row in table.rows]  # noqa: SLF001


def test_a_small_table_stays_on_one_page_and_no_row_of_a_long_one_is_left_over(
    assessment: Assessment, path: Path
) -> None:
    findings = assessment.findings.iloc[[0] * 28].reset_index(drop=True)
    write_word(dataclasses.replace(assessment, findings=findings), path)
    tables = {texts(table)[0][0]: kept_rows(table) for table in docx.Document(str(path)).tables}
    assert tables["总体结论"] == [True, False]
    assert tables["图斑编号"] == [True, True, *[False] * 25, True, False]


def test_ids_of_plots_stay_on_one_line() -> None:
    ids = Table("idle", (Column("plot_id", Format.ID), Column("project")),
                (("4101002020B00123-0012", "物流园" * 40),))  # fmt: skip
    assert _widths_cm(ids, "zh")[0] > 21 * 0.18  # 21 signs of 8.5 pt


def test_nothing_missing_is_told_as_nothing_found(nothing_found: Assessment, path: Path) -> None:
    figures = ("farmland_m2", "redline_m2", "outside_growth_m2", "unsupplied_m2", "idle_m2")
    zones = nothing_found.zones.assign(**dict.fromkeys(figures))
    write_word(dataclasses.replace(nothing_found, zones=zones), path)
    text = all_text(docx.Document(str(path)))
    assert "未发现。" not in text
    assert text.count("缺少数据，未核查。") == 3 * 3
    assert "未发现数据问题。" in text


def test_a_long_list_says_how_much_is_left_out(assessment: Assessment, path: Path) -> None:
    findings = assessment.findings.iloc[[0] * 35].reset_index(drop=True)
    write_word(dataclasses.replace(assessment, findings=findings), path)
    assert "另有 5 条，见成果表 findings.xlsx。" in all_text(docx.Document(str(path)))


def test_chinese_fonts_are_set_on_the_styles(assessment: Assessment, path: Path) -> None:
    write_word(assessment, path)
    styles = docx.Document(str(path)).styles
    for name, font in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Title", "黑体")):
        fonts = styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    with zipfile.ZipFile(path) as archive:
        told = archive.read("word/fontTable.xml").decode()
    assert '<w:altName w:val="SimSun,' in told


def test_headings_of_tables_repeat_and_pages_are_numbered(
    assessment: Assessment, path: Path
) -> None:
    write_word(assessment, path)
    document = docx.Document(str(path))
    repeating = [table for table in document.tables if table._tbl.xpath(".//w:tblHeader")]  # noqa: SLF001
    assert len(repeating) >= 8
    footer = document.sections[0].footer._element.xml  # noqa: SLF001  fields are not in the API
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer
    assert document.sections[0].header.paragraphs[0].text == words("zh")["report.notice"]


def test_hostile_text_is_shown_as_typed(hostile: Assessment, path: Path) -> None:
    write_word(hostile, path)
    text = all_text(docx.Document(str(path)))
    assert '=HYPERLINK("http://x")（A01）' in text
    assert "@SUM(A1)" in text
    with zipfile.ZipFile(path) as archive:
        assert b"\x00" not in archive.read("word/document.xml")


def test_the_same_assessment_gives_the_same_bytes(assessment: Assessment, tmp_path: Path) -> None:
    both = []
    for name in ("a.docx", "b.docx"):
        write_word(assessment, tmp_path / name)
        both.append((tmp_path / name).read_bytes())
    assert both[0] == both[1]


def test_an_interrupted_write_leaves_the_old_report(
    assessment: Assessment, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_word(assessment, path)
    old = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(word, "repack", full)
    with pytest.raises(OSError, match="No space"):
        write_word(assessment, path, lang="en")
    assert path.read_bytes() == old
    assert [one.name for one in path.parent.iterdir()] == ["report.docx"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_lays_it_out(assessment: Assessment, path: Path, tmp_path: Path) -> None:
    write_word(assessment, path)
    office = shutil.which("soffice") or ""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert (tmp_path / "report.pdf").stat().st_size > 10_000
