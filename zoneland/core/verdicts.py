"""What a rule says of a zone: pass, fail or cannot tell, by which clause, and on what figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import geopandas as gpd

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from zoneland.core.problems import Problem


class Verdict(StrEnum):
    """达标, 不达标 or 无法判定; missing data never passes."""

    PASS = "pass"  # noqa: S105  a verdict, not a password
    FAIL = "fail"
    CANNOT_TELL = "cannot_tell"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Join verdicts: one failure fails the whole; else one doubt leaves it open.

    Examples
    --------
    >>> str(worst([Verdict.PASS, Verdict.CANNOT_TELL])), str(worst(Verdict))
    ('cannot_tell', 'fail')
    >>> str(worst([]))
    'cannot_tell'
    """
    seen = set(verdicts)
    if Verdict.FAIL in seen:
        return Verdict.FAIL
    return Verdict.PASS if seen == {Verdict.PASS} else Verdict.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Clause:
    """The text a rule rests on."""

    title: str
    """Name and number of the document, as cited."""
    dated_on: str
    """ISO date, or as much of it as is known."""
    text: str
    """The sentence applied, in its own words."""


def _no_findings() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[])


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule found for every zone."""

    rule: str
    """``industrial_share``, ``control_lines`` or ``idle_land``."""
    clauses: tuple[Clause, ...]
    """What the rule rests on."""
    table: pd.DataFrame
    """A row a zone, indexed by ``zone_id``, with ``verdict`` and every figure it rests on."""
    findings: gpd.GeoDataFrame = field(default_factory=_no_findings)
    """Pieces of land that the rule objects to."""
    problems: tuple[Problem, ...] = field(default=())
    """What the rule met in the tables that a reader should know."""
