"""What is mutated: a tiny workspace a format, sound and without a problem, and how it is read."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import sqlite3
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import ezdxf
import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import rasterio
import shapely
from rasterio.transform import from_origin

from tests.drawing import EAST, NORTH, PLANE, rectangle, zones_of
from zoneland.boundaries.lines import collect_lines
from zoneland.boundaries.zones import collect_zones
from zoneland.landuse.cover import collect_cover
from zoneland.landuse.ledger_sources import collect_supply
from zoneland.landuse.parcels import collect_parcels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoneland.core.inputs import Collected

ZONES: Final = zones_of(A=rectangle(EAST, NORTH, 100, 100))


def parcels() -> gpd.GeoDataFrame:
    """One with a hole, what fills the hole, one of two parts, and what lies between the parts."""
    hole = rectangle(EAST + 20, NORTH + 20, 20, 20)
    strip = rectangle(EAST + 80, NORTH, 10, 100)
    shapes = [
        rectangle(EAST, NORTH, 60, 100).difference(hole),
        hole,
        rectangle(EAST + 60, NORTH, 40, 100).difference(strip),
        strip,
    ]
    columns = {
        "TBBH": ["1", "2", "3", "4"],
        "DLBM": ["0601", "0602", "0701", "1001"],
        "DLMC": ["工业用地", "采矿用地", "城镇住宅用地", "铁路用地"],
        "TBMJ": [5600.0, 400.0, 3000.0, 1000.0],
    }
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=PLANE)


@dataclass(frozen=True, slots=True)
class Base:
    """A sound input of one format."""

    make: Callable[[Path], None]
    """Writes it into a folder."""
    targets: tuple[str, ...]
    """Names of the files to change, in turn."""
    read: Callable[[Path], Collected[Any]]
    """The door, given the folder."""
    naive: Callable[[Path], Any]
    """What a script would do instead."""


def by_door(name: str) -> Callable[[Path], Collected[Any]]:
    return lambda folder: collect_parcels(folder / name, "survey", zones=ZONES, where=name)


def by_geopandas(name: str) -> Callable[[Path], Any]:
    return lambda folder: gpd.read_file(folder / name)


def make_shapefile(folder: Path) -> None:
    parcels().to_file(folder / "a.shp", engine="pyogrio", encoding="gbk")
    (folder / "a.cpg").write_text("GBK", encoding="ascii")


def make_zip(folder: Path) -> None:
    inside = folder / "inside"
    inside.mkdir()
    make_shapefile(inside)
    write_zip(folder / "a.zip", {part.name: part.read_bytes() for part in sorted(inside.iterdir())})


def write_zip(path: Path, members: dict[str, bytes]) -> None:
    """Write the same bytes whatever the time of day."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def make_geopackage(folder: Path) -> None:
    """Write one of small pages, so that the parcels are not lost among tables of systems."""
    path = folder / "a.gpkg"
    parcels().to_file(path, layer="DLTB", engine="pyogrio")
    with contextlib.closing(sqlite3.connect(path)) as book:
        book.execute("UPDATE gpkg_contents SET last_change = '2026-10-31T00:00:00.000Z'")
        book.commit()
        book.execute("PRAGMA page_size = 512")
        book.execute("VACUUM")


def make_geodatabase(folder: Path) -> None:
    parcels().to_file(
        folder / "a.gdb",
        driver="OpenFileGDB",
        layer="DLTB",
        engine="pyogrio",
        promote_to_multi=True,
    )


def make_geojson(folder: Path) -> None:
    parcels().to_crs(4490).to_file(
        folder / "a.geojson", engine="pyogrio", COORDINATE_PRECISION=9, ID_FIELD="TBBH"
    )


def make_flatgeobuf(folder: Path) -> None:
    parcels().to_file(folder / "a.fgb", engine="pyogrio", promote_to_multi=True)


def make_parquet(folder: Path) -> None:
    parcels().to_parquet(folder / "a.parquet")


def make_drawing(folder: Path) -> None:
    """Draw the parcels as closed polylines on one layer."""
    drawing = ezdxf.new("R2000")
    for shape in parcels().geometry:
        for part in shapely.get_parts(shape):
            for ring in (part.exterior, *part.interiors):
                drawing.modelspace().add_lwpolyline(
                    ring.coords[:-1], close=True, dxfattribs={"layer": "STBHHX"}
                )
    drawing.saveas(folder / "whole.dxf")
    text = (folder / "whole.dxf").read_text(encoding="utf-8")
    (folder / "a.dxf").write_text(
        "  0\nSECTION\n  2\nENTITIES\n" + entities(text), encoding="ascii"
    )


