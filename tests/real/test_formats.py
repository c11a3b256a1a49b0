"""What real publishers send: zipped FileGDB and GeoPackage, a plan without .cpg, packed GeoJSON."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.realdata import shared
from zoneland.core.crs import name
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real


def test_malta_is_the_same_from_both_formats() -> None:
    """The land cover of 2012, as sent in 2012 and again in 2018: one row for one row."""
    folder = shared("data", "malta_corine")
    old = read_layer(folder / "clc2012_mt.gdb.zip", "clc2012", layer="clc12_MT")
    new = read_layer(folder / "clc2018_mt.gpkg.zip", "clc2018", layer="clc12_mt")
    assert (old.look.rows, new.look.rows) == (148, 148)
    assert [found.record("cover", "").crs for found in (old, new)] == ["EPSG:23033"] * 2
    assert (old.look.driver, new.look.driver) == ("OpenFileGDB", "GPKG")
    columns = ["ID", "CODE_12", "AREA_HA"]
    first, second = (found.frame.sort_values("ID")[columns] for found in (old, new))
    assert first.to_dict("list") == second.to_dict("list")
    assert first["CODE_12"].iloc[0] == "111"
    apart = old.frame.set_index("ID").area - new.frame.set_index("ID").area
    assert apart.abs().max() < 0.01


def test_malta_lists_what_is_in_its_feature_dataset() -> None:
    folder = shared("data", "malta_corine")
    found = read_layer(folder / "clc2012_mt.gdb.zip", "clc2012", usual=["CLC06_mt"])
    assert found.look.layer == "clc06_MT"


def test_a_french_plan_without_cpg_is_read_as_it_was_written() -> None:
    path = shared("data", "fr_plu", "41175_PLU_20140603", "ZONE_URBA.shp")
    found = read_layer(path, "ZONE_URBA.shp")
    assert found.look.rows == 118
    assert found.look.encoding == "utf-8"
    assert found.look.crs is not None
    assert name(found.look.crs) == "EPSG:2154"
    assert "Secteur de zone naturelle où l'évolution modéré du bâti existant est admis" in set(
        found.frame["LIBELONG"]
    )
    assert [problem.code for problem in found.problems] == ["ZL109"]


def test_chicago_is_read_whole(tmp_path: Path) -> None:
    packed = shared("data", "chicago_zoning", "chicago-zoning-2024-10-21-simple.geojson.gz")
    path = tmp_path / "chicago.geojson"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    found = read_layer(path, "chicago.geojson")
    assert found.look.rows == 14_592
    assert found.record("plan", "").crs == "OGC:CRS84"
    assert "RT-4" in set(found.frame["zone_class"])
    assert (~found.frame.is_valid).sum() == 258
