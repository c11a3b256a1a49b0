"""Looks: one fill, outline and hatch for each thing drawn, shared by drawing and legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zoneland.core.style import PARCEL_STROKE, brushes
from zoneland.report.plates.hatches import HATCHES, OUTLINES_MM
from zoneland.report.plates.pattern import draw_hatch

if TYPE_CHECKING:
    from matplotlib.path import Path

    from zoneland.core.style import Brush
    from zoneland.report.plates.hatches import Hatch
    from zoneland.report.plates.sheet import Sheet

MM_PER_PX: Final = 0.2646
"""The palette's outlines are in a screen's pixels, 96 an inch."""
WHITE: Final = "#ffffff"
PARCEL_EDGE: Final = "#8b8f94"
PARCEL_EDGE_MM: Final = 0.1
ZONE_EDGE_MM: Final = 0.7
LAND_INK: Final = 0.45
"""Land's hatches are its fill, darkened to this part; paler ones drown in a grey print."""
SIGN_INK: Final = 0.75
VEIL: Final = 0.45
"""How much of the land below a finding or plot is veiled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one thing is filled, hatched and outlined."""

    fill: str = ""
    alpha: float = 1.0
    hatch: Hatch = ()
    ink: str = ""
    """Colour of the hatch."""
    stroke: str = ""
    width_mm: float = 0.0
    dash_mm: tuple[float, ...] = ()


def darker(colour: str, part: float) -> str:
    """Darken a colour to a part of its light.

    Examples
    --------
    >>> darker("#c8ff10", 0.5)
    '#647f08'
    """
    return "#" + "".join(f"{int(int(colour[at : at + 2], 16) * part):02x}" for at in (1, 3, 5))


def sign_ink(verdict: str) -> str:
    """Give the colour of a verdict's sign, dark enough to be read on white and in grey."""
    return darker(brushes("zone")[verdict].stroke, SIGN_INK)


def look(group: str, key: str) -> Look:
    """Give the look of a thing by its group and key in the palette.

    Examples
    --------
    >>> look("kind", "industry").fill, look("line", "growth").dash_mm
    ('#c4a688', (3.2, 1.1, 0.5, 1.1))
    """
    brush, hatch = brushes(group)[key], HATCHES[group][key]
    if group == "kind":
        return _land(brush, hatch)
    if group == "zone":
        return Look(
            fill=_paler(brush.fill, 0.72), hatch=hatch, ink=brush.stroke, stroke=brush.stroke,
            width_mm=ZONE_EDGE_MM, dash_mm=OUTLINES_MM[key],
        )  # fmt: skip
    is_veiled = group in {"finding", "idle"}
    dash = tuple(round(part * MM_PER_PX, 1) for part in brush.dash)
    return Look(
        fill=WHITE if is_veiled else "", alpha=VEIL if is_veiled else 1.0, hatch=hatch,
        ink=brush.stroke, stroke=brush.stroke, width_mm=round(brush.width * MM_PER_PX, 2),
        dash_mm=dash,
    )  # fmt: skip


def _land(brush: Brush, hatch: Hatch) -> Look:
    has_ink = brush.stroke != PARCEL_STROKE
    ink = brush.stroke if has_ink else darker(brush.fill, LAND_INK)
    return Look(fill=brush.fill, hatch=hatch, ink=ink, stroke=PARCEL_EDGE, width_mm=PARCEL_EDGE_MM)


def _paler(colour: str, part: float) -> str:
    """Mix a colour with white, which takes a part of the mixture."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (255 - one) * part):02x}" for one in channels)


def paint(
    sheet: Sheet,
    path: Path,
    own: Look,
    *,
    within: Path | None = None,
    origin: tuple[float, float] = (0, 0),
) -> None:
    """Draw a shape in its look: fill, hatch, then outline.

    Parameters
    ----------
    sheet
        Where to draw.
    path
        The shape, in centimetres.
    own
        Its look.
    within
        Draw fill and outline only inside this; the hatch is cut at the shape alone.
    origin
        Where the hatch begins.
    """
    if own.fill:
        sheet.draw(path, fill=own.fill, alpha=own.alpha, within=within)
    draw_hatch(sheet, own.hatch, path, ink=own.ink, origin=origin)
    if own.stroke:
        sheet.draw(
            path, stroke=own.stroke, width_mm=own.width_mm, dash_mm=own.dash_mm, within=within
        )
