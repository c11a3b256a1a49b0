"""Layers that lie in a zip: only what is needed is unpacked, under limits, and for a while.

Names are read as bureaus' Windows writes them (GBK without a mark); archives that would fill the
disk or write elsewhere are refused by their directory and again by counting bytes.
"""

from __future__ import annotations

import lzma
import re
import struct
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias

from zoneland.core.problems import InputError, Problem
from zoneland.core.spelling import exactly, in_part
from zoneland.core.wording import Term
from zoneland.files.choose import not_chosen
from zoneland.files.formats import is_zip, refusal_by_name, unknown
from zoneland.files.shapefile.parts import SIDE_FILES
from zoneland.files.writing.names import safe_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_MEMBERS: Final = 2_000
MOST_BYTES: Final = 2_000_000_000
"""No part of a Shapefile is larger."""
MOST_RATIO: Final = 200
FEWEST_BYTES: Final = 10_000_000
"""Below this a ratio says nothing: a table of blanks packs 1,000 to 1 and does no harm."""
BLOCK_BYTES: Final = 1 << 20
ENCRYPTED: Final = 0x1
NAMED_IN_UTF8: Final = 0x800

LAYERS: Final = frozenset(
    (".shp", ".gpkg", ".geojson", ".fgb", ".parquet", ".geoparquet", ".kml", ".ovkml", ".dxf")
)
MAYBE_LAYERS: Final = frozenset((".json", ".txt"))
"""Taken where there is nothing surer: a Shapefile is often sent with a readme."""
SEVERAL_LAYERS: Final = frozenset((".gpkg", ".gdb", ".dxf"))
TABLE_OF_TABLES: Final = "a00000001.gdbtable"
OFFICE: Final = PurePosixPath("[Content_Types].xml")
IN_ITSELF: Final = "zip → zip"
NOT_A_NAME: Final = re.compile(r"[:\x00-\x1f]")

ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    UnicodeError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    OSError,
    EOFError,
)
"""What the standard library raises for broken archives, or on a full disk."""

Members: TypeAlias = "Mapping[PurePosixPath, zipfile.ZipInfo]"


@dataclass(frozen=True, slots=True)
class Packed:
    """A layer in an archive: one file with its side files, or a FileGDB folder."""

    path: PurePosixPath
    """Its main file, or its folder."""
    members: tuple[tuple[str, zipfile.ZipInfo], ...]
    """Under which name each member is unpacked."""

    @property
    def name(self) -> str:
        """Its name in the archive, without folders."""
        return self.path.name


def find(path: Path, where: str) -> list[Packed]:
    """List the layers that lie in a zip, in order of name.

    Raises
    ------
    InputError
        ZL237 for an archive that is damaged, locked, hostile or beyond the limits; if no layer
        is in it, ZL230 to ZL237 for what is there and known, ZL102 for all else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, where)
    except ZIP_ERRORS as error:
        raise _refused(where, _reason(error)) from error
    found = _found(members)
    if not found:
        raise InputError([_nothing(members, where)])
    return found


@contextmanager
def unpacked(
    path: Path, where: str, *, layer: str = "", usual: Sequence[str] = ()
) -> Iterator[tuple[Path, str, str]]:
    """Unpack one layer of a zip into a folder that is gone afterwards.

    Parameters
    ----------
    path
        The archive.
    where
        How it is named in problems.
    layer
        Name of the file to take, with or without its ending, or of a layer in the only one.
    usual
        Names that such a file has by custom, best first.

    Yields
    ------
    tuple
        The layer's file or folder, how it is named in problems, the layer to take in it.

    Raises
    ------
    InputError
        As `find`; ZL104 listing the files if one cannot be told among several.
    """
    found = find(path, where)
    chosen, inner_layer = _choose(found, layer, usual)
    if chosen is None:
        raise InputError([not_chosen([packed.name for packed in found], where, layer)])
    _check_sizes([member for _, member in chosen.members], where)
    with tempfile.TemporaryDirectory(prefix="zoneland-") as folder:
        try:
            inner = _unpack(path, chosen, Path(folder), where)
        except ZIP_ERRORS as error:
            raise _refused(where, _reason(error)) from error
        if is_zip(inner):
            raise _refused(f"{where}/{chosen.name}", IN_ITSELF)
        yield inner, f"{where}/{chosen.name}", inner_layer


def _refused(where: str, reason: str | Term) -> InputError:
    return InputError([Problem("ZL237", where, {"reason": reason})])


def _reason(error: Exception) -> Term | str:
    """Say in plain words why an archive cannot be opened, but for what the system says."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    is_strange = isinstance(error, NotImplementedError)
    return Term("archive.method") if is_strange else Term("archive.damaged")


