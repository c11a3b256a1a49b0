"""Land of a store, measured in groups: who measures a group reads what lies near it, and no more.

Neither the parcels of a province nor those near its zones are ever in one place. The door that
parcels go through is the same as for a county, zone group by zone group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from zoneland.checks.place import boxes_around
from zoneland.core.problems import InputError, Problem, warn_of
from zoneland.files.store.read import look_into_store, near_boxes, read_near_in_store
from zoneland.landuse.parcels import ClassScheme, collect_parcels
from zoneland.measure.classes import classes_of
from zoneland.measure.groups import joined, runs
from zoneland.measure.shares import MANY, can_walk
from zoneland.measure.tabulate import Tabulation, tabulate_closed
from zoneland.project.cluster import over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    from distributed import Client
    from numpy.typing import NDArray

    from zoneland.measure.shares import Way

VERTICES_A_PARCEL: Final = 40
"""Of a land survey, as good as any guess: costs are only compared with one another."""
BEYOND: Final = 1e12
"""As good as everywhere, in metres or degrees."""
ROW: Final = re.compile(r"(?<= #)\d+")
Named = dict[tuple[str, str, bool], tuple[int, str]]
"""By class: the first row of it in the source, and the name that it has there."""


@dataclass(frozen=True, slots=True)
class StoredGroup:
    """Some zones, and where the land near them is to be read."""

    at: NDArray[np.intp]
    """Positions of the zones."""
    zones: gpd.GeoDataFrame
    """Their ground; ``zone_id`` is the position."""
    boxes: NDArray[np.float64]
    """Around them, in the store's CRS."""
    path: Path
    role: str
    code: str
    system: str
    area: str
    way: Way
    cost: int


def tabulate_store(  # noqa: PLR0913  one keyword for each thing a layer may differ in
    zones: gpd.GeoDataFrame,
    path: Path | str,
    *,
    role: str = "",
    code: str = "",
    system: str = "",
    area: str = "ellipsoid",
    client: Client | None = None,
) -> pd.DataFrame:
    """Give the area of every land class in every zone, of parcels in a store.

    Parameters
    ----------
    zones
        ``zone_id`` and valid polygons; projected CRS.
    path
        What `zoneland partition` wrote; with a client, under a name by which every worker finds
        it.
    role, code, system
        As for `zoneland.landuse.parcels.collect_parcels`: ``survey`` or ``plan``, the field of
        the code, and the class system; each told by the fields if empty.
    area
        ``ellipsoid``, ``plane`` or ``ledger``.
    client
        Of a Dask cluster; None to do it here. The figures are the same to the last bit.

    Returns
    -------
    DataFrame
        As of `zoneland.measure.tabulate.tabulate`. What was mended or assumed is issued as a
        `ProblemWarning`, with the rows' numbers in the source.

    Raises
    ------
    InputError
        ZL276 for a file that is no store; as `collect_parcels`.
    OutputError
        As `zoneland.project.cluster.over` says, where the cluster is lost.
    """
    ground = zones[[zones.geometry.name]]
    boxes = _boxes(ground, Path(path))
    everything = np.arange(len(zones))
    asked = StoredGroup(everything, ground, boxes, Path(path), role, code, system, area, "", 0)
    groups = list(_groups(asked))
    if client is None:
        done = [measure_stored(group) for group in groups]
    else:
        done = over(client)(measure_stored, groups)
    warn_of(_once(done))
    names = _first_names(named for _, named, _ in done)
    positions = [group.at for group in groups]
    return joined(zones, positions, [table for table, *_ in done], names).areas


def _once(done: Iterable[tuple[Tabulation, Named, tuple[Problem, ...]]]) -> list[Problem]:
    """Tell each thing once: groups that are neighbours see the same parcels."""
    return list({problem.line(): problem for *_, told in done for problem in told}.values())


