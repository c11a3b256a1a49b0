"""The house rules that a machine can keep: layers, top level, texts in both languages."""

from __future__ import annotations

import re
import shutil
import string
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from zoneland.core.problems import catalogue
from zoneland.core.wording import words
from zoneland.landuse.ledger_columns import APPROVALS, SUPPLY, is_heading
from zoneland.project.templates import APPROVALS_HEADINGS, SUPPLY_HEADINGS

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {
    "pyproject.toml", "README.md", "zoneland.toml", "LICENSE", "CHANGELOG.md", "zoneland",
    "boundaries", "landuse", "maps", "tests", "docs",
}  # fmt: skip


def git(*words: str) -> list[str]:
    """What git lists, split at NUL; skips outside a checkout."""
    program = shutil.which("git")
    if program is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run([program, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split("\0")


def test_the_direction_of_imports_is_kept() -> None:
    """Run in its own process: import-linter changes logging and caches modules."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_top_level_holds_what_was_agreed_and_no_more() -> None:
    found = {name.split("/")[0] for name in git("ls-files", "-z") if name}
    assert {name for name in found if not name.startswith(".")} == TOP_LEVEL


def test_no_path_of_one_machine_is_in_the_code() -> None:
    found = [
        name
        for name in git("ls-files", "-z", "*.py", "*.md", "*.toml", "*.js")
        if name and re.search(r"(?<![\w.])/(work|root|tmp)/", (ROOT / name).read_text("utf-8"))
    ]
    assert found in ([], ["tests/test_house.py"])


def test_every_text_is_there_in_both_languages() -> None:
    assert words("zh").keys() == words("en").keys()
    may_be_empty = {"report.page_end"}
    for lang in ("zh", "en"):
        texts = words(lang)  # type: ignore[arg-type]
        assert [key for key, text in texts.items() if not text.strip()] in ([], [*may_be_empty])


def blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_problem_has_the_same_blanks_in_both_languages() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert zh.keys() == en.keys()
    for code in zh:
        assert blanks(zh[code].said) == blanks(en[code].said), code
        assert blanks(zh[code].fix) == blanks(en[code].fix), code
        assert all((zh[code].title, zh[code].why, en[code].title, en[code].why)), code


def test_no_problem_has_two_pages() -> None:
    pages = sorted((ROOT / "zoneland/core/text/problems").glob("*.toml"))
    codes = [code for page in pages for code in tomllib.loads(page.read_text(encoding="utf-8"))]
    assert [code for code, count in Counter(codes).items() if count > 1] == []


def test_every_problem_that_code_raises_is_in_the_catalogue_and_none_is_idle() -> None:
    sources = list((ROOT / "zoneland").rglob("*.py"))
    used = {
        code for path in sources for code in re.findall(r'"(ZL\d{3})"', path.read_text("utf-8"))
    }
    assert used == set(catalogue("zh"))


def test_no_module_grows_beyond_three_hundred_lines() -> None:
    long = {
        path.name: len(path.read_text("utf-8").splitlines())
        for path in (ROOT / "zoneland").rglob("*.py")
        if len(path.read_text("utf-8").splitlines()) > 300
    }
    assert long == {}


def test_the_ledger_templates_have_headings_that_are_read() -> None:
    assert all(is_heading(APPROVALS, heading) for heading in APPROVALS_HEADINGS)
    assert all(is_heading(SUPPLY, heading) for heading in SUPPLY_HEADINGS)
