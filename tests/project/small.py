"""A workspace of one zone, small enough to be run many times, and a process that runs it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd

from tests.drawing import EAST, NORTH, PLANE, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUNNER = """
import json, os, resource, signal, sys, time
from pathlib import Path
from zoneland.core.problems import InputError, OutputError
from zoneland.project.run import run

def ended(order):
    moves = iter(range(1000))

    def tell(stage):
        print("stage", stage, flush=True)
        if stage == order.get("full_at"):
            resource.setrlimit(resource.RLIMIT_FSIZE, (order["bytes"], resource.RLIM_INFINITY))
        if stage == order.get("kill_at"):
            os.kill(os.getpid(), signal.SIGKILL)

    def kill_at_move(path, target, move=Path.replace):
        if Path(target).parent.name == "maps" and next(moves) == order["kill_move"]:
            os.kill(os.getpid(), signal.SIGKILL)
        return move(path, target)

    if "kill_move" in order:
        Path.replace = kill_at_move
    sys.unraisablehook = lambda _: None
    try:
        run(order["folder"], on=order["on"], progress=tell)
    except (InputError, OutputError) as error:
        for problem in error.problems:
            print("told", problem.code, Path(problem.where).name, flush=True)

for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if not child:
        ended(order)
        sys.stdout.flush()
        os._exit(0)
    if "kill_after_s" in order:  # before it is waited for, so that it is still this process
        time.sleep(order["kill_after_s"])
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print("\\nended", code, flush=True)  # a killed child may have left half a line
"""
"""Imports once and forks a process a run, so that thirty runs take no longer than they must."""


def draw_workspace(folder: Path, *, name: str = "东区") -> Path:
    """A zone of 100 m × 100 m, 60 % of it industrial, the rest homes."""
    land, west = rectangle(EAST, NORTH, 100, 100), rectangle(EAST, NORTH, 60, 100)
    east = rectangle(EAST + 60, NORTH, 40, 100)
    (folder / "boundaries").mkdir(parents=True)
    (folder / "landuse").mkdir()
    zones = gpd.GeoDataFrame({"zone_id": ["Z1"], "zone_name": [name]}, geometry=[land], crs=PLANE)
    zones.to_file(folder / "boundaries/zones.gpkg", layer="zones")
    columns = {"YDYHFLDM": ["1001", "0701"], "YDYHFLMC": ["工业用地", "城镇住宅用地"]}
    plan = gpd.GeoDataFrame(columns, geometry=[west, east], crs=PLANE)
    plan.to_file(folder / "landuse/plan.gpkg", layer="plan")
    text = f'[landuse.plan]\npath = "landuse/plan.gpkg"\nsystem = "ydyh2023"\n# {name!r}\n'
    (folder / "zoneland.toml").write_text(text, encoding="utf-8")
    return folder


def results(maps: Path) -> dict[str, str]:
    """What a planner sees in a folder of results, by digest; of the record, its day."""
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(maps.iterdir())
        if path.is_file() and not path.name.startswith(".")
    }
    if "run.json" in found:
        found["run.json"] = json.loads((maps / "run.json").read_text(encoding="utf-8"))["on"]
    return found


def remains(maps: Path) -> list[str]:
    return [path.name for path in maps.iterdir() if path.name.startswith(".")]


@dataclass(frozen=True, slots=True)
class Runner:
    """A process that runs a workspace as often as it is asked, each time in a child of its own."""

    process: subprocess.Popen[str]

    def run(self, folder: Path, *, on: str, **order: object) -> tuple[int, list[str], list[str]]:
        """Run; give the exit code, the stages it came to, and the problems it told."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        asked = json.dumps({"folder": str(folder), "on": on, **order})
        self.process.stdin.write(f"{asked}\n")
        self.process.stdin.flush()
        stages, told = [], []
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "ended":
                return int(rest), stages, told
            if word:
                (stages if word == "stage" else told).append(rest)
        raise AssertionError("the resident process has gone")


@contextmanager
def resident() -> Iterator[Runner]:
    with subprocess.Popen(
        [sys.executable, "-c", RUNNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        yield Runner(process)
        assert process.stdin is not None
        process.stdin.close()
