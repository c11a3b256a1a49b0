"""Doctor: what this machine has for zoneland, and what is missing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zoneland.project.versions import versions

if TYPE_CHECKING:
    from collections.abc import Iterable

FONT_FILES: Final = (
    "NotoSansCJK", "NotoSerifCJK", "SourceHanSans", "msyh", "simhei", "simsun", "PingFang",
    "wqy-",
)  # fmt: skip
FONT_FOLDERS: Final = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
    "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
BYTES_PER_GB: Final = 1e9


@dataclass(frozen=True, slots=True)
class Health:
    """What was found."""

    versions: dict[str, str]
    fonts: tuple[str, ...]
    """Chinese fonts by file name; without one, printed reports show boxes."""
    free_gb: float
    """Room on the disk of the workspace."""


def examine(folder: Path) -> Health:
    """Look at versions, Chinese fonts and the room on a workspace's disk."""
    there = next(place for place in (folder, *folder.resolve().parents) if place.exists())
    return Health(versions(), tuple(_fonts()), shutil.disk_usage(there).free / BYTES_PER_GB)


def _fonts() -> Iterable[str]:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    names = {
        path.name
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*.[to]t[cf]")
        if any(path.name.lower().startswith(font.lower()) for font in FONT_FILES)
    }
    return sorted(names)