def entities(text: str) -> str:
    """Leave all but the drawn things out: the rest of a drawing says nothing of them."""
    return text.split("ENTITIES\n", 1)[1].split("ENDSEC", 1)[0] + "ENDSEC\n  0\nEOF\n"


def make_kml(folder: Path) -> None:
    marks = "".join(
        f"<Placemark><name>{row.TBBH}</name><ExtendedData>"
        + "".join(
            f'<Data name="{name}"><value>{getattr(row, name)}</value></Data>'
            for name in ("DLBM", "DLMC", "TBMJ")
        )
        + f"</ExtendedData>{kml_shape(row.geometry)}</Placemark>\n"
        for row in parcels().to_crs(4326).itertuples()
    )
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n{marks}</Document></kml>'
    (folder / "a.kml").write_text(text, encoding="utf-8")


def kml_shape(shape: shapely.Geometry) -> str:
    parts = [
        "<Polygon>"
        + "".join(
            f"<{place}><LinearRing><coordinates>"
            + " ".join(f"{x:.9f},{y:.9f}" for x, y in ring.coords)
            + f"</coordinates></LinearRing></{place}>"
            for place, ring in [
                ("outerBoundaryIs", part.exterior),
                *(("innerBoundaryIs", hole) for hole in part.interiors),
            ]
        )
        + "</Polygon>"
        for part in shapely.get_parts(shape)
    ]
    return f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def make_survey(folder: Path) -> None:
    """Two plots, the first with a hole that the second fills."""
    lines = ["[属性描述]", "坐标系=2000国家大地坐标系", "几度分带=3", "带号=38", "[地块坐标]"]
    frame = parcels()
    for number, shape in enumerate(frame.geometry[:2], 1):
        rings = [shape.exterior, *shape.interiors]
        points = [(at, x, y) for at, ring in enumerate(rings, 1) for x, y in ring.coords]
        lines.append(f"{len(points)},{shape.area / 10_000:.4f},{number},地块{number},面,,,0601,@")
        lines += [f"J{at},{ring},{y:.3f},{x:.3f}" for at, (ring, x, y) in enumerate(points, 1)]
    (folder / "a.txt").write_text("\n".join(lines) + "\n", encoding="gbk")


def naive_survey(folder: Path) -> list[object]:
    text = (folder / "a.txt").read_text(encoding="gbk")
    rings: dict[tuple[str, str], list[tuple[float, float]]] = {}
    plot = ""
    for line in text.split("[地块坐标]")[1].splitlines():
        cells = line.split(",")
        if line.endswith("@"):
            plot = cells[2]
        elif len(cells) == 4:
            rings.setdefault((plot, cells[1]), []).append((float(cells[3]), float(cells[2])))
    return [shapely.Polygon(points).wkt for points in rings.values()]


def make_raster(folder: Path) -> None:
    cells = np.arange(1, 10, dtype="uint8").repeat(40).reshape(18, 20)
    place = from_origin(EAST, NORTH + 180, 10, 10)
    with rasterio.open(
        folder / "a.tif", "w", driver="GTiff", width=20, height=18, count=1, dtype="uint8",
        crs=PLANE, transform=place, nodata=0, compress="deflate",
    ) as target:  # fmt: skip
        target.write(cells, 1)


def read_raster(folder: Path) -> Collected[Any]:
    found = collect_cover(folder / "a.tif", legend="clcd", where="a.tif")
    window = found.data.window((EAST, NORTH, EAST + 200, NORTH + 180))
    codes = window.codes.tolist() if window else None
    return replace(found, data=[found.data.crs.to_wkt(), codes, window.bounds if window else None])


def naive_raster(folder: Path) -> list[object]:
    with rasterio.open(folder / "a.tif") as raster:
        return [raster.crs.to_wkt(), raster.read(1).tolist(), tuple(raster.bounds)]


