"""What a planner's script does today: three ways with geopandas and shapely, areas in the plane.

Validity is mended as far as it must be for GEOS to go through; double cover is not looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import shapely

from tests.bench.counties import CLASS_FIELD, LAYER

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from tests.bench.counties import County

Cells = list[tuple[str, str, float]]
"""Zone, class, square metres."""


def _read(county: County, *, use_arrow: bool = False) -> gpd.GeoDataFrame:
    parcels = gpd.read_file(county.gpkg, layer=LAYER, use_arrow=use_arrow)
    parcels.geometry = parcels.make_valid()  # those that are valid are only looked at
    return parcels


def _cells(
    zone: NDArray[np.object_], code: NDArray[np.object_], area_m2: NDArray[np.float64]
) -> Cells:
    pieces = pd.DataFrame({"zone": zone, "code": code, "area_m2": area_m2})
    sums = pieces.groupby(["zone", "code"])["area_m2"].sum()
    return [(str(zone), str(code), float(size)) for (zone, code), size in sums.items()]


def overlay(county: County) -> Callable[[], Cells]:
    """Cut every parcel near a zone by it, keeping every column, as the manuals show."""
    return _overlay(county, use_arrow=False)


def overlay_arrow(county: County) -> Callable[[], Cells]:
    """Read by Arrow, which is to be asked for; then as `overlay`."""
    return _overlay(county, use_arrow=True)


def _overlay(county: County, *, use_arrow: bool) -> Callable[[], Cells]:
    zones = gpd.read_parquet(county.zones)

    def work() -> Cells:
        parcels = _read(county, use_arrow=use_arrow)
        pieces = gpd.overlay(parcels, zones, how="intersection", keep_geom_type=True)
        return _cells(
            pieces["zone_id"].to_numpy(), pieces[CLASS_FIELD].to_numpy(), pieces.area.to_numpy()
        )

    return work


def sjoin(county: County) -> Callable[[], Cells]:
    """Join by place, then cut each pair."""
    zones = gpd.read_parquet(county.zones)

    def work() -> Cells:
        pairs = gpd.sjoin(_read(county), zones, predicate="intersects")
        ground = zones.geometry.to_numpy()[pairs["index_right"].to_numpy()]
        pieces = shapely.intersection(pairs.geometry.to_numpy(), ground)
        return _cells(
            pairs["zone_id"].to_numpy(), pairs[CLASS_FIELD].to_numpy(), shapely.area(pieces)
        )

    return work


def split(county: County) -> Callable[[], Cells]:
    """Cut only what crosses a zone's edge; parcels inside count whole."""
    zones = gpd.read_parquet(county.zones)

    def work() -> Cells:
        parcels = _read(county)
        land, ground = parcels.geometry.to_numpy(), zones.geometry.to_numpy()
        shapely.prepare(ground)
        at, which = shapely.STRtree(land).query(ground, predicate="intersects")
        crosses = ~shapely.covers(ground[at], land[which])
        pieces = land[which]
        pieces[crosses] = shapely.intersection(pieces[crosses], ground[at[crosses]])
        return _cells(
            zones["zone_id"].to_numpy()[at],
            parcels[CLASS_FIELD].to_numpy()[which],
            shapely.area(pieces),
        )

    return work
