"""A scheduler and two workers, real processes: the same figures, also when one of them is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
import shapely
from pandas.testing import assert_frame_equal

import zoneland as zl
from tests.drawing import EAST, NORTH, land_of, rectangle, zones_of
from tests.project.lost import KilledOnce, killed
from tests.project.small import draw_workspace
from zoneland.core.problems import OutputError, ProblemWarning
from zoneland.measure import groups
from zoneland.measure.groups import tabulate_spread
from zoneland.measure.tabulate import tabulate_closed
from zoneland.project import cluster
from zoneland.project.cluster import over, spreading
from zoneland.project.run import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client

ROOT = Path(__file__).resolve().parents[2]
STARTED_S = 60


@contextmanager
def process(program: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """One program of Dask, which finds our modules and is gone afterwards."""
    with subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{program}", *words],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        try:
            yield running
        finally:
            running.kill()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler of its own and two workers, none of which is started again when it is lost."""
    folder = tmp_path_factory.mktemp("cluster")
    told = folder / "scheduler.json"
    with ExitStack() as stack:
        common = ("--scheduler-file", str(told), "--no-dashboard")
        stack.enter_context(process("scheduler", *common, "--host", "127.0.0.1", "--port", "0"))
        for name in ("one", "two"):
            own = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--name", name)
            scratch = ("--local-directory", str(folder / name))
            stack.enter_context(process("worker", *common, *own, *scratch))
        yield _address(told)


def _address(told: Path) -> str:
    end = monotonic() + STARTED_S
    while monotonic() < end:
        if told.exists() and told.read_text():
            return str(json.loads(told.read_text())["address"])
        sleep(0.05)
    raise AssertionError("the scheduler did not start")


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    from distributed import Client  # noqa: PLC0415  slow to import

    with Client(address, set_as_default=False) as found:
        found.wait_for_workers(2, timeout=STARTED_S)
        yield found


