"""Approved ground and what of it is drawn as supplied: overlays without double counting."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneland.measure.pieces import polygons_of
from zoneland.rules.placing import is_sliver

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf


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
    shapes: NDArray[np.object_], drawn: NDArray[np.object_], *, area_of: AreaOf
) -> tuple[NDArray[np.object_], list[float]]:
    """Drop the slivers of what was cut; an approval that nothing was cut from keeps all parts.

    Parameters
    ----------
    shapes
        What is left of each approval; None where it is not drawn.
    drawn
        The approvals as drawn.
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
    is_dropped = is_cut[owner] & is_sliver(parts, part_m2, whole_m2[owner])
    kept = np.array(shapes, dtype=object)
    for at in np.unique(owner[is_dropped]):
        kept[at] = shapely.union_all(parts[(owner == at) & ~is_dropped])
    return kept, part_m2[is_dropped].tolist()
