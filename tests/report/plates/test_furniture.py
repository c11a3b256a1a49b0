from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import pytest

from zoneland.core.stamp import Stamp
from zoneland.report.plates.furniture import facts, north_arrow, scale_bar
from zoneland.report.plates.ground import window_around
from zoneland.report.plates.lettering import Lettering

if TYPE_CHECKING:
    from zoneland.report.plates.sheet import Sheet
    from zoneland.rules.assessment import Assessment

ENGLISH = Lettering("en", None)


@pytest.mark.parametrize(
    ("crs", "corner"),
    [
        ("EPSG:4526", (38_500_000, 3_840_000)),
        ("EPSG:4547", (630_000, 3_840_000)),
        ("EPSG:3857", (12_690_000, 4_120_000)),  # a fifth too large at 35°N
    ],
)
@pytest.mark.parametrize("side", [90, 1_300, 47_000])
def test_the_bar_is_as_long_as_it_says(
    sheet: Sheet, crs: str, corner: tuple[float, float], side: float
) -> None:
    west, south = corner
    window = window_around((west, south, west + side, south + side), (0, 0, 10, 10), crs)
    told_m = scale_bar(sheet, window, (0.2, 0.2), most_cm=3.0)
    drawn = np.concatenate([np.asarray(patch.get_path().vertices) for patch in patches(sheet)])
    long_cm = drawn[:, 0].max() - drawn[:, 0].min()
    assert long_cm <= 3.0
    x, y = window.centre
    half = long_cm / window.cm_per_unit / 2
    degrees = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    lons, lats = degrees.transform([x - half, x + half], [y, y])
    true_m = pyproj.Geod(ellps="WGS84").line_length(lons, lats)
    assert true_m == pytest.approx(told_m, rel=1e-4)
    assert f"{told_m:.0f}".rstrip("0") in {"1", "2", "5"}


def patches(sheet: Sheet) -> list:
    return [artist for artist in sheet.figure.get_children() if artist is not sheet.figure.patch
            and hasattr(artist, "get_path")]  # fmt: skip


def texts(sheet: Sheet) -> list[str]:
    return [text.get_text() for text in sheet.figure.texts]


def test_the_bar_names_kilometres_as_such(sheet: Sheet) -> None:
    far = window_around((500_000, 3_840_000, 540_000, 3_880_000), (0, 0, 10, 10), "EPSG:4547")
    assert scale_bar(sheet, far, (0.2, 0.2), most_cm=3.0) == 10_000
    assert texts(sheet) == ["0", "5", "10", "km"]


@pytest.mark.parametrize(
    ("easting", "told"),
    [(500_000, []), (591_700, ["True north. Grid", "north lies 0°34′", "east"])],
)
def test_grid_north_is_told_where_it_is_not_true_north(
    sheet: Sheet, easting: float, told: list[str]
) -> None:
    window = window_around((easting, 3_841_000, easting, 3_841_000), (0, 0, 1, 1), "EPSG:4547")
    north_arrow(sheet, window, (1, 1))
    said = texts(sheet)
    assert said[0] == "N"
    assert " ".join(said[1:]) == " ".join(told)


def test_a_plate_can_be_traced_back_to_its_run(assessment: Assessment) -> None:
    bare = dataclasses.replace(assessment, stamp=Stamp())
    assert "Maps not audited; for internal work only" in facts(bare, ENGLISH)
    stamp = Stamp(
        ran_on=date(2026, 11, 1), data_on="2025 年度变更", sha256="ab12" * 16,
        map_approval="豫S〔2026〕001号",
    )  # fmt: skip
    told = facts(dataclasses.replace(assessment, stamp=stamp), ENGLISH)
    assert told == [
        "Judged on 2026-10-31",
        "Data of 2025 年度变更",
        "CGCS2000 Gauss-Krüger 114°E (EPSG:4526)",
        "SHA-256 ab12ab12ab12",
        "Map approval 豫S〔2026〕001号",
    ]
