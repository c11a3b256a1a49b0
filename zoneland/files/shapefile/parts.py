"""A Shapefile as bureaus send it: its side files found, held against each other, and lent out.

What GDAL would take in silence is refused or told: files cut short, counts that disagree, no
.dbf. For reading, a temporary folder holds links under plain names, a table whose field names
are plain ASCII, and an index made anew where there is none; nothing is written beside the input.
"""

from __future__ import annotations

import re
import shutil
import struct
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.files.formats import is_there
from zoneland.files.gdal.lead import link
from zoneland.files.projection import check_projection, projection_text
from zoneland.files.shapefile.dbase import Table, check_cells, read_plan, renamed_head, texts_of
from zoneland.files.shapefile.faults import strange
from zoneland.files.shapefile.shapes import (
    HEAD_BYTES,
    Shapes,
    check_length,
    index_entries,
    read_shapes,
    shape_type,
    walk,
)
from zoneland.files.text.encoding import LANGUAGE_IDS, best_encoding, declared_encoding, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

SIDE_FILES: Final = (".shx", ".dbf", ".prj", ".cpg")
LENT_NAME: Final = "layer"
GEOMETRY: Final = "geometry"
PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Shapefile:
    """A Shapefile that was found whole."""

    path: Path
    parts: dict[str, Path]
    """Its side files by ending in lower case."""
    entries: NDArray[np.int64]
    """The index: start and content length of each record in bytes."""
    shapes: Shapes
    table: Table
    encoding: str
    names: tuple[str, ...]
    """Field names as they read, distinct."""
    cut_names: tuple[str, ...]
    """Those of them whose last character was cut."""
    problems: tuple[Problem, ...]


def inspect(path: Path, where: str) -> Shapefile:
    """Find a Shapefile's side files and hold them against each other.

    Parameters
    ----------
    path
        The .shp.
    where
        How it is named in problems.

    Raises
    ------
    InputError
        ZL175 for a file cut short, ZL176 for counts that disagree, ZL177 for an entry that
        cannot be, ZL178 without a .dbf, ZL119 for a part that may not be read, ZL292 for a
        .prj that describes no system.
    """
    if path.suffix.lower() != ".shp":
        raise InputError([strange(where, "File Name", path.suffix, ".shp")])
    parts = side_files(path)
    table = _check_lengths(path, parts, where)
    told = []
    if ".shx" in parts:
        entries = index_entries(parts[".shx"])
    else:
        entries = walk(path, where)
        told.append(Problem("ZL179", where, {"count": len(entries)}))
    _check_counts(path, entries, table, where)
    shapes = read_shapes(path, entries, where)
    stop_on_errors(check_cells(table, _name(parts, ".dbf", where)))
    encoding, guessed = _encoding(parts, table, where)
    names, cut = _names(table, encoding)
    if ".prj" in parts:
        check_projection(parts[".prj"], _name(parts, ".prj", where))
    told = [*guessed, *told]
    return Shapefile(path, parts, entries, shapes, table, encoding, names, cut, tuple(told))


def side_files(path: Path) -> dict[str, Path]:
    """Find the side files of a .shp by ending in lower case, whatever the case on disk.

    Of two that differ in case alone, the one in lower case is taken.
    """
    same = [part for part in path.parent.iterdir() if part.stem == path.stem and part.is_file()]
    same.sort(key=lambda part: (part.suffix == part.suffix.lower(), part.suffix))
    return {part.suffix.lower(): part for part in same if part.suffix.lower() in SIDE_FILES}


