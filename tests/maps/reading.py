"""Read a page back the plain way, to compare it with what went in."""

from __future__ import annotations

import base64
import itertools
import json
import re
import zlib
from typing import Any


def unpacked(text: str) -> list[list[list[tuple[int, int]]]]:
    """Read packed shapes the plain way: features, their rings, their vertices in 1e-6 degrees."""
    raw = zlib.decompress(base64.b64decode(text))
    count = len(raw) // 4
    stream = iter([int.from_bytes(raw[at::count], "little") for at in range(count)])
    rings_of = [next(stream) for _ in range(next(stream))]
    sizes = [next(stream) for _ in range(sum(rings_of))]
    lons, lats = (_running([next(stream) for _ in range(sum(sizes))]) for _ in "xy")
    assert next(stream, None) is None
    places, of_ring = zip(lons, lats, strict=True), iter(sizes)
    return [
        [[next(places) for _ in range(next(of_ring))] for _ in range(rings)] for rings in rings_of
    ]


def _running(folded: list[int]) -> list[int]:
    steps = [-(step + 1) // 2 if step % 2 else step // 2 for step in folded]
    return list(itertools.accumulate(steps))


def columns_of(text: str) -> dict[str, Any]:
    """Read packed columns, each column of texts a text a row."""
    told: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(text)))
    return told | {"fields": [_column(**packed) for packed in told["fields"]]}


def _column(words: list[str], at: list[int] | None = None) -> list[str]:
    return words if at is None else [words[place] for place in at]


def page_of(html: str) -> dict[str, Any]:
    """Read a page's block of data."""
    block = re.search(r'<script type="application/json" id="zoneland-data">(.*?)</script>', html)
    assert block
    told: dict[str, Any] = json.loads(block[1])
    return told
