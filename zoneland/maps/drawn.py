"""A layer of the map as plain values: polygons, brushes, and what is told of each polygon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from zoneland.core.style import Brush
from zoneland.maps.land_styles import kinds_of
from zoneland.maps.lonlat import degrees_crs, to_lonlat
from zoneland.maps.pack import pack_columns, pack_shapes, polygons
from zoneland.maps.told import hectares_or_dash, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

    Known = Mapping[str, tuple[str, Brush]]


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
    styles: tuple[str, ...]
    """What each brush stands for."""
    spheroid: tuple[str, float, float]
    """Name, larger half-axis in metres and inverse flattening of what the degrees are on."""
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Label and texts, a text a row; empty texts are not shown."""

    def as_plain(self) -> dict[str, Any]:
        """Give the layer as the page's script reads it."""
        counts = np.bincount(self.brush_of, minlength=len(self.brushes)).tolist()
        columns = [list(values) for _, values in self.fields]
        named = zip(self.styles, self.brushes, counts, strict=True)
        return {
            "key": self.key,
            "title": self.title,
            "on": self.is_on,
            "count": len(self.rows),
            "spheroid": list(self.spheroid),
            "brushes": [
                {"label": label, "count": count, "kinds": kinds_of(style), **_brush(brush)}
                for style, (label, brush), count in named
            ],
            "fields": [label for label, _ in self.fields],
            "shapes": pack_shapes(self.shapes),
            "columns": pack_columns({"brush": list(self.brush_of), "fields": columns}),
        }


def _brush(brush: Brush) -> dict[str, Any]:
    return {name: getattr(brush, name) for name in Brush.__slots__}


def _spheroid(crs: pyproj.CRS) -> tuple[str, float, float]:
    found = degrees_crs(crs).ellipsoid
    if found is None:  # of no datum: as everywhere else, WGS 84 stands in
        return ("WGS 84", 6_378_137.0, 298.257_223_563)
    return (str(found.name), float(found.semi_major_metre), float(found.inverse_flattening))


def drawn_of(  # noqa: PLR0913  what a layer is, and how it looks
    key: str,
    frame: gpd.GeoDataFrame,
    *,
    title: str,
    looks: tuple[Sequence[str], Known],
    fields: Sequence[tuple[str, list[str]]] = (),
    is_on: bool = True,
    among: NDArray[np.bool_] | None = None,
) -> Drawn:
    """Make a layer of a frame's polygons, or of those `among` them.

    `looks` names each row's style, and gives the label and brush of each style.
    """
    styles, known = looks
    shapes = to_lonlat(frame)
    rows = np.unique(polygons(shapes)[1])
    if among is not None:
        rows = rows[among[rows]]
    used = {styles[row] for row in rows}
    order = [style for style in known if style in used]
    place = {style: position for position, style in enumerate(order)}
    return Drawn(
        key=key,
        title=title,
        is_on=is_on,
        rows=tuple(rows.tolist()),
        shapes=shapes[rows],
        brushes=tuple(known[style] for style in order),
        brush_of=tuple(place[styles[row]] for row in rows),
        styles=tuple(order),
        spheroid=_spheroid(frame.crs),
        fields=tuple((label, tuple(values[row] for row in rows)) for label, values in fields),
    )


def column(frame: pd.DataFrame, name: str) -> list[str]:
    """Write a column as texts; one that is not there, as empty ones."""
    return [text(value) for value in frame[name]] if name in frame else [""] * len(frame)


def wholes(frame: pd.DataFrame, name: str) -> list[str]:
    """Write a column of whole numbers as texts; missing ones as nothing."""
    return ["" if pd.isna(number) else str(int(number)) for number in frame[name]]


def areas(frame: pd.DataFrame, name: str, unit: str) -> list[str]:
    """Write a column of m² in 公顷; missing ones as nothing."""
    if name not in frame:
        return [""] * len(frame)
    return ["" if pd.isna(area) else f"{hectares_or_dash(area)} {unit}" for area in frame[name]]
