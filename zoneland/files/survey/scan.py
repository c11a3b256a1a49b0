"""Sort the lines of a survey-coordinate file: settings, plots with their points, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from zoneland.files.survey.axes import place
from zoneland.files.survey.grammar import (
    HeadLine,
    PointLine,
    half_width,
    head_line,
    point_line,
    section,
    setting,
)

LINE_END: Final = re.compile("\r\n|\r|\n")
"""As editors count lines; `str.splitlines` knows ends that they do not."""
COORDINATES: Final = "地块坐标"


@dataclass(slots=True)
class RawPlot:
    """A plot as written; without a head where the file has none."""

    head: HeadLine | None
    points: list[PointLine] = field(default_factory=list)


@dataclass(slots=True)
class Scan:
    """Every line of a file, sorted; none is left out but blank ones and section names."""

    settings: dict[str, list[str]] = field(default_factory=dict)
    """Distinct values of each key, blanks left out."""
    plots: list[RawPlot] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)
    """Lines among the coordinates that are neither head nor point."""
    unused: list[tuple[int, str]] = field(default_factory=list)
    """Lines before the coordinates that are no settings."""


def scan_lines(text: str) -> Scan:
    r"""Sort the lines of a survey-coordinate file.

    Examples
    --------
    >>> scan = scan_lines("带号=38\n备注\n4,,1,甲,面,,,,@\nJ1,1,3850000,500000\n???")
    >>> scan.settings, len(scan.plots[0].points), scan.unused, scan.unread
    ({'带号': ['38']}, 1, [(2, '备注')], [(5, '???')])
    """
    scan = Scan()
    is_before = True
    for line, content in enumerate(LINE_END.split(text), start=1):
        if not half_width(content):
            continue
        name = section(content)
        if name is not None:
            is_before = name != COORDINATES
        elif _take_plot_line(scan, content, line):
            is_before = False
        elif not is_before:
            scan.unread.append((line, content))
        elif not _take_setting(scan, content):
            scan.unused.append((line, content))
    return scan


def _take_plot_line(scan: Scan, content: str, line: int) -> bool:
    point = point_line(content, line)
    is_placed = point is not None and place(point.first, point.second) is not None
    head = None if is_placed else head_line(content, line)
    if head is not None:
        scan.plots.append(RawPlot(head))
        return True
    if point is None:
        return False
    if not scan.plots:
        scan.plots.append(RawPlot(None))
    scan.plots[-1].points.append(point)
    return True


def _take_setting(scan: Scan, content: str) -> bool:
    found = setting(content)
    if found is None:
        return False
    key, value = "".join(found[0].split()), found[1]
    values = scan.settings.setdefault(key, [])
    if value and value not in values:
        values.append(value)
    return True
