from __future__ import annotations

from fractions import Fraction

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from zoneland.report import values
from zoneland.report.clean import clean
from zoneland.report.widths import text_width


def test_gaps_of_every_kind_are_missing_values() -> None:
    frame = pd.DataFrame({"a": [None, float("nan"), pd.NaT, pd.NA, 1.5]}, dtype=object)
    assert values.numbers(frame, "a") == [None, None, None, None, 1.5]
    assert values.numbers(frame, "b") == [None] * 5
    assert values.texts(pd.DataFrame({"a": ["", "0601"]}), "a") == [None, "0601"]


@pytest.mark.parametrize("whole_dm2", [3, 100_000_001, 999_999_999_989])
def test_a_share_comes_back_on_its_side_of_the_threshold(whole_dm2: int) -> None:
    threshold = Fraction(3, 5)
    for part_dm2 in (whole_dm2 * 3 // 5, whole_dm2 * 3 // 5 + 1):
        exact = values.exact_share(part_dm2 / whole_dm2)
        assert (exact < threshold) == (Fraction(part_dm2, whole_dm2) < threshold)
        assert float(exact) == part_dm2 / whole_dm2


def test_a_piece_is_placed_inside_itself_even_where_its_centroid_is_not() -> None:
    bowl = shapely.box(0, 0, 300, 300) - shapely.box(1, 1, 299, 300)
    middle = shapely.box(0, 0, 10, 10)
    points = values.inner_points(np.array([bowl, middle]))
    assert not bowl.contains(bowl.centroid)
    assert bowl.contains(points[0])
    assert points[1].equals(shapely.Point(5, 5))


def test_a_missing_geometry_has_no_place() -> None:
    frame = gpd.GeoDataFrame(geometry=[None, shapely.Point()], crs="EPSG:4526")
    assert values.places(frame) == ([None, None], [None, None])


def test_places_are_degrees_on_the_working_ellipsoid() -> None:
    middle = gpd.GeoDataFrame(geometry=[shapely.Point(38_500_000, 3_840_000)], crs="EPSG:4526")
    lons, lats = values.places(middle)
    assert lons == ["114°00′00.00″E"]
    assert str(lats[0]).startswith("34°41′")


def test_text_is_measured_as_a_typewriter_would() -> None:
    assert text_width("公顷(ha)") == 4 + 4
    assert text_width("甲\n乙乙") == 4


def test_what_xml_cannot_hold_is_replaced_and_the_rest_stays() -> None:
    assert clean("\x1b[31m甲\x7f\ufffe𠮷\t") == "\ufffd[31m甲\x7f\ufffd𠮷\t"
