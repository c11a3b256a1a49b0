"""What the inputs of a workspace say of one another, once all of them are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.elsewhere import zones_elsewhere
from zoneland.checks.evidence import ranked
from zoneland.checks.moved import moved_told
from zoneland.core import crs as systems
from zoneland.files.meeting import meeting

if TYPE_CHECKING:
    import geopandas as gpd

    from zoneland.core.problems import Problem
    from zoneland.project.gather import Gathered


REACH_M: Final = 1_500.0
"""The shifts of web maps reach some 1.2 km."""


def weighed(found: Gathered, zones_at: str) -> list[Problem]:
    """Tell what no input shows by itself, and put what others say against one where it belongs.

    Parameters
    ----------
    found
        All inputs, and the problems that each has.
    zones_at
        How the zones' file is named in problems.

    Returns
    -------
    list
        The problems: ZL210 of zones with the CRS that other layers speak for; ZL219 for zones
        that lie apart from all others; ZL258 and ZL259 for layers that are moved.
    """
    layers = {**found.land, **found.lines}
    if found.zones is not None:
        layers = {role: _around(frame, found.zones) for role, frame in layers.items()}
    else:
        return [
            ranked(problem, layers.values())
            if (problem.code, problem.where) == ("ZL210", zones_at)
            else problem
            for problem in found.problems
        ]
    if layers:
        places = {one.role: f"{one.path} {one.layer}".strip() for one in found.inputs}
        places["zones"] = zones_at
        return [*found.problems, *moved_told({"zones": found.zones, **layers}, places)]
    read = next(one.crs for one in found.inputs if one.role == "zones")
    source = systems.parse(read) if read else found.zones.crs
    return zones_elsewhere(found.problems, found.zones, zones_at, source=source or found.zones.crs)


def _around(frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep what lies within a web map's shift of a zone; all if nothing does."""
    west, south, east, north = shapely.bounds(zones.geometry.to_numpy()).T
    boxes = np.column_stack([west - REACH_M, south - REACH_M, east + REACH_M, north + REACH_M])
    rows = meeting(shapely.bounds(frame.geometry.to_numpy()), boxes)
    return frame.iloc[rows] if len(rows) else frame
