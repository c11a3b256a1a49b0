"""Read a page back the plain way, to compare it with what went in."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any


def unpacked(text: str) -> list[list[list[tuple[int, int]]]]:
    """Read packed shapes the plain way: features, their rings, their vertices in 1e-6 degrees."""
    numbers, value, shift = [], 0, 0
    for byte in zlib.decompress(base64.b64decode(text)):
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value, shift = 0, 0
    stream = iter(numbers)
    rings_of = [next(stream) for _ in range(next(stream))]
    sizes = iter([next(stream) for _ in range(sum(rings_of))])
    lon = lat = 0
    features = []
    for rings in rings_of:
        feature = []
        for _ in range(rings):
            ring = []
            for _ in range(next(sizes)):
                lon += _signed(next(stream))
                lat += _signed(next(stream))
                ring.append((lon, lat))
            feature.append(ring)
        features.append(feature)
    assert next(stream, None) is None
    return features


def _signed(folded: int) -> int:
    return -(folded + 1) // 2 if folded % 2 else folded // 2


def columns_of(text: str) -> dict[str, Any]:
    """Read packed columns."""
    told: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(text)))
    return told


def page_of(html: str) -> dict[str, Any]:
    """Read a page's block of data."""
    block = re.search(r'<script type="application/json" id="zoneland-data">(.*?)</script>', html)
    assert block
    told: dict[str, Any] = json.loads(block[1])
    return told
