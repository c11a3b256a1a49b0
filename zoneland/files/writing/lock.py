"""One run at a time in a folder of results, found out before the work and not after.

The system's own lock ends with the process that holds it, so a killed run bars nobody. The
lock file names process and computer, for network shares whose locks do not reach every computer.
"""

from __future__ import annotations

import errno
import os
import platform
import sys
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Final

from zoneland.core.problems import OutputError, Problem
from zoneland.files.writing.atomic import clear_remains, is_alive
from zoneland.files.writing.room import refusals, unwritable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LOCK_NAME: Final = ".zoneland.lock"
FAR: Final = 1 << 10
"""The byte that Windows locks, beyond the text, which so can still be read."""
LONGEST_RUN_S: Final = 2 * 3600
"""A lock of another computer that is older was left by a run that was killed."""
NO_LOCKS: Final = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
"""What file systems say that have no locks."""
TRIES: Final = 3


@contextmanager
def locked(folder: Path, names: Iterable[str] = ()) -> Iterator[None]:
    """Hold a folder of results for one run, in order and fit to be written.

    What killed runs left is put in order first, so that it takes no room.

    Parameters
    ----------
    folder
        Where results go; made if it is missing.
    names
        The results that the run will replace.

    Raises
    ------
    OutputError
        ZL453 or ZL454 if another run holds the folder, ZL455 if its lock cannot be opened;
        ZL432, ZL433 and ZL435 as `zoneland.files.writing.room.refusals`, ZL434 as `clear_remains`,
        ZL430 if a file is where the folder should be.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError([unwritable(folder, error)]) from error
    path = folder / LOCK_NAME
    lock = _take(path)
    try:
        clear_remains(folder)
        refused = refusals(folder, names)
        if refused:
            raise OutputError(refused)
        yield
    finally:
        _let_go(lock, path)


def _take(path: Path) -> IO[bytes]:
    """Open the lock file and lock it; once more where who held it has just removed it."""
    for _ in range(TRIES):
        lock = _open(path)
        try:
            _refuse_other(lock, path)
            if _is_same(lock, path):
                with suppress(OSError):  # on a full disk the lock holds without its text
                    lock.truncate(0)
                    lock.write(f"{os.getpid()} {platform.node()}\n".encode())
                    lock.flush()
                return lock
        except BaseException:
            lock.close()
            raise
        lock.close()
    raise OutputError([Problem("ZL453", path.parent.as_posix())])


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("a+b", buffering=0)
    except OSError as error:
        is_folder_s_fault = error.errno == errno.EROFS or not os.access(path.parent, os.W_OK)
        if is_folder_s_fault or not path.exists():
            raise OutputError([unwritable(path.parent, error)]) from error
        reason = error.strerror or str(error)
        raise OutputError([Problem("ZL455", path.as_posix(), {"reason": reason})]) from error


def _refuse_other(lock: IO[bytes], path: Path) -> None:
    """Refuse a lock that a living run holds, here or, as far as can be known, elsewhere."""
    is_held = _is_held(lock)
    process, computer = _holder(lock)
    is_elsewhere = bool(computer) and computer != platform.node()
    if is_held is None:  # no locks on this disk, so the text has to do
        is_held = not is_elsewhere and is_alive(process)
    if is_held and not is_elsewhere:
        raise OutputError([Problem("ZL453", path.parent.as_posix())])
    age_s = time.time() - os.fstat(lock.fileno()).st_mtime
    if is_elsewhere and (is_held or age_s < LONGEST_RUN_S):
        raise OutputError([Problem("ZL454", path.as_posix(), {"computer": computer})])


def _is_held(lock: IO[bytes]) -> bool | None:
    """Take the system's lock or tell that another has it; None where there are no locks."""
    try:
        if sys.platform == "win32":
            lock.seek(FAR)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return None if error.errno in NO_LOCKS else True
    return False


def _holder(lock: IO[bytes]) -> tuple[int, str]:
    """Read process and computer from a lock; 0 and nothing where it does not name them."""
    lock.seek(0)
    process, _, computer = lock.read(FAR).decode("utf-8", "replace").strip().partition(" ")
    is_number = process.isascii() and process.isdecimal()
    return (int(process), computer.strip()) if is_number else (0, "")


def _is_same(lock: IO[bytes], path: Path) -> bool:
    """Tell whether the file that was opened still stands under its name."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _let_go(lock: IO[bytes], path: Path) -> None:
    """Remove the lock while it is held, so that nobody else's is removed; Windows needs it shut."""
    if os.name != "posix":
        lock.close()
    with suppress(OSError):
        path.unlink()
    lock.close()
