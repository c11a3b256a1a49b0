"""A workspace: a folder with zoneland.toml, and everything its inputs hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from zoneland.boundaries.lines import USUAL_LAYERS, collect_lines
from zoneland.boundaries.zones import collect_zones
from zoneland.checks.place import cover_apart, refuse_other_datum
from zoneland.core import crs as systems
from zoneland.core.ledger import Ledger
from zoneland.core.problems import InputError, Level, Problem
from zoneland.core.spelling import exactly, in_part
from zoneland.core.wording import Term
from zoneland.files.look import layer_names
from zoneland.landuse.classes import CUSTOM, load_custom
from zoneland.landuse.cover import collect_cover
from zoneland.landuse.ledger_sources import collect_approvals, collect_supply
from zoneland.landuse.parcels import ClassScheme, collect_parcels
from zoneland.project.settings import (
    FILE_NAME,
    CoverSource,
    LandSource,
    Settings,
    Source,
    Table,
    ZoneSource,
    load_settings,
)
from zoneland.project.together import weighed

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    import pyproj

    from zoneland.core.cover import Cover
    from zoneland.core.inputs import Collected, Input

T = TypeVar("T")

USUAL_PATHS: Final = {
    "zones": "boundaries/zones.gpkg",
    **dict.fromkeys(("farmland", "redline", "growth"), "boundaries/lines.gpkg"),
    "survey": "landuse/survey.gpkg",
    "plan": "landuse/plan.gpkg",
    "cover": "landuse/cover.tif",
    "approvals": "landuse/approvals.gpkg",
    "supply": "landuse/supply.xlsx",
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
        """Give where an input lies: as set, else where it usually does, else None.

        An empty path (``redline = ""``) says that there is none.
        """
        table = self._table(role)
        source: Source = getattr(table, role)
        if "path" in source.model_fields_set and role in table.model_fields_set:
            return source if source.path else None
        path = USUAL_PATHS[role]
        is_asked = role in table.model_fields_set or role == "zones"
        if not is_asked and not self._has(path, role):
            return None
        return source.model_copy(update={"path": path})

    def resolved(self) -> Settings:
        """Give the settings with every input where it was found, empty where there is none."""
        tables = {}
        for name in ("boundaries", "landuse"):
            table = getattr(self.settings, name)
            found = {
                role: self.source(role) or getattr(table, role).model_copy(update={"path": ""})
                for role in type(table).model_fields
            }
            tables[name] = table.model_copy(update=found)
        return self.settings.model_copy(update=tables)

    def _table(self, role: str) -> Table:
        tables: tuple[Table, ...] = (self.settings.boundaries, self.settings.landuse)
        return next(table for table in tables if role in type(table).model_fields)

    def _has(self, path: str, role: str) -> bool:
        """Tell whether the usual file is there; one file of all lines, with the line's layer."""
        if not (self.folder / path).exists():
            return False
        if role not in USUAL_LAYERS:
            return True
        try:
            names = layer_names(self.folder / path, path)
        except InputError:
            return True  # a damaged file is told when it is read
        ways = USUAL_LAYERS[role]
        return bool(exactly(names, ways) or in_part(names, ways))


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


def _meaningless(settings: Settings) -> list[Problem]:
    """Refuse a custom class system of which nothing says what is industrial."""
    industrial = settings.rules.industrial_share.industrial
    return [
        Problem("ZL171", f"{FILE_NAME} [landuse] {role}")
        for role in ("plan", "survey")
        for source in [getattr(settings.landuse, role)]
        if source.system == CUSTOM and not source.classes and not industrial
    ]


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
            self.found.problems.append(_not_given(role))
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


def _not_given(role: str) -> Problem:
    if role == "zones":
        return Problem("ZL118", f"{FILE_NAME} [boundaries]")
    return Problem("ZL117", FILE_NAME, {"role": Term(f"role.{role}")})


def gather(
    workspace: Workspace, *, progress: Progress | None = None, whole: bool = False
) -> Gathered:
    """Read all inputs of a workspace and gather all that is wrong with them.

    An input that cannot be used does not keep the others from being looked at: without zones
    they are read in their own CRS. Of large layers only what lies near zones is read, unless
    the `whole` is asked for.
    """
    found = Gathered()
    reader = _Reader(workspace, found, progress or (lambda _: None))
    crs = systems.parse(workspace.settings.crs) if workspace.settings.crs else None
    zones = found.zones = reader.take("zones", partial(_zones, crs=crs))
    for role in ("farmland", "redline", "growth"):
        lines = reader.take(role, partial(_lines, role=role, zones=zones, whole=whole))
        if lines is not None:
            found.lines[role] = lines
    found.problems += _meaningless(workspace.settings)
    for role in ("plan", "survey"):
        parcels = reader.take(
            role, partial(_parcels, role=role, zones=zones, folder=workspace.folder, whole=whole)
        )
        if parcels is not None:
            found.land[role] = parcels
    found.cover = reader.take("cover", partial(_cover, zones=zones))
    found.ledger = Ledger(
        approvals=reader.take(
            "approvals", partial(_ledger, collect=collect_approvals, zones=zones)
        ),
        supply=reader.take("supply", partial(_ledger, collect=collect_supply, zones=zones)),
    )
    found.problems = weighed(found, getattr(workspace.source("zones"), "path", ""))
    return found


def _zones(
    source: ZoneSource, path: Path, where: str, *, crs: pyproj.CRS | None
) -> Collected[gpd.GeoDataFrame]:
    return collect_zones(
        path,
        where=where,
        layer=source.layer,
        zone_id=source.id,
        zone_name=source.name,
        crs=crs,
        declared=source.declared,
    )


def _lines(  # noqa: PLR0913  what every reader takes, and which line it is
    source: Source,
    path: Path,
    where: str,
    *,
    role: str,
    zones: gpd.GeoDataFrame | None,
    whole: bool,
) -> Collected[gpd.GeoDataFrame]:
    return collect_lines(
        path,
        role,
        zones=zones,
        where=where,
        layer=source.layer,
        declared=source.declared,
        whole=whole,
    )


def _parcels(  # noqa: PLR0913  what every reader takes, and where the class table lies
    source: LandSource,
    path: Path,
    where: str,
    *,
    role: str,
    zones: gpd.GeoDataFrame | None,
    folder: Path,
    whole: bool,
) -> Collected[gpd.GeoDataFrame]:
    table = load_custom(folder / source.classes, source.classes) if source.classes else None
    scheme = ClassScheme(system=source.system, table=table)
    return collect_parcels(
        path,
        role,
        zones=zones,
        where=where,
        layer=source.layer,
        code=source.code,
        scheme=scheme,
        declared=source.declared,
        whole=whole,
    )


def _cover(
    source: CoverSource, path: Path, where: str, *, zones: gpd.GeoDataFrame | None
) -> Collected[Cover]:
    found = collect_cover(path, legend=source.legend, where=where, declared=source.declared)
    if zones is not None:
        refuse_other_datum(found.data.crs, zones.crs, where)
        told = cover_apart(found.data.bounds, found.data.crs, zones, where)
        found = replace(found, problems=(*found.problems, *told))
    return found


def _ledger(
    source: Source,
    path: Path,
    where: str,
    *,
    collect: Callable[..., Collected[pd.DataFrame]],
    zones: gpd.GeoDataFrame | None,
) -> Collected[pd.DataFrame]:
    return collect(path, zones=zones, where=where, layer=source.layer, declared=source.declared)
