"""Run: verify, assess, publish, from a workspace's settings."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zoneland.core.problems import InputError, stop_on_errors
from zoneland.files.writing.lock import locked
from zoneland.project.cluster import spreading
from zoneland.project.gather import Gathered, gather
from zoneland.project.publish import OUTPUTS, write_outputs
from zoneland.project.verify import list_problems
from zoneland.project.workspace import Workspace, open_workspace
from zoneland.rules.assess import assess_prepared
from zoneland.rules.prepare import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zoneland.core.inputs import Input
    from zoneland.core.problems import Lang, Problem
    from zoneland.measure.groups import Spread
    from zoneland.project.gather import Progress
    from zoneland.rules.assessment import Assessment


@dataclass(slots=True)
class Clock:
    """Seconds a stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - start


def run(  # noqa: PLR0913  one keyword for each thing that may be asked for
    folder: Path | str = ".",
    *,
    on: date | str | None = None,
    lang: Lang | None = None,
    progress: Progress | None = None,
    cluster: str = "",
    workers: int = 0,
) -> Assessment:
    """Verify, assess and publish a workspace.

    Parameters
    ----------
    folder
        The workspace; its results go to ``maps/`` in it.
    on
        The day that idle land is judged by; today if None.
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
        maps = workspace.folder / "maps"
        profile = workspace.settings.maps.profile
        with locked(maps, OUTPUTS), spreading(address=cluster, workers=workers) as spread:
            with clock.stage("read"):
                found = gather(workspace, progress=tell)
            with clock.stage("assess"):
                assessment = assess_gathered(
                    workspace, found, on=on, lang=lang, progress=tell, spread=spread
                )
            write_outputs(assessment, maps, seconds=clock.seconds, profile=profile, progress=tell)
    except InputError as error:
        listed = replace(found, problems=list(error.problems))
        raise InputError(
            (*error.problems, *list_problems(listed, folder, lang=lang or "zh"))
        ) from error
    return assessment


def assess_gathered(  # noqa: PLR0913  what is known, and how it is judged
    workspace: Workspace,
    found: Gathered,
    *,
    on: date | str | None,
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
        on=date.fromisoformat(on) if isinstance(on, str) else on or date.today(),  # noqa: DTZ011  the planner's own day
        rules=settings.rules.settings(),
        area=settings.area,
        title=settings.title or workspace.folder.resolve().name,
        progress=progress,
        spread=spread,
    )
    resolved = workspace.resolved().model_dump(mode="json")
    return replace(
        assessment,
        inputs=tuple(found.inputs),
        problems=(*found.problems, *_placed(assessment.problems, found.inputs)),
        settings={**resolved, "lang": lang or settings.lang},
        lang=lang or settings.lang,
    )


def _placed(problems: Iterable[Problem], inputs: Iterable[Input]) -> list[Problem]:
    """Name file and layer where a rule names only what the data is for."""
    places = {item.role: f"{item.path} {item.layer}".strip() for item in inputs}
    return [
        replace(problem, where=places.get(problem.where, problem.where)) for problem in problems
    ]
