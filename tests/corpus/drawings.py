"""CAD drawings, file geodatabases and GeoParquet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import ezdxf
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from tests.corpus.making import (
    EASTERN,
    WEST,
    Case,
    box,
    cut,
    land,
    layer,
    patched,
    raw,
    replaced,
    zipped,
    zones,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.corpus.making import Build, Edit

SQUARE: Final = tuple(box(0, 0, 100, 100).exterior.coords)[:-1]
GAP: Final = [*SQUARE, (SQUARE[0][0] + 0.003, SQUARE[0][1])]


def drawing(draw: Callable[[Any], object], *edits: Edit, release: str = "R2000") -> Build:
    """A drawing that `draw` fills."""

    def build(folder: Path) -> str:
        made = ezdxf.new(release)
        draw(made.modelspace())
        made.saveas(folder / "a.dxf")
        for edit in edits:
            edit(folder / "a.dxf")
        return "a.dxf"

    return build


def polyline(
    *corners: tuple[float, ...], close: bool = True, name: str = "0"
) -> Callable[[Any], object]:
    return lambda space: space.add_lwpolyline(
        corners or SQUARE, close=close, dxfattribs={"layer": name}
    )


def both(*draws: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda space: [draw(space) for draw in draws]


def unit(number: int) -> Callable[[Any], object]:
    def draw(space: Any) -> None:
        space.doc.header["$INSUNITS"] = number
        polyline()(space)

    return draw


def geodatabase(*edits: Edit, **columns: Any) -> Build:
    return layer(
        "a.gdb", land(**columns), *edits, driver="OpenFileGDB", layer="DLTB", promote_to_multi=True
    )


def part(name: str, edit: Edit) -> Edit:
    """Spoil one table of a geodatabase."""
    return lambda path: edit(path / name)


def without(name: str) -> Edit:
    return lambda path: (path / name).unlink()


def parquet(*edits: Edit, note: Callable[[dict[str, Any]], object] | None = None) -> Build:
    """A GeoParquet file whose note on its ground may be spoilt."""

    def build(folder: Path) -> str:
        path = folder / "a.parquet"
        land().to_parquet(path)
        if note is not None:
            table = pq.read_table(path)
            geo = json.loads(table.schema.metadata[b"geo"])
            note(geo)
            pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
        for edit in edits:
            edit(path)
        return "a.parquet"

    return build


def plain_parquet(folder: Path) -> str:
    pq.write_table(pa.table({"DLBM": ["0601"]}), folder / "a.parquet")
    return "a.parquet"


def hole(space: Any) -> None:
    polyline()(space)
    polyline(*tuple(box(20, 20, 10, 10).exterior.coords)[:-1])(space)


ARC: Final = [(*SQUARE[0], 0.5), *((x, y, 0.0) for x, y in SQUARE[1:])]
SPATIAL: Final = "a00000009.gdbtable"

CASES: Final = (
    # DXF
    Case("dxf: a closed line", "redline", drawing(polyline()), "ZL250 ZL266"),
    Case("dxf: an open line", "redline", drawing(polyline(close=False)), "ZL260"),
    Case(
        "dxf: a line with a gap of 3 mm",
        "redline",
        drawing(polyline(*GAP, close=False)),
        "ZL260",
    ),
    Case("dxf: a line in a line", "redline", drawing(hole), "ZL250 ZL265 ZL266", size=9_900),
    Case(
        "dxf: an arc in the line",
        "redline",
        drawing(lambda space: space.add_lwpolyline(ARC, format="xyb", close=True)),
        "ZL250 ZL266",
        size=11_747.2,
    ),
    Case(
        "dxf: a circle",
        "redline",
        drawing(lambda space: space.add_circle((38500050, 3840050), 50)),
        "ZL250 ZL266",
        size=7_854,
    ),
    Case(
        "dxf: texts and points alone",
        "redline",
        drawing(lambda space: space.add_text("生态保护红线")),
        "ZL203",
    ),
    Case("dxf: nothing drawn", "redline", drawing(lambda _: None), "ZL105"),
    Case("dxf: drawn in millimetres", "redline", drawing(unit(4)), "ZL250 ZL266"),
    Case(
        "dxf: a layer named in GBK",
        "redline",
        drawing(
            polyline(name="LAYER00000"), replaced(".dxf", b"LAYER00000", "生态保护线".encode("gbk"))
        ),
        "ZL250 ZL262 ZL266",
    ),
    Case(
        "dxf: of several layers",
        "redline",
        drawing(both(polyline(name="A"), polyline(name="B"))),
        "ZL104",
    ),
    Case(
        "dxf: of several layers, one of a usual name",
        "redline",
        drawing(both(polyline(name="A"), polyline(name="STBHHX"))),
        "ZL250 ZL266",
    ),
    Case("dxf: cut in half", "redline", drawing(polyline(), cut(".dxf", 0.5)), "ZL103"),
    Case("dxf: cut before its end", "redline", drawing(polyline(), cut(".dxf", 0.98)), "ZL103"),
    Case(
        "dxf: of no bytes after its first words", "redline", raw("a.dxf", "  0\nSECTION\n"), "ZL103"
    ),
    Case(
        "dxf: as old as R12",
        "redline",
        drawing(lambda space: space.add_polyline2d(SQUARE, close=True), release="R12"),
        "ZL250 ZL266",
    ),
    # FileGDB
    Case("gdb: sound", "survey", geodatabase()),
    Case("gdb: zipped", "survey", zipped(geodatabase())),
    Case("gdb: its table is gone", "survey", geodatabase(without(SPATIAL)), "ZL103"),
    Case(
        "gdb: its table cut in half",
        "survey",
        geodatabase(part(SPATIAL, cut(".gdbtable", 0.5))),
        "ZL105",
    ),
    Case(
        "gdb: its index cut in half",
        "survey",
        geodatabase(part("a00000009.gdbtablx", cut(".gdbtablx", 0.2))),
        "ZL105",
    ),
    Case(
        "gdb: its catalogue is gone", "survey", geodatabase(without("a00000001.gdbtable")), "ZL103"
    ),
    Case(
        "gdb: a table that claims a billion rows",
        "survey",
        geodatabase(part(SPATIAL, patched(".gdbtable", 4, "<I", 10**9))),
        "ZL108",
    ),
    Case(
        "gdb: a note that a program holds it",
        "survey",
        geodatabase(lambda path: (path / "a.lock").write_bytes(b"")),
    ),
    # GeoParquet
    Case("parquet: sound", "survey", parquet()),
    Case("parquet: cut in half", "survey", parquet(cut(".parquet", 0.5)), "ZL103"),
    Case("parquet: no ground in it", "survey", plain_parquet, "ZL276"),
    Case(
        "parquet: a note on a column that is not there",
        "survey",
        parquet(note=lambda geo: geo.update(primary_column="none")),
        "ZL276",
    ),
    Case(
        "parquet: a system that is none",
        "survey",
        parquet(note=lambda geo: geo["columns"]["geometry"].update(crs="nowhere")),
        "ZL276",
    ),
    Case(
        "parquet: a system that is not told",
        "survey",
        parquet(note=lambda geo: geo["columns"]["geometry"].update(crs=None)),
        "ZL250",
    ),
    Case(
        "parquet: an encoding of its own",
        "survey",
        parquet(note=lambda geo: geo["columns"]["geometry"].update(encoding="mine")),
        "ZL276",
    ),
    # what a set of layers may be short of
    Case("zones without names", "zones", layer("a.gpkg", zones().drop(columns="KFQMC"))),
    Case(
        "layer of half a known name",
        "survey",
        lambda folder: (
            [
                land().to_file(folder / "a.gpkg", layer=name, engine="pyogrio")
                for name in ("DLTB_2023", "XZQ")
            ]
            and "a.gpkg"
        ),
        "ZL128",
    ),
    Case(
        "layer of another line's name",
        "redline",
        layer("a.gpkg", zones(), layer="YJJBNTBHTB"),
        "ZL129",
    ),
    Case(
        "field of half a known name",
        "survey",
        layer("a.gpkg", land().rename(columns={"DLBM": "DLBM_1"})),
        "ZL126",
    ),
    Case(
        "arcs among the edges",
        "survey",
        raw(
            "a.geojson",
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
            '{"DLBM":"0601"},"geometry":{"type":"CurvePolygon","coordinates":[]}}]}',
        ),
        "ZL106",
    ),
    Case(
        "red lines over one another",
        "redline",
        layer("a.gpkg", zones(WEST, box(50, 0, 50, 100))),
        "ZL246",
        size=11_000,
        rows=2,
    ),
    Case(
        "parcel long and thin",
        "survey",
        layer(
            "a.gpkg",
            land(
                shapely.union(WEST, EASTERN).difference(box(10, 10, 80, 0.3)), box(10, 10, 80, 0.3)
            ),
        ),
    ),
    Case(
        "gap of a metre between parcels",
        "survey",
        layer("a.gpkg", land(box(0, 0, 59.8, 100), EASTERN)),
        "ZL242",
        size=9_980,
    ),
)
