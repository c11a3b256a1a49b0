"""The survey's own series for ellipsoidal area, written out term by term: an independent oracle.

国土调查办发〔2008〕32号: each edge and a reference meridian enclose a trapezoid, whose area is a
series in the eccentricity. Nothing here is shared with the package but PROJ's Gauss-Krüger.
"""

from __future__ import annotations

import itertools
import math

import pyproj

A, INVERSE_FLATTENING = 6378137.0, 298.257222101
B = A * (1 - 1 / INVERSE_FLATTENING)
E2 = (A * A - B * B) / (A * A)
TERMS = (
    1 + 3 / 6 * E2 + 30 / 80 * E2**2 + 35 / 112 * E2**3 + 630 / 2304 * E2**4,
    1 / 6 * E2 + 15 / 80 * E2**2 + 21 / 112 * E2**3 + 420 / 2304 * E2**4,
    3 / 80 * E2**2 + 7 / 112 * E2**3 + 180 / 2304 * E2**4,
    1 / 112 * E2**3 + 45 / 2304 * E2**4,
    5 / 2304 * E2**4,
)
LONGEST_M = 70.0


def trapezoid_m2(lat_1: float, lat_2: float, lon_m: float) -> float:
    half, middle = (lat_2 - lat_1) / 2, (lat_1 + lat_2) / 2
    series = sum(
        (-1) ** n * term * math.sin((2 * n + 1) * half) * math.cos((2 * n + 1) * middle)
        for n, term in enumerate(TERMS)
    )
    return 2 * B * B * lon_m * series


def ring_m2(ring: list[tuple[float, float]], crs: str, meridian: float) -> float:
    """Area of a closed ring of easting and northing; positive whichever way it turns."""
    to_lonlat = pyproj.Transformer.from_crs(crs, 4490, always_xy=True)
    points = []
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        parts = max(1, math.ceil(math.hypot(x2 - x1, y2 - y1) / LONGEST_M))
        points += [(x1 + (x2 - x1) * i / parts, y1 + (y2 - y1) * i / parts) for i in range(parts)]
    points.append(points[0])
    lonlat = [to_lonlat.transform(x, y) for x, y in points]
    edges = itertools.pairwise(lonlat)
    return abs(
        math.fsum(
            trapezoid_m2(math.radians(b1), math.radians(b2), math.radians((l1 + l2) / 2 - meridian))
            for (l1, b1), (l2, b2) in edges
        )
    )
