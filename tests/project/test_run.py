"""The main job end to end, on the county whose every zone shows one thing by construction."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from openpyxl import load_workbook

from tests.maps.reading import page_of
from zoneland.core.problems import InputError, OutputError
from zoneland.core.wording import words
from zoneland.files.digest import sha256
from zoneland.project.outputs import OUTPUTS, SHOWN, STAGES
from zoneland.project.publish import publish_again
from zoneland.project.run import run
from zoneland.project.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def record(ran_sample: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ran_sample / "maps/run.json").read_text(encoding="utf-8"))
    return loaded


def zone(record: dict[str, Any], number: int) -> dict[str, Any]:
    found: dict[str, Any] = record["zones"][number - 1]
    return found


def verdicts(found: dict[str, Any]) -> tuple[str, str, str]:
    return tuple(
        found[rule]["verdict"] for rule in ("industrial_share", "control_lines", "idle_land")
    )  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, ("pass", "pass", "pass")),
        (2, ("fail", "pass", "pass")),
        (3, ("pass", "pass", "pass")),
        (4, ("pass", "pass", "pass")),
        (5, ("cannot_tell", "pass", "pass")),
        (6, ("pass", "fail", "pass")),
        (7, ("pass", "fail", "pass")),
        (8, ("pass", "fail", "pass")),
        (9, ("pass", "pass", "pass")),
        (10, ("pass", "pass", "cannot_tell")),
        (11, ("pass", "pass", "fail")),
        (12, ("pass", "pass", "pass")),
    ],
)
def test_each_zone_shows_its_one_thing(
    record: dict[str, Any], number: int, expected: tuple[str, str, str]
) -> None:
    assert verdicts(zone(record, number)) == expected


def test_just_below_and_exactly_sixty_percent(record: dict[str, Any]) -> None:
    below, exact = zone(record, 2), zone(record, 3)
    assert 0.5999 < below["industrial_share"]["high"] < 0.6
    reading = exact["industrial_share"]["by_reading"]["industry_storage_mining/zone"]
    assert (
        5 * reading["certain_dm2"] == 3 * reading["whole_dm2"] == 3 * round(exact["area_m2"] * 100)
    )


def test_the_reading_decides_where_it_was_drawn_to(record: dict[str, Any]) -> None:
    share = zone(record, 4)["industrial_share"]
    assert share["depends_on_reading"]
    assert share["by_reading"]["industry/zone"]["verdict"] == "fail"
    assert share["by_reading"]["industry/construction"]["verdict"] == "pass"


def test_uncovered_land_opens_an_interval(record: dict[str, Any]) -> None:
    share = zone(record, 5)["industrial_share"]
    assert share["low"] < 0.6 <= share["high"]
    told = [item for item in record["problems"] if item["level"] == "warning"]
    assert [(item["code"], item["where"]) for item in told] == [
        ("ZL301", "landuse/plan.gpkg YDYHGHFQ"),
        ("ZL306", "boundaries/lines.gpkg YJJBNTBHTB"),  # zone 9: slivers add up
        ("ZL351", "boundaries/lines.gpkg CZKFBJ"),  # the county's own lines cross far from zones
    ]


def test_lines_and_ledgers_have_their_figures(record: dict[str, Any]) -> None:
    assert zone(record, 6)["control_lines"]["farmland_m2"] > 200
    assert zone(record, 7)["control_lines"]["redline_m2"] > 200
    assert zone(record, 8)["control_lines"]["outside_growth_m2"] > 200
    assert zone(record, 9)["control_lines"]["farmland_m2"] > 200  # slivers: listed, not failing
    assert zone(record, 10)["idle_land"]["unsupplied_m2"] > 0
    assert zone(record, 11)["idle_land"]["plots"] >= 3
    governed = [plot for plot in record["idle_plots"] if plot["is_government"]]
    assert {plot["zone_id"] for plot in governed} == {"410199-11"}


def test_the_record_names_what_was_read(record: dict[str, Any], ran_sample: Path) -> None:
    roles = {source["role"]: source for source in record["inputs"]}
    assert set(roles) == {
        "zones", "farmland", "redline", "growth", "plan", "survey", "cover", "approvals", "supply",
    }  # fmt: skip
    assert (roles["zones"]["rows"], roles["zones"]["crs"]) == (12, "EPSG:4526")
    assert all(sha256(ran_sample / s["path"]) == s["sha256"] for s in record["inputs"])
    assert record["on"] == "2026-10-31"
    assert record["verdict"] == "fail"
    assert record["seconds"].keys() == {
        "read", "assess", "map", "workbook", "report", "results", "problems", "problem_layer",
    }  # fmt: skip


def test_areas_of_every_land_use_close_on_each_zone(record: dict[str, Any]) -> None:
    for use in ("plan", "survey", "cover"):
        for found in record["zones"]:
            rows = [
                row["area_dm2"]
                for row in record["areas"]
                if (row["zone_id"], row["land_use"]) == (found["zone_id"], use)
            ]
            assert sum(rows) == round(found["area_m2"] * 100)


def test_the_layers_of_results_hold_what_the_record_says(
    record: dict[str, Any], ran_sample: Path
) -> None:
    results = ran_sample / "maps/results.gpkg"
    zones = gpd.read_file(results, layer="zones")
    assert zones["area_m2"].tolist() == [found["area_m2"] for found in record["zones"]]
    assert len(gpd.read_file(results, layer="findings")) == len(record["findings"]) > 0
    assert len(gpd.read_file(results, layer="idle")) == len(record["idle_plots"]) > 0


def test_the_workbook_shows_the_record_s_figures(record: dict[str, Any], ran_sample: Path) -> None:
    book = load_workbook(ran_sample / "maps/findings.xlsx")
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    for found in record["zones"]:
        assert found["zone_name"] in cells
        assert any(
            isinstance(c, float) and abs(c - found["area_m2"] / 10_000) < 1e-9 for c in cells
        )


def timeless(path: Path) -> str:
    """A record's text without its times."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    del kept["seconds"]
    return json.dumps(kept)


