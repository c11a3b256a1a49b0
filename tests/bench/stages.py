"""Where the time goes: zoneland's functions, each with what it calls of others' libraries.

A timer of the process's own CPU time interrupts it some hundred times a second. What has passed
since the last time counts for the innermost function of zoneland at work, so that long calls
into GEOS or compiled code, which cannot be interrupted, count in full.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

EVERY_S: Final = 0.002


def sampled(work: Callable[[], list[object]]) -> dict[str, float]:
    """Do the work; give CPU seconds by module and function, the longest first."""
    passed: Counter[str] = Counter()
    last = time.process_time()

    def note(_number: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        passed[innermost(frame)] += now - last  # type: ignore[assignment]  seconds, not counts
        last = now

    before = signal.signal(signal.SIGPROF, note)
    signal.siginterrupt(signal.SIGPROF, False)
    signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
    return dict(passed.most_common())


def innermost(frame: FrameType | None) -> str:
    """Name the function of zoneland nearest to what is done, without its package's name."""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("zoneland."):
            return f"{module.removeprefix('zoneland.')}.{frame.f_code.co_name}"
        frame = frame.f_back
    return "elsewhere"
