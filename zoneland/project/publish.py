"""Publish: map, workbook, report, results and record, each whole or not at all."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zoneland.core.problems import InputError, OutputError, Problem
from zoneland.files.atomic import clear_remains, unwritten, write_whole
from zoneland.files.digest import sha256
from zoneland.maps.page import map_html
from zoneland.project.record import to_record
from zoneland.project.results import read_run, write_results
from zoneland.project.settings import Settings
from zoneland.project.workspace import Gathered, Workspace, gather
from zoneland.report.excel import write_excel
from zoneland.report.word import write_word
from zoneland.rules.assess import near_zones
from zoneland.rules.share import as_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd

    from zoneland.core.problems import Lang
    from zoneland.project.workspace import Progress
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
    write_whole(path, lambda part: _write_text(part, page))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _told_if_unwritten(maps: Path) -> Iterator[None]:
    """Turn a full disk or a file held open into a problem; the last results stand."""
    try:
        yield
    except OSError as error:
        path = Path(error.filename) if error.filename else maps
        raise OutputError([unwritten(path, error)]) from error


def write_outputs(
    assessment: Assessment,
    maps: Path,
    *,
    seconds: Mapping[str, float],
    profile: Profile,
    progress: Progress,
) -> None:
    """Write everything that a run leaves; the record last, so that it never runs ahead."""
    with _told_if_unwritten(maps):
        maps.mkdir(parents=True, exist_ok=True)
        clear_remains(maps)
        _write_shown(assessment, maps, lang=None, profile=profile, progress=progress)
        progress("results")
        write_results(assessment, maps / "results.gpkg")
        record = to_record(assessment, seconds=seconds)
        text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        write_whole(maps / "run.json", lambda part: _write_text(part, text))


def _write_shown(
    assessment: Assessment,
    maps: Path,
    *,
    lang: Lang | None,
    profile: Profile,
    progress: Progress,
) -> None:
    """Write what officials open: map, workbook and report."""
    progress("map")
    write_map(assessment, maps / "zones.html", lang=lang, profile=profile)
    progress("workbook")
    write_excel(assessment, maps / "findings.xlsx", lang=lang)
    progress("report")
    write_word(assessment, maps / "report.docx", lang=lang)


def publish_again(
    workspace: Workspace, *, lang: Lang | None, profile: Profile | None, progress: Progress
) -> Assessment:
    """Write map and reports again from the last run, measuring nothing.

    Inputs are read for drawing only; every figure is the last run's.

    Raises
    ------
    InputError
        ZL450 if there is no last run; ZL451 if an input has changed since.
    """
    maps = workspace.folder / "maps"
    last = read_run(maps, workspace.settings, {})
    changed = _changed(last, workspace.folder)
    if changed:
        raise InputError(changed)
    settings = Settings.model_validate(last.settings)
    found = gather(Workspace(workspace.folder, settings), progress=progress)
    assessment = read_run(maps, settings, drawn_layers(found, settings))
    with _told_if_unwritten(maps):
        _write_shown(
            assessment,
            maps,
            lang=lang,
            profile=profile or settings.maps.profile,
            progress=progress,
        )
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
