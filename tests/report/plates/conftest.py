"""The made-up zones with land and lines around them, and plates read back as pictures."""

from __future__ import annotations

import dataclasses
import io
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PIL import Image

from zoneland.core.kinds import Kind
from zoneland.report.plates.lettering import Lettering
from zoneland.report.plates.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneland.rules.assessment import Assessment

WEST, SOUTH = 38_500_000, 3_840_000
"""Lower left corner of the first zone, which is a kilometre square."""


def _square(column: int, row: int) -> shapely.Polygon:
    x, y = WEST + 100 * column, SOUTH + 100 * row
    return shapely.box(x, y, x + 100, y + 100)


def _frame(shapes: list[Any], **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4526")


@pytest.fixture
def landed(assessment: Assessment) -> Assessment:
    """The three zones with a parcel a hectare in the first: every kind, then industry."""
    cells = [(column, row) for row in range(10) for column in range(10)]
    kinds = [str(kind) for kind in Kind] + ["industry"] * 74
    plan = _frame([_square(*cell) for cell in cells], kind=kinds)
    redline = _frame([shapely.box(WEST + 850, SOUTH + 850, WEST + 1030, SOUTH + 1030)])
    growth = _frame([shapely.box(WEST - 20, SOUTH - 20, WEST + 3_020, SOUTH + 1_020)])
    layers = {"plan": plan, "redline": redline, "growth": growth}
    return dataclasses.replace(assessment, layers=layers)


@pytest.fixture
def seen() -> Callable[[bytes], np.ndarray]:
    """Turn a PNG into its pixels: row × column × (red, green, blue)."""
    return lambda png: np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


@pytest.fixture
def sheet() -> Sheet:
    """An empty sheet in English, whose font is everywhere."""
    return Sheet(4.0, 4.0, Lettering("en", None))
