from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zoneland.maps.page import map_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

COUNTY = Path(__file__).parents[1] / "maps" / "county.py"
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 20_000


@pytest.fixture(scope="session")
def drawing() -> ModuleType:
    """Give the module that draws the made-up county."""
    spec = importlib.util.spec_from_file_location("county", COUNTY)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        message = f"none of {', '.join(NAMES)} is installed"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where there is a browser

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()


class Opened:
    """A page, with all that it asked for and complained of."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}} | options)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context.route("**/*", self._only_files)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.set_default_timeout(PATIENCE_MS)

    def _only_files(self, route: Route) -> None:
        self.requests.append(route.request.url)
        if route.request.url.startswith("file://"):
            route.continue_()
        else:
            route.abort()

    def _heard(self, message: ConsoleMessage) -> None:
        self.complaints.append(message.text)

    def view(self) -> tuple[float, float, float]:
        """Wait until the map stands still, then tell its middle and zoom."""
        script = (
            "() => { const { lng, lat } = map_zoneland.getCenter();"
            " return [lng, lat, map_zoneland.getZoom()]; }"
        )
        last: tuple[float, float, float] | None = None
        for _ in range(60):
            lon, lat, zoom = self.page.evaluate(script)
            if (lon, lat, zoom) == last:
                break
            last = (lon, lat, zoom)
            self.page.wait_for_timeout(150)
        return lon, lat, zoom


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Give a function that opens a page's text from a file."""
    all_opened: list[Opened] = []

    def open_text(html: str, *, before: str = "", ready: bool = True, **options: Any) -> Opened:
        path = tmp_path / "zones.html"
        path.write_text(html, encoding="utf-8")
        shown = Opened(browser, **options)
        all_opened.append(shown)
        if before:
            shown.page.add_init_script(before)
        shown.page.goto(path.as_uri())
        if ready:
            shown.page.wait_for_selector("[data-ready]", state="attached")
        return shown

    yield open_text
    for shown in all_opened:
        shown.context.close()


@pytest.fixture
def county(opened: Callable[..., Opened], drawing: ModuleType) -> Opened:
    """Open the made-up county's map."""
    return opened(map_html(drawing.county()))
