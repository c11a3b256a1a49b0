"""Publish: map, workbook, report, results and record, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zoneland.core.problems import InputError, Problem
from zoneland.files.digest import sha256
from zoneland.files.writing.atomic import write_together, write_whole
from zoneland.files.writing.lock import locked
from zoneland.files.writing.readback import expect_bytes
from zoneland.maps.page import map_html
from zoneland.project.gather import Gathered, gather
from zoneland.project.problem_files import LISTS, absent, list_writers
from zoneland.project.record import as_json, to_record
from zoneland.project.results import read_run, write_results
from zoneland.project.settings import Settings
from zoneland.project.workspace import Workspace
from zoneland.report.excel import write_excel
from zoneland.report.word import write_word
from zoneland.rules.assess import near_zones
from zoneland.rules.share import as_told

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from zoneland.core.problems import Lang
    from zoneland.project.gather import Progress
    from zoneland.rules.assessment import Assessment

Profile = Literal["internal", "public"]


def write_map(
    assessment: Assessment,
    path: Path | str,
    *,
    lang: Lang | None = None,
    profile: Profile = "internal",
) -> None:
    """Write the map as one HTML file that needs no network."""
    page = map_html(assessment, lang=lang, profile=profile)
    write_whole(path, partial(_write_text, text=page))


def _write_text(path: Path, *, text: str) -> None:
    content = text.encode()
    path.write_bytes(content)
    expect_bytes(path, content)


Writers = dict[str, Callable[[Path], None]]


def write_outputs(
    assessment: Assessment,
    maps: Path,
    *,
    seconds: Mapping[str, float],
    profile: Profile,
    progress: Progress,
) -> None:
    """Write everything that a run leaves, together, so that no two runs are ever mixed.

    The lists of problems are among them: what `verify` left before may be of other inputs.

    Raises
    ------
    OutputError
        ZL430 if one of them cannot be written; the last run's then stand.
    """
    record = to_record(assessment, seconds=seconds)
    lists = list_writers(assessment.problems, crs=assessment.zones.crs, lang=assessment.lang)
    writers: Writers = {
        **_shown(assessment, lang=None, profile=profile),
        "results.gpkg": partial(write_results, assessment),
        **lists,
        "run.json": partial(_write_text, text=as_json(record)),
    }
    write_together(maps, _told(writers, progress), gone=absent(lists))


def _shown(assessment: Assessment, *, lang: Lang | None, profile: Profile) -> Writers:
    """Give the writers of what officials open: map, workbook and report."""
    return {
        "zones.html": partial(write_map, assessment, lang=lang, profile=profile),
        "findings.xlsx": partial(write_excel, assessment, lang=lang),
        "report.docx": partial(write_word, assessment, lang=lang),
    }


STAGES = {
    "zones.html": "map",
    "findings.xlsx": "workbook",
    "report.docx": "report",
    "results.gpkg": "results",
    "problems.xlsx": "problems",
    "problems.gpkg": "problem_layer",
    "run.json": "record",
}
SHOWN = ("zones.html", "findings.xlsx", "report.docx")
OUTPUTS = (*SHOWN, "results.gpkg", *LISTS, "run.json")
"""All that a run writes."""


def _told(writers: Writers, progress: Progress) -> Writers:
    """Let each writer name its stage as it begins."""

    def tell_and_write(path: Path, *, name: str) -> None:
        progress(STAGES[name])
        writers[name](path)

    return {name: partial(tell_and_write, name=name) for name in writers}


def publish_again(
    workspace: Workspace, *, lang: Lang | None, profile: Profile | None, progress: Progress
) -> Assessment:
    """Write map and reports again from the last run, measuring nothing.

    Inputs are read for drawing only; every figure is the last run's.

    Raises
    ------
    InputError
        ZL450 if there is no last run; ZL451 if an input has changed since.
    OutputError
        As `zoneland.files.writing.lock.locked`, before anything is read; ZL430 and the like after.
    """
    maps = workspace.folder / "maps"
    if not maps.is_dir():
        raise InputError([Problem("ZL450", str(maps))])
    with locked(maps, SHOWN):
        last = read_run(maps, workspace.settings, {})
        changed = _changed(last, workspace.folder)
        if changed:
            raise InputError(changed)
        settings = Settings.model_validate(last.settings)
        found = gather(Workspace(workspace.folder, settings), progress=progress)
        assessment = read_run(maps, settings, drawn_layers(found, settings))
        writers = _shown(assessment, lang=lang, profile=profile or settings.maps.profile)
        write_together(maps, _told(writers, progress))
    return assessment


def drawn_layers(found: Gathered, settings: Settings) -> dict[str, gpd.GeoDataFrame]:
    """Give the land and the lines that a map draws, as a run would."""
    industrial = settings.rules.industrial_share.industrial
    land = {use: as_told(frame, industrial) for use, frame in found.land.items()}
    zones = found.zones
    return near_zones({**land, **found.lines}, zones) if zones is not None else {}


def _changed(last: Assessment, folder: Path) -> list[Problem]:
    """Tell which inputs are not what the last run read."""
    return [
        Problem("ZL451", source.path)
        for source in last.inputs
        if not (folder / source.path).exists() or sha256(folder / source.path) != source.sha256
    ]
