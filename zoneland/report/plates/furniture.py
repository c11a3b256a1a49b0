"""Furniture of a plate: title, stamp, north arrow, scale bar, and what the plate rests on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from matplotlib.path import Path

from zoneland.core.naming import crs_in_words
from zoneland.core.style import sign
from zoneland.report.plates.ground import metres_per_unit, north_of
from zoneland.report.plates.looks import sign_ink
from zoneland.report.plates.sheet import GREY, INK

if TYPE_CHECKING:
    from zoneland.report.plates.ground import Window
    from zoneland.report.plates.lettering import Lettering
    from zoneland.report.plates.sheet import Sheet
    from zoneland.rules.assessment import Assessment

EDGE_CM: Final = 0.3
TITLE_PT: Final = 11.0
SMALL_PT: Final = 6.0
STAMP_INK: Final = "#c00000"
ROUND: Final = (1, 2, 5)
M_PER_KM: Final = 1_000
SHA_PREFIX: Final = 12
LEAST_TURN_MINUTES: Final = 1
"""Below this true north and grid north are one."""


def head(sheet: Sheet, title: str, *, verdict: str = "") -> None:
    """Write the title with its verdict, and the stamp that keeps the plate inside the office."""
    said = sheet.lettering.said
    at = sheet.height_cm - EDGE_CM - 0.4
    left = EDGE_CM
    if verdict:
        colour = sign_ink(verdict)
        sheet.text((left, at), sign(verdict), TITLE_PT + 1, colour=colour, is_sign=True)
        left += 0.5
    stamp = said["report.notice"]
    width = sheet.lettering.width_cm(stamp, 8) + 0.3
    right = sheet.width_cm - EDGE_CM
    room = right - width - 0.3 - left
    sheet.text((left, at), sheet.lettering.cut(title, TITLE_PT, width_cm=room), TITLE_PT)
    sheet.box(right - width, at - 0.14, right, at + 0.36, stroke=STAMP_INK, width_mm=0.3)
    sheet.text((right - width / 2, at), stamp, 8, colour=STAMP_INK, across="center")


def foot(sheet: Sheet, assessment: Assessment) -> None:
    """Say which day, data, plane and run the plate is of."""
    letters = sheet.lettering
    line = letters.cut(
        letters.fit("  ·  ".join(facts(assessment, letters))),
        SMALL_PT,
        width_cm=sheet.width_cm - 2 * EDGE_CM,
    )
    sheet.text((EDGE_CM, EDGE_CM - 0.08), line, SMALL_PT, colour=GREY)


def facts(assessment: Assessment, letters: Lettering) -> list[str]:
    """Give what a plate can be traced back by."""
    said, stamp = letters.said, assessment.stamp
    told = [
        f"{said['map.on']} {assessment.on.isoformat()}",
        f"{said['plate.data_on']} {stamp.data_on}" if stamp.data_on else "",
        crs_in_words(assessment.zones.crs, lang=letters.lang),
        f"SHA-256 {stamp.sha256[:SHA_PREFIX]}" if stamp.sha256 else "",
        f"{said['plate.approval']} {stamp.map_approval}"
        if stamp.map_approval
        else said["report.unaudited"],
    ]
    return [text for text in told if text]


def north_arrow(sheet: Sheet, window: Window, at: tuple[float, float]) -> None:
    """Draw true north, and tell grid north where the two differ; `at` is the arrow's middle."""
    said = sheet.lettering.said
    turn = north_of(window)
    x, y = at
    angle = -math.radians(turn)

    def turned(*points: tuple[float, float]) -> list[tuple[float, float]]:
        cos, sin = math.cos(angle), math.sin(angle)
        return [(x + u * cos - v * sin, y + u * sin + v * cos) for u, v in points]

    for half, fill in ((-0.17, INK), (0.17, "#ffffff")):
        points = turned((0, 0.45), (half, -0.4), (0, -0.22), (0, 0.45))
        sheet.draw(Path(points, closed=True), fill=fill, stroke=INK, width_mm=0.15)
    sheet.text(turned((0, 0.66))[0], said["map.north"], 8, across="center", up="center")
    minutes = round(abs(turn) * 60)
    if minutes >= LEAST_TURN_MINUTES:
        side = "east" if turn < 0 else "west"
        angle_said = f"{minutes // 60}°{minutes % 60:02d}′"
        told = said[f"plate.grid_{side}"].format(angle=angle_said)
        for row, line in enumerate(sheet.lettering.fold(told, SMALL_PT, width_cm=3.0)):
            sheet.text((x + 0.45, y + 0.1 - row * 0.27), line, SMALL_PT, colour=GREY)


def round_length_m(most_m: float) -> float:
    """Give the longest of 1, 2, 5, 10, 20, 50 … metres that is not above a length.

    Examples
    --------
    >>> round_length_m(730), round_length_m(200), round_length_m(1_999)
    (500.0, 200.0, 1000.0)
    """
    power = 10 ** math.floor(math.log10(most_m))
    return max(float(step * power) for step in ROUND if step * power <= most_m)


def scale_bar(sheet: Sheet, window: Window, at: tuple[float, float], *, most_cm: float) -> float:
    """Draw a bar of a round length and give it, in metres on the ground; `at` is its left end."""
    said = sheet.lettering.said
    cm_per_m = window.cm_per_unit / metres_per_unit(window)
    length_m = round_length_m(most_cm / cm_per_m)
    x, y = at
    half = length_m * cm_per_m / 2
    for start, fill in ((x, INK), (x + half, "#ffffff")):
        sheet.box(start, y, start + half, y + 0.11, fill=fill, stroke=INK, width_mm=0.15)
    divisor, unit = (M_PER_KM, "plate.km") if length_m >= M_PER_KM else (1, "plate.m")
    for step in range(3):
        number = f"{length_m * step / 2 / divisor:g}"
        sheet.text((x + half * step, y + 0.2), number, SMALL_PT, across="center")
    end = x + 2 * half + 0.12 + sheet.lettering.width_cm(number, SMALL_PT) / 2
    sheet.text((end, y + 0.2), said[unit], SMALL_PT)
    return length_m
