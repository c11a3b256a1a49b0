"""Writing whole or not at all: an interrupted run leaves the last good results.

A file is written under a temporary name in its own folder, forced to the disk and moved into
place in one step; a killed process leaves at most the temporary file, which the next run clears.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import OutputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REMAINS: Final = re.compile(r"\..+\.part-(\d+)(\..+)?")
"""Temporary names, and what drivers lay beside them (``-journal``, ``-wal``)."""


def part_path(path: Path) -> Path:
    """Give the hidden temporary name that a file is written under.

    The suffix stays, since drivers and archivers choose the format by it.

    Examples
    --------
    >>> from pathlib import Path
    >>> part_path(Path("maps/zones.html")).name == f".zones.part-{os.getpid()}.html"
    True
    """
    return path.with_name(f".{path.stem}.part-{os.getpid()}{path.suffix}")


def write_whole(path: Path | str, write: Callable[[Path], None]) -> None:
    """Write a file completely or leave what stood there before.

    Parameters
    ----------
    path
        Where the file shall stand; missing folders are made.
    write
        Writes the file at the temporary path it is given.

    Raises
    ------
    OSError
        When the disk is full, the folder may not be written, or another program holds the file;
        `unwritten` tells a planner what to do.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_path(path)
    try:
        write(part)
        _force_to_disk(part)
        part.replace(path)
    except BaseException:
        _remove_with_sidecars(part)
        raise
    _force_folder_to_disk(path.parent)


def write_together(folder: Path, writers: Mapping[str, Callable[[Path], None]]) -> None:
    """Write several files that belong together: all of them new, or all as they were.

    Each is written whole in a hidden folder beside its place, and only when the last of them
    is there are they moved, in the order given.

    Parameters
    ----------
    folder
        Where the files shall stand; made if it is missing.
    writers
        By file name: writes the file at the path it is given.

    Raises
    ------
    OutputError
        ZL430, naming the file that could not be written or replaced.
    """
    stage = folder / f".run.part-{os.getpid()}"
    name = ""
    try:
        stage.mkdir(parents=True, exist_ok=True)
        for name, write in writers.items():
            write(stage / name)
            _force_to_disk(stage / name)
        for name in writers:
            _refuse_held(folder / name)
        for name in writers:
            (stage / name).replace(folder / name)
    except OSError as error:
        raise OutputError([unwritten(folder / name if name else folder, error)]) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    _force_folder_to_disk(folder)


def _refuse_held(path: Path) -> None:
    """Find out before anything is moved whether a file may be replaced."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists():
        path.open("rb+").close()  # a workbook that is open elsewhere refuses this on Windows


def clear_remains(folder: Path) -> tuple[Path, ...]:
    """Remove temporary files that killed runs left in a folder, and tell which.

    Files of another run that is still alive stay.
    """
    if not folder.is_dir():
        return ()
    found = [path for path in sorted(folder.iterdir()) if _is_left_over(path)]
    removed = []
    for path in found:
        with suppress(OSError):  # held open by a living run where process ids cannot be asked
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            removed.append(path)
    return tuple(removed)


def unwritten(path: Path, error: OSError) -> Problem:
    """Tell a planner why a result could not be written, and what to do.

    Examples
    --------
    >>> from pathlib import Path
    >>> unwritten(Path("findings.xlsx"), PermissionError(13, "Permission denied")).code
    'ZL430'
    """
    return Problem("ZL430", path.as_posix(), {"reason": error.strerror or str(error)})


def _force_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _force_folder_to_disk(folder: Path) -> None:
    if os.name != "posix":  # other systems cannot open a folder, and need not
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network shares refuse; the file itself is safe
            os.fsync(handle)
    finally:
        os.close(handle)


def _remove_with_sidecars(part: Path) -> None:
    if not part.parent.is_dir():
        return
    for path in part.parent.iterdir():
        if path.name.startswith(part.name):
            with suppress(OSError):  # the first error is the one to tell
                path.unlink()


def _is_left_over(path: Path) -> bool:
    match = REMAINS.fullmatch(path.name)
    if match is None:
        return False
    process = int(match[1])
    return process == os.getpid() or not is_alive(process)


def is_alive(process: int) -> bool:
    """Tell whether a process runs; where that cannot be asked harmlessly, it does not."""
    if os.name != "posix":  # there, asking with signal 0 would end the process
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
