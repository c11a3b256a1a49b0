"""Polygons and texts as small blocks of text: what makes 50,000 parcels open in a second.

A layer's polygons become whole numbers: how many features; the rings of each feature; the
vertices of each ring; then the longitudes and after them the latitudes of all vertices in 1e-6°
(about 0.1 m), each as the zig-zag step from the one before. Of all these numbers the lowest
bytes stand first, then the second bytes, the third and the highest, for so they deflate a fifth
smaller; then base64. Rings are not closed again; outer rings turn one way and holes the other.

A column of texts becomes its different texts and each row's place among them.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

UNITS_PER_DEGREE: Final = 1_000_000
POLYGON: Final = 3


def planes(numbers: NDArray[np.int64]) -> bytes:
    """Write numbers from 0 up to 2³² - 1 as four runs of bytes, the lowest bytes first.

    Examples
    --------
    >>> planes(np.array([1, 256, 2**32 - 1])).hex(" ")
    '01 00 ff 00 01 ff 00 00 ff 00 00 ff'
    """
    return np.asarray(numbers).astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes()


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
    A unit square of 1e-6° at the origin: 1 feature, 1 ring, 4 vertices, eastward and northward
    steps.

    >>> text = pack_shapes(np.array([shapely.box(0, 0, 1e-6, 1e-6)]))
    >>> zlib.decompress(base64.b64decode(text))[:11].hex(" ")
    '01 01 04 02 00 01 00 00 02 00 01'
    """
    parts, owner = polygons(shapes)
    # Turned alike, overlapping parcels can share one path and are still filled where both lie.
    parts = shapely.orient_polygons(parts)
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
    return deflated(planes(np.concatenate([counts, zigzag(steps).T.ravel()])))


def pack_columns(columns: Mapping[str, Any]) -> str:
    """Pack plain values as deflated JSON, the columns of texts under ``fields`` as dictionaries.

    Examples
    --------
    A column whose texts all differ needs no places.

    >>> text = pack_columns({"fields": [["甲", "乙", "甲"], ["P1", "P2", "P3"]]})
    >>> json.loads(zlib.decompress(base64.b64decode(text)))["fields"]
    [{'words': ['甲', '乙'], 'at': [0, 1, 0]}, {'words': ['P1', 'P2', 'P3']}]
    """
    told = {**columns, "fields": [_dictionary(texts) for texts in columns["fields"]]}
    text = json.dumps(told, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return deflated(text.encode("ascii"))


def _dictionary(texts: Sequence[str]) -> dict[str, list[Any]]:
    place = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    words = {"words": list(place)}
    return words if len(place) == len(texts) else words | {"at": [place[text] for text in texts]}


def deflated(raw: bytes) -> str:
    """Deflate bytes (zlib) and write them in base64, which no template or parser can misread."""
    return base64.b64encode(zlib.compress(raw, 9)).decode("ascii")
