"""What is drawn: land, lines, zones, plots and findings, each as a layer with its own switch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from zoneland.core.problems import Level
from zoneland.core.style import Brush, brushes, sign
from zoneland.core.wording import words
from zoneland.maps.drawn import areas, column, drawn_of, wholes
from zoneland.maps.land_styles import land_brushes, land_styles
from zoneland.maps.told import is_true
from zoneland.rules.matrix import MATRIX, level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from zoneland.core.problems import Lang
    from zoneland.maps.drawn import Drawn
    from zoneland.rules.assessment import Assessment
    from zoneland.rules.settings import LinesRule

LINES: Final = ("farmland", "redline", "growth", "flexible", "special")

LAYER_OF: Final = {Level.ERROR: "findings", Level.WARNING: "warnings", Level.INFO: "notes"}
"""Kinds of finding by how grave they are; a sliver is drawn with its kind."""

ORDINARY: Final = frozenset({"not_due", "started", "completed"})
"""Statuses of plots that nothing is wrong with."""

MONTHS_A_YEAR: Final = 12
YOUNG_ALPHA: Final = 0.32


def parcels(key: str, frame: gpd.GeoDataFrame, *, lang: Lang, is_on: bool) -> Drawn:
    """Draw land by kind; an unknown kind is drawn as such."""
    said = words(lang)
    styles = land_styles(frame)
    codes = zip(column(frame, "class_code"), column(frame, "class_name"), strict=True)
    return drawn_of(
        key,
        frame,
        title=said[f"role.{key}"],
        looks=(styles, land_brushes(styles, lang=lang)),
        fields=(
            (said["map.class"], [" ".join(pair).strip() for pair in codes]),
            (said["map.parcel"], column(frame, "parcel_id")),
            (said["map.stored"], areas(frame, "stored_m2", said["map.ha"])),
        ),
        is_on=is_on,
    )


def line(key: str, frame: gpd.GeoDataFrame, *, lang: Lang) -> Drawn:
    """Draw one control line's land; it is off until asked for."""
    title = words(lang)[f"role.{key}"]
    # A sub-zone of the growth boundary looks like the findings in it, without their fill.
    sub = brushes("finding").get(key)
    brush = brushes("line").get(key) or replace(sub or Brush(), fill="")
    looks = ([key] * len(frame), {key: (title, brush)})
    return drawn_of(key, frame, title=title, looks=looks, is_on=False)


def zones(frame: gpd.GeoDataFrame, *, lang: Lang) -> Drawn:
    """Draw zones by verdict."""
    said = words(lang)
    known = {
        verdict: (f"{sign(verdict)} {said[f'verdict.{verdict}']}", brush)
        for verdict, brush in brushes("zone").items()
    }
    return drawn_of(
        "zones",
        frame,
        title=said["role.zones"],
        looks=([str(verdict) for verdict in frame["verdict"]], known),
        fields=((said["map.name"], column(frame, "zone_name")),),
    )


def layer_of(kind: str, *, rule: LinesRule) -> str:
    """Name the layer that a kind of finding is drawn in.

    Examples
    --------
    >>> from zoneland.rules.settings import LinesRule
    >>> [layer_of(kind, rule=LinesRule()) for kind in ("farmland", "special", "cropland")]
    ['findings', 'warnings', 'notes']
    """
    return LAYER_OF[level_of(kind, rule=rule)] if kind in MATRIX else LAYER_OF[Level.ERROR]


