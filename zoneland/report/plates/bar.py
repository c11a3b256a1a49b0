"""Bars of industrial shares: the interval each zone's share lies in, against the threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from zoneland.core.figures import percent
from zoneland.core.naming import reading_in_words
from zoneland.core.style import brushes, sign
from zoneland.report.plates.furniture import EDGE_CM, SMALL_PT, foot, head
from zoneland.report.plates.hatches import Stripes
from zoneland.report.plates.legend import Entry, legend
from zoneland.report.plates.lettering import lettering
from zoneland.report.plates.looks import Look, paint, sign_ink
from zoneland.report.plates.sheet import GREY, INK, Sheet, rectangle

if TYPE_CHECKING:
    from zoneland.core.problems import Lang
    from zoneland.report.plates.lettering import Lettering
    from zoneland.rules.assessment import Assessment

WIDTH_CM: Final = 16.0
ROW_CM: Final = 0.7
BAR_CM: Final = 0.34
TOP_CM, BOTTOM_CM = 1.75, 1.75
LEFT_CM, RIGHT_CM = 5.0, 12.2
"""Where 0 % and 100 % stand."""
NAME_PT: Final = 7.0
STEPS: Final = range(0, 101, 20)
CERTAIN: Final = Look(fill=GREY, stroke=INK, width_mm=0.2)
"""In the legend; a bar has its verdict's colour."""
POSSIBLE: Final = Look(fill="#ffffff", hatch=(Stripes(45, 1.0),), ink=INK, stroke=INK, width_mm=0.2)


@dataclass(frozen=True, slots=True)
class Share:
    """A zone's share as it is drawn."""

    name: str
    verdict: str
    low: float
    high: float
    """0 to 1; both zero where nothing is known."""
    told: str
    """The figures, rounded so that they do not contradict the verdict."""


def draw_shares(
    assessment: Assessment, zone_id: str | None = None, *, lang: Lang | None = None
) -> Sheet:
    """Draw the bar of one zone, or those of all.

    Raises
    ------
    KeyError
        If the assessment has no such zone.
    """
    letters = lettering(lang or assessment.lang)
    shares = _shares(assessment, zone_id, letters)
    height = TOP_CM + BOTTOM_CM + ROW_CM * len(shares)
    sheet = Sheet(WIDTH_CM, height, letters)
    head(sheet, letters.said["plate.share_title"].format(reading=_reading(assessment, letters)))
    _draw_axis(sheet)
    for row, share in enumerate(shares):
        _draw_share(sheet, share, height - TOP_CM - (row + 0.5) * ROW_CM)
    _draw_threshold(sheet, assessment)
    entries = [
        Entry(letters.said["plate.certain"], CERTAIN),
        Entry(letters.said["plate.possible"], POSSIBLE),
    ]
    for entry, left in zip(entries, (EDGE_CM, LEFT_CM), strict=True):
        legend(sheet, [entry], (left, 0.6, left + 8.0, 1.0))
    foot(sheet, assessment)
    return sheet


def _reading(assessment: Assessment, letters: Lettering) -> str:
    return reading_in_words(assessment.rules.industrial_share.reading, lang=letters.lang)


def _shares(assessment: Assessment, zone_id: str | None, letters: Lettering) -> list[Share]:
    """Gather what is drawn, of one zone or of all, in the zones' order."""
    zones = assessment.zones
    if zone_id is not None:
        zones = zones[zones["zone_id"].astype(str) == str(zone_id)]
        if not len(zones):
            raise KeyError(zone_id)
    rule, frame = assessment.rules.industrial_share, assessment.readings
    own = frame[frame["reading"] == rule.reading] if len(frame) else frame
    keys = [(str(row["zone_id"]), row["land_use"]) for row in own.to_dict("records")]
    by_zone = dict(zip(keys, own.to_dict("records"), strict=True))
    return [
        _share(zone, by_zone.get((str(zone["zone_id"]), zone.get("land_use"))), assessment, letters)
        for zone in zones.to_dict("records")
    ]


def _share(
    zone: dict[str, Any], row: dict[Any, Any] | None, assessment: Assessment, letters: Lettering
) -> Share:
    name = letters.named(zone.get("zone_name"), zone["zone_id"])
    verdict = str(zone.get("share_verdict", zone["verdict"]))
    if row is None or int(row["whole_dm2"]) <= 0:
        return Share(name, verdict, 0.0, 0.0, letters.said["plate.not_known"])
    certain, possible, whole = (
        int(row[key]) for key in ("certain_dm2", "possible_dm2", "whole_dm2")
    )
    minimum = assessment.rules.industrial_share.minimum
    low, high = percent(certain, whole, minimum), percent(possible, whole, minimum)
    told = low if certain == possible else f"{low}–{high}"
    use = letters.said[f"land_use.{row['land_use']}"]
    return Share(name, verdict, certain / whole, possible / whole, f"{told}  {use}")


def _across(share: float) -> float:
    return LEFT_CM + (RIGHT_CM - LEFT_CM) * share


def _certain(verdict: str) -> Look:
    return replace(CERTAIN, fill=brushes("zone")[verdict].fill)


def _draw_axis(sheet: Sheet) -> None:
    top = sheet.height_cm - TOP_CM
    for step in STEPS:
        x = _across(step / 100)
        sheet.line((x, BOTTOM_CM - 0.08), (x, top), stroke="#c9ced4", width_mm=0.12)
        sheet.text((x, BOTTOM_CM - 0.34), f"{step}%", SMALL_PT, colour=GREY, across="center")


def _draw_threshold(sheet: Sheet, assessment: Assessment) -> None:
    """Draw the threshold above the bars, so that it is seen on them."""
    minimum = assessment.rules.industrial_share.minimum
    x, top = _across(float(minimum)), sheet.height_cm - TOP_CM
    sheet.line((x, BOTTOM_CM - 0.08), (x, top + 0.1), stroke=INK, width_mm=0.45, dash_mm=(1.4, 0.7))
    shown = percent(minimum.numerator, minimum.denominator).replace(".00%", "%")
    told = sheet.lettering.said["plate.threshold"].format(minimum=f"≥ {shown}")
    sheet.text((x, top + 0.18), told, NAME_PT, across="center")


def _draw_share(sheet: Sheet, share: Share, middle: float) -> None:
    """Draw a row: name, sign, what is certain, what is possible, and the figures."""
    foot_cm = middle - NAME_PT * 0.0127
    colour = sign_ink(share.verdict)
    sheet.text((EDGE_CM, foot_cm), sign(share.verdict), NAME_PT, colour=colour, is_sign=True)
    room = LEFT_CM - EDGE_CM - 0.5
    name = sheet.lettering.cut(share.name, NAME_PT, width_cm=room)
    sheet.text((EDGE_CM + 0.35, foot_cm), name, NAME_PT)
    low, high = middle - BAR_CM / 2, middle + BAR_CM / 2
    ends = (_across(0), _across(share.low), _across(share.high))
    if share.low:
        paint(sheet, rectangle(ends[0], low, ends[1], high), _certain(share.verdict))
    if share.high > share.low:
        paint(sheet, rectangle(ends[1], low, ends[2], high), POSSIBLE)
    after = RIGHT_CM + 0.15 if share.high else LEFT_CM + 0.15
    sheet.text((after, foot_cm), share.told, NAME_PT)
