from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from zoneland.core.problems import InputError
from zoneland.maps.public_rules import PublicRule
from zoneland.project.settings import FILE_NAME, Settings, load_settings
from zoneland.rules.readings import READINGS


def settings(folder: Path, text: str) -> Settings:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return load_settings(folder)


def refusal(folder: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as refused:
        settings(folder, text)
    return [(problem.code, problem.line("en")) for problem in refused.value.problems]


def test_every_key_has_a_default(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()
    assert settings(tmp_path, "") == Settings()


def test_a_bare_string_stands_for_a_path(tmp_path: Path) -> None:
    found = settings(tmp_path, '[boundaries]\nredline = "lines.shp"\n')
    assert (found.boundaries.redline.path, found.boundaries.redline.layer) == ("lines.shp", "")


def test_a_source_may_say_the_crs_of_a_file_that_has_none(tmp_path: Path) -> None:
    found = settings(tmp_path, '[boundaries]\nzones = { path = "a.dxf", crs = "EPSG:4526" }\n')
    assert found.boundaries.zones.declared is not None
    assert found.boundaries.zones.declared.to_epsg() == 4526
    assert found.boundaries.growth.declared is None
    degrees = settings(tmp_path, '[landuse]\ncover = { path = "a.tif", crs = "EPSG:4490" }\n')
    assert degrees.landuse.cover.declared is not None


def test_sixty_percent_is_three_fifths_exactly(tmp_path: Path) -> None:
    found = settings(tmp_path, "[rules.industrial_share]\nminimum = 0.60\n")
    assert found.rules.settings().industrial_share.minimum == Fraction(3, 5)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ('tilte = "x"', "title"),
        ('[boundaries]\nfarmlnd = "x"', "farmland"),
        ('[landuse]\nsurvey = { path = "x", sytem = "sandiao" }', "system"),
        ("[rules.industrial_share]\nminimun = 0.6", "minimum"),
        ("[rules.control_lines]\nstrikt = true", "strict"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_known_one(
    tmp_path: Path, text: str, near: str
) -> None:
    ((code, line),) = refusal(tmp_path, text)
    assert code == "ZL112"
    assert f"did you mean “{near}”" in line


@pytest.mark.parametrize(
    "text",
    [
        'area = "flat"',
        '[boundaries]\nzones = { path = "x", crs = "EPSG:99" }',
        'lang = "fr"',
        'crs = "EPSG:4490"',
        'crs = "nowhere"',
        '[landuse]\nplan = { path = "x", system = "sandiao2" }',
        '[landuse]\ncover = { path = "x", legend = "mine" }',
        "[rules.industrial_share]\nminimum = 60",
        '[rules.industrial_share]\nreading = "industry/park"',
        '[maps]\nprofile = "secret"',
        "boundaries = 3",
    ],
)
def test_a_value_that_will_not_do_is_refused(tmp_path: Path, text: str) -> None:
    assert [code for code, _ in refusal(tmp_path, text)] == ["ZL113"]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = 'tilte = "x"\narea = "flat"\n[maps]\nprofil = "public"\n'
    assert sorted(code for code, _ in refusal(tmp_path, text)) == ["ZL112", "ZL112", "ZL113"]


def test_broken_toml_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    assert [code for code, _ in refusal(tmp_path, 'title = "x')] == ["ZL111"]


@pytest.mark.parametrize("reading", READINGS)
def test_every_reading_may_be_set(tmp_path: Path, reading: str) -> None:
    found = settings(tmp_path, f'[rules.industrial_share]\nreading = "{reading}"\n')
    assert found.rules.settings().industrial_share.reading == reading


def test_settings_survive_the_record(tmp_path: Path) -> None:
    text = (
        '[rules.industrial_share]\nminimum = 0.6\nindustrial = ["M"]\n[landuse]\nplan = "p.gpkg"\n'
    )
    found = settings(tmp_path, text)
    assert Settings.model_validate(found.model_dump(mode="json")).rules == found.rules


def test_the_templates_of_a_new_workspace_are_valid() -> None:
    root = Path(__file__).resolve().parents[2]
    assert load_settings(root / "zoneland" / "project" / "templates").title
    assert load_settings(root).rules.settings().industrial_share.minimum == Fraction(3, 5)


@pytest.mark.parametrize("path", ["C:\\数据\\开发区.shp", "C:\\Users\\li\\zones.shp"])
def test_a_windows_path_is_told_to_need_other_signs(tmp_path: Path, path: str) -> None:
    ((code, line),) = refusal(tmp_path, f'[boundaries]\nzones = "{path}"\n')
    assert code == "ZL111"
    assert "line 2 has a single backslash" in line
    assert "write / in the place of \\" in line
    found = settings(tmp_path, f"[boundaries]\nzones = '{path}'\n")
    assert found.boundaries.zones.path == path


def test_a_path_whose_backslash_became_a_line_end_is_refused(tmp_path: Path) -> None:
    ((code, line),) = refusal(tmp_path, '[landuse]\nsurvey = "landuse\\new.gpkg"\n')
    assert code == "ZL113"
    assert "value landuse\\new.gpkg" in line
    assert "write / in the place of \\" in line


def test_a_key_that_is_like_no_other_is_refused_without_a_guess(tmp_path: Path) -> None:
    ((code, line),) = refusal(tmp_path, "[landuse]\nfoo = 1\n")
    assert code == "ZL112"
    assert "did you mean" not in line
    assert "survey, plan, cover" in line


def test_a_public_map_may_leave_out_more_and_less_than_usual(tmp_path: Path) -> None:
    text = '[maps.public]\ndrop = ["share", "idle"]\nkeep = ["zone_id", "lines", "idle"]\n'
    rule = settings(tmp_path, text + "grid_deg = 0.002\n").maps.public.rule()
    assert rule.grid_deg == 0.002
    assert {"share", "idle", "plot_id", "survey"} <= rule.drop  # what is in both is left out
    assert not {"zone_id", "farmland", "redline"} & rule.drop
    assert settings(tmp_path, "").maps.public.rule() == PublicRule()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('drop = ["farmlnd"]\ngrid_deg = 1.0', ["ZL465", "ZL466"]),
        ('keep = ["secrets"]', ["ZL465"]),
        ("grid_deg = 0.000001", ["ZL466"]),
        ("grid_deg = nan", ["ZL113"]),
        ('dorp = ["plan"]', ["ZL112"]),
        ('drop = "plan"', ["ZL113"]),
    ],
)
def test_a_public_rule_that_will_not_do_is_refused(
    tmp_path: Path, text: str, codes: list[str]
) -> None:
    assert [code for code, _ in refusal(tmp_path, f"[maps.public]\n{text}\n")] == codes


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024", "2024"), ("2024-12-31", "2024-12-31"), ('" 2024年度变更调查 "', "2024年度变更调查")],
)
def test_the_day_of_data_is_written_as_the_planner_likes(
    tmp_path: Path, written: str, day: str
) -> None:
    found = settings(tmp_path, f"[maps]\ndata_on = {written}\n")
    assert found.maps.data_on == day
    assert Settings.model_validate(found.model_dump(mode="json")) == found


@pytest.mark.parametrize("value", ['"a\\nb"', f'"{"字" * 61}"', "true"])
def test_a_title_block_has_room_for_one_line(tmp_path: Path, value: str) -> None:
    for name in ("data_on", "approval"):
        ((code, _),) = refusal(tmp_path, f"[maps]\n{name} = {value}\n")
        assert code == "ZL113"
