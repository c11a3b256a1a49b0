from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest

from zoneland.core.kinds import Kind
from zoneland.core.style import brushes, sign
from zoneland.core.verdicts import Verdict
from zoneland.core.wording import words

# Machado, Oliveira and Fernandes (2009), severity 1: what each eye makes of linear RGB.
EYES = {
    "common": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ]
)
LEAST_DIFFERENCE = 25
"""In CIE 1976 units; about 2 can just be seen side by side."""


def lab(colour: str, eye: np.ndarray) -> np.ndarray:
    encoded = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(eye @ linear, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", EYES)
def test_verdicts_are_told_apart_by_every_eye(eye: str) -> None:
    colours = [brush.stroke for brush in brushes("zone").values()]
    for first, second in combinations(colours, 2):
        difference = np.linalg.norm(lab(first, EYES[eye]) - lab(second, EYES[eye]))
        assert difference > LEAST_DIFFERENCE, (first, second)


def test_every_verdict_has_its_own_sign() -> None:
    assert len({sign(verdict) for verdict in Verdict}) == 3


def test_every_kind_status_and_line_has_a_brush() -> None:
    statuses = {key.split(".")[2] for key in words("zh") if key.startswith("idle.status.")}
    kinds = {key.split(".")[1] for key in words("zh") if key.startswith("finding.")}
    assert set(brushes("kind")) == set(Kind)
    assert set(brushes("zone")) == set(Verdict)
    assert set(brushes("idle")) == statuses
    assert set(brushes("finding")) == set(brushes("sliver")) == kinds
    assert set(brushes("line")) == {"farmland", "redline", "growth", "flexible", "special"}


@pytest.mark.parametrize("group", ["zone", "finding", "sliver", "idle", "line", "kind"])
def test_colours_are_plain_hexadecimal(group: str) -> None:
    for brush in brushes(group).values():
        for colour in filter(None, (brush.fill, brush.stroke)):
            assert re.fullmatch("#[0-9a-f]{6}", colour)
