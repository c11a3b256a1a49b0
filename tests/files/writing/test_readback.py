"""Files that a library wrote without an error and that are not what was meant."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from openpyxl import Workbook

from tests.drawing import PLANE, rectangle
from zoneland.core.problems import OutputError
from zoneland.files.writing.atomic import write_whole
from zoneland.files.writing.readback import (
    NotWholeError,
    expect_bytes,
    expect_features,
    expect_rows,
    read_back,
)

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 2_000


def workbook() -> bytes:
    book = Workbook()
    for number in range(ROWS):
        book.worksheets[0].append([number, "<row "])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def layers(path: Path) -> Path:
    squares = [rectangle(10 * number, 0, 10, 10) for number in range(200)]
    gpd.GeoDataFrame(geometry=squares, crs=PLANE).to_file(path, layer="zo\"ne's")
    return path


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.zip", "a.gpkg", "a.json", "a.GPKG"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.97])
def test_a_file_that_is_cut_short_takes_no_good_file_s_place(
    tmp_path: Path, name: str, share: float
) -> None:
    whole = {
        "gpkg": layers(tmp_path / "whole.gpkg").read_bytes(),
        "json": b'{"zones": [1, 2, 3]}',
    }.get(name.rpartition(".")[2].lower(), workbook())
    path = tmp_path / name
    write_whole(path, lambda part: part.write_bytes(whole) and None)
    cut = whole[: int(len(whole) * share)]
    with pytest.raises(OutputError, match=f"ZL431 .*{name}"):
        write_whole(path, lambda part: part.write_bytes(cut) and None)
    assert path.read_bytes() == whole


def test_a_damaged_page_of_a_database_is_found(tmp_path: Path) -> None:
    path = layers(tmp_path / "a.gpkg")
    read_back(path)
    content = bytearray(path.read_bytes())
    content[-4096 * 5 :] = bytes(4096 * 5)
    path.write_bytes(content)
    with pytest.raises(NotWholeError):
        read_back(path)


def test_a_sheet_that_lacks_rows_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    expect_rows(path, {"Sheet": ROWS})
    with pytest.raises(NotWholeError, match="Sheet: 2,000 ≠ 2,001"):
        expect_rows(path, {"Sheet": ROWS + 1})
    with pytest.raises(NotWholeError, match="sheet2"):
        expect_rows(path, {"Sheet": ROWS, "More": 1})


def test_a_sheet_that_does_not_end_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", "<worksheet><row r='1'></row>")
    with pytest.raises(NotWholeError, match="一: 1 ≠ 1"):
        expect_rows(path, {"一": 1})


def test_a_layer_that_lacks_features_or_its_index_is_found(tmp_path: Path) -> None:
    path, name = layers(tmp_path / "a.gpkg"), "zo\"ne's"
    expect_features(path, {name: 200})
    with pytest.raises(NotWholeError, match="200 ≠ 201"):
        expect_features(path, {name: 201})
    with pytest.raises(NotWholeError, match="no such table"):
        expect_features(path, {"zones": 200})
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM gpkg_extensions")
    database.close()
    with pytest.raises(NotWholeError, match="rtree"):
        expect_features(path, {name: 200})


def test_other_bytes_than_were_meant_are_found(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<p>1</p>")
    expect_bytes(path, b"<p>1</p>")
    with pytest.raises(NotWholeError):
        expect_bytes(path, b"<p>2</p>")
