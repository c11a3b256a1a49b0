"""The legend of a plate: what was drawn, each thing in its own look."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zoneland.report.plates.lettering import CM_PER_PT
from zoneland.report.plates.looks import paint
from zoneland.report.plates.sheet import GREY, INK, rectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.report.plates.ground import Bounds
    from zoneland.report.plates.lettering import Lettering
    from zoneland.report.plates.looks import Look
    from zoneland.report.plates.sheet import Sheet

SWATCH_CM: Final = 0.62
SIGN_CM: Final = 0.3
GAP_CM: Final = 0.14
"""Between a swatch and its words, and between columns."""
SETTINGS: Final = (
    (1, 7.0, 1.6), (1, 7.0, 1.35), (1, 6.0, 1.35), (2, 6.0, 1.35), (2, 5.2, 1.3), (2, 4.6, 1.25),
    (2, 4.0, 1.2), (2, 3.4, 1.2), (2, 2.8, 1.2),
)  # fmt: skip
"""Columns, size of letters in points, and lines' distance in such sizes; airy ones first."""
TALL: Final = 0.72
"""Height of a swatch as a part of the lines' distance."""
RISE: Final = 0.36
"""Height of the middle of a line of letters above its foot, as a part of their size."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend; one without a look is a heading or a remark."""

    label: str
    look: Look | None = None
    sign: str = ""
    """Told before the label."""


def legend(sheet: Sheet, entries: Sequence[Entry], place: Bounds) -> None:
    """List what is drawn, in as many columns and as small as it takes to list it all."""
    left, bottom, right, top = place
    for columns, size_pt, spacing in SETTINGS:
        width = (right - left) / columns
        step = size_pt * CM_PER_PT * spacing
        tall = math.floor((top - bottom) / step)
        rows = [_lines(sheet.lettering, entry, size_pt, width) for entry in entries]
        starts = _starts([len(lines) for lines in rows], tall)
        if not starts or starts[-1][0] < columns:
            break
    for entry, lines, (column, row) in zip(entries, rows, starts, strict=True):
        at = (left + column * width, top - (row + 0.8) * step)
        _write(sheet, entry, lines, at, size_pt=size_pt, step=step)


def _lines(letters: Lettering, entry: Entry, size_pt: float, width: float) -> list[str]:
    room = width - GAP_CM - _indent(entry)
    return letters.fold(entry.label, size_pt, width_cm=room)


def _indent(entry: Entry) -> float:
    swatch = 0.0 if entry.look is None else SWATCH_CM + GAP_CM
    return swatch + (SIGN_CM if entry.sign else 0.0)


def _starts(heights: Sequence[int], tall: int) -> list[tuple[int, int]]:
    """Give the column and row where each entry begins; none is parted.

    Examples
    --------
    >>> _starts([2, 1, 2, 1], 4)
    [(0, 0), (0, 2), (1, 0), (1, 2)]
    """
    starts, column, row = [], 0, 0
    for height in heights:
        if row and row + height > tall:
            column, row = column + 1, 0
        starts.append((column, row))
        row += height
    return starts


def _write(  # noqa: PLR0913  what is written, where, and how large
    sheet: Sheet,
    entry: Entry,
    lines: Sequence[str],
    at: tuple[float, float],
    *,
    size_pt: float,
    step: float,
) -> None:
    x, y = at
    if entry.look is not None:
        _swatch(sheet, entry, (x, y + RISE * size_pt * CM_PER_PT), height=step * TALL)
    colour = GREY if entry.look is None else INK
    if entry.sign:
        sheet.text((x + _indent(entry) - SIGN_CM, y), entry.sign, size_pt, is_sign=True)
    for number, line in enumerate(lines):
        sheet.text((x + _indent(entry), y - number * step), line, size_pt, colour=colour)


def _swatch(sheet: Sheet, entry: Entry, at: tuple[float, float], *, height: float) -> None:
    """Draw a thing's look in small: a line for what is a line alone, else a box."""
    own = entry.look
    if own is None:
        return
    x, y = at
    if own.fill or own.hatch:
        box = rectangle(x, y - height / 2, x + SWATCH_CM, y + height / 2)
        paint(sheet, box, own, origin=(x + SWATCH_CM / 2, y))
    else:
        sheet.line(
            (x, y), (x + SWATCH_CM, y), stroke=own.stroke, width_mm=own.width_mm,
            dash_mm=own.dash_mm,
        )  # fmt: skip
