from __future__ import annotations

import struct
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine, from_origin

from tests.drawing import EAST, NORTH, PLANE
from zoneland.core.cover import NO_DATA, Cells
from zoneland.core.problems import InputError
from zoneland.landuse.cover import collect_cover

if TYPE_CHECKING:
    from pathlib import Path


def raster(path: Path, cells: np.ndarray, crs: str | None = PLANE) -> Path:
    """North-up cells of 10 m whose lower left corner is the place of all drawings."""
    rows, columns = cells.shape
    place = from_origin(EAST, NORTH + 10 * rows, 10, 10)
    with rasterio.open(
        path, "w", driver="GTiff", width=columns, height=rows, count=1, dtype=cells.dtype.name,
        crs=crs, transform=place, nodata=0,
    ) as target:  # fmt: skip
        target.write(cells, 1)
    return path


CELLS = np.array([[1, 2, 3], [4, 0, 8]], dtype="uint8")


def refusal(path: Path, legend: str = "clcd") -> list[str]:
    with pytest.raises(InputError) as refused:
        collect_cover(path, legend=legend)
    return [problem.code for problem in refused.value.problems]


def test_a_window_holds_the_cells_that_bounds_touch(tmp_path: Path) -> None:
    cover = collect_cover(raster(tmp_path / "a.tif", CELLS), legend="clcd").data
    window = cover.window((EAST + 11, NORTH + 1, EAST + 29, NORTH + 9))
    assert window is not None
    assert window.codes.tolist() == [[NO_DATA, 8]]
    assert window.bounds == (EAST + 10, NORTH, EAST + 30, NORTH + 10)
    assert cover.window((EAST + 500, NORTH, EAST + 600, NORTH + 9)) is None


