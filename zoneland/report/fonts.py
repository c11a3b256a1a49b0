"""Fonts of the office files: names that Chinese desktops have, and what to take elsewhere.

An office file names fonts and carries none. Windows and WPS know 宋体, 黑体 and 微软雅黑 by these
names; for other desktops the Word file's font table lists what looks alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
