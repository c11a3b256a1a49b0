"""Verify: read all inputs of a workspace and say all that is wrong with them; judge nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zoneland.core.problems import InputError, OutputError
from zoneland.files.writing.room import refusals
from zoneland.measure.area import area_of
from zoneland.project.gather import Gathered, gather
from zoneland.project.problem_files import LISTS, write_problem_files
from zoneland.project.workspace import open_workspace
from zoneland.rules.idle.scale import scales_apart

if TYPE_CHECKING:
    from zoneland.core.problems import Lang, Problem
    from zoneland.project.gather import Progress


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
        workspace = open_workspace(Path(folder))
        found = gather(workspace, progress=progress, whole=True)
    except InputError as error:
        return Gathered(problems=list(error.problems))
    if found.zones is not None and found.zones.crs is not None:
        found.problems += scales_apart(
            found.ledger.approvals,
            found.ledger.supply,
            found.zones,
            rule=workspace.settings.rules.settings().idle_land,
            area_of=area_of(workspace.settings.area, found.zones.crs),
        )
    return found


def refusals_of_list(folder: Path | str) -> tuple[Problem, ...]:
    """Tell before the work why a list of problems could not be left in a workspace.

    Returns
    -------
    tuple
        As `zoneland.files.writing.room.refusals`; empty if a list can be left, or there is no
        workspace.
    """
    return refusals(Path(folder) / "maps", LISTS) if Path(folder).is_dir() else ()


def list_problems(found: Gathered, folder: Path | str, *, lang: Lang) -> tuple[Problem, ...]:
    """Leave the problems of a workspace as files in its ``maps/``, for those who mend the data.

    Parameters
    ----------
    found
        What `verify` gave.
    folder
        The workspace; where there is no such folder none is made.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    tuple
        Why the files could not be written, ZL430 or the like; empty if they were.
    """
    if not Path(folder).is_dir():
        return ()
    crs = found.zones.crs if found.zones is not None else None
    try:
        write_problem_files(found.problems, Path(folder) / "maps", crs=crs, lang=lang)
    except OutputError as error:
        return error.problems
    return ()
