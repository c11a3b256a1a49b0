"""What was read: enough to find the same file again and to tell whether it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from zoneland.core.problems import Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Input:
    """One file that a run rests on."""

    role: str
    """``zones``, ``farmland``, ``redline``, ``growth``, ``flexible``, ``special``, ``zoning``,
    ``survey``, ``plan``, ``cover``, ``classes`` (of one's own), ``approvals`` or ``supply``."""
    path: str
    """As written in zoneland.toml."""
    layer: str
    """Layer or sheet; empty where the format has none."""
    rows: int
    """Features, ledger rows, or cells of a raster."""
    crs: str
    """As found in the file, e.g. ``EPSG:4526``; empty for tables."""
    encoding: str
    """Of the attribute text; empty where the format fixes it."""
    sha256: str = ""
    """Of the file's bytes; for a Shapefile, of its parts one after another by name. Doors leave
    it empty: whoever keeps a record of the run digests what was read."""
    fields: int | None = None
    """Attribute fields of a layer; None for tables and rasters."""


@dataclass(frozen=True, slots=True)
class Collected(Generic[T]):
    """What a door gives: checked data, where it came from, and what was wrong with it."""

    data: T
    source: Input
    problems: tuple[Problem, ...] = ()
