"""Rows that pass by: who reads many tells how far it is, and who listens shows it.

Reading lies many calls below what knows of a screen, and no call between has use for either.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_listener: Final[ContextVar[Callable[[int, int], None] | None]] = ContextVar(
    "listener", default=None
)


@contextmanager
def listening(listener: Callable[[int, int], None]) -> Iterator[None]:
    """Have a listener told, for a while, how many rows of how many have passed.

    Examples
    --------
    >>> with listening(lambda done, known: print(done, "/", known)):
    ...     passed(3, 5)
    3 / 5
    >>> passed(4, 5)
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def passed(done: int, known: int) -> None:
    """Tell that so many of a layer's rows have passed; nobody need be listening."""
    listener = _listener.get()
    if listener is not None:
        listener(done, known)
