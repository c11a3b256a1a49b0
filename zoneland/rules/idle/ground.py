"""Approved and supplied ground: overlays without double counting."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneland.checks.ground import polygons_of
from zoneland.rules.idle.placing import is_sliver

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf
    from zoneland.rules.settings import IdleRule


def latest_only(
    shapes: NDArray[np.object_], dated_on: Sequence[date | None]
) -> NDArray[np.object_]:
    """Cut from each approval the ground of later ones, so that none counts twice.

    Land that was approved anew has not lapsed. Approvals without a date go before all others,
    and of one day the last in the ledger is the latest.

    Parameters
    ----------
    shapes
        Polygons; None where an approval is not drawn.
    dated_on
        The day of each approval.

    Examples
    --------
    >>> old, new = shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10)
    >>> cut = latest_only(np.array([old, None, new]), [date(2019, 1, 1), None, date(2023, 1, 1)])
    >>> shapely.area(cut).tolist()
    [50.0, nan, 100.0]
    """
    order = [(day or date.min, at) for at, day in enumerate(dated_on)]
    return _less(shapes, shapes, is_over=lambda one, other: order[other] > order[one])


def less_supplied(
    ground: NDArray[np.object_], supplied: NDArray[np.object_]
) -> NDArray[np.object_]:
    """Cut supplied plots from approved ground; None stays None.

    Examples
    --------
    >>> left = less_supplied(np.array([shapely.box(0, 0, 10, 10)]), [shapely.box(0, 0, 10, 4)])
    >>> shapely.area(left).tolist()
    [60.0]
    """
    return _less(ground, np.asarray(supplied, dtype=object), is_over=lambda _one, _other: True)


def _less(
    ground: NDArray[np.object_],
    covers: NDArray[np.object_],
    *,
    is_over: Callable[[int, int], bool],
) -> NDArray[np.object_]:
    left = np.array(ground, dtype=object)
    one, other = shapely.STRtree(covers).query(left, predicate="intersects")
    over: dict[int, list[int]] = {}
    for at, cover in zip(one.tolist(), other.tolist(), strict=True):
        if is_over(at, cover):
            over.setdefault(at, []).append(cover)
    for at, found in over.items():
        left[at] = shapely.difference(ground[at], shapely.union_all(covers[found]))
    cut = list(over)
    left[cut] = polygons_of(left[cut])
    return left


def drop_slivers(
    shapes: NDArray[np.object_],
    drawn: NDArray[np.object_],
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> tuple[NDArray[np.object_], list[float]]:
    """Drop the slivers of what was cut; an approval that nothing was cut from keeps all parts.

    Parameters
    ----------
    shapes
        What is left of each approval; None where it is not drawn.
    drawn
        The approvals as drawn.
    rule
        What counts as a sliver.
    area_of
        Takes areas.

    Returns
    -------
    tuple
        What is left without slivers, and their areas in m².
    """
    whole_m2 = area_of(drawn)
    is_cut = ~shapely.is_missing(shapes) & (area_of(shapes) < whole_m2)
    parts, owner = shapely.get_parts(shapes, return_index=True)
    part_m2 = area_of(parts)
    is_dropped = is_cut[owner] & is_sliver(parts, part_m2, whole_m2=whole_m2[owner], rule=rule)
    kept = np.array(shapes, dtype=object)
    for at in np.unique(owner[is_dropped]):
        kept[at] = shapely.union_all(parts[(owner == at) & ~is_dropped])
    return kept, part_m2[is_dropped].tolist()


def is_on(
    shapes: NDArray[np.object_],
    ground: NDArray[np.object_],
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> NDArray[np.bool_]:
    """Tell which polygons share more than slivers with any polygon of the ground.

    Parameters
    ----------
    shapes, ground
        Polygons; None where a plot is not drawn.
    rule
        What counts as a sliver.
    area_of
        Takes areas.

    Examples
    --------
    >>> from zoneland.measure.ellipsoid import plane_area_m2
    >>> from zoneland.rules.settings import IdleRule
    >>> plots = np.array([shapely.box(0, 0, 50, 50), shapely.box(99, 0, 150, 50), None])
    >>> ground = np.array([shapely.box(0, 0, 100, 100)])
    >>> is_on(plots, ground, rule=IdleRule(), area_of=plane_area_m2).tolist()
    [True, False, False]
    """
    found = np.zeros(len(shapes), dtype=bool)
    found[[one for one, _ in common_pairs(shapes, ground, rule=rule, area_of=area_of)]] = True
    return found


def common_pairs(
    shapes: NDArray[np.object_],
    ground: NDArray[np.object_],
    *,
    rule: IdleRule,
    area_of: AreaOf,
) -> list[tuple[int, int]]:
    """Give the pairs of a polygon and a piece of ground, in order, that share more than slivers.

    Parameters are those of `is_on`.
    """
    one, other = shapely.STRtree(ground).query(shapes, predicate="intersects")
    is_shared = _is_shared(shapes[one], ground[other], rule=rule, area_of=area_of)
    return sorted(zip(one[is_shared].tolist(), other[is_shared].tolist(), strict=True))


def shared_pairs(
    shapes: NDArray[np.object_], *, rule: IdleRule, area_of: AreaOf
) -> list[tuple[int, int]]:
    """Give the pairs of polygons, in order, that share more than slivers of ground.

    Examples
    --------
    >>> from zoneland.measure.ellipsoid import plane_area_m2
    >>> from zoneland.rules.settings import IdleRule
    >>> plots = np.array([shapely.box(at, 0, at + 50, 50) for at in (0, 49, 60)])
    >>> shared_pairs(plots, rule=IdleRule(), area_of=plane_area_m2)
    [(1, 2)]
    """
    one, other = _pairs(shapes)
    is_shared = _is_shared(shapes[one], shapes[other], rule=rule, area_of=area_of)
    return sorted(zip(one[is_shared].tolist(), other[is_shared].tolist(), strict=True))


def covered_again_m2(shapes: NDArray[np.object_], *, area_of: AreaOf) -> float:
    """Give how much of the polygons' areas lies on ground that others of them cover already.

    Examples
    --------
    >>> from zoneland.measure.ellipsoid import plane_area_m2
    >>> once, half = shapely.box(0, 0, 10, 10), shapely.box(5, 0, 10, 10)
    >>> covered_again_m2(np.array([once, once, half]), area_of=plane_area_m2)
    150.0
    """
    found = np.unique(np.concatenate(_pairs(shapes)))
    if not len(found):
        return 0.0
    union = np.array([shapely.union_all(shapes[found])], dtype=object)
    return max(math.fsum(area_of(shapes[found])) - float(area_of(union)[0]), 0.0)


def _pairs(shapes: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give each pair of polygons with ground in common once; those that only touch have none."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    is_pair = one < other
    one, other = one[is_pair], other[is_pair]
    is_inside = shapely.area(shapely.intersection(shapes[one], shapes[other])) > 0
    return one[is_inside], other[is_inside]


def _is_shared(
    one: NDArray[np.object_], other: NDArray[np.object_], *, rule: IdleRule, area_of: AreaOf
) -> NDArray[np.bool_]:
    """Tell which pairs of polygons have more than slivers in common."""
    common = polygons_of(shapely.intersection(one, other))
    least_m2 = np.minimum(area_of(one), area_of(other))
    parts, owner = shapely.get_parts(common, return_index=True)
    is_small = is_sliver(parts, area_of(parts), whole_m2=least_m2[owner], rule=rule)
    is_shared = np.zeros(len(common), dtype=bool)
    is_shared[owner[~is_small]] = True
    return is_shared
