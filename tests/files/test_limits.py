from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError
from zoneland.files import limits
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Three squares, the second with a corner more."""
    shapes = [rectangle(EAST + 10 * at, NORTH, 10, 10) for at in range(3)]
    shapes[1] = shapes[1].segmentize(9)
    frame = gpd.GeoDataFrame({"a": [1, 2, 3]}, geometry=shapes, crs=PLANE)
    frame.to_file(tmp_path / "a.gpkg", engine="pyogrio")
    return tmp_path / "a.gpkg"


def told(path: Path) -> list[tuple[str, str, object]]:
    with pytest.raises(InputError) as refused:
        read_layer(path, path.name)
    return [(one.code, one.where, one.values.get("found")) for one in refused.value.problems]


def test_too_many_rows_are_refused_before_they_are_read(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 2)
    assert told(three) == [("ZL270", "a.gpkg a", "3")]


def test_a_feature_of_too_many_corners_is_named(
    three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_VERTICES", 5)
    assert told(three) == [("ZL270", "a.gpkg a #2", "9")]


def test_a_count_that_lies_is_refused(three: Path) -> None:
    """GDAL believes the count that is written beside the layer."""
    with closing(sqlite3.connect(three)) as book, book:
        book.execute("UPDATE gpkg_ogr_contents SET feature_count = 2")
    assert told(three) == [("ZL291", "a.gpkg a", 3)]
