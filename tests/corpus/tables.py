"""Ledgers in Excel and CSV, and rasters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from rasterio.transform import Affine, from_origin

from tests.corpus.making import (
    HEADINGS,
    ROWS,
    UTF8_MARK,
    Case,
    box,
    csv_text,
    cut,
    geopackage,
    headed,
    in_directory,
    land,
    nothing,
    packed,
    patched,
    raster,
    raw,
    table,
    with_cell,
    workbook,
    zip_bytes,
    zones,
)
from tests.drawing import EAST, NORTH

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

CSV: Final = csv_text(*ROWS)
AREA: Final = "供地面积（公顷）"
TOTAL: Final = ("合计", "", 3.75, "", "", "")
OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PHOTO: Final = b"\xff\xd8\xff\xe0" + bytes(600)
SHEETS: Final = '<worksheet><sheetData><row r="1"><c r="XFD1048576"/></row></sheetData></worksheet>'


def another(name: str, *rows: tuple[object, ...], hidden: bool = False) -> Callable[[Any], None]:
    """Add a sheet to a workbook."""

    def also(book: Any) -> None:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if hidden else "visible"

    return also


def formula(book: Any) -> None:
    book.active["C2"] = "=1+0.25"


def merged(book: Any) -> None:
    book.active.merge_cells("B2:B3")


def far_cell(book: Any) -> None:
    book.active["XFD1048576"] = "x"


def drawn(**columns: list[object]) -> gpd.GeoDataFrame:
    frame = land(box(0, 0, 50, 100), box(50, 0, 50, 100)).drop(columns="DLBM")
    given = {"ZDH": ["A-1", "A-2"], "GDMJ": [0.5, 0.5], "YDKGSJ": ["2021-03-05"] * 2,
             "SJKGSJ": ["2021-04-01"] * 2}  # fmt: skip
    return frame.assign(**(given | columns))


CORNER: Final = float(zones().to_crs(4490).total_bounds[1])
"""Latitude of the zone's southern edge."""
FLOATS: Final = np.array([[1.0, 2.0], [3.0, 4.0]], "float32")
TURNED: Final = from_origin(EAST, NORTH + 20, 10, 10) * Affine.rotation(30)
SOUTH_UP: Final = Affine(10, 0, EAST, 0, 10, NORTH)

