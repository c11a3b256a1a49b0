"""Survey-coordinate files (报批坐标、界址点 TXT): the text that plots are submitted in.

Ministry forms fix the columns, bureaus vary them: encodings, axis order, zone numbers, closing
points, labels, holes and parts, counts and areas. What a file lets one tell is told from the
coordinates; what it does not is asked for; every line that is not used is named.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.files.formats import is_there
from zoneland.files.survey.axes import place, zone_prefix
from zoneland.files.survey.grammar import half_width, point_line, section
from zoneland.files.survey.plane import plane_of, untold_plane
from zoneland.files.survey.plots import Plot, drawn, placed
from zoneland.files.survey.scan import COORDINATES, LINE_END, Scan, scan_lines
from zoneland.files.tables.delimited import UTF16_MARKS, decode_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pyproj
    import shapely

    from zoneland.files.survey.grammar import HeadLine

HEAD_BYTES: Final = 65_536
MOST_LOOKED_AT: Final = 200
FEWEST_POINTS: Final = 3
MOST_BYTES: Final = 50_000_000
"""Over a million points: no submission is as large, and text costs twenty times its size."""
MOST_NAMED: Final = 20
LONGEST_SHOWN: Final = 60


def is_survey(path: Path) -> bool:
    """Tell by its beginning whether a file holds survey coordinates.

    It has the section [地块坐标], or at least half of its lines are points whose numbers are a
    northing and an easting. False for what cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            text = _beginning(stream.read(HEAD_BYTES))
    except OSError:
        return False  # the reader of whatever it is says why
    lines = [line for line in LINE_END.split(text) if half_width(line)]
    if any(section(line) == COORDINATES for line in lines):
        return True
    looked_at = lines[:MOST_LOOKED_AT]
    points = sum(map(_is_placed, looked_at))
    return points >= FEWEST_POINTS and 2 * points >= len(looked_at)


def _beginning(head: bytes) -> str:
    """Decode the first bytes of a file, which may end inside a character."""
    marked = ("utf-16",) if head.startswith(UTF16_MARKS) else ()
    for codec in (*marked, "utf-8", "gb18030"):
        try:
            text: str = codecs.getincrementaldecoder(codec)().decode(head)
        except UnicodeDecodeError:
            continue
        return text
    return ""


def _is_placed(line: str) -> bool:
    point = point_line(line)
    return point is not None and place(point.first, point.second) is not None


def read_survey(path: Path, where: str) -> tuple[gpd.GeoDataFrame, list[Problem], str]:
    """Read the plots of a survey-coordinate file.

    Rings inside others are holes, rings outside are parts; a file that gives the easting first
    is turned. Shapes are as drawn and may be invalid.

    Parameters
    ----------
    path
        The text file: UTF-8, UTF-16 with its mark, or GB 18030.
    where
        How the file is named in problems; lines follow after a colon.

    Returns
    -------
    tuple
        The plots; problems ZL194 to ZL199, none of them an error; the encoding. A row a plot:
        ``DKBH`` 地块编号, ``DKMC`` 地块名称, ``DKYT`` 地块用途, ``DLBM`` 地类编码, ``TFH``
        图幅号, ``BZ`` what fields follow, ``stated_ha`` (NaN if blank), ``points`` as declared
        (NA if blank), and polygons in a Gauss-Krüger plane, easting first.

    Raises
    ------
    InputError
        With every problem, if any is an error: ZL101 no such file, ZL103 no text, ZL105 no
        plot, ZL119 may not be read, ZL190 a line not understood among the coordinates, ZL191
        lines or points, ZL192 too few points, ZL193 the plane cannot be told.
    """
    text, encoding = _read_text(path, where)
    scan = scan_lines(text)
    plots = [placed(plot) for plot in scan.plots]
    crs, problems = _plane(scan, plots, where)
    problems += [*_unread(scan, plots, where), *_unused(scan, where), *_swapped(plots, where)]
    shapes = []
    for plot in plots:
        shape, told = drawn(plot, where)
        shapes.append(shape)
        problems += told
    if not plots:
        problems.append(Problem("ZL105", where))
    stop_on_errors(problems)
    return _framed(plots, shapes, crs), problems, encoding


