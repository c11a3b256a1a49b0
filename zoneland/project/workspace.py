"""A workspace: a folder with zoneland.toml, and everything its inputs hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from zoneland.boundaries.lines import collect_lines
from zoneland.boundaries.zones import collect_zones
from zoneland.core import crs as systems
from zoneland.core.ledger import Ledger
from zoneland.core.problems import InputError, Level, Problem
from zoneland.files.look import layer_names
from zoneland.landuse.classes import load_custom
from zoneland.landuse.cover import collect_cover
from zoneland.landuse.ledger_sources import collect_approvals, collect_supply
from zoneland.landuse.parcels import ClassScheme, collect_parcels
from zoneland.project.settings import (
    CoverSource,
    LandSource,
    Settings,
    Source,
    ZoneSource,
    load_settings,
)

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    import pyproj

    from zoneland.core.cover import Cover
    from zoneland.core.inputs import Collected, Input

T = TypeVar("T")

USUAL_PATHS: Final = {
    "farmland": ("boundaries/lines.gpkg", "YJJBNTBHTB"),
    "redline": ("boundaries/lines.gpkg", "STBHHX"),
    "growth": ("boundaries/lines.gpkg", "CZKFBJ"),
    "survey": ("landuse/survey.gpkg", ""),
    "plan": ("landuse/plan.gpkg", ""),
    "cover": ("landuse/cover.tif", ""),
    "approvals": ("landuse/approvals.gpkg", ""),
    "supply": ("landuse/supply.xlsx", ""),
}
"""Where each input lies where zoneland.toml does not say: taken if it is there."""

Progress = Callable[[str], None]
"""Is told the name of each stage or input as it begins."""


@dataclass(slots=True)
class Gathered:
    """What the inputs of a workspace hold, as far as they could be read."""

    zones: gpd.GeoDataFrame | None = None
    land: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    cover: Cover | None = None
    lines: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    inputs: list[Input] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_usable(self) -> bool:
        """Whether no input has an error."""
        return not any(problem.level is Level.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A planner's folder and its settings."""

    folder: Path
    settings: Settings

    def source(self, role: str) -> Source | None:
        """Give where an input lies: as set, else where it usually does, else None."""
        tables = (self.settings.boundaries, self.settings.landuse)
        table = next(table for table in tables if role in type(table).model_fields)
        source: Source = getattr(table, role)
        if role in table.model_fields_set or role == "zones":
            return source if source.path else None
        path, layer = USUAL_PATHS[role]
        if not (self.folder / path).exists() or not self._has(path, layer):
            return None
        return source.model_copy(update={"path": path, "layer": layer})

    def _has(self, path: str, layer: str) -> bool:
        if not layer:
            return True
        try:
            return layer in layer_names(self.folder / path, path)
        except InputError:
            return True  # a damaged file is told when it is read


def open_workspace(folder: Path) -> Workspace:
    """Open a workspace.

    Raises
    ------
    InputError
        ZL100 if there is no such folder, else as `zoneland.project.settings.load_settings`.
    """
    if not folder.is_dir():
        raise InputError([Problem("ZL100", str(folder))])
    return Workspace(folder, load_settings(folder))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one input after another and keeps what they say, whatever becomes of them."""

    workspace: Workspace
    found: Gathered
    tell: Progress

    def take(self, role: str, read: Callable[[Any, Path, str], Collected[T]]) -> T | None:
        """Read one input, if the workspace has it; None if it cannot be used."""
        source = self.workspace.source(role)
        if source is None:
            return None
        self.tell(role)
        try:
            collected = read(source, self.workspace.folder / source.path, source.path)
        except InputError as error:
            self.found.problems += error.problems
            return None
        self.found.inputs.append(collected.source)
        self.found.problems += collected.problems
        return collected.data


def gather(workspace: Workspace, *, progress: Progress | None = None) -> Gathered:
    """Read all inputs of a workspace and gather all that is wrong with them.

    An input that cannot be used does not keep the others from being looked at; only without
    zones is nothing read after them, for they give the working CRS.
    """
    found = Gathered()
    reader = _Reader(workspace, found, progress or (lambda _: None))
    crs = systems.parse(workspace.settings.crs) if workspace.settings.crs else None
    zones = found.zones = reader.take("zones", partial(_zones, crs=crs))
    if zones is None:
        return found
    for role in ("farmland", "redline", "growth"):
        lines = reader.take(role, partial(_lines, role=role, zones=zones))
        if lines is not None:
            found.lines[role] = lines
    for role in ("plan", "survey"):
        parcels = reader.take(
            role, partial(_parcels, role=role, zones=zones, folder=workspace.folder)
        )
        if parcels is not None:
            found.land[role] = parcels
    found.cover = reader.take("cover", _cover)
    found.ledger = Ledger(
        approvals=reader.take(
            "approvals", partial(_ledger, collect=collect_approvals, zones=zones)
        ),
        supply=reader.take("supply", partial(_ledger, collect=collect_supply, zones=zones)),
    )
    return found


def _zones(
    source: ZoneSource, path: Path, where: str, *, crs: pyproj.CRS | None
) -> Collected[gpd.GeoDataFrame]:
    return collect_zones(
        path, where=where, layer=source.layer, zone_id=source.id, zone_name=source.name, crs=crs
    )


def _lines(
    source: Source, path: Path, where: str, *, role: str, zones: gpd.GeoDataFrame
) -> Collected[gpd.GeoDataFrame]:
    return collect_lines(path, role, zones=zones, where=where, layer=source.layer)


def _parcels(  # noqa: PLR0913  what every reader takes, and where the class table lies
    source: LandSource, path: Path, where: str, *, role: str, zones: gpd.GeoDataFrame, folder: Path
) -> Collected[gpd.GeoDataFrame]:
    table = load_custom(folder / source.classes, source.classes) if source.classes else None
    scheme = ClassScheme(system=source.system, table=table)
    return collect_parcels(
        path, role, zones=zones, where=where, layer=source.layer, code=source.code, scheme=scheme
    )


def _cover(source: CoverSource, path: Path, where: str) -> Collected[Cover]:
    return collect_cover(path, legend=source.legend, where=where)


def _ledger(
    source: Source,
    path: Path,
    where: str,
    *,
    collect: Callable[..., Collected[pd.DataFrame]],
    zones: gpd.GeoDataFrame,
) -> Collected[pd.DataFrame]:
    return collect(path, zones=zones, where=where, layer=source.layer)
