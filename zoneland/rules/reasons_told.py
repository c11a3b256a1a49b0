"""The words that every reason is told in, and the rows of a zone that reasons are told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from zoneland.core.figures import hectares, square_metres
from zoneland.core.units import to_dm2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

FAILS, OPEN, NOTE = range(3)
"""What a sentence tells: why a zone fails, why it cannot be told, or what else to know."""

Said = tuple[int, str]
Row = dict[str, Any]

LEAST_IN_HA: Final = 100
"""0.01 m²: less than 1 m² would show as 0.0000 or 0.0001 公顷."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone with its rows of every frame."""

    row: Row
    readings: pd.DataFrame
    areas: pd.DataFrame
    findings: pd.DataFrame
    plots: pd.DataFrame
    unplaced: int
    """Plots in no zone that would weigh in the one they belong to."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts a zone's reasons into one language."""

    assessment: Assessment
    text: Mapping[str, str]
    lang: Lang

    def say(self, key: str, **values: object) -> str:
        """Fill in a sentence."""
        return self.text[f"reason.{key}"].format(**values)

    def area(self, area_dm2: int | None) -> str:
        """Write an area in 公顷; in m² where that would show as nothing."""
        if area_dm2 is None:
            return self.text["reason.unknown_area"]
        if area_dm2 < LEAST_IN_HA:
            return self.say("m2", number=square_metres(area_dm2))
        return self.say("ha", number=hectares(area_dm2))

    def joined(self, names: list[str]) -> str:
        """List some names."""
        return self.text["reason.and"].join(names)


def to_dm2_or_none(area_m2: float) -> int | None:
    """Give an area in whole 0.01 m²; None if it is not known."""
    return None if pd.isna(area_m2) else to_dm2(area_m2)


def sum_dm2(rows: pd.DataFrame) -> int | None:
    """Sum areas; None if one is not known."""
    areas_m2 = rows["area_m2"].tolist()
    return None if any(map(pd.isna, areas_m2)) else sum(map(to_dm2, areas_m2))
