"""Small makers of inputs: each gives a function that writes a file into a folder and names it."""

from __future__ import annotations

import codecs
import io
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import openpyxl
import rasterio
import shapely
from rasterio.transform import Affine, from_origin

from tests.drawing import EAST, NORTH, PLANE, rectangle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Build = Callable[[Path], str]
    """Writes the input into a folder and gives its name."""
    Edit = Callable[[Path], None]
    """Spoils what was written; is given the main file."""

LAND_M2: Final = 10_000.0
LEDGER_M2: Final = 37_500.0
CELLS: Final = 6


@dataclass(frozen=True, slots=True)
class Case:
    """An ugly input: where it goes, how it is made, what is told of it and what it gives."""

    name: str
    role: str
    build: Build
    codes: str = ""
    """Every problem code in order, as often as it is told; what is told of every file included."""
    rows: int | None = None
    """How many rows a usable input gives; None for the sound one's."""
    size: float | None = None
    """What they add up to, in m² or cells of a raster; None for the sound one's."""
    settings: str = ""
    """Lines of zoneland.toml besides the path."""


# --- shapes -----------------------------------------------------------------------------------


def box(west: float, south: float, width: float, height: float) -> shapely.Polygon:
    """A rectangle in metres from the corner of the zone."""
    return rectangle(EAST + west, NORTH + south, width, height)


WEST: Final = box(0, 0, 60, 100)
EASTERN: Final = box(60, 0, 40, 100)


def polygon(*corners: tuple[float, float]) -> shapely.Polygon:
    with np.errstate(invalid="ignore"):  # some corners are no numbers, on purpose
        return shapely.Polygon([(EAST + x, NORTH + y) for x, y in corners])


def land(*shapes: Any, crs: str | None = PLANE, **columns: Sequence[object]) -> gpd.GeoDataFrame:
    """The sound survey: 6,000 m² of industry beside 4,000 m² of housing, which fill the zone."""
    drawn = list(shapes) or [WEST, EASTERN]
    codes = ["0601", "0701"] if len(drawn) == 2 else ["0601"] * len(drawn)
    return gpd.GeoDataFrame({"DLBM": codes} | columns, geometry=drawn, crs=crs)


def zones(*shapes: Any, crs: str | None = PLANE, **columns: Sequence[object]) -> gpd.GeoDataFrame:
    drawn = list(shapes) or [box(0, 0, 100, 100)]
    names = {
        "KFQDM": [f"Z{at}" for at, _ in enumerate(drawn)],
        "KFQMC": [f"{at}区" for at, _ in enumerate(drawn)],
    }
    return gpd.GeoDataFrame(names | columns, geometry=drawn, crs=crs)


# --- files ------------------------------------------------------------------------------------


def raw(name: str, content: bytes | str, encoding: str = "utf-8") -> Build:
    def build(folder: Path) -> str:
        data = content if isinstance(content, bytes) else content.encode(encoding)
        (folder / name).write_bytes(data)
        return name

    return build


def layer(name: str, frame: gpd.GeoDataFrame, *edits: Edit, **options: Any) -> Build:
    """A layer as GDAL writes it, then spoilt."""

    def build(folder: Path) -> str:
        frame.to_file(folder / name, engine="pyogrio", **options)
        for edit in edits:
            edit(folder / name)
        return name

    return build


def geopackage(frame: gpd.GeoDataFrame, *edits: Edit) -> Build:
    return layer("a.gpkg", frame, *edits, layer="DLTB")


def shapefile(
    *edits: Edit, frame: gpd.GeoDataFrame | None = None, encoding: str = "gbk", cpg: str = "GBK"
) -> Build:
    return layer(
        "a.shp", land() if frame is None else frame, cpg_of(cpg), *edits, encoding=encoding
    )


def cpg_of(text: str | None) -> Edit:
    def edit(path: Path) -> None:
        path.with_suffix(".cpg").write_text(text or "", encoding="ascii")

    return edit


def without(*endings: str) -> Edit:
    def edit(path: Path) -> None:
        for ending in endings:
            path.with_suffix(ending).unlink(missing_ok=True)

    return edit


def in_capitals(path: Path) -> None:
    for part in list(path.parent.glob(f"{path.stem}.*")):
        if part != path:
            part.rename(part.with_suffix(part.suffix.upper()))


