"""Widths of columns and heights of rows: Chinese takes twice the room of Latin letters."""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING, Final

from zoneland.report.table import Format, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.core.problems import Lang
    from zoneland.report.table import Column, Table, Value

LEAST: Final = 7
WIDEST: Final = 46
WIDEST_NOTE: Final = 80
"""Of why a zone has its verdicts: wide, so that most rows take a line or two."""
WIDEST_ID: Final = 70
"""Identifiers do not wrap: a SHA-256 has 64 characters."""

WRAPPED: Final = frozenset({Format.TEXT, Format.DEFINITION, Format.WORDS})
"""Formats whose text may take several lines."""

MARGIN: Final = 3
"""What the indent and the filter's button take."""

ONE_LINE: Final = 22
"""Headings up to this width stay on one line, longer ones take two."""

WIDEST_OF: Final = {"note": WIDEST_NOTE}

ROWS_LOOKED_AT: Final = 200
MOST_LINES: Final = 20


def text_width(text: str) -> int:
    """Tell how many typewriter columns the longest line takes; Chinese takes two a character.

    Examples
    --------
    >>> text_width("三区3线"), text_width("")
    (7, 0)
    """
    lines = text.splitlines() or [""]
    return max(len(line) + sum(map(_is_wide, line)) for line in lines)


def _is_wide(char: str) -> bool:
    return not char.isascii() and unicodedata.east_asian_width(char) in "WF"


def column_widths(table: Table, lang: Lang) -> list[float]:
    """Give the width each column of a sheet needs, by its heading and its first rows."""
    widths = []
    for column, content in zip(table.columns, content_widths(table, lang), strict=True):
        heading = _heading_width(column.heading(lang), lang)
        most = WIDEST_ID if column.format is Format.ID else WIDEST_OF.get(column.key, WIDEST)
        widths.append(float(min(max(heading, LEAST, content) + MARGIN, most)))
    return widths


def content_widths(table: Table, lang: Lang) -> list[int]:
    """Give the width of each column's widest line among the first rows."""
    looked_at = table.rows[:ROWS_LOOKED_AT]
    told = [
        [shown(row[at], column, lang) for row in looked_at]
        for at, column in enumerate(table.columns)
    ]
    return [
        max((text_width(line) for text in texts for line in text.splitlines()), default=0)
        for texts in told
    ]


def _heading_width(heading: str, lang: Lang) -> int:
    whole = text_width(heading)
    return whole if whole <= ONE_LINE else two_lines_width(heading, lang)


def two_lines_width(heading: str, lang: Lang) -> int:
    """Give the width that a heading needs on two lines; English words are not broken.

    Examples
    --------
    >>> two_lines_width("占建设用地", "zh"), two_lines_width("Of construction land", "en")
    (5, 12)
    """
    longest_word = max(map(text_width, heading.split())) if lang == "en" else 0
    return max(math.ceil(text_width(heading) / 2), longest_word)


def line_count(
    row: Sequence[Value], columns: Sequence[Column], rooms: Sequence[float], *, lang: Lang
) -> int:
    """Tell how many lines a row takes where its text wraps.

    Parameters
    ----------
    row, columns
        The values and what they are.
    rooms
        Width of each column as laid out.
    lang
        Language of the words that codes are shown by.
    """
    lines = 1
    for value, column, room in zip(row, columns, rooms, strict=True):
        if column.format not in WRAPPED or not isinstance(value, str):
            continue
        text = value if column.format is Format.TEXT else shown(value, column, lang)
        if 2 * len(text) > room:
            wrapped = sum(
                max(1, math.ceil(text_width(line) / (room - MARGIN + 1)))
                for line in text.splitlines()
            )
            lines = max(lines, wrapped)
    return min(lines, MOST_LINES)
