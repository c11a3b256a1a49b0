"""What the pages tell a reader to click, to type and to run does what it says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pytest
import typer

import zoneland
from zoneland.cli import app
from zoneland.project.convert import convert
from zoneland.project.partition import partition
from zoneland.project.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *DOCS.rglob("*.md")]
    if "_build" not in path.parts
)
CODES = DOCS / "problems"
"""One page a problem code, written by a program and tested with it."""
FENCED = re.compile(r"^```([\w{}-]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, *languages: str) -> list[str]:
    found = FENCED.findall(path.read_text("utf-8"))
    return [text for language, text in found if language in languages]


def test_every_link_leads_to_a_file() -> None:
    broken = []
    for page in PAGES:
        text = FENCED.sub("", page.read_text("utf-8"))
        links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        lost = [one for one in links if "://" not in one and not (page.parent / one).exists()]
        broken += [f"{named(page)}: {link}" for link in lost]
    assert broken == []


@pytest.mark.parametrize("folder", ["problems", "rules"])
def test_an_index_leads_to_all_that_the_side_bar_leaves_out(folder: str) -> None:
    index = DOCS / folder / "README.md"
    links = set(re.findall(r"\]\(([^):]+\.md)\)", index.read_text("utf-8")))
    pages = {page.relative_to(index.parent).as_posix() for page in index.parent.rglob("*.md")}
    assert pages - links == {"README.md"}


def commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        if page.parent == CODES:
            continue
        lines = [line for block in blocks(page, "", "bash", "sh") for line in block.splitlines()]
        spans = re.findall(r"`(zoneland [a-z][^`]*)`", FENCED.sub("", page.read_text("utf-8")))
        for line in [*lines, *spans]:
            typed = re.split(r"\s#|&&|>", line)[-1 if "&& zoneland" in line else 0].strip()
            if typed.startswith("zoneland ") and "[" not in typed:
                yield named(page), re.sub(r"\b[NZ]\b", "20", typed)


def test_every_command_line_is_one_that_the_program_takes() -> None:
    verbs: Any = typer.main.get_command(app)
    refused, count = [], 0
    for page, line in commands():
        verb, *rest = shlex.split(line)[1:]
        count += 1
        if not rest:  # a verb by its name, in a sentence
            if verb not in verbs.commands:
                refused.append(f"{page}: {line}")
            continue
        try:
            verbs.commands[verb].make_context(verb, rest)
        except Exception as error:  # noqa: BLE001  any refusal is a broken page
            refused.append(f"{page}: {line}: {error!r}")
    assert refused == []
    assert count > 30


def of_cluster(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Have what the page takes for granted: a scheduler, frames in memory, a store."""
    import distributed  # noqa: PLC0415  slow to import

    real = distributed.Client
    here = real(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None)
    monkeypatch.setattr(distributed, "Client", lambda _address: here)
    partition("landuse/plan.gpkg", "全省.parquet")
    zones = zoneland.read_zones("boundaries/zones.gpkg")
    return {
        "zones": zones,
        "parcels": zoneland.read_parcels("landuse/plan.gpkg"),
        "close": here.close,
    }


def of_convert(_: pytest.MonkeyPatch) -> dict[str, Any]:
    """Have the survey text that the page converts."""
    convert("boundaries/zones.gpkg", "界址点.txt")
    return {}


def fewer_zones(path: Path) -> None:
    """Leave two zones of the twelve: pages are tried, not the county."""
    zones = gpd.read_file(path, layer="zones")
    path.unlink()
    kept = zones[zones["zone_id"].isin(["410199-06", "410199-11"])]
    kept.to_file(path, layer="zones", driver="GPKG")


GIVEN: dict[str, Callable[[pytest.MonkeyPatch], dict[str, Any]]] = {
    "docs/cluster.md": of_cluster,
    "docs/convert.md": of_convert,
}
WITH_PYTHON = [named(page) for page in PAGES if blocks(page, "python") and page.parent != ROOT]


@pytest.mark.filterwarnings("ignore::zoneland.core.problems.ProblemWarning")
@pytest.mark.parametrize("name", WITH_PYTHON)
def test_the_python_of_a_page_runs_on_the_sample(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("boundaries", "landuse"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "zoneland.toml", tmp_path)
    (tmp_path / "maps").mkdir()
    fewer_zones(tmp_path / "boundaries" / "zones.gpkg")
    monkeypatch.chdir(tmp_path)
    known = GIVEN[name](monkeypatch) if name in GIVEN else {}
    try:
        for block in blocks(ROOT / name, "python"):
            exec(compile(block, name, "exec"), known)  # noqa: S102  our own pages
    finally:
        known.get("close", lambda: None)()


def test_settings_on_the_pages_are_settings_that_there_are(tmp_path: Path) -> None:
    count = 0
    for page in PAGES:
        for block in blocks(page, "toml"):
            (tmp_path / "zoneland.toml").write_text(block, encoding="utf-8")
            load_settings(tmp_path)
            count += 1
    assert count >= 1


def test_every_public_name_has_its_place_in_the_api() -> None:
    text = "\n".join(page.read_text("utf-8") for page in (DOCS / "api").glob("*.md"))
    named_there = re.findall(r"^\.\. auto\w+:: zoneland\.(\w+)$", text, flags=re.MULTILINE)
    assert sorted(named_there) == sorted(zoneland.__all__)


def test_the_glossary_has_every_word_of_the_house() -> None:
    glossary = (DOCS / "glossary.md").read_text("utf-8")
    table = (DOCS / "house.md").read_text("utf-8").split("## Words")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", table, flags=re.MULTILINE)[2:]
    terms = [term.strip() for chinese, _ in rows for term in re.split(r"[/：、]", chinese)]
    assert [term for term in terms if term not in glossary] == []
    assert len(terms) > 10


@pytest.mark.parametrize("path", sorted((DOCS / "notebooks").glob("*.ipynb")), ids=named)
def test_notebooks_are_kept_without_outputs(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert code
