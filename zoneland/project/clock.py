"""The day of a run, and the seconds that its stages take."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

EPOCH: Final = "SOURCE_DATE_EPOCH"
"""Seconds since 1970 that stand for now, by which builds are made the same everywhere."""


@dataclass(slots=True)
class Clock:
    """Seconds a stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - start


def day_of_run(given: date | str | None = None) -> date:
    """Give the day that results name as the day of the run.

    Parameters
    ----------
    given
        The day, where the user says it; else that of the environment (SOURCE_DATE_EPOCH, in
        UTC), else today.

    Raises
    ------
    InputError
        ZL478 if the environment's is no number of seconds.
    ValueError
        For a text that is no day.

    Examples
    --------
    >>> day_of_run("2026-10-31")
    datetime.date(2026, 10, 31)
    """
    if given is not None:
        return date.fromisoformat(given) if isinstance(given, str) else given
    epoch = os.environ.get(EPOCH, "")
    if not epoch:
        return date.today()  # noqa: DTZ011  the planner's own day
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise InputError([Problem("ZL478", EPOCH, {"found": epoch})]) from error