def _read_text(path: Path, where: str) -> tuple[str, str]:
    if not is_there(path, where):
        raise InputError([Problem("ZL101", where)])
    try:
        if path.stat().st_size > MOST_BYTES:
            reason = f"> {MOST_BYTES // 10**6} MB"
            raise InputError([Problem("ZL103", where, {"reason": reason})])
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError([Problem("ZL103", where, {"reason": reason})]) from error
    try:
        return decode_file(content, where)
    except InputError as error:
        reason = "UTF-8 / UTF-16 / GB 18030 ?"
        raise InputError([Problem("ZL103", where, {"reason": reason})]) from error


def _plane(
    scan: Scan, plots: Sequence[Plot], where: str
) -> tuple[pyproj.CRS | None, list[Problem]]:
    """Tell the plane by all points that have a place."""
    prefixes: dict[int | None, int] = {}
    for plot in plots:
        for corner in plot.corners:
            prefixes.setdefault(zone_prefix(corner.place.easting), corner.line)
    if prefixes:
        return plane_of(scan.settings, prefixes, where)
    pair = next((pair for plot in plots for _, pair in plot.misplaced), None)
    return None, [untold_plane(scan.settings, pair, where)] if pair else []


def _unread(scan: Scan, plots: Sequence[Plot], where: str) -> Iterator[Problem]:
    """Name lines among the coordinates that hold no point, and points before the first head."""
    lines = list(scan.unread)
    if any(plot.corners for plot in plots):  # else no plane: told once and not line by line
        lines += [pair for plot in plots for pair in plot.misplaced]
    if len(plots) > 1 and plots[0].head is None:
        point = scan.plots[0].points[0]
        lines.append((point.line, f"{point.label}, {point.first:.3f}, {point.second:.3f}"))
    yield from _named("ZL190", sorted(lines), where)


def _unused(scan: Scan, where: str) -> Iterator[Problem]:
    """Name lines before the coordinates that are no settings, and heads read in part."""
    heads = [plot.head for plot in scan.plots if plot.head and plot.head.is_odd]
    lines = [*scan.unused, *((head.line, _odd_fields(head)) for head in heads)]
    yield from _named("ZL199", sorted(lines), where)


def _odd_fields(head: HeadLine) -> str:
    return f"{head.name or head.number}: …{head.kind}…"


def _named(code: str, lines: Sequence[tuple[int, str]], where: str) -> Iterator[Problem]:
    """Give a problem a line, and one for all that come after the first twenty."""
    for line, text in lines[:MOST_NAMED]:
        yield Problem(code, f"{where}:{line}", {"text": _short(text), "count": 1})
    rest = lines[MOST_NAMED:]
    if rest:
        place = f"{where}:{rest[0][0]}–{rest[-1][0]}"
        yield Problem(code, place, {"text": _short(rest[0][1]), "count": len(rest)})


def _short(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in text.strip())
    return shown if len(shown) <= LONGEST_SHOWN else shown[:LONGEST_SHOWN] + " …"


def _swapped(plots: Iterable[Plot], where: str) -> Iterator[Problem]:
    """Tell if the file gives the easting first."""
    swapped = [corner.place.is_swapped for plot in plots for corner in plot.corners]
    if any(swapped):
        yield Problem("ZL195", where, {"count": sum(swapped), "points": len(swapped)})


def _framed(
    plots: Sequence[Plot], shapes: Sequence[shapely.Geometry | None], crs: pyproj.CRS | None
) -> gpd.GeoDataFrame:
    heads = [plot.head for plot in plots]
    table = pd.DataFrame(
        {
            "DKBH": [head.number if head else "" for head in heads],
            "DKMC": [head.name if head else "" for head in heads],
            "DKYT": [head.use if head else "" for head in heads],
            "DLBM": [head.class_code if head else "" for head in heads],
            "TFH": [head.sheet if head else "" for head in heads],
            "BZ": [head.rest if head else "" for head in heads],
            "stated_ha": [head.stated_ha if head else float("nan") for head in heads],
            "points": pd.array([head.points if head else None for head in heads], dtype="Int64"),
        }
    )
    return gpd.GeoDataFrame(table, geometry=list(shapes), crs=crs)
