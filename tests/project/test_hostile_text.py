"""Text that no office file can hold, in every field: results are written, and show that it is."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
from docx import Document
from openpyxl import load_workbook

from tests.project.small import draw_workspace
from zoneland.core.problems import Problem
from zoneland.project.problem_files import write_problem_files
from zoneland.project.record import as_json
from zoneland.project.run import run

if TYPE_CHECKING:
    from pathlib import Path

UGLY = "东\\u001b[2J\\u202e\\u200b\\ud800区</script>{{7*7}}=1+1"
"""As GeoJSON escapes it: a terminal's order, bidi, zero width, half of a pair."""


def with_ugly_text(folder: Path) -> Path:
    """The small workspace from GeoJSON, each of its texts spoilt."""
    draw_workspace(folder)
    for name, fields in (("boundaries/zones", ["zone_name"]), ("landuse/plan", ["YDYHFLMC"])):
        frame = gpd.read_file(folder / f"{name}.gpkg").to_crs("EPSG:4490")
        collection: dict[str, Any] = json.loads(frame.to_json())
        collection["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
        for feature in collection["features"]:
            feature["properties"] |= dict.fromkeys(fields, "@ugly@")
        text = json.dumps(collection).replace("@ugly@", UGLY)
        (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
    text = (
        'title = "标题\\u0000\\u202e</script>"\ncrs = "EPSG:4526"\n'
        '[boundaries]\nzones = "boundaries/zones.geojson"\n'
        '[landuse.plan]\npath = "landuse/plan.geojson"\nsystem = "ydyh2023"\n'
    )
    (folder / "zoneland.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = with_ugly_text(tmp_path_factory.mktemp("ugly") / "county")
    run(folder, on="2026-10-31")
    return folder / "maps"


def test_the_record_and_the_page_hold_it_as_json(maps: Path) -> None:
    record = json.loads((maps / "run.json").read_text(encoding="utf-8"))
    (zone,) = record["zones"]
    assert zone["zone_name"].startswith("东")
    assert zone["zone_name"].endswith("区</script>{{7*7}}=1+1")
    page = (maps / "zones.html").read_text(encoding="utf-8")
    (block,) = re.findall(r'id="zoneland-data">(.*?)</script>', page, re.DOTALL)
    assert json.loads(block)["title"].startswith("标题")
    assert "{{7*7}}" not in page


def test_office_files_open_and_show_it_as_text(maps: Path) -> None:
    book = load_workbook(maps / "findings.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    ugly = [cell for cell in cells if "区</script>{{7*7}}=1+1" in str(cell.value)]
    assert ugly
    assert {cell.data_type for cell in ugly} == {"s"}
    report = Document(str(maps / "report.docx"))
    text = "\n".join(paragraph.text for paragraph in report.paragraphs)
    assert "标题" in text
    for name in ("findings.xlsx", "report.docx"):
        with zipfile.ZipFile(maps / name) as archive:
            assert archive.testzip() is None


def test_the_layers_can_be_read(maps: Path) -> None:
    zones = gpd.read_file(maps / "results.gpkg", layer="zones")
    assert zones["zone_name"][0].startswith("东")


def test_halves_of_pairs_are_kept_in_the_record() -> None:
    record = {"zone_name": "东\ud800区\x00", "\udfff": ["\ud83d\ude00"]}
    text = as_json(record)
    text.encode("utf-8")
    assert json.loads(text)["zone_name"] == "东\ud800区\x00"


def test_lists_hold_what_a_problem_quotes(tmp_path: Path) -> None:
    ugly = "a\x00\ud800\u202eb.gpkg"
    values = {"reason": ugly}
    told = [Problem("ZL431", ugly, values, (38_500_000.0, 3_840_000.0))]
    write_problem_files(told, tmp_path, crs=None, lang="zh")
    sheet = load_workbook(tmp_path / "problems.xlsx").active
    assert sheet is not None
    assert str(sheet["D2"].value).endswith("b.gpkg")
    points = gpd.read_file(tmp_path / "problems.gpkg", layer="problems")
    assert points["where"][0].endswith("b.gpkg")


def test_a_long_path_with_blanks_and_chinese_names(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder)) < 300:
        folder /= "汴东县 2026年（开发区） 四至 #1 %20 核查"
    draw_workspace(folder)
    run(folder, on="2026-10-31")
    assert (folder / "maps/zones.html").exists()
    assert [path for path in (folder / "maps").iterdir() if path.name.startswith(".")] == []
