"""The plate of all zones: each by its verdict, with its name where there is room for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from zoneland.core.style import brushes, sign
from zoneland.report.plates.furniture import EDGE_CM, foot, head, north_arrow, scale_bar
from zoneland.report.plates.ground import window_around
from zoneland.report.plates.labels import Label, leader, place_labels
from zoneland.report.plates.legend import Entry, legend
from zoneland.report.plates.lettering import CM_PER_PT, lettering
from zoneland.report.plates.looks import look, paint, sign_ink
from zoneland.report.plates.sheet import GREY, INK, Sheet
from zoneland.report.values import inner_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.core.problems import Lang
    from zoneland.report.plates.ground import Bounds, Window
    from zoneland.report.plates.lettering import Lettering
    from zoneland.rules.assessment import Assessment

WIDTH_CM, HEIGHT_CM = 16.0, 10.0
MAP_CM: Final = (EDGE_CM, 0.65, 12.0, 9.0)
COLUMN_CM: Final = (12.3, 1.45, WIDTH_CM - EDGE_CM, 7.9)
LABEL_PT: Final = 6.4
SIGN_CM: Final = 0.3
LABEL_CM: Final = 0.32
MOST_NAMED: Final = 40
"""Lines of the list of names that found no room on the map."""
SLIM_CM: Final = 1.0
"""Zones that are mostly smaller than this have thinner outlines, down to `LEAST_EDGE_MM`."""
LEAST_EDGE_MM: Final = 0.25
LEAST_SEEN_CM: Final = 0.14
"""A zone smaller than this is marked by a dot."""


@dataclass(frozen=True, slots=True)
class Named:
    """A zone to be named: its verdict and what is written of it."""

    verdict: str
    text: str
    label: Label


def draw_county(assessment: Assessment, *, lang: Lang | None = None) -> Sheet:
    """Draw the plate of all zones."""
    letters = lettering(lang or assessment.lang)
    sheet = Sheet(WIDTH_CM, HEIGHT_CM, letters)
    zones = assessment.zones
    window = window_around(tuple(zones.total_bounds.tolist()), MAP_CM, zones.crs)
    _draw_zones(sheet, window, assessment)
    remarks = _draw_names(sheet, window, assessment)
    sheet.box(*MAP_CM, stroke=INK, width_mm=0.25)
    title = letters.named(assessment.title, letters.said["map.untitled"])
    head(sheet, letters.said["plate.county_title"].format(title=title))
    left, bottom, right, top = COLUMN_CM
    north_arrow(sheet, window, (left + 0.3, top + 0.38))
    legend(sheet, [*_verdicts(assessment, letters), *remarks], COLUMN_CM)
    scale_bar(sheet, window, (left + 0.05, bottom - 0.75), most_cm=(right - left) * 0.8)
    foot(sheet, assessment)
    return sheet


def _verdicts(assessment: Assessment, letters: Lettering) -> list[Entry]:
    found = [str(verdict) for verdict in assessment.zones["verdict"]]
    said = letters.said
    return [
        Entry(
            said["plate.verdict_count"].format(
                verdict=said[f"verdict.{verdict}"], count=found.count(verdict)
            ),
            look("zone", verdict),
            sign(verdict),
        )
        for verdict in brushes("zone")
        if verdict in found
    ]


def _draw_zones(sheet: Sheet, window: Window, assessment: Assessment) -> None:
    shapes = np.asarray(assessment.zones.geometry.array, dtype=object)
    verdicts = np.array([str(verdict) for verdict in assessment.zones["verdict"]], dtype=object)
    sizes = shapely.bounds(shapes)
    across = np.minimum(sizes[:, 2] - sizes[:, 0], sizes[:, 3] - sizes[:, 1]) * window.cm_per_unit
    slim = min(float(np.median(across)) / SLIM_CM, 1.0)
    for verdict in brushes("zone"):
        own = look("zone", verdict)
        dash = tuple(part * slim for part in own.dash_mm)
        own = replace(own, width_mm=max(own.width_mm * slim, LEAST_EDGE_MM), dash_mm=dash)
        paint(sheet, window.path(shapes[verdicts == verdict]), own)
    for place in np.flatnonzero(across < LEAST_SEEN_CM):
        at = _anchor(window, shapes[place])
        dot = shapely.Point(at).buffer(LEAST_SEEN_CM / 2)
        colour = brushes("zone")[verdicts[place]].stroke
        sheet.line(*dot.exterior.coords, fill=colour, stroke=INK, width_mm=0.1)


def _anchor(window: Window, shape: Any) -> tuple[float, float]:  # noqa: ANN401  a geometry
    point = inner_points(np.array([shape], dtype=object))
    x, y = window.on_paper(shapely.get_coordinates(point))[0].tolist()
    return x, y


def _draw_names(sheet: Sheet, window: Window, assessment: Assessment) -> list[Entry]:
    """Write the names that find room, numbers for others, and give the list of those."""
    named = [_named(sheet, window, zone) for zone in assessment.zones.to_dict("records")]
    taken: list[Bounds] = []
    boxes = place_labels([one.label for one in named], MAP_CM, taken=taken)
    left = []
    for one, box in zip(named, boxes, strict=True):
        if any(box):
            _write_name(sheet, one, box)
        else:
            left.append(one)
    return _list(sheet, _number(sheet, left, taken))


def _number(sheet: Sheet, left: Sequence[Named], taken: list[Bounds]) -> list[str]:
    """Write numbers in place of names and give the list of both."""
    numbered = [_renamed(sheet, one, str(number)) for number, one in enumerate(left, start=1)]
    boxes = place_labels([one.label for one in numbered], MAP_CM, taken=taken, may_cover=True)
    told = []
    for one, small, box in zip(left, numbered, boxes, strict=True):
        if any(box):
            _write_name(sheet, small, box)
        told.append(f"{small.text if any(box) else '–'} {one.text}")
    return told


def _list(sheet: Sheet, left: Sequence[str]) -> list[Entry]:
    if not left:
        return []
    said = sheet.lettering.said
    lines = [Entry(line) for line in left]
    more = len(lines) - MOST_NAMED
    rest = [Entry(said["plate.more_unnamed"].format(count=more))] if more > 0 else []
    return [Entry(said["plate.unnamed"]), *lines[:MOST_NAMED], *rest]


def _named(sheet: Sheet, window: Window, zone: dict[str, Any]) -> Named:
    """Measure a zone's name and find the zone on the sheet."""
    xy = window.on_paper(np.array(zone["geometry"].bounds).reshape(2, 2))
    bounds = (*xy[0].tolist(), *xy[1].tolist())
    text = sheet.lettering.named(zone.get("zone_name"), zone["zone_id"])
    label = Label(_anchor(window, zone["geometry"]), bounds, 0.0, LABEL_CM)
    return _renamed(sheet, Named(str(zone["verdict"]), text, label), text)


def _renamed(sheet: Sheet, one: Named, text: str) -> Named:
    """Write another text at the same place."""
    width = sheet.lettering.width_cm(text, LABEL_PT) + SIGN_CM + 0.1
    return Named(one.verdict, text, Label(one.label.anchor, one.label.bounds, width, LABEL_CM))


def _write_name(sheet: Sheet, one: Named, box: Bounds) -> None:
    left, bottom, right, top = box
    line = leader(box, one.label)
    if line:
        sheet.line(*line, stroke=GREY, width_mm=0.2)
    colour = sign_ink(one.verdict)
    sheet.box(left, bottom, right, top, fill="#ffffff", alpha=0.86)
    foot_cm = (bottom + top) / 2 - LABEL_PT * CM_PER_PT * 0.36
    sheet.text(
        (left + SIGN_CM / 2, foot_cm), sign(one.verdict), LABEL_PT, colour=colour, is_sign=True,
        across="center",
    )  # fmt: skip
    sheet.text((left + SIGN_CM, foot_cm), one.text, LABEL_PT)
