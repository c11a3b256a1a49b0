"""Shapes: refuse what is no polygon, mend what is invalid, and say what that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.ground import POLYGONAL, polygons_of, spot_in
from zoneland.checks.oddities import oddities
from zoneland.core.contracts import listed
from zoneland.core.geos import reason_told, spot_of
from zoneland.core.problems import Problem

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

IN_DOUBT_M2: Final = 1.0
"""Two ways of mending a shape may differ by this much; more ground than that is to be looked at."""

PLANE: Final = 2
"""Numbers of a corner without height."""


def checked_polygons(
    frame: gpd.GeoDataFrame, where: str, *, may_lack_shape: bool = False
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Give a layer with valid polygons only, and what was wrong with it.

    Invalid polygons are repaired by `make_valid` with the structure method: the union of the
    shells less the union of the holes, which is what the drafter meant. Rows are named by their
    number in the layer, from 1.

    Parameters
    ----------
    frame
        In the working CRS; its index counts the layer's rows from 0.
    where
        How the layer is named in problems.
    may_lack_shape
        Whether a row without a shape is only left out (a parcel: its ground then shows as not
        covered) or an error (a zone, a control line: what it would say is lost).

    Returns
    -------
    tuple
        The frame, and problems ZL201 to ZL205, ZL223, ZL225 to ZL229 and ZL240; errors among
        them make the frame unusable.
    """
    drawn, rows = frame.geometry.to_numpy(), frame.index.to_numpy() + 1
    shapes = _without_empty_rings(_off_the_grid(_flat(drawn)))
    lacking = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    wrong = ~lacking & ~np.isin(shapely.get_type_id(shapes), POLYGONAL)
    endless = ~lacking & ~is_finite(shapes)
    shapes, mended = _mended(shapes, rows, ~(lacking | wrong | endless), where)
    lacking |= ~wrong & ~endless & shapely.is_empty(shapes)  # nothing was left of them
    problems = []
    if lacking.any():
        code = "ZL202" if may_lack_shape else "ZL201"
        problems.append(Problem(code, where, _rows(lacking, rows)))
    if wrong.any():
        found = listed(dict.fromkeys(shape.geom_type for shape in shapes[wrong]))
        spot = spot_in(shapes[wrong][0])
        problems.append(Problem("ZL203", where, {**_rows(wrong, rows), "found": found}, spot))
    if endless.any():
        problems.append(Problem("ZL204", where, _rows(endless, rows), spot_in(shapes[endless][0])))
    usable = ~(lacking | wrong | endless)
    odd = [*_flattened(drawn, rows, where), *oddities(shapes[usable], rows[usable], where)]
    return frame.set_geometry(shapes, crs=frame.crs)[usable], [*problems, *mended, *odd]


def _rows(mask: NDArray[np.bool_], rows: NDArray[np.intp]) -> dict[str, object]:
    numbers = rows[mask]
    return {"count": len(numbers), "rows": listed(numbers)}