HEADINGS: Final = (
    "电子监管号", "宗地号", "批准文号", "供地面积（公顷）", "约定开工时间", "实际开工时间",
    "约定竣工时间", "所属开发区",
)  # fmt: skip
LEDGER: Final = (
    ("4101002021B00011", "A-1", "豫政土〔2021〕1号", "1.2500", "2021-03-05", "2021-04-01",
     "2023-03-05", "A区"),
    ("4101002021B00022", "A-2", "豫政土〔2021〕1号", "2.5000", "2021-06-30", "",
     "2023-06-30", "A区"),
    ("4101002022B00033", "A-3", "豫政土〔2022〕7号", "0.7500", "2022-01-15", "2022-02-20",
     "2024-01-15", "A区"),
    ("合计", "", "", "4.5000", "", "", "", ""),
)  # fmt: skip


def make_csv(folder: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *LEDGER])
    (folder / "a.csv").write_bytes(text.getvalue().encode("gbk"))


STAMP: Final = re.compile(rb"(?<=W3CDTF..)[0-9TZ:-]+")
"""When a workbook says that it was written."""


def make_workbook(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADINGS, *LEDGER):
        sheet.append([float(c) if c[:1].isdigit() and "." in c else c for c in row])
    book.properties.created = book.properties.modified = datetime(2026, 10, 31)  # noqa: DTZ001
    book.save(folder / "made.xlsx")
    with zipfile.ZipFile(folder / "made.xlsx") as made:
        members = {name: made.read(name) for name in made.namelist()}
    stamp = re.compile(rb"(?<=W3CDTF..)[0-9TZ:-]+")
    members = {
        name: stamp.sub(b"2026-10-31T00:00:00Z", content) for name, content in members.items()
    }
    write_zip(folder / "a.xlsx", members)


def ledger_door(name: str) -> Callable[[Path], Collected[Any]]:
    return lambda folder: collect_supply(folder / name, where=name, zones=ZONES)


SHAPEFILE: Final = (make_shapefile, by_door("a.shp"), by_geopandas("a.shp"))


def of_shapefile(part: str) -> Base:
    make, read, naive = SHAPEFILE
    return Base(make, (f"a.{part}",), read, naive)


OWN_TABLE: Final = ("a.gdb/a00000009.gdbtable", "a.gdb/a00000009.gdbtablx")
OTHER_TABLES: Final = tuple(
    f"a.gdb/a0000000{number}.{ending}"
    for number in (1, 2, 3, 4, 5, 6, 7)
    for ending in ("gdbtable", "gdbtablx")
)

BASES: Final = {
    **{part: of_shapefile(part) for part in ("shp", "dbf", "shx", "prj", "cpg")},
    "gpkg": Base(make_geopackage, ("a.gpkg",), by_door("a.gpkg"), by_geopandas("a.gpkg")),
    "gdb": Base(
        make_geodatabase,
        tuple(name for other in OTHER_TABLES for name in (*OWN_TABLE, other)),
        by_door("a.gdb"),
        by_geopandas("a.gdb"),
    ),
    "geojson": Base(make_geojson, ("a.geojson",), by_door("a.geojson"), by_geopandas("a.geojson")),
    "fgb": Base(make_flatgeobuf, ("a.fgb",), by_door("a.fgb"), by_geopandas("a.fgb")),
    "parquet": Base(
        make_parquet,
        ("a.parquet",),
        by_door("a.parquet"),
        lambda folder: gpd.read_parquet(folder / "a.parquet"),
    ),
    "dxf": Base(
        make_drawing,
        ("a.dxf",),
        lambda folder: collect_lines(folder / "a.dxf", "redline", zones=ZONES, where="a.dxf"),
        by_geopandas("a.dxf"),
    ),
    "kml": Base(make_kml, ("a.kml",), by_door("a.kml"), by_geopandas("a.kml")),
    "txt": Base(
        make_survey,
        ("a.txt",),
        lambda folder: collect_zones(folder / "a.txt", where="a.txt", crs=ZONES.crs),
        naive_survey,
    ),
    "tif": Base(make_raster, ("a.tif",), read_raster, naive_raster),
    "xlsx": Base(
        make_workbook,
        ("a.xlsx",),
        ledger_door("a.xlsx"),
        lambda folder: pd.read_excel(folder / "a.xlsx"),
    ),
    "csv": Base(
        make_csv,
        ("a.csv",),
        ledger_door("a.csv"),
        lambda folder: pd.read_csv(folder / "a.csv", encoding="gbk"),
    ),
    "zip": Base(make_zip, ("a.zip",), by_door("a.zip"), by_geopandas("a.zip")),
}
