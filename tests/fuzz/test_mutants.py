"""Files changed at random end in the same answer or in a problem; what cannot be seen is counted.

Each format is read in a process of its own, under a limit of time and of memory, so that a crash
or a hang of native code is seen as one. The counts by format stand in docs/reliability.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fuzz.bases import BASES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = 300
LIMIT_SECONDS = 400
SLACK = 5
"""Mutants that another version of a library may let pass."""
REPORT = ROOT / "docs/reliability.md"
ROW = re.compile(r"^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \|", re.MULTILINE)

UNSEEN = {
    "shp": {"shapes"},
    "dbf": {"values", "columns"},
    "gpkg": {"shapes", "values"},
    "geojson": {"shapes"},
    "fgb": {"shapes", "values"},
    "dxf": {"shapes", "rows"},
    "kml": {"shapes", "values"},
    "txt": {"shapes", "rows", "values"},
    "tif": {"values"},
    "csv": {"values", "rows"},
}
"""What part of the answer may differ unseen, by format; the reasons stand in the report."""


def read_mutants(name: str) -> list[tuple[str, str, str]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.worker", name, str(MUTANTS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{name} ended with {done.returncode}: {done.stderr[-3000:]}"
    return [(file, kind, end) for file, kind, end in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def readings(
    request: pytest.FixtureRequest,
) -> Iterator[dict[str, Future[list[tuple[str, str, str]]]]]:
    """Start reading the mutants of every format that is asked for, two formats at a time."""
    asked = dict.fromkeys(
        item.callspec.params["name"]
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    )
    with ThreadPoolExecutor(2) as pool:
        yield {name: pool.submit(read_mutants, name) for name in asked}
        pool.shutdown(cancel_futures=True)


def stated() -> dict[str, tuple[int, int, int]]:
    """The report's own counts: the same, told, silently different."""
    rows = ROW.findall(REPORT.read_text(encoding="utf-8"))
    return {name: (int(same), int(told), int(silent)) for name, same, told, silent in rows}


@pytest.mark.parametrize("name", BASES)
def test_mutants_end_in_the_same_answer_or_in_a_problem(
    name: str, readings: dict[str, Future[list[tuple[str, str, str]]]]
) -> None:
    endings = readings[name].result()
    assert [ending for ending in endings if ending[2].startswith("traceback")] == []
    silent = Counter(end.removeprefix("silent: ") for *_, end in endings if "silent" in end)
    assert silent.keys() <= UNSEEN.get(name, set())
    assert silent.total() <= stated()[name][2] + (SLACK if name in UNSEEN else 0)


def test_the_report_has_every_format_and_its_mutants() -> None:
    assert stated().keys() == BASES.keys()
    assert {sum(counts) for counts in stated().values()} == {MUTANTS}