def _flat(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Leave heights and measures off, without a copy of what has none."""
    if not np.any(shapely.get_coordinate_dimension(shapes) > PLANE):
        return shapes
    flat: NDArray[np.object_] = shapely.force_2d(shapes)
    return flat


def _off_the_grid(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Free shapes from a precision grid: GEOS would round whatever is cut or split to it."""
    if not np.any(shapely.get_precision(shapes) > 0):
        return shapes
    freed: NDArray[np.object_] = shapely.set_precision(shapes, 0, mode="pointwise")
    return freed


def _without_empty_rings(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Leave out rings and parts that have no corner at all: nothing is drawn by them.

    GEOS takes them to be valid, and ends the process when asked what such a polygon touches.
    """
    may = shapely.get_num_interior_rings(shapes) > 0
    may |= shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON
    several = np.flatnonzero(may)
    parts, owner = shapely.get_parts(shapes[several], return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    bare = np.concatenate([owner[part[shapely.is_empty(rings)]], owner[shapely.is_empty(parts)]])
    if not len(bare):
        return shapes
    shapes = shapes.copy()
    for at in several[np.unique(bare)]:
        shapes[at] = _drawn_again(shapes[at])
    return shapes


def _drawn_again(shape: BaseGeometry) -> BaseGeometry:
    parts = [
        shapely.Polygon(part.exterior, [ring for ring in part.interiors if not ring.is_empty])
        for part in shapely.get_parts(shape).tolist()
        if not part.is_empty
    ]
    return parts[0] if shape.geom_type == "Polygon" and parts else shapely.MultiPolygon(parts)


def _flattened(drawn: NDArray[np.object_], rows: NDArray[np.intp], where: str) -> list[Problem]:
    with_height = shapely.has_z(drawn)
    return [Problem("ZL229", where, _rows(with_height, rows))] if with_height.any() else []


FARTHEST: Final = 1e12
"""No coordinate on earth is larger; GEOS overflows on what is."""


def is_finite(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which shapes have coordinates that can be on earth, every one of them.

    A ring's area is no number if any of its coordinates is none, and what is too far widens its
    box: only what may be amiss, and what is more than one ring, is looked at corner by corner.

    Examples
    --------
    >>> shapes = [shapely.box(0, 0, 1, 1), shapely.box(0, 0, 1e13, 1), shapely.Point(0, np.inf)]
    >>> is_finite(np.array([*shapes, None])).tolist()
    [True, False, False, True]
    """
    finite = np.ones(len(shapes), dtype=bool)
    is_sure = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    is_sure &= shapely.get_num_interior_rings(shapes) == 0
    with np.errstate(invalid="ignore", over="ignore"):
        is_sure &= np.isfinite(shapely.area(shapes))
    is_sure &= (np.abs(shapely.bounds(shapes)) < FARTHEST).all(axis=1)
    doubtful = np.flatnonzero(~is_sure)
    xy, owner = shapely.get_coordinates(shapes[doubtful], return_index=True)
    finite[doubtful[owner[~(np.abs(xy) < FARTHEST).all(axis=1)]]] = False  # NaN is not near either
    return finite


def _mended(
    shapes: NDArray[np.object_],
    rows: NDArray[np.intp],
    usable: NDArray[np.bool_],
    where: str,
) -> tuple[NDArray[np.object_], list[Problem]]:
    """Repair invalid polygons and tell, shape by shape, by how many m² that changed them."""
    shapes = shapes.copy()
    problems = []
    for at in np.flatnonzero(usable & ~shapely.is_valid(shapes)):
        before = shapes[at]
        after = shapely.make_valid(before, method="structure", keep_collapsed=False)
        other = shapely.make_valid(before, method="linework")
        shapes[at] = after
        reason = shapely.is_valid_reason(before)
        values = {
            "reason": reason_told(reason),
            "before_m2": f"{before.area:.2f}",
            "after_m2": f"{after.area:.2f}",
            "change_m2": f"{after.area - before.area:+.2f}",
            "other_m2": f"{other.area:.2f}",
        }
        place = f"{where} #{rows[at]}"
        problems.append(Problem("ZL205", place, values, spot_of(reason) or spot_in(before)))
        problems += _in_doubt(after, other, place)
    return shapes, problems


def _in_doubt(after: BaseGeometry, other: BaseGeometry, place: str) -> list[Problem]:
    """Tell the ground that only one way of mending takes, where it is more than a trifle."""
    both = np.array([shapely.symmetric_difference(after, other)], dtype=object)
    ground = polygons_of(both)[0]
    if ground.area <= IN_DOUBT_M2:
        return []
    values = {
        "area_m2": f"{ground.area:,.2f}",
        "after_m2": f"{after.area:,.2f}",
        "other_m2": f"{other.area:,.2f}",
    }
    return [Problem("ZL240", place, values, piece=ground)]