def test_rasters_are_refused_by_what_is_wrong_with_them(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    assert refusal(path) == ["ZL101"]
    path.write_text("<VRTDataset/>", encoding="utf-8")
    assert refusal(path) == ["ZL102"]
    path.write_bytes(b"II*\x00" + b"\0" * 20)
    assert refusal(path) == ["ZL103"]
    assert refusal(raster(path, CELLS), legend="mine") == ["ZL166"]
    assert refusal(raster(path, CELLS.astype("float32"))) == ["ZL167"]
    assert refusal(raster(path, CELLS, crs=None)) == ["ZL210"]


def dbase(path: Path, columns: dict[str, list[str]], width: int = 8) -> None:
    """A dBase table of text columns, all of one width."""
    rows = list(zip(*columns.values(), strict=True))
    head = struct.pack("<4BIHH20x", 3, 126, 1, 1, len(rows), 33 + 32 * len(columns), 0)
    head = head[:10] + struct.pack("<H", 1 + width * len(columns)) + head[12:]
    fields = b"".join(
        struct.pack("<11sc4xBB14x", name.encode(), b"C", width, 0) for name in columns
    )
    cells = b"".join(b" " + b"".join(cell.encode().ljust(width) for cell in row) for row in rows)
    path.write_bytes(head + fields + b"\r" + cells + b"\x1a")


AUX = """<PAMDataset><PAMRasterBand band="1"><GDALRasterAttributeTable>
<FieldDefn index="0"><Name>Value</Name><Type>0</Type><Usage>5</Usage></FieldDefn>
<FieldDefn index="1"><Name>CODE_18</Name><Type>2</Type><Usage>0</Usage></FieldDefn>
<Row index="0"><F>1</F><F>111</F></Row><Row index="1"><F>2</F><F>121</F></Row>
</GDALRasterAttributeTable></PAMRasterBand></PAMDataset>"""
TWO = np.array([[1, 2, 2], [2, 0, 1]], dtype="uint8")


def codes_of(path: Path, legend: str) -> tuple[list[list[int]], str, list[str]]:
    """Give the classes of all cells, the column they are from, and the problems."""
    found = collect_cover(path, legend=legend)
    window = found.data.window((EAST, NORTH, EAST + 30, NORTH + 20))
    assert window is not None
    return window.codes.tolist(), found.source.layer, [p.code for p in found.problems]


TRANSLATED = [[111, 121, 121], [121, NO_DATA, 111]]


def test_a_table_beside_the_raster_says_what_its_values_stand_for(tmp_path: Path) -> None:
    path = raster(tmp_path / "a.tif", TWO)
    dbase(
        tmp_path / "a.tif.vat.dbf",
        {"Value": ["1", "2"], "Count": ["211", "212"], "CODE": ["111", "121"]},
    )
    assert codes_of(path, "corine") == (TRANSLATED, "CODE", [])


def test_gdal_s_own_table_serves_too(tmp_path: Path) -> None:
    path = raster(tmp_path / "a.tif", TWO)
    (tmp_path / "a.tif.aux.xml").write_text(AUX, encoding="utf-8")
    assert codes_of(path, "corine") == (TRANSLATED, "CODE_18", [])


def test_values_that_are_the_classes_themselves_need_no_table(tmp_path: Path) -> None:
    path = raster(tmp_path / "a.tif", TWO)
    dbase(tmp_path / "a.tif.vat.dbf", {"Value": ["1", "2"], "CODE": ["3", "4"]})
    assert codes_of(path, "clcd") == ([[1, 2, 2], [2, NO_DATA, 1]], "", [])


def test_a_value_that_the_table_leaves_out_is_of_no_class(tmp_path: Path) -> None:
    path = raster(tmp_path / "a.tif", np.array([[1, 2, 112]], dtype="uint8"))
    (tmp_path / "a.tif.aux.xml").write_text(AUX, encoding="utf-8")
    found = collect_cover(path, legend="corine")
    assert [(p.code, p.values["share"]) for p in found.problems] == [("ZL285", "33.3%")]


def test_a_legend_that_is_not_the_raster_s_is_told(tmp_path: Path) -> None:
    path = raster(tmp_path / "a.tif", np.array([[10, 10, 50], [10, 8, 0]], dtype="uint8"))
    (problem,) = collect_cover(path, legend="clcd").problems
    assert (problem.code, problem.values["share"]) == ("ZL285", "80.0%")
    assert problem.values["found"] == "10 (60.0%)、50 (20.0%)"
    assert [p.values["share"] for p in collect_cover(path, legend="worldcover").problems] == [
        "20.0%"
    ]


def test_a_damaged_or_hostile_table_is_told(tmp_path: Path) -> None:
    path = raster(tmp_path / "a.tif", TWO)
    (tmp_path / "a.tif.vat.dbf").write_bytes(b"\x03" * 40)
    assert refusal(path, "corine") == ["ZL175"]
    (tmp_path / "a.tif.vat.dbf").unlink()
    bomb = f'<!DOCTYPE a [<!ENTITY x "{"ha" * 9}">]>{AUX}'
    (tmp_path / "a.tif.aux.xml").write_text(bomb, encoding="utf-8")
    assert refusal(path, "corine") == ["ZL103"]


@pytest.mark.parametrize(("side", "tile"), [(10**6, 32_768), (20_000, 16_384)])
def test_a_small_file_that_claims_endless_cells_is_refused_at_once(
    tmp_path: Path, side: int, tile: int
) -> None:
    path = tmp_path / "a.tif"
    with rasterio.open(
        path, "w", driver="GTiff", count=1, dtype="uint8", crs=PLANE, compress="deflate",
        transform=from_origin(EAST, NORTH, 10, 10), SPARSE_OK=True, BIGTIFF="YES",
        width=side, height=side, tiled=True, blockxsize=tile, blockysize=tile,
    ):  # fmt: skip
        pass
    assert path.stat().st_size < 100_000
    began = time.monotonic()
    assert refusal(path) == ["ZL168"]
    assert time.monotonic() - began < 2


def test_a_large_raster_is_held_against_its_legend_by_a_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoneland.landuse.cover_sample.SAMPLE_CELLS", 100)
    monkeypatch.setattr("zoneland.landuse.cover_sample.SAMPLE_SIDE", 2)
    path = raster(tmp_path / "a.tif", np.full((30, 40), 77, dtype="uint8"))
    assert [p.values["found"] for p in collect_cover(path, legend="clcd").problems] == [
        "77 (100.0%)"
    ]


def stored(path: Path, cells: np.ndarray, **layout: object) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", height=cells.shape[-2], width=cells.shape[-1], crs=PLANE,
        count=len(cells) if cells.ndim == 3 else 1, dtype=cells.dtype.name,
        transform=from_origin(EAST, NORTH, 10, 10), **({"nodata": 0} | layout),
    ) as target:  # fmt: skip
        target.write(cells if cells.ndim == 3 else cells[None])
    return path


@pytest.mark.parametrize(
    ("layout", "block"),
    [
        ({"tiled": True, "blockxsize": 512, "blockysize": 256}, (2048, 2048)),
        ({"tiled": True, "blockxsize": 400, "blockysize": 48}, (42 * 48, 2000)),
        ({"tiled": True, "blockxsize": 2064, "blockysize": 2064}, (2048, 2048)),
        ({"blockysize": 3}, (2046, 2048)),  # strips
    ],
)
def test_a_raster_is_read_by_whole_blocks_of_its_file(
    tmp_path: Path, layout: dict[str, object], block: tuple[int, int]
) -> None:
    path = stored(tmp_path / "a.tif", np.ones((9, 2100), dtype="uint8"), **layout)
    assert collect_cover(path, legend="clcd").data.grid.block == block


