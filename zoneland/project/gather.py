"""Gather: every input of a workspace read and checked, and all that is wrong with any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from zoneland.boundaries.lines import collect_growth, collect_lines
from zoneland.boundaries.zones import collect_zones
from zoneland.boundaries.zoning import collect_zoning
from zoneland.checks.place import cover_apart, refuse_other_datum
from zoneland.core import crs as systems
from zoneland.core.inputs import Input
from zoneland.core.ledger import Ledger
from zoneland.core.problems import InputError, Level, Problem
from zoneland.core.wording import Term
from zoneland.files.digest import sha256
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
    ZoneSource,
)
from zoneland.project.together import weighed
from zoneland.project.workspace import LINES

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    import pyproj

    from zoneland.core.cover import Cover
    from zoneland.core.inputs import Collected
    from zoneland.project.workspace import Workspace

T = TypeVar("T")

OPTIONAL: Final = frozenset({"flexible", "special", "zoning"})
"""Inputs that few plans have apart: not a word if they are not there."""

Progress = Callable[[str], None]
"""Is told the name of each stage or input as it begins."""


@dataclass(slots=True)
class Gathered:
    """What the inputs of a workspace hold, as far as they could be read."""

    zones: gpd.GeoDataFrame | None = None
    land: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    cover: Cover | None = None
    lines: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    zoning: gpd.GeoDataFrame | None = None
    ledger: Ledger = field(default_factory=Ledger)
    inputs: list[Input] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_usable(self) -> bool:
        """Whether no input has an error."""
        return not any(problem.level is Level.ERROR for problem in self.problems)


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
            self.found.problems += [] if role in OPTIONAL else [_not_given(role)]
            return None
        self.tell(role)
        try:
            collected = read(source, self.workspace.folder / source.path, source.path)
        except InputError as error:
            self.found.problems += error.problems
            return None
        digest = sha256(self.workspace.folder / source.path)
        self.found.inputs.append(replace(collected.source, sha256=digest))
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
    parts: dict[str, gpd.GeoDataFrame] = {}
    for role in LINES:
        read = partial(_growth, parts=parts) if role == "growth" else partial(_lines, role=role)
        lines = reader.take(role, partial(read, zones=zones, whole=whole))
        if lines is not None:
            found.lines[role] = lines
    found.lines = {**parts, **found.lines}  # a layer of its own goes before rows of another
    found.zoning = reader.take("zoning", partial(_zoning, zones=zones, whole=whole))
    found.problems += _meaningless(workspace.settings)
    for role in ("plan", "survey"):
        parcels = reader.take(
            role, partial(_parcels, role=role, zones=zones, folder=workspace.folder, whole=whole)
        )
        if parcels is not None:
            found.land[role] = parcels
            told = {one.path for one in found.inputs}
            found.inputs += [one for one in _class_table(workspace, role) if one.path not in told]
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


def _growth(  # noqa: PLR0913  what every reader takes, and where its parts go
    source: Source,
    path: Path,
    where: str,
    *,
    parts: dict[str, gpd.GeoDataFrame],
    zones: gpd.GeoDataFrame | None,
    whole: bool,
) -> Collected[gpd.GeoDataFrame]:
    """Read the growth boundary, and put what its rows set aside beside it."""
    found = collect_growth(
        path,
        zones=zones,
        where=where,
        layer=source.layer,
        declared=source.declared,
        whole=whole,
    )
    parts.update({role: part.data for role, part in found.items() if role != "growth"})
    return found["growth"]


def _zoning(
    source: Source, path: Path, where: str, *, zones: gpd.GeoDataFrame | None, whole: bool
) -> Collected[gpd.GeoDataFrame]:
    return collect_zoning(
        path,
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


def _class_table(workspace: Workspace, role: str) -> list[Input]:
    """Say of the class table of one's own, if a layer has one, what the run rests on."""
    source = workspace.source(role)
    name = source.classes if isinstance(source, LandSource) else ""
    if not name:
        return []
    path = workspace.folder / name
    return [Input("classes", name, "", len(load_custom(path, name)), "", "", sha256(path))]


def _cover(
    source: CoverSource, path: Path, where: str, *, zones: gpd.GeoDataFrame | None
) -> Collected[Cover]:
    found = collect_cover(
        path, legend=source.legend, where=where, declared=source.declared, year=source.year
    )
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
