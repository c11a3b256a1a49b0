"""Measuring in parts: groups of zones, each with the land near it, whose tables are put together.

A zone's areas rest on the land near it alone, each is the exact sum of the same numbers wherever
it is taken, and all parts are measured in one way: so the table is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zoneland.checks.place import refuse_two_planes
from zoneland.core.contracts import AREAS
from zoneland.measure.classes import MEANING, classes_of
from zoneland.measure.shares import best_way
from zoneland.measure.tabulate import Tabulation, tabulate_closed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from zoneland.measure.shares import Way

COUNTED: Final = (
    "class_code", "class_name", "kind", "is_built",
    "stored_m2", "deduct_share", "deduct_code", "deduct_kind",
)  # fmt: skip
"""Columns of parcels that areas rest on; the rest of them stays where it is."""

Spread = Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]
"""Calls a function of each of several groups, wherever that may be; results in their order."""

LEAST_COST: Final = 100_000
MOST_COST: Final = 2_000_000
"""Vertices of a group's land: enough to be worth sending, few enough to be held in passing."""
SHARE_OF_COST: Final = 1 / 256
"""Between the two, a group is this much of the whole: many a worker, so that none waits long."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some zones and the land near them."""

    at: NDArray[np.intp]
    """Positions of the zones."""
    zones: gpd.GeoDataFrame
    """Their ground; ``zone_id`` is the position."""
    land: gpd.GeoDataFrame
    area: str
    way: Way
    cost: int


def measure_group(group: Group) -> Tabulation:
    """Measure one group."""
    return tabulate_closed(group.zones, group.land, area=group.area, way=group.way)


def tabulate_spread(
    zones: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame, *, area: str, spread: Spread
) -> Tabulation:
    """Give what `tabulate_closed` gives, measured in groups by whoever `spread` finds.

    Parameters
    ----------
    zones, parcels, area
        As for `zoneland.measure.tabulate.tabulate`.
    spread
        Has the groups measured.

    Examples
    --------
    >>> from shapely import box
    >>> zones = gpd.GeoDataFrame({"zone_id": ["A", "B"]}, crs=4547,
    ...     geometry=[box(0, 0, 2, 1), box(9, 0, 11, 1)])
    >>> land = gpd.GeoDataFrame({"class_code": ["0601"], "kind": ["industry"]}, crs=4547,
    ...     geometry=[box(-1, 0, 10, 9)])
    >>> found = tabulate_spread(zones, land, area="plane",
    ...     spread=lambda measure, groups: [measure(group) for group in groups])
    >>> found.areas[["zone_id", "status", "area_dm2"]]
      zone_id     status  area_dm2
    0       A      known       200
    1       B      known       100
    2       B  uncovered       100
    """
    refuse_two_planes(zones, parcels)
    groups = list(groups_of(zones, parcels, area=area))
    tables = spread(measure_group, groups)
    return joined(zones, [group.at for group in groups], tables, names_of(parcels))


def groups_of(zones: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame, *, area: str) -> Iterator[Group]:
    """Divide zones into groups of about equal cost, each with a copy of the land near it.

    Neighbours along the Hilbert curve go together, for they share land.
    """
    ground, land = zones.geometry.to_numpy(), parcels.geometry.to_numpy()
    boxes = np.array(shapely.box(*shapely.bounds(ground).T), dtype=object)
    zone, near = shapely.STRtree(land).query(boxes)
    order = np.argsort(zone, kind="stable")
    zone, near = zone[order], near[order]
    ends = np.searchsorted(zone, np.arange(len(ground) + 1))
    names = [name for name in COUNTED if name in parcels]
    counted = parcels[[*names, parcels.geometry.name]]
    vertices = shapely.get_num_coordinates(land)
    cost = np.bincount(zone, vertices[near], len(ground)) + shapely.get_num_coordinates(ground)
    way = best_way(ground, land)
    for at in runs(boxes, cost.astype(np.int64)):
        rows = np.unique(np.concatenate([near[ends[one] : ends[one + 1]] for one in at]))
        yield Group(
            at,
            gpd.GeoDataFrame({"zone_id": at}, geometry=ground[at], crs=zones.crs),
            counted.iloc[rows],
            area,
            way,
            int(cost[at].sum()),
        )


def runs(boxes: NDArray[np.object_], cost: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """Cut zones, in Hilbert order, into runs of about equal cost; each in order of position.

    Examples
    --------
    >>> row = shapely.box(np.arange(4), 0, np.arange(4) + 1, 1)
    >>> [run.tolist() for run in runs(row, np.array([60_000, 30_000, 90_000, 500_000]))]
    [[0, 1], [2], [3]]
    """
    if not len(boxes):
        return []
    most = int(np.clip(cost.sum() * SHARE_OF_COST, LEAST_COST, MOST_COST))
    has_ground = ~shapely.is_empty(boxes)
    order = np.flatnonzero(~has_ground)
    if has_ground.any():
        curve = gpd.GeoSeries(boxes[has_ground]).hilbert_distance().to_numpy()
        placed = np.flatnonzero(has_ground)[np.argsort(curve, kind="stable")]
        order = np.concatenate([order, placed])
    found: list[list[int]] = [[]]
    held = 0
    for at in order.tolist():
        if found[-1] and held + int(cost[at]) > most:
            found.append([])
            held = 0
        found[-1].append(at)
        held += int(cost[at])
    return [np.sort(np.array(run, dtype=np.intp)) for run in found]


Names = dict[tuple[str, str, bool], str]
"""Class names by code, kind and whether construction land."""


def names_of(parcels: gpd.GeoDataFrame) -> Names:
    """Give the name of each class in a whole layer: that of its first parcel.

    A group may hold another parcel of the class first, under another name.
    """
    meanings = classes_of(parcels).meanings
    return {(code, kind, is_built): name for code, name, kind, is_built in meanings}


def joined(
    zones: gpd.GeoDataFrame,
    positions: Iterable[NDArray[np.intp]],
    tables: Iterable[Tabulation],
    names: Names,
) -> Tabulation:
    """Put the tables of groups, whose zones stand at these positions, together in zones' order."""
    ids = zones["zone_id"].tolist()
    of_zone: dict[int, list[dict[str, Any]]] = {}
    spread = np.zeros(len(zones), dtype=np.int64)
    for at, table in zip(positions, tables, strict=True):
        spread[at] = table.spread_dm2.to_numpy()
        for row in table.areas.to_dict("records"):
            told = {str(name): value for name, value in row.items()}
            of_zone.setdefault(int(row["zone_id"]), []).append(_named(told, names))
    rows = [{**row, "zone_id": ids[at]} for at in range(len(ids)) for row in of_zone.get(at, [])]
    areas = pd.DataFrame(rows, columns=[column.name for column in AREAS.columns])
    types = {"is_built": "bool", "area_dm2": "int64"}
    return Tabulation(areas.astype(types), pd.Series(spread, index=zones["zone_id"], dtype="int64"))


def _named(row: dict[str, Any], names: Names) -> dict[str, Any]:
    if row["status"] != "known":
        return row
    code, kind, is_built = (row[name] for name in MEANING)
    return {**row, "class_name": names[code, kind, is_built]}
