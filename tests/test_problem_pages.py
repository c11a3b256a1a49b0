"""The pages of problem codes say what the catalogue says."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = runpy.run_path(str(ROOT / "docs" / "make_problem_pages.py"))


def test_every_code_has_its_page_and_no_page_is_stale() -> None:
    """Where this fails: ``python docs/make_problem_pages.py``."""
    folder = ROOT / "docs" / "problems"
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert found == PROGRAM["pages"]()
