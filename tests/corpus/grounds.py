"""Shapes, places and attributes that cannot be, or that mean other than they seem."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import shapely

from tests.corpus.making import (
    EASTERN,
    WEST,
    Case,
    box,
    geopackage,
    land,
    layer,
    polygon,
    raw,
    zones,
)

if TYPE_CHECKING:
    import geopandas as gpd

SPARE: Final = {"DLBM": ["0601", "0701", "0601"]}
PLAIN: Final = ["0601", "0701"]


def moved(frame: gpd.GeoDataFrame, east: float, north: float = 0) -> gpd.GeoDataFrame:
    return frame.set_geometry(frame.translate(east, north), crs=frame.crs)


def turned(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same with its two axes changed about."""
    shapes = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    return frame.set_geometry(shapes, crs=frame.crs)


def third(shape: shapely.Geometry | None) -> gpd.GeoDataFrame:
    """The sound survey and one more parcel."""
    return land(WEST, EASTERN, shape, **SPARE)


def one_of(shape: shapely.Geometry) -> gpd.GeoDataFrame:
    """The sound survey with another shape for the western parcel."""
    return land(shape, EASTERN)


def parcels(**columns: list[object]) -> gpd.GeoDataFrame:
    """The sound survey with other columns, a code among them or not."""
    frame = land()
    return frame.drop(columns="DLBM").assign(**columns) if columns else frame


def called(name: str, values: list[object], **more: list[object]) -> gpd.GeoDataFrame:
    """The sound survey with its code under another name."""
    return land().drop(columns="DLBM").assign(**{name: values}, **more)


def custom(table: str, code: str = "甲", name: str = "classes.csv") -> object:
    def build(folder: object) -> str:
        raw(name, table)(folder)
        return geopackage(called("用途", [code, code]))(folder)

    return build


BOW_TIE: Final = polygon((0, 0), (60, 100), (60, 0), (0, 100))
SPIKE: Final = polygon((0, 0), (60, 0), (60, 100), (30, 100), (30, 180), (30, 100), (0, 100))
HOLE_OUT: Final = shapely.Polygon(WEST.exterior, [box(200, 0, 10, 10).exterior])
TURNED_IN: Final = shapely.Polygon(WEST.exterior, [box(50, 40, 20, 20).exterior])
TWICE: Final = shapely.MultiPolygon([box(0, 0, 60, 100), box(30, 0, 30, 100)])
NOT_A_NUMBER: Final = polygon((0, 0), (60, 0), (60, math.nan), (0, 100))
ENDLESS: Final = polygon((0, 0), (60, 0), (60, math.inf), (0, 100))
HUGE: Final = polygon((0, 0), (60, 0), (1e300, 1e300), (0, 100))
FLAT: Final = polygon((0, 0), (30, 0), (60, 0))
SLIVER: Final = polygon((0, 0), (100, 0), (100, 0.001), (0, 0.001))
MIXED: Final = shapely.GeometryCollection([WEST, WEST.centroid])
DEGREES: Final = land().to_crs(4490)

