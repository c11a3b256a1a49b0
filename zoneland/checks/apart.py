"""What is known of a layer since its door: which of its shapes may lie over others.

The door looks for ground drawn twice, and so does every table that is made of the layer. Shapes
never change, so that what was found of them holds for as long as they are the same objects, of
all of them and of any few.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class _Known:
    """A layer's shapes, held so that no other can come to have the identity of one of them."""

    shapes: NDArray[np.object_]
    identity: NDArray[np.int64]
    """Of each shape, ascending."""
    is_doubtful: NDArray[np.bool_]
    """In the order of `identity`."""


_KNOWN: dict[int, _Known] = {}
"""By the frame that it is known of, for as long as that lives."""


def keep_known(layer: gpd.GeoDataFrame, is_doubtful: NDArray[np.bool_]) -> None:
    """Keep for as long as a layer lives which of its shapes may lie over others of it.

    Parameters
    ----------
    layer
        Valid polygons.
    is_doubtful
        A value a row; what is False lies over no other shape of the layer.
    """
    shapes = layer.geometry.to_numpy().copy()
    identity = _identity(shapes)
    order = np.argsort(identity)
    _KNOWN[id(layer)] = _Known(shapes, identity[order], np.asarray(is_doubtful)[order])
    weakref.finalize(layer, _KNOWN.pop, id(layer), None)


def known_of(shapes: NDArray[np.object_]) -> NDArray[np.bool_] | None:
    """Tell which of some shapes of one layer may lie over others; None if that is not known.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> layer = gpd.GeoDataFrame(geometry=[box(0, 0, 2, 1), box(1, 0, 3, 1), box(8, 0, 9, 1)])
    >>> keep_known(layer, np.array([True, True, False]))
    >>> known_of(layer.geometry.to_numpy()[[2, 0]]).tolist()
    [False, True]
    >>> known_of(np.array([box(0, 0, 2, 1)])) is None  # the same ground, yet another shape
    True
    """
    for known in tuple(_KNOWN.values()):  # a layer may end its life meanwhile
        if len(shapes) > len(known.shapes):
            continue
        identity = _identity(shapes)
        at = np.searchsorted(known.identity, identity)
        at[at == len(known.identity)] = 0
        if (known.identity[at] == identity).all():
            found: NDArray[np.bool_] = known.is_doubtful[at]
            return found
    return None


def _identity(shapes: NDArray[np.object_]) -> NDArray[np.int64]:
    return np.fromiter(map(id, shapes), np.int64, len(shapes))
