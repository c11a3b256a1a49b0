"""What comes seldom: every other code that a file can bring about has its case here."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import rasterio

from tests.corpus.drawings import SQUARE, drawing, polyline
from tests.corpus.grounds import one_of, turned
from tests.corpus.layers import sql
from tests.corpus.making import (
    HEAD,
    PLOT,
    ROWS,
    Case,
    box,
    corners,
    feature,
    geojson,
    geopackage,
    land,
    nothing,
    points,
    polygon,
    shapefile,
    survey,
    workbook,
    zones,
)
from tests.drawing import EAST, NORTH, PLANE

if TYPE_CHECKING:
    from pathlib import Path


def other_table(path: Path) -> None:
    """Lay another export's table beside a .shp, whole in itself."""
    other = path.with_name("other.shp")
    land()[:1].to_file(other, engine="pyogrio", encoding="gbk")
    path.with_suffix(".dbf").write_bytes(other.with_suffix(".dbf").read_bytes())


def vast(folder: Path) -> str:
    """A raster of a million million cells of which none is written."""
    with rasterio.open(
        folder / "a.tif", "w", driver="GTiff", width=1_000_000, height=1_000_000, count=1,
        dtype="uint8", crs=PLANE, sparse_ok=True, tiled=True, blockxsize=8192, blockysize=8192,
        transform=rasterio.transform.from_origin(EAST, NORTH + 1_000_000, 1, 1), nodata=0,
    ):  # fmt: skip
        return "a.tif"


def curve() -> str:
    """The western parcel as SQLite holds it, its edges said to be arcs (CurvePolygon)."""
    corners_of = [(EAST, NORTH), (EAST + 30, NORTH), (EAST + 60, NORTH), (EAST + 60, NORTH + 50),
                  (EAST + 60, NORTH + 100), (EAST + 30, NORTH + 100), (EAST, NORTH + 100),
                  (EAST, NORTH + 50), (EAST, NORTH)]  # fmt: skip
    wkb = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 8, len(corners_of))
    wkb += b"".join(struct.pack("<dd", *xy) for xy in corners_of)
    box_of = struct.pack("<dddd", EAST, EAST + 60, NORTH, NORTH + 100)
    return (b"GP\x00\x03" + struct.pack("<i", 4526) + box_of + wkb).hex()


def two_grounds(folder: Path) -> str:
    frame = land()
    frame.assign(centre=gpd.GeoSeries(frame.centroid, crs=frame.crs)).to_parquet(
        folder / "a.parquet"
    )
    return "a.parquet"


def hidden_row(book: Any) -> None:
    book.active.row_dimensions[2].hidden = True


CURVED: Final = f"UPDATE DLTB SET geom = x'{curve()}' WHERE fid = 1"  # noqa: S608 - our own bytes
NEEDLE: Final = polygon((0, 0), (60, 0), (60, 100), (30.1, 100), (30, 180), (29.9, 100), (0, 100))
IN_MM: Final = tuple((x * 1000, y * 1000) for x, y in SQUARE)
STRIPS: Final = tuple(box(10 * at, 0, 10, 100) for at in range(10))

CASES: Final = (
    Case("settings that are no TOML", "zones", geopackage(zones()), "ZL111", settings="layer = "),
    Case(
        "settings with a key that is none",
        "zones",
        geopackage(zones()),
        "ZL112",
        settings='pfad = "a"',
    ),
    Case("settings without zones", "zones", nothing(""), "ZL118"),
    Case(
        "two fields by part of a name",
        "survey",
        geopackage(land(DLMC_1=["工业用地", "城镇住宅用地"], DLMC_2=["工业用地", "城镇住宅用地"])),
        "ZL127",
    ),
    Case("shp: the table of another export", "survey", shapefile(other_table), "ZL176"),
    Case("tif: more cells than anyone has", "cover", vast, "ZL168"),
    Case(
        "txt: a section that nobody knows",
        "zones",
        survey(PLOT + points(), head="[项目信息]\n联系人\n" + HEAD),
        "ZL199",
    ),
    Case("parcel with a needle", "survey", geopackage(one_of(NEEDLE)), "ZL226", size=10_008),
    Case(
        "parcel eighty times as long as wide",
        "survey",
        geopackage(
            land(box(0, 0, 100, 100).difference(box(10, 10, 80, 0.1)), box(10, 10, 80, 0.1))
        ),
        "ZL227",
    ),
    Case("zone without a name", "zones", geopackage(zones(KFQMC=[None])), "ZL244"),
    Case(
        "northing first and no system", "survey", geopackage(turned(land(crs=None))), "ZL250 ZL251"
    ),
    Case(
        "a meridian three degrees off",
        "survey",
        geopackage(land().to_crs(4547).set_crs(4548, allow_override=True)),
        "ZL255",
    ),
    Case(
        "dxf: a line with a gap of half a millimetre",
        "redline",
        drawing(polyline(*SQUARE, (SQUARE[0][0] + 0.0005, SQUARE[0][1]), close=False)),
        "ZL205 ZL250 ZL261 ZL266",
    ),
    Case("dxf: drawn in thousandths", "redline", drawing(polyline(*IN_MM)), "ZL263"),
    Case(
        "gpkg: names in GBK",
        "survey",
        geopackage(land(BZ=["甲", "乙"]), sql("UPDATE DLTB SET BZ = CAST(x'B9A4D2B5' AS TEXT)")),
        "ZL267 ZL267",
    ),
    Case(
        "gpkg: arcs for edges",
        "survey",
        geopackage(land(), sql(CURVED)),
        "ZL271",
    ),
    Case(
        "dates that stand for none",
        "survey",
        geopackage(land(JZRQ=pd.to_datetime(["1900-01-01", "2021-01-01"]))),
        "ZL272",
    ),
    Case(
        "geojson: codes as numbers and as text",
        "survey",
        geojson(
            feature(corners(0, 0, 60, 100), code="601"),
            feature(corners(60, 0, 40, 100), code='"0701"'),
        ),
        "ZL164 ZL277",
    ),
    Case("parquet: two columns of ground", "survey", two_grounds, "ZL278"),
    Case(
        "stored areas of ten parcels in hectares",
        "survey",
        geopackage(land(*STRIPS, TBMJ=[0.1] * 10)),
        "ZL283",
        rows=10,
    ),
    Case("xlsx: a row that is hidden", "supply", workbook(*ROWS, also=hidden_row), "ZL287"),
)
