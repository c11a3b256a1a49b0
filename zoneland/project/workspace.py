"""A workspace: a folder with zoneland.toml, and where its inputs lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zoneland.boundaries.lines import USUAL_LAYERS
from zoneland.core.problems import InputError, Problem
from zoneland.core.spelling import exactly, in_part
from zoneland.files.look import layer_names
from zoneland.project.settings import Settings, Source, load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.project.settings_kinds import Table

LINES: Final = ("farmland", "redline", "growth", "flexible", "special")
"""The control lines, and the two parts that the growth boundary may set aside."""

USUAL_PATHS: Final = {
    "zones": "boundaries/zones.gpkg",
    **dict.fromkeys(LINES, "boundaries/lines.gpkg"),
    "zoning": "boundaries/zoning.gpkg",
    "survey": "landuse/survey.gpkg",
    "plan": "landuse/plan.gpkg",
    "cover": "landuse/cover.tif",
    "approvals": "landuse/approvals.gpkg",
    "supply": "landuse/supply.xlsx",
}
"""Where each input lies where zoneland.toml does not say: taken if it is there."""


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
        if role not in LINES:
            return True
        try:
            names = layer_names(self.folder / path, path)
        except InputError:
            return True  # a damaged file is told when it is read
        ways = USUAL_LAYERS.get(role, ())
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
