"""Room for results: found out before the work, so that an hour's run is not in vain."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_BYTES: Final = 1_000_000
"""What a run of one zone takes: the map's own programs are half of it."""
BYTES_PER_MB: Final = 1_000_000
NO_FOLDER: Final = (errno.EEXIST, errno.ENOTDIR)


def refuse_held(path: Path) -> None:
    """Find out whether a file may be replaced.

    Raises
    ------
    OSError
        If another program holds it, if it is write-protected, or a folder has its name.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists():
        path.open("rb+").close()  # a workbook that is open elsewhere refuses this on Windows


def refusals(folder: Path, names: Iterable[str]) -> tuple[Problem, ...]:
    """Tell why results could not be written, before the work that they are of.

    Parameters
    ----------
    folder
        Where they shall go; it need not be there yet, and is not made.
    names
        The files that would be replaced. Those that stand say how much room the new ones take,
        for they stand until all the new are there.

    Returns
    -------
    tuple
        ZL432 if the folder may not be written, ZL435 for each file that is held, ZL433 if the
        disk has no room, ZL430 where a folder and a file have changed places; empty if nothing
        is in the way.
    """
    try:
        _try_to_write(folder)
    except OSError as error:
        return (unwritable(folder, error),)
    last = [folder / name for name in names if (folder / name).exists()]
    return (*filter(None, map(_held, last)), *_too_full(folder, last))


def unwritable(folder: Path, error: OSError) -> Problem:
    """Tell a planner why a folder of results cannot be written.

    Examples
    --------
    >>> unwritable(Path("maps"), OSError(30, "Read-only file system")).code
    'ZL432'
    >>> unwritable(Path("maps"), FileExistsError(17, "File exists")).code  # a file is in its place
    'ZL430'
    """
    code = "ZL430" if error.errno in NO_FOLDER else "ZL432"
    return Problem(code, folder.as_posix(), {"reason": error.strerror or str(error)})


def _try_to_write(folder: Path) -> None:
    """Write a file that is gone at once; asking for rights alone says nothing of network shares."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(there))
    tempfile.TemporaryFile(dir=there, prefix=".zoneland-").close()


def _held(path: Path) -> Problem | None:
    try:
        refuse_held(path)
    except OSError as error:
        code = "ZL430" if path.is_dir() else "ZL435"
        return Problem(code, path.as_posix(), {"reason": error.strerror or str(error)})
    return None


def _too_full(folder: Path, last: Iterable[Path]) -> Iterable[Problem]:
    """Tell which disk has no room: that of the results, or that of temporary files."""
    sizes = sum(path.stat().st_size for path in last if path.is_file())
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    needs = {there: sizes or LEAST_BYTES, Path(tempfile.gettempdir()): LEAST_BYTES}
    for place, need_bytes in needs.items():
        usage = shutil.disk_usage(place)
        if usage.total and usage.free < need_bytes:  # some shares tell nothing at all
            values = {
                "free_mb": f"{usage.free / BYTES_PER_MB:.1f}",
                "need_mb": f"{need_bytes / BYTES_PER_MB:.1f}",
            }
            yield Problem("ZL433", place.as_posix(), values)
