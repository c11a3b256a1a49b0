"""Ground: the polygons that an overlay leaves, and which of them are land and not rounding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.core.problems import ROW, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

POLYGONAL: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)

LEAST_M2: Final = 0.01
"""Areas are kept in whole 0.01 m²; a piece that has no more is not land."""
LEAST_WIDTH_M: Final = 0.01
"""Coordinates are handed over to the millimetre or centimetre; what is narrower is rounding."""
TOLERANCE_M: Final = 0.0001
"""The survey's XY tolerance (0.1 mm): what is narrower is not there at all."""
MOST_TOLD: Final = 1_000
"""Findings of one kind in one layer that are told one by one; of the others the count."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of ground, the largest first."""

    shapes: NDArray[np.object_]
    area_m2: NDArray[np.float64]
    """Planar, in the working CRS."""
    width_m: NDArray[np.float64]
    origin: NDArray[np.intp]
    """Which of the given shapes each is."""
    faint_count: int
    """Others too small or narrow to be more than rounding."""
    faint_m2: float
    """Square metres of these together."""

    @property
    def total_m2(self) -> float:
        """Square metres of all pieces."""
        return float(self.area_m2.sum())

    def size(self, at: int) -> dict[str, object]:
        """Give what a problem says of a piece: its size, and how many there are of what size."""
        return {
            "area_m2": f"{self.area_m2[at]:,.2f}",
            "width_m": f"{self.width_m[at]:.2f}",
            "count": f"{len(self.shapes):,}",
            "total_m2": f"{self.total_m2:,.2f}",
        }

    def faint(self, code: str, where: str) -> list[Problem]:
        """Tell in one line, ZL247, what is too faint to be told as `code`, if there is any."""
        values = {
            "code": code,
            "count": f"{self.faint_count:,}",
            "area_m2": f"{self.faint_m2:,.2f}",
        }
        return [Problem("ZL247", where, values)] if self.faint_count else []


def sifted(shapes: NDArray[np.object_]) -> Pieces:
    """Part pieces of land from those that rounding of coordinates leaves.

    Parameters
    ----------
    shapes
        Polygons or multi-polygons, each one piece.

    Examples
    --------
    A strip of 8 mm along 1 km is rounding though it has 8 m²; one of 0.05 mm is nothing.

    >>> strips = np.array([shapely.box(0, 0, 1_000, width) for width in (0.008, 1, 0.00005)])
    >>> found = sifted(strips)
    >>> found.origin.tolist(), found.total_m2, found.faint_count, found.faint_m2
    ([1], 1000.0, 1, 8.0)
    """
    area_m2 = shapely.area(shapes)
    width_m = mean_width_m(shapes)
    is_land = (area_m2 > LEAST_M2) & (width_m >= LEAST_WIDTH_M)
    is_faint = ~is_land & (width_m >= TOLERANCE_M)
    land = np.flatnonzero(is_land)
    land = land[np.argsort(-area_m2[land], kind="stable")]
    return Pieces(
        shapes[land],
        area_m2[land],
        width_m[land],
        land,
        int(is_faint.sum()),
        float(area_m2[is_faint].sum()),
    )


def mean_width_m(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Give the mean width of polygons, that of a long strip: twice the area over the perimeter.

    Examples
    --------
    >>> mean_width_m(np.array([shapely.box(0, 0, 998, 2), shapely.Polygon()])).tolist()
    [1.996, 0.0]
    """
    around_m = shapely.length(shapes)
    return np.divide(2 * shapely.area(shapes), around_m, np.zeros(len(shapes)), where=around_m > 0)


def polygons_of(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Keep the polygons of what an overlay gives: points and lines are where land only touches.

    Examples
    --------
    >>> touch = shapely.from_wkt("GEOMETRYCOLLECTION (POINT (0 0), POLYGON ((0 0, 1 0, 1 1, 0 0)))")
    >>> polygons_of(np.array([touch, shapely.Point(1, 1)])).tolist()
    [<POLYGON ((0 0, 1 0, 1 1, 0 0))>, <POLYGON EMPTY>]
    """
    kept = np.array(shapes, dtype=object)
    for at in np.flatnonzero(~np.isin(shapely.get_type_id(kept), POLYGONAL)):
        parts = shapely.get_parts(kept[at])
        parts = parts[np.isin(shapely.get_type_id(parts), POLYGONAL)]
        kept[at] = shapely.union_all(parts) if len(parts) else shapely.Polygon()
    return kept


def spot_in(shape: BaseGeometry) -> tuple[float, float] | None:
    """Give easting and northing of a finite spot of any shape: inside it where it has an inside.

    Examples
    --------
    >>> spot_in(shapely.box(0, 0, 2, 2)), spot_in(shapely.Polygon([(1, 2), (3, 4), (5, np.inf)]))
    ((1.0, 1.0), (1.0, 2.0))
    >>> spot_in(shapely.Point(np.nan, 1)) is None
    True
    """
    xy = shapely.get_coordinates(shape)
    finite = xy[np.isfinite(xy).all(axis=1)]
    if 0 < len(finite) == len(xy):
        finite = shapely.get_coordinates(shapely.point_on_surface(shape))
    return (float(finite[0, 0]), float(finite[0, 1])) if len(finite) else None


def told_each(
    found: Sequence[int] | NDArray[np.intp], tell: Callable[[int], Problem]
) -> list[Problem]:
    """Tell findings of one kind one by one, and beyond `MOST_TOLD` only how many there are.

    Parameters
    ----------
    found
        The number of each.
    tell
        Gives the problem of a number.

    Returns
    -------
    list
        The problems, and ZL249 at the end where not all are told.
    """
    problems = [tell(at) for at in found[:MOST_TOLD]]
    if len(found) > MOST_TOLD:
        first = problems[0]
        values = {"code": first.code, "count": f"{len(found):,}", "told": f"{MOST_TOLD:,}"}
        problems.append(Problem("ZL249", ROW.sub("", first.where), values))
    return problems