def cut(ending: str, share: float) -> Edit:
    """Leave the end of a file out."""

    def edit(path: Path) -> None:
        part = path.with_suffix(ending)
        content = part.read_bytes()
        part.write_bytes(content[: int(len(content) * share)])

    return edit


def grown(ending: str, more: bytes) -> Edit:
    def edit(path: Path) -> None:
        with path.with_suffix(ending).open("ab") as stream:
            stream.write(more)

    return edit


def patched(ending: str, at: int, form: str, value: Any) -> Edit:
    """Write a number over what stands at a place; a negative one counts from the end."""

    def edit(path: Path) -> None:
        part = path.with_suffix(ending)
        content = bytearray(part.read_bytes())
        struct.pack_into(form, content, at % len(content), value)
        part.write_bytes(content)

    return edit


def zeroed(ending: str, at: int, count: int) -> Edit:
    """Write zeros over a part of a file."""

    def edit(path: Path) -> None:
        part = path.with_suffix(ending)
        content = bytearray(part.read_bytes())
        content[at : at + count] = bytes(count)
        part.write_bytes(content)

    return edit


def in_directory(at: int, form: str, value: int) -> Edit:
    """Write a number into the first entry of a zip's directory."""

    def edit(path: Path) -> None:
        content = bytearray(path.read_bytes())
        struct.pack_into(form, content, content.index(b"PK\x01\x02") + at, value)
        path.write_bytes(content)

    return edit


def replaced(ending: str, old: bytes, new: bytes) -> Edit:
    def edit(path: Path) -> None:
        part = path.with_suffix(ending)
        content = part.read_bytes()
        assert old in content, (part, old)
        part.write_bytes(content.replace(old, new))

    return edit


def written(ending: str, content: bytes | str) -> Edit:
    def edit(path: Path) -> None:
        data = content if isinstance(content, bytes) else content.encode("gbk")
        path.with_suffix(ending).write_bytes(data)

    return edit


def packed(name: str, members: Mapping[str, bytes | str], *edits: Edit) -> Build:
    """A zip of members under their names."""

    def build(folder: Path) -> str:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        for edit in edits:
            edit(folder / name)
        return name

    return build


def zipped(inner: Build, *edits: Edit, within: str = "", name: str = "a.zip") -> Build:
    """A zip of all that another maker writes."""

    def build(folder: Path) -> str:
        made = folder / "made"
        made.mkdir()
        inner(made)
        members = {
            f"{within}{part.relative_to(made).as_posix()}": part.read_bytes()
            for part in sorted(made.rglob("*"))
            if part.is_file()
        }
        return packed(name, members, *edits)(folder)

    return build


def folder_of(name: str, members: Mapping[str, bytes]) -> Build:
    def build(folder: Path) -> str:
        (folder / name).mkdir()
        for member, content in members.items():
            (folder / name / member).write_bytes(content)
        return name

    return build


def nothing(name: str) -> Build:
    return lambda _: name


# --- survey coordinates, KML, GeoJSON ---------------------------------------------------------

HEAD: Final = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=38\n[地块坐标]\n"
PLOT: Final = "5,1.0000,1,甲,面,,,,@\n"


def points(east: float = 0, north: float = 0, width: float = 100, *, prefix: int = 38) -> str:
    """A closed square of survey points."""
    e, n = prefix * 1_000_000 + 500_000 + east, NORTH + north
    corners = ((n, e), (n, e + width), (n + width, e + width), (n + width, e), (n, e))
    return "".join(f"J{at % 4 + 1},1,{y},{x}\n" for at, (y, x) in enumerate(corners))


def survey(body: str, *, head: str = HEAD, encoding: str = "utf-8") -> Build:
    return raw("a.txt", head + body, encoding)


LON, LAT = 114.0, 34.6863
RING: Final = (
    f"{LON},{LAT} {LON + 0.001},{LAT} {LON + 0.001},{LAT + 0.001} {LON},{LAT + 0.001} {LON},{LAT}"
)
KML_M2: Final = 10_165.4
"""A thousandth of a degree each way at that latitude, on the ellipsoid."""


def ring(text: str, kind: str = "outer") -> str:
    return (
        f"<{kind}BoundaryIs><LinearRing><coordinates>{text}</coordinates></LinearRing>"
        f"</{kind}BoundaryIs>"
    )


