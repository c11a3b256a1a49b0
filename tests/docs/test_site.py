"""The site builds without a warning, opens from a file and asks a network for nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FETCHED = re.compile(
    r"""<(?:script|link|img|iframe|source|video)\b[^>]*?\b(?:src|href|srcset)=["'](?:https?:)?//[^"']+"""
    r"""|@import[^;]*//|url\(["']?(?:https?:)?//[^)]+""",
    re.IGNORECASE,
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def test_what_would_be_fetched_is_found() -> None:
    assert FETCHED.search('<link rel="stylesheet" href="https://fonts.example/x.css">')
    assert FETCHED.search("@import url('//fonts.example/x.css');")
    assert FETCHED.search('<a href="https://example.org">') is None


def test_the_site_builds_and_needs_no_network(tmp_path: Path) -> None:
    """One test, for one build: it takes a while."""
    site = tmp_path / "html"
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-q", "-d", tmp_path / "trees", "docs", site],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = [path for path in site.rglob("*") if path.suffix in {".html", ".css"}]
    fetched = {path.name: FETCHED.findall(path.read_text("utf-8")) for path in pages}
    assert {name: found for name, found in fetched.items() if found} == {}
    opens_alone(site)


def opens_alone(site: Path) -> None:
    """Read, click and search in a browser that may open files and nothing else."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        assert os.environ.get("CI") != "true", "no browser is installed"
        pytest.skip(f"built, but none of {', '.join(BROWSERS)} is installed to open it")
    from playwright.sync_api import Route, sync_playwright  # noqa: PLC0415

    asked: list[str] = []
    complaints: list[str] = []

    def only_files(route: Route) -> None:
        if route.request.url.startswith(("file://", "data:")):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.route("**/*", only_files)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for name in ("index", "guide/verdicts", "glossary", "rules/industrial-share", "api/judge"):
            page.goto((site / f"{name}.html").as_uri())
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 360, f"{name} is {wide} px wide on a phone"
        page.goto(f"{(site / 'search.html').as_uri()}?q=疑似闲置")
        page.wait_for_selector("#search-results li a")
        found = page.eval_on_selector_all("#search-results li a", "all => all.map(a => a.href)")
        browser.close()
    assert any("rules/idle-land" in link for link in found)
    assert asked == []
    assert complaints == []
