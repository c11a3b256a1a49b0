"""The three control lines, laid so that each zone meets them as its case asks and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zoneland.core.units import sum_to_dm2, to_m2
from zoneland.measure.ellipsoid import ellipsoid_area_m2
from zoneland.sample.attributes import COUNTY_CODE, COUNTY_NAME, deduction, serial
from zoneland.sample.cases import OUTSIDE_GROWTH, OVER_FARMLAND, SLIVERS
from zoneland.sample.chance import chance, chances
from zoneland.sample.county import CRS, to_ground
from zoneland.sample.edges import along_line
from zoneland.sample.fabric import PARCEL, block_nodes
from zoneland.sample.land import names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.sample.county import County
    from zoneland.sample.places import Place

Blocks = tuple[int, int, int, int]

PROTECTED: Final = 0.88
"""Share of the farmland blocks that are permanent basic farmland."""
MARGIN_M: Final = 4.0
"""How far the growth boundary stands off what it holds; half a minor street at most."""
KEPT_WITHIN: Final = 0.80
"""Share of a core's width that the growth boundary holds where it cuts the zone."""
STRIP_M: Final = 1.2
BULGE_M: Final = 3.5
"""How far the farmland line strays into the zone beside it: along a strip, and at one corner."""
INSET_M: Final = 7.0
ROUND_M: Final = 30.0
ELASTIC: Final = 0.3
"""Share of the town blocks outside the zones that are 城镇弹性发展区."""


def farmland(land: gpd.GeoDataFrame, county: County) -> gpd.GeoDataFrame:
    """Draw permanent basic farmland: the cropland of most farmland blocks, a piece a class.

    Parameters
    ----------
    land
        Parcels of whole blocks with their survey codes.
    county
        The county's plan.

    Returns
    -------
    GeoDataFrame
        Layer YJJBNTBHTB, areas in m².
    """
    k, j, core = (land[name].to_numpy() for name in ("k", "j", "core"))
    protected = chances(county.seed, "protected", k, j) < PROTECTED
    protected |= (core == OVER_FARMLAND) | _beside_slivers(county, k, j)
    cropland = land["survey"].isin(["0102", "0103"]) & (land["role"] == PARCEL)
    chosen = land[cropland & (land["kind"] == "F") & np.isin(core, [0, OVER_FARMLAND]) & protected]
    rows = [
        (k_, j_, code, shapely.coverage_union_all(group.geometry.to_numpy()))
        for (k_, j_, code), group in chosen.groupby(["k", "j", "survey"], sort=True)
    ]
    table = pd.DataFrame(rows, columns=["k", "j", "DLBM", "geometry"])
    shapes = np.array(
        [_astray(county, *row) for row in table.itertuples(index=False)], dtype=object
    )
    return _farmland_layer(table, shapes, county)


def _farmland_layer(
    table: pd.DataFrame, shapes: NDArray[np.object_], county: County
) -> gpd.GeoDataFrame:
    k, j = table["k"].to_numpy(int), table["j"].to_numpy(int)
    areas_m2 = [to_m2(sum_to_dm2([area])) for area in ellipsoid_area_m2(shapes, CRS)]
    share, code, deducted_m2 = deduction(table["DLBM"].to_numpy(object), k, j, areas_m2)
    return gpd.GeoDataFrame(
        {
            "BSM": serial((k * county.rows + j) * 10 + table["DLBM"].str[-1].astype(int), 40),
            "YSDM": "2005010300",
            "XZQDM": COUNTY_CODE,
            "XZQMC": COUNTY_NAME,
            "YJJBNTTBBH": [
                f"{a:04d}{b:04d}{c[-1]}" for a, b, c in zip(k, j, table["DLBM"], strict=True)
            ],
            "DLBM": table["DLBM"],
            "DLMC": table["DLBM"].map(names("sandiao")),
            "QSXZ": "30",
            "YJJBNTTBMJ": areas_m2,
            "KCDLBM": code,
            "KCXS": share,
            "KCMJ": deducted_m2,
            "YJJBNTMJ": np.round(np.array(areas_m2) - deducted_m2, 2),
            "SJNF": 2025,
        },
        geometry=shapes,
        crs=CRS,
    )


def _sliver_blocks(county: County) -> tuple[int, int]:
    """Give the block beside the slivers' zone that its strip lies on; the bulge is north of it."""
    place = next(place for place in county.places if place.number == SLIVERS)
    return place.k + place.size, place.j + 1


def _beside_slivers(county: County, k: NDArray[np.intp], j: NDArray[np.intp]) -> NDArray[np.bool_]:
    beyond, middle = _sliver_blocks(county)
    return np.asarray((k == beyond) & ((j == middle) | (j == middle + 1)), dtype=bool)


def farm_beside_slivers(land: gpd.GeoDataFrame, county: County) -> gpd.GeoDataFrame:
    """Make cropland of the blocks whose line strays, so that it strays without gaps."""
    here = _beside_slivers(county, land["k"].to_numpy(), land["j"].to_numpy())
    here &= (land["role"] == PARCEL).to_numpy()
    farmed: gpd.GeoDataFrame = land.assign(
        survey=land["survey"].mask(here, "0102"), plan=land["plan"].mask(here, "0102")
    )
    return farmed


