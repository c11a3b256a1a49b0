"""GeoPackages, GeoJSON, FlatGeobuf and what is no layer at all."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Final

import openpyxl

from tests.corpus.making import (
    EMPTY_ZIP,
    Case,
    corners,
    cut,
    feature,
    folder_of,
    geojson,
    geopackage,
    grown,
    in_directory,
    land,
    layer,
    nothing,
    packed,
    patched,
    raw,
    zeroed,
    zip_bytes,
    zipped,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.corpus.making import Edit


def turning(folder: Path) -> str:
    (folder / "a.gpkg").symlink_to("a.gpkg")
    return "a.gpkg"


def sql(*statements: str) -> Edit:
    """Change a GeoPackage behind the back of whoever wrote it."""

    def edit(path: Path) -> None:
        with contextlib.closing(sqlite3.connect(path)) as book:
            for trigger in [n for (n,) in book.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            )]:  # fmt: skip
                book.execute(f'DROP TRIGGER "{trigger}"')
            for statement in statements:
                book.execute(statement)
            book.commit()

    return edit


def two_layers(*names: str, settings: str = "") -> tuple[object, str]:
    def build(folder: Path) -> str:
        for name in names:
            land().to_file(folder / "a.gpkg", layer=name, engine="pyogrio")
        return "a.gpkg"

    return build, settings


def table_only(folder: Path) -> str:
    import pyogrio  # noqa: PLC0415

    pyogrio.write_dataframe(land().drop(columns="geometry"), folder / "a.gpkg", layer="DLTB")
    return "a.gpkg"


def workbook_bytes(folder: Path) -> str:
    openpyxl.Workbook().save(folder / "a.xlsx")
    return "a.xlsx"


SQUARE: Final = corners(0, 0, 60, 100)
EAST_SQUARE: Final = corners(60, 0, 40, 100)
HOUSING: Final = '"0701"'
VRT: Final = (
    "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource>"
    "</OGRVRTLayer></OGRVRTDataSource>"
)
BOTH: Final = (feature(SQUARE), feature(EAST_SQUARE, code=HOUSING))
PACKED: Final = geojson(*BOTH)

CASES: Final = (
    # GeoPackage
    Case("gpkg: sound", "survey", geopackage(land())),
    Case("gpkg: cut in half", "survey", geopackage(land(), cut(".gpkg", 0.5)), "ZL103"),
    Case(
        "gpkg: the mark of SQLite and zeros",
        "survey",
        raw("a.gpkg", b"SQLite format 3\0" + bytes(4000)),
        "ZL103",
    ),
    Case(
        "gpkg: pages of zeros", "survey", geopackage(land(), zeroed(".gpkg", 4096, 4096)), "ZL290"
    ),
    Case(
        "gpkg: a row gone that the index has",
        "survey",
        geopackage(land(), sql("DELETE FROM DLTB WHERE fid = 2")),
        "ZL291",
    ),
    Case(
        "gpkg: a name that is no UTF-8",
        "survey",
        geopackage(land(), sql("UPDATE gpkg_contents SET identifier = CAST(x'B5D8C0E0' AS TEXT)")),
        "ZL103",
    ),
    Case(
        "gpkg: a plain SQLite database",
        "survey",
        lambda folder: (sqlite3.connect(folder / "a.gpkg").execute("VACUUM"), "a.gpkg")[1],
        "ZL103",
    ),
    Case("gpkg: without rows", "survey", geopackage(land()[:0]), "ZL105"),
    Case("gpkg: a table without shapes", "survey", table_only, "ZL107"),
    Case("gpkg: layers of no known name", "survey", two_layers("甲", "乙")[0], "ZL104"),
    Case(
        "gpkg: the layer that is asked for is not there",
        "survey",
        two_layers("甲", "乙")[0],
        "ZL104",
        settings='layer = "丙"',
    ),
    Case("gpkg: one of two layers by its usual name", "survey", two_layers("DLTB", "XZQ")[0]),
    Case("gpkg: two layers of a usual name", "survey", two_layers("DLTB", "地类图斑")[0], "ZL104"),
    Case(
        "gpkg: shapes that are not of SQLite",
        "survey",
        geopackage(land(), sql("UPDATE DLTB SET geom = x'00' WHERE fid = 2")),
        "ZL291",
    ),
    Case(
        "gpkg: an unfinished write beside it",
        "survey",
        geopackage(land(), lambda path: path.with_name("a.gpkg-journal").write_bytes(b"")),
    ),
    # GeoJSON
    Case("geojson: sound", "survey", geojson(*BOTH)),
    Case(
        "geojson: cut in half", "survey", layer("a.geojson", land(), cut(".geojson", 0.5)), "ZL103"
    ),
    Case(
        "geojson: in GBK",
        "survey",
        raw(
            "a.geojson",
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
            '{"DLBM":"0601","名":"甲"},"geometry":null}]}',
            "gbk",
        ),
        "ZL124",
    ),
    Case(
        "geojson: after a byte-order mark",
        "survey",
        layer(
            "a.geojson", land(), lambda path: path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        ),
    ),
    Case("geojson: nothing in it", "survey", geojson(), "ZL105"),
    Case("geojson: features without shapes", "survey", geojson(feature("null", "x")), "ZL106"),
    Case("geojson: another JSON", "survey", raw("a.geojson", '{"a": 1}'), "ZL102"),
    Case("geojson: metres where degrees should be", "survey", geojson(*BOTH, crs="none"), "ZL254"),
    Case(
        "geojson: a system that is not known", "survey", geojson(*BOTH, crs="EPSG:999999"), "ZL268"
    ),
    Case(
        "geojson: a link for a system",
        "survey",
        raw(
            "a.geojson",
            '{"type":"FeatureCollection","crs":{"type":"link","properties":{"href":'
            f'"http://127.0.0.1:9/a"}}}},"features":[{feature(SQUARE)}]}}',
        ),
        "ZL268",
    ),
    Case(
        "geojson: a code as a number",
        "survey",
        geojson(feature(SQUARE, code="601"), feature(EAST_SQUARE, code="701")),
        "ZL164",
    ),
    Case(
        "geojson: infinite coordinates",
        "survey",
        geojson(
            feature(SQUARE),
            feature("[[[38500000,3840000],[1e999,3840000],[38500060,3840100],[38500000,3840000]]]"),
        ),
        "ZL204",
    ),
    Case(
        "geojson: an open ring",
        "survey",
        geojson(
            feature(SQUARE),
            feature(
                "[[[38500060,3840000],[38500100,3840000],[38500100,3840100],[38500060,3840100]]]",
                code=HOUSING,
            ),
        ),
    ),
    Case(
        "geojson: a ring of two points",
        "survey",
        geojson(*BOTH, feature("[[[38500060,3840000],[38500100,3840000],[38500060,3840000]]]")),
        "ZL202 ZL205",
    ),
    Case(
        "geojson: a ring of one line",
        "survey",
        geojson(
            *BOTH,
            feature(
                "[[[38500060,3840000],[38500080,3840000],[38500100,3840000],[38500060,3840000]]]"
            ),
        ),
        "ZL202 ZL205",
    ),
    Case(
        "geojson: points and lines among polygons",
        "survey",
        geojson(
            *BOTH,
            feature("[38500010,3840010]", "Point"),
            feature("[[38500010,3840010],[38500020,3840010]]", "LineString"),
        ),
        "ZL203",
    ),
    Case(
        "geojson: heights",
        "survey",
        geojson(
            *BOTH[:1],
            feature(EAST_SQUARE.replace("],[", ",9.5],[").replace("]]]", ",9.5]]]"), code=HOUSING),
        ),
        "ZL229",
    ),
    Case(
        "geojson: nested a thousand deep",
        "survey",
        geojson(feature("[" * 1000 + "]" * 1000)),
        "ZL103",
    ),
    Case(
        "geojson: an object of one million letters",
        "survey",
        geojson(*BOTH, more=f'"name":"{"a" * 1_000_000}",'),
    ),
    Case(
        "geojson: one key twice",
        "survey",
        geojson(feature(SQUARE).replace('"DLBM"', '"DLBM":"0101","DLBM"'), BOTH[1]),
    ),
    # FlatGeobuf
    Case("fgb: sound", "survey", layer("a.fgb", land())),
    Case("fgb: cut in half", "survey", layer("a.fgb", land(), cut(".fgb", 0.5)), "ZL290"),
    Case("fgb: cut inside its head", "survey", layer("a.fgb", land(), cut(".fgb", 0.05)), "ZL290"),
    Case(
        "fgb: bytes after its end",
        "survey",
        layer("a.fgb", land(), grown(".fgb", bytes(64))),
        "ZL291",
    ),
    Case(
        "fgb: nothing but its mark", "survey", raw("a.fgb", b"fgb\x03fgb\x00" + bytes(40)), "ZL290"
    ),
    Case(
        "fgb: a head of four billion bytes",
        "survey",
        layer("a.fgb", land(), patched(".fgb", 8, "<I", 2**32 - 1)),
        "ZL290",
    ),
    Case("fgb: without rows", "survey", layer("a.fgb", land()[:0]), "ZL105"),
    # in disguise, and what is not read
    Case("not there", "survey", nothing("a.gpkg"), "ZL101"),
    Case("of no bytes", "survey", raw("a.gpkg", b""), "ZL102"),
    Case("a virtual layer called .geojson", "survey", raw("a.geojson", VRT), "ZL102"),
    Case("a virtual layer called .shp", "survey", raw("a.shp", VRT), "ZL102"),
    Case("a virtual layer called .kml", "survey", raw("a.kml", VRT), "ZL102"),
    Case(
        "a description of a web service",
        "survey",
        raw("a.gpkg", "<OGRWFSDataSource><URL>http://127.0.0.1:9/</URL></OGRWFSDataSource>"),
        "ZL102",
    ),
    Case("a VCT", "survey", raw("a.vct", "HeadBegin\nDatamark:LANDUSE-VCT\n", "gbk"), "ZL230"),
    Case(
        "a VCT under another name",
        "survey",
        raw("a.txt", "HeadBegin\nDatamark:LANDUSE-VCT\n"),
        "ZL230",
    ),
    Case(
        "a personal geodatabase",
        "survey",
        raw("a.mdb", b"\x00\x01\x00\x00Standard Jet DB\x00"),
        "ZL231",
    ),
    Case("a DWG", "survey", raw("a.dwg", b"AC1027" + bytes(200)), "ZL232"),
    Case("an .ovobj", "survey", raw("a.ovobj", b"\x01\x02\x03\x04" * 99), "ZL233"),
    Case("a PDF", "survey", raw("a.pdf", b"%PDF-1.7\n"), "ZL234"),
    Case(
        "a photograph of the map", "survey", raw("a.jpg", b"\xff\xd8\xff\xe0" + bytes(99)), "ZL234"
    ),
    Case("a workbook where a layer should be", "survey", workbook_bytes, "ZL234"),
    Case(
        "an old workbook where a layer should be",
        "survey",
        raw("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "ZL234",
    ),
    Case("a MapInfo table", "survey", raw("a.tab", "!table\n!version 300\n"), "ZL235"),
    Case("an ArcGIS package", "survey", raw("a.lpk", zip_bytes({"a": b"b"})), "ZL236"),
    Case("a RAR", "survey", raw("a.rar", b"Rar!\x1a\x07\x00"), "ZL237"),
    Case("a 7z", "survey", raw("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(20)), "ZL237"),
    Case("a folder of nothing", "survey", folder_of("a.gdb", {}), "ZL102"),
    Case("a folder of layers", "survey", folder_of("a", {"a.shp": b"", "a.dbf": b""}), "ZL208"),
    Case("a GML", "survey", raw("a.gml", '<x xmlns:gml="http://www.opengis.net/gml"/>'), "ZL209"),
    Case("a link to itself", "survey", turning, "ZL294"),
    Case(
        "a folder that only looks like a FileGDB",
        "survey",
        folder_of("a.gdb", {"a00000001.gdbtable": bytes(500), "a00000001.gdbtablx": bytes(500)}),
        "ZL103",
    ),
    Case("random bytes", "survey", raw("a.gpkg", bytes(range(256)) * 4), "ZL102"),
    # archives
    Case("zip: a GeoPackage", "survey", zipped(geopackage(land()))),
    Case("zip: a GeoJSON of Chinese name", "survey", zipped(PACKED, within="地类图斑/")),
    Case("zip: nothing in it", "survey", raw("a.zip", EMPTY_ZIP), "ZL102"),
    Case("zip: cut in half", "survey", zipped(geopackage(land()), cut(".zip", 0.5)), "ZL237"),
    Case("zip: no layer in it", "survey", packed("a.zip", {"readme.md": "x"}), "ZL102"),
    Case("zip: a zip in it", "survey", packed("a.zip", {"b.zip": EMPTY_ZIP}), "ZL237"),
    Case("zip: a DWG in it", "survey", packed("a.zip", {"a.dwg": b"AC1027"}), "ZL232"),
    Case(
        "zip: a path that leads out", "survey", packed("a.zip", {"../../a.geojson": "{}"}), "ZL237"
    ),
    Case("zip: an absolute path", "survey", packed("a.zip", {"/a.geojson": "{}"}), "ZL237"),
    Case("zip: a drive's letter", "survey", packed("a.zip", {"C:/a.geojson": "{}"}), "ZL237"),
    Case(
        "zip: a thousand to one",
        "survey",
        packed("a.zip", {"a.geojson": bytes(20_000_000)}),
        "ZL237",
    ),
    Case(
        "zip: more members than anyone sends",
        "survey",
        packed("a.zip", {f"{at}.x": b"" for at in range(2001)}),
        "ZL237",
    ),
    Case(
        "zip: locked",
        "survey",
        packed("a.zip", {"a.geojson": "{}"}, in_directory(8, "<H", 1)),
        "ZL237",
    ),
    Case(
        "zip: two layers of no known name",
        "survey",
        packed("a.zip", {"甲.geojson": "{}", "乙.geojson": "{}"}),
        "ZL104",
    ),
    Case(
        "zip: a layer that is another thing", "survey", packed("a.zip", {"a.geojson": VRT}), "ZL102"
    ),
    Case(
        "zip: a workbook by another name",
        "survey",
        packed("a.zip", {"[Content_Types].xml": "x", "xl/workbook.xml": "x"}),
        "ZL234",
    ),
    Case(
        "zip: a broken check sum",
        "survey",
        packed("a.zip", {"a.geojson": "{}"}, in_directory(16, "<I", 1)),
        "ZL237",
    ),
)
