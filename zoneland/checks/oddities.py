"""Oddities of single shapes that are valid but hardly meant. Told, never changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.checks.corners import odd_corners
from zoneland.checks.ground import mean_width_m, spot_in, told_each
from zoneland.core.problems import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.checks.corners import Spots

NO_AREA_M2: Final = 0.005
"""Less than this is 0.00 m² in the unit that areas are kept in."""
TINY_M2: Final = 1.0
"""Smaller shapes are crumbs of an overlay: the least that is mapped is 200 m²."""
SLIVER_WIDTH_M: Final = 0.2
"""A shape of less mean width is the strip between two drawings of one boundary."""


def oddities(shapes: NDArray[np.object_], rows: NDArray[np.intp], where: str) -> list[Problem]:
    """Tell shapes without area, tiny and narrow ones, vertices drawn twice, and spikes.

    Parameters
    ----------
    shapes
        Valid polygons or multi-polygons in the working CRS, none empty.
    rows
        Number of each in its layer, from 1.
    where
        How the layer is named in problems.

    Returns
    -------
    list
        ZL223, ZL225 to ZL228, each with its spot; of one shape one of the three on its size.
    """
    twice, spikes = odd_corners(shapes)
    return [
        *_small(shapes, rows, where),
        *_drawn_twice(twice, rows, where),
        *_spikes(spikes, rows, where),
    ]


def _small(shapes: NDArray[np.object_], rows: NDArray[np.intp], where: str) -> list[Problem]:
    area_m2, width_m = shapely.area(shapes), mean_width_m(shapes)
    is_flat, is_tiny = area_m2 < NO_AREA_M2, area_m2 < TINY_M2
    kinds = {
        "ZL223": is_flat,
        "ZL228": is_tiny & ~is_flat,
        "ZL227": (width_m < SLIVER_WIDTH_M) & ~is_tiny,
    }

    def tell(at: int, code: str) -> Problem:
        values = {"area_m2": f"{area_m2[at]:,.2f}", "width_m": f"{width_m[at]:.3f}"}
        return Problem(code, f"{where} #{rows[at]}", values, spot_in(shapes[at]))

    return [
        problem
        for code, is_one in kinds.items()
        for problem in told_each(np.flatnonzero(is_one), partial(tell, code=code))
    ]


def _drawn_twice(twice: Spots, rows: NDArray[np.intp], where: str) -> list[Problem]:
    """Tell each shape that has vertices drawn twice, at the first of them."""
    owner, first, count = np.unique(twice.owner, return_index=True, return_counts=True)

    def tell(at: int) -> Problem:
        easting, northing = twice.xy[first[at]].tolist()
        values = {"count": int(count[at])}
        return Problem("ZL225", f"{where} #{rows[owner[at]]}", values, (easting, northing))

    return told_each(range(len(owner)), tell)


def _spikes(spikes: Spots, rows: NDArray[np.intp], where: str) -> list[Problem]:
    def tell(at: int) -> Problem:
        easting, northing = spikes.xy[at].tolist()
        values = {"easting": f"{easting:.2f}", "northing": f"{northing:.2f}"}
        place = f"{where} #{rows[spikes.owner[at]]}"
        return Problem("ZL226", place, values, (easting, northing))

    return told_each(range(len(spikes)), tell)
