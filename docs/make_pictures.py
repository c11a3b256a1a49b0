"""Make the README's picture of the map from the sample, as a reader would see it.

Needs the test extra and a Chromium: ``python docs/make_pictures.py``.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from zoneland.project.init import init_sample
from zoneland.project.run import run

ROOT = Path(__file__).resolve().parents[1]
SIZE = {"width": 1440, "height": 900}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Run the sample as of 2026-10-31 and photograph its map."""
    with tempfile.TemporaryDirectory() as folder:
        county = Path(folder) / "county"
        init_sample(county)
        run(county, on="2026-10-31")
        photograph(county / "maps" / "zones.html", ROOT / "docs" / "pictures" / "map.png")


def photograph(page_path: Path, picture: Path) -> None:
    """Take a picture of a page in a headless browser."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        page.goto(page_path.as_uri())
        page.wait_for_timeout(1_500)
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main()
