from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from zoneland.maps.page import map_html
from zoneland.maps.redact import at_least_a_cell, coarse, redact

if TYPE_CHECKING:
    from types import ModuleType

DROPPED = (
    "P0001",
    "X0001",
    "F1",
    "D1",
    "年产三万吨铝箔项目",
    "豫政土",
    "地类industry",
    "1001",
    "boundaries/zones.gpkg",
    "ab12ab12",
    "supply.xlsx",
)


def everything_in(html: str, reading: ModuleType) -> str:
    """Give all that a page says, packed columns and escapes opened."""
    page = reading.page_of(html)
    opened = [reading.columns_of(layer["columns"]) for layer in page["layers"]]
    return f"{page}{opened}"


def test_the_public_page_holds_no_dropped_value(drawing: ModuleType, reading: ModuleType) -> None:
    county = drawing.county()
    inside = everything_in(map_html(county), reading)
    outside = everything_in(map_html(county, profile="public"), reading)
    for value in DROPPED:
        assert value in inside
        assert value not in outside
    keys = [layer["key"] for layer in reading.page_of(map_html(county, profile="public"))["layers"]]
    assert keys == ["zones", "findings"]


def test_the_public_page_holds_no_exact_coordinate(
    drawing: ModuleType, reading: ModuleType
) -> None:
    page = reading.page_of(map_html(drawing.county(), profile="public"))
    for layer in page["layers"]:
        vertices = np.array([v for f in reading.unpacked(layer["shapes"]) for r in f for v in r])
        assert (vertices % 1000 == 0).all()  # whole 0.001 degrees
    told = [*page["bounds"], *(number for anchor in page["anchors"] for number in anchor)]
    assert told == [round(number, 3) for number in told]
    assert page["frame"]["fit"] is None


def test_the_public_map_is_not_centred_on_an_exact_place(drawing: ModuleType) -> None:
    html = map_html(drawing.county(), profile="public")
    centre = html.split("center: [")[1].split("]")[0].split(",")
    # The middle of two numbers of three decimals has four at most.
    assert all(
        float(number) == pytest.approx(round(float(number), 4), abs=1e-9) for number in centre
    )


def test_pieces_are_joined_by_zone_kind_and_band_and_sums_kept(drawing: ModuleType) -> None:
    found = redact(drawing.county()).findings.set_index(["zone_id", "kind", "band"])["area_m2"]
    assert found.to_dict() == {
        ("KFQ001", "farmland", "finding"): 31_000.0 + 15_500.0,
        ("KFQ001", "farmland", "sliver"): 0.55,
        ("KFQ001", "redline", "finding"): 21_000.0,
        ("KFQ003", "outside_growth", "sliver"): 180.25,
    }


def test_the_internal_assessment_is_left_alone(drawing: ModuleType) -> None:
    county = drawing.county()
    before = county.zones.geometry.to_wkb()
    redact(county)
    assert county.zones.geometry.to_wkb().equals(before)
    assert len(county.idle) == 4


def test_an_assessment_without_findings_can_be_redacted(drawing: ModuleType) -> None:
    county = drawing.county(findings=drawing.findings().iloc[:0])
    assert redact(county).findings.empty


def test_a_zone_smaller_than_a_cell_is_still_shown() -> None:
    small = np.array([shapely.box(114.0002, 34.7001, 114.0005, 34.7003)])
    (shown,) = at_least_a_cell(coarse(small), small)
    assert shown.bounds == pytest.approx((114.0, 34.7, 114.001, 34.701))


def test_a_shape_that_crosses_itself_is_mended_first() -> None:
    bow = np.array([shapely.Polygon([(0, 0), (0.02, 0.02), (0.02, 0), (0, 0.02)])])
    assert coarse(bow)[0].is_valid
