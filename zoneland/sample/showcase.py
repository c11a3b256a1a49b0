"""Zones with their plots: the twelve that each show one thing, and any beyond them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zoneland.sample.attributes import COUNTY_CODE, invented_name
from zoneland.sample.cases import CASE_TILE_COLS, CASE_TILE_ROWS, CASES, TILE_BLOCKS
from zoneland.sample.exact import settle
from zoneland.sample.fabric import lay
from zoneland.sample.land import put_to_use
from zoneland.sample.ledgers import plots, shown_today
from zoneland.sample.lines import farm_beside_slivers
from zoneland.sample.shares import allot
from zoneland.sample.zones import boundary

if TYPE_CHECKING:
    import geopandas as gpd
    import shapely

    from zoneland.sample.county import County
    from zoneland.sample.places import Place


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as it is written, with its approved plots."""

    zone_id: str
    name: str
    zone_type: str
    boundary: shapely.Polygon | shapely.MultiPolygon
    plots: gpd.GeoDataFrame
    """As `ledgers.plots` gives them."""


def showcase(county: County) -> tuple[list[Zone], gpd.GeoDataFrame]:
    """Draw the twelve zones and the land around them, each zone with the shares of its case.

    Returns
    -------
    list of Zone, GeoDataFrame
        The zones, and all land of their tiles with survey and plan codes.
    """
    blocks = (0, CASE_TILE_COLS * TILE_BLOCKS, 0, CASE_TILE_ROWS * TILE_BLOCKS)
    land = farm_beside_slivers(put_to_use(lay(county, blocks), county), county)
    zones = []
    for case, place in zip(CASES, county.places, strict=False):
        shape = boundary(county, place, land)
        land = allot(land, shape, case=case, seed=county.seed)
        if case.exact:
            land, shape = settle(land, shape)
        zone = _zone(county, place, land, shape)
        land = shown_today(land, zone.plots)
        zones.append(zone)
    return zones, land


def further_zone(county: County, place: Place) -> Zone:
    """Draw an ordinary zone, whose land is as it falls."""
    blocks = (place.k, place.k + place.size, place.j, place.j + place.size)
    land = put_to_use(lay(county, blocks), county)
    return _zone(county, place, land, boundary(county, place, land))


def _zone(
    county: County,
    place: Place,
    land: gpd.GeoDataFrame,
    shape: shapely.Polygon | shapely.MultiPolygon,
) -> Zone:
    case, number = place.case, place.number
    name = case.name if case else f"{invented_name(number + 100)}先进制造业开发区"
    chosen = plots(land, shape, number=number, name=name, seed=county.seed)
    return Zone(
        zone_id=f"{COUNTY_CODE}-{number:02d}",
        name=name,
        zone_type=case.zone_type if case else "先进制造业开发区",
        boundary=shape,
        plots=chosen,
    )
