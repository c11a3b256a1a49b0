"""Writing whole or not at all: an interrupted run leaves the last good results.

A file is written under a temporary name in its own folder, forced to the disk, read back and
moved into place in one step; a killed process leaves at most temporary files, which the next run
clears, or a complete set that was not yet moved, which the next run moves.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml.etree import LxmlError  # type: ignore[import-untyped]  # it brings no types
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from zoneland.core.problems import OutputError, Problem
from zoneland.files.writing.readback import NotWholeError, read_back
from zoneland.files.writing.room import refuse_held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

REMAINS: Final = re.compile(r"\..+\.part-(\d+)(\..+)?")
"""Temporary names, and what drivers lay beside them (``-journal``, ``-wal``)."""
WHOLE: Final = ".run.whole-"
"""Begins the name of a folder whose files are all complete: from then on they are the results."""
GONE: Final = ".gone"
"""Ends the name of a mark in it: the file of that name is no longer a result."""
WRITE_ERRORS: Final = (OSError, DataLayerError, DataSourceError, FeatureError, LxmlError)
"""What the libraries raise that write files, on a full disk; those that raise nothing are read
back."""


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
    OutputError
        ZL430 when the disk is full, the folder may not be written, or another program holds the
        file; ZL431 if what was written cannot be read back.
    """
    path = Path(path)
    part = part_path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_checked(part, write)
        part.replace(path)
    except WRITE_ERRORS as error:
        raise _not_written(path, error) from error
    finally:
        _remove_with_sidecars(part)
    _force_folder_to_disk(path.parent)


def write_together(
    folder: Path, writers: Mapping[str, Callable[[Path], None]], *, gone: Iterable[str] = ()
) -> None:
    """Write several files that belong together: all of them new, or all as they were.

    Each is written whole in a hidden folder beside its place. When the last of them is there
    the folder gets another name: from then on they are the results, and a process that is
    killed while it moves them leaves the rest to `clear_remains`.

    Parameters
    ----------
    folder
        Where the files shall stand; made if it is missing.
    writers
        By file name: writes the file at the path it is given.
    gone
        Files of the last time that shall not stand beside the new ones.

    Raises
    ------
    OutputError
        ZL430 or ZL431, naming the file that could not be written or replaced; ZL434 if one was
        taken by another program while they were moved.
    """
    stage, whole = (folder / f"{name}{os.getpid()}" for name in (".run.part-", WHOLE))
    name = ""
    try:
        stage.mkdir(parents=True, exist_ok=True)
        for name, write in writers.items():
            _write_checked(stage / name, write)
        for name in gone:
            (stage / f"{name}{GONE}").touch()
        for name in (*writers, *gone):
            refuse_held(folder / name)
        _force_folder_to_disk(stage)
        stage.rename(whole)
    except WRITE_ERRORS as error:
        raise _not_written(folder / name, error) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    _move_out(whole)


def _write_checked(path: Path, write: Callable[[Path], None]) -> None:
    write(path)
    _force_to_disk(path)
    read_back(path)


def _move_out(whole: Path) -> None:
    """Move complete files to where they shall stand; what was moved before stays moved."""
    folder = whole.parent
    for path in sorted(whole.iterdir()):
        target = folder / path.name.removesuffix(GONE)
        try:
            if path.suffix == GONE:
                target.unlink(missing_ok=True)
                path.unlink()
            else:
                path.replace(target)
        except OSError as error:
            raise OutputError([_told("ZL434", target, error)]) from error
    whole.rmdir()
    _force_folder_to_disk(folder)


def clear_remains(folder: Path) -> tuple[Path, ...]:
    """Put a folder in order after runs that were killed.

    Results that were complete are moved to their places; temporary files are removed, except
    those of a process that is still alive.

    Returns
    -------
    tuple
        What was removed.

    Raises
    ------
    OutputError
        ZL434 if another program holds a file that has to be moved.
    """
    if not folder.is_dir():
        return ()
    for whole in sorted(folder.glob(f"{WHOLE}*")):
        _move_out(whole)
    found = [path for path in sorted(folder.iterdir()) if _is_left_over(path)]
    removed = []
    for path in found:
        with suppress(OSError):  # held open by a living run where process ids cannot be asked
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            removed.append(path)
    return tuple(removed)


def unwritten(path: Path, error: Exception) -> Problem:
    """Tell a planner why a result could not be written, and what to do.

    Examples
    --------
    >>> from pathlib import Path
    >>> unwritten(Path("findings.xlsx"), PermissionError(13, "Permission denied")).code
    'ZL430'
    """
    return _told("ZL431" if isinstance(error, NotWholeError) else "ZL430", path, error)


def _told(code: str, path: Path, error: Exception) -> Problem:
    reason = error.strerror if isinstance(error, OSError) else None
    return Problem(code, path.as_posix(), {"reason": reason or str(error)})


def _not_written(path: Path, error: Exception) -> OutputError:
    """Name the file that was to be written, whatever temporary name it had."""
    if isinstance(error, OutputError):
        return OutputError(replace(told, where=path.as_posix()) for told in error.problems)
    return OutputError([unwritten(path, error)])


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
    if os.name != "posix" or process <= 0:  # elsewhere, asking with signal 0 would end it
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