def mark(shape: str, name: str = "甲区") -> str:
    return f"<Placemark><name>{name}</name>{shape}</Placemark>"


MARK: Final = mark(f"<Polygon>{ring(RING)}</Polygon>")


def kml(body: str = MARK, *, head: str = "", encoding: str = "utf-8", name: str = "a.kml") -> Build:
    text = f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'
    return raw(name, text, encoding)


def geojson(*features: str, crs: str = "", more: str = "") -> Build:
    """A collection of features given as text; the plane's name stands in it unless another does."""
    name = crs or "urn:ogc:def:crs:EPSG::4526"
    told = f'"crs":{{"type":"name","properties":{{"name":"{name}"}}}},' if crs != "none" else ""
    body = ",".join(features)
    return raw("a.geojson", f'{{"type":"FeatureCollection",{told}{more}"features":[{body}]}}')


def feature(coordinates: str, kind: str = "Polygon", code: str = '"0601"') -> str:
    return (
        f'{{"type":"Feature","properties":{{"DLBM":{code}}},'
        f'"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}'
    )


def corners(west: float, south: float, width: float, height: float) -> str:
    x, y = EAST + west, NORTH + south
    return (
        f"[[[{x},{y}],[{x + width},{y}],[{x + width},{y + height}],[{x},{y + height}],[{x},{y}]]]"
    )


# --- tables and rasters -----------------------------------------------------------------------

HEADINGS: Final = (
    "宗地号",
    "批准文号",
    "供地面积（公顷）",
    "约定开工时间",
    "实际开工时间",
    "所属开发区",
)
ROWS: Final = (
    ("A-1", "豫政土〔2021〕1号", 1.25, "2021-03-05", "2021-04-01", "区外"),
    ("A-2", "豫政土〔2021〕1号", 2.5, "2021-06-30", "2021-07-01", "区外"),
)


def workbook(
    *rows: Sequence[object],
    headings: Sequence[object] = HEADINGS,
    also: Callable[[Any], None] | None = None,
) -> Build:
    """A workbook of one sheet; `also` may do more to it."""

    def build(folder: Path) -> str:
        book = openpyxl.Workbook()
        book.active.title = "供地"
        for row in ((headings,) if headings else ()) + tuple(rows):
            book.active.append(list(row))
        if also is not None:
            also(book)
        book.save(folder / "a.xlsx")
        return "a.xlsx"

    return build


def with_cell(column: str, value: object) -> tuple[Sequence[object], ...]:
    """The sound rows with another value in the first one's column."""
    at = HEADINGS.index(column)
    first = list(ROWS[0])
    first[at] = value
    return tuple(first), ROWS[1]


def headed(old: str, new: str) -> tuple[str, ...]:
    """The sound headings with one of them called otherwise."""
    return tuple(new if name == old else name for name in HEADINGS)


def csv_text(
    *rows: Sequence[object], headings: Sequence[object] = HEADINGS, mark: str = ","
) -> str:
    return "".join(mark.join(map(str, row)) + "\n" for row in (headings, *rows))


def table(text: str, encoding: str = "gbk", name: str = "a.csv") -> Build:
    return raw(name, text, encoding)


def raster(
    cells: Any = None,
    *edits: Edit,
    crs: str | None = PLANE,
    place: Affine | None = None,
    **more: Any,
) -> Build:
    """A GeoTIFF of 2 × 3 cells of 10 m in the zone's corner."""

    def build(folder: Path) -> str:
        values = np.array([[1, 2, 3], [4, 5, 8]], "uint8") if cells is None else cells
        height, width = values.shape
        where = place or from_origin(EAST, NORTH + 10 * height, 10, 10)
        with rasterio.open(
            folder / "a.tif", "w", driver="GTiff", width=width, height=height, count=1,
            dtype=values.dtype.name, crs=crs, transform=where, **more,
        ) as target:  # fmt: skip
            target.write(values, 1)
        for edit in edits:
            edit(folder / "a.tif")
        return "a.tif"

    return build


UTF8_MARK: Final = codecs.BOM_UTF8
EMPTY_ZIP: Final = b"PK\x05\x06" + bytes(18)


def zip_bytes(members: Mapping[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()
