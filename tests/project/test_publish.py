"""What is shown of the last run, made anew: of that run, for whom, and by which settings."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
from openpyxl import load_workbook

from tests.maps.reading import page_of
from tests.project.small import draw_workspace
from zoneland.core.problems import InputError
from zoneland.project.clock import EPOCH, day_of_run
from zoneland.project.outputs import OUTPUTS, SHOWN
from zoneland.project.publish import publish_again
from zoneland.project.results import read_run
from zoneland.project.run import run
from zoneland.project.seal import record_sha256
from zoneland.project.verify import list_problems, verify
from zoneland.project.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.rules.assessment import Assessment

ON, RAN_ON = "2026-10-31", "2026-11-02"
MAPS = """
[maps]
profile = "public"
data_on = 2025
approval = "豫S(2026)001号"
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One zone, run once; not to be changed."""
    folder = draw_workspace(tmp_path_factory.mktemp("small") / "county")
    run(folder, on=ON, ran_on=RAN_ON)
    return folder


@pytest.fixture
def county(ran: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "county"
    shutil.copytree(ran, folder)
    return folder


def publish(folder: Path, **how: Any) -> Assessment:
    asked = {"lang": None, "profile": None, "progress": lambda _: None, **how}
    return publish_again(open_workspace(folder), **asked)


def refused(folder: Path, **how: Any) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as told:
        publish(folder, **how)
    return [(problem.code, problem.where.rpartition("maps/")[2]) for problem in told.value.problems]


def add(folder: Path, text: str) -> None:
    """Set something in zoneland.toml, above or below what is there."""
    toml = folder / "zoneland.toml"
    own = toml.read_text(encoding="utf-8")
    toml.write_text(own + text if text.startswith("\n[") else f"{text}\n{own}", encoding="utf-8")


def change_plan(folder: Path) -> None:
    plan = gpd.read_file(folder / "landuse/plan.gpkg")
    plan.iloc[:1].to_file(folder / "landuse/plan.gpkg", layer="plan")


def files(maps: Path) -> dict[str, bytes]:
    return {
        path.relative_to(maps).as_posix(): path.read_bytes()
        for path in sorted(maps.rglob("*"))
        if path.is_file()
    }


def record(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "maps/run.json").read_text(encoding="utf-8"))
    return found


def shown(page: Path) -> dict[str, Any]:
    return page_of(page.read_text(encoding="utf-8"))


def said(folder: Path) -> str:
    cells = load_workbook(folder / "maps/problems.xlsx").active.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in cells for cell in row)


def test_the_stamp_names_the_day_and_the_digest_of_the_record(ran: Path) -> None:
    stamp = record(ran)["stamp"]
    assert stamp["ran_on"] == RAN_ON
    assert stamp["sha256"] == record_sha256(record(ran))
    back = read_run(ran / "maps").stamp
    assert (back.ran_on.isoformat() if back.ran_on else "", back.sha256) == (
        RAN_ON,
        stamp["sha256"],
    )


def test_another_day_of_run_changes_the_stamp_and_not_the_digest(county: Path) -> None:
    before = record(county)["stamp"]
    result = run(county, on=ON, ran_on="2027-01-01")
    after = record(county)["stamp"]
    assert (before["sha256"], before["ran_on"]) == (after["sha256"], RAN_ON)
    assert after["ran_on"] == "2027-01-01"
    assert result.stamp.sha256 == after["sha256"]


def test_the_lists_are_the_run_s_again_after_a_look_at_changed_inputs(county: Path) -> None:
    before = files(county / "maps")
    zones = (county / "boundaries/zones.gpkg").read_bytes()
    (county / "boundaries/zones.gpkg").write_bytes(b"nonsense")
    list_problems(verify(county), county, lang="zh")
    assert files(county / "maps") != before
    (county / "boundaries/zones.gpkg").write_bytes(zones)
    publish(county)
    assert files(county / "maps") == before


def test_changed_data_is_refused_unless_told_and_then_it_is_said(county: Path) -> None:
    before = files(county / "maps")
    change_plan(county)
    assert refused(county) == [("ZL451", "landuse/plan.gpkg")]
    assert files(county / "maps") == before
    result = publish(county, anyway=True)
    assert next((p.code, p.where) for p in result.problems) == ("ZL477", "landuse/plan.gpkg")
    assert result.zones["share_low"].tolist() == [0.6]
    assert "数据或设置已变" in result.stamp.data_on
    assert "ZL477" in said(county)
    assert "数据或设置已变" in str(shown(county / "maps/zones.html")["facts"])
    after = files(county / "maps")
    assert {name for name in OUTPUTS if after.get(name) == before.get(name)} == {
        "results.gpkg", "run.json", "problems.gpkg",
    }  # fmt: skip


def test_a_class_table_of_one_s_own_is_an_input_too(tmp_path: Path) -> None:
    folder = draw_workspace(tmp_path / "county")
    toml = (folder / "zoneland.toml").read_text(encoding="utf-8")
    toml = toml.replace('"ydyh2023"', '"custom"\nclasses = "landuse/classes.csv"')
    (folder / "zoneland.toml").write_text(toml, encoding="utf-8")
    table = folder / "landuse/classes.csv"
    table.write_text(
        "code,name,kind\n1001,工业,industry\n0701,住宅,residential\n", encoding="utf-8"
    )
    run(folder, on=ON, ran_on=RAN_ON)
    told = {one["path"]: one for one in record(folder)["inputs"]}["landuse/classes.csv"]
    assert (told["role"], told["rows"]) == ("classes", 2)
    assert told["sha256"] == hashlib.sha256(table.read_bytes()).hexdigest()
    publish(folder)
    table.write_text(table.read_text(encoding="utf-8").replace("residential", "industry"), "utf-8")
    assert refused(folder) == [("ZL451", "landuse/classes.csv")]


def test_an_input_that_is_gone_is_refused_unless_told(county: Path) -> None:
    (county / "boundaries/zones.gpkg").unlink()
    assert refused(county) == [("ZL451", "boundaries/zones.gpkg")]
    assert next(p.code for p in publish(county, anyway=True).problems) == "ZL477"


def test_a_changed_threshold_is_refused_and_never_shown_with_old_verdicts(county: Path) -> None:
    add(county, "\n[rules.industrial_share]\nminimum = 0.7\n")
    where = "zoneland.toml [rules.industrial_share]"
    assert refused(county) == [("ZL475", where)]
    with pytest.raises(InputError, match=r"minimum.* 0\.6.* 0\.7"):
        publish(county)
    result = publish(county, anyway=True)
    assert float(result.rules.industrial_share.minimum) == 0.6
    assert next((p.code, p.where) for p in result.problems) == ("ZL477", where)


def test_title_and_title_block_are_those_of_the_settings_now(county: Path) -> None:
    before = record(county)
    add(county, 'title = "新名称"')
    add(county, MAPS)
    result = publish(county)
    assert result.title == shown(county / "maps/zones.html")["title"] == "新名称"
    assert (result.stamp.data_on, result.stamp.map_approval) == ("2025", "豫S(2026)001号")
    assert result.stamp.sha256 == before["stamp"]["sha256"]
    assert record(county) == before
    assert (county / "maps/public/zones.html").exists()


def test_a_changed_language_is_taken_and_a_run_s_own_is_kept(county: Path) -> None:
    run(county, on=ON, ran_on=RAN_ON, lang="en")
    assert publish(county).lang == "en"
    assert publish(county, lang="zh").lang == "zh"
    run(county, on=ON, ran_on=RAN_ON)
    add(county, 'lang = "en"')
    assert publish(county).lang == "en"
    assert "ecological" in said(county).lower()  # the terms of a problem are told anew
    assert "生态" not in said(county)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE zones SET area_m2 = 1", "DELETE FROM zones", "ALTER TABLE idle ADD COLUMN note TEXT"],
)
def test_results_that_were_edited_are_refused(county: Path, statement: str) -> None:
    with closing(sqlite3.connect(county / "maps/results.gpkg")) as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')  # they call functions of GDAL's own
        database.execute(statement)
        database.commit()
    assert refused(county, anyway=True) == [("ZL476", "results.gpkg")]


def test_results_of_another_run_are_refused(county: Path, tmp_path: Path) -> None:
    other = draw_workspace(tmp_path / "other", name="西区")
    run(other, on=ON, ran_on=RAN_ON)
    shutil.copyfile(other / "maps/results.gpkg", county / "maps/results.gpkg")
    assert refused(county) == [("ZL476", "results.gpkg")]
    shutil.copyfile(other / "maps/run.json", county / "maps/run.json")
    assert refused(county)[0] == ("ZL451", "boundaries/zones.gpkg")


def test_results_that_a_gis_only_opened_are_the_run_s_still(county: Path) -> None:
    results = county / "maps/results.gpkg"
    before = results.read_bytes()
    with closing(sqlite3.connect(results)) as database:
        database.execute("CREATE TABLE layer_styles (styleQML TEXT)")
        database.execute("VACUUM")
    assert results.read_bytes() != before
    assert publish(county).zones["zone_id"].tolist() == ["Z1"]


def test_a_record_that_was_edited_is_refused(county: Path) -> None:
    path = county / "maps/run.json"
    path.write_text(path.read_text("utf-8").replace('"东区"', '"西区"'), encoding="utf-8")
    assert refused(county) == [("ZL476", "run.json")]


def test_a_record_without_a_stamp_is_no_last_run(county: Path) -> None:
    found = record(county)
    del found["stamp"]
    (county / "maps/run.json").write_text(json.dumps(found), encoding="utf-8")
    assert [code for code, _ in refused(county)] == ["ZL450"]


def test_the_public_folder_holds_the_public_map_and_nothing_else(county: Path) -> None:
    before = files(county / "maps")
    stages: list[str] = []
    publish(county, profile="public", progress=stages.append)
    after = files(county / "maps")
    assert after.keys() - before.keys() == {"public/zones.html"}
    assert {name: after[name] for name in before} == before
    assert shown(county / "maps/public/zones.html")["profile"] == "public"
    assert [stage for stage in stages if stage in {"map", "workbook", "public_map"}] == [
        "public_map"
    ]


def test_a_run_keeps_the_public_map_and_the_office_s_apart(county: Path) -> None:
    add(county, MAPS)
    run(county, on=ON, ran_on=RAN_ON)
    assert shown(county / "maps/zones.html")["profile"] == "internal"
    first = (county / "maps/public/zones.html").read_bytes()
    assert record(county)["seconds"].keys() > {"public_map", "map", "workbook", "report"}
    toml = county / "zoneland.toml"
    toml.write_text(toml.read_text("utf-8").replace(MAPS, ""), encoding="utf-8")
    run(county, on="2029-01-31", ran_on=RAN_ON)  # a public map that stands is not left behind
    assert (county / "maps/public/zones.html").read_bytes() != first


def test_what_a_killed_run_left_does_not_stay_in_the_public_folder(county: Path) -> None:
    left = county / "maps/public/.run.part-999999999"
    left.mkdir(parents=True)
    (left / "zones.html").write_text("half", encoding="utf-8")
    publish(county, profile="public")
    assert [path.name for path in (county / "maps/public").iterdir()] == ["zones.html"]


@pytest.mark.parametrize(
    ("base", "code"), [("高德", "ZL461"), ("osm", "ZL462"), ("tianditu", "ZL463")]
)
def test_a_base_map_that_cannot_be_used_is_told_before_the_work(
    county: Path, monkeypatch: pytest.MonkeyPatch, base: str, code: str
) -> None:
    monkeypatch.delenv("ZONELAND_TIANDITU_KEY", raising=False)
    add(county, f'\n[maps]\nbase = "{base}"\n')
    stages: list[str] = []
    with pytest.raises(InputError) as told:
        run(county, progress=stages.append)
    assert ([problem.code for problem in told.value.problems], stages) == ([code], [])
    assert [found for found, _ in refused(county)] == [code]
    publish(county, profile="public")


def test_the_key_of_a_base_map_is_on_the_internal_page_and_nowhere_else(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "0123456789abcdef0123456789abcdef"
    monkeypatch.setenv("ZONELAND_TIANDITU_KEY", key)
    add(county, f'{MAPS}base = "tianditu"\n')
    run(county, on=ON, ran_on=RAN_ON)
    holding = {name for name, content in files(county / "maps").items() if key.encode() in content}
    assert holding == {"zones.html"}


def test_the_day_of_a_run_is_given_or_the_environment_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EPOCH, "86400")
    assert day_of_run().isoformat() == "1970-01-02"
    assert day_of_run("2026-10-31").isoformat() == "2026-10-31"
    for odd in ("yesterday", "9" * 30):
        monkeypatch.setenv(EPOCH, odd)
        with pytest.raises(InputError, match="ZL478"):
            day_of_run()


def test_all_that_is_shown_is_made_anew(county: Path) -> None:
    for name in SHOWN:
        (county / "maps" / name).unlink(missing_ok=True)
    publish(county)
    made = {path.name for path in (county / "maps").iterdir()}
    assert made == {*OUTPUTS} - {"problems.gpkg"}  # nothing here has a place


def zoneland(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zoneland", *map(str, words)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_verbs_take_what_was_asked(county: Path) -> None:
    assert zoneland("run", county, "--ran-on", "yesterday").returncode == 3
    change_plan(county)
    done = zoneland("publish", county)
    assert (done.returncode, "ZL451" in done.stderr) == (2, True)
    done = zoneland("publish", county, "--anyway", "--profile", "public")
    assert (done.returncode, "ZL477" in done.stderr) == (0, True)
    assert str(county / "maps/public") in done.stderr
