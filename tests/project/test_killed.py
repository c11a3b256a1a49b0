"""A run that is killed leaves one run's results, and nothing in the way of the next run."""

from __future__ import annotations

import os
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.project.small import draw_workspace, remains, resident, results
from zoneland.files.writing.lock import locked
from zoneland.project.publish import OUTPUTS, STAGES, publish_again
from zoneland.project.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.project.small import Runner

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX matter")

OLD, NEW = "2026-10-31", "2029-01-31"
KILLED = -signal.SIGKILL
MOVED = [name for name in OUTPUTS if name != "problems.gpkg"]  # nothing there has a place


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with resident() as runner:
        yield runner


@pytest.fixture
def county(tmp_path: Path, runner: Runner) -> Path:
    folder = draw_workspace(tmp_path / "county")
    assert runner.run(folder, on=OLD)[0] == 0
    return folder


def states(county: Path, runner: Runner) -> tuple[dict[str, str], dict[str, str]]:
    """The results of the old day, which stand, and of the new."""
    old = results(county / "maps")
    runner.run(county, on=NEW)
    new = results(county / "maps")
    runner.run(county, on=OLD)
    assert results(county / "maps") == old != new
    assert old.keys() == set(MOVED)
    return old, new


def test_kills_at_thirty_random_moments_leave_one_run_s_results(
    county: Path, runner: Runner
) -> None:
    old, new = states(county, runner)
    start = time.perf_counter()
    runner.run(county, on=OLD)
    whole_s = time.perf_counter() - start
    moments = random.Random(20261031)  # noqa: S311  no secret
    killed = 0
    for _ in range(30):
        moment_s = moments.uniform(0, whole_s)
        killed += runner.run(county, on=NEW, kill_after_s=moment_s)[0] == KILLED
        if not list((county / "maps").glob(".run.whole-*")):
            assert results(county / "maps") in (old, new)
        with locked(county / "maps"):
            assert results(county / "maps") in (old, new)
        assert remains(county / "maps") == []
    assert killed >= 20
    assert runner.run(county, on=OLD)[0] == 0
    assert results(county / "maps") == old


@pytest.mark.parametrize("stage", ["zones", "measure", *(STAGES[name] for name in MOVED)])
def test_a_kill_at_any_stage_leaves_the_last_results(
    county: Path, runner: Runner, stage: str
) -> None:
    old = results(county / "maps")
    code, stages, _ = runner.run(county, on=NEW, kill_at=stage)
    assert (code, stages[-1]) == (KILLED, stage)
    assert results(county / "maps") == old
    assert remains(county / "maps")
    assert runner.run(county, on=OLD)[0] == 0
    assert results(county / "maps") == old
    assert remains(county / "maps") == []


@pytest.mark.parametrize("number", range(len(MOVED)))
def test_a_kill_while_results_are_moved_is_made_good_by_the_next_verb(
    county: Path, runner: Runner, number: int
) -> None:
    _, new = states(county, runner)
    assert runner.run(county, on=NEW, kill_move=number)[0] == KILLED
    assert results(county / "maps") != new
    again = publish_again(open_workspace(county), lang=None, profile=None, progress=lambda _: None)
    assert again.on.isoformat() == NEW
    assert results(county / "maps") == new
    assert remains(county / "maps") == []
