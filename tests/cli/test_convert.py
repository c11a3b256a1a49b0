"""`zoneland convert` as it is typed: exit codes, what is printed where, what is left."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle

if TYPE_CHECKING:
    from pathlib import Path


def zoneland(*words: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "zoneland", "convert", *map(str, words)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "x.gpkg"
    columns = {"永久基本农田图斑面积": [1.5]}
    shape = [rectangle(EAST, NORTH, 100, 100)]
    gpd.GeoDataFrame(columns, geometry=shape, crs=PLANE).to_file(path, driver="GPKG")
    return path


def test_a_layer_is_converted_and_the_warnings_are_printed(source: Path, tmp_path: Path) -> None:
    done = zoneland(source, tmp_path / "x.shp")
    assert done.returncode == 0
    assert "读回核对一致" in done.stdout
    assert "ZL443" in done.stderr
    assert "永久基本农田图斑面积 → 永久基本农" in done.stderr
    assert (tmp_path / "x.cpg").exists()


def test_json_is_one_object(source: Path, tmp_path: Path) -> None:
    done = zoneland(source, tmp_path / "x.shp", "--json", "--lang", "en")
    record = json.loads(done.stdout)
    assert (record["format"], record["rows"], record["crs"]) == ("Shapefile", 1, PLANE)
    assert record["files"][-1] == "x.shp"
    assert [problem["code"] for problem in record["problems"]] == ["ZL443"]


def test_an_error_ends_with_two_and_nothing_left(source: Path, tmp_path: Path) -> None:
    assert zoneland(source, tmp_path / "x.dwg").returncode == 2
    assert zoneland(tmp_path / "nowhere.shp", tmp_path / "y.shp").returncode == 2
    done = zoneland(source, tmp_path / "x.kml", "--crs", "EPSG:4547", "--json")
    assert done.returncode == 2
    assert [problem["code"] for problem in json.loads(done.stdout)["problems"]] == ["ZL447"]
    assert [path.name for path in tmp_path.iterdir()] == ["x.gpkg"]


def test_a_file_is_replaced_only_with_force(source: Path, tmp_path: Path) -> None:
    assert zoneland(source, tmp_path / "x.csv").returncode == 0
    done = zoneland(source, tmp_path / "x.csv")
    assert done.returncode == 2
    assert "ZL441" in done.stderr
    assert zoneland(source, tmp_path / "x.csv", "--force").returncode == 0
