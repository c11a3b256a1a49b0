"""The plate of one zone: its land, the lines around it, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from zoneland.core.kinds import Kind
from zoneland.core.style import brushes
from zoneland.report.plates.furniture import EDGE_CM, foot, head, north_arrow, scale_bar
from zoneland.report.plates.ground import window_around
from zoneland.report.plates.hatches import Marks
from zoneland.report.plates.legend import Entry, legend
from zoneland.report.plates.lettering import lettering
from zoneland.report.plates.looks import PARCEL_EDGE, PARCEL_EDGE_MM, Look, look, paint
from zoneland.report.plates.sheet import GREY, INK, Sheet, rectangle

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from matplotlib.path import Path
    from numpy.typing import NDArray

    from zoneland.core.problems import Lang
    from zoneland.report.plates.ground import Window
    from zoneland.rules.assessment import Assessment

    Shapes = NDArray[np.object_]

WIDTH_CM, HEIGHT_CM = 16.0, 10.0
MAP_CM: Final = (EDGE_CM, 0.65, 11.3, 9.0)
COLUMN_CM: Final = (11.6, 1.45, WIDTH_CM - EDGE_CM, 7.9)
"""Of the legend; the north arrow stands above it, the scale bar below."""
CALM: Final = frozenset({"not_due", "started", "completed"})
"""Plots that need no one's attention are not drawn, so that the others are seen."""
LINE_FINDINGS: Final = frozenset({"farmland", "redline", "outside_growth"})
OUTSIDE_ALPHA: Final = 0.22
"""Land beyond the zone is drawn faint and without hatches."""
LEAST_LEFT: Final = 0.01
"""Part of a piece that must be left for it to be drawn again."""
HALO_MM: Final = 0.6
"""White on both sides of the outline, so that its dashes stand out from hatched land."""
LEAST_GAP: Final = 1e-4
"""Part of a zone that must lie uncovered to be seen on paper; less is a matter of drawing."""
UNCOVERED: Final = Look(
    fill="#ffffff", hatch=(Marks("cross", 2.6, 0.7, 0.2),), ink="#b00020", stroke=PARCEL_EDGE,
    width_mm=PARCEL_EDGE_MM,
)  # fmt: skip
OTHER: Final = Look(stroke=GREY, width_mm=0.35, dash_mm=(1.6, 0.6))


@dataclass(frozen=True, slots=True)
class Plate:
    """A sheet with a window of ground, and the legend of what was drawn there."""

    sheet: Sheet
    window: Window
    assessment: Assessment
    zone: dict[str, Any]
    frame: Path
    entries: list[Entry] = field(default_factory=list)

    @property
    def shape(self) -> Any:  # noqa: ANN401  a geometry
        """The zone's polygons."""
        return self.zone["geometry"]

    def said(self, key: str, **blanks: object) -> str:
        """Give a text in the plate's language."""
        text = self.sheet.lettering.said[key]
        return text.format(**blanks) if blanks else text

    def add(self, shapes: Shapes, own: Look, label: str) -> None:
        """Draw shapes in one look and name them in the legend, if any of them is seen."""
        seen = polygons_in(shapes, shapely.box(*self.window.bounds))
        if len(seen):
            paint(self.sheet, self.window.path(seen), own, within=self.frame)
            self.entries.append(Entry(label, own))


def draw_zone(assessment: Assessment, zone_id: str, *, lang: Lang | None = None) -> Sheet:
    """Draw the plate of one zone.

    Raises
    ------
    KeyError
        If the assessment has no such zone.
    """
    zones = assessment.zones
    rows = np.flatnonzero((zones["zone_id"].astype(str) == str(zone_id)).to_numpy())
    if not len(rows):
        raise KeyError(zone_id)
    zone = zones.iloc[rows[0]].to_dict()
    sheet = Sheet(WIDTH_CM, HEIGHT_CM, lettering(lang or assessment.lang))
    window = window_around(zone["geometry"].bounds, MAP_CM, zones.crs)
    plate = Plate(sheet, window, assessment, zone, frame=rectangle(*MAP_CM))
    add_land(plate)
    add_lines(plate)
    add_zones(plate)
    add_plots(plate)
    add_findings(plate)
    _finish(plate)
    return sheet


def _finish(plate: Plate) -> None:
    sheet, zone = plate.sheet, plate.zone
    sheet.box(*MAP_CM, stroke=INK, width_mm=0.25)
    letters = sheet.lettering
    number = letters.fit(str(zone["zone_id"]))
    name = letters.named(zone.get("zone_name"), zone["zone_id"])
    title = name if name == number else plate.said("plate.zone_title", name=name, id=number)
    head(sheet, title, verdict=str(zone["verdict"]))
    left, bottom, right, top = COLUMN_CM
    north_arrow(sheet, plate.window, (left + 0.3, top + 0.38))
    legend(sheet, plate.entries, COLUMN_CM)
    scale_bar(sheet, plate.window, (left + 0.05, bottom - 0.75), most_cm=(right - left) * 0.8)
    foot(sheet, plate.assessment)


def polygons_in(shapes: Shapes, area: shapely.Geometry) -> Shapes:
    """Cut shapes at an area and keep what is left of them; gaps are dropped."""
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    shapely.prepare(area)
    near = there[shapely.intersects(there, area)]
    inside = shapely.contains_properly(area, near)
    cut = near.copy()
    cut[~inside] = shapely.intersection(near[~inside], area)
    return cut[shapely.area(cut) > 0]


def rows_near(frame: gpd.GeoDataFrame, plate: Plate) -> gpd.GeoDataFrame:
    """Give the rows that the window may show, in the frame's order."""
    found = frame.sindex.query(shapely.box(*plate.window.bounds))
    return frame.iloc[np.sort(found)]


