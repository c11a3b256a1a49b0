"""Digests: of a file's bytes, and of several files that are one input."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from zoneland.files.digest import sha256

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1])
def test_a_file_is_digested_as_anyone_would(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(size))
    assert sha256(path) == hashlib.sha256(bytes(size)).hexdigest()


def test_a_shapefile_is_its_parts_by_name_and_nothing_beside(tmp_path: Path) -> None:
    parts = {".shp": b"2", ".dbf": b"1", ".shx": b"3", ".txt": b"none of it"}
    for ending, content in parts.items():
        (tmp_path / f"land{ending}").write_bytes(content)
    (tmp_path / "other.dbf").write_bytes(b"nor this")
    assert sha256(tmp_path / "land.shp") == hashlib.sha256(b"123").hexdigest()


def test_a_folder_is_all_files_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "land.gdb"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "2").write_bytes(b"2")
    (folder / "a").write_bytes(b"1")
    assert sha256(folder) == hashlib.sha256(b"12").hexdigest()
