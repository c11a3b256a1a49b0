"""Write the made-up county's files, strip by strip, so that memory does not grow with it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from zoneland.sample.attributes import areas_m2, plan_layer, survey_layer
from zoneland.sample.cases import CASE_TILE_COLS, CASE_TILE_ROWS, TILE_BLOCKS
from zoneland.sample.county import CRS, plan_county, to_ground
from zoneland.sample.cover import CoverSheet
from zoneland.sample.fabric import lay
from zoneland.sample.land import put_to_use
from zoneland.sample.ledgers import approvals_layer
from zoneland.sample.lines import farmland, growth, redline
from zoneland.sample.showcase import further_zone, showcase
from zoneland.sample.workbook import write_supply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from zoneland.sample.county import County
    from zoneland.sample.showcase import Zone

    Blocks = tuple[int, int, int, int]

SEED: Final = 20261031
WRITTEN_AT: Final = "2026-10-31T00:00:00.000Z"
MARGIN_M: Final = 30.0
"""How far the raster reaches beyond the county."""
MOST_BLOCKS: Final = 2_000
"""Blocks drawn at once."""
ALL_SIMPLE: Final = ("DLTB", "YDYHGHFQ", "CZKFBJ")
"""Layers without a feature in several pieces."""
FILES: Final = (
    "boundaries/zones.gpkg",
    "boundaries/lines.gpkg",
    "landuse/survey.gpkg",
    "landuse/plan.gpkg",
    "landuse/cover.tif",
    "landuse/approvals.gpkg",
    "landuse/supply.xlsx",
)


def make_sample(  # noqa: PLR0913  all but the folder have a default
    folder: Path,
    *,
    parcels: int = 4_000,
    zones: int = 12,
    vertices: int | None = None,
    zone_percent: int | None = None,
    snap: bool = False,
    seed: int = SEED,
    progress: Callable[[float, str], None] | None = None,
) -> None:
    """Draw the made-up county into ``boundaries/`` and ``landuse/`` of a folder.

    The same arguments give the same features, geometry and attributes. Files of these names
    that are already there are replaced.

    Parameters
    ----------
    folder
        The workspace; the two folders are made where they are missing.
    parcels
        About how many parcels, streets included; at least 4,000.
    zones
        Exactly how many zones; at least 12, of which the first twelve each show one thing.
    vertices
        About how many a parcel has, 10 to 100; surveyed ones have some 38. The further points
        lie along its edges, which then curve, the same for both neighbours. Without it a
        parcel has its corners alone, some 9.
    zone_percent
        About how much of the county's land the zones beyond the twelve hold, 1 to 50; without
        it each is some 450 ha, however large the county.
    snap
        Lay zone boundaries exactly along parcel edges.
    seed
        Another seed draws another county.
    progress
        Told the share done, 0 to 1, and the key of a wording, ``sample.step.…``.

    Raises
    ------
    ValueError
        For too few parcels or zones, more zones than so many parcels have ground for, or
        vertices or a percentage beyond those bounds.
    """
    tell = progress or (lambda _share, _key: None)
    county = plan_county(
        parcels, zones, seed=seed, snap=snap, vertices=vertices, zone_percent=zone_percent
    )
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).unlink(missing_ok=True)
    with _dated():
        tell(0.0, "sample.step.zones")
        shown, land = showcase(county)
        shown += [further_zone(county, place) for place in county.places[len(shown) :]]
        _write_zones(folder, shown)
        _write_land(folder, county, land, tell)
    tell(1.0, "sample.step.done")


@contextmanager
def _dated() -> Iterator[None]:
    """Let GeoPackages bear one date, so that the same county gives the same file."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN_AT})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_zones(folder: Path, shown: list[Zone]) -> None:
    table = gpd.GeoDataFrame(
        {
            "zone_id": [zone.zone_id for zone in shown],
            "zone_name": [zone.name for zone in shown],
            "zone_type": [zone.zone_type for zone in shown],
            "county": "示范县",
        },
        geometry=[zone.boundary for zone in shown],
        crs=CRS,
    )
    table.to_file(folder / "boundaries/zones.gpkg", layer="zones", promote_to_multi=True)
    plots = gpd.GeoDataFrame(pd.concat([zone.plots for zone in shown], ignore_index=True))
    approvals_layer(plots).to_file(folder / "landuse/approvals.gpkg", layer="approvals")
    write_supply(folder / "landuse/supply.xlsx", plots)


