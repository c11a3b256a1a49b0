"""The verbs as a planner types them: exit codes, what goes where, never a traceback."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from zoneland.core.problems import Level
from zoneland.project.verify import verify

ROOT = Path(__file__).resolve().parents[2]


def zoneland(*words: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "zoneland", *map(str, words)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "county"
    assert zoneland("init", folder, "--sample").returncode == 0
    return folder


@pytest.fixture
def spoilt(county: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "spoilt"
    shutil.copytree(county, folder, ignore=shutil.ignore_patterns("maps"))
    return folder


def test_a_run_prints_a_line_a_zone_and_ends_with_one(county: Path) -> None:
    done = zoneland("run", county, "--on", "2026-10-31")
    assert done.returncode == 1
    assert "麦朗" in done.stdout
    assert "59.995%" in done.stdout
    assert "量算面积" in done.stderr
    assert (county / "maps/zones.html").exists()


def test_json_is_one_object_and_nothing_else(county: Path) -> None:
    done = zoneland("run", county, "--on", "2026-10-31", "--json")
    record = json.loads(done.stdout)
    assert (done.returncode, record["verdict"], len(record["zones"])) == (1, "fail", 12)


def test_a_run_where_every_zone_passes_ends_with_nought(spoilt: Path) -> None:
    import geopandas as gpd  # noqa: PLC0415

    path = spoilt / "boundaries/zones.gpkg"
    zones = gpd.read_file(path)
    zones[zones["zone_id"] == "410199-01"].to_file(path, layer="zones", driver="GPKG")
    assert zoneland("run", spoilt, "--on", "2026-10-31").returncode == 0


def test_verify_lists_the_inputs_and_judges_nothing(county: Path) -> None:
    done = zoneland("verify", county)
    assert done.returncode == 0
    assert "EPSG:4526" in done.stdout
    assert "达标" not in done.stdout
    record = json.loads(zoneland("verify", county, "--json").stdout)
    assert (record["usable"], len(record["inputs"])) == (True, 9)
    assert record.keys() == {"usable", "inputs", "problems", "counts"}
    assert record["inputs"][0]["fields"] == 4
    assert sum(record["counts"].values()) == len(record["problems"])


def test_verify_leaves_a_list_in_the_language_asked(spoilt: Path) -> None:
    (spoilt / "landuse/supply.xlsx").unlink()
    done = zoneland("verify", spoilt, "--lang", "en")
    assert done.returncode == 2
    assert "problems.xlsx" in done.stderr
    sheet = load_workbook(spoilt / "maps/problems.xlsx")["Problems"]
    assert [cell.value for cell in sheet[2]][:2] == ["error", "ZL101"]
    assert (spoilt / "maps/problems.gpkg").exists()  # gaps between parcels have a place


def test_a_list_that_cannot_be_written_is_still_printed(spoilt: Path) -> None:
    (spoilt / "landuse/supply.xlsx").unlink()
    (spoilt / "maps").write_text("a file where the folder should be", encoding="utf-8")
    done = zoneland("verify", spoilt)
    assert done.returncode == 3
    assert "ZL101" in done.stderr
    assert "ZL430" in done.stderr
    as_json = zoneland("verify", spoilt, "--json")
    codes = [problem["code"] for problem in json.loads(as_json.stdout)["problems"]]
    assert as_json.returncode == 3
    assert {"ZL101", "ZL430"} <= set(codes)


def replace(folder: Path, old: str, new: str) -> None:
    toml = folder / "zoneland.toml"
    text = toml.read_text(encoding="utf-8")
    assert old in text
    toml.write_text(text.replace(old, new), encoding="utf-8")


def no_crs(folder: Path) -> None:
    import geopandas as gpd  # noqa: PLC0415

    path = folder / "landuse/plan.gpkg"
    frame = gpd.read_file(path)
    path.unlink()
    local = frame.set_geometry(frame.translate(-38_500_000, -3_800_000))  # digits of no plane
    with pytest.warns(UserWarning, match="crs"):
        local.set_crs(None, allow_override=True).to_file(path, layer="plan", driver="GPKG")


def emptied(folder: Path) -> None:
    import geopandas as gpd  # noqa: PLC0415

    path = folder / "landuse/survey.gpkg"
    frame = gpd.read_file(path).iloc[:0]
    path.unlink()
    frame.to_file(path, layer="DLTB", driver="GPKG")


@pytest.mark.parametrize(
    ("spoil", "codes"),
    [
        (lambda f: (f / "boundaries/zones.gpkg").unlink(), ["ZL101"]),
        (lambda f: (f / "boundaries/zones.gpkg").write_bytes(b"nonsense"), ["ZL102"]),
        (lambda f: replace(f, 'layer = "STBHHX"', 'layer = "REDLINE"'), ["ZL104"]),
        (lambda f: replace(f, 'code = "DLBM"', 'code = "DLDM"'), ["ZL110"]),
        (lambda f: replace(f, 'id = "zone_id"', 'id = "KFQDM"'), ["ZL110"]),
        (lambda f: replace(f, "strict = false", "strikt = false"), ["ZL112"]),
        (emptied, ["ZL105"]),
        (no_crs, ["ZL210"]),
        (lambda f: (f / "landuse/supply.xlsx").write_bytes(b"PK\x03\x04 not a workbook"), None),
        (lambda f: (f / "landuse/cover.tif").write_bytes(b"II*\x00"), ["ZL103"]),
        (
            lambda f: (f / "landuse/cover.tif").write_bytes(
                (f / "landuse/cover.tif").read_bytes()[:2500]
            ),
            ["ZL103"],
        ),
        (lambda f: replace(f, 'crs   = "EPSG:4526"', 'crs = "EPSG:3857"'), ["ZL113"]),
        (lambda f: replace(f, 'crs   = "EPSG:4526"', 'crs = "EPSG:32633"'), None),
        (lambda f: replace(f, '"ydyh2023"', '"custom"'), ["ZL171"]),
        (lambda f: replace(f, '"ydyh2023"', '"sandiao"'), ["ZL172"]),
        (
            lambda f: (f / "zoneland.toml").write_bytes(
                (f / "zoneland.toml").read_text("utf-8").encode("gb18030")
            ),
            ["ZL124"],
        ),
        (
            lambda f: (
                (f / "landuse/supply.xlsx").unlink(),
                replace(f, 'layer = "CZKFBJ"', 'layer = "UGB"'),
            ),
            ["ZL104", "ZL101"],
        ),
    ],
)  # fmt: skip
def test_an_unusable_input_ends_with_two_and_a_list(
    spoilt: Path, spoil: object, codes: list[str] | None
) -> None:
    spoil(spoilt)  # type: ignore[operator]
    done = zoneland("run", spoilt)
    assert done.returncode == 2
    errors = [p.code for p in verify(spoilt).problems if p.level is Level.ERROR]
    assert errors == codes if codes else len(errors) == 1
    assert all(code in done.stderr for code in errors)
    assert not (spoilt / "maps/zones.html").exists()


def test_what_cannot_be_used_is_told_alike_by_both_verbs_and_as_json(spoilt: Path) -> None:
    (spoilt / "landuse/cover.tif").write_bytes(b"II*\x00")
    assert zoneland("verify", spoilt).returncode == 2
    done = zoneland("run", spoilt, "--json")
    told = [p["code"] for p in json.loads(done.stdout)["problems"] if p["level"] == "error"]
    assert (done.returncode, told) == (2, ["ZL103"])


def test_a_missing_workspace_and_a_wrong_word() -> None:
    assert zoneland("run", ROOT / "nowhere").returncode == 2
    assert zoneland("run", "--on", "yesterday").returncode == 3
    assert zoneland("fly").returncode == 3


@pytest.mark.parametrize(
    "words",
    [("fly",), ("run", "--nope"), ("publish", "--profile", "secret"), ("run", "--lang", "fr"), ()],
)
def test_a_slip_of_typing_is_told_as_one(words: tuple[str, ...]) -> None:
    done = zoneland(*words)
    assert done.returncode == 3
    assert "程序出错" not in done.stderr
    assert "Usage" in done.stderr + done.stdout


def test_new_workspaces_leave_files_alone_that_are_there(tmp_path: Path) -> None:
    ledger = tmp_path / "landuse" / "supply.xlsx"
    ledger.parent.mkdir()
    ledger.write_bytes(b"a planner's own")
    assert zoneland("init", tmp_path).returncode == 2
    assert zoneland("init", tmp_path, "--sample").returncode == 2
    assert ledger.read_bytes() == b"a planner's own"
    assert not (tmp_path / "zoneland.toml").exists()
    assert zoneland("init", ledger).returncode == 2


def test_publish_writes_again_and_needs_a_run(county: Path, tmp_path: Path) -> None:
    assert zoneland("publish", tmp_path).returncode == 2
    zoneland("run", county, "--on", "2026-10-31")
    assert zoneland("publish", county, "--profile", "public", "--lang", "en").returncode == 0


def test_explain_prints_a_page_in_either_language() -> None:
    done = zoneland("explain", "zl210")
    assert done.returncode == 0
    assert "坐标系" in done.stdout
    assert "coordinate system" in zoneland("explain", "ZL210", "--lang", "en").stdout
    assert zoneland("explain", "ZL999").returncode == 3
    assert zoneland("explain", "210").stdout == done.stdout


def test_doctor_tells_versions() -> None:
    assert "GDAL (pyogrio)" in zoneland("doctor").stdout
    assert "versions" in json.loads(zoneland("doctor", "--json").stdout)


def test_a_new_workspace_is_never_laid_over_an_old_one(county: Path, tmp_path: Path) -> None:
    assert zoneland("init", county).returncode == 2
    folder = tmp_path / "new"
    assert zoneland("init", folder).returncode == 0
    assert (folder / "landuse/supply.xlsx").exists()
    assert zoneland("verify", folder).returncode == 2  # no zones yet


def test_help_does_not_wait_for_heavy_libraries() -> None:
    code = "import sys, zoneland.cli; print({'geopandas', 'folium', 'rasterio'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
