"""What is drawn: each layer's polygons, the brush of each, and what is told about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from zoneland.core.kinds import Kind
from zoneland.core.wording import words
from zoneland.maps.lonlat import to_lonlat
from zoneland.maps.pack import pack_columns, pack_shapes, polygons
from zoneland.core.style import Brush, brushes, sign
from zoneland.maps.told import hectares_or_dash, is_true, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

    Known = Mapping[str, tuple[str, Brush]]

LINES: Final = ("farmland", "redline", "growth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One layer, ready to be drawn."""

    key: str
    title: str
    is_on: bool
    """Shown when the map opens."""
    rows: tuple[int, ...]
    """Positions in the frame it came from; a row without polygons is not drawn."""
    shapes: NDArray[np.object_]
    """In degrees, a shape a row."""
    brushes: tuple[tuple[str, Brush], ...]
    """Legend label and brush, in the legend's order; only those that occur."""
    brush_of: tuple[int, ...]
    """Position in `brushes`, a row each."""
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Label and texts, a text a row; empty texts are not shown."""

    def as_plain(self) -> dict[str, Any]:
        """Give the layer as the page's script reads it."""
        counts = np.bincount(self.brush_of, minlength=len(self.brushes)).tolist()
        columns = [list(values) for _, values in self.fields]
        return {
            "key": self.key,
            "title": self.title,
            "on": self.is_on,
            "count": len(self.rows),
            "brushes": [
                {"label": label, "count": count, **_brush(brush)}
                for (label, brush), count in zip(self.brushes, counts, strict=True)
            ],
            "fields": [label for label, _ in self.fields],
            "shapes": pack_shapes(self.shapes),
            "columns": pack_columns({"brush": list(self.brush_of), "fields": columns}),
        }


def _brush(brush: Brush) -> dict[str, Any]:
    return {name: getattr(brush, name) for name in Brush.__slots__}


def _drawn(
    key: str,
    frame: gpd.GeoDataFrame,
    *,
    title: str,
    looks: tuple[Sequence[str], Known],
    fields: Sequence[tuple[str, list[str]]] = (),
) -> Drawn:
    """Make a layer of a frame's polygons.

    `looks` names each row's style, and gives the label and brush of each style.
    """
    styles, known = looks
    shapes = to_lonlat(frame)
    rows = np.unique(polygons(shapes)[1])
    used = {styles[row] for row in rows}
    order = [style for style in known if style in used]
    place = {style: position for position, style in enumerate(order)}
    return Drawn(
        key=key,
        title=title,
        is_on=True,
        rows=tuple(rows.tolist()),
        shapes=shapes[rows],
        brushes=tuple(known[style] for style in order),
        brush_of=tuple(place[styles[row]] for row in rows),
        fields=tuple((label, tuple(values[row] for row in rows)) for label, values in fields),
    )


def _column(frame: pd.DataFrame, name: str) -> list[str]:
    return [text(value) for value in frame[name]] if name in frame else [""] * len(frame)


def _wholes(frame: pd.DataFrame, name: str) -> list[str]:
    return ["" if pd.isna(number) else str(int(number)) for number in frame[name]]


def _areas(frame: pd.DataFrame, name: str, unit: str) -> list[str]:
    if name not in frame:
        return [""] * len(frame)
    return ["" if pd.isna(area) else f"{hectares_or_dash(area)} {unit}" for area in frame[name]]


def parcels(key: str, frame: gpd.GeoDataFrame, *, lang: Lang, is_on: bool) -> Drawn:
    """Draw land by kind; an unknown kind is drawn as such."""
    said = words(lang)
    kinds = [kind if kind in set(Kind) else str(Kind.UNKNOWN) for kind in _column(frame, "kind")]
    codes = zip(_column(frame, "class_code"), _column(frame, "class_name"), strict=True)
    known = {kind: (said[f"kind.{kind}"], brush) for kind, brush in brushes("kind").items()}
    drawn = _drawn(
        key,
        frame,
        title=said[f"role.{key}"],
        looks=(kinds, known),
        fields=(
            (said["map.class"], [" ".join(pair).strip() for pair in codes]),
            (said["map.parcel"], _column(frame, "parcel_id")),
            (said["map.stored"], _areas(frame, "stored_m2", said["map.ha"])),
        ),
    )
    return replace(drawn, is_on=is_on)