def _write_land(
    folder: Path, county: County, first: gpd.GeoDataFrame, tell: Callable[[float, str], None]
) -> None:
    sheet, surveyed, planned, done_blocks = CoverSheet(_bounds(county)), 0, 0, 0
    for blocks in _strips(county):
        land = put_to_use(lay(county, blocks), county) if surveyed else first
        land = land.assign(area_m2=areas_m2(land))
        survey = survey_layer(land, first=surveyed + 1, tile_cols=county.tile_cols)
        plan = plan_layer(land, first=planned + 1)
        _append(survey, folder / "landuse/survey.gpkg", "DLTB", many=county.is_large)
        _append(plan, folder / "landuse/plan.gpkg", "YDYHGHFQ", many=county.is_large)
        _write_lines(folder / "boundaries/lines.gpkg", county, land, blocks)
        sheet.burn(land)
        surveyed, planned = surveyed + len(survey), planned + len(plan)
        done_blocks += (blocks[1] - blocks[0]) * (blocks[3] - blocks[2])
        tell(0.05 + 0.9 * done_blocks / (county.cols * county.rows), "sample.step.parcels")
    sheet.write(folder / "landuse/cover.tif")


def _write_lines(path: Path, county: County, land: gpd.GeoDataFrame, blocks: Blocks) -> None:
    _append(farmland(land, county), path, "YJJBNTBHTB", many=county.is_large)
    _append(redline(county, blocks), path, "STBHHX", many=county.is_large)
    _append(growth(county, blocks), path, "CZKFBJ", many=county.is_large)


def _append(layer: gpd.GeoDataFrame, path: Path, name: str, *, many: bool) -> None:
    """Add features to a layer, which begins with its first features."""
    if layer.empty:
        return
    known = path.exists() and name in pyogrio.list_layers(path)[:, 0]
    # A spatial index is a tenth of the file and saves nothing in a county of a few thousand.
    options = {} if known else {"SPATIAL_INDEX": "YES" if many else "NO"}
    multi = name not in ALL_SIMPLE
    layer.to_file(path, layer=name, mode="a" if known else "w", promote_to_multi=multi, **options)


def _strips(county: County) -> Iterator[Blocks]:
    """Cut the county into rectangles of whole tiles; the twelve zones' ground comes first."""
    case_cols, case_rows = CASE_TILE_COLS * TILE_BLOCKS, CASE_TILE_ROWS * TILE_BLOCKS
    yield 0, case_cols, 0, case_rows
    step = max(MOST_BLOCKS // TILE_BLOCKS // TILE_BLOCKS, 1) * TILE_BLOCKS
    for j in range(0, county.rows, TILE_BLOCKS):
        start = case_cols if j < case_rows else 0
        for k in range(start, county.cols, step):
            yield k, min(k + step, county.cols), j, j + TILE_BLOCKS


def _bounds(county: County) -> tuple[float, float, float, float]:
    """Give the county's extent on the ground: that of its outermost streets."""
    x, y = county.street_x_m, county.street_y_m
    along_x = np.linspace(x[0] - 50, x[-1], 2000)
    along_y = np.linspace(y[0] - 50, y[-1], 2000)
    edges = [np.column_stack([along_x, np.full(2000, at)]) for at in (along_y[0], along_y[-1])] + [
        np.column_stack([np.full(2000, at), along_y]) for at in (along_x[0], along_x[-1])
    ]
    xy = to_ground(np.concatenate(edges))
    (west, south), (east, north) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M
