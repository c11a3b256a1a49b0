"""Shapefiles as they should not be: side files, lengths, counts, text and systems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyproj
import shapely
from pyproj.enums import WktVersion

from tests.corpus.making import (
    EASTERN,
    WEST,
    Case,
    box,
    cpg_of,
    cut,
    grown,
    in_capitals,
    land,
    patched,
    replaced,
    shapefile,
    without,
    written,
    zipped,
)

if TYPE_CHECKING:
    from pathlib import Path

NAMED: Final = land(DLMC=["工业用地", "城镇住宅用地"])
UTF8: Final = {"frame": NAMED, "encoding": "utf-8"}


def prj_of(code: int) -> str:
    return pyproj.CRS.from_epsg(code).to_wkt(WktVersion.WKT1_ESRI)


def deleted(path: Path) -> None:
    """Mark the first row of the table as dBase does, with a star."""
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[int.from_bytes(content[8:10], "little")] = ord("*")
    table.write_bytes(content)


GBK_NAME: Final = prj_of(4526).replace("CGCS2000_3_Degree_GK_Zone_38", "二〇〇〇国家大地坐标系38带")
HEAD_OF_PRJ: Final = "Projection    TRANSVERSE\nZunits        NO\nUnits         METERS\n"

CASES: Final = (
    # text
    Case("shp: names in GBK with a .cpg", "survey", shapefile(frame=NAMED)),
    Case(
        "shp: names in GBK without a .cpg",
        "survey",
        shapefile(without(".cpg"), frame=NAMED),
        "ZL109",
    ),
    Case("shp: names in UTF-8 with a .cpg", "survey", shapefile(**UTF8, cpg="UTF-8")),
    Case(
        "shp: names in UTF-8 without a .cpg", "survey", shapefile(without(".cpg"), **UTF8), "ZL109"
    ),
    Case("shp: .cpg says UTF-8 over GBK", "survey", shapefile(frame=NAMED, cpg="UTF-8"), "ZL109"),
    Case("shp: .cpg says GBK over UTF-8", "survey", shapefile(**UTF8), "ZL109"),
    Case("shp: .cpg says GB2312", "survey", shapefile(frame=NAMED, cpg="GB2312")),
    Case("shp: .cpg says 936", "survey", shapefile(frame=NAMED, cpg="936\r\n")),
    Case("shp: .cpg is empty", "survey", shapefile(frame=NAMED, cpg=""), "ZL109"),
    Case("shp: .cpg is nonsense", "survey", shapefile(frame=NAMED, cpg="?????"), "ZL109"),
    Case(
        "shp: .cpg after a byte-order mark",
        "survey",
        shapefile(written(".cpg", b"\xef\xbb\xbfGBK"), frame=NAMED),
    ),
    Case(
        "shp: a rare character of GB18030",
        "survey",
        shapefile(
            frame=land(DLMC=["工业用地", "㐂城镇住宅用地"]), encoding="gb18030", cpg="GB18030"
        ),
    ),
    Case(
        "shp: Big5 without a .cpg",
        "survey",
        shapefile(
            without(".cpg"), frame=land(QSDW=["臺中縣開發區", "國聖里辦公處"]), encoding="big5"
        ),
        "ZL109",
    ),
    Case(
        "shp: language id of GBK without a .cpg",
        "survey",
        shapefile(without(".cpg"), patched(".dbf", 29, "B", 0x4D), frame=NAMED),
    ),
    Case(
        "shp: garbled long ago and saved so",
        "survey",
        shapefile(frame=land(QSDW=["锟斤拷锟斤拷", "锟斤拷"])),
        "ZL188",
    ),
    Case(
        "shp: a field name cut inside a character",
        "survey",
        shapefile(frame=land(权属单位名称代码=["1", "2"]), encoding="utf-8", cpg="UTF-8"),
        "ZL187",
    ),
    Case(
        "shp: a value cut inside a character",
        "survey",
        shapefile(
            replaced(".dbf", b"end", "d工".encode()[:3]),
            encoding="utf-8",
            cpg="UTF-8",
            frame=land(BZ=["a" * 77 + "end", "乙"]),
        ),
        "ZL187",
    ),
    Case(
        "shp: two field names alike after cutting",
        "survey",
        shapefile(
            replaced(".dbf", b"QSDWMCDM_B", b"QSDWMCDM_A"),
            frame=land(QSDWMCDM_A=["甲", "乙"], QSDWMCDM_B=["1", "2"]),
        ),
    ),
    # side files
    Case("shp: no .dbf", "survey", shapefile(without(".dbf")), "ZL178"),
    Case("shp: no .shx", "survey", shapefile(without(".shx")), "ZL179"),
    Case("shp: no .prj", "survey", shapefile(without(".prj")), "ZL250"),
    Case("shp: side files in capitals", "survey", shapefile(in_capitals)),
    Case("shp: a .prj of nothing", "survey", shapefile(written(".prj", b"")), "ZL250"),
    Case(
        "shp: a .prj of words",
        "survey",
        shapefile(written(".prj", "国家大地坐标系2000，38带")),
        "ZL292",
    ),
    Case("shp: a .prj cut short", "survey", shapefile(cut(".prj", 0.6)), "ZL292"),
    Case("shp: a .prj with its name in GBK", "survey", shapefile(written(".prj", GBK_NAME))),
    Case(
        "shp: a .prj as ArcInfo wrote it",
        "survey",
        shapefile(written(".prj", HEAD_OF_PRJ)),
        "ZL292",
    ),
    Case(
        "shp: zone 38's name over zone 39's meridian",
        "survey",
        shapefile(replaced(".prj", b"114.0", b"117.0")),
        "ZL213 ZL214 ZL245 ZL293",
    ),
    Case(
        "shp: zone 38's name over another false easting",
        "survey",
        shapefile(replaced(".prj", b"38500000.0", b"38500100.0")),
        "ZL213 ZL241 ZL293",
    ),
    # lengths and counts
    Case("shp: nothing but a head", "survey", shapefile(cut(".shp", 0.2)), "ZL175"),
    Case("shp: of no bytes", "survey", shapefile(cut(".shp", 0.0)), "ZL102"),
    Case("shp: .shp cut in half", "survey", shapefile(cut(".shp", 0.5)), "ZL175"),
    Case("shp: .shx cut in half", "survey", shapefile(cut(".shx", 0.5)), "ZL175"),
    Case("shp: .dbf cut in half", "survey", shapefile(cut(".dbf", 0.5)), "ZL175"),
    Case("shp: .dbf of no bytes", "survey", shapefile(cut(".dbf", 0.0)), "ZL175"),
    Case(
        "shp: bytes after the end of the .shp",
        "survey",
        shapefile(grown(".shp", bytes(64))),
        "ZL175",
    ),
    Case(
        "shp: .dbf of another export, a row short",
        "survey",
        shapefile(patched(".dbf", 4, "<I", 1)),
        "ZL175",
    ),
    Case(
        "shp: .dbf that claims a billion rows",
        "survey",
        shapefile(patched(".dbf", 4, "<I", 10**9)),
        "ZL175",
    ),
    Case(
        "shp: .shx that points behind the end",
        "survey",
        shapefile(patched(".shx", 108, ">I", 10**8)),
        "ZL177",
    ),
    Case("shp: .shx of another type", "survey", shapefile(patched(".shx", 32, "<I", 3)), "ZL177"),
    Case(
        "shp: a record of another type", "survey", shapefile(patched(".shp", 108, "<I", 3)), "ZL177"
    ),
    Case(
        "shp: a record that claims a million points",
        "survey",
        shapefile(patched(".shp", 148, "<I", 10**6)),
        "ZL177",
    ),
    Case(
        "shp: a record that says it lies elsewhere",
        "survey",
        shapefile(patched(".shp", 112, "<d", 0.0)),
        "ZL177",
    ),
    Case(
        "shp: an unknown type of shape", "survey", shapefile(patched(".shp", 32, "<I", 99)), "ZL177"
    ),
    Case(
        "shp: a version that never was",
        "survey",
        shapefile(patched(".shp", 28, "<I", 2000)),
        "ZL177",
    ),
    Case(
        "shp: a row marked as deleted",
        "survey",
        shapefile(deleted),
        "ZL189 ZL241",
        rows=1,
        size=4_000,
    ),
    Case(
        "shp: under another ending",
        "survey",
        lambda folder: (shapefile()(folder), (folder / "a.shp").rename(folder / "a.dat"))[1].name,
        "ZL177",
    ),
    # shapes
    Case(
        "shp: a record without a shape",
        "survey",
        shapefile(frame=land(WEST, None, EASTERN, DLBM=["0601", "0601", "0701"])),
        "ZL202",
    ),
    Case(
        "shp: points",
        "survey",
        shapefile(frame=land(*(one.centroid for one in (WEST, EASTERN)))),
        "ZL203",
    ),
    Case(
        "shp: lines",
        "survey",
        shapefile(
            frame=land(*(shapely.LineString(one.exterior.coords) for one in (WEST, EASTERN)))
        ),
        "ZL203",
    ),
    Case(
        "shp: heights",
        "survey",
        shapefile(frame=land(*(shapely.force_3d(one, 95.5) for one in (WEST, EASTERN)))),
        "ZL229",
    ),
    Case("shp: no row at all", "survey", shapefile(frame=land()[:0]), "ZL105"),
    # packed
    Case("zip: a Shapefile in folders", "survey", zipped(shapefile(frame=NAMED), within="成果/")),
    Case("zip: a Shapefile without a .prj", "survey", zipped(shapefile(without(".prj"))), "ZL250"),
    Case("zip: a Shapefile cut short", "survey", zipped(shapefile(cut(".shp", 0.7))), "ZL175"),
    Case("zip: side files in capitals", "survey", zipped(shapefile(in_capitals))),
    Case(
        "shp: of a neighbouring ring that is wound wrongly",
        "survey",
        shapefile(
            frame=land(box(0, 0, 100, 100).difference(box(20, 20, 10, 10)), box(20, 20, 10, 10))
        ),
    ),
    Case(
        "shp: a .cpg that is a folder",
        "survey",
        shapefile(without(".cpg"), lambda path: path.with_suffix(".cpg").mkdir()),
    ),
    Case(
        "shp: .cpg of an old page of code",
        "survey",
        shapefile(cpg_of("ANSI 1252"), frame=NAMED),
        "ZL109",
    ),
)
