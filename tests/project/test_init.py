from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from zoneland.core.problems import InputError
from zoneland.project.init import init_sample

if TYPE_CHECKING:
    from pathlib import Path


def vertices(folder: Path) -> float:
    survey = gpd.read_file(folder / "landuse" / "survey.gpkg")
    return float(survey.count_coordinates().mean())


def test_the_sample_has_the_vertices_asked_for_or_the_shipped_ones(tmp_path: Path) -> None:
    init_sample(tmp_path / "plain")
    init_sample(tmp_path / "curved", vertices=38)
    assert vertices(tmp_path / "plain") == pytest.approx(9, abs=0.5)
    assert vertices(tmp_path / "curved") == pytest.approx(38, abs=2)


def test_sizes_that_cannot_be_are_a_problem_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        init_sample(tmp_path, vertices=9)
    assert [problem.code for problem in refused.value.problems] == ["ZL115"]
