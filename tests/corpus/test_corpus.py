"""Every ugly input ends in the problems that are written beside it, and gives what it can."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest
import shapely

from tests.corpus.cases import CASES
from tests.corpus.making import CELLS, KML_M2, LAND_M2, LEDGER_M2, Case, zones
from zoneland.core.problems import Level, catalogue
from zoneland.project.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.project.gather import Gathered

NOT_GIVEN = "ZL117"
TABLES = {"zones": "boundaries", "farmland": "boundaries", "redline": "boundaries"}
ROWS = {"zones": 1, "redline": 1}
SOUND = {"zones": LAND_M2, "supply": LEDGER_M2, "approvals": LEDGER_M2, "cover": CELLS}

NOT_BY_A_FILE = {
    "ZL100": "there is no workspace",
    "ZL114": "init",
    "ZL115": "init",
    "ZL116": "init and convert",
    "ZL117": "told of every input that is not given; left out here",
    "ZL119": "rights of files, which not every system and user has",
    "ZL123": "a reader for scripts",
    **dict.fromkeys(
        ("ZL153", "ZL154", "ZL155", "ZL156", "ZL157", "ZL158", "ZL159"), "ledgers are assessed"
    ),
    **dict.fromkeys(("ZL181", "ZL182", "ZL183", "ZL185", "ZL186"), "ledgers are assessed"),
    "ZL166": "a reader for scripts; settings are refused before",
    "ZL299": "parcels are assessed; tests/measure/test_stored",
    "ZL215": "a reader for scripts; settings are refused before",
    "ZL217": "a reader for scripts",
    "ZL219": "zones apart from all other layers; tests/checks",
    "ZL248": "a crossing of some nanometres; tests/checks",
    "ZL249": "more than a thousand findings of one kind",
    "ZL258": "ground that shows the zones' own corners elsewhere; tests/checks",
    "ZL259": "the same",
    "ZL264": "tests/files/test_dxf",
    "ZL270": "more rows than a test can write; tests/files/test_limits",
    "ZL274": "aliases, which GDAL does not write; tests/files/test_geodatabase",
    "ZL275": "domains, the same",
    "ZL284": "ground far from its meridian; tests/landuse",
}
"""Codes of the doors that no input file by itself brings about, and why."""


@pytest.fixture(scope="session")
def zone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("zone") / "zones.gpkg"
    zones().to_file(path, layer="zones", engine="pyogrio")
    return path.read_bytes()


def settings_of(case: Case, name: str) -> str:
    lines = [case.settings] if case.settings.startswith("crs") else []
    more = "" if lines else case.settings
    if case.role != "zones":
        lines += ["[boundaries.zones]", 'path = "zones.gpkg"']
    table = TABLES.get(case.role, "landuse")
    return "\n".join([*lines, f"[{table}.{case.role}]", f"path = '{name}'", more, ""])


def given(found: Gathered, role: str) -> tuple[int, float]:
    """How many rows an input gave and what they add up to."""
    if role == "cover":
        bounds = found.zones.to_crs(found.cover.crs).total_bounds
        window = found.cover.window(tuple(bounds))
        return (0, 0.0) if window is None else (2, float((window.codes > 0).sum()))
    if role in {"supply", "approvals"}:
        ledger = getattr(found.ledger, role)
        return len(ledger), float(ledger["area_m2"].sum())
    frame = {"zones": found.zones, **found.land, **found.lines}[role]
    return len(frame), float(shapely.area(frame.geometry).sum())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_ugly_input_is_told_as_what_it_is(case: Case, tmp_path: Path, zone: bytes) -> None:
    (tmp_path / "zones.gpkg").write_bytes(zone)
    with warnings.catch_warnings(action="ignore"):  # of what writes the case, not of what reads it
        name = case.build(tmp_path)
    (tmp_path / "zoneland.toml").write_text(settings_of(case, name), encoding="utf-8")
    found = verify(tmp_path)
    codes = sorted(problem.code for problem in found.problems if problem.code != NOT_GIVEN)
    assert codes == case.codes.split()
    assert all(problem.line(lang) for problem in found.problems for lang in ("zh", "en"))
    is_unusable = any(catalogue()[code].level is Level.ERROR for code in codes)
    sound = KML_M2 if name.endswith(("kml", "kmz")) else SOUND.get(case.role, LAND_M2)
    wanted = (
        case.rows if case.rows is not None else ROWS.get(case.role, 2),
        case.size if case.size is not None else sound,
    )
    assert found.is_usable is not is_unusable
    if not is_unusable:
        assert given(found, case.role) == pytest.approx(wanted, abs=0.5)


def test_the_corpus_is_of_the_size_it_should_be_and_no_name_is_there_twice() -> None:
    names = [case.name for case in CASES]
    assert len(names) >= 150
    assert len(names) == len(set(names))


def test_every_code_that_a_door_raises_is_raised_by_a_case() -> None:
    raised = {code for case in CASES for code in case.codes.split()}
    doors = {code for code in catalogue() if code < "ZL3"}
    assert doors - raised == set(NOT_BY_A_FILE)


def test_every_code_of_a_case_is_in_the_catalogue() -> None:
    assert {code for case in CASES for code in case.codes.split()} <= set(catalogue())
