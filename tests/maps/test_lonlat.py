from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from zoneland.maps.lonlat import Fit, degrees_crs, fit_plane, to_lonlat

if TYPE_CHECKING:
    from types import ModuleType

COUNTY = (113.6, 34.4, 114.4, 35.0)


def computed(fit: Fit, lon: float, lat: float) -> tuple[float, float]:
    u, v = (lon - fit.lon0) / fit.half_lon, (lat - fit.lat0) / fit.half_lat
    terms = [u**i * v**j for i, j in fit.powers]
    return (
        sum(t * c for t, c in zip(terms, fit.easting, strict=True)),
        sum(t * c for t, c in zip(terms, fit.northing, strict=True)),
    )


@pytest.mark.parametrize("code", ["EPSG:4526", "EPSG:4547", "EPSG:3826", "EPSG:32650"])
def test_a_county_is_fitted_to_the_centimetre(code: str) -> None:
    crs = pyproj.CRS(code)
    fit = fit_plane(crs, COUNTY)
    assert fit
    assert fit.accuracy_m <= 0.05
    turn = pyproj.Transformer.from_crs(degrees_crs(crs), crs, always_xy=True)
    for lon, lat in product((113.61, 114.0, 114.39), (34.41, 34.77, 34.99)):
        assert computed(fit, lon, lat) == pytest.approx(turn.transform(lon, lat), abs=0.06)


def test_too_wide_a_country_has_degrees_alone() -> None:
    assert fit_plane(pyproj.CRS("EPSG:4526"), (75.0, 18.0, 135.0, 54.0)) is None


def test_degrees_have_no_plane() -> None:
    assert fit_plane(pyproj.CRS("EPSG:4490"), COUNTY) is None


def test_degrees_are_those_of_the_working_datum() -> None:
    assert degrees_crs(pyproj.CRS("EPSG:4526")).to_epsg() == 4490
    assert degrees_crs(pyproj.CRS("EPSG:2383")).to_epsg() == 4610
    assert degrees_crs(pyproj.CRS("EPSG:4326")).to_epsg() == 4326


def test_easting_becomes_longitude_whatever_the_axes_are_called(drawing: ModuleType) -> None:
    corner = drawing.at((0, 0), (100, 0), (0, 100))
    frame = gpd.GeoDataFrame(geometry=[corner, None], crs="EPSG:4526")
    shape, nothing = to_lonlat(frame)
    # The false easting of zone 38 is its central meridian, 114°E.
    assert shape.exterior.coords[0] == pytest.approx((114.0, 34.69), abs=5e-3)
    assert nothing is None
    assert np.diff(np.array(shape.exterior.coords)[:2, 0])[0] > 0


def test_heights_are_dropped() -> None:
    flat = shapely.force_3d(shapely.box(38_500_000, 3_840_000, 38_500_100, 3_840_100), 85.0)
    frame = gpd.GeoDataFrame(geometry=[flat], crs="EPSG:4526")
    assert not shapely.has_z(to_lonlat(frame)[0])