def findings(frame: gpd.GeoDataFrame, *, lang: Lang, rule: LinesRule) -> Iterator[Drawn]:
    """Draw pieces by kind, a layer for each level, the gravest last.

    Slivers, and what is smaller still, have a dashed outline alone. What is only to be known is
    off until asked for: cropland would drown the rest.
    """
    said = words(lang)
    known = {f"finding/{k}": (said[f"finding.{k}"], b) for k, b in brushes("finding").items()}
    known |= {
        f"sliver/{kind}": (f"{said[f'finding.{kind}']} · {said['map.slivers']}", brush)
        for kind, brush in brushes("sliver").items()
    }
    groups = ["finding" if band == "finding" else "sliver" for band in frame["band"]]
    styles = [f"{g}/{kind}" for g, kind in zip(groups, frame["kind"], strict=True)]
    widths = ["" if pd.isna(width) else f"{width:.2f} m" for width in frame["width_m"]]
    fields = (
        (said["map.area"], areas(frame, "area_m2", said["map.ha"])),
        (said["map.width"], widths),
        (said["map.level"], [said[f"level.{level}"] for level in frame["level"]]),
        (said["map.zone"], column(frame, "zone_name")),
        (said["map.piece"], column(frame, "finding_id")),
    )
    owners = np.array([layer_of(kind, rule=rule) for kind in frame["kind"]], dtype=object)
    for level, key in reversed(LAYER_OF.items()):
        if (owners == key).any():
            yield drawn_of(
                key,
                frame,
                title=said[f"map.layer.{key}"],
                looks=(styles, known),
                fields=fields,
                is_on=level is not Level.INFO,
                among=owners == key,
            )


def _ages(frame: gpd.GeoDataFrame) -> list[str]:
    """Name each plot's style: its status, and of unsupplied land its age in whole years."""
    pairs = zip(frame["status"], frame["months"], strict=True)
    return [
        f"unsupplied/{int(months >= MONTHS_A_YEAR)}"
        if status == "unsupplied" and not pd.isna(months)
        else str(status)
        for status, months in pairs
    ]


def _aged(lang: Lang) -> dict[str, tuple[str, Brush]]:
    """Give the label and brush of each status, the older the darker."""
    said, known = words(lang), {}
    for key, brush in brushes("idle").items():
        if key == "unsupplied":
            known["unsupplied/1"] = (said["map.unsupplied_1"], brush)
            young = replace(brush, alpha=YOUNG_ALPHA)
            known["unsupplied/0"] = (said["map.unsupplied_0"], young)
        known[key] = (said[f"idle.status.{key}"], brush)
    return known


def idle(frame: gpd.GeoDataFrame, *, lang: Lang) -> Iterator[Drawn]:
    """Draw plots by status and age; those that nothing is wrong with below, off until asked for."""
    said = words(lang)
    causes = [said["map.government"] if is_true(is_so) else "" for is_so in frame["is_government"]]
    fields = (
        (said["map.project"], column(frame, "project")),
        (said["map.area"], areas(frame, "area_m2", said["map.ha"])),
        (said["map.due"], column(frame, "due_on")),
        (said["map.months"], wholes(frame, "months")),
        (said["map.started"], column(frame, "started_on")),
        (said["map.cause"], causes),
        (said["map.batch"], column(frame, "batch_id")),
        (said["map.zone"], column(frame, "zone_name")),
        (said["map.plot"], column(frame, "plot_id")),
    )
    looks = (_ages(frame), _aged(lang))
    is_ordinary = frame["status"].isin(ORDINARY).to_numpy()
    for key, title, among in (
        ("plots", said["map.ordinary"], is_ordinary),
        ("idle", said["rule.idle_land"], ~is_ordinary),
    ):
        if among.any():
            is_on = key == "idle"
            yield drawn_of(
                key, frame, title=title, looks=looks, fields=fields, is_on=is_on, among=among
            )


def layers(assessment: Assessment, *, lang: Lang) -> Iterator[Drawn]:
    """Yield the layers that there are, lowest first."""
    found = assessment.layers
    for key in ("survey", "plan"):
        if key in found:
            is_on = key == "plan" or "plan" not in found
            yield parcels(key, found[key], lang=lang, is_on=is_on)
    for key in LINES:
        if key in found and len(found[key]):
            yield line(key, found[key], lang=lang)
    yield zones(assessment.zones, lang=lang)
    rule = assessment.rules.control_lines
    above = [
        *(idle(assessment.idle, lang=lang) if len(assessment.idle) else ()),
        *(findings(assessment.findings, lang=lang, rule=rule) if len(assessment.findings) else ()),
    ]
    # A switch for what has no polygon would switch nothing.
    yield from (layer for layer in above if layer.rows)
