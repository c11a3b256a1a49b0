"""Shapefiles changed at random, and in every entry that says how long, how many or where."""

from __future__ import annotations

import random
import struct
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MUTANTS = 200
HEAD = 100
FIELD = 32


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """Draw a plain shape, one of two parts, one with a hole, and a null shape."""
    hole = rectangle(EAST + 64, NORTH + 4, 2, 2)
    shapes = [
        rectangle(EAST, NORTH, 10, 10),
        rectangle(EAST + 20, NORTH, 10, 10).union(rectangle(EAST + 40, NORTH, 10, 10)),
        rectangle(EAST + 60, NORTH, 10, 10).difference(hole),
        None,
    ]
    values = {"地类": ["工业用地", "铁路用地", "水田", "旱地"], "TBMJ": [100.0, 200.0, 96.0, 0.5]}
    path = tmp_path / "a.shp"
    frame = gpd.GeoDataFrame(values, geometry=shapes, crs=PLANE)
    frame.to_file(path, engine="pyogrio", encoding="gbk")
    return path


def read(path: Path) -> gpd.GeoDataFrame | None:
    try:
        return read_layer(path, path.name).frame
    except InputError:
        return None


def structure(frame: gpd.GeoDataFrame) -> tuple[object, ...]:
    shapes = frame.geometry
    rings = [shapely.get_num_interior_rings(part) for part in shapes.explode().dropna()]
    return (
        list(frame.columns),
        shapely.get_num_coordinates(shapes.to_numpy()).tolist(),
        shapely.get_num_geometries(shapes.to_numpy()).tolist(),
        rings,
        frame.drop(columns="geometry").to_numpy().tolist(),
    )


def mutant(raw: bytes, chance: random.Random) -> bytes:
    content, at = bytearray(raw), chance.randrange(len(raw))
    match chance.randrange(5):
        case 0:
            content[at] ^= 1 << chance.randrange(8)
        case 1:
            content[at : at + 4] = chance.randbytes(4)
        case 2:
            del content[at:]
        case 3:
            del content[at : at + chance.randrange(1, 9)]
        case _:
            content[at:at] = chance.randbytes(chance.randrange(1, 9))
    return bytes(content)


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf"])
def test_random_mutants_are_read_or_refused_and_nothing_else(whole: Path, ending: str) -> None:
    part = whole.with_suffix(ending)
    raw, chance, refusals = part.read_bytes(), random.Random(20240501), 0  # noqa: S311 - repeatable mutants, no secrets
    for _ in range(MUTANTS):
        part.write_bytes(mutant(raw, chance))
        refusals += read(whole) is None
    assert refusals > MUTANTS // 3


def entries_of_shapes(raw: bytes) -> Iterator[tuple[int, str]]:
    """Give place and format of every length, count and offset of a .shp."""
    yield from ((0, ">I"), (24, ">I"), (28, "<I"), (32, "<I"))
    at = HEAD
    while at < len(raw):
        words, kind = struct.unpack(">I", raw[at + 4 : at + 8])[0], raw[at + 8]
        yield from ((at, ">I"), (at + 4, ">I"), (at + 8, "<I"))
        if kind:
            parts = struct.unpack("<I", raw[at + 44 : at + 48])[0]
            yield from ((at + 44 + 4 * part, "<I") for part in range(2 + parts))
        at += 8 + 2 * words


def entries_of_index(raw: bytes) -> Iterator[tuple[int, str]]:
    yield from ((0, ">I"), (24, ">I"), (28, "<I"), (32, "<I"))
    yield from ((at, ">I") for at in range(HEAD, len(raw), 4))


def entries_of_table(raw: bytes) -> Iterator[tuple[int, str]]:
    yield from ((4, "<I"), (8, "<H"), (10, "<H"))
    fields = (struct.unpack("<H", raw[8:10])[0] - 1) // FIELD
    yield from ((FIELD * number + 16, "<B") for number in range(1, fields))


ENTRIES = {".shp": entries_of_shapes, ".shx": entries_of_index, ".dbf": entries_of_table}


@pytest.mark.parametrize("ending", ENTRIES)
def test_no_wrong_length_count_or_offset_passes_in_silence(whole: Path, ending: str) -> None:
    expected = structure(read_layer(whole, "a").frame)
    part = whole.with_suffix(ending)
    raw, silent = part.read_bytes(), []
    for at, form in ENTRIES[ending](raw):
        (was,) = struct.unpack_from(form, raw, at)
        most = 256 ** struct.calcsize(form)
        for now in {0, 1, was - 1, was + 1, was + 4, was * 2, was ^ 0x80, most - 1} - {was}:
            content = bytearray(raw)
            struct.pack_into(form, content, at, now % most)
            part.write_bytes(bytes(content))
            frame = read(whole)
            if frame is not None and structure(frame) != expected:
                silent.append((at, was, now))
    assert silent == []


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf"])
def test_no_file_cut_anywhere_passes_in_silence(whole: Path, ending: str) -> None:
    part = whole.with_suffix(ending)
    raw = part.read_bytes()
    end_mark = ending == ".dbf"  # the last byte of a table says that it ends, and nothing else
    for length in range(0, len(raw) - end_mark, 3):
        part.write_bytes(raw[:length])
        assert read(whole) is None, length
