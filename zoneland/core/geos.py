"""What GEOS finds wrong with a shape, in words of the trade and with the spot in neat figures."""

from __future__ import annotations

import re
from typing import Final

from zoneland.core.wording import Term

SPOT: Final = re.compile(r"\[(\S+) (\S+)\]$")
"""Where in the shape it is wrong, at the end of the reason."""
REASONS: Final = {
    "Self-intersection": "crossing",
    "Ring Self-intersection": "touching",
    "Hole lies outside shell": "hole_outside",
    "Holes are nested": "nested_holes",
    "Nested holes": "nested_holes",
    "Nested shells": "nested_shells",
    "Interior is disconnected": "disconnected",
    "Duplicate Rings": "same_rings",
    "Too few points in geometry component": "few_points",
    "Invalid Coordinate": "coordinate",
    "Ring is not closed": "open_ring",
}
MOST_DEGREES: Final = 360


def reason_told(reason: str) -> Term | str:
    """Tell the reason that GEOS gives; one that is not known stays as it is.

    Examples
    --------
    >>> f"{reason_told('Self-intersection[38500005.00000001 3840005]')}"
    '边线自相交（38500005.000, 3840005.000）'
    >>> reason_told("Nested shells[114.5 34.25]").told("en")
    'one part lies inside another (114.5000000, 34.2500000)'
    """
    kind = REASONS.get(SPOT.sub("", reason))
    if kind is None:
        return reason
    named, spot = Term(f"geos.{kind}"), spot_of(reason)
    if spot is None:
        return named
    digits = 7 if max(map(abs, spot)) <= MOST_DEGREES else 3
    x, y = (f"{number:.{digits}f}" for number in spot)
    return Term("geos.at", {"reason": named, "x": x, "y": y})


def spot_of(reason: str) -> tuple[float, float] | None:
    """Read easting and northing off a reason.

    Examples
    --------
    >>> spot_of("Self-intersection[38500005 3840005]")
    (38500005.0, 3840005.0)
    """
    found = SPOT.search(reason)
    return (float(found[1]), float(found[2])) if found else None
