"""Ground drawn more than once in one layer: the same shape again, and shapes over one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from zoneland.checks.apart import known_of
from zoneland.checks.fabric import fabric_of
from zoneland.checks.ground import polygons_of, sifted, told_each
from zoneland.core.problems import Problem

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

INTERIORS_MEET = "T********"


def repeats(shapes: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find shapes that are drawn again, wherever their rings begin and whichever way they run.

    Parameters
    ----------
    shapes
        Polygons or multi-polygons.

    Returns
    -------
    tuple
        Positions of the later ones, ascending, and of the first that each repeats.

    Examples
    --------
    >>> square = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0, 1)])
    >>> again = shapely.Polygon([(1, 1), (1, 0), (0, 0), (0, 1)])
    >>> repeats(np.array([square, shapely.box(0, 0, 1, 2), again]))
    (array([2]), array([0]))
    """
    bounds = pd.DataFrame(shapely.bounds(shapes))
    suspects = np.flatnonzero(bounds.duplicated(keep=False))
    drawing = pd.Series(shapely.to_wkb(shapely.normalize(shapes[suspects])), dtype="object")
    number = drawing.groupby(drawing, sort=False).ngroup().to_numpy(dtype=np.intp)
    _, first = np.unique(number, return_index=True)
    one = first[number] if len(number) else number
    is_again = one != np.arange(len(one))
    return suspects[is_again], suspects[one[is_again]]


def overlapping_pairs(
    shapes: NDArray[np.object_], is_doubtful: NDArray[np.bool_] | None = None
) -> NDArray[np.intp]:
    """Find the pairs of polygons whose interiors meet; neighbours that touch do not.

    Parameters
    ----------
    shapes
        Valid polygons.
    is_doubtful
        What `zoneland.checks.fabric.fabric_of` says of them, if it was asked already; else what
        is known since their layer's door, or else it is asked.

    Returns
    -------
    ndarray
        Shape (n, 2): positions, the smaller first.

    Examples
    --------
    >>> land = np.array([shapely.box(0, 0, 2, 1), shapely.box(2, 0, 4, 1), shapely.box(1, 0, 3, 1)])
    >>> overlapping_pairs(land).tolist()
    [[0, 2], [1, 2]]
    """
    if is_doubtful is None:
        is_doubtful = known_of(shapes)
    some = np.flatnonzero(fabric_of(shapes).is_doubtful if is_doubtful is None else is_doubtful)
    if not len(some):
        return np.empty((0, 2), dtype=np.intp)
    one, other = shapely.STRtree(shapes[some]).query(shapes[some], predicate="intersects")
    pairs = some[np.column_stack([one, other])[one < other]]
    meet = shapely.relate_pattern(shapes[pairs[:, 0]], shapes[pairs[:, 1]], INTERIORS_MEET)
    return np.unique(pairs[meet], axis=0).astype(np.intp)


def repeats_told(shapes: NDArray[np.object_], rows: NDArray[np.intp], where: str) -> list[Problem]:
    """Tell each shape that is drawn again: ZL224 with its ground.

    Parameters
    ----------
    shapes
        Valid polygons in the working CRS.
    rows
        Number of each in its layer, from 1.
    where
        How the layer is named in problems.
    """
    again, first = repeats(shapes)

    def tell(at: int) -> Problem:
        shape = shapes[again[at]]
        values = {"other": int(rows[first[at]]), "area_m2": f"{shape.area:,.2f}"}
        return Problem("ZL224", f"{where} #{rows[again[at]]}", values, piece=shape)

    return told_each(range(len(again)), tell)


def overlaps_told(
    frame: gpd.GeoDataFrame,
    where: str,
    *,
    code: str,
    is_doubtful: NDArray[np.bool_] | None = None,
    zones: gpd.GeoDataFrame | None = None,
) -> list[Problem]:
    """Tell which shapes of a layer lie over one another, the largest piece first.

    Shapes that are drawn again as they are make no piece: `repeats_told` tells them.

    Parameters
    ----------
    frame
        Valid polygons in the working CRS; its index counts the layer's rows from 0.
    where
        How the layer is named in problems.
    code
        The problem's code, for what the layer is.
    is_doubtful
        What `zoneland.checks.fabric.fabric_of` says of them, if it was asked already.
    zones
        Where to tell it: of pairs of which each meets a zone; everywhere if None.

    Returns
    -------
    list
        A problem a pair with the ground that both have; ZL247 for what is only rounding.
    """
    shapes, rows = frame.geometry.to_numpy(), frame.index.to_numpy() + 1
    pairs = _near(unlike(overlapping_pairs(shapes, is_doubtful), shapes), frame, zones)
    both = shapely.intersection(shapes[pairs[:, 0]], shapes[pairs[:, 1]])
    pieces = sifted(polygons_of(both))

    def tell(at: int) -> Problem:
        one, other = rows[pairs[pieces.origin[at]]].tolist()
        values = {"other": other, **pieces.size(at)}
        return Problem(code, f"{where} #{one}", values, piece=pieces.shapes[at])

    return [*told_each(range(len(pieces.shapes)), tell), *pieces.faint(code, where)]


def close_to_zones(frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep the shapes whose box meets a zone's: all that meet a zone, and some about them."""
    tree = shapely.STRtree(frame.geometry.to_numpy())
    is_close = np.zeros(len(frame), dtype=bool)
    is_close[tree.query(zones.geometry.to_numpy())[1]] = True
    return frame if is_close.all() else frame[is_close]


def near_zones(frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Keep the shapes that meet a zone; all where no zones are given."""
    if zones is None:
        return frame
    ground = zones.geometry.to_numpy()
    shapely.prepare(ground)
    _, near = shapely.STRtree(frame.geometry.to_numpy()).query(ground, predicate="intersects")
    return frame.iloc[np.unique(near)]


def _near(
    pairs: NDArray[np.intp], frame: gpd.GeoDataFrame, zones: gpd.GeoDataFrame | None
) -> NDArray[np.intp]:
    """Keep the pairs of positions of which each shape meets a zone."""
    if zones is None or not len(pairs):
        return pairs
    used = np.unique(pairs)
    near = near_zones(frame.iloc[used], zones).index
    kept: NDArray[np.intp] = pairs[np.isin(frame.index.to_numpy()[pairs], near).all(axis=1)]
    return kept


def unlike(pairs: NDArray[np.intp], shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """Leave out the pairs of positions of which one shape is the other drawn again."""
    used, position = np.unique(pairs, return_inverse=True)
    first = np.arange(len(used))
    again, original = repeats(shapes[used])
    first[again] = original
    same = first[position.reshape(pairs.shape)]
    kept: NDArray[np.intp] = pairs[same[:, 0] != same[:, 1]]
    return kept
