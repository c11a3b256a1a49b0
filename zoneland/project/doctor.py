"""Doctor: what this machine has for zoneland, and what is missing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zoneland.project.versions import versions
from zoneland.report.fonts import cjk_font
from zoneland.report.missing_fonts import missing_fonts

if TYPE_CHECKING:
    from zoneland.core.problems import Problem

BYTES_PER_GB: Final = 1e9


@dataclass(frozen=True, slots=True)
class Health:
    """What was found."""

    versions: dict[str, str]
    fonts: tuple[str, ...]
    """The Chinese font that plates are lettered in, by file name; empty for none."""
    free_gb: float
    """Room on the disk of the workspace."""
    problems: tuple[Problem, ...] = ()
    """What is missing, and how to get it."""


def examine(folder: Path) -> Health:
    """Look at versions, Chinese fonts and the room on a workspace's disk."""
    there = next(place for place in (folder, *folder.resolve().parents) if place.exists())
    font = cjk_font()
    return Health(
        versions(),
        (Path(font).name,) if font else (),
        shutil.disk_usage(there).free / BYTES_PER_GB,
        missing_fonts(str(folder)),
    )
