from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import pytest
import rasterio
import shapely
from pandas.testing import assert_frame_equal

from zoneland.sample import FILES, make_sample

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 3_000_000


def _cells(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".gpkg")])
def test_the_committed_layers_are_what_the_program_draws(
    committed: Path, made: Path, name: str
) -> None:
    layers = pyogrio.list_layers(committed / name)[:, 0].tolist()
    assert layers == pyogrio.list_layers(made / name)[:, 0].tolist()
    for layer in layers:
        ours, theirs = (gpd.read_file(folder / name, layer=layer) for folder in (made, committed))
        assert ours.crs == theirs.crs
        assert_frame_equal(
            ours.drop(columns="geometry"), theirs.drop(columns="geometry"), check_exact=True
        )
        assert shapely.equals_identical(ours.geometry.to_numpy(), theirs.geometry.to_numpy()).all()


def test_the_committed_raster_is_what_the_program_burns(committed: Path, made: Path) -> None:
    with (
        rasterio.open(made / "landuse/cover.tif") as ours,
        rasterio.open(committed / "landuse/cover.tif") as theirs,
    ):
        assert (ours.crs, ours.bounds, ours.nodata) == (theirs.crs, theirs.bounds, 0)
        assert ours.res == (30.0, 30.0)
        assert ours.dtypes == ("uint8",)
        assert np.array_equal(ours.read(1), theirs.read(1))
        assert {1, 2, 5, 8} <= set(np.unique(ours.read(1)).tolist()) <= set(range(10))


def test_the_committed_ledger_is_what_the_program_writes(committed: Path, made: Path) -> None:
    assert _cells(committed / "landuse/supply.xlsx") == _cells(made / "landuse/supply.xlsx")


def test_the_committed_sample_stays_small(committed: Path) -> None:
    folders = (committed / "boundaries", committed / "landuse")
    assert sum(path.stat().st_size for f in folders for path in f.iterdir()) < MOST_BYTES


def test_drawing_again_gives_the_same_geopackages_to_the_last_byte(
    made: Path, tmp_path: Path
) -> None:
    make_sample(tmp_path)
    for name in FILES:
        if not name.endswith(".xlsx"):
            assert (tmp_path / name).read_bytes() == (made / name).read_bytes()


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    told = []
    make_sample(tmp_path, progress=lambda share, key: told.append((share, key)))
    assert told[0] == (0.0, "sample.step.zones")
    assert told[-1] == (1.0, "sample.step.done")
    assert told == sorted(told, key=lambda step: step[0])


@pytest.mark.parametrize(
    "asked",
    [{"parcels": 3_999}, {"zones": 11}, {"zones": 13}, {"vertices": 9}, {"zone_percent": 20}],
)
def test_a_county_that_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, asked: dict[str, int]
) -> None:
    with pytest.raises(
        ValueError, match=r"at least 4000|ground for 12 zones|10 to 100|of 0 such zones"
    ):
        make_sample(tmp_path, **asked)
    assert not list(tmp_path.iterdir())


def test_another_seed_draws_another_county_that_holds_together(tmp_path: Path, made: Path) -> None:
    make_sample(tmp_path, seed=7)
    ours, theirs = (gpd.read_file(f / "landuse/survey.gpkg") for f in (tmp_path, made))
    assert ours.total_bounds.tolist() != theirs.total_bounds.tolist()
    assert shapely.coverage_is_valid(ours.geometry.to_numpy())
