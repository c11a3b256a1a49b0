"""One run at a time in a folder of results, found out before the work and not after."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import OutputError, Problem
from zoneland.files.atomic import is_alive, unwritten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_NAME: Final = ".zoneland.lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder of results for one run.

    The lock names the process that holds it; one whose process is gone was left by a killed
    run and is taken over.

    Parameters
    ----------
    folder
        Where results go; made if it is missing.

    Raises
    ------
    OutputError
        ZL453 if another run holds the folder, ZL430 if it may not be written.
    """
    path = folder / LOCK_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _take(path)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError([unwritten(folder, error)]) from error
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _take(path: Path) -> None:
    """Write the lock if nobody has, or if who has is gone."""
    for _ in range(2):
        try:
            with path.open("x", encoding="ascii") as lock:
                lock.write(str(os.getpid()))
        except FileExistsError:
            holder = path.read_text("ascii", "replace").strip()
            if holder.isdigit() and is_alive(int(holder)):
                raise OutputError([Problem("ZL453", str(path.parent))]) from None
            path.unlink(missing_ok=True)
        else:
            return
    raise OutputError([Problem("ZL453", str(path.parent))])
