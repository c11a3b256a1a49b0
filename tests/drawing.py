"""Geometry drawn in numbers that a reader checks in the head."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import shapely

PLANE = "EPSG:4526"
"""CGCS2000, 3° zone 38, zone number before the easting."""
EAST, NORTH = 38_500_000, 3_840_000
"""A place on the central meridian, where the ellipsoid is as good as flat."""


def rectangle(west: float, south: float, width: float, height: float) -> shapely.Polygon:
    return shapely.box(west, south, west + width, south + height)


def zones_of(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    """Zones by id, named after it."""
    return gpd.GeoDataFrame(
        {"zone_id": list(shapes), "zone_name": [f"{name}区" for name in shapes]},
        geometry=list(shapes.values()),
        crs=PLANE,
    )


def land_of(*parcels: tuple[str, str, shapely.Geometry], **columns: Any) -> gpd.GeoDataFrame:
    """Parcels of code, kind and shape; construction land is what is built by custom."""
    built = {"industry", "storage", "mining", "residential", "transport", "green", "commerce"}
    return gpd.GeoDataFrame(
        {
            "parcel_id": [f"P{number}" for number in range(len(parcels))],
            "class_code": [code for code, _, _ in parcels],
            "class_name": [code for code, _, _ in parcels],
            "kind": [kind for _, kind, _ in parcels],
            "is_built": [kind in built for _, kind, _ in parcels],
            **columns,
        },
        geometry=[shape for _, _, shape in parcels],
        crs=PLANE,
    )
