from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zoneland.core.style import brushes
from zoneland.report.plates.hatches import HATCHES, OUTLINES_MM
from zoneland.report.plates.lettering import Lettering
from zoneland.report.plates.looks import look, paint
from zoneland.report.plates.sheet import Sheet, rectangle

if TYPE_CHECKING:
    from collections.abc import Callable

GROUPS = ("kind", "finding", "sliver", "idle", "line", "zone")
EYE_CAN_TELL = 0.10
"""Of the way from black to white, side by side."""
PATTERNS_DIFFER = 0.90
"""Likeness of two hatches' spectra, 0 to 1, below which they are two."""


@pytest.mark.parametrize("group", GROUPS)
def test_everything_in_the_palette_has_a_hatch_or_is_a_line(group: str) -> None:
    assert HATCHES[group].keys() == brushes(group).keys()
    bare = {key for key, hatch in HATCHES[group].items() if not hatch}
    assert bare == ({"growth", "flexible", "special"} if group == "line" else set())


def test_outlines_of_verdicts_differ_by_their_dashes() -> None:
    assert OUTLINES_MM.keys() == brushes("zone").keys()
    assert len(set(OUTLINES_MM.values())) == 3


def grey(group: str, key: str, seen: Callable[[bytes], np.ndarray]) -> np.ndarray:
    """What a grey printer makes of 3 cm of ground in one look, without its outline."""
    sheet = Sheet(4.0, 4.0, Lettering("en", None))
    paint(sheet, rectangle(0.2, 0.2, 3.8, 3.8), look(group, key))
    pixels = seen(sheet.saved("png"))[40:270, 40:270]
    return pixels @ np.array([0.299, 0.587, 0.114]) / 255


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """How alike two patterns are wherever they begin: the cosine of their spectra."""
    spectra = [np.abs(np.fft.fft2(part - part.mean()))[:, :116].ravel() for part in (one, other)]
    return float(spectra[0] @ spectra[1] / np.prod([np.linalg.norm(part) for part in spectra]))


@pytest.mark.parametrize("group", ["kind", "finding", "idle", "zone"])
def test_no_two_look_alike_on_a_black_and_white_printer(
    group: str, seen: Callable[[bytes], np.ndarray]
) -> None:
    printed = {key: grey(group, key, seen) for key in HATCHES[group]}
    alike = [
        (first, second)
        for first, second in combinations(printed, 2)
        if abs(printed[first].mean() - printed[second].mean()) < EYE_CAN_TELL
        and likeness(printed[first], printed[second]) > PATTERNS_DIFFER
    ]
    assert alike == []


def test_a_hatch_is_dark_enough_to_be_seen_on_its_fill(
    seen: Callable[[bytes], np.ndarray],
) -> None:
    for key in HATCHES["kind"]:
        printed = grey("kind", key, seen)
        assert printed.max() - printed.min() > 0.25, key
