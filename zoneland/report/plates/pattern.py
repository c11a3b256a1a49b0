"""Drawing hatches: stripes and marks as lines of their own, cut at the shapes they fill.

Matplotlib's hatches are tiles of an inch, all of one width; these have sizes in millimetres and
come out the same in PNG and in PDF.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.path import Path

from zoneland.report.plates.hatches import SHAPES, Marks, Stripes
from zoneland.report.plates.sheet import is_empty

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zoneland.report.plates.hatches import Hatch
    from zoneland.report.plates.sheet import Sheet

MM_PER_CM: Final = 10


def draw_hatch(
    sheet: Sheet, hatch: Hatch, within: Path, *, ink: str, origin: tuple[float, float] = (0, 0)
) -> None:
    """Fill a path with a hatch.

    Parameters
    ----------
    sheet
        Where to draw.
    hatch
        Its stripes and marks.
    within
        The shape to fill, in centimetres.
    ink
        Colour of its lines.
    origin
        Where a line or mark lies, so that neighbours of one kind share one pattern.
    """
    if is_empty(within):
        return
    shape = np.asarray(within.vertices, dtype=float)
    corners = np.array([shape.min(axis=0), shape.max(axis=0)]) - origin
    for part in hatch:
        if isinstance(part, Stripes):
            path, dash_mm = _stripes(part, corners), part.dash_mm
        else:
            path, dash_mm = _marks(part, corners), ()
        sheet.draw(
            Path(path.vertices + np.array(origin), path.codes), stroke=ink, width_mm=part.width_mm,
            dash_mm=dash_mm, within=within,
        )  # fmt: skip


def _stripes(part: Stripes, corners: NDArray[np.float64]) -> Path:
    """Draw lines that cover a box about the origin."""
    turn = math.radians(part.angle_deg)
    along = np.array([math.cos(turn), math.sin(turn)])
    across = np.array([-along[1], along[0]])
    box = np.array([(x, y) for x in corners[:, 0] for y in corners[:, 1]])
    gap = part.gap_mm / MM_PER_CM
    steps = np.arange(
        math.ceil((box @ across).min() / gap), math.floor((box @ across).max() / gap) + 1
    )
    # Dashes begin where the line does, so it begins at a multiple of their length.
    period = sum(part.dash_mm) / MM_PER_CM or gap
    first = math.floor((box @ along).min() / period) * period
    ends = np.array([first, (box @ along).max()])
    rows = steps[:, None, None] * gap * across + ends[None, :, None] * along
    return _polylines(rows)


def _marks(part: Marks, corners: NDArray[np.float64]) -> Path:
    """Draw marks that cover a box about the origin, row by row."""
    gap, size = part.gap_mm / MM_PER_CM, part.size_mm / MM_PER_CM
    (west, south), (east, north) = corners
    places = [
        ((column + (row % 2) / 2) * gap, row * gap)
        for row in range(math.floor(south / gap), math.ceil(north / gap) + 1)
        for column in range(math.floor(west / gap) - 1, math.ceil(east / gap) + 1)
    ]
    at = np.array(places)[:, None, :]
    drawn = [_polylines(at + np.array(stroke)[None] * size) for stroke in SHAPES[part.shape]]
    return Path.make_compound_path(*drawn)


def _polylines(points: NDArray[np.float64]) -> Path:
    """Make one path of many lines: line × point × (x, y)."""
    codes = np.full(points.shape[:2], Path.LINETO, dtype=Path.code_type)
    codes[:, :1] = Path.MOVETO
    return Path(points.reshape(-1, 2), codes.ravel())
