from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from zoneland.core.problems import OutputError
from zoneland.files.writing.lock import LOCK_NAME, locked

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
        assert (tmp_path / LOCK_NAME).read_text(encoding="utf-8").split()[0] == str(os.getpid())


def test_a_lock_of_a_killed_run_is_taken_over(tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lock = tmp_path / LOCK_NAME
    lock.write_text(gone.stdout.strip(), encoding="ascii")
    with locked(tmp_path):
        assert lock.read_text(encoding="utf-8").split()[0] == str(os.getpid())


def test_a_place_where_no_folder_can_be_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "maps").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="ZL430"), locked(tmp_path / "maps"):
        pass


def test_a_lock_of_this_computer_whose_process_is_gone_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text(f"999999999 {platform.node()}\n", encoding="utf-8")
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [b"\xff\xfe\x00garbage", b"9" * 5000, b"\x00" * 100, b"0 "])
def test_a_lock_of_garbage_is_taken_over(tmp_path: Path, left: bytes) -> None:
    (tmp_path / LOCK_NAME).write_bytes(left)
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_of_another_computer_holds_until_no_run_takes_so_long(tmp_path: Path) -> None:
    lock = tmp_path / LOCK_NAME
    lock.write_text("17 规划科-PC 2\n", encoding="utf-8")
    with pytest.raises(OutputError) as refused, locked(tmp_path):
        pass
    (told,) = refused.value.problems
    assert (told.code, told.values["computer"]) == ("ZL454", "规划科-PC 2")
    assert told.where.endswith(LOCK_NAME)
    assert lock.exists()
    hours_ago = time.time() - 2 * 3600 - 1
    os.utime(lock, (hours_ago, hours_ago))
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).mkdir()
    with pytest.raises(OutputError, match=f"ZL455 .*{LOCK_NAME}"), locked(tmp_path):
        pass


def test_where_the_disk_has_no_locks_the_text_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoneland.files.writing.lock._is_held", lambda _: None)
    lock = tmp_path / LOCK_NAME
    lock.write_text(f"{os.getppid()} {platform.node()}\n", encoding="utf-8")
    with pytest.raises(OutputError, match="ZL453"), locked(tmp_path):
        pass
    lock.write_text(f"999999999 {platform.node()}\n", encoding="utf-8")
    with locked(tmp_path):
        pass


def test_a_held_lock_is_not_removed_by_who_is_refused(tmp_path: Path) -> None:
    with locked(tmp_path):
        with pytest.raises(OutputError, match="ZL453"), locked(tmp_path):
            pass
        assert (tmp_path / LOCK_NAME).read_text("utf-8").split()[0] == str(os.getpid())


def test_remains_are_cleared_before_the_work(tmp_path: Path) -> None:
    (tmp_path / ".run.part-999999999").mkdir()
    (tmp_path / ".run.part-999999999/zones.html").write_text("half", encoding="utf-8")
    (tmp_path / ".run.whole-999999999").mkdir()
    (tmp_path / ".run.whole-999999999/zones.html").write_text("new", encoding="utf-8")
    (tmp_path / "zones.html").write_text("old", encoding="utf-8")
    with locked(tmp_path):
        assert (tmp_path / "zones.html").read_text("utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["zones.html"]
