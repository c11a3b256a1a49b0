from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from zoneland.core.problems import OutputError
from zoneland.files.lock import LOCK_NAME, locked

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_held_by_one_run_and_let_go(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(OutputError, match="ZL453"), locked(tmp_path):
        pass
    assert not (tmp_path / LOCK_NAME).exists()
    with locked(tmp_path):
        pass


@pytest.mark.parametrize("left", ["", "not a number"])
def test_a_lock_that_names_nobody_is_taken_over(tmp_path: Path, left: str) -> None:
    (tmp_path / LOCK_NAME).write_text(left, encoding="ascii")
    with locked(tmp_path):
        assert (tmp_path / LOCK_NAME).read_text(encoding="ascii").isdigit()


def test_a_lock_of_a_killed_run_is_taken_over(tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lock = tmp_path / LOCK_NAME
    lock.write_text(gone.stdout.strip(), encoding="ascii")
    with locked(tmp_path):
        assert lock.read_text(encoding="ascii") == str(os.getpid())


def test_a_place_where_no_folder_can_be_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "maps").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="ZL430"), locked(tmp_path / "maps"):
        pass