def test_of_wide_strips_no_more_rows_are_read_than_stay_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoneland.landuse.cover.CACHE_BYTES", 2100 * 2 * 60)
    path = stored(tmp_path / "a.tif", np.ones((9, 2100), dtype="uint16"))
    assert collect_cover(path, legend="clcd").data.grid.block == (30, 2048)


def test_blocks_put_together_are_the_raster(tmp_path: Path) -> None:
    cells = np.random.default_rng(3).integers(0, 9, (70, 90)).astype("uint8")
    layout = {"tiled": True, "blockxsize": 32, "blockysize": 16}
    cover = collect_cover(stored(tmp_path / "a.tif", cells, **layout), legend="clcd").data
    whole = Cells(0, 0, 70, 90)
    found = np.full((70, 90), 99)
    with cover.opened() as read:
        for part in replace(cover.grid, block=(32, 32)).blocks(whole):
            here = slice(part.row, part.row + part.rows)
            found[here, part.column : part.column + part.columns] = read(part)
    assert found.tolist() == np.where(cells == 0, NO_DATA, cells.astype(int)).tolist()


def test_reading_too_much_in_one_piece_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cover = collect_cover(raster(tmp_path / "a.tif", CELLS), legend="clcd").data
    monkeypatch.setattr("zoneland.landuse.cover.MOST_CELLS", 5)
    with pytest.raises(InputError, match="ZL168"):
        cover.window(cover.bounds)


def test_a_raster_damaged_in_its_middle_is_told_where_it_is_read(tmp_path: Path) -> None:
    cells = np.random.default_rng(3).integers(1, 9, (5000, 4000)).astype("uint8")
    path = stored(tmp_path / "a.tif", cells, compress="deflate")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 + len(content) // 37  # between the squares of the sample
    content[middle : middle + 4000] = b"\xff" * 4000
    path.write_bytes(content)
    cover = collect_cover(path, legend="clcd").data
    blocks = cover.grid.blocks(Cells(0, 0, 5000, 4000))
    with cover.opened() as read, pytest.raises(InputError, match="ZL103"):
        list(map(read, blocks))


def test_only_the_first_of_several_bands_is_read_and_that_is_told(tmp_path: Path) -> None:
    three = np.stack([np.full((2, 2), value, dtype="uint8") for value in (1, 5, 8)])
    found = collect_cover(stored(tmp_path / "a.tif", three), legend="clcd")
    assert [(p.code, p.level, p.values["bands"]) for p in found.problems] == [("ZL307", "info", 3)]
    window = found.data.window(found.data.bounds)
    assert window is not None
    assert window.codes.tolist() == [[1, 1], [1, 1]]


def test_a_band_that_masks_is_none_of_several(tmp_path: Path) -> None:
    masked = np.array([[[1, 1], [1, 8]], [[255, 255], [0, 255]]], dtype="uint8")
    layout = {"photometric": "minisblack", "alpha": "yes", "nodata": None}
    found = collect_cover(stored(tmp_path / "a.tif", masked, **layout), legend="clcd")
    assert found.problems == ()
    window = found.data.window(found.data.bounds)
    assert window is not None
    assert window.codes.tolist() == [[1, 1], [NO_DATA, 8]]


@pytest.mark.parametrize("turned", ["south up", "askew", "of endless cells", "of no size"])
def test_rasters_that_lie_otherwise_are_refused(tmp_path: Path, turned: str) -> None:
    place = {
        "south up": Affine(10, 0, EAST, 0, 10, NORTH),
        "askew": Affine(10, 1, EAST, 1, -10, NORTH),
        "of endless cells": Affine(1e300, 0, EAST, 0, -1e300, NORTH),
        "of no size": Affine(1e-300, 0, EAST, 0, -1e-300, NORTH),
    }[turned]
    path = raster(tmp_path / "a.tif", CELLS)
    with rasterio.open(path, "r+") as target:
        target.transform = place
    assert refusal(path) == ["ZL167"]


def test_values_far_apart_are_translated_as_well_as_those_nearby(tmp_path: Path) -> None:
    path = raster(tmp_path / "a.tif", np.array([[1, 2, 100_000], [0, 2, 1]], dtype="int32"))
    (tmp_path / "a.tif.aux.xml").write_text(AUX, encoding="utf-8")
    codes, _, problems = codes_of(path, "corine")
    assert codes == [[111, 121, -100_002], [NO_DATA, 121, 111]]
    assert problems == ["ZL285"]


def test_the_year_of_the_images_is_kept_and_a_slip_is_refused(tmp_path: Path) -> None:
    path = raster(tmp_path / "c.tif", CELLS)
    assert collect_cover(path, legend="clcd", year=2020).data.year == 2020
    assert collect_cover(path, legend="clcd").data.year is None
    with pytest.raises(InputError) as refused:
        collect_cover(path, legend="clcd", year=220)
    assert [problem.code for problem in refused.value.problems] == ["ZL332"]