def test_two_processes_give_the_same_bytes(
    record: dict[str, Any], ran_sample: Path, sample_copy: Path
) -> None:
    words = ("run", sample_copy, "--on", "2026-10-31", "--ran-on", record["stamp"]["ran_on"])
    done = subprocess.run(
        [sys.executable, "-m", "zoneland", *map(str, words)], capture_output=True, check=False,
        cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "20261031"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    first, second = ran_sample / "maps", sample_copy / "maps"
    assert {path.name for path in second.iterdir()} == {*OUTPUTS}
    for name in SHOWN:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
    assert timeless(first / "run.json") == timeless(second / "run.json")
    with (
        sqlite3.connect(first / "results.gpkg") as one,
        sqlite3.connect(second / "results.gpkg") as two,
    ):
        assert list(one.iterdump()) == list(two.iterdump())
    one.close()
    two.close()


def test_the_second_language_changes_words_and_no_figure(sample_copy: Path) -> None:
    result = run(sample_copy, on="2026-10-31", lang="en")
    assert "Industrial share" in str(result)
    assert "Pass" in (sample_copy / "maps/zones.html").read_text(encoding="utf-8")


def test_publishing_again_gives_the_same_bytes(sample_copy: Path, ran_sample: Path) -> None:
    for name in SHOWN:
        (sample_copy / "maps" / name).unlink()
    publish_again(open_workspace(sample_copy), lang=None, profile=None, progress=lambda _: None)
    for name in OUTPUTS:
        first, again = (folder / "maps" / name for folder in (ran_sample, sample_copy))
        assert first.read_bytes() == again.read_bytes(), name


def test_the_public_map_holds_no_parcel(sample_copy: Path) -> None:
    publish_again(open_workspace(sample_copy), lang=None, profile="public", progress=lambda _: None)
    internal, public = (
        page_of((sample_copy / "maps" / name).read_text(encoding="utf-8"))
        for name in ("zones.html", "public/zones.html")
    )
    for page, is_public in ((internal, False), (public, True)):
        assert (page["profile"] == "public") == is_public
        layers = {layer["key"] for layer in page["layers"]}
        assert bool(layers & {"survey", "plan", "farmland", "redline"}) != is_public


def test_publishing_refuses_inputs_that_have_changed(sample_copy: Path) -> None:
    zones = sample_copy / "boundaries/zones.gpkg"
    gpd.read_file(zones).iloc[:11].to_file(zones, layer="zones", driver="GPKG")
    with pytest.raises(InputError) as refused:
        publish_again(open_workspace(sample_copy), lang=None, profile=None, progress=lambda _: None)
    assert [(p.code, p.where) for p in refused.value.problems] == [
        ("ZL451", "boundaries/zones.gpkg")
    ]


@pytest.mark.parametrize("name", ["zones.html", "findings.xlsx", "run.json"])
def test_two_runs_are_never_mixed(sample_copy: Path, name: str) -> None:
    """Where one result cannot be replaced, all of the last run's stand."""
    maps = sample_copy / "maps"
    (maps / name).unlink()
    (maps / name).mkdir()
    before = {path.name: path.read_bytes() for path in maps.iterdir() if path.is_file()}
    with pytest.raises(OutputError, match=name):
        run(sample_copy, on="2029-01-31")
    assert {path.name: path.read_bytes() for path in maps.iterdir() if path.is_file()} == before
    assert (maps / name).is_dir()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_a_damaged_record_is_a_problem(sample_copy: Path, content: str) -> None:
    (sample_copy / "maps/run.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="ZL450"):
        publish_again(open_workspace(sample_copy), lang=None, profile=None, progress=lambda _: None)


def test_publishing_needs_a_last_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ZL450"):
        publish_again(open_workspace(tmp_path), lang=None, profile=None, progress=lambda _: None)


def test_publishing_after_a_run_on_usual_places_gives_the_same_map(sample_copy: Path) -> None:
    (sample_copy / "zoneland.toml").unlink()
    run(sample_copy, on="2026-10-31")
    page = sample_copy / "maps/zones.html"
    before = page.read_bytes()
    publish_again(open_workspace(sample_copy), lang=None, profile=None, progress=lambda _: None)
    assert page.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ('[boundaries]\nzones = { id = "zone_id" }\n', 9),
        ('[landuse]\nsurvey = { system = "sandiao" }\n', 9),
        ('[boundaries]\nredline = ""\n[landuse]\ncover = ""\n', 7),
    ],
)
def test_usual_places_hold_where_no_path_is_set(sample_copy: Path, text: str, roles: int) -> None:
    (sample_copy / "zoneland.toml").write_text(text, encoding="utf-8")
    assert len(run(sample_copy, on="2026-10-31").inputs) == roles