CASES: Final = (
    # workbooks
    Case("xlsx: sound", "supply", workbook(*ROWS)),
    Case(
        "xlsx: a title and a unit above the table",
        "supply",
        workbook(HEADINGS, *ROWS, headings=("供地台账（单位：公顷）",)),
    ),
    Case(
        "xlsx: a heading with a slip of the pen",
        "supply",
        workbook(*ROWS, headings=headed("实际开工时间", "实际开工时问")),
        "ZL141 ZL269",
    ),
    Case("xlsx: a total below", "supply", workbook(*ROWS, TOTAL), "ZL145"),
    Case(
        "xlsx: a total that does not add up",
        "supply",
        workbook(*ROWS, ("合计", "", 9.99, "", "", "")),
        "ZL145 ZL288",
    ),
    Case("xlsx: a remark below", "supply", workbook(*ROWS, ("备注：数据截至 2021 年底",)), "ZL146"),
    Case(
        "xlsx: headings repeated on page 2", "supply", workbook(ROWS[0], HEADINGS, ROWS[1]), "ZL146"
    ),
    Case(
        "xlsx: no unit in the heading",
        "supply",
        workbook(*ROWS, headings=headed(AREA, "供地面积")),
        "ZL150",
    ),
    Case(
        "xlsx: an area in words",
        "supply",
        workbook(*with_cell(AREA, "约60亩")),
        "ZL147",
        size=25_000,
    ),
    Case(
        "xlsx: an area with a comma for a point",
        "supply",
        workbook(*with_cell(AREA, "1,25")),
        "ZL147",
        size=25_000,
    ),
    Case("xlsx: an area that is text", "supply", workbook(*with_cell(AREA, "1.25"))),
    Case(
        "xlsx: an area below nought",
        "supply",
        workbook(*with_cell(AREA, -1.25)),
        "ZL147",
        size=25_000,
    ),
    Case("xlsx: an area that is missing", "supply", workbook(*with_cell(AREA, None)), size=25_000),
    Case(
        "xlsx: an error of Excel for an area",
        "supply",
        workbook(*with_cell(AREA, "#DIV/0!")),
        "ZL147",
        size=25_000,
    ),
    Case(
        "xlsx: no column of areas",
        "supply",
        workbook(*ROWS, headings=headed(AREA, "备注")),
        "ZL140",
    ),
    Case(
        "xlsx: a date in words",
        "supply",
        workbook(*with_cell("约定开工时间", "领导批示后")),
        "ZL142",
    ),
    Case("xlsx: a date with points", "supply", workbook(*with_cell("约定开工时间", "2021.3.5"))),
    Case(
        "xlsx: a date without a day",
        "supply",
        workbook(*with_cell("约定开工时间", "2021-3")),
        "ZL144",
    ),
    Case(
        "xlsx: a date of two readings",
        "supply",
        workbook(*with_cell("约定开工时间", "03/05/2021")),
        "ZL143",
    ),
    Case("xlsx: a date as Excel's number", "supply", workbook(*with_cell("约定开工时间", 44260))),
    Case(
        "xlsx: a date that stands for none",
        "supply",
        workbook(*with_cell("实际开工时间", "1900-01-01")),
    ),
    Case(
        "xlsx: 30 February", "supply", workbook(*with_cell("约定开工时间", "2021-02-30")), "ZL142"
    ),
    Case(
        "xlsx: a date far in the future",
        "supply",
        workbook(*with_cell("约定开工时间", "2921-03-05")),
        "ZL142",
    ),
    Case(
        "xlsx: a start before there was any supply",
        "supply",
        workbook(*with_cell("实际开工时间", "1979-03-05")),
        "ZL296",
    ),
    Case(
        "xlsx: a start that is agreed for the end of the century",
        "supply",
        workbook(*with_cell("约定开工时间", "2099-03-05")),
        "ZL296",
    ),
    Case(
        "xlsx: more land built on than there is",
        "supply",
        workbook(
            *with_cell("实际开工时间", 999), headings=headed("实际开工时间", "已动工面积（公顷）")
        ),
        "ZL141 ZL147 ZL297",
    ),
    Case(
        "xlsx: hectares under a heading of square metres",
        "supply",
        workbook(*ROWS, headings=headed(AREA, "供地面积（平方米）")),
        "ZL279",
        size=3.75,
    ),
    Case(
        "xlsx: more supplied than the zone has land",
        "supply",
        workbook(*with_cell("所属开发区", "0区")),
        "ZL318",
    ),
    Case("xls: an old workbook", "supply", raw("a.xls", OLD), "ZL298"),
    Case("et: a table of WPS", "supply", raw("a.et", OLD), "ZL298"),
    Case("jpg: a photograph of the ledger", "supply", raw("a.jpg", PHOTO), "ZL130"),
    Case(
        "xlsx: no column of dates",
        "supply",
        workbook(*ROWS, headings=headed("约定开工时间", "备注")),
        "ZL141",
    ),
    Case(
        "xlsx: one heading twice",
        "supply",
        workbook(*((*row, 9.0) for row in ROWS), headings=(*HEADINGS, AREA)),
        "ZL371",
    ),
    Case(
        "xlsx: one heading twice over the same figures",
        "supply",
        workbook(*((*row, row[2]) for row in ROWS), headings=(*HEADINGS, AREA)),
        "ZL139",
    ),
    Case(
        "xlsx: supervision numbers that lost their end",
        "supply",
        workbook(
            *((*row, 4.101002021000000e18) for row in ROWS), headings=(*HEADINGS, "电子监管号")
        ),
        "ZL148",
    ),
    Case(
        "xlsx: a supervision number twice",
        "supply",
        workbook(*((*row, "4101002021B0001") for row in ROWS), headings=(*HEADINGS, "电子监管号")),
        "ZL149",
    ),
    Case(
        "xlsx: one row typed twice",
        "supply",
        workbook(*((*ROWS[0], "4101002021B0001"),) * 2, headings=(*HEADINGS, "电子监管号")),
        "ZL184",
        rows=1,
        size=12_500,
    ),
    Case(
        "xlsx: formulas that were never calculated",
        "supply",
        workbook(*ROWS, also=formula),
        "ZL133",
    ),
    Case("xlsx: merged cells", "supply", workbook(*ROWS, also=merged), "ZL286"),
    Case(
        "xlsx: a hidden sheet",
        "supply",
        workbook(*ROWS, also=another("旧", HEADINGS, ROWS[0], hidden=True)),
        "ZL134",
    ),
    Case(
        "xlsx: a sheet of notes",
        "supply",
        workbook(*ROWS, also=another("说明", ("说明",))),
        "ZL135",
    ),
    Case(
        "xlsx: a sheet a year", "supply", workbook(ROWS[0], also=another("2022", HEADINGS, ROWS[1]))
    ),
    Case(
        "xlsx: a sheet that is asked for is not there",
        "supply",
        workbook(*ROWS),
        "ZL136",
        settings='layer = "2019"',
    ),
    Case(
        "xlsx: a cell in the farthest corner",
        "supply",
        workbook(*ROWS, also=far_cell),
        "ZL146 ZL370",
    ),
    Case("xlsx: no row", "supply", workbook(), "ZL137"),
    Case("xlsx: nothing at all", "supply", workbook(headings=()), "ZL137"),
    Case("xlsx: no headings", "supply", workbook(*ROWS, headings=()), "ZL138"),
    Case(
        "xlsx: another ledger's headings",
        "supply",
        workbook(*ROWS, headings=tuple("abcdef")),
        "ZL138",
    ),
    Case(
        "xlsx: text that would be a formula",
        "supply",
        workbook(*with_cell("宗地号", "=HYPERLINK(1)")),
        "ZL133",
    ),
    Case("xlsx: text that is markup", "supply", workbook(*with_cell("宗地号", "<b onclick=1>"))),
    Case(
        "xlsx: cut in half",
        "supply",
        lambda folder: (workbook(*ROWS)(folder), cut(".xlsx", 0.5)(folder / "a.xlsx"))[0],
        "ZL131",
    ),
    Case("xlsx: a zip of something else", "supply", raw("a.xlsx", zip_bytes({"a": "b"})), "ZL131"),
    Case("xlsx: of no bytes", "supply", raw("a.xlsx", b""), "ZL137"),
    Case(
        "xlsx: an .xls by another name",
        "supply",
        raw("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "ZL130",
    ),
    Case(
        "xlsx: a web page by another name",
        "supply",
        raw("a.xlsx", "<html><table></table>"),
        "ZL130",
    ),
    Case(
        "xlsx: unpacks to half a gigabyte",
        "supply",
        packed("a.xlsx", {"xl/worksheets/sheet1.xml": b"x"}, in_directory(24, "<I", 510_000_000)),
        "ZL132",
    ),
    Case("xlsx: not there", "supply", nothing("a.xlsx"), "ZL101"),
    Case(
        "xlsx: a zone that nobody knows",
        "supply",
        workbook(*with_cell("所属开发区", "不存在的开发区")),
    ),
    Case(
        "xlsx: approvals without a date",
        "approvals",
        workbook(
            ("豫政土〔2021〕1号", 3.75, ""), headings=("批准文号", "批准面积（公顷）", "批准日期")
        ),
        rows=1,
    ),
    # CSV
    Case("csv: in GBK", "supply", table(CSV)),
    Case("csv: in UTF-8", "supply", table(CSV, "utf-8")),
    Case("csv: in UTF-8 after a mark", "supply", raw("a.csv", UTF8_MARK + CSV.encode())),
    Case("csv: in UTF-16", "supply", table(CSV, "utf-16")),
    Case("csv: semicolons", "supply", table(csv_text(*ROWS, mark=";"))),
    Case("csv: tabs", "supply", table(csv_text(*ROWS, mark="\t"), name="a.txt")),
    Case("csv: lines that end as on an old Mac", "supply", table(CSV.replace("\n", "\r"))),
    Case("csv: a row too short", "supply", table(CSV + "A-3,,1.0\n"), "ZL289", rows=3, size=47_500),
    Case("csv: a row too long", "supply", table(CSV.replace("区外\n", "区外,,,x\n", 1)), "ZL289"),
    Case("csv: an open quotation", "supply", table(CSV + '"A-3,,1.0\n'), "ZL131"),
    Case("csv: NUL in a cell", "supply", table(CSV.replace("A-1", "A\0-1"))),
    Case(
        "csv: bytes of no encoding",
        "supply",
        raw("a.csv", CSV.encode("gbk") + b"\xff\xff\x80\n"),
        "ZL131",
    ),
    Case("csv: headings alone", "supply", table(csv_text()), "ZL137"),
    Case("csv: of no bytes", "supply", raw("a.csv", b""), "ZL137"),
    Case(
        "csv: a cell of a megabyte", "supply", table(CSV.replace("A-1", "A" * 1_000_000)), "ZL131"
    ),
    # ledgers of polygons
    Case("ledger of polygons: sound", "supply", geopackage(drawn()), "ZL151", size=10_000),
    Case(
        "ledger of polygons: an area of other ground",
        "supply",
        geopackage(drawn(GDMJ=[5.0, 5.0])),
        "ZL150 ZL152",
        size=100_000,
    ),
    Case(
        "ledger of polygons: without a shape",
        "supply",
        geopackage(drawn().set_geometry([box(0, 0, 50, 100), None], crs=4526)),
        "ZL151 ZL180",
        size=10_000,
    ),
    # rasters
    Case("tif: sound", "cover", raster()),
    Case("tif: no system", "cover", raster(crs=None), "ZL210"),
    Case(
        "tif: in degrees",
        "cover",
        raster(crs="EPSG:4490", place=from_origin(114.0, CORNER + 0.0002, 0.0001, 0.0001)),
    ),
    Case("tif: Xian 1980", "cover", raster(crs="EPSG:2362"), "ZL211"),
    Case("tif: not of whole numbers", "cover", raster(FLOATS), "ZL167"),
    Case("tif: turned", "cover", raster(place=TURNED), "ZL167"),
    Case("tif: south up", "cover", raster(place=SOUTH_UP), "ZL167"),
    Case(
        "tif: a value that the legend does not have",
        "cover",
        raster(np.array([[1, 2, 3], [4, 5, 99]], "uint8")),
        "ZL285",
    ),
    Case(
        "tif: cells without a value",
        "cover",
        raster(np.array([[1, 2, 3], [4, 0, 8]], "uint8"), nodata=0),
        size=5,
    ),
    Case("tif: cut in half", "cover", raster(None, cut(".tif", 0.5)), "ZL167 ZL210"),
    Case("tif: nothing but its mark", "cover", raw("a.tif", b"II*\x00" + bytes(20)), "ZL103"),
    Case("tif: of no bytes", "cover", raw("a.tif", b""), "ZL102"),
    Case("tif: a virtual raster by another name", "cover", raw("a.tif", "<VRTDataset/>"), "ZL102"),
    Case(
        "tif: a PNG by another name",
        "cover",
        raw("a.tif", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        "ZL102",
    ),
    Case("tif: a legend nobody knows", "cover", raster(), "ZL113", settings='legend = "mine"'),
    Case(
        "tif: another place",
        "cover",
        raster(place=from_origin(EAST, NORTH + 400_000, 10, 10)),
        "ZL214",
    ),
    Case(
        "tif: a directory of nonsense",
        "cover",
        raster(None, patched(".tif", 4, "<I", 10**9)),
        "ZL103",
    ),
    Case("tif: not there", "cover", nothing("a.tif"), "ZL101"),
    Case("tif: a layer of polygons", "cover", geopackage(land()), "ZL102"),
)
