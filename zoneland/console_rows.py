"""How far reading a large layer is: rows done of rows known, and the time that is left."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zoneland.core.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneland.core.problems import Lang

MOST_SECONDS: Final = 90
"""More are told as minutes."""


@dataclass(slots=True)
class RowsToldOf:
    """Says how far the reading of one layer after another is.

    Examples
    --------
    >>> seconds = iter([10.0, 16.0])
    >>> rows = RowsToldOf("zh", clock=lambda: next(seconds))
    >>> rows.begin("读取现状用地")
    >>> rows.text(1_200_000, 2_100_000)
    '读取现状用地：1,200,000 / 2,100,000 行，约剩 5 秒'
    """

    lang: Lang
    clock: Callable[[], float] = time.monotonic
    stage: str = ""
    _start: float = 0.0
    _done: int = 0

    def begin(self, stage: str) -> None:
        """Begin a stage, named in the planner's words: the layers that are read are read for it."""
        self.stage, self._start, self._done = stage, self.clock(), 0

    def text(self, done: int, known: int) -> str:
        """Say how far it is; fewer rows than before are those of another layer."""
        now = self.clock()
        if done <= self._done:
            self._start = now
        self._done = done
        left = math.ceil((now - self._start) * max(known - done, 0) / max(done, 1))
        unit, count = ("seconds", left) if left <= MOST_SECONDS else ("minutes", -(-left // 60))
        said = words(self.lang)
        return said["passing.rows"].format(
            stage=self.stage,
            done=f"{done:,}",
            known=f"{max(known, done):,}",
            left=said[f"passing.{unit}"].format(count=count),
        )
