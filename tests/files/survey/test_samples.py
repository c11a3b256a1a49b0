"""The seven sample files of the trade's grammar, against what is written of them."""

from __future__ import annotations

import csv
import re

import pytest
import shapely

from tests.realdata import shared
from zoneland.core.problems import Problem
from zoneland.files.survey.txt import is_survey, read_survey
from zoneland.measure.ellipsoid import ellipsoid_area_m2

SAMPLES = {
    "s1_standard_utf8bom.txt": [],
    "s2_hole_gbk.txt": [],
    "s3_two_plots_no_prefix_open.txt": [],
    "s4_swapped_axes.txt": ["ZL195"],
    "s5_project_info_J01_multipart.txt": [],
    "s6_no_header_xy_only.txt": ["ZL198"],
    "s7_bad_count_bad_area.txt": ["ZL197", "ZL196"],
}


def expected(name: str) -> dict[str, str]:
    with shared("domain", "samples", "expected.csv").open(encoding="utf-8") as stream:
        return next(row for row in csv.DictReader(stream) if row["file"] == name)


def areas_m2(text: str) -> list[float]:
    """Read ``a; b``, ``a (rule b)`` and ``about 2 x a``."""
    found = []
    for part in text.split(";"):
        numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", part)]
        found.append(numbers[0] * numbers[1] if " x " in part else numbers[-1])
    return found


@pytest.mark.real
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_as_expected(name: str) -> None:
    told = expected(name)
    path = shared("domain", "samples", name)
    frame, problems, encoding = read_survey(path, name)
    shapes = frame.geometry.to_numpy()
    parts = shapely.get_parts(shapes)
    assert is_survey(path)
    assert len(frame) == int(told["polygons"])
    assert len(parts) == int(told["parts"])
    assert shapely.get_num_interior_rings(parts).sum() == int(told["holes"])
    assert {"gb18030": "gbk"}.get(encoding, encoding) == told["encoding"]
    within_m2 = 0.5 if "about" in told["official_area_m2"] else 0.05
    measured = ellipsoid_area_m2(shapes, frame.crs).tolist()
    assert measured == pytest.approx(areas_m2(told["official_area_m2"]), abs=within_m2)
    assert [problem.code for problem in problems] == SAMPLES[name]


@pytest.mark.real
def test_the_attributes_stand_under_the_fields_of_the_trade() -> None:
    path = shared("domain", "samples", "s1_standard_utf8bom.txt")
    frame, _, _ = read_survey(path, "s1")
    row = frame.iloc[0]
    names = ["DKBH", "DKMC", "DKYT", "DLBM", "TFH", "stated_ha", "points"]
    assert row[names].tolist() == ["1", "地块1", "工业用地", "0601", "I49G001001", 100.0, 5]
    assert frame.crs.to_epsg() == 4526


@pytest.mark.real
def test_wrong_count_and_area_are_told_with_the_right_ones() -> None:
    path = shared("domain", "samples", "s7_bad_count_bad_area.txt")
    _, problems, _ = read_survey(path, "s7")
    count, area = problems
    assert isinstance(count, Problem)
    assert (count.where, count.values["stated"], count.values["found"]) == ("s7:13", 99, 5)
    assert (area.values["stated_ha"], area.values["drawn_ha"]) == ("1.0000", "100.0000")
