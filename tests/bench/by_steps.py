"""What no way to such a table can do without, one library call a step, and nothing told of it.

Rows near zones as Arrow, shapes, validity, edges that two parcels do not share, what each parcel
has in each zone on the ellipsoid, and sums: what zoneland takes beyond is its checks and words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from tests.bench.by_zoneland import warm_up
from tests.bench.counties import CLASS_FIELD, LAYER
from zoneland.checks.fabric import fabric_of
from zoneland.checks.place import boxes_around
from zoneland.files.gdal.geopackage import near_by_tree
from zoneland.files.gdal.near import Wanted, read_batches
from zoneland.measure.shares import shares_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.counties import County


def steps(county: County) -> Callable[[], list[tuple[str, str, float]]]:
    """Take zoneland's own ways for each step."""
    warm_up()
    zones = gpd.read_parquet(county.zones)
    return lambda: _table(county, zones)


def _table(county: County, zones: gpd.GeoDataFrame) -> list[tuple[str, str, float]]:
    info = pyogrio.read_info(county.gpkg, layer=LAYER)
    boxes = boxes_around(zones, zones.crs)
    if boxes is None:
        raise ValueError("zones have no boxes")
    wanted = Wanted(boxes, [CLASS_FIELD], info["features"], "MultiPolygon")
    tree = near_by_tree(county.gpkg, LAYER, wanted)
    found = read_batches(str(county.gpkg), LAYER, wanted, geometry="", where=tree)
    if found.drawn is None:
        raise ValueError("the layer has no shapes")
    shapes = found.drawn.all()
    if not shapely.is_valid(shapes).all() or fabric_of(shapes).is_doubtful.any():
        raise ValueError("this is for land that nothing is wrong with")
    shares = shares_of(zones.geometry.to_numpy(), shapes, area="ellipsoid", crs=zones.crs)
    codes, names = pd.factorize(found.table.column(CLASS_FIELD).to_pandas())
    key = shares.zone * len(names) + codes[shares.land]
    sums = np.bincount(key, shares.area_m2, minlength=len(zones) * len(names))
    ids = zones["zone_id"].to_numpy()
    at = np.flatnonzero(sums)
    return [(str(ids[k // len(names)]), str(names[k % len(names)]), float(sums[k])) for k in at]
