"""What comes from a script's hands is checked as a door would, and brought into one CRS."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd

from zoneland.checks.offset import moved_whole
from zoneland.checks.place import apart, in_working_crs, refuse_other_datum
from zoneland.checks.shapes import checked_polygons
from zoneland.core.contracts import PARCELS, ZONES, listed
from zoneland.core.ledger import Ledger
from zoneland.core.problems import Problem, stop_on_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from zoneland.core.cover import Cover

LAND_USES: Final = ("plan", "survey", "cover")
LINES: Final = ("farmland", "redline", "growth", "flexible", "special")
"""The three lines, and the two parts that the growth boundary may set aside."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is judged, checked and in the zones' CRS."""

    zones: gpd.GeoDataFrame
    land: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    cover: Cover | None = None
    lines: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    zoning: gpd.GeoDataFrame | None = None
    """The plan's zones (规划分区) by space: ``space``."""
    problems: tuple[Problem, ...] = ()
    """What was mended or assumed."""


def prepared(  # noqa: PLR0913  one for each thing that may be given
    zones: gpd.GeoDataFrame,
    land: Mapping[str, gpd.GeoDataFrame],
    *,
    cover: Cover | None = None,
    lines: Mapping[str, gpd.GeoDataFrame] | None = None,
    ledger: Ledger | None = None,
    zoning: gpd.GeoDataFrame | None = None,
) -> Prepared:
    """Check frames from a script: columns, keys, shapes, CRS and place.

    A layer that is None is not given.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error.
    """
    land, lines, ledger = _given(land), _given(lines or {}), ledger or Ledger()
    problems = [
        *unknown_names(land, LAND_USES),
        *unknown_names(lines, LINES),
        *ZONES.check(zones, "zones"),
    ]
    if zones.crs is None or not zones.crs.is_projected:
        problems.append(Problem("ZL215", "zones", {"crs": zones.crs}))
    for use, frame in land.items():
        problems += PARCELS.check(frame, use)
        if "kind" not in frame:
            problems.append(
                Problem("ZL120", use, {"column": "kind", "found": listed(frame.columns)})
            )
        if frame.empty:
            problems.append(Problem("ZL105", use))
    stop_on_errors(problems)
    if "zone_name" not in zones:
        zones = zones.assign(zone_name=zones["zone_id"])
    zones, told = checked_polygons(zones.reset_index(drop=True), "zones")
    problems += told
    stop_on_errors(problems)
    if cover is not None:
        refuse_other_datum(cover.crs, zones.crs, "cover")
    beside = _Beside(zones, problems)
    found = Prepared(
        zones=zones,
        land={use: beside.take(frame, use, may_lack_shape=True) for use, frame in land.items()},
        cover=cover,
        lines={role: beside.take(frame, role) for role, frame in lines.items()},
        ledger=Ledger(beside.ledger(ledger.approvals), beside.ledger(ledger.supply)),
        zoning=None if zoning is None else beside.take(zoning, "zoning"),
    )
    stop_on_errors(problems)
    return replace(found, problems=tuple(problems))


def _given(layers: Mapping[str, gpd.GeoDataFrame]) -> dict[str, gpd.GeoDataFrame]:
    return {name: layer for name, layer in layers.items() if layer is not None}


def unknown_names(layers: Iterable[str], known: tuple[str, ...]) -> list[Problem]:
    """Tell layers of a name that nobody knows, which would be left out else: ZL123."""
    return [
        Problem("ZL123", name, {"roles": listed(known)}) for name in layers if name not in known
    ]


@dataclass(frozen=True, slots=True)
class _Beside:
    """Brings layers beside the zones and gathers what is wrong with them."""

    zones: gpd.GeoDataFrame
    problems: list[Problem]

    def take(
        self, frame: gpd.GeoDataFrame, where: str, *, may_lack_shape: bool = False
    ) -> gpd.GeoDataFrame:
        """Bring one layer into the zones' CRS, with valid polygons only."""
        plain = frame.reset_index(drop=True)
        placed, told = in_working_crs(plain, where, zones=self.zones)
        checked, shaped = checked_polygons(placed, where, may_lack_shape=may_lack_shape)
        self.problems.extend([*told, *shaped, *apart(checked, self.zones, where)])
        self.problems.extend(moved_whole(checked, self.zones, where))
        return checked

    def ledger(self, side: pd.DataFrame | None) -> pd.DataFrame | None:
        """Bring a drawn ledger into the zones' CRS; a table stays as it is."""
        if not isinstance(side, gpd.GeoDataFrame):
            return side
        placed, told = in_working_crs(side, "ledger", zones=self.zones)
        self.problems.extend(told)
        brought: pd.DataFrame = placed
        return brought