def line(key: str, frame: gpd.GeoDataFrame, *, lang: Lang) -> Drawn:
    """Draw one control line's land; it is off until asked for."""
    title = words(lang)[f"role.{key}"]
    known = {key: (title, brushes("line")[key])}
    drawn = _drawn(key, frame, title=title, looks=([key] * len(frame), known))
    return replace(drawn, is_on=False)


def zones(frame: gpd.GeoDataFrame, *, lang: Lang) -> Drawn:
    """Draw zones by verdict."""
    said = words(lang)
    known = {
        verdict: (f"{sign(verdict)} {said[f'verdict.{verdict}']}", brush)
        for verdict, brush in brushes("zone").items()
    }
    return _drawn(
        "zones",
        frame,
        title=said["role.zones"],
        looks=([str(verdict) for verdict in frame["verdict"]], known),
        fields=((said["map.name"], _column(frame, "zone_name")),),
    )


def findings(frame: gpd.GeoDataFrame, *, lang: Lang) -> Drawn:
    """Draw pieces by kind; slivers, and what is smaller still, by a dashed outline alone."""
    said = words(lang)
    known = {f"finding/{k}": (said[f"finding.{k}"], b) for k, b in brushes("finding").items()}
    known |= {
        f"sliver/{kind}": (f"{said[f'finding.{kind}']} · {said['map.slivers']}", brush)
        for kind, brush in brushes("sliver").items()
    }
    groups = ["finding" if band == "finding" else "sliver" for band in frame["band"]]
    widths = ["" if pd.isna(width) else f"{width:.2f} m" for width in frame["width_m"]]
    return _drawn(
        "findings",
        frame,
        title=said["map.findings"],
        looks=([f"{g}/{kind}" for g, kind in zip(groups, frame["kind"], strict=True)], known),
        fields=(
            (said["map.area"], _areas(frame, "area_m2", said["map.ha"])),
            (said["map.width"], widths),
            (said["map.level"], [said[f"level.{level}"] for level in frame["level"]]),
            (said["map.zone"], _column(frame, "zone_name")),
            (said["map.piece"], _column(frame, "finding_id")),
        ),
    )


def idle(frame: gpd.GeoDataFrame, *, lang: Lang) -> Drawn:
    """Draw approved-but-unsupplied and supplied plots by status."""
    said = words(lang)
    causes = [said["map.government"] if is_true(is_so) else "" for is_so in frame["is_government"]]
    known = {key: (said[f"idle.status.{key}"], b) for key, b in brushes("idle").items()}
    return _drawn(
        "idle",
        frame,
        title=said["rule.idle_land"],
        looks=([str(status) for status in frame["status"]], known),
        fields=(
            (said["map.project"], _column(frame, "project")),
            (said["map.area"], _areas(frame, "area_m2", said["map.ha"])),
            (said["map.due"], _column(frame, "due_on")),
            (said["map.months"], _wholes(frame, "months")),
            (said["map.started"], _column(frame, "started_on")),
            (said["map.cause"], causes),
            (said["map.batch"], _column(frame, "batch_id")),
            (said["map.zone"], _column(frame, "zone_name")),
            (said["map.plot"], _column(frame, "plot_id")),
        ),
    )


def layers(assessment: Assessment, *, lang: Lang) -> Iterator[Drawn]:
    """Yield the layers that there are, lowest first."""
    found = assessment.layers
    for key in ("survey", "plan"):
        if key in found:
            is_on = key == "plan" or "plan" not in found
            yield parcels(key, found[key], lang=lang, is_on=is_on)
    for key in LINES:
        if key in found:
            yield line(key, found[key], lang=lang)
    yield zones(assessment.zones, lang=lang)
    if len(assessment.idle):
        yield idle(assessment.idle, lang=lang)
    if len(assessment.findings):
        yield findings(assessment.findings, lang=lang)