def county() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Twelve zones in a row, industry below and homes above, with a road over both."""
    zones = {f"Z{at:02}": rectangle(EAST + 500 * at, NORTH, 300, 100.5) for at in range(12)}
    rows = []
    for at in range(60):
        west = EAST + 100 * at
        rows += [
            ("0601", "industry", rectangle(west, NORTH - 5, 97.3, 60)),
            ("0701", "residential", rectangle(west, NORTH + 55, 100, 60)),
        ]
    rows.append(("1003", "transport", rectangle(EAST, NORTH + 50, 6_000, 7)))
    return zones_of(**zones), land_of(*rows)


@pytest.fixture
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """A group a zone or two: twelve groups are enough to lose some."""
    monkeypatch.setattr(groups, "LEAST_COST", 1)


@pytest.mark.usefixtures("small_groups")
def test_a_cluster_gives_the_same_assessment(client: Client) -> None:
    zones, land = county()
    here = zl.assess(zones, land, on="2026-10-31")
    there = zl.assess(zones, land, on="2026-10-31", client=client)
    assert_frame_equal(there.areas, here.areas, check_exact=True)
    assert_frame_equal(there.readings, here.readings, check_exact=True)
    assert there.zones.drop(columns="geometry").equals(here.zones.drop(columns="geometry"))
    assert there.problems == here.problems


@pytest.mark.usefixtures("small_groups")
@pytest.mark.filterwarnings("ignore::zoneland.core.problems.ProblemWarning")
def test_workers_read_their_own_part_of_a_store(client: Client, tmp_path: Path) -> None:
    zones, land = county()
    frame = gpd.GeoDataFrame({"DLBM": land["class_code"]}, geometry=land.geometry)
    frame.to_file(tmp_path / "survey.gpkg", layer="DLTB", driver="GPKG")
    zl.partition(tmp_path / "survey.gpkg", tmp_path / "survey.parquet")
    here = tabulate_closed(zones, zl.read_parcels(tmp_path / "survey.gpkg")).areas
    found = partial(zl.tabulate_store, zones, tmp_path / "survey.parquet", role="survey")
    assert_frame_equal(found(), here, check_exact=True)
    assert_frame_equal(found(client=client), here, check_exact=True)
    assert (here["status"] == "contested").any()


@pytest.mark.filterwarnings("ignore::zoneland.core.problems.ProblemWarning")
def test_problems_of_a_store_name_the_sources_rows(tmp_path: Path) -> None:
    zones, land = county()
    shapes = land.geometry.to_numpy()[::-1].copy()
    west, south = EAST + 20, NORTH + 20
    bow_tie = [(west, south), (west + 9, south + 9), (west + 9, south), (west, south + 9)]
    shapes[100] = shapely.Polygon(bow_tie)
    frame = gpd.GeoDataFrame({"DLBM": ["0601"] * len(shapes)}, geometry=shapes, crs=zones.crs)
    frame.to_file(tmp_path / "survey.gpkg", layer="DLTB", driver="GPKG")
    zl.partition(tmp_path / "survey.gpkg", tmp_path / "survey.parquet")
    with pytest.warns(ProblemWarning, match=r"survey\.parquet #101\b"):
        zl.tabulate_store(zones.iloc[:1], tmp_path / "survey.parquet", role="survey")


@pytest.mark.usefixtures("small_groups")
def test_a_worker_of_other_versions_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    zones, land = county()
    monkeypatch.setattr(cluster, "_versions", lambda: {"GEOS": "3.9.0"})
    with pytest.raises(OutputError) as refused:
        zl.assess(zones, land, client=client)
    (problem,) = refused.value.problems
    assert problem.code == "ZL459"
    assert "≠ 3.9.0" in problem.said()


@pytest.mark.usefixtures("small_groups")
def test_what_goes_wrong_with_a_group_is_told_as_it_is(client: Client) -> None:
    zones, land = county()
    with pytest.raises(ValueError, match="'round' is not a way"):
        tabulate_spread(zones, land, area="round", spread=over(client))


@pytest.mark.usefixtures("small_groups")
def test_a_worker_killed_half_way_changes_nothing(client: Client, tmp_path: Path) -> None:
    zones, land = county()
    marker = tmp_path / "killed"

    def spread(measure: Any, parts: Any) -> Any:
        return over(client)(KilledOnce(measure, marker, after=5), parts)

    found = tabulate_spread(zones, land, area="ellipsoid", spread=spread)
    assert marker.exists()
    assert len(client.nthreads()) == 1
    begun = len(list(tmp_path.glob("begun-*")))
    assert begun > len(groups.runs(zones.envelope.to_numpy(), zones.area.astype("int64")))
    whole = tabulate_closed(zones, land)
    assert_frame_equal(found.areas, whole.areas, check_exact=True)
    assert found.spread_dm2.equals(whole.spread_dm2)


def test_all_workers_lost_is_told(client: Client) -> None:
    parts = [SimpleNamespace(cost=1), SimpleNamespace(cost=2)]
    with pytest.raises(OutputError) as refused:
        over(client, patience_s=0.2)(killed, parts)
    (problem,) = refused.value.problems
    assert problem.code == "ZL458"
    assert problem.said().startswith("所有工作进程都已失去")


def test_a_group_that_ends_worker_after_worker_is_told() -> None:
    from distributed.scheduler import KilledWorker  # noqa: PLC0415  slow to import

    class Future:
        def result(self) -> None:
            raise KilledWorker("group", None, 3)

    with pytest.raises(OutputError) as refused:
        cluster._result(Future(), SimpleNamespace(scheduler=None))  # type: ignore[arg-type]  # noqa: SLF001
    (problem,) = refused.value.problems
    assert (problem.code, problem.said()[:10]) == ("ZL458", "同一组开发区接连让几")


def test_no_such_cluster_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_S", 1)
    for nowhere in ("tcp://127.0.0.1:9", "nonsense://a:1"):
        with pytest.raises(OutputError) as refused, spreading(address=nowhere):
            pass
        assert [(one.code, one.where) for one in refused.value.problems] == [("ZL456", nowhere)]


def test_without_the_extra_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(OutputError) as refused, spreading(workers=2):
        pass
    assert [problem.code for problem in refused.value.problems] == ["ZL457"]


def figures(maps: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((maps / "run.json").read_text(encoding="utf-8"))
    return {name: told for name, told in record.items() if name != "seconds"}


def test_local_workers_give_the_same_results(tmp_path: Path) -> None:
    folder = draw_workspace(tmp_path / "county")
    run(folder, on="2026-10-31")
    shutil.copytree(folder / "maps", tmp_path / "one")
    typed = ["run", str(folder), "--on", "2026-10-31", "--workers", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "zoneland", *typed], capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    assert "distributed" not in done.stderr
    several = folder / "maps"
    assert (several / "results.gpkg").read_bytes() == (tmp_path / "one/results.gpkg").read_bytes()
    assert figures(several) == figures(tmp_path / "one")
