"""The sheet of a plate: everything is drawn in centimetres from its lower left corner.

Matplotlib's figures alone are used, never pyplot, so that a notebook's own pictures stay as they
are; its settings are put back after each plate.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import matplotlib.style
import numpy as np
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from zoneland.report.plates.lettering import LATIN_FONT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zoneland.report.plates.lettering import Lettering

Format = Literal["png", "pdf"]

DPI: Final = 200
CM_PER_INCH: Final = 2.54
PT_PER_MM: Final = 72 / 25.4
INK: Final = "#1f2933"
GREY: Final = "#5f6b76"
METADATA: Final[dict[Format, dict[str, None]]] = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""Left out of the files: the day of drawing and the libraries' versions change the bytes."""
SETTINGS: Final[dict[str, Any]] = {
    "path.simplify": False,
    "pdf.fonttype": 3,
    "savefig.facecolor": "white",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper and the lettering on it."""

    width_cm: float
    height_cm: float
    lettering: Lettering
    figure: Figure = field(init=False)

    def __post_init__(self) -> None:
        size = (self.width_cm / CM_PER_INCH, self.height_cm / CM_PER_INCH)
        object.__setattr__(self, "figure", Figure(figsize=size, dpi=DPI))

    @property
    def _cm(self) -> Transform:
        return Affine2D().scale(1 / CM_PER_INCH) + self.figure.dpi_scale_trans

    def text(  # noqa: PLR0913  how a text stands takes that many words
        self,
        at: tuple[float, float],
        text: str,
        size_pt: float,
        *,
        colour: str = INK,
        across: Literal["left", "center", "right"] = "left",
        up: Literal["baseline", "center", "top", "bottom"] = "baseline",
        is_sign: bool = False,
    ) -> None:
        """Write one line, as it stands: what looks like a formula is none."""
        prop = self.lettering.properties(size_pt)
        if is_sign:
            prop = FontProperties(family=LATIN_FONT, weight="bold", size=size_pt)
        self.figure.text(
            *at, text, fontproperties=prop, color=colour, transform=self._cm, parse_math=False,
            horizontalalignment=across, verticalalignment=up,
        )  # fmt: skip

    def draw(  # noqa: PLR0913  a pen and a brush have that many properties
        self,
        path: Path,
        *,
        fill: str = "",
        alpha: float = 1.0,
        stroke: str = "",
        width_mm: float = 0.0,
        dash_mm: Sequence[float] = (),
        within: Path | None = None,
    ) -> None:
        """Draw a path in centimetres, all of it or only what lies inside another."""
        if is_empty(path) or (within is not None and is_empty(within)):
            return
        width_pt = width_mm * PT_PER_MM
        dashes = tuple(part * PT_PER_MM / width_pt for part in dash_mm) if width_pt else ()
        patch = PathPatch(
            path, fill=bool(fill), facecolor=fill or "none", alpha=alpha,
            edgecolor=stroke if stroke and width_mm else "none", linewidth=width_pt,
            linestyle=(0, dashes) if dashes else "solid", transform=self._cm,
            capstyle="butt" if dashes else "round", joinstyle="round",
            snap=False,  # a dot snapped to whole pixels is gone
        )  # fmt: skip
        self.figure.add_artist(patch)
        if within is not None:
            patch.set_clip_path(within, transform=self._cm)

    def box(self, west: float, south: float, east: float, north: float, **look: Any) -> None:  # noqa: ANN401  what `draw` takes
        """Draw a rectangle by its sides, in centimetres."""
        self.draw(rectangle(west, south, east, north), **look)

    def line(self, *points: tuple[float, float], **look: Any) -> None:  # noqa: ANN401  what `draw` takes
        """Draw a line through points, in centimetres."""
        self.draw(Path(points), **look)

    def saved(self, form: Format) -> bytes:
        """Give the sheet as a file's bytes; the same drawing gives the same bytes."""
        made = io.BytesIO()
        self.figure.savefig(made, format=form, dpi=DPI, metadata=METADATA[form])
        return made.getvalue()


def is_empty(path: Path) -> bool:
    """Tell whether a path has nothing to draw."""
    return np.size(path.vertices) == 0


def rectangle(west: float, south: float, east: float, north: float) -> Path:
    """Give a rectangle's path by its sides."""
    return Path([(west, south), (east, south), (east, north), (west, north), (west, south)],
                closed=True)  # fmt: skip


@contextmanager
def steady() -> Iterator[None]:
    """Draw with matplotlib's own settings, whatever the user's are, and put those back."""
    with matplotlib.style.context(["default", SETTINGS]):
        yield
