"""A run that is killed leaves the last results, and nothing in the way of the next run."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from zoneland.project.run import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX matter")


def results(maps: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(maps.iterdir())
        if not path.name.startswith(".") and path.name not in {"run.json", "README.md"}
    }


def test_kills_at_random_moments_leave_one_run_s_results(sample_copy: Path) -> None:
    maps = sample_copy / "maps"
    before = results(maps)
    moments = random.Random(20261031)  # noqa: S311  no secret
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-m", "zoneland", "run", str(sample_copy), "--on", "2029-01-31"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(0.3, 3.0))
        process.kill()
        process.wait()
        after = results(maps)
        assert after.keys() == before.keys()
        assert after == before or all(after[name] != before[name] for name in before)
    run(sample_copy, on="2026-10-31")
    assert results(maps) == before
    assert [path.name for path in maps.iterdir() if path.name.startswith(".")] == []
