from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from zoneland.report.steady import repack

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 10, 31)
CORE = (
    b'<x><dcterms:created xsi:type="t">2020</dcterms:created>'
    b'<dcterms:modified xsi:type="t">2021</dcterms:modified></x>'
)


def archive(year: int) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as whole:
        whole.writestr(zipfile.ZipInfo("docProps/core.xml", (year, 1, 1, 0, 0, 0)), CORE)
        whole.writestr(zipfile.ZipInfo("sheet.xml", (year, 1, 1, 0, 0, 0)), "甲" * 1000)
    return made


def test_dates_of_writing_leave_no_trace(tmp_path: Path) -> None:
    for year in (2001, 2026):
        repack(archive(year), tmp_path / f"{year}.zip", DAY)
    one, other = ((tmp_path / f"{year}.zip").read_bytes() for year in (2001, 2026))
    assert one == other


def test_content_stays_and_the_properties_name_the_day(tmp_path: Path) -> None:
    repack(archive(2001), tmp_path / "a.zip", DAY)
    with zipfile.ZipFile(tmp_path / "a.zip") as found:
        assert found.read("sheet.xml").decode() == "甲" * 1000
        assert found.read("docProps/core.xml").count(b">2026-10-31T00:00:00Z<") == 2


def test_a_file_cut_short_by_its_maker_is_an_error(tmp_path: Path) -> None:
    whole = archive(2001).getvalue()
    damaged = whole.replace("甲".encode() * 10, "乙".encode() * 10, 1)
    with pytest.raises(zipfile.BadZipFile):
        repack(io.BytesIO(damaged), tmp_path / "a.zip", DAY)
    with pytest.raises(zipfile.BadZipFile):
        repack(io.BytesIO(whole[:500]), tmp_path / "b.zip", DAY)
