"""Publish: what is shown of the last run, made anew without measuring again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from zoneland.core.problems import InputError, Problem
from zoneland.core.wording import words
from zoneland.files.digest import sha256
from zoneland.files.writing.lock import locked
from zoneland.project.gather import Gathered, gather
from zoneland.project.outputs import (
    OUTPUTS,
    SHOWN,
    STAGES,
    Profile,
    replaced,
    showing,
    write_map,
    write_outputs,
    write_shown,
)
from zoneland.project.results import read_run
from zoneland.project.settings import FILE_NAME, Settings
from zoneland.project.workspace import Workspace
from zoneland.rules.assess import near_zones
from zoneland.rules.share import as_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd

    from zoneland.core.problems import Lang
    from zoneland.project.gather import Progress
    from zoneland.rules.assessment import Assessment

__all__ = [
    "OUTPUTS",
    "STAGES",
    "Profile",
    "drawn_layers",
    "publish_again",
    "write_map",
    "write_outputs",
]

FOR_SHOW: Final = frozenset({"title", "lang", "maps"})
"""Settings that no figure rests on: those of now hold, not those of the last run."""


def publish_again(
    workspace: Workspace,
    *,
    lang: Lang | None,
    profile: Profile | None,
    progress: Progress,
    anyway: bool = False,
) -> Assessment:
    """Write what is shown of the last run anew, measuring nothing.

    Inputs are read for drawing only; every figure is the last run's. Title, language and
    ``[maps]`` are taken from zoneland.toml as it is now.

    Parameters
    ----------
    workspace
        The planner's folder and its settings of now.
    lang
        ``zh`` or ``en``; unless given as zoneland.toml says, where that has changed since the
        run, else the run's own.
    profile
        ``internal`` for what is in ``maps/``, ``public`` for ``maps/public/`` alone; as a run
        would if None.
    progress
        Is told each stage as it begins.
    anyway
        Go on where inputs or settings have changed since; problems and title block then say so.

    Raises
    ------
    InputError
        ZL450 if there is no last run; ZL476 if its files are not as it left them; ZL451 if an
        input has changed since, ZL475 if a setting has that figures rest on; ZL461 to ZL464 for
        a base map.
    OutputError
        As `zoneland.files.writing.lock.locked`, before anything is read; ZL430 and the like after.
    """
    maps = workspace.folder / "maps"
    if not maps.is_dir():
        raise InputError([Problem("ZL450", str(maps))])
    shown = showing(workspace.settings.maps, maps, profile=profile)
    with locked(maps, replaced(shown, SHOWN)):
        last = read_run(maps)
        then = Settings.model_validate(last.settings)
        changed = [*_changed_inputs(last, workspace.folder), *_changed_settings(then, workspace)]
        if changed and not anyway:
            raise InputError(changed)
        found = gather(Workspace(workspace.folder, then), progress=progress)
        told = replace(
            _as_set_now(last, workspace, then=then, lang=lang), layers=drawn_layers(found, then)
        )
        again = _with_changes(told, changed)
        write_shown(again, maps, shown=shown, progress=progress)
    return again


def drawn_layers(found: Gathered, settings: Settings) -> dict[str, gpd.GeoDataFrame]:
    """Give the land and the lines that a map draws, as a run would."""
    industrial = settings.rules.industrial_share.industrial
    land = {use: as_told(frame, industrial) for use, frame in found.land.items()}
    zones = found.zones
    return near_zones({**land, **found.lines}, zones) if zones is not None else {}


def _as_set_now(
    last: Assessment, workspace: Workspace, *, then: Settings, lang: Lang | None
) -> Assessment:
    """Show the last run by the settings of now, of those that no figure rests on."""
    now = workspace.settings
    set_now = now.lang if now.lang != then.lang else last.lang
    plain = now.model_dump(mode="json")
    return replace(
        last,
        title=now.title or workspace.folder.resolve().name,
        lang=lang or set_now,
        settings={**last.settings, **{name: plain[name] for name in plain if name in FOR_SHOW}},
        stamp=replace(last.stamp, data_on=now.maps.data_on, map_approval=now.maps.approval),
    )


def _with_changes(assessment: Assessment, changed: Sequence[Problem]) -> Assessment:
    """Say of old figures, where data and where the title block stands, that they may be old."""
    if not changed:
        return assessment
    places = dict.fromkeys(problem.where for problem in changed)
    told = words(assessment.lang)
    stamp = assessment.stamp
    parts = [stamp.data_on, told["publish.changed"]]
    return replace(
        assessment,
        problems=(*(Problem("ZL477", where) for where in places), *assessment.problems),
        stamp=replace(stamp, data_on=told["publish.and"].join(filter(None, parts))),
    )


def _changed_inputs(last: Assessment, folder: Path) -> list[Problem]:
    """Tell which inputs are not what the last run read."""
    return [
        Problem("ZL451", source.path)
        for source in last.inputs
        if not (folder / source.path).exists() or sha256(folder / source.path) != source.sha256
    ]


def _changed_settings(then: Settings, workspace: Workspace) -> Iterator[Problem]:
    """Tell which settings are not the last run's, of those that figures rest on."""
    before, after = (
        dict(_flat(settings.model_dump(mode="json", exclude=set(FOR_SHOW))))
        for settings in (then, workspace.resolved())
    )
    for key in before | after:
        if before.get(key) != after.get(key):
            table, _, name = key.rpartition(".")
            values = {"before": _plain(before.get(key)), "after": _plain(after.get(key))}
            yield Problem(
                "ZL475", f"{FILE_NAME} [{table}]" if table else FILE_NAME, {"key": name, **values}
            )


def _plain(value: object) -> str:
    return "—" if value in (None, "", []) else str(value)


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in tree.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
