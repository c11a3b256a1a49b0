"""Verify: all that is wrong, told and listed; nothing is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from zoneland.project.verify import list_problems, verify

if TYPE_CHECKING:
    from pathlib import Path


def crossed(shape: shapely.Geometry) -> shapely.Polygon:
    """A bow tie across a shape's box, which crosses itself in the middle of it."""
    west, south, east, north = shape.bounds
    return shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])


@pytest.fixture
def spoilt(sample_copy: Path) -> tuple[Path, shapely.Geometry]:
    """The county with its first planned parcel crossing itself, and that parcel."""
    path = sample_copy / "landuse/plan.gpkg"
    plan = gpd.read_file(path)
    first = plan.geometry[0]
    path.unlink()
    plan.set_geometry([crossed(first), *plan.geometry[1:]], crs=plan.crs).to_file(
        path, layer="plan", driver="GPKG"
    )
    return sample_copy, first


def test_an_invalid_parcel_is_listed_with_its_spot(spoilt: tuple[Path, shapely.Geometry]) -> None:
    folder, parcel = spoilt
    found = verify(folder)
    assert list_problems(found, folder, lang="zh") == ()
    points = gpd.read_file(folder / "maps/problems.gpkg", layer="problems")
    points = points[points["code"] == "ZL205"].reset_index(drop=True)
    assert points["where"].tolist() == ["landuse/plan.gpkg plan #1"]
    assert points.crs == found.zones.crs  # type: ignore[union-attr]
    middle = shapely.box(*parcel.bounds).centroid
    assert points.geometry[0].distance(middle) < 0.001


def test_the_first_error_hides_neither_the_second_nor_a_warning(
    spoilt: tuple[Path, shapely.Geometry],
) -> None:
    folder, _ = spoilt
    (folder / "boundaries/zones.gpkg").unlink()
    (folder / "landuse/supply.xlsx").unlink()
    found = verify(folder)
    codes = [problem.code for problem in found.problems]
    assert codes.count("ZL101") == 2
    assert "ZL205" in codes
    assert list_problems(found, folder, lang="zh") == ()
    assert (folder / "maps/problems.gpkg").exists()  # without zones, in no CRS that is known


def test_results_of_the_last_run_are_left_alone_but_for_its_lists(sample_copy: Path) -> None:
    before = {path.name: path.read_bytes() for path in (sample_copy / "maps").iterdir()}
    list_problems(verify(sample_copy), sample_copy, lang="zh")
    after = {path.name: path.read_bytes() for path in (sample_copy / "maps").iterdir()}
    lists = {"problems.xlsx", "problems.gpkg"}
    assert after.keys() - lists == before.keys() - lists
    assert all(after[name] == before[name] for name in before.keys() - lists)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    found = verify(folder)
    assert [problem.code for problem in found.problems] == ["ZL100"]
    assert list_problems(found, folder, lang="zh") == ()
    assert not folder.exists()


def test_fields_are_counted_where_a_layer_has_them(ran_sample: Path) -> None:
    found = verify(ran_sample)
    counts = {item.role: item.fields for item in found.inputs if item.fields is not None}
    zones = gpd.read_file(ran_sample / "boundaries/zones.gpkg")
    assert counts["zones"] == len(zones.columns) - 1  # less the geometry
    assert not {"cover", "supply"} & counts.keys()
