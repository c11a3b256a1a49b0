"""Full disks, read-only folders and second runs: told in time, and the last results stand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.project.small import draw_workspace, remains, resident, results
from zoneland.files.writing.lock import locked
from zoneland.files.writing.room import refusals
from zoneland.project.run import run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.project.small import Runner

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file limits and mounts are of POSIX")

ROOT = Path(__file__).resolve().parents[2]
OLD, NEW = "2026-10-31", "2029-01-31"
OUTPUTS = {
    "map": "zones.html",
    "workbook": "findings.xlsx",
    "report": "report.docx",
    "results": "results.gpkg",
    "problems": "problems.xlsx",
    "record": "run.json",
}


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with resident() as runner:
        yield runner


@pytest.fixture
def county(tmp_path: Path) -> Path:
    folder = draw_workspace(tmp_path / "county")
    run(folder, on=OLD)
    return folder


def zoneland(*words: object, **env: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "zoneland", *map(str, words)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT,
        env={**os.environ, **env},
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[None]:
    """Mount something at a place for a while; skips where that is not allowed."""
    program, undo = shutil.which("mount"), shutil.which("umount")
    if program is None or undo is None or os.geteuid() != 0:
        pytest.skip("a mount needs root; the limit on file sizes is tested everywhere")
    place.mkdir(exist_ok=True)
    done = subprocess.run([program, *options, str(place)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"mount is refused here: {done.stderr.decode(errors='replace').strip()}")
    try:
        yield
    finally:
        subprocess.run([undo, str(place)], check=True)


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Write-protect a folder: by its mode, or by a mount for root, whom no mode binds."""
    if os.geteuid() != 0:
        place.chmod(0o555)
        try:
            yield
        finally:
            place.chmod(0o755)
    else:
        with mounted(place, "--bind", str(place)):
            mount = str(shutil.which("mount"))
            subprocess.run([mount, "-o", "remount,ro,bind", str(place)], check=True)
            yield


@pytest.mark.parametrize("share", [0.0, 0.5, 0.98])
@pytest.mark.parametrize("stage", OUTPUTS)
def test_where_a_result_has_no_room_all_of_the_last_stand(
    county: Path, runner: Runner, stage: str, share: float
) -> None:
    maps = county / "maps"
    old = results(maps)
    room = int((maps / OUTPUTS[stage]).stat().st_size * share)
    _, stages, told = runner.run(county, on=NEW, full_at=stage, bytes=room)
    assert told in ([f"ZL430 {OUTPUTS[stage]}"], [f"ZL431 {OUTPUTS[stage]}"])
    assert stages[-1] == stage
    assert results(maps) == old
    assert remains(maps) == []
    assert runner.run(county, on=OLD)[2] == []
    assert results(maps) == old


def test_a_disk_that_fills_in_the_middle_of_the_work(county: Path, ran_sample: Path) -> None:
    with mounted(county / "maps", "-t", "tmpfs", "-o", "size=2M", "tmpfs"):
        run(county, on=OLD)
        old = results(county / "maps")
        bigger = county.with_name("bigger")
        shutil.copytree(ran_sample, bigger, ignore=shutil.ignore_patterns("maps"))
        (bigger / "maps").symlink_to(county / "maps")
        done = zoneland("run", bigger, "--on", NEW)
        assert done.returncode == 3
        assert "ZL430" in done.stderr
        assert "绘制地图" in done.stderr  # it was at work
        assert results(county / "maps") == old
        assert remains(county / "maps") == []
        assert zoneland("run", county, "--on", OLD).returncode == 1
        assert results(county / "maps") == old


def test_a_disk_that_is_full_is_told_before_the_work(county: Path) -> None:
    maps = county / "maps"
    with mounted(maps, "-t", "tmpfs", "-o", "size=2M", "tmpfs"):
        run(county, on=OLD)
        old = results(maps)
        (maps / "others.dat").write_bytes(bytes(700_000))
        for verb in ("run", "publish"):
            done = zoneland(verb, county)
            assert done.returncode == 3
            assert "ZL433" in done.stderr
            assert "读取开发区边界" not in done.stderr
        (maps / "others.dat").unlink()
        assert results(maps) == old
        assert zoneland("run", county, "--on", OLD).returncode == 1
        assert results(maps) == old


def test_a_full_disk_of_temporary_files_is_told_before_the_work(
    county: Path, tmp_path: Path
) -> None:
    old = results(county / "maps")
    temporary = tmp_path / "temporary"
    with mounted(temporary, "-t", "tmpfs", "-o", "size=64k", "tmpfs"):
        done = zoneland("run", county, "--on", NEW, TMPDIR=str(temporary))
    assert done.returncode == 3
    assert f"ZL433 {temporary}" in done.stderr
    assert results(county / "maps") == old


def test_a_read_only_folder_is_told_before_the_work(county: Path) -> None:
    maps = county / "maps"
    old = results(maps)
    with read_only(maps):
        for verb in ("run", "publish"):
            done = zoneland(verb, county, "--json")
            problems = json.loads(done.stdout)["problems"]
            assert (done.returncode, [found["code"] for found in problems]) == (3, ["ZL432"])
            assert "读取开发区边界" not in done.stderr
        start = time.perf_counter()
        assert [problem.code for problem in refusals(maps, old)] == ["ZL432"]
        assert time.perf_counter() - start < 1
    assert results(maps) == old
    assert zoneland("run", county, "--on", OLD).returncode == 1
    assert results(maps) == old


def test_verify_in_a_read_only_folder_prints_what_it_found_all_the_same(county: Path) -> None:
    with read_only(county / "maps"):
        done = zoneland("verify", county)
    assert done.returncode == 3
    assert done.stderr.index("ZL432") < done.stderr.index("读取开发区边界")
    assert "ZL117" in done.stderr
    assert "boundaries/zones.gpkg" in done.stdout


def test_a_workspace_that_is_read_only_has_no_place_for_results(county: Path) -> None:
    shutil.rmtree(county / "maps")
    with read_only(county):
        done = zoneland("run", county)
        assert done.returncode == 3
        assert "ZL432" in done.stderr
    assert not (county / "maps").exists()


def test_a_result_that_is_held_is_told_before_the_work(county: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("no mode of a file binds root")
    old = results(county / "maps")
    (county / "maps/findings.xlsx").chmod(0o444)
    done = zoneland("run", county)
    assert done.returncode == 3
    assert "ZL435" in done.stderr
    assert "读取开发区边界" not in done.stderr
    assert results(county / "maps") == old


def test_a_second_run_is_refused_while_the_first_is_at_work(county: Path) -> None:
    old = results(county / "maps")
    with locked(county / "maps"):
        for verb in ("run", "publish", "verify"):
            done = zoneland(verb, county)
            assert done.returncode == 3
            assert "ZL453" in done.stderr
    assert results(county / "maps") == old
    assert zoneland("run", county, "--on", OLD).returncode == 1


def test_a_run_that_is_refused_leaves_the_list_of_why(county: Path) -> None:
    maps = county / "maps"
    old = results(maps)
    (county / "landuse/plan.gpkg").write_bytes(b"nonsense")
    done = zoneland("run", county)
    assert done.returncode == 2
    now = results(maps)
    assert now.pop("problems.xlsx") != old.pop("problems.xlsx")
    assert now == old
