"""KML and survey coordinates."""

from __future__ import annotations

from typing import Final

from tests.corpus.making import (
    LAT,
    LON,
    MARK,
    PLOT,
    RING,
    Case,
    kml,
    mark,
    packed,
    points,
    raw,
    ring,
    survey,
)

HOLE: Final = (
    f"{LON + 0.0002},{LAT + 0.0002} {LON + 0.0004},{LAT + 0.0002} {LON + 0.0004},{LAT + 0.0004}"
    f" {LON + 0.0002},{LAT + 0.0002}"
)
DOCUMENT: Final = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{MARK}</Document></kml>'
LINE: Final = mark(f"<LineString><coordinates>{RING}</coordinates></LineString>")
NUMBERED: Final = points().removesuffix("J1,1,3840000,38500000\n") + "J5,1,3840000,38500000\n"
INNER: Final = points(20, 20, 10).replace(",1,", ",2,")
APART: Final = points(200, 0, 50).replace(",1,", ",2,")
TWO_CELLS: Final = points().replace(",1,", ",")
SWAPPED: Final = "".join(
    f"{label},{ring},{east},{north}\n"
    for label, ring, north, east in (line.split(",") for line in points().splitlines())
)
NO_PREFIX: Final = points().replace(",38500", ",500")


def head(system: str = "2000国家大地坐标系", width: str = "3", band: str = "38") -> str:
    return f"[属性描述]\n坐标系={system}\n几度分带={width}\n带号={band}\n[地块坐标]\n"


