"""Problems: what was found, where, and how to mend it, in Chinese and English.

Texts live in the catalogue (``text/problems/``); a `Problem` carries the code, the place
and the values that fill the text in, so that it can be told in either language.
Ranges: ZL1xx files and columns, ZL2xx geometry and CRS, ZL3xx rules, ZL4xx outputs.
"""

from __future__ import annotations

import re
import tomllib
import warnings
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import TYPE_CHECKING, Final, Literal

from zoneland.core.wording import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

Lang = Literal["zh", "en"]

ROW: Final = re.compile(r" #\d+|:\d+(?:–\d+)?$")
"""What a place says of the row or line, after the file and before the column."""
NUMBER: Final = re.compile(r" #(\d+)")

MOST_TOLD_APART: Final = 12
"""Problems of one kind and place, none of which names a row, that are not folded."""


class Level(StrEnum):
    """How bad a problem is: unusable, mended or assumed, worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem's page in the catalogue, in one language."""

    code: str
    level: Level
    title: str
    said: str
    """Template of what was found."""
    fix: str
    """Template of the next thing to do."""
    why: str
    """Why it matters, for `zoneland explain`."""


@cache
def catalogue(lang: Lang = "zh") -> Mapping[str, Entry]:
    """Give all problem codes with their texts."""
    raw: dict[str, dict[str, str]] = {}
    for pages in files("zoneland.core").joinpath("text", "problems").iterdir():
        if pages.name.endswith(".toml"):
            raw |= tomllib.loads(pages.read_text(encoding="utf-8"))
    return {
        code: Entry(
            code=code,
            level=Level(page["level"]),
            title=page[f"title_{lang}"],
            said=page[f"said_{lang}"],
            fix=page[f"fix_{lang}"],
            why=page[f"why_{lang}"],
        )
        for code, page in sorted(raw.items())
    }


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one place in one input.

    Examples
    --------
    >>> problem = Problem("ZL101", "boundaries/zones.gpkg")
    >>> print(problem.level, problem.said("en"))
    error There is no such file.
    """

    code: str
    """Stable name, e.g. ``ZL104``; `zoneland explain ZL104` prints its page."""
    where: str
    """File, layer, row and column, as a planner would find it."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What fills the blanks of the catalogue's text."""
    point: tuple[float, float] | None = None
    """Easting and northing of the very spot in the working CRS, where there is one."""
    piece: BaseGeometry | None = None
    """The very piece of ground in the working CRS, where the problem is one of ground."""

    @property
    def spot(self) -> tuple[float, float] | None:
        """The point to go to: the spot itself, else one that lies on the piece."""
        if self.point is not None or self.piece is None:
            return self.point
        inner = self.piece.representative_point()
        return None if inner.is_empty else (inner.x, inner.y)

    @property
    def point_told(self) -> list[float] | None:
        """The spot in millimetres, for records; None without one, or where it is no number."""
        spot = self.spot
        return [round(number, 3) for number in spot] if spot and all(map(isfinite, spot)) else None

    @property
    def row(self) -> int | None:
        """Number of the layer's row that the place names, from 1."""
        found = NUMBER.search(self.where)
        return int(found[1]) if found else None

    @property
    def level(self) -> Level:
        """Error, warning or info, by the catalogue."""
        return catalogue()[self.code].level

    def said(self, lang: Lang = "zh") -> str:
        """Tell what was found and what was expected."""
        return catalogue(lang)[self.code].said.format_map(told(self.values, lang))

    def fix(self, lang: Lang = "zh") -> str:
        """Tell the next thing to do."""
        return catalogue(lang)[self.code].fix.format_map(told(self.values, lang))

    def line(self, lang: Lang = "zh") -> str:
        """Give code, place, finding and mend in one line."""
        return f"{self.code} {self.where}: {self.said(lang)} {self.fix(lang)}"

    def __str__(self) -> str:
        return self.line()


class InputError(ValueError):
    """Inputs that cannot be used; carries every problem that was found, not the first alone."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class OutputError(OSError):
    """Results that could not be written; carries the problems. The last results stand."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class ProblemWarning(UserWarning):
    """Issued by the public readers for what was mended or assumed."""


def stop_on_errors(problems: Iterable[Problem]) -> None:
    """Raise `InputError` with all problems if any of them is an error."""
    told = tuple(problems)
    if any(problem.level is Level.ERROR for problem in told):
        raise InputError(told)


def warn_of(problems: Iterable[Problem]) -> None:
    """Issue a Python warning for each problem that is not mere information.

    For scripts and notebooks, where no list of problems is printed.
    """
    for problem in problems:
        if problem.level is not Level.INFO:
            warnings.warn(problem.line(), ProblemWarning, stacklevel=3)


def count_by_level(problems: Iterable[Problem]) -> dict[Level, int]:
    """Count problems of each level, worst first."""
    counts = Counter(problem.level for problem in problems)
    return {level: counts[level] for level in Level}


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one code in one file, told as one."""

    place: str
    """Where they are, without the row if there are several."""
    count: int
    examples: tuple[Problem, ...]
    """The first of them."""

    @property
    def level(self) -> Level:
        """Error, warning or info, by the catalogue."""
        return self.examples[0].level


def grouped(problems: Iterable[Problem], *, most_examples: int = 3) -> list[Group]:
    """Fold the many of the same code in the same file, and put the worst first.

    Problems that name a row fold when there are more than `most_examples`; those that do not
    differ in what they say alone, so that a dozen of them are still told one by one.

    Parameters
    ----------
    problems
        As found; within a level their order is kept.
    most_examples
        How many of the folded are kept, the first found.

    Examples
    --------
    >>> several = [Problem("ZL205", f"plan.gpkg #{row}") for row in range(1, 1001)]
    >>> warning, = grouped(several, most_examples=2)
    >>> warning.place, warning.count, [problem.where for problem in warning.examples]
    ('plan.gpkg', 1000, ['plan.gpkg #1', 'plan.gpkg #2'])
    """
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.code, ROW.sub("", problem.where)), []).append(problem)
    groups: list[Group] = []
    for (_, place), same in kinds.items():
        has_rows = any(problem.where != place for problem in same)
        if len(same) > (most_examples if has_rows else MOST_TOLD_APART):
            groups.append(Group(place, len(same), tuple(same[:most_examples])))
        else:
            groups += [Group(problem.where, 1, (problem,)) for problem in same]
    order = list(Level)
    return sorted(groups, key=lambda group: order.index(group.level))
