"""No real layer is suspected where it lies, and those that share vertices are found when moved."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from tests.realdata import shared
from zoneland.checks.offset import find_move
from zoneland.core.turning import turning

WORKSPACE = Path(__file__).resolve().parents[2]
PAIRS = {
    "taoyuan_zoning": (
        "zones",
        ("parcels", "plan_areas", "restrict_farmland", "restrict_protection"),
    ),
    "liechtenstein_osm": (
        "zones_municipalities_2056",
        ("landuse_polygons", "restrict_farmland_2056", "restrict_protected_2056"),
    ),
}


def layers(folder: str) -> tuple[gpd.GeoDataFrame, dict[str, gpd.GeoDataFrame]]:
    """Zones and the layers beside them, in one plane."""
    zones_name, names = PAIRS[folder]
    zones = gpd.read_file(shared("data", folder, f"{zones_name}.gpkg"))
    found = {}
    for name in names:
        frame = gpd.read_file(shared("data", folder, f"{name}.gpkg"))
        bounds = frame.total_bounds.tolist()
        turn = turning(frame.crs, zones.crs, at=(bounds[0], bounds[1]))
        assert turn is not None
        shapes = turn.shapes(frame.geometry.to_numpy())
        found[name] = gpd.GeoDataFrame(geometry=shapes, crs=zones.crs)
    return zones, found


@pytest.mark.real
@pytest.mark.parametrize("folder", PAIRS)
def test_real_layers_are_not_suspected(folder: str) -> None:
    zones, beside = layers(folder)
    assert {name: find_move(frame, zones) for name, frame in beside.items()} == dict.fromkeys(
        beside
    )


@pytest.mark.real
def test_real_parcels_that_were_dragged_are_found() -> None:
    """A zone drawn along the 60 parcels nearest to the middle of the plan."""
    _, beside = layers("taoyuan_zoning")
    parcels = beside["parcels"]
    middle = shapely.box(*parcels.total_bounds).centroid
    nearest = parcels.distance(middle).nsmallest(60).index
    block = shapely.union_all(parcels.geometry[nearest].make_valid())
    zones = gpd.GeoDataFrame(geometry=[block], crs=parcels.crs)
    assert find_move(parcels, zones) is None
    move = find_move(parcels.set_geometry(parcels.translate(83, -47)), zones)
    assert move is not None
    assert (move.east_m, move.north_m) == (83, -47)


@pytest.mark.parametrize(
    ("path", "layer"),
    [
        ("landuse/survey.gpkg", "DLTB"),
        ("landuse/plan.gpkg", None),
        ("landuse/approvals.gpkg", None),
        ("boundaries/lines.gpkg", "YJJBNTBHTB"),
        ("boundaries/lines.gpkg", "STBHHX"),
        ("boundaries/lines.gpkg", "CZKFBJ"),
    ],
)
def test_no_layer_of_the_sample_is_suspected(path: str, layer: str | None) -> None:
    zones = gpd.read_file(WORKSPACE / "boundaries/zones.gpkg")
    options = {"layer": layer} if layer else {}
    assert find_move(gpd.read_file(WORKSPACE / path, **options), zones) is None


@pytest.mark.parametrize("path", ["landuse/survey.gpkg", "landuse/plan.gpkg"])
def test_the_sample_s_parcels_are_found_when_dragged(path: str) -> None:
    zones, frame = (
        gpd.read_file(WORKSPACE / "boundaries/zones.gpkg"),
        gpd.read_file(WORKSPACE / path),
    )
    move = find_move(frame.set_geometry(frame.translate(60, -25)), zones)
    assert move is not None
    assert (move.east_m, move.north_m, move.system) == (60, -25, "")
