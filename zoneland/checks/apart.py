"""What is known of a layer since its door: which of its shapes may lie over others.

The door looks for ground drawn twice near the zones, and so does every table that is made of the
layer. Shapes never change, so that what was found of those that were compared holds for as long
as they are the same objects, of all of them and of any few.
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
class Known:
    """Shapes of a layer, held so that no other can come to have the identity of one of them."""

    shapes: NDArray[np.object_]
    identity: NDArray[np.int64]
    """Of each shape, ascending."""
    is_doubtful: NDArray[np.bool_]
    """In the order of `identity`."""


_KNOWN: dict[int, Known] = {}
"""By the frame that it is known of, for as long as that lives."""


def known_shapes(shapes: NDArray[np.object_], is_doubtful: NDArray[np.bool_]) -> Known:
    """Say what is known of some shapes of a layer, all that were compared with one another.

    Parameters
    ----------
    shapes
        Valid polygons.
    is_doubtful
        Of each whether it may lie over another of them; what is False does not.
    """
    identity = _identity(shapes)
    order = np.argsort(identity)
    return Known(shapes.copy(), identity[order], np.asarray(is_doubtful)[order])


def keep_known(layer: gpd.GeoDataFrame, known: Known) -> None:
    """Keep for as long as a layer lives what is known of its shapes."""
    _KNOWN[id(layer)] = known
    weakref.finalize(layer, _KNOWN.pop, id(layer), None)


def known_of(shapes: NDArray[np.object_]) -> NDArray[np.bool_] | None:
    """Tell which of some shapes of one layer may lie over others; None if that is not known.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> layer = gpd.GeoDataFrame(geometry=[box(0, 0, 2, 1), box(1, 0, 3, 1), box(8, 0, 9, 1)])
    >>> known = known_shapes(layer.geometry.to_numpy(), np.array([True, True, False]))
    >>> keep_known(layer, known)
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