CASES: Final = (
    # KML
    Case("kml: sound", "zones", kml(), "ZL213 ZL239"),
    Case("kml: an .ovkml", "zones", kml(name="a.ovkml"), "ZL213 ZL239"),
    Case("kml: a .kmz", "zones", packed("a.kmz", {"doc.kml": DOCUMENT}), "ZL213 ZL239"),
    Case(
        "kml: in GBK and declared so",
        "zones",
        kml(head='<?xml version="1.0" encoding="GBK"?>', encoding="gbk"),
        "ZL213 ZL239",
    ),
    Case("kml: in GBK and not declared", "zones", kml(encoding="gbk"), "ZL124"),
    Case(
        "kml: in UTF-16",
        "zones",
        kml(head='<?xml version="1.0" encoding="UTF-16"?>', encoding="utf-16"),
        "ZL213 ZL239",
    ),
    Case("kml: cut in half", "zones", raw("a.kml", DOCUMENT[: len(DOCUMENT) // 2]), "ZL103"),
    Case("kml: a document type", "zones", kml(head="<!DOCTYPE kml>"), "ZL103"),
    Case(
        "kml: a bomb of entities",
        "zones",
        kml(mark("", "&b;"), head='<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'),
        "ZL103",
    ),
    Case(
        "kml: an entity that reads a file",
        "zones",
        kml(mark("", "&a;"), head='<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "ZL103",
    ),
    Case(
        "kml: folders three hundred deep",
        "zones",
        kml("<Folder>" * 300 + "</Folder>" * 300),
        "ZL103",
    ),
    Case("kml: no placemark", "zones", kml(""), "ZL105 ZL239"),
    Case(
        "kml: a link to the network",
        "zones",
        kml(MARK + "<NetworkLink><Link><href>http://127.0.0.1:9/</href></Link></NetworkLink>"),
        "ZL213 ZL238 ZL239",
    ),
    Case(
        "kml: a picture laid over the ground",
        "zones",
        kml(MARK + "<GroundOverlay><Icon><href>a.png</href></Icon></GroundOverlay>"),
        "ZL213 ZL238 ZL239",
    ),
    Case("kml: a closed path where a polygon is due", "zones", kml(LINE), "ZL203 ZL213 ZL239"),
    Case(
        "kml: a pin among polygons",
        "zones",
        kml(MARK + mark(f"<Point><coordinates>{LON},{LAT}</coordinates></Point>", "大门")),
        "ZL203 ZL213 ZL239",
    ),
    Case(
        "kml: a placemark without a shape",
        "zones",
        kml(MARK + mark("", "乙区")),
        "ZL201 ZL213 ZL239",
    ),
    Case("kml: a polygon without a ring", "zones", kml(mark("<Polygon></Polygon>")), "ZL106"),
    Case(
        "kml: a ring of words",
        "zones",
        kml(mark(f"<Polygon>{ring('东至中山路')}</Polygon>")),
        "ZL106",
    ),
    Case(
        "kml: a ring of metres",
        "zones",
        kml(
            mark(f"<Polygon>{ring('38500000,3840000 38500100,3840000 38500100,3840100')}</Polygon>")
        ),
        "ZL106",
    ),
    Case(
        "kml: latitude first",
        "zones",
        kml(
            mark(
                f"<Polygon>{ring(' '.join(','.join(p.split(',')[::-1]) for p in RING.split()))}"
                "</Polygon>"
            )
        ),
        "ZL106",
    ),
    Case(
        "kml: an open ring",
        "zones",
        kml(mark(f"<Polygon>{ring(' '.join(RING.split()[:-1]))}</Polygon>")),
        "ZL213 ZL239",
    ),
    Case(
        "kml: a hole",
        "zones",
        kml(mark(f"<Polygon>{ring(RING)}{ring(HOLE, 'inner')}</Polygon>")),
        "ZL213 ZL239",
        size=9_962,
    ),
    Case("kml: two zones of one name", "zones", kml(MARK + MARK), "ZL213 ZL220 ZL224 ZL239"),
    Case(
        "kml: a name that is markup",
        "zones",
        kml(mark(f"<Polygon>{ring(RING)}</Polygon>", "&lt;script&gt;1&lt;/script&gt;")),
        "ZL213 ZL239",
    ),
    Case(
        "kml: heights",
        "zones",
        kml(mark(f"<Polygon>{ring(' '.join(f'{p},95.5' for p in RING.split()))}</Polygon>")),
        "ZL213 ZL229 ZL239",
    ),
    # survey coordinates
    Case("txt: sound", "zones", survey(PLOT + points())),
    Case("txt: in GBK", "zones", survey(PLOT + points(), encoding="gbk")),
    Case("txt: in UTF-8 after a mark", "zones", survey(PLOT + points(), encoding="utf-8-sig")),
    Case("txt: in UTF-16", "zones", survey(PLOT + points(), encoding="utf-16")),
    Case(
        "txt: lines that end as on Windows",
        "zones",
        survey((PLOT + points()).replace("\n", "\r\n")),
    ),
    Case("txt: commas in full width", "zones", survey((PLOT + points()).replace(",", "，"))),
    Case(
        "txt: an open ring",
        "zones",
        survey(PLOT.replace("5", "4", 1) + "\n".join(points().splitlines()[:4])),
    ),
    Case("txt: a ring that numbers on to its close", "zones", survey(PLOT + NUMBERED)),
    Case(
        "txt: a hole as ring 2",
        "zones",
        survey(PLOT.replace("5,1.0", "10,0.99", 1) + points() + INNER),
        size=9_900,
    ),
    Case(
        "txt: a part as ring 2",
        "zones",
        survey(PLOT.replace("5,1.0", "10,1.25", 1) + points() + APART),
        size=12_500,
    ),
    Case("txt: easting first", "zones", survey(PLOT + SWAPPED), "ZL195"),
    Case("txt: no prefix, band in the head", "zones", survey(PLOT + NO_PREFIX)),
    Case(
        "txt: no prefix and no band", "zones", survey(PLOT + NO_PREFIX, head=head(band="")), "ZL193"
    ),
    Case(
        "txt: prefix and band disagree",
        "zones",
        survey(PLOT + points(), head=head(band="39")),
        "ZL194",
    ),
    Case("txt: no head at all", "zones", survey(PLOT + points(), head=""), "ZL198"),
    Case("txt: no system", "zones", survey(PLOT + points(), head=head("")), "ZL198"),
    Case(
        "txt: Xian 1980",
        "zones",
        survey(PLOT + points(), head=head("1980西安坐标系")),
        "ZL257",
    ),
    Case("txt: a local system", "zones", survey(PLOT + points(), head=head("独立坐标系")), "ZL193"),
    Case(
        "txt: bands of six degrees",
        "zones",
        survey(PLOT + points(prefix=19), head=head(width="6", band="19")),
        "ZL256",
    ),
    Case(
        "txt: a count that is wrong",
        "zones",
        survey(PLOT.replace("5", "99", 1) + points()),
        "ZL197",
    ),
    Case(
        "txt: an area that is wrong",
        "zones",
        survey(PLOT.replace("1.0", "7.5") + points()),
        "ZL196",
    ),
    Case("txt: no area", "zones", survey(PLOT.replace("1.0000", "") + points())),
    Case(
        "txt: a plot that is a point", "zones", survey(PLOT.replace("面", "点") + points()), "ZL191"
    ),
    Case(
        "txt: a plot of two points",
        "zones",
        survey(PLOT + "".join(points().splitlines(keepends=True)[:2])),
        "ZL192 ZL197",
    ),
    Case(
        "txt: a plot of one line",
        "zones",
        survey(PLOT + "J1,1,3840000,38500000\nJ2,1,3840000,38500050\nJ3,1,3840000,38500100\n"),
        "ZL192 ZL197",
    ),
    Case(
        "txt: a line that is no point",
        "zones",
        survey(PLOT + points() + "以下空白\n"),
        "ZL190",
    ),
    Case(
        "txt: a coordinate with a letter in it",
        "zones",
        survey(PLOT + points().replace("3840100", "38401O0", 1)),
        "ZL190 ZL196 ZL197",
    ),
    Case("txt: points without rings", "zones", survey(PLOT + TWO_CELLS)),
    Case(
        "txt: a plot without points",
        "zones",
        survey(PLOT + PLOT.replace("甲", "乙") + points()),
        "ZL192 ZL197",
    ),
    Case("txt: nothing after the head", "zones", survey(""), "ZL105"),
    Case(
        "txt: a ring that crosses itself",
        "zones",
        survey(
            PLOT + "J1,1,3840000,38500000\nJ2,1,3840100,38500100\nJ3,1,3840000,38500100\n"
            "J4,1,3840100,38500000\nJ1,1,3840000,38500000\n"
        ),
        "ZL196 ZL205",
        size=5_000,
    ),
    Case("txt: a letter home", "zones", raw("a.txt", "各位领导：附件请查收。\n", "gbk"), "ZL102"),
    Case("txt: a thousand blank lines", "zones", survey("\n" * 1000 + PLOT + points())),
    Case(
        "txt: NUL between the letters",
        "zones",
        survey(PLOT.replace("甲", "甲\0") + points()),
    ),
    Case(
        "txt: coordinates in degrees",
        "zones",
        survey(PLOT + "J1,1,34.68,114.0\nJ2,1,34.69,114.0\nJ3,1,34.69,114.1\n"),
        "ZL192 ZL193 ZL197",
    ),
    Case(
        "txt: two plots of one number",
        "zones",
        survey(PLOT + points() + PLOT.replace("甲", "乙") + points(200)),
        "ZL221",
    ),
)
