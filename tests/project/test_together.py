"""The inputs of a whole workspace against one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from zoneland.checks.gcj02 import shifted
from zoneland.project.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zoneland.core.problems import Problem

FILES = {
    "zones": ("boundaries/zones.gpkg", "zones"),
    "plan": ("landuse/plan.gpkg", None),
    "farmland": ("boundaries/lines.gpkg", "YJJBNTBHTB"),
}


def told(folder: Path) -> list[Problem]:
    """What is told of where layers lie."""
    found = verify(folder).problems
    return [one for one in found if one.code in {"ZL214", "ZL219", "ZL210"} or "ZL25" in one.code]


def change(folder: Path, role: str, how: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> None:
    """Write a layer anew, as something has made it; the working CRS is the zones'."""
    path, layer = FILES[role]
    frame = gpd.read_file(folder / path, **({"layer": layer} if layer else {}))
    layer = layer or str(gpd.list_layers(folder / path)["name"][0])
    if role == "farmland":
        how(frame).to_file(folder / path, layer=layer)
    else:
        (folder / path).unlink()
        how(frame).to_file(folder / path, layer=layer)
    settings = folder / "zoneland.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('crs   = "EPSG:4526"', ""), encoding="utf-8")


def by_web(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    degrees = frame.to_crs(4490)
    moved = shapely.transform(degrees.geometry.to_numpy(), shifted)
    return degrees.set_geometry(moved, crs=4490).to_crs(frame.crs)


def bare(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Eastings without zone number, and no CRS."""
    plain = frame.translate(-38_000_000, 0).to_numpy()
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=plain, crs=None)


def test_the_sample_lies_as_it_was_drawn(sample_copy: Path) -> None:
    assert told(sample_copy) == []


def test_farmland_shifted_as_a_web_map_shifts_is_told_at_the_farmland(sample_copy: Path) -> None:
    change(sample_copy, "farmland", by_web)
    (problem,) = told(sample_copy)
    assert (problem.code, problem.where) == ("ZL259", "boundaries/lines.gpkg YJJBNTBHTB")


def test_zones_shifted_as_a_web_map_shifts_are_told_at_the_zones_once(sample_copy: Path) -> None:
    change(sample_copy, "zones", by_web)
    (problem,) = told(sample_copy)
    assert (problem.code, problem.where) == ("ZL259", "boundaries/zones.gpkg")


def test_a_plan_moved_by_a_metre_is_told(sample_copy: Path) -> None:
    change(sample_copy, "plan", lambda plan: plan.set_geometry(plan.translate(1.0, 0)))
    (problem,) = told(sample_copy)
    assert (problem.code, problem.values["distance_m"]) == ("ZL258", "1.0")
    assert problem.where.startswith("landuse/plan.gpkg")


def test_zones_at_a_wrong_meridian_are_told_once_and_not_the_good_layers(sample_copy: Path) -> None:
    change(
        sample_copy, "zones", lambda zones: zones.to_crs(4547).set_crs(4546, allow_override=True)
    )
    (problem,) = told(sample_copy)
    assert (problem.code, problem.where) == ("ZL219", "boundaries/zones.gpkg")
    assert "EPSG:4547" in problem.fix()
    assert "landuse/survey.gpkg" in problem.said()


def test_zones_without_crs_are_told_the_one_that_the_other_layers_speak_for(
    sample_copy: Path,
) -> None:
    with pytest.warns(UserWarning, match="crs"):
        change(sample_copy, "zones", bare)
    (problem,) = told(sample_copy)
    assert problem.code == "ZL210"
    assert str(problem.values["candidates"]).startswith("EPSG:4547、")
    assert "EPSG:4526" in problem.said()
    assert 'crs = "EPSG:4547"' in problem.fix("en")
    assert np.isfinite(problem.values["bounds"]).all()  # type: ignore[arg-type]
