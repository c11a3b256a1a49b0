"""Run: verify, assess, publish, from a workspace's settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zoneland.core.problems import InputError, stop_on_errors
from zoneland.core.stamp import Stamp
from zoneland.files.writing.lock import locked
from zoneland.maps.basemap import expect_same_datum
from zoneland.project.clock import Clock, day_of_run
from zoneland.project.cluster import spreading
from zoneland.project.gather import Gathered, gather
from zoneland.project.outputs import OUTPUTS, replaced, showing, write_outputs
from zoneland.project.verify import list_problems
from zoneland.project.workspace import Workspace, open_workspace
from zoneland.rules.assess import assess_prepared
from zoneland.rules.prepare import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zoneland.core.inputs import Input
    from zoneland.core.problems import Lang, Problem
    from zoneland.measure.groups import Spread
    from zoneland.project.gather import Progress
    from zoneland.rules.assessment import Assessment


def run(  # noqa: PLR0913  one keyword for each thing that may be asked for
    folder: Path | str = ".",
    *,
    on: date | str | None = None,
    ran_on: date | str | None = None,
    lang: Lang | None = None,
    progress: Progress | None = None,
    cluster: str = "",
    workers: int = 0,
) -> Assessment:
    """Verify, assess and publish a workspace.

    Parameters
    ----------
    folder
        The workspace; its results go to ``maps/`` in it, and those that may leave the office to
        ``maps/public/``.
    on
        The day that idle land is judged by; the day of the run if None.
    ran_on
        The day that results name as that of the run, as for `zoneland.project.clock.day_of_run`:
        two runs of the same inputs that name the same day give the same bytes, but for the
        seconds in ``run.json``.
    lang
        ``zh`` or ``en``; as zoneland.toml says if None.
    progress
        Is told each stage as it begins.
    cluster, workers
        Where land is measured, as for `zoneland.project.cluster.spreading`; here if neither is
        given.

    Raises
    ------
    InputError
        With every problem of every input, if any input cannot be used; they are listed in
        ``maps/`` as `verify` lists them, and the last results stay.
    OutputError
        If results cannot be written, or another run is writing them: before anything is read
        where that can be known. As `spreading` says, where the cluster is lost.
    """
    tell = progress or (lambda _: None)
    clock = Clock()
    found = Gathered()
    try:
        workspace = open_workspace(Path(folder))
        today = day_of_run(ran_on)
        maps = workspace.folder / "maps"
        shown = showing(workspace.settings.maps, maps)
        with (
            locked(maps, replaced(shown, OUTPUTS)),
            spreading(address=cluster, workers=workers) as spread,
        ):
            with clock.stage("read"):
                found = gather(workspace, progress=tell)
            if shown.base and found.zones is not None:
                expect_same_datum(found.zones.crs)
            with clock.stage("assess"):
                assessment = assess_gathered(
                    workspace, found, on=on, ran_on=today, lang=lang, progress=tell, spread=spread
                )
            return write_outputs(assessment, maps, shown=shown, clock=clock, progress=tell)
    except InputError as error:
        listed = replace(found, problems=list(error.problems))
        raise InputError(
            (*error.problems, *list_problems(listed, folder, lang=lang or "zh"))
        ) from error


def assess_gathered(  # noqa: PLR0913  what is known, and how it is judged
    workspace: Workspace,
    found: Gathered,
    *,
    on: date | str | None,
    ran_on: date,
    lang: Lang | None,
    progress: Progress,
    spread: Spread | None = None,
) -> Assessment:
    """Assess what was gathered, and put settings, inputs and problems beside the findings."""
    stop_on_errors(found.problems)
    if found.zones is None:
        raise InputError(found.problems)
    settings = workspace.settings
    assessment = assess_prepared(
        Prepared(found.zones, found.land, found.cover, found.lines, found.ledger, found.zoning),
        on=date.fromisoformat(on) if isinstance(on, str) else on or ran_on,
        rules=settings.rules.settings(),
        area=settings.area,
        title=settings.title or workspace.folder.resolve().name,
        progress=progress,
        spread=spread,
    )
    return replace(
        assessment,
        inputs=tuple(found.inputs),
        problems=(*found.problems, *_placed(assessment.problems, found.inputs)),
        settings=workspace.resolved().model_dump(mode="json"),
        lang=lang or settings.lang,
        stamp=Stamp(
            ran_on=ran_on, data_on=settings.maps.data_on, map_approval=settings.maps.approval
        ),
    )


def _placed(problems: Iterable[Problem], inputs: Iterable[Input]) -> list[Problem]:
    """Name file and layer where a rule names only what the data is for."""
    places = {item.role: f"{item.path} {item.layer}".strip() for item in inputs}
    return [
        replace(problem, where=places.get(problem.where, problem.where)) for problem in problems
    ]