def _members(archive: zipfile.ZipFile, where: str) -> Members:
    """List the files of an archive under safe names; a Mac's shadow files are left out."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise _refused(where, f"{len(infos):,} > {MOST_MEMBERS:,}")
    members: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for info in infos:
        name = _name(info)
        inner = PurePosixPath(name)
        if inner.is_absolute() or ".." in inner.parts or NOT_A_NAME.search(name):
            raise _refused(where, repr(name))
        if (
            name.endswith("/")
            or not inner.name
            or "__MACOSX" in inner.parts
            or inner.name.startswith("._")
        ):
            continue
        if inner in members:
            raise _refused(where, f"{inner} × 2")
        members[inner] = info
    return members


def _name(info: zipfile.ZipInfo) -> str:
    """Read a member's name: without a mark, UTF-8 if it is that, else GBK, else as it stands."""
    raw = info.orig_filename
    if not info.flag_bits & NAMED_IN_UTF8:
        content = raw.encode("cp437")
        for codec in ("utf-8", "cp936"):
            try:
                raw = content.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    return raw.replace("\\", "/")


def _found(members: Members) -> list[Packed]:
    """Find what may be a layer; uncertain endings count only where there is nothing surer."""
    folders = {path.parent for path in members if path.name.lower() == TABLE_OF_TABLES}
    bases = [_geodatabase(folder, members) for folder in folders]
    outside = [path for path in members if path.parent not in folders]
    for endings in (LAYERS, MAYBE_LAYERS):
        bases += [_file(path, members) for path in outside if path.suffix.lower() in endings]
        if bases:
            break
    return sorted(bases, key=lambda packed: packed.path)


def _geodatabase(folder: PurePosixPath, members: Members) -> Packed:
    inside = tuple((path.name, info) for path, info in members.items() if path.parent == folder)
    stem = folder.stem if folder.suffix.lower() == ".gdb" else folder.name or "layers"
    return Packed(folder.parent / f"{stem}.gdb", inside)


def _file(path: PurePosixPath, members: Members) -> Packed:
    """Take a file; with a .shp its side files, whatever the case of their names."""
    taken = {path.name: members[path]}
    if path.suffix.lower() == ".shp":
        beside = [part for part in members if part.parent == path.parent]
        same = [part for part in beside if part.stem.casefold() == path.stem.casefold()]
        for part in sorted(same, key=lambda part: part.stem != path.stem):
            if part.suffix.lower() in SIDE_FILES:
                taken.setdefault(path.stem + part.suffix, members[part])
    return Packed(path, tuple(taken.items()))


def _nothing(members: Members, where: str) -> Problem:
    """Say what an archive without a layer holds, if it is known."""
    if OFFICE in members:
        return Problem("ZL234", where, {"found": "Excel / Word"})
    if any(path.suffix.lower() == ".zip" for path in members):
        return Problem("ZL237", where, {"reason": IN_ITSELF})
    told = (refusal_by_name(path.name, f"{where}/{path.name}") for path in members)
    return next((problem for problem in told if problem is not None), unknown(where))


def _choose(found: Sequence[Packed], layer: str, usual: Sequence[str]) -> tuple[Packed | None, str]:
    """Choose a layer by name, by custom or as the only one; and what to look for inside it."""
    if len(found) > 1 or layer:
        meant = _meant(found, layer, usual)
        if meant or len(found) > 1:
            return (meant[0] if len(meant) == 1 else None), ""
    is_inside = found[0].path.suffix.lower() in SEVERAL_LAYERS
    return (found[0], layer) if is_inside or not layer else (None, "")


def _meant(found: Sequence[Packed], layer: str, usual: Sequence[str]) -> list[Packed]:
    """Give what bears the name asked for, or a customary one, else one that holds it in part."""
    asked = (layer,) if layer else tuple(usual)
    meant = [packed for packed in found if exactly((packed.name, packed.path.stem), asked)]
    if meant or layer:
        return meant
    return [packed for packed in found if in_part((packed.path.stem,), asked)]


def _check_sizes(members: Sequence[zipfile.ZipInfo], where: str) -> None:
    """Refuse by the archive's own directory what is locked or would unpack beyond reason."""
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise _refused(where, f"{total:,} B > {MOST_BYTES:,} B")
    for member in members:
        name = PurePosixPath(_name(member)).name
        if member.flag_bits & ENCRYPTED:
            raise _refused(where, f"{name}: 密码 / password")
        ratio = member.file_size // max(member.compress_size, 1)
        if member.file_size > FEWEST_BYTES and ratio > MOST_RATIO:
            raise _refused(where, f"{name}: {ratio:,} : 1 > {MOST_RATIO} : 1")


def _unpack(path: Path, packed: Packed, folder: Path, where: str) -> Path:
    """Write a layer's members into a folder, counting: a directory may lie about sizes."""
    names = safe_names([packed.name, *(name for name, _ in packed.members)])
    inner = folder / names[packed.name]
    into = inner if packed.path.suffix == ".gdb" else folder
    into.mkdir(exist_ok=True)
    left = MOST_BYTES
    with zipfile.ZipFile(path) as archive:
        for name, member in packed.members:
            with archive.open(member) as source, (into / names[name]).open("xb") as target:
                while block := source.read(BLOCK_BYTES):
                    left -= len(block)
                    if left < 0:
                        raise _refused(where, f"> {MOST_BYTES:,} B")
                    target.write(block)
    return inner
