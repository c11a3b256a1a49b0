"""SHA-256 of inputs, so that anyone can tell later whether a file is the one that was read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

SHAPEFILE_PARTS: Final = (".cpg", ".dbf", ".prj", ".shp", ".shx")


def parts_of(path: Path) -> list[Path]:
    """List the files that make up one input, by name.

    A Shapefile is several files side by side, a FileGDB a folder of them.
    """
    if path.is_dir():
        return sorted(part for part in path.rglob("*") if part.is_file())
    if path.suffix.lower() == ".shp":
        same = (part for part in path.parent.iterdir() if part.stem == path.stem)
        parts = (part for part in same if part.suffix.lower() in SHAPEFILE_PARTS)
        return sorted(part for part in parts if part.is_file())
    return [path]


def sha256(path: Path) -> str:
    """Digest an input: the bytes of its parts, one after another by name."""
    digest = hashlib.sha256()
    for part in parts_of(path):
        with part.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
