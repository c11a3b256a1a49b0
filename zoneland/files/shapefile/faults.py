"""What is said of a part of a Shapefile that is not what its own head or index says."""

from __future__ import annotations

from typing import Any

from zoneland.core.problems import Problem


def wrong_length(where: str, wanted: int, found: int) -> Problem:
    """Tell of a file that is longer or shorter than it says, in bytes: ZL175."""
    return Problem("ZL175", where, {"wanted": wanted, "found": found})


def strange(where: str, entry: str, found: Any, wanted: Any) -> Problem:  # noqa: ANN401 - shown
    """Tell of an entry that cannot be: ZL177."""
    return Problem("ZL177", where, {"entry": entry, "found": found, "wanted": wanted})
