"""In which zone a plot lies: by its polygon, else by the zone that the ledger names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.core.contracts import plain
from zoneland.measure.pieces import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.measure.area import AreaOf

SLIVER_M2: Final = 200.0
SLIVER_WIDTH_M: Final = 2.0
"""A part of a plot that is smaller, or narrower, comes of drawing one line twice: the survey's
least mapped construction land (TD/T 1055-2019), as for the control lines. A whole plot is none."""

WHOLE: Final = 0.999
"""A part of this much of a plot is the plot: its sliver is on the other side."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Which plots lie in which zones; arrays of one length, then the plots that lie in none."""

    row: NDArray[np.intp]
    """Position of the plot."""
    zone: NDArray[np.intp]
    """Position of the zone."""
    share: NDArray[np.float64]
    """Share of the plot's area that lies in the zone, 0 to 1; 1 where the ledger names it."""
    geometry: NDArray[np.object_]
    """The part in the zone; None where the ledger names it."""
    outside: tuple[int, ...]
    """Plots drawn outside every zone."""
    misnamed: tuple[int, ...]
    """Plots not drawn whose zone is none of ours."""
    nowhere: tuple[int, ...]
    """Plots that are not drawn and name no zone."""
    slivers_m2: tuple[float, ...]
    """Parts left out as slivers."""


def width_m(geometries: NDArray[np.object_]) -> NDArray[np.float64]:
    """Give the mean width of polygons: that of a long strip.

    Examples
    --------
    >>> width_m(np.array([shapely.box(0, 0, 998, 2)])).tolist()
    [1.996]
    """
    around_m = shapely.length(geometries)
    return np.divide(
        2 * shapely.area(geometries), around_m, out=np.zeros(len(around_m)), where=around_m > 0
    )


def is_sliver(
    parts: NDArray[np.object_], area_m2: NDArray[np.float64], whole_m2: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell which parts of plots are slivers."""
    is_small = (area_m2 < SLIVER_M2) | (width_m(parts) < SLIVER_WIDTH_M)
    return np.asarray(is_small & (area_m2 < WHOLE * whole_m2))


def place(
    shapes: NDArray[np.object_],
    named: Sequence[str],
    zones: gpd.GeoDataFrame,
    *,
    area_of: AreaOf,
) -> Placing:
    """Find the zones of plots.

    Parameters
    ----------
    shapes
        Polygons in the zones' CRS; None where a plot is not drawn.
    named
        What the ledger names as the zone: its id or name, or empty.
    zones
        ``zone_id, zone_name`` and geometry.
    area_of
        Takes areas.
    """
    drawn = np.flatnonzero(~shapely.is_missing(shapes) & ~shapely.is_empty(shapes))
    pieces = cut(zones.geometry.to_numpy(), shapes[drawn])
    part_m2, whole_m2 = area_of(pieces.geometry), area_of(shapes[drawn])[pieces.land]
    is_kept = ~is_sliver(pieces.geometry, part_m2, whole_m2)
    share = np.where(pieces.is_whole, 1.0, part_m2 / np.where(whole_m2 > 0, whole_m2, 1.0))
    inside = drawn[pieces.land[is_kept]]
    by_name = _by_name(zones)
    told = np.setdiff1d(np.arange(len(shapes)), drawn).tolist()
    hits = [(at, zone) for at in told for zone in by_name.get(plain(named[at]), ())]
    return Placing(
        row=np.concatenate([inside, np.array([at for at, _ in hits], dtype=np.intp)]),
        zone=np.concatenate(
            [pieces.zone[is_kept], np.array([zone for _, zone in hits], dtype=np.intp)]
        ),
        share=np.concatenate([np.minimum(share[is_kept], 1.0), np.ones(len(hits))]),
        geometry=np.concatenate([pieces.geometry[is_kept], np.full(len(hits), None)]),
        outside=tuple(np.setdiff1d(drawn, inside).tolist()),
        misnamed=tuple(at for at in told if named[at] and plain(named[at]) not in by_name),
        nowhere=tuple(at for at in told if not named[at]),
        slivers_m2=tuple(part_m2[~is_kept].tolist()),
    )


def _by_name(zones: gpd.GeoDataFrame) -> dict[str, list[int]]:
    """Find zones by id or name, without case, width and blanks; a zone is found once."""
    found: dict[str, list[int]] = {}
    names = zip(zones["zone_id"], zones["zone_name"], strict=True)
    for at, pair in enumerate(names):
        for name in {plain(text) for text in pair if isinstance(text, str) and text.strip()}:
            found.setdefault(name, []).append(at)
    return found
