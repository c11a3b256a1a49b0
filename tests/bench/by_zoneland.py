"""zoneland's door and kernel, by their public functions: checks, double cover and closing too."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import geopandas as gpd

from tests.bench.counties import CLASS_FIELD, ROOT, County
from zoneland.boundaries.zones import collect_zones
from zoneland.files import meeting
from zoneland.files.digest import sha256
from zoneland.files.gdal import near
from zoneland.landuse.parcels import ClassScheme, collect_parcels
from zoneland.measure.tabulate import tabulate_closed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

Cells = list[tuple[str, str, float]]
"""Zone, class, square metres."""


def ellipsoid(county: County) -> Callable[[], Cells]:
    """Measure as the survey rules demand."""
    return _ready(county, county.gpkg, "ellipsoid")


def plane(county: County) -> Callable[[], Cells]:
    """Measure in the plane, as the peers do."""
    return _ready(county, county.gpkg, "plane")


def ellipsoid_parquet(county: County) -> Callable[[], Cells]:
    """Measure as the survey rules demand, from GeoParquet."""
    return _ready(county, county.parquet, "ellipsoid")


def digest(county: County) -> Callable[[], Cells]:
    """Digest the file alone, as zoneland's record of a run does and none of the peers."""
    return lambda: _digested(county.gpkg)


def digest_parquet(county: County) -> Callable[[], Cells]:
    """Digest the GeoParquet file alone."""
    return lambda: _digested(county.parquet)


def _digested(path: Path) -> Cells:
    sha256(path)
    return []


def _ready(county: County, path: Path, area: str) -> Callable[[], Cells]:
    warm_up(area)
    zones = gpd.read_parquet(county.zones)
    return lambda: _cells(_table(path, zones, area))


def warm_up(area: str = "ellipsoid") -> None:
    """Load what is compiled, or compile it, on the shipped county, as if it were a large one."""
    zones = collect_zones(ROOT / "boundaries" / "zones.gpkg").data
    survey = ROOT / "landuse" / "survey.gpkg"
    with mock.patch.object(near, "MANY_ROWS", 1), mock.patch.object(meeting, "MANY", 1):
        for some in (zones, zones.iloc[:1]):  # by a scan, and by the tree
            land = collect_parcels(survey, "survey", zones=some).data
            tabulate_closed(some, land, area=area, way="walk")


def _table(path: Path, zones: gpd.GeoDataFrame, area: str) -> pd.DataFrame:
    scheme = ClassScheme(system="sandiao")
    land = collect_parcels(path, "survey", zones=zones, code=CLASS_FIELD, scheme=scheme).data
    return tabulate_closed(zones, land, area=area).areas


def _cells(areas: pd.DataFrame) -> Cells:
    """Give known land; what is contested or not covered has no place in the peers' tables."""
    known = areas.loc[areas["status"] == "known"]
    columns = known["zone_id"], known["class_code"], known["area_dm2"] / 100
    return list(zip(*(column.tolist() for column in columns), strict=True))
