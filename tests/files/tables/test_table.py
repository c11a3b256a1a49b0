"""Tables in Excel and CSV files, whole and damaged."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zoneland.core.problems import InputError
from zoneland.files.tables import workbook
from zoneland.files.tables.table import TableFile, read_tables

HEADINGS = ["宗地号", "面积", "约定开工时间"]
ROW = ["A-1", 2.5, datetime(2021, 3, 5)]  # noqa: DTZ001  spreadsheets know no time zone


def save(path: Path, sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def read(path: Path, layer: str = "") -> TableFile:
    return read_tables(path, is_known=HEADINGS.__contains__, layer=layer, needed=HEADINGS)


def is_read_or_refused(path: Path) -> bool:
    try:
        return bool(read(path).tables)
    except InputError as error:
        return bool(error.problems)


def codes_of(path: Path, layer: str = "") -> list[str]:
    with pytest.raises(InputError) as caught:
        read(path, layer)
    return [problem.code for problem in caught.value.problems]


def test_headings_below_a_title_notes_and_blank_rows(tmp_path: Path) -> None:
    rows = [["供地台账"], ["单位：亩", None, "宗地号"], [], HEADINGS, ROW, [], ["A-2", 1]]
    found = read(save(tmp_path / "a.xlsx", {"供地": rows}))
    (table,) = found.tables
    assert table.sheet == "供地"
    assert table.notes == "供地台账 单位：亩 宗地号"
    assert table.frame.index.tolist() == [5, 7]
    assert table.frame["宗地号"].tolist() == ["A-1", "A-2"]
    assert table.frame["约定开工时间"].tolist()[0].date() == date(2021, 3, 5)
    assert found.problems == ()


def test_every_sheet_of_the_ledger_is_read_and_others_are_told_of(tmp_path: Path) -> None:
    book = {"2021": [HEADINGS, ROW], "2022": [HEADINGS, ROW, ROW], "说明": [["填表", "须知"]]}
    found = read(save(tmp_path / "a.xlsx", book))
    assert [(table.sheet, len(table.frame)) for table in found.tables] == [("2021", 1), ("2022", 2)]
    assert [(p.code, p.values["sheets"]) for p in found.problems] == [("ZL135", "说明")]


def test_a_hidden_sheet_is_skipped_unless_named(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"今": [HEADINGS, ROW], "旧": [HEADINGS, ROW, ROW]}, ("旧",))
    found = read(path)
    assert [table.sheet for table in found.tables] == ["今"]
    assert [problem.code for problem in found.problems] == ["ZL134"]
    assert [len(table.frame) for table in read(path, "旧").tables] == [2]


def test_repeated_and_blank_headings(tmp_path: Path) -> None:
    rows = [["宗地号", None, "面积", "面积"], ["A-1", "?", 1, 2]]
    (table,) = read(save(tmp_path / "a.xlsx", {"a": rows})).tables
    assert table.frame.columns.tolist() == ["宗地号", "面积", "面积"]
    assert table.frame.to_numpy().tolist() == [["A-1", 1, 2]]


def test_columns_with_cells_and_no_heading_are_told_by_letter_and_rows(tmp_path: Path) -> None:
    rows = [["宗地号", None, "面积"], ["A-1", "?", 1], ["A-2", None, 2], [None, "合计", 3, "核"]]
    found = read(save(tmp_path / "a.xlsx", {"a": rows}))
    told = [
        (p.code, p.where[-1], p.values["column"], str(p.values["rows"])) for p in found.problems
    ]
    assert told == [("ZL370", "a", "B", "2、4"), ("ZL370", "a", "D", "4")]
    assert found.tables[0].beside == {2: {1: "?"}, 4: {1: "合计", 3: "核"}}


def test_a_text_s_cells_beyond_the_last_heading_are_uneven_rows_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("宗地号,,面积\nA-1,?,1,x\n", encoding="utf-8")
    found = read(tmp_path / "a.csv")
    assert [(p.code, p.values.get("column")) for p in found.problems] == [
        ("ZL289", None),
        ("ZL370", "B"),
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables_in_every_codec(tmp_path: Path, codec: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    lines = ["供地台账", delimiter.join(HEADINGS), "", delimiter.join(["A-1", "2.5", "2021/3/5"])]
    path.write_bytes("\r\n".join(lines).encode(codec))
    found = read(path)
    assert found.encoding == codec
    assert found.tables[0].frame.loc[4].tolist() == ["A-1", "2.5", "2021/3/5"]


def test_refusals_say_what_is_wrong(tmp_path: Path) -> None:
    good = save(tmp_path / "good.xlsx", {"a": [HEADINGS, ROW]})
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100)
    page = tmp_path / "page.xls"
    page.write_text("<table><tr><td>宗地号</td></tr></table>", encoding="utf-8")
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(good.read_bytes()[:2000])
    nothing = tmp_path / "nothing.xlsx"
    nothing.write_bytes(b"")
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xff\xff\x80\x81")
    assert codes_of(tmp_path / "none.xlsx") == ["ZL101"]
    assert codes_of(tmp_path) == ["ZL101"]
    assert codes_of(old) == ["ZL298"]
    assert codes_of(page) == ["ZL130"]
    assert codes_of(cut) == codes_of(binary) == ["ZL131"]
    assert codes_of(good, "no such") == ["ZL136"]
    assert codes_of(nothing) == ["ZL137"]
    assert codes_of(save(tmp_path / "blank.xlsx", {"a": []})) == ["ZL137"]
    assert codes_of(save(tmp_path / "bare.xlsx", {"a": [HEADINGS]})) == ["ZL137"]
    assert codes_of(save(tmp_path / "other.xlsx", {"a": [["甲", "乙"], [1, 2]]})) == ["ZL138"]


def test_a_formula_that_was_never_calculated_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"a": [HEADINGS, ROW, ["A-2", "=B2*2", None]]})
    with pytest.raises(InputError) as caught:
        read(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["cells"]) == ("ZL133", "a!B3")


def test_a_formula_with_its_value_reads_as_the_value(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", {"a": [HEADINGS, ["A-1", 12345.5, None]]})
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(b"<v>12345.5</v>", b"<f>1+1</f><v>12345.5</v>")
            new.writestr(name, text)
    path.write_bytes(content.getvalue())
    assert read(path).tables[0].frame["面积"].tolist() == [12345.5]


def test_a_workbook_that_unpacks_beyond_reason_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "a.xlsx", {"a": [HEADINGS, *[ROW] * 20]})
    monkeypatch.setattr(workbook, "MOST_CELLS", 30)
    assert codes_of(path) == ["ZL132"]
    monkeypatch.setattr(workbook, "MOST_UNPACKED_BYTES", 1000)
    assert codes_of(path) == ["ZL132"]


def test_one_cell_in_the_last_corner_does_no_harm(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for at, heading in enumerate(HEADINGS, start=1):
        book.active.cell(1, at, heading)
    book.active.cell(2, 1, "A-1")
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").tables[0].frame.index.tolist() == [2, 1048576]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, 4000),
    junk=st.binary(min_size=1, max_size=40),
    part=st.sampled_from(["file", "sheet"]),
)
def test_damaged_workbooks_never_raise_anything_else(
    tmp_path: Path, at: int, junk: bytes, part: str
) -> None:
    path = save(tmp_path / "a.xlsx", {"a": [HEADINGS, ROW]})
    content = path.read_bytes()
    if part == "file":
        path.write_bytes(content[:at] + junk + content[at + len(junk) :])
    else:
        _replace_in_sheet(path, at, junk)
    assert is_read_or_refused(path)


def _replace_in_sheet(path: Path, at: int, junk: bytes) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    at %= len(sheet)
    parts["xl/worksheets/sheet1.xml"] = sheet[:at] + junk + sheet[at + len(junk) :]
    with zipfile.ZipFile(path, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes_as_csv_never_raise_anything_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xe5\xae\x97\xe5\x9c\xb0\xe5\x8f\xb7,a\n" + content)
    assert is_read_or_refused(path)
