"""What a line of a survey-coordinate file says: a plot's head, a boundary point, a setting.

Lines are told by their shape, not by the section they stand in: section names are missing or
misspelt too often.

=========== ======================================================================
head        ``count,ha,number,name,面,sheet,use,class,…,@``; shorter: ``number,name,面,,@``
point       ``label,ring,X,Y``; ``label,X,Y``; ``X,Y``; ``label,X,Y,side``; ``label,X,Y,side,ring``
section     ``[地块坐标]``
setting     ``带号=38``
=========== ======================================================================
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from zoneland.files.survey.axes import place

COMMA: Final = re.compile("[,，]")
NUMBER: Final = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]*)?")
COUNT: Final = re.compile(r"[0-9]{1,9}")
RING: Final = re.compile(r"[0-9]{1,4}")
SECTION: Final = re.compile(r"\[\s*(.+?)\s*\]")
END_MARKS: Final = ("@", "＠")
KINDS: Final = ("面", "线", "点")
KIND_AT: Final = 4
LEAST_POINTS: Final = 3


@dataclass(frozen=True, slots=True)
class PointLine:
    """A boundary point as written."""

    line: int
    label: str
    ring: int | None
    """Number of its ring (圈号); None if the line gives none."""
    first: float
    second: float


@dataclass(frozen=True, slots=True)
class HeadLine:
    """What the line before a plot's points states of the plot."""

    line: int
    points: int | None
    """Declared count of points; None if blank."""
    stated_ha: float
    """Declared area in hectares; NaN if blank."""
    number: str
    name: str
    kind: str
    """``面``, ``线``, ``点``, or what else stands there."""
    sheet: str
    use: str
    class_code: str
    rest: str
    """Further fields, joined by commas."""
    is_odd: bool
    """A count, an area or a kind is written that cannot be read."""


def half_width(text: str) -> str:
    r"""Fold full-width letters, digits and signs, and take the blanks off the ends.

    Examples
    --------
    >>> half_width("\ufeff Ｊ１　")
    'J1'
    """
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return folded.strip().strip("\ufeff").strip()


def section(text: str) -> str | None:
    """Give the name of a section; None if the line is none.

    Examples
    --------
    >>> section("［地块坐标］"), section("带号=38")
    ('地块坐标', None)
    """
    match = SECTION.fullmatch(half_width(text))
    return match[1] if match else None


def setting(text: str) -> tuple[str, str] | None:
    """Take a setting apart; None if the line is none.

    Examples
    --------
    >>> setting("带号＝３８"), setting("转换参数=,,,,,,"), setting("38")
    (('带号', '38'), ('转换参数', ',,,,,,'), None)
    """
    key, equals, value = half_width(text).partition("=")
    return (key.strip(), value.strip()) if equals and key.strip() else None


def point_line(text: str, line: int = 0) -> PointLine | None:
    """Read a boundary point; None if the line is none.

    Examples
    --------
    >>> point_line("J1,1,3850000.5,38500000")
    PointLine(line=0, label='J1', ring=1, first=3850000.5, second=38500000.0)
    >>> point_line("J1，3850000，500000，１２０.5，2").ring, point_line("J1,1,nan,5")
    (2, None)
    """
    cells = [half_width(cell) for cell in COMMA.split(text)]
    while cells and not cells[-1]:
        cells.pop()
    laid = _laid_out(cells)
    if laid is None:
        return None
    label, ring, first, second, side = laid
    numbers = (first, second, side or "0")
    if (ring and not RING.fullmatch(ring)) or not all(map(NUMBER.fullmatch, numbers)):
        return None
    return PointLine(line, label, int(ring) if ring else None, float(first), float(second))


def _laid_out(cells: list[str]) -> tuple[str, str, str, str, str] | None:
    """Give label, ring, first and second coordinate and side length, by the number of cells."""
    match cells:
        case [first, second]:
            return "", "", first, second, ""
        case [label, first, second]:
            return label, "", first, second, ""
        case [label, ring, first, second] if not ring or RING.fullmatch(ring):
            return label, ring, first, second, ""
        case [label, first, second, side]:
            return label, "", first, second, side
        case [label, first, second, side, ring]:
            return label, ring, first, second, side
    return None


def head_line(text: str, line: int = 0) -> HeadLine | None:
    """Read the head of a plot; None if the line is none.

    The kind (面, 线, 点) shows where the fields before and after it are. A first field too small
    to be a count of points, with no number of the plot, is the number.

    Examples
    --------
    >>> head = head_line("5,100.0000,7,地块1,面,I49G001001,工业用地,0601,@")
    >>> head.points, head.stated_ha, head.number, head.name, head.class_code
    (5, 100.0, '7', '地块1', '0601')
    >>> head = head_line("1,4.2741,,建新地块1,,,,水浇地,@")
    >>> head.points, head.stated_ha, head.number, head.name, head.class_code
    (None, 4.2741, '1', '建新地块1', '水浇地')
    >>> head_line("1,地块1,面,,@").name
    '地块1'
    """
    body = text.strip().strip("\ufeff").rstrip(",， \t")
    is_marked = body.endswith(END_MARKS)
    body = body[:-1].rstrip() if is_marked else body
    if _is_placed_point(body):
        return None
    cells = [cell.strip() for cell in COMMA.split(body)]
    cells = cells[:-1] if is_marked and not cells[-1] else cells
    at = _kind_at(cells)
    if at is None and not is_marked:
        return None
    head = _head_of(cells, KIND_AT if at is None else at, line=line)
    return None if at is None and head.is_odd else head


def _is_placed_point(body: str) -> bool:
    point = point_line(body)
    return point is not None and place(point.first, point.second) is not None


def _kind_at(cells: list[str]) -> int | None:
    """Find the field that says polygon, line or point, first where it is by rule."""
    order = sorted(range(len(cells)), key=lambda at: (at != KIND_AT, at))
    return next((at for at in order if half_width(cells[at]) in KINDS), None)


def _head_of(cells: list[str], kind_at: int, *, line: int) -> HeadLine:
    """Give the fields of a head, counted from its kind."""

    def cell(offset: int) -> str:
        at = kind_at + offset
        return cells[at] if 0 <= at < len(cells) else ""

    count, area, kind = half_width(cell(-4)), half_width(cell(-3)), half_width(cell(0))
    points = int(count) if COUNT.fullmatch(count) else None
    is_area = NUMBER.fullmatch(area) is not None
    number = cell(-2)
    if points is not None and points < LEAST_POINTS and not number:
        number, points = count, None
    return HeadLine(
        line=line,
        points=points,
        stated_ha=float(area) if is_area else math.nan,
        number=number,
        name=cell(-1),
        kind=kind,
        sheet=cell(1),
        use=cell(2),
        class_code=cell(3),
        rest=",".join(filter(None, cells[max(kind_at + 4, 0) :])),
        is_odd=any(
            (
                count and not COUNT.fullmatch(count),
                area and not is_area,
                kind and kind not in KINDS,
            )
        ),
    )