@contextmanager
def lent(shapefile: Shapefile) -> Iterator[Path]:
    """Lend a Shapefile under plain names, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="zoneland-") as name:
        lent_path = Path(name) / f"{LENT_NAME}.shp"
        link(shapefile.path, lent_path)
        if ".prj" in shapefile.parts:
            text = projection_text(shapefile.parts[".prj"])  # fiona fails on names in GBK
            lent_path.with_suffix(".prj").write_text(text, encoding="utf-8")
        if ".shx" in shapefile.parts:
            link(shapefile.parts[".shx"], lent_path.with_suffix(".shx"))
        else:
            lent_path.with_suffix(".shx").write_bytes(_index(shapefile))
        _lend_table(shapefile, lent_path.with_suffix(".dbf"))
        yield lent_path


def _check_lengths(path: Path, parts: dict[str, Path], where: str) -> Table:
    """Hold the head of each file against its size; ZL178 if there is no table at all."""
    shown = {ending: _name(parts, ending, where) for ending in parts}
    hidden = [Problem("ZL119", shown[end]) for end in parts if not _may_be_read(parts[end])]
    stop_on_errors(hidden)
    problems = check_length(path, where)
    if ".shx" in parts:
        problems += check_length(parts[".shx"], shown[".shx"])
    if ".dbf" not in parts:
        problems.append(Problem("ZL178", where))
        raise InputError(problems)
    try:
        table = read_plan(parts[".dbf"], shown[".dbf"])
    except InputError as error:
        raise InputError([*problems, *error.problems]) from error
    if ".shx" in parts and not problems and shape_type(parts[".shx"]) != shape_type(path):
        kinds = shape_type(parts[".shx"]), shape_type(path)
        problems.append(strange(shown[".shx"], "Shape Type", *kinds))
    stop_on_errors(problems)
    return table


def _check_counts(path: Path, entries: NDArray[np.int64], table: Table, where: str) -> None:
    """Hold the counts of records of all three files against each other: ZL176."""
    shp = shx = len(entries)
    if HEAD_BYTES + int((entries[:, 1] + 8).sum()) != path.stat().st_size:
        shp = _walked(path, where) or shx
    if not shp == shx == table.rows:
        values = {"shp": shp, "shx": shx, "dbf": table.rows}
        raise InputError([Problem("ZL176", where, values)])


def _walked(path: Path, where: str) -> int:
    """Count the records of a .shp that its index does not fill; 0 if there are holes in it.

    An editor that makes a shape smaller, or moves it to the end, leaves a hole: that is allowed.
    """
    try:
        return len(walk(path, where))
    except InputError:
        return 0


def _encoding(parts: dict[str, Path], table: Table, where: str) -> tuple[str, list[Problem]]:
    """Tell the table's encoding; ZL109 where the file does not say it, or says another."""
    declared = declared_encoding(parts.get(".cpg"))
    texts = texts_of(table)
    encoding = best_encoding(texts, declared=declared, language_id=table.language_id)
    said = declared or LANGUAGE_IDS.get(table.language_id, "")
    if not texts or said == encoding:
        return encoding, []
    values = {"encoding": encoding, "declared": declared or "—"}
    return encoding, [Problem("ZL109", where, values)]


def _names(table: Table, encoding: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the field names, which are cut at ten bytes; and name those cut inside a character."""
    names: list[str] = []
    cut = []
    taken = {GEOMETRY}
    for number, field in enumerate(table.fields, 1):
        told = decode(field.name, encoding)
        name = _distinct(told.text.strip() or f"FIELD{number}", taken)
        taken.add(name.casefold())
        names.append(name)
        cut += [name] if told.is_cut else []
    return tuple(names), tuple(cut)


def _distinct(name: str, taken: set[str]) -> str:
    """Give a name a number if it is taken: cutting makes names alike."""
    tried, number = name, 1
    while tried.casefold() in taken:
        number += 1
        tried = f"{name}_{number}"
    return tried


def _lend_table(shapefile: Shapefile, to: Path) -> None:
    """Lend the table: linked where GDAL reads its names as they are, else copied and renamed."""
    table = shapefile.table
    named = zip(table.fields, shapefile.names, strict=True)
    if all(PLAIN_NAME.fullmatch(name) and field.name.raw == name.encode() for field, name in named):
        link(table.path, to)
        return
    head = renamed_head(table, [f"F{number}" for number, _ in enumerate(table.fields, 1)])
    shutil.copyfile(table.path, to)
    with to.open("r+b") as stream:
        stream.write(head)


def _index(shapefile: Shapefile) -> bytes:
    """Make a .shx: the head of the .shp with its own length, then the entries in words."""
    with shapefile.path.open("rb") as stream:
        head = bytearray(stream.read(HEAD_BYTES))
    entries = (shapefile.entries // 2).astype(">i4").tobytes()
    head[24:28] = struct.pack(">I", (HEAD_BYTES + len(entries)) // 2)
    return bytes(head) + entries


def _may_be_read(path: Path) -> bool:
    try:
        return is_there(path, path.name)
    except InputError:
        return False


def _name(parts: dict[str, Path], ending: str, where: str) -> str:
    """Name a side file in problems, beside the .shp it belongs to."""
    return f"{where} [{parts[ending].name}]"
