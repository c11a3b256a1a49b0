"""The stamp of a run: what a sheet of paper needs to be traced back to the figures behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When a run was made, of which data, and what it is known by."""

    ran_on: date | None = None
    """Day of the run; given, not looked up, so that the same run gives the same bytes."""
    data_on: str = ""
    """Day or year of the data, as the user writes it."""
    sha256: str = ""
    """Of the run's record without its times; empty for what no workspace ran."""
    map_approval: str = ""
    """审图号 that the map authority gave; empty for none."""
