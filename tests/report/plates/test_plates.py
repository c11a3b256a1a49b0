from __future__ import annotations

import re
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pytest

from zoneland.core.problems import InputError
from zoneland.report.plates import county_plate, save_plate, share_bar, zone_plate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np

    from zoneland.rules.assessment import Assessment

DRAWN: dict[str, Callable[[Assessment], bytes]] = {
    "zone": lambda assessment: zone_plate(assessment, "A01"),
    "county": county_plate,
    "share": share_bar,
}


@pytest.mark.parametrize("subject", DRAWN)
def test_the_same_assessment_gives_the_same_bytes(landed: Assessment, subject: str) -> None:
    first = DRAWN[subject](landed)
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 30, "savefig.dpi": 50}):
        mine = dict(mpl.rcParams)
        assert DRAWN[subject](landed) == first
        assert dict(mpl.rcParams) == mine
    assert b"Matplotlib" not in first


@pytest.mark.parametrize("subject", ["zone", "county"])
def test_a_plate_is_sixteen_by_ten_centimetres_at_200_dots_an_inch(
    landed: Assessment, subject: str, seen: Callable[[bytes], np.ndarray]
) -> None:
    high, wide, _ = seen(DRAWN[subject](landed)).shape
    assert wide == pytest.approx(16 / 2.54 * 200, abs=1)
    assert high == pytest.approx(10 / 2.54 * 200, abs=1)


SAVED: list[dict[str, Any]] = [
    {"zone_id": "A01"}, {}, {"kind": "share"}, {"zone_id": "A01", "kind": "share"},
]  # fmt: skip


@pytest.mark.parametrize("what", SAVED)
def test_a_pdf_has_the_plates_size_and_lines_in_place_of_dots(
    landed: Assessment, tmp_path: Path, what: dict[str, Any]
) -> None:
    path = tmp_path / "plates" / "plate.pdf"
    save_plate(landed, path, **what)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", content)
    assert box
    assert float(box[1]) == pytest.approx(16 / 2.54 * 72, abs=0.1)
    if what.get("kind") != "share":
        assert float(box[2]) == pytest.approx(10 / 2.54 * 72, abs=0.1)
    assert b"/Subtype /Image" not in content
    assert b"CreationDate" not in content
    save_plate(landed, path, **what)
    assert path.read_bytes() == content
    pages = [
        zlib.decompress(part)
        for part in re.findall(rb"stream\r?\n(x.*?)endstream", content, re.DOTALL)
    ]
    assert any(page.count(b" l\n") > 20 for page in pages)


def test_a_png_is_saved_as_it_is_given(landed: Assessment, tmp_path: Path) -> None:
    save_plate(landed, tmp_path / "A01.PNG", zone_id="A01")
    assert (tmp_path / "A01.PNG").read_bytes() == zone_plate(landed, "A01")


def test_another_ending_is_refused_and_nothing_is_written(
    landed: Assessment, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=r"png or \.pdf") as refused:
        save_plate(landed, tmp_path / "plate.jpg")
    assert not isinstance(refused.value, InputError)
    assert list(tmp_path.iterdir()) == []


def test_matplotlib_waits_until_a_plate_is_drawn_and_pyplot_is_never_used() -> None:
    asked = (
        "import sys, zoneland.report.plates as plates\n"
        "assert 'matplotlib' not in sys.modules\n"
        "import zoneland.report.plates.render\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)
