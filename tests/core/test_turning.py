from __future__ import annotations

import csv

import numpy as np
import pyproj
import pytest
import shapely

from tests.realdata import shared
from zoneland.core.crs import is_same, name, plane_of, standard
from zoneland.core.gauss_kruger import DEGREES_EPSG, FIRST_EPSG, ZONES, Plane
from zoneland.core.turning import can_turn, turning

OLD = (2362, 2383, 2414, 2435, 4214, 4610, 21413, 2327)
NEW = (4490, 4526, 4547, 4326, 32650)
HENAN = (114.0, 34.7)


def place_in(crs: pyproj.CRS) -> tuple[float, float]:
    turn = pyproj.Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    x, y = turn.transform(*HENAN)
    return x, y


@pytest.mark.parametrize("old", OLD)
@pytest.mark.parametrize("new", NEW)
def test_no_ballpark_step_is_taken_in_henan(old: int, new: int) -> None:
    source, target = pyproj.CRS(old), pyproj.CRS(new)
    assert turning(source, target, at=place_in(source)) is None
    assert turning(target, source, at=place_in(target)) is None


def test_xian_80_and_beijing_54_are_not_mixed_either() -> None:
    assert not can_turn(pyproj.CRS(2362), pyproj.CRS(2414))


@pytest.mark.parametrize("shift", ["0,0,0,0,0,0,0", "15.8,-154.4,-82.3,0,0,0,0"])
def test_parameters_in_a_prj_are_not_believed(shift: str) -> None:
    spheroid = 'SPHEROID["Krassowsky 1940",6378245,298.3,AUTHORITY["EPSG","7024"]],'
    wkt = pyproj.CRS(2414).to_wkt("WKT1_GDAL")
    bound = pyproj.CRS(wkt.replace(spheroid, f"{spheroid}TOWGS84[{shift}],"))
    assert bound.is_bound
    assert name(bound) == "EPSG:2414"
    assert turning(bound, pyproj.CRS(4526), at=(38_500_000, 3_840_000)) is None


def test_one_datum_is_turned_exactly() -> None:
    turn = turning(pyproj.CRS(2362), pyproj.CRS(2383), at=(38_512_345, 3_840_000))
    assert turn is not None
    assert turn.accuracy_m == 0
    np.testing.assert_allclose(
        turn.xy(np.array([[38_512_345.0, 3_840_000.0]])), [[512_345.0, 3_840_000.0]], atol=1e-6
    )


def test_a_known_way_is_taken_where_it_is_made_for_and_says_how_exact_it_is() -> None:
    hong_kong = turning(pyproj.CRS(2326), pyproj.CRS(4526), at=(834_000, 820_000))
    assert hong_kong is not None
    assert hong_kong.accuracy_m == 1
    assert turning(pyproj.CRS(4214), pyproj.CRS(4326), at=(80.0, 39.0)) is not None  # Tarim
    assert turning(pyproj.CRS(4214), pyproj.CRS(4326), at=HENAN) is None


def test_none_and_heights_are_kept() -> None:
    turn = turning(pyproj.CRS(4490), pyproj.CRS(4526))
    assert turn is not None
    shapes = turn.shapes([None, shapely.Point(114, 0), shapely.Point(114, 0, 7)])
    assert shapes[0] is None
    assert (shapes[1].has_z, shapes[2].z) == (False, 7)


def table() -> list[dict[str, str]]:
    with shared("domain", "epsg_gk.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.real
def test_every_plane_of_china_is_known_by_its_arcgis_spelling() -> None:
    rows = table()
    assert len(rows) == 148
    for row in rows:
        crs = pyproj.CRS.from_epsg(int(row["epsg"]))
        again = pyproj.CRS.from_wkt(crs.to_wkt("WKT1_ESRI"))
        assert standard(again).to_epsg() == int(row["epsg"])
        assert is_same(again, crs)
        assert name(again) == f"EPSG:{row['epsg']}"
        plane = plane_of(again)
        assert plane is not None
        assert plane.meridian == int(row["central_meridian"])


@pytest.mark.parametrize("datum", DEGREES_EPSG)
@pytest.mark.parametrize("width_deg", [3, 6])
def test_planes_are_what_proj_says_of_their_codes(datum: str, width_deg: int) -> None:
    assert (datum, width_deg) in FIRST_EPSG
    for zone in ZONES[width_deg]:
        for is_zoned in (True, False):
            plane = Plane(datum, zone, is_zoned)
            numbers = {
                item.name: item.value
                for item in plane.crs.coordinate_operation.params  # type: ignore[union-attr]
            }
            assert numbers["Longitude of natural origin"] == plane.meridian
            assert numbers["False easting"] == (zone if is_zoned else 0) * 1_000_000 + 500_000
            assert standard(plane.crs.geodetic_crs).to_epsg() == DEGREES_EPSG[datum]  # type: ignore[arg-type]


ARCGIS = (
    'PROJCS["{name}",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["{method}"],'
    'PARAMETER["False_Easting",{east}],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",{meridian}],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize("method", ["Gauss_Kruger", "Transverse_Mercator"])
@pytest.mark.parametrize(
    ("title", "east", "meridian", "known"),
    [
        ("CGCS2000_3_Degree_GK_Zone_38", 38_500_000.0, 114.0, "EPSG:4526"),
        ("CGCS2000_3_Degree_GK_CM_114E", 500_000.0, 114.0, "EPSG:4547"),
        ("CGCS2000_GK_Zone_19", 19_500_000.0, 111.0, "EPSG:4497"),
        ("某县", 38_500_000.0, 114.0, "EPSG:4526"),  # any name, by its numbers
    ],
)
def test_arcgis_files_are_known_by_their_numbers(
    method: str, title: str, east: float, meridian: float, known: str
) -> None:
    wkt = ARCGIS.format(name=title, method=method, east=east, meridian=meridian)
    assert name(pyproj.CRS.from_wkt(wkt)) == known


def test_a_name_alone_makes_no_plane_of_the_list() -> None:
    wkt = ARCGIS.format(
        name="CGCS2000_3_Degree_GK_CM_114E", method="Gauss_Kruger", east=500_000, meridian=113.5
    )
    assert plane_of(pyproj.CRS.from_wkt(wkt)) is None


@pytest.mark.parametrize("epsg", [4526, 2362, 2414, 2154, 4490])
@pytest.mark.parametrize("version", ["WKT1_GDAL", "WKT2_2019", "WKT1_ESRI"])
def test_systems_are_known_in_every_dialect(epsg: int, version: str) -> None:
    assert name(pyproj.CRS.from_wkt(pyproj.CRS(epsg).to_wkt(version))) == f"EPSG:{epsg}"


def test_three_authorities_of_one_plane_are_one() -> None:
    for one in ("EPSG:2154", "IGNF:LAMB93", "ESRI:102110"):
        assert is_same(pyproj.CRS(one), pyproj.CRS(2154))
        turn = turning(pyproj.CRS(one), pyproj.CRS(2154), at=(700_000, 6_600_000))
        assert turn is not None
        assert turn.accuracy_m == 0


@pytest.mark.real
def test_a_french_plan_without_a_code_is_lambert_93() -> None:
    wkt = shared("data", "fr_plu", "41175_PLU_20140603", "ZONE_URBA.prj").read_text("utf-8")
    assert name(pyproj.CRS.from_wkt(wkt)) == "EPSG:2154"