def _first_names(named: Iterable[Named]) -> dict[tuple[str, str, bool], str]:
    first: Named = {}
    for some in named:
        for meaning, found in some.items():
            first[meaning] = min(first.get(meaning, found), found)
    return {meaning: name for meaning, (_, name) in first.items()}


def _groups(asked: StoredGroup) -> Iterator[StoredGroup]:
    """Divide zones by how many of the store's boxes lie near them; only boxes are read."""
    boxes = asked.boxes
    stored = near_boxes(asked.path, asked.path.as_posix(), boxes=boxes)
    around = np.array(shapely.box(*boxes.T), dtype=object)
    found = np.array(shapely.box(*np.clip(stored, -BEYOND, BEYOND).T), dtype=object)
    zone, _ = shapely.STRtree(found).query(around)
    counts = np.bincount(zone, minlength=len(boxes))
    way: Way = "walk" if counts.sum() >= MANY and can_walk() else "cut"
    ground = asked.zones.geometry.to_numpy()
    cost = counts * VERTICES_A_PARCEL + shapely.get_num_coordinates(ground)
    for at in runs(around, cost):
        some = gpd.GeoDataFrame(
            {"zone_id": at, "zone_name": at.astype(str)}, geometry=ground[at], crs=asked.zones.crs
        )
        whole = int(cost[at].sum())
        yield replace(asked, at=at, zones=some, boxes=boxes[at], way=way, cost=whole)


def _boxes(zones: gpd.GeoDataFrame, path: Path) -> NDArray[np.float64]:
    """Give the boxes of zones in the store's CRS."""
    look = look_into_store(path, path.as_posix())
    boxes = None if look is None or look.crs is None else boxes_around(zones, look.crs)
    if boxes is None:
        raise InputError([Problem("ZL276", path.as_posix(), {"reason": "covering / crs: —"})])
    return boxes


def measure_stored(group: StoredGroup) -> tuple[Tabulation, Named, tuple[Problem, ...]]:
    """Read the land near a group's zones through the door, and measure it.

    Returns
    -------
    tuple
        The table, the classes' names with the row each is from, and what was told.
    """
    where = group.path.as_posix()
    near, told, _ = read_near_in_store(group.path, where, boxes=group.boxes)
    if near.empty:
        land = gpd.GeoDataFrame({"class_code": [], "kind": []}, geometry=[], crs=group.zones.crs)
        return _tabulated(group, land), {}, tuple(told)
    rows = near.index.to_numpy() + 1
    scheme = ClassScheme(system=group.system)
    try:
        found = collect_parcels(
            near, group.role, zones=group.zones, where=where, code=group.code, scheme=scheme
        )
    except InputError as error:
        raise InputError(_by_source_row(error.problems, rows)) from error
    source_row = rows[found.data["row"].to_numpy() - 1]
    named = _names_with_rows(found.data, source_row)
    return _tabulated(group, found.data), named, _by_source_row((*told, *found.problems), rows)


def _tabulated(group: StoredGroup, land: gpd.GeoDataFrame) -> Tabulation:
    return tabulate_closed(group.zones, land, area=group.area, way=group.way)


def _names_with_rows(land: gpd.GeoDataFrame, source_row: NDArray[np.int64]) -> Named:
    """Give each class's name; those that are only deducted have none, and come after all rows."""
    classes = classes_of(land)
    first = np.full(len(classes.meanings), np.iinfo(np.int64).max)
    np.minimum.at(first, classes.of_parcel, source_row)
    return {
        (code, kind, is_built): (row, name)
        for (code, name, kind, is_built), row in zip(classes.meanings, first.tolist(), strict=True)
    }


def _by_source_row(problems: Iterable[Problem], rows: NDArray[np.int64]) -> tuple[Problem, ...]:
    """Name rows by their numbers in the source, not in what was read of it."""
    return tuple(
        replace(one, where=ROW.sub(lambda found: str(rows[int(found[0]) - 1]), one.where))
        for one in problems
    )