CASES: Final = (
    # shapes, parcels
    Case("parcel without a shape", "survey", geopackage(third(None)), "ZL202"),
    Case("parcel of an empty shape", "survey", geopackage(third(shapely.Polygon())), "ZL202"),
    Case(
        "parcel with a corner that is no number",
        "survey",
        geopackage(one_of(NOT_A_NUMBER)),
        "ZL204",
    ),
    Case("parcel with a corner at infinity", "survey", geopackage(one_of(ENDLESS)), "ZL204"),
    Case("parcel with a corner beyond the stars", "survey", geopackage(one_of(HUGE)), "ZL212"),
    Case(
        "parcel that crosses itself",
        "survey",
        geopackage(one_of(BOW_TIE)),
        "ZL205 ZL241 ZL241",
        size=7_000,
    ),
    Case("parcel with a spike", "survey", geopackage(one_of(SPIKE)), "ZL205"),
    Case(
        "parcel with a hole outside itself",
        "survey",
        geopackage(one_of(HOLE_OUT)),
        "ZL205",
        size=10_100,
    ),
    Case(
        "parcel with a hole across its edge",
        "survey",
        geopackage(one_of(TURNED_IN)),
        "ZL205 ZL240 ZL241",
        size=9_800,
    ),
    Case("parcel of parts that overlap", "survey", geopackage(one_of(TWICE)), "ZL205"),
    Case("parcel of no width", "survey", geopackage(third(FLAT)), "ZL202 ZL205"),
    Case("parcel a millimetre wide", "survey", geopackage(third(SLIVER)), "ZL228 ZL247", rows=3),
    Case("parcel that is polygon and point", "survey", geopackage(one_of(MIXED)), "ZL203"),
    Case(
        "parcels that are points",
        "survey",
        geopackage(land(WEST.centroid, EASTERN.centroid)),
        "ZL203",
    ),
    Case(
        "parcels that are closed lines",
        "survey",
        geopackage(land(*(shapely.LineString(p.exterior.coords) for p in (WEST, EASTERN)))),
        "ZL203",
    ),
    Case(
        "parcel with every corner twice",
        "survey",
        geopackage(one_of(shapely.Polygon([xy for xy in WEST.exterior.coords for _ in "ab"]))),
        "ZL225",
    ),
    Case("parcel there twice", "survey", geopackage(third(WEST)), "ZL224", rows=3, size=16_000),
    Case(
        "parcel over its neighbour",
        "survey",
        geopackage(one_of(box(0, 0, 70, 100))),
        "ZL243",
        size=11_000,
    ),
    Case(
        "parcels with a gap between them",
        "survey",
        geopackage(one_of(box(0, 0, 50, 100))),
        "ZL241",
        size=9_000,
    ),
    Case(
        "parcels with a gap of a millimetre",
        "survey",
        geopackage(one_of(box(0, 0, 59.999, 100))),
        "ZL247",
    ),
    Case(
        "parcels with heights",
        "survey",
        geopackage(land(*(shapely.force_3d(one, 95.5) for one in (WEST, EASTERN)))),
        "ZL229",
    ),
    Case("parcel of 4,000 corners", "survey", geopackage(one_of(shapely.segmentize(WEST, 0.08)))),
    Case(
        "red line of 100,000 corners",
        "redline",
        geopackage(zones(box(40, 40, 20, 20).buffer(10, quad_segs=25_000))),
        rows=1,
        size=1_514.16,
    ),
    # shapes, zones and lines
    Case("zone without a shape", "zones", geopackage(zones(box(0, 0, 100, 100), None)), "ZL201"),
    Case("zone that crosses itself", "zones", geopackage(zones(BOW_TIE)), "ZL205", size=3_000),
    Case(
        "zone of no area",
        "zones",
        geopackage(zones(box(0, 0, 100, 100), box(0, 0, 0.01, 0.01))),
        "ZL207 ZL223",
    ),
    Case(
        "zones that are lines",
        "zones",
        geopackage(zones(shapely.LineString(WEST.exterior.coords))),
        "ZL203",
    ),
    Case(
        "zones of one name, one drawn again",
        "zones",
        geopackage(zones(WEST, WEST, KFQMC=["东区", "东区"])),
        "ZL224 ZL295",
        rows=2,
        size=2 * WEST.area,
    ),
    Case(
        "zones one over another",
        "zones",
        geopackage(zones(box(0, 0, 100, 100), box(90, 0, 100, 100))),
        "ZL222",
        rows=2,
        size=20_000,
    ),
    Case(
        "zones that share an edge",
        "zones",
        geopackage(zones(box(0, 0, 50, 100), box(50, 0, 50, 100))),
        rows=2,
    ),
    Case(
        "zone of two rows",
        "zones",
        geopackage(zones(WEST, EASTERN, KFQDM=["A", "A"], KFQMC=["甲", "甲"])),
        "ZL220",
    ),
    Case("zone of two names", "zones", geopackage(zones(WEST, EASTERN, KFQDM=["A", "A"])), "ZL221"),
    Case(
        "zone without a code", "zones", geopackage(zones(WEST, EASTERN, KFQDM=["A", None])), "ZL122"
    ),
    Case(
        "zone whose code is blank",
        "zones",
        geopackage(zones(WEST, EASTERN, KFQDM=["A", "  "])),
        "ZL122",
    ),
    Case(
        "zones without a field of codes",
        "zones",
        geopackage(zones().rename(columns={"KFQDM": "a", "KFQMC": "b"})),
        "ZL110",
    ),
    Case("zones with a name alone", "zones", geopackage(zones().drop(columns="KFQDM"))),
    Case(
        "zones whose field is misspelt in the settings",
        "zones",
        geopackage(zones()),
        "ZL110",
        settings='id = "KFQDN"',
    ),
    Case("zone codes as numbers", "zones", geopackage(zones(KFQDM=[410100]))),
    Case("red line of nothing", "redline", geopackage(zones()[:0]), "ZL105"),
    Case(
        "red line with a row without a shape",
        "redline",
        geopackage(zones(box(0, 0, 100, 100), None)),
        "ZL201",
    ),
    Case(
        "red line that crosses itself", "redline", geopackage(zones(BOW_TIE)), "ZL205", size=3_000
    ),
    Case("red line in the next county", "redline", geopackage(moved(zones(), 30_000)), "ZL216"),
    Case(
        "red line of another province", "redline", geopackage(moved(zones(), 0, 400_000)), "ZL214"
    ),
    Case(
        "red line that is a line",
        "redline",
        geopackage(zones(shapely.LineString(WEST.exterior.coords))),
        "ZL203",
    ),
    # place
    Case("no system at all", "survey", geopackage(land(crs=None)), "ZL250"),
    Case("zones without a system", "zones", geopackage(zones(crs=None)), "ZL250"),
    Case("degrees in CGCS2000", "survey", geopackage(DEGREES), "ZL213"),
    Case("degrees in WGS 84", "survey", geopackage(land().to_crs(4326)), "ZL213"),
    Case(
        "degrees that are called metres",
        "survey",
        geopackage(DEGREES.set_crs(4526, allow_override=True)),
        "ZL254",
    ),
    Case("metres that are called degrees", "survey", geopackage(land(crs="EPSG:4490")), "ZL254"),
    Case(
        "latitude first",
        "survey",
        geopackage(turned(DEGREES)),
        "ZL253",
    ),
    Case(
        "northing first",
        "survey",
        geopackage(turned(land())),
        "ZL253",
    ),
    Case(
        "prefix declared and not there", "survey", geopackage(moved(land(), -38_000_000)), "ZL252"
    ),
    Case(
        "prefix there and not declared",
        "survey",
        geopackage(land().set_crs(4547, allow_override=True)),
        "ZL252",
    ),
    Case(
        "the next meridian's zone",
        "survey",
        geopackage(land().set_crs(4527, allow_override=True)),
        "ZL252",
    ),
    Case(
        "a prefix of the next zone in this one",
        "survey",
        geopackage(moved(land(), 1_000_000)),
        "ZL252",
    ),
    Case("the same ground by its meridian", "survey", geopackage(land().to_crs(4547)), "ZL213"),
    Case("the same ground in the next zone", "survey", geopackage(land().to_crs(4527)), "ZL213"),
    Case("a zone of six degrees", "survey", geopackage(land().to_crs(4498)), "ZL213"),
    Case("Web Mercator", "survey", geopackage(land().to_crs(3857)), "ZL213"),
    Case("UTM", "survey", geopackage(land().to_crs(32649)), "ZL213"),
    Case("Beijing 1954", "survey", geopackage(land().set_crs(2414, allow_override=True)), "ZL211"),
    Case("Xian 1980", "survey", geopackage(land().set_crs(2362, allow_override=True)), "ZL211"),
    Case(
        "Xian 1980 in degrees",
        "survey",
        geopackage(DEGREES.set_crs(4610, allow_override=True)),
        "ZL211",
    ),
    Case(
        "zones in Xian 1980",
        "zones",
        geopackage(zones().set_crs(2362, allow_override=True)),
        "ZL257",
    ),
    Case("zones in degrees", "zones", geopackage(zones().to_crs(4490)), "ZL213"),
    Case("zones in Web Mercator", "zones", geopackage(zones().to_crs(3857)), "ZL213"),
    Case("Lambert 93", "survey", geopackage(land().set_crs(2154, allow_override=True)), "ZL252"),
    Case(
        "a plane without a place",
        "survey",
        geopackage(land().set_crs('LOCAL_CS["here",UNIT["metre",1]]', allow_override=True)),
        "ZL292",
    ),
    Case("survey ten kilometres off", "survey", geopackage(moved(land(), 10_000)), "ZL216 ZL245"),
    Case(
        "survey of another province", "survey", geopackage(moved(land(), 0, 500_000)), "ZL214 ZL245"
    ),
    Case(
        "survey shifted as a web map shifts",
        "survey",
        geopackage(moved(land(), 540, -120)),
        "ZL216 ZL245",
    ),
    Case(
        "settings ask for another plane",
        "zones",
        geopackage(zones()),
        "ZL213",
        settings='crs = "EPSG:4547"',
    ),
    Case(
        "settings ask for a plane far away",
        "zones",
        geopackage(zones()),
        "ZL218",
        settings='crs = "EPSG:2154"',
    ),
    Case(
        "settings ask for degrees",
        "zones",
        geopackage(zones()),
        "ZL113",
        settings='crs = "EPSG:4490"',
    ),
    # attributes
    Case("no field of codes", "survey", geopackage(called("用途", PLAIN)), "ZL110"),
    Case(
        "field of codes misspelt in the settings",
        "survey",
        geopackage(land()),
        "ZL110",
        settings='code = "DLBN"',
    ),
    Case("codes of no known system", "survey", geopackage(called("CODE", PLAIN)), "ZL160"),
    Case(
        "system told, codes under any name",
        "survey",
        geopackage(called("CODE", PLAIN)),
        settings='system = "sandiao"',
    ),
    Case("codes as whole numbers", "survey", geopackage(called("DLBM", [601, 701])), "ZL164"),
    Case("codes as fractions", "survey", geopackage(called("DLBM", [601.0, 701.0])), "ZL164"),
    Case(
        "codes in full width", "survey", geopackage(called("DLBM", ["０６０１", " 0701 "])), "ZL164"
    ),
    Case(
        "codes that are lower case",
        "survey",
        geopackage(called("DLBM", ["08h1", "0601k"])),
        "ZL164 ZL343",
    ),
    Case(
        "a code that nobody knows", "survey", geopackage(called("DLBM", ["0601", "9901"])), "ZL161"
    ),
    Case("a code that is missing", "survey", geopackage(called("DLBM", ["0601", None])), "ZL162"),
    Case("a code that is blank", "survey", geopackage(called("DLBM", ["0601", " "])), "ZL162"),
    Case("two codes in one", "survey", geopackage(called("DLBM", ["0601", "0601/0701"])), "ZL163"),
    Case(
        "names that contradict one code",
        "survey",
        geopackage(land(DLMC=["工业用地", "水田"], DLBM=["0601", "0701"])),
        "ZL173",
    ),
    Case(
        "names that contradict every code",
        "survey",
        geopackage(land(DLMC=["农村道路", "水库水面"])),
        "ZL172",
    ),
    Case(
        "a plan's codes under survey",
        "survey",
        geopackage(called("YDYHFLDM", ["1001", "0701"])),
        "ZL174",
    ),
    Case("a survey's codes under plan", "plan", geopackage(land()), "ZL174"),
    Case(
        "codes that a spreadsheet took for a time",
        "survey",
        geopackage(called("DLBM", ["T0103", "0701"])),
        "ZL161",
    ),
    Case("stored areas of nought", "survey", geopackage(land(TBMJ=[0.0, 4000.0])), "ZL169"),
    Case("stored areas in text", "survey", geopackage(land(TBMJ=["6000", "不详"])), "ZL169 ZL280"),
    Case("stored areas in hectares", "survey", geopackage(land(TBMJ=[0.6, 0.4])), "ZL282"),
    Case(
        "stored area of another parcel", "survey", geopackage(land(TBMJ=[6000.0, 9000.0])), "ZL282"
    ),
    Case(
        "deduction of more than all",
        "survey",
        geopackage(land(KCXS=[1.2, 0.0], KCDLBM=["1203", None])),
        "ZL170",
    ),
    Case(
        "deduction of nothing known",
        "survey",
        geopackage(land(KCXS=[0.1, 0.0], KCDLBM=[None, None])),
        "ZL170",
    ),
    Case("ids there twice", "survey", geopackage(land(BSM=["1", "1"])), "ZL281"),
    Case(
        "ids without their end",
        "survey",
        geopackage(land(BSM=[4.10100000000000e18, 4.10100000000000e18])),
        "ZL273 ZL281",
    ),
    Case(
        "text that would run in a page",
        "survey",
        geopackage(land(DLMC=["<script>alert(1)</script>工业用地", "{{ 7*7 }}城镇住宅用地"])),
    ),
    Case(
        "text of control characters",
        "survey",
        geopackage(land(BZ=["工业\x01用地", "城镇\u202e住宅用地"])),
    ),
    Case("text of a megabyte", "survey", geopackage(land(BZ=["a" * 1_000_000, ""]))),
    Case(
        "two fields that differ in case",
        "survey",
        layer("a.geojson", land(dlbm=["0601", "0701"])),
        "ZL125",
    ),
    # class systems of one's own
    Case(
        "custom: no table and no list",
        "survey",
        geopackage(called("CODE", PLAIN)),
        "ZL171",
        settings='system = "custom"\ncode = "CODE"',
    ),
    Case(
        "custom: the table is not there",
        "survey",
        geopackage(called("CODE", PLAIN)),
        "ZL101",
        settings='system = "custom"\ncode = "CODE"\nclasses = "none.csv"',
    ),
    Case(
        "custom: the table lacks a column",
        "survey",
        custom("code,name\n甲,甲类\n"),
        "ZL120",
        settings='system = "custom"\ncode = "用途"\nclasses = "classes.csv"',
    ),
    Case(
        "custom: a code twice",
        "survey",
        custom("code,name,kind\n甲,甲类,industry\n甲,乙类,other\n"),
        "ZL121",
        settings='system = "custom"\ncode = "用途"\nclasses = "classes.csv"',
    ),
    Case(
        "custom: a kind nobody knows",
        "survey",
        custom("code,name,kind\n甲,甲类,工业\n"),
        "ZL165",
        settings='system = "custom"\ncode = "用途"\nclasses = "classes.csv"',
    ),
    Case(
        "custom: sound",
        "survey",
        custom("code,name,kind\n甲,甲类,industry\n"),
        settings='system = "custom"\ncode = "用途"\nclasses = "classes.csv"',
    ),
)
