"""The Word report as it comes out of the printer: laid out by LibreOffice, page by page."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import docx
import pytest

from zoneland.report.word import write_word

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.rules.assessment import Assessment

PROGRAMS = ("soffice", "pdftoppm", "pdftotext", "pdffonts")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
INK = 200
"""Grey below which a pixel is printed, 0 to 255."""

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not on this machine: {', '.join(MISSING)} (LibreOffice, poppler)"
)


def told(*command: object) -> str:
    done = subprocess.run(
        [*map(str, command)], check=True, capture_output=True, timeout=120, text=True
    )
    return done.stdout


@pytest.fixture
def printed(assessment: Assessment, tmp_path: Path) -> Path:
    """The report and, beside it, its PDF."""
    path = tmp_path / "report.docx"
    write_word(assessment, path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    told("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path)
    return path


def inked_rows(page: Path) -> list[bool]:
    """Tell which rows of a page's grey picture have ink."""
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", page.read_bytes())
    assert head
    width, height = int(head[1]), int(head[2])
    grey = page.read_bytes()[head.end() :]
    return [min(grey[row * width : (row + 1) * width]) < INK for row in range(height)]


def chinese(text: str) -> set[str]:
    return set(re.findall("[\u4e00-\u9fff]", text))


def test_a_zone_takes_a_page_and_no_page_is_blank(printed: Path) -> None:
    pdf = printed.with_suffix(".pdf")
    told("pdftoppm", "-r", "30", "-gray", pdf, printed.with_name("page"))
    pages = sorted(printed.parent.glob("page-*.pgm"))
    texts = told("pdftotext", "-layout", pdf, "-").split("\f")[:-1]
    assert len(pages) == len(texts)
    for page in pages:
        rows = inked_rows(page)
        body = rows[len(rows) // 15 : -len(rows) // 15]  # without the header and the number
        assert sum(body) > len(body) / 20, page.name
    starts = [
        next(at for at, text in enumerate(texts) if f"（{zone}）" in text)
        for zone in ("A01", "B02", "C03")
    ]
    assert starts == sorted(set(starts))
    assert len(pages) <= 2 + 2 * 3 + 3  # cover, summary, zones, method with annexes
    # with a finding to list, all of a zone is on one page, down to its clauses
    assert "闲置土地处置办法" in texts[starts[1]]


def test_every_sign_is_printed_in_a_font_that_has_it(printed: Path) -> None:
    pdf = printed.with_suffix(".pdf")
    document = docx.Document(str(printed))
    written = "".join(node.text or "" for node in document.element.xpath("//w:t"))
    found = told("pdftotext", pdf, "-")
    assert chinese(written) <= chinese(found)
    assert "\ufffd" not in found
    fonts = told("pdffonts", pdf).splitlines()[2:]
    # what has no glyph is printed from no embedded font, or as a bitmap
    assert fonts
    assert all(re.search(r" yes yes (yes|no) +\d+ +\d+$", line) for line in fonts)
    assert not any("Type 3" in line for line in fonts)