def _astray(county: County, k: int, j: int, code: str, shape: shapely.Geometry) -> shapely.Geometry:
    """Let the line stray into the zone: a strip along one block, a corner of the next."""
    beyond, middle = _sliver_blocks(county)
    if code != "0102" or k != beyond or j not in {middle, middle + 1}:
        return shape
    side = block_nodes(county, k, j, "W")
    if j == middle:
        side = along_line(county, side[1:-1])
        west = side - [STRIP_M, 0.0]
    else:
        side, west = along_line(county, side[1:4]), side[2:3] - [BULGE_M, 0.0]
    strayed = shapely.Polygon(to_ground(np.concatenate([side, west[::-1]])))
    return shapely.union(shape, strayed)


def redline(county: County, blocks: Blocks) -> gpd.GeoDataFrame:
    """Draw the ecological red line round the woods of some blocks: layer STBHHX, areas in m²."""
    k0, k1, j0, j1 = blocks
    boxes = [
        _woods(county, k, j)
        for j in range(j0, j1)
        for k in range(k0, k1)
        if county.kinds[k, j] == "W"
    ]
    shapes = shapely.get_parts(shapely.union_all(np.array(boxes, dtype=object)))
    shapes = np.array([_on_ground(county, shape) for shape in shapes], dtype=object)
    areas_m2 = [to_m2(sum_to_dm2([area])) for area in ellipsoid_area_m2(shapes, CRS)]
    return gpd.GeoDataFrame(
        {
            "XJXZQDM": COUNTY_CODE,
            "SJXZQMC": "示范市",
            "XJXZQMC": COUNTY_NAME,
            "MC": [f"示范丘陵水源涵养区{k0}-{j0}-{n + 1}" for n in range(len(shapes))],
            "LHLX": "陆域",
            "MJ": np.array(areas_m2, dtype=np.float64),
        },
        geometry=shapes,
        crs=CRS,
    )


def _woods(county: County, k: int, j: int) -> shapely.Polygon:
    """Give a wood's ground: short of its streets, but through to the wood next door."""
    west, south, east, north = county.box(k, j)
    x, y, kinds = county.street_x_m, county.street_y_m, county.kinds
    own = county.core_of[k, j]

    def _goes_on(to_k: int, to_j: int) -> bool:
        within = 0 <= to_k < county.cols and 0 <= to_j < county.rows
        return within and kinds[to_k, to_j] == "W" and county.core_of[to_k, to_j] == own

    box = shapely.box(
        x[k] - 1 if _goes_on(k - 1, j) else west + INSET_M,
        y[j] - 1 if _goes_on(k, j - 1) else south + INSET_M,
        x[k + 1] + 1 if _goes_on(k + 1, j) else east - INSET_M,
        y[j + 1] + 1 if _goes_on(k, j + 1) else north - INSET_M,
    )
    return box.buffer(-ROUND_M).buffer(ROUND_M, quad_segs=3)


def growth(county: County, blocks: Blocks) -> gpd.GeoDataFrame:
    """Draw the urban growth boundary round zones and towns: layer CZKFBJ, areas in m².

    Parameters
    ----------
    county
        The county's plan.
    blocks
        Zones that begin and towns that lie within these blocks are drawn.
    """
    k0, k1, j0, j1 = blocks
    cores = [_held(county, p) for p in county.places if k0 <= p.k < k1 and j0 <= p.j < j1]
    towns = [
        (k, j)
        for j in range(j0, j1)
        for k in range(k0, k1)
        if county.kinds[k, j] == "U" and not county.core_of[k, j]
    ]
    elastic = [chance(county.seed, "elastic", k, j) < ELASTIC for k, j in towns]
    boxes = cores + [
        shapely.box(*county.box(k, j)).buffer(MARGIN_M, join_style="mitre") for k, j in towns
    ]
    shapes = np.array([_on_ground(county, box) for box in boxes], dtype=object)
    kinds = [False] * len(cores) + elastic
    areas_m2 = [to_m2(sum_to_dm2([area])) for area in ellipsoid_area_m2(shapes, CRS)]
    numbers = (k0 * county.rows + j0) * 1000 + np.arange(len(boxes))
    return gpd.GeoDataFrame(
        {
            "BSM": serial(numbers, 60),
            "YSDM": "2003010300",
            "XZQDM": COUNTY_CODE,
            "XZQMC": COUNTY_NAME,
            "GHFQDM": np.where(kinds, "420", "410"),
            "GHFQMC": np.where(kinds, "城镇弹性发展区", "城镇集中建设区"),
            "MJ": areas_m2,
        },
        geometry=shapes,
        crs=CRS,
    )


def _held(county: County, place: Place) -> shapely.Polygon:
    """Give the ground that the growth boundary holds for one zone."""
    west, south, east, north = county.core_box(place)
    if place.number == SLIVERS:
        east = county.box(place.k + place.size, place.j)[0]
    if place.number == OUTSIDE_GROWTH:
        east = west + KEPT_WITHIN * (east - west) - MARGIN_M
    return shapely.box(west, south, east, north).buffer(MARGIN_M, join_style="mitre")


def _on_ground(county: County, shape: Any) -> shapely.Polygon:  # noqa: ANN401  of get_parts
    ring = along_line(county, shapely.get_coordinates(shape.exterior.segmentize(60.0)))
    return shapely.Polygon(to_ground(ring))
