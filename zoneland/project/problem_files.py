"""The problems of a workspace as files: a workbook to work through, points to go to in a GIS."""

from __future__ import annotations

import warnings
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import shapely
from openpyxl import Workbook

from zoneland.core.problems import Level, catalogue
from zoneland.core.wording import words
from zoneland.files.writing.atomic import write_together
from zoneland.files.writing.lock import locked
from zoneland.files.writing.readback import expect_features
from zoneland.project.dated import dated_alike
from zoneland.report.clean import clean
from zoneland.report.sheets import add_table_sheets
from zoneland.report.steady import save_streamed
from zoneland.report.table import Column, Format, Table, from_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pyproj
    from shapely.geometry.base import BaseGeometry

    from zoneland.core.problems import Lang, Problem

WORKBOOK: Final = "problems.xlsx"
POINTS: Final = "problems.gpkg"
LAYER: Final = "problems"
PIECES: Final = "pieces"
LISTS: Final = (WORKBOOK, POINTS)


def write_problem_files(
    problems: Iterable[Problem],
    maps: Path,
    *,
    crs: pyproj.CRS | None,
    lang: Lang,
    made_on: date | None = None,
) -> None:
    """Write every problem to ``problems.xlsx``, and those with a place to ``problems.gpkg``.

    Its layer ``problems`` has a point each; ``pieces`` has the ground of those that are of ground.
    What would be empty is not written, and an old one is removed: a list that stands is true.

    Parameters
    ----------
    problems
        As found; each gets its own row, none is folded.
    maps
        The folder of results.
    crs
        The working CRS, which the points are in; None if it is not known.
    lang
        ``zh`` or ``en``.
    made_on
        The day that the workbook names as its own; today if None.

    Raises
    ------
    OutputError
        ZL430 if a file cannot be written or removed, ZL453 while a run writes there, others
        as `zoneland.files.writing.lock.locked`.
    """
    writers = list_writers(problems, crs=crs, lang=lang, made_on=made_on)
    gone = absent(writers)
    if not writers and not any((maps / name).exists() for name in gone):
        return
    with locked(maps, LISTS):
        write_together(maps, writers, gone=gone)


def list_writers(
    problems: Iterable[Problem],
    *,
    crs: pyproj.CRS | None,
    lang: Lang,
    made_on: date | None = None,
) -> dict[str, Callable[[Path], None]]:
    """Give the writer of each list that has something in it, by file name.

    Points stand to the millimetre, as in the record, so that they can be written again from it.
    """
    day = made_on or date.today()  # noqa: DTZ011  the planner's own day
    told = sorted(problems, key=lambda problem: list(Level).index(problem.level))
    placed = [problem for problem in told if problem.point_told is not None]
    writers: dict[str, Callable[[Path], None]] = {}
    if told:
        writers[WORKBOOK] = partial(_write_workbook, told, lang=lang, day=day)
    if placed:
        writers[POINTS] = partial(_write_points, placed, crs=crs, lang=lang)
    return writers


def absent(writers: Mapping[str, Callable[[Path], None]]) -> list[str]:
    """Name the lists that have nothing in them, of which no old one may stand."""
    return [name for name in LISTS if name not in writers]


def problem_rows(problems: Sequence[Problem], lang: Lang) -> Table:
    """Give a row a problem: level, code, title, where, what was found and how to mend it."""
    titles = catalogue(lang)
    return from_columns(
        "problems",
        [
            (Column("level", Format.WORD, "level"), [str(problem.level) for problem in problems]),
            (Column("code", Format.ID), [problem.code for problem in problems]),
            (Column("problem_title"), [titles[problem.code].title for problem in problems]),
            (Column("where"), [problem.where for problem in problems]),
            (Column("said"), [problem.said(lang) for problem in problems]),
            (Column("fix"), [problem.fix(lang) for problem in problems]),
        ],
    )


def _write_workbook(problems: Sequence[Problem], part: Path, *, lang: Lang, day: date) -> None:
    names = words(lang)
    book = Workbook(write_only=True)
    book.properties.title = names["report.table.problems"]
    book.properties.creator = "zoneland"
    table = problem_rows(problems, lang)
    rows = add_table_sheets(book, names["report.sheet.problems"], table, lang)
    save_streamed(book, part, day, rows=rows)


def _write_points(
    problems: Sequence[Problem], part: Path, *, crs: pyproj.CRS | None, lang: Lang
) -> None:
    spots = [shapely.Point(spot) for problem in problems if (spot := problem.point_told)]
    with_ground = [problem for problem in problems if problem.piece is not None]
    with dated_alike():
        _write_layer(_told(problems, lang, spots, crs), part, LAYER)
        if with_ground:
            pieces = [problem.piece for problem in with_ground]
            _write_layer(_told(with_ground, lang, pieces, crs), part, PIECES)


def _told(
    problems: Sequence[Problem],
    lang: Lang,
    shapes: Sequence[BaseGeometry | None],
    crs: pyproj.CRS | None,
) -> gpd.GeoDataFrame:
    names = words(lang)
    return gpd.GeoDataFrame(
        {
            "code": [problem.code for problem in problems],
            "level": [names[f"level.{problem.level}"] for problem in problems],
            "where": [clean(problem.where) for problem in problems],
            "said": [clean(problem.said(lang)) for problem in problems],
            "fix": [clean(problem.fix(lang)) for problem in problems],
        },
        geometry=list(shapes),
        crs=crs,
    )


def _write_layer(frame: gpd.GeoDataFrame, part: Path, layer: str) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="'crs' was not provided")
        frame.to_file(part, layer=layer, driver="GPKG", engine="pyogrio", index=False)
    expect_features(part, {layer: len(frame)})
