"""One contender, once, in a process of its own.

``python -m tests.bench.worker NAME FOLDER`` prints a JSON object: CPU and wall seconds of the work
alone (imports, opening of databases and warm-up are before it), the process's peak memory, and
the table. ``--stages`` tells zoneland's time by function instead.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.contenders import contender_named
from tests.bench.counties import County

if TYPE_CHECKING:
    from collections.abc import Callable

BYTES: Final = 1 if sys.platform == "darwin" else 1024
"""What `ru_maxrss` counts in."""


def cpu_s() -> float:
    """Give user and system seconds, those of threads and ended children too."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def peak_mb() -> float:
    """Give the largest memory that the process, or a child, held."""
    kinds = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) * BYTES / 1e6


def measured(work: Callable[[], list[object]]) -> dict[str, object]:
    """Do the work once."""
    cpu, wall = cpu_s(), time.perf_counter()
    cells = work()
    return {
        "cpu_s": cpu_s() - cpu,
        "wall_s": time.perf_counter() - wall,
        "peak_mb": peak_mb(),
        "cells": cells,
    }


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("name")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--stages", action="store_true")
    options = asked.parse_args()
    module, function = contender_named(options.name).at.split(":")
    make_ready = getattr(import_module(f"tests.bench.{module}"), function)
    work = make_ready(County(options.folder))
    gc.collect()
    gc.freeze()  # looking through what was imported is no part of the work
    if options.stages:
        from tests.bench.stages import sampled  # noqa: PLC0415  not where it is not asked for

        json.dump(sampled(work), sys.stdout)
    else:
        json.dump(measured(work), sys.stdout)


if __name__ == "__main__":
    main()
