"""The bench programs run, and all ways give the same table; no time is asserted anywhere."""

from __future__ import annotations

import json
import shutil
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.bench.contenders import CONTENDERS, Contender, contender_named
from tests.bench.counties import ROOT, County, asked_of, write_copies
from tests.bench.runs import Runs, Ways, output, run_all
from tests.bench.stages import innermost
from tests.bench.tables import SAME_M2, agreement, differences, stages_table, table_of
from zoneland.measure.adjust import adjust
from zoneland.sample import make_sample

if TYPE_CHECKING:
    from tests.bench.runs import Cells

PLANE = [each for each in CONTENDERS if each.gives == "plane" and each.name != "sedonadb-split"]
"""Without the one whose answer is wrong: SedonaDB 0.5.0 calls a touching parcel covered."""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """Give the shipped county with its copies."""
    folder = tmp_path_factory.mktemp("county")
    for name in ("boundaries/zones.gpkg", "landuse/survey.gpkg"):
        (folder / name).parent.mkdir()
        shutil.copyfile(ROOT / name, folder / name)
    write_copies(County(folder))
    return County(folder)


@pytest.fixture(scope="module", params=["free", "snapped"])
def curved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> County:
    """Give a county of parcels with 38 vertices, its zones drawn freely or along parcel edges."""
    folder = tmp_path_factory.mktemp(request.param)
    make_sample(folder, vertices=38, snap=request.param == "snapped")
    write_copies(County(folder))
    return County(folder)


@pytest.fixture(scope="module")
def by_zoneland(curved: County) -> Cells:
    return cells(contender_named("zoneland-plane"), curved)


def cells(contender: Contender, county: County) -> Cells:
    """Do the work here, or a peer's in a process of its own, where its libraries are alone."""
    if contender.is_peer:
        runs = run_all([contender], county, repeats=1, ways=Ways())[contender.name]
        if runs.ended == "not installed":
            pytest.skip(f"{contender.title} is not installed")
        assert not runs.ended
        return runs.cells
    module, function = contender.at.split(":")
    work = getattr(import_module(f"tests.bench.{module}"), function)(county)
    return {(zone, code): size for zone, code, size in work()}


@pytest.mark.parametrize("contender", PLANE, ids=lambda each: each.name)
def test_all_ways_give_the_same_table(contender: Contender, county: County) -> None:
    apart = differences(cells(contender, county), cells(contender_named("zoneland-plane"), county))
    assert len(apart) > 100
    assert max(map(abs, apart.values())) < SAME_M2


@pytest.mark.parametrize("contender", PLANE, ids=lambda each: each.name)
def test_all_ways_agree_where_parcels_have_many_vertices(
    contender: Contender, curved: County, by_zoneland: Cells
) -> None:
    apart = differences(cells(contender, curved), by_zoneland)
    assert len(apart) > 100
    assert max(map(abs, apart.values())) < SAME_M2


def test_contenders_run_in_processes_of_their_own(county: County) -> None:
    asked = [contender_named(name) for name in ("arrow", "split", "arrow-parquet")]
    found = run_all(asked, county, repeats=2, ways=Ways())
    assert [runs.ended for runs in found.values()] == ["", "", ""]
    assert [len(runs.peak_mb) for runs in found.values()] == [2, 2, 2]
    assert len(found["split"].cells) > 100
    worker = [sys.executable, "-m", "tests.bench.worker", "zoneland-plane", str(county.folder)]
    stages = json.loads(output([*worker, "--stages"]))
    assert "." in max(stages, key=stages.__getitem__)  # which function is a matter of the clock


def test_who_takes_too_long_is_stopped_and_told(county: County) -> None:
    quick = Ways(limit_s=0.01)
    found = run_all([contender_named("split")], county, repeats=2, ways=quick)
    assert "stopped after 0 s wall | |" in table_of(found)


def test_ratios_are_taken_turn_by_turn() -> None:
    found = {
        "zoneland": Runs([1.0, 2.0, 4.0], [1.0, 1.0, 1.0], [100.0] * 3),
        "split": Runs([3.0, 4.0, 20.0], [2.0, 2.0, 2.0], [50.0] * 3),
        "duckdb": Runs(ended="not installed"),
    }
    row, absent = table_of(found).splitlines()[-2:]
    assert "| 4.00 [3.00–20.00] |" in row
    assert row.endswith("| 3.00 | 2.00 | 0.50 |")
    assert absent == "| parquet | DuckDB spatial SQL | not installed | | | | | |"


def test_double_cover_sets_zoneland_apart_and_an_error_sets_one_apart_from_all() -> None:
    def runs(*sizes: float) -> Runs:
        return Runs([1.0], [1.0], [1.0], {("A", str(at)): size for at, size in enumerate(sizes)})

    found = {"zoneland-plane": runs(60.0, 40.0), "split": runs(65.0, 40.0)}
    found |= {"sjoin": runs(65.0, 40.0), "duckdb": runs(65.0, 39.0)}
    split, sjoin, duckdb = agreement(found).splitlines()[2:]
    assert split.endswith("| 2 | 1 | 5.000 | 0 | 0.000 |")
    assert sjoin.endswith("| 2 | 1 | 5.000 | 0 | 0.000 |")
    assert duckdb.endswith("| 2 | 2 | 5.000 | 1 | 1.000 |")


def test_counties_go_by_their_size() -> None:
    assert asked_of("200000x20snap") == ["--parcels", "200000", "--zones", "20", "--snap"]
    curved = ["--parcels", "2000000", "--zones", "184", "--vertices", "38"]
    assert asked_of("2000000x184v38") == curved
    assert asked_of("2000000x184snapv38") == [*curved, "--snap"]
    assert asked_of("sample") == ["--sample"]
    with pytest.raises(SystemExit, match="not a county"):
        asked_of("20k")


def test_time_counts_for_the_function_of_zoneland_that_is_at_work() -> None:
    assert innermost(None) == "elsewhere"
    seen = []

    class Watched:
        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            seen.append(innermost(sys._getframe()))  # noqa: SLF001  what a signal handler gets
            return np.array([30, 50, 20], dtype=dtype, copy=copy)

    adjust(Watched(), 102)  # type: ignore[arg-type]
    assert set(seen) == {"measure.adjust.adjust"}


def test_what_took_little_is_one_row() -> None:
    table = stages_table({"a.b": 0.9, "c.d": 0.096, "e.f": 0.004})
    assert "| `a.b` | 0.900 | 90% |" in table
    assert table.endswith("| others | 0.004 | 0% |")


def test_the_steps_alone_give_zonelands_table(curved: County) -> None:
    apart = differences(
        cells(contender_named("steps"), curved), cells(contender_named("zoneland"), curved)
    )
    assert len(apart) > 100
    assert max(map(abs, apart.values())) < SAME_M2
