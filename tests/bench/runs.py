"""Running the contenders one after another, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tests.bench.counties import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.contenders import Contender
    from tests.bench.counties import County

Cells = dict[tuple[str, str], float]
"""Square metres by zone and class."""


@dataclass(slots=True)
class Runs:
    """What one contender took, run by run, and the table that it gave."""

    cpu_s: list[float] = field(default_factory=list)
    wall_s: list[float] = field(default_factory=list)
    peak_mb: list[float] = field(default_factory=list)
    cells: Cells = field(default_factory=dict)
    ended: str = ""
    """Why there are no more runs, if so."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How contenders are run."""

    peers: str = sys.executable
    """The interpreter that has the peers."""
    limit_s: float = 900.0
    """Wall time after which a run is stopped."""

    def python(self, contender: Contender) -> str:
        """Give the interpreter that has what a contender needs."""
        return self.peers if contender.is_peer else sys.executable


def run_all(
    contenders: Sequence[Contender], county: County, *, repeats: int, ways: Ways
) -> dict[str, Runs]:
    """Run all, again and again; each time another begins, so that none has the best place."""
    found = {contender.name: Runs() for contender in contenders}
    for turn in range(repeats):
        first = turn * max(1, len(contenders) // repeats) % len(contenders)
        for contender in [*contenders[first:], *contenders[:first]]:
            runs = found[contender.name]
            if not runs.ended:
                _run(contender, county, runs, ways)
                took = runs.ended or f"{runs.cpu_s[-1]:.2f} s"
                tell(f"{county.folder.name} {turn + 1}/{repeats} {contender.name}: {took}")
    return found


def _run(contender: Contender, county: County, runs: Runs, ways: Ways) -> None:
    words = ["-m", "tests.bench.worker", contender.name, str(county.folder)]
    try:
        told = json.loads(output([ways.python(contender), *words], ways.limit_s))
    except subprocess.TimeoutExpired:
        runs.ended = f"stopped after {ways.limit_s:.0f} s wall"
    except subprocess.CalledProcessError as error:
        last = error.stderr.strip().splitlines()[-1:] or [""]
        is_absent = "ModuleNotFoundError" in last[0]
        runs.ended = "not installed" if is_absent else f"failed: {last[0][:120]}"
    else:
        runs.cpu_s.append(told["cpu_s"])
        runs.wall_s.append(told["wall_s"])
        runs.peak_mb.append(told["peak_mb"])
        runs.cells = {(zone, code): size for zone, code, size in told["cells"]}


def output(command: Sequence[str], limit_s: float | None = None, **environment: str) -> str:
    """Run a program from the repository's root and give what it prints."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=limit_s,
        env=os.environ | environment,
    )
    return done.stdout


COMPILING: Final = """
import json, time
from tests.bench.worker import cpu_s
from tests.bench.by_zoneland import warm_up
took = []
for _ in range(2):
    cpu, wall = cpu_s(), time.perf_counter()
    warm_up()
    took.append((cpu_s() - cpu, time.perf_counter() - wall))
print(json.dumps([one - other for one, other in zip(*took)]))
"""


def compiling() -> dict[str, tuple[float, float]]:
    """Give CPU and wall seconds that compiled code costs at first: nowhere kept, and kept."""
    with tempfile.TemporaryDirectory() as folder:
        program = [sys.executable, "-c", COMPILING]
        return {
            kind: tuple(json.loads(output(program, NUMBA_CACHE_DIR=folder)))
            for kind in ("compiled", "loaded")
        }


def tell(line: str) -> None:
    """Say how far it is, apart from the tables."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
