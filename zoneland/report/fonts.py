"""Fonts of the office files: names that Chinese desktops have, and what to take elsewhere.

An office file names fonts and carries none. Windows and WPS know 宋体, 黑体 and 微软雅黑 by these
names; for other desktops the Word file's font table lists what looks alike. Plates are drawn here
and need a font's file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

FONT_FOLDERS: tuple[str, ...] = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts",
    "C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts",
)  # fmt: skip
FONT_FILES: Final = (
    "notosanscjk-regular", "notosanscjksc-regular", "notosanssc", "sourcehansanssc-regular",
    "sourcehansanscn-regular", "sourcehansans-regular", "sourcehansans", "msyh.", "simhei",
    "pingfang", "hiragino sans gb", "stheiti light", "stheiti medium", "deng.", "wqy-microhei",
    "wqy-zenhei", "droidsansfallbackfull", "simsun.", "songti", "notoserifcjk-regular",
    "notoserifcjksc-regular", "sourcehanserifsc-regular", "uming", "ukai",
)  # fmt: skip
"""How the names of fonts with Chinese letters begin, in lower case, best for plates first."""

SHEET_FONT: Final = "微软雅黑"
"""Of the workbook: read on a screen, with fair Latin letters, on every Windows since Vista."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """A pair of fonts: one for Chinese, one for Latin letters and figures."""

    east_asian: str
    latin: str
    alternates: tuple[str, ...]
    """Fonts to take where `east_asian` is missing, best first."""
    family: str
    """``roman`` (with serifs) or ``swiss`` (without), by which programs choose a substitute."""


BODY: Final = Typeface(
    "宋体",
    "Times New Roman",
    ("SimSun", "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN"),
    "roman",
)
"""Running text and tables, as official papers have it."""

HEADING: Final = Typeface(
    "黑体",
    "Arial",
    ("SimHei", "Heiti SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei"),
    "swiss",
)
"""Titles and headings."""


def cjk_font() -> str | None:
    """Give the path of this machine's best font with Chinese letters, or None without one.

    Fonts without serifs come first: they stay legible at the sizes of a plate's legend.
    """
    return _found(FONT_FOLDERS)


@lru_cache(maxsize=8)
def _found(folders: tuple[str, ...]) -> str | None:
    there = [place for place in map(_home_known, folders) if place is not None and place.is_dir()]
    files = sorted(path for place in there for path in place.rglob("*.[oOtT][tT][cCfF]"))
    ranked = (path for name in FONT_FILES for path in files if path.name.lower().startswith(name))
    return next(map(str, ranked), None)


def _home_known(folder: str) -> Path | None:
    """Spell a folder out; None where nobody's home is known, as in some services."""
    try:
        return Path(folder).expanduser()
    except RuntimeError:
        return None
