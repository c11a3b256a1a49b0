"""Problems: what was found, where, and how to mend it, in Chinese and English.

Texts live in the catalogue (``text/problems/``); a `Problem` carries the code, the place
and the values that fill the text in, so that it can be told in either language.
Ranges: ZL1xx files and columns, ZL2xx geometry and CRS, ZL3xx rules, ZL4xx outputs.
"""

from __future__ import annotations

import tomllib
import warnings
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Lang = Literal["zh", "en"]


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

    @property
    def level(self) -> Level:
        """Error, warning or info, by the catalogue."""
        return catalogue()[self.code].level

    def said(self, lang: Lang = "zh") -> str:
        """Tell what was found and what was expected."""
        return catalogue(lang)[self.code].said.format_map(dict(self.values))

    def fix(self, lang: Lang = "zh") -> str:
        """Tell the next thing to do."""
        return catalogue(lang)[self.code].fix.format_map(dict(self.values))

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