def test_what_is_not_given_is_told(sample_copy: Path) -> None:
    (sample_copy / "zoneland.toml").write_text('[boundaries]\nredline = ""\n', encoding="utf-8")
    result = run(sample_copy, on="2026-10-31")
    assert [str(p.values["role"]) for p in result.problems if p.code == "ZL117"] == ["生态保护红线"]
    assert set(result.zones["lines_verdict"]) == {"fail", "cannot_tell"}


def test_bad_zones_do_not_hide_what_else_is_wrong(sample_copy: Path) -> None:
    for name in ("boundaries/zones.gpkg", "landuse/plan.gpkg", "landuse/supply.xlsx"):
        (sample_copy / name).unlink()
    with pytest.raises(InputError) as refused:
        run(sample_copy)
    errors = [p.where for p in refused.value.problems if p.level == "error"]
    assert errors == ["boundaries/zones.gpkg", "landuse/plan.gpkg", "landuse/supply.xlsx"]


def test_without_settings_the_usual_files_are_found(sample_copy: Path, ran_sample: Path) -> None:
    (sample_copy / "zoneland.toml").unlink()
    run(sample_copy, on="2026-10-31")
    first, second = (
        json.loads((folder / "maps/run.json").read_text(encoding="utf-8"))
        for folder in (ran_sample, sample_copy)
    )
    assert first["zones"] == second["zones"]
    assert first["inputs"] == second["inputs"]


@pytest.mark.parametrize("area", ["plane", "ledger"])
def test_other_ways_to_take_areas(sample_copy: Path, area: str) -> None:
    toml = sample_copy / "zoneland.toml"
    text = toml.read_text(encoding="utf-8").replace('area  = "ellipsoid"', f'area  = "{area}"')
    toml.write_text(text, encoding="utf-8")
    result = run(sample_copy, on="2026-10-31")
    assert result.area == area
    sums = result.areas.groupby(["land_use", "zone_id"])["area_m2"].sum().unstack(0)
    own = result.zones.set_index("zone_id")["area_m2"]
    assert sums.sub(own, axis="index").abs().max().max() < 0.001


def test_every_file_that_is_written_has_a_stage_of_its_own() -> None:
    assert len(set(STAGES.values())) == len(STAGES)
    for lang in ("zh", "en"):
        assert {f"stage.{name}" for name in STAGES.values()} <= words(lang).keys()