def geometries(frame: gpd.GeoDataFrame) -> Shapes:
    """Give a frame's shapes as an array."""
    return np.asarray(frame.geometry.array, dtype=object)


def add_land(plate: Plate) -> None:
    """Draw parcels by kind: hatched in the zone, faint around it."""
    use = land_use_of(plate)
    if not use:
        plate.entries.append(Entry(plate.said("plate.no_land")))
        return
    plate.entries.append(Entry(plate.said(f"role.{use}")))
    near = rows_near(plate.assessment.layers[use], plate)
    shapes = geometries(near)
    named = near["kind"].to_numpy()
    add_gaps(plate, shapes)
    kinds = np.array([kind if kind in set(Kind) else str(Kind.UNKNOWN) for kind in named])
    for kind in brushes("kind"):
        own = look("kind", kind)
        around = shapes[kinds == kind]
        faint = replace(own, alpha=OUTSIDE_ALPHA, hatch=(), stroke="")
        paint(plate.sheet, plate.window.path(around), faint, within=plate.frame)
        plate.add(polygons_in(around, plate.shape), own, plate.said(f"kind.{kind}"))


def add_gaps(plate: Plate, land: Shapes) -> None:
    """Mark ground of the zone that no parcel covers, which widens its share's interval."""
    known = shapely.union_all(polygons_in(land, plate.shape))
    gaps = shapely.difference(plate.shape, known)
    if shapely.area(gaps) > LEAST_GAP * shapely.area(plate.shape):
        plate.add(np.array([gaps], dtype=object), UNCOVERED, plate.said("plate.uncovered"))


def land_use_of(plate: Plate) -> str:
    """Name the land use that the share was judged by, or another that can be drawn."""
    ranked = (str(plate.zone.get("land_use")), "plan", "survey")
    return next((use for use in ranked if use in plate.assessment.layers), "")


def add_lines(plate: Plate) -> None:
    """Draw the control lines; their hatches only beyond the zone, where no land is hatched."""
    for key in brushes("line"):
        if key not in plate.assessment.layers:
            continue
        own = look("line", key)
        near = polygons_in(
            geometries(rows_near(plate.assessment.layers[key], plate)),
            shapely.box(*plate.window.bounds).buffer(1 / plate.window.cm_per_unit),
        )
        if not len(near):
            continue
        outside = shapely.difference(near, plate.shape)
        paint(plate.sheet, plate.window.path(near), replace(own, hatch=()), within=plate.frame)
        cut = polygons_in(outside, shapely.box(*plate.window.bounds))
        paint(plate.sheet, plate.window.path(cut), replace(own, stroke=""))
        plate.entries.append(Entry(plate.said(f"role.{key}"), own))


def add_zones(plate: Plate) -> None:
    """Draw the other zones' outlines, and the zone's own by its verdict."""
    near = rows_near(plate.assessment.zones, plate)
    others = near[near["zone_id"].astype(str) != str(plate.zone["zone_id"])]
    plate.add(geometries(others), OTHER, plate.said("plate.others"))
    verdict = str(plate.zone["verdict"])
    own = replace(look("zone", verdict), fill="", hatch=())
    label = plate.said("plate.outline", verdict=plate.said(f"verdict.{verdict}"))
    shape = np.array([plate.shape], dtype=object)
    halo = Look(stroke="#ffffff", width_mm=own.width_mm + HALO_MM)
    paint(plate.sheet, plate.window.path(shape), halo, within=plate.frame)
    plate.add(shape, own, label)


def add_plots(plate: Plate) -> None:
    """Draw plots that need attention, by status; say how many have no place."""
    plots = _own(plate.assessment.idle, plate)
    if "status" not in plots:
        return
    plots = plots[~plots["status"].isin(CALM)]
    for status in brushes("idle"):
        shapes = geometries(plots[plots["status"] == status])
        plate.add(shapes, look("idle", status), plate.said(f"idle.status.{status}"))
    unplaced = int((plots.geometry.isna() | plots.geometry.is_empty).sum())
    if unplaced:
        plate.entries.append(Entry(plate.said("plate.unplaced", count=unplaced)))


def add_findings(plate: Plate) -> None:
    """Draw what lies on the wrong side of a line, and what else is more than a remark.

    One piece may be found against two pairs of lines; it is drawn for the zone's own line.
    """
    found = _own(plate.assessment.findings, plate)
    if "kind" not in found:
        return
    is_own = found["kind"].isin(LINE_FINDINGS)
    is_piece = found["band"] == "finding"
    covered = shapely.union_all(geometries(found[is_own & is_piece]))
    others = found[~is_own & is_piece & (found["level"] != "info")]
    for rows, group in (
        (found[is_own & ~is_piece], "sliver"),
        (others.assign(geometry=_left_of(geometries(others), covered)), "finding"),
        (found[is_own & is_piece], "finding"),
    ):
        for kind in brushes(group):
            label = plate.said(f"finding.{kind}")
            if group == "sliver":
                label = plate.said("plate.sliver", finding=label)
            plate.add(geometries(rows[rows["kind"] == kind]), look(group, kind), label)


def _left_of(pieces: Shapes, covered: shapely.Geometry) -> Shapes:
    """Take away what is drawn already, and with it what is left of a piece drawn nearly whole."""
    left = shapely.difference(pieces, covered)
    left[shapely.area(left) < LEAST_LEFT * shapely.area(pieces)] = None
    return np.asarray(left, dtype=object)


def _own(frame: pd.DataFrame, plate: Plate) -> pd.DataFrame:
    if "zone_id" not in frame:
        return frame
    return frame[frame["zone_id"].astype(str) == str(plate.zone["zone_id"])]
