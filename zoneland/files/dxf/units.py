"""The unit of a drawing: declared by its header, which is often the template's, and by its digits.

AutoCAD's own template declares millimetres, and surveyors draw metres in it. So coordinates that
can only be metres of a Gauss-Krüger plane are metres whatever is declared; nothing is scaled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.core.problems import Problem

if TYPE_CHECKING:
    import geopandas as gpd
    from ezdxf.document import Drawing

UNTOLD, METRES = 0, 6
UNITS: Final = {
    UNTOLD: "—",
    1: "in",
    2: "ft",
    3: "mi",
    4: "mm",
    5: "cm",
    METRES: "m",
    7: "km",
    14: "dm",
}
"""Values of $INSUNITS."""
MOST_M: Final = 1e8
"""No plane's easting, zone number and all, has more digits than eight."""
NORTHINGS_M: Final = (1_000_000.0, 7_000_000.0)
WIDEST_M: Final = 1_000_000.0
"""A plot drawn in millimetres from its own corner is wider than any province in metres."""


def unit_of(drawing: Drawing) -> str:
    """Name the unit that a drawing declares.

    Examples
    --------
    >>> import ezdxf
    >>> drawing = ezdxf.new(units=4)
    >>> unit_of(drawing)
    'mm'
    """
    declared = _declared(drawing)
    return UNITS.get(declared, f"$INSUNITS {declared}")


def wrong_unit(drawing: Drawing, frame: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell if coordinates are not in metres.

    Parameters
    ----------
    drawing
        Of which the header is asked.
    frame
        Its polygons.
    where
        How the layer is named in problems.

    Returns
    -------
    list
        ZL263 where the coordinates are too large for metres, or where another unit is declared
        and they do not show that they are metres all the same.
    """
    if frame.empty:
        return []
    west, south, east, north = frame.total_bounds
    largest = float(np.abs(frame.total_bounds).max())
    is_metric = (
        NORTHINGS_M[0] <= south
        and north <= NORTHINGS_M[1]
        and max(east - west, north - south) < WIDEST_M
    )
    if largest < MOST_M and (is_metric or _declared(drawing) in {UNTOLD, METRES}):
        return []
    shown = f"X {west:,.2f}–{east:,.2f}, Y {south:,.2f}–{north:,.2f}"
    return [Problem("ZL263", where, {"unit": unit_of(drawing), "bounds": shown})]


def _declared(drawing: Drawing) -> int:
    """Give the value of $INSUNITS; -1 for one that is no number."""
    value = str(drawing.header.get("$INSUNITS", UNTOLD)).strip()
    return int(value) if value.isascii() and value.isdigit() else -1
