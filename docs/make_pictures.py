"""Make the pages' pictures from the sample, as a reader would see it.

Needs the test extra and a Chromium: ``python docs/make_pictures.py``.
"""

from __future__ import annotations

import shutil
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

import zoneland as zl
from zoneland.project.init import init_sample
from zoneland.project.run import run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from zoneland.rules.assessment import Assessment

PICTURES = Path(__file__).resolve().parent / "pictures"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 780}
FAILING = "栀岭"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SETTLED_MS = 1_500


def main() -> None:
    """Run the sample as of 2026-10-31 and photograph what came out."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        county = Path(folder) / "county"
        init_sample(county)
        result = run(county, on="2026-10-31")
        browser = driver.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        photograph_map(browser, county / "maps" / "zones.html")
        photograph_cell(browser, result, Path(folder) / "cell.html")
        browser.close()
        plate = zl.zone_plate(result, "410199-06")
    (PICTURES / "plate.png").write_bytes(plate)
    for picture in PICTURES.glob("*.png"):
        slimmed(picture)


def slimmed(picture: Path) -> None:
    """Keep 256 colours: maps and text need no more, and pages open faster."""
    Image.open(picture).convert("RGB").quantize(256).save(picture, optimize=True)


def photograph_map(browser: Browser, path: Path) -> None:
    """Take the map on a desk and on a phone, and a failing zone's card."""
    page = opened(browser, path, DESK)
    page.screenshot(path=PICTURES / "map.png")
    page.fill(".zl-search", FAILING)
    page.click(".zl-zone")
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=PICTURES / "card.png")
    opened(browser, path, PHONE).screenshot(path=PICTURES / "phone.png")


def photograph_cell(browser: Browser, result: Assessment, path: Path) -> None:
    """Take what a notebook's cell shows."""
    font = "font:13px sans-serif;margin:8px"
    cell = f'<div style="padding:6px">{escape("[1]: result")}</div>{result._repr_html_()}'
    path.write_text(f'<meta charset="utf-8"><body style="{font}">{cell}', encoding="utf-8")
    page = opened(browser, path, {"width": 1440, "height": 1200})
    page.screenshot(path=PICTURES / "notebook.png")


def opened(browser: Browser, path: Path, size: dict[str, int]) -> Page:
    """Open a page and let it settle."""
    page = browser.new_page(viewport={"width": size["width"], "height": size["height"]})
    page.goto(path.as_uri())
    page.wait_for_timeout(SETTLED_MS)
    return page


if __name__ == "__main__":
    main()
