"""Read the mutants of one format in a process of their own, so that a crash is seen as one.

``python -m tests.fuzz.worker FORMAT COUNT [--naive]`` prints a JSON object: how each mutant ended.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import shapely

from tests.fuzz.bases import BASES, Base
from tests.fuzz.mutants import mutants
from zoneland.core.problems import InputError, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

HANG_SECONDS: Final = 20
MOST_BYTES: Final = 6_000_000_000
"""Memory that a process may ask for: a false length must be refused, not provided for."""


def answer(found: Any) -> dict[str, object]:
    """What a reader gave, as far as anyone goes by it: to be compared part by part."""
    if not isinstance(found, pd.DataFrame):
        return {"values": found}
    told: dict[str, object] = {"rows": len(found), "columns": list(found.columns)}
    if "geometry" in found:
        told["crs"] = found.crs.to_wkt() if found.crs else ""
        told["shapes"] = found.geometry.tolist()
        found = found.drop(columns="geometry")
    told["values"] = found.astype(object).map(repr).to_numpy().tolist()
    return told


def differs(one: dict[str, object], other: dict[str, object]) -> str:
    """Name the first part in which two answers differ; empty if they are the same."""
    return next((part for part in one if not is_same(one[part], other.get(part))), "")


def is_same(one: object, other: object) -> bool:
    """Compare parts; corners may lie a tenth of a millimetre (or of its angle) apart."""
    if not (isinstance(one, list) and isinstance(other, list) and len(one) == len(other)):
        return one == other
    return all(map(is_near, one, other))


def is_near(one: object, other: object) -> bool:
    if not (isinstance(one, shapely.Geometry) and isinstance(other, shapely.Geometry)):
        return one == other
    tolerance = 1e-4 if abs(one.bounds[0]) > 180 else 1e-9  # in metres or in degrees
    return shapely.equals_exact(one, other, tolerance)


def ended(base: Base, folder: Path, sound: tuple[dict[str, object], Counter[str]]) -> str:
    """Say how the reading of a mutant ended."""
    try:
        found = base.read(folder)
    except InputError as error:
        return "told" if error.problems else "traceback: InputError without a problem"
    except BaseException as error:  # noqa: BLE001 - whatever else comes is what we look for
        return f"traceback: {error!r}"[:300]
    part = differs(sound[0], answer(found.data))
    if not part:
        return "same"
    new = Counter(problem.code for problem in found.problems) - sound[1]
    levels = {problem.level for problem in found.problems if problem.code in new}
    if levels - {Level.INFO}:
        return "told"
    return f"noted: {part}" if levels else f"silent: {part}"


def ended_naively(base: Base, folder: Path, sound: dict[str, object]) -> str:
    try:
        found = base.naive(folder)
    except Exception:  # noqa: BLE001 - whatever a script dies of
        return "told"
    part = differs(sound, answer(found))
    return f"silent: {part}" if part else "same"


def endings(name: str, count: int, *, is_naive: bool) -> Iterator[tuple[str, str, str]]:
    """Give of each mutant the file that was changed, the kind of change, and how it ended."""
    base = BASES[name]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        base.make(folder)
        if is_naive:
            naive = answer(base.naive(folder))
        else:
            found = base.read(folder)
            sound = answer(found.data), Counter(problem.code for problem in found.problems)
        raw = {target: (folder / target).read_bytes() for target in base.targets}
        streams = {target: mutants(raw[target], count, f"{target} 20261031") for target in raw}
        for number in range(count):
            target = base.targets[number % len(base.targets)]
            kind, content = next(streams[target])
            (folder / target).write_bytes(content)
            faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
            if is_naive:
                yield target, kind, ended_naively(base, folder, naive)
            else:
                yield target, kind, ended(base, folder, sound)
            faulthandler.cancel_dump_traceback_later()
            (folder / target).write_bytes(raw[target])


def limit_memory() -> None:
    """Let a demand for absurd memory fail at once; not every system can."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("format", choices=BASES)
    asked.add_argument("count", type=int)
    asked.add_argument("--naive", action="store_true")
    options = asked.parse_args()
    faulthandler.enable()
    limit_memory()
    warnings.simplefilter("ignore" if options.naive else "error")
    warnings.filterwarnings("ignore", "Use `@` matmul", PendingDeprecationWarning)
    found = list(endings(options.format, options.count, is_naive=options.naive))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
