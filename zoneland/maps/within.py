"""Which parcels lie in which zone, so that a share on the page leads to the land it is of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.maps.pack import deflated

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from zoneland.maps.drawn import Drawn

USES: Final = ("plan", "survey")


def land_in_zones(
    zones: gpd.GeoDataFrame, layers: Mapping[str, gpd.GeoDataFrame], drawn: Mapping[str, Drawn]
) -> list[dict[str, str]]:
    """Tell each zone which places of the land layers have ground in it.

    Parameters
    ----------
    zones
        A row a zone.
    layers
        Parcels by use, in the zones' CRS.
    drawn
        The layers drawn, by key.

    Returns
    -------
    list
        A zone each: by use, the places packed as `packed` does; a use without any is left out.
    """
    found: list[dict[str, str]] = [{} for _ in range(len(zones))]
    for use in USES:
        if use not in layers or use not in drawn:
            continue
        for zone, places in _places(zones, layers[use], drawn[use]).items():
            found[zone][use] = packed(places)
    return found


def _places(zones: gpd.GeoDataFrame, land: gpd.GeoDataFrame, drawn: Drawn) -> dict[int, list[int]]:
    within = zones.geometry.to_numpy()
    shapes = land.geometry.to_numpy()[list(drawn.rows)]
    shapely.prepare(within)
    zone, place = shapely.STRtree(shapes).query(within, predicate="intersects")
    is_edge = ~shapely.contains_properly(within[zone], shapes[place])
    # Beside a zone is not in it.
    only_touches = np.zeros(len(zone), dtype=bool)
    only_touches[is_edge] = shapely.touches(within[zone[is_edge]], shapes[place[is_edge]])
    found: dict[int, list[int]] = {}
    for row, at in zip(zone[~only_touches].tolist(), place[~only_touches].tolist(), strict=True):
        found.setdefault(row, []).append(at)
    return found


def packed(places: list[int]) -> str:
    """Write places in ascending order, each as the step from the one before, as deflated JSON.

    Examples
    --------
    >>> import base64, zlib
    >>> zlib.decompress(base64.b64decode(packed([7, 3, 4])))
    b'[3,1,3]'
    """
    steps = np.diff(np.sort(np.asarray(places, dtype=np.int64)), prepend=0).tolist()
    return deflated(json.dumps(steps, separators=(",", ":")).encode("ascii"))
