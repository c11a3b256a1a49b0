from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zoneland.core.problems import OutputError
from zoneland.files.writing.atomic import (
    clear_remains,
    is_alive,
    part_path,
    unwritten,
    write_together,
    write_whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def writes(text: str) -> Callable[[Path], None]:
    def write(part: Path) -> None:
        part.write_text(text, encoding="utf-8")

    return write


def test_a_file_is_written_where_it_shall_stand_and_nothing_else_remains(tmp_path: Path) -> None:
    path = tmp_path / "maps" / "zones.html"
    write_whole(path, writes("新"))
    assert path.read_text(encoding="utf-8") == "新"
    assert [one.name for one in path.parent.iterdir()] == ["zones.html"]


def test_a_new_file_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "zones.html"
    write_whole(path, writes("old"))
    write_whole(path, writes("new"))
    assert path.read_text(encoding="utf-8") == "new"


def test_the_temporary_name_is_hidden_and_keeps_the_suffix(tmp_path: Path) -> None:
    seen = []

    def write(part: Path) -> None:
        seen.append(part)
        part.write_text("{}", encoding="utf-8")

    write_whole(tmp_path / "run.json", write)
    assert seen[0].suffix == ".json"
    assert seen[0].name.startswith(".run.part-")
    assert seen[0].parent == tmp_path


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_interrupted_write_leaves_the_old_file_and_no_remains(
    tmp_path: Path, error: BaseException
) -> None:
    path = tmp_path / "zones.html"
    write_whole(path, writes("old"))

    def half(part: Path) -> None:
        part.write_text("ha", encoding="utf-8")
        part.with_name(f"{part.name}-journal").touch()
        raise error

    with pytest.raises(type(error)):
        write_whole(path, half)
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["zones.html"]


def test_a_writer_that_writes_nothing_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "zones.html"
    write_whole(path, writes("old"))
    with pytest.raises(OutputError, match=r"ZL430 .*zones\.html"):
        write_whole(path, lambda part: None)  # noqa: ARG005  it is what a writer that fails does
    assert path.read_text(encoding="utf-8") == "old"


KILLED = """
import os, signal, sys
from pathlib import Path
from zoneland.files.writing.atomic import write_whole

def half(part):
    part.write_text("ha")
    os.kill(os.getpid(), signal.SIGKILL)

write_whole(Path(sys.argv[1]), half)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_a_killed_run_leaves_the_old_file_and_the_next_clears_its_remains(tmp_path: Path) -> None:
    path = tmp_path / "zones.html"
    write_whole(path, writes("old"))
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert ended.returncode == -9
    assert path.read_text(encoding="utf-8") == "old"
    (left,) = clear_remains(tmp_path)
    assert left.name.startswith(".zones.part-")
    assert [one.name for one in tmp_path.iterdir()] == ["zones.html"]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a living run holds its files open")
def test_remains_of_a_run_that_is_still_alive_stay(tmp_path: Path) -> None:
    alive = tmp_path / f".zones.part-{os.getppid()}.html"
    own = part_path(tmp_path / "zones.html")
    other = tmp_path / ".notes.html"
    for path in (alive, own, other):
        path.touch()
    assert clear_remains(tmp_path) == (own,)
    assert alive.exists()
    assert other.exists()


def test_there_may_be_no_folder_to_clear(tmp_path: Path) -> None:
    assert clear_remains(tmp_path / "maps") == ()


def test_an_error_of_the_disk_becomes_a_problem_that_says_what_to_do() -> None:
    problem = unwritten(Path("maps/findings.xlsx"), OSError(28, "No space left on device"))
    assert problem.where == "maps/findings.xlsx"
    assert "No space left on device" in problem.said("zh")
    assert "Excel" in problem.fix("en")


def test_files_that_belong_together_are_replaced_together(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("old", encoding="utf-8")

    def write(path: Path) -> None:
        path.write_text("new", encoding="utf-8")

    def fail(path: Path) -> None:
        write(path)
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match=r"b\.txt"):
        write_together(tmp_path, {"a.txt": write, "b.txt": fail})
    assert [path.read_text("utf-8") for path in sorted(tmp_path.iterdir())] == ["old", "old"]
    write_together(tmp_path, {"a.txt": write, "b.txt": write})
    assert [path.read_text("utf-8") for path in sorted(tmp_path.iterdir())] == ["new", "new"]


def test_a_folder_that_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    stage = tmp_path / ".run.part-999999999"
    stage.mkdir()
    (stage / "zones.html").write_text("half", encoding="utf-8")
    assert clear_remains(tmp_path) == (stage,)
    assert list(tmp_path.iterdir()) == []


def test_results_that_are_complete_but_not_all_moved_are_moved_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("old", encoding="utf-8")
    move = Path.replace

    def held(path: Path, target: Path) -> Path:
        if target == tmp_path / "b.txt":
            raise PermissionError(13, "Permission denied")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError, match=r"ZL434 .*b\.txt"):
        write_together(tmp_path, {"a.txt": writes("new"), "b.txt": writes("new")}, gone=["c.txt"])
    with pytest.raises(OutputError, match=r"ZL434 .*b\.txt"):
        clear_remains(tmp_path)
    monkeypatch.undo()
    clear_remains(tmp_path)
    found = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert found == {"a.txt": "new", "b.txt": "new"}


def test_what_shall_be_gone_stays_where_the_rest_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("old", encoding="utf-8")
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OutputError, match="ZL430"):
        write_together(tmp_path, {"a.txt": writes("new")}, gone=["list.txt"])
    assert (tmp_path / "list.txt").read_text("utf-8") == "old"


@pytest.mark.parametrize("process", [0, -1, 999_999_999, 10**40])
def test_no_process_has_such_a_number(process: int) -> None:
    assert not is_alive(process)
