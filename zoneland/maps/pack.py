"""Polygons as a small block of text: what makes 50,000 parcels open in a second.

A layer's polygons become whole numbers (longitude and latitude in 1e-6°, about 0.1 m), each
vertex the step from the one before it, written as zig-zag varints (7 bits a byte, low first),
deflated, in base64. In order: number of features; rings of each feature; vertices of each ring;
the steps, longitude and latitude by turns. Rings are not closed again; holes and parts are told
apart by the even-odd rule, so their order means nothing.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

UNITS_PER_DEGREE: Final = 1_000_000
POLYGON: Final = 3
MOST_BYTES: Final = 5
"""A zig-zag step of 360e6 needs 30 bits."""


def varints(numbers: NDArray[np.int64]) -> bytes:
    """Write numbers from 0 up to 2³⁵ - 1 as varints.

    Examples
    --------
    >>> varints(np.array([0, 127, 128, 300])).hex(" ")
    '00 7f 80 01 ac 02'
    """
    rest = np.asarray(numbers, dtype=np.int64)
    places = np.arange(MOST_BYTES) * 7
    digits = (rest[:, None] >> places) & 0x7F
    has_more = (rest[:, None] >> (places + 7)) > 0
    is_used = np.column_stack([np.ones(len(rest), dtype=bool), has_more[:, :-1]])
    return bytes((digits | np.where(has_more, 0x80, 0)).astype(np.uint8)[is_used])


def zigzag(steps: NDArray[np.int64]) -> NDArray[np.int64]:
    """Fold signed numbers so that small ones stay small: 0, -1, 1, -2 … become 0, 1, 2, 3 ….

    Examples
    --------
    >>> zigzag(np.array([0, -1, 1, -2])).tolist()
    [0, 1, 2, 3]
    """
    return np.where(steps < 0, -2 * steps - 1, 2 * steps)


def polygons(shapes: NDArray[np.object_]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Take shapes apart into polygons, and tell which shape each came from.

    Lines and points, which overlays leave where land only touches, are left out.

    Examples
    --------
    >>> square, point = shapely.box(0, 0, 1, 1), shapely.Point(5, 5)
    >>> mixed = shapely.GeometryCollection([shapely.MultiPolygon([square]), point])
    >>> polygons(np.array([point, mixed, None]))[1].tolist()
    [1]
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    inner, of_part = shapely.get_parts(parts, return_index=True)
    owner = owner[of_part]
    is_drawn = (shapely.get_type_id(inner) == POLYGON) & ~shapely.is_empty(inner)
    is_drawn &= np.isfinite(shapely.bounds(inner)).all(axis=1)
    return inner[is_drawn], owner[is_drawn]


def pack_shapes(shapes: NDArray[np.object_]) -> str:
    """Pack polygons in degrees, a feature each; see the module for the form.

    Examples
    --------
    A unit square of 1e-6° at the origin: 1 feature, 1 ring, 4 vertices, their steps.

    >>> text = pack_shapes(np.array([shapely.box(0, 0, 1e-6, 1e-6)]))
    >>> zlib.decompress(base64.b64decode(text)).hex(" ")
    '01 01 04 02 00 00 02 01 00 00 01'
    """
    parts, owner = polygons(shapes)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    xy, of_ring = shapely.get_coordinates(rings, return_index=True)
    is_last = np.append(of_ring[1:] != of_ring[:-1], True) if len(of_ring) else of_ring == 0
    units = np.rint(xy[~is_last] * UNITS_PER_DEGREE).astype(np.int64)
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    counts = np.concatenate(
        [
            [len(shapes)],
            np.bincount(owner[of_part], minlength=len(shapes)),
            np.bincount(of_ring[~is_last], minlength=len(rings)),
        ]
    )
    return deflated(varints(np.concatenate([counts, zigzag(steps).ravel()])))


def pack_columns(columns: Mapping[str, object]) -> str:
    """Pack plain values (texts, numbers, lists of them) as deflated JSON."""
    text = json.dumps(columns, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return deflated(text.encode("ascii"))


def deflated(raw: bytes) -> str:
    """Deflate bytes (zlib) and write them in base64, which no template or parser can misread."""
    return base64.b64encode(zlib.compress(raw, 9)).decode("ascii")
