"""Verify: read all inputs of a workspace and say all that is wrong with them; judge nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zoneland.core.problems import InputError
from zoneland.project.workspace import Gathered, gather, open_workspace

if TYPE_CHECKING:
    from zoneland.project.workspace import Progress


def verify(folder: Path | str = ".", *, progress: Progress | None = None) -> Gathered:
    """Read a workspace's inputs and gather every problem of every one of them.

    Parameters
    ----------
    folder
        The workspace.
    progress
        Is told each input as it begins.

    Returns
    -------
    Gathered
        Inputs and problems; never raises for bad input, settings included.
    """
    try:
        return gather(open_workspace(Path(folder)), progress=progress)
    except InputError as error:
        return Gathered(problems=list(error.problems))
