"""Hatches: what tells land, verdicts and findings apart on paper without colour.

Each kind has its own stripes or marks, after the symbols of land-use maps where there is one:
water lies in level lines, forest in rings, grass in ticks. Sizes are those on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FINE_MM: Final = 0.15
"""Width of land's hatches."""
BOLD_MM: Final = 0.28
"""Of what stands out from the land: findings, plots, verdicts."""


@dataclass(frozen=True, slots=True)
class Stripes:
    """Parallel lines."""

    angle_deg: float
    """Counter-clockwise from the sheet's lower edge."""
    gap_mm: float
    """From one line to the next."""
    width_mm: float = FINE_MM
    dash_mm: tuple[float, ...] = ()
    """On, off, on …; empty for unbroken lines."""


@dataclass(frozen=True, slots=True)
class Marks:
    """One small mark again and again, each row shifted by half a gap."""

    shape: str
    """A key of `SHAPES`."""
    gap_mm: float
    size_mm: float
    width_mm: float = FINE_MM


Hatch = tuple[Stripes | Marks, ...]
Stroke = tuple[tuple[float, float], ...]

_RING: Final[Stroke] = (
    (0.5, 0.0), (0.35, 0.35), (0.0, 0.5), (-0.35, 0.35), (-0.5, 0.0),
    (-0.35, -0.35), (0.0, -0.5), (0.35, -0.35), (0.5, 0.0),
)  # fmt: skip

SHAPES: Final[Mapping[str, tuple[Stroke, ...]]] = MappingProxyType(
    {
        "dot": (((-0.05, 0.0), (0.05, 0.0)),),
        "ring": (_RING,),
        "square": (((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)),),
        "triangle": (((-0.5, -0.4), (0.5, -0.4), (0.0, 0.5), (-0.5, -0.4)),),
        "tick": (((-0.35, 0.5), (0.0, -0.5), (0.35, 0.5)),),
        "roof": (((-0.5, -0.3), (0.0, 0.4), (0.5, -0.3)),),
        "plus": (((-0.5, 0.0), (0.5, 0.0)), ((0.0, -0.5), (0.0, 0.5))),
        "cross": (((-0.5, -0.5), (0.5, 0.5)), ((-0.5, 0.5), (0.5, -0.5))),
        "bars": (((-0.25, -0.5), (-0.25, 0.5)), ((0.25, -0.5), (0.25, 0.5))),
        "foot": (((-0.5, -0.5), (0.5, -0.5)), ((0.0, -0.5), (0.0, 0.5))),
    }
)
"""Strokes of each mark, in a box of one by one about its middle; a dot is a round end alone."""

_KIND: Final[dict[str, Hatch]] = {
    "industry": (Stripes(45, 1.5),),
    "storage": (Stripes(135, 1.5),),
    "mining": (Stripes(45, 1.7), Stripes(135, 1.7)),
    "research": (Stripes(45, 1.3, dash_mm=(1.2, 0.7)),),
    "business": (Stripes(90, 1.5),),
    "commerce": (Stripes(90, 0.75),),
    "residential": (Stripes(0, 1.6), Stripes(90, 1.6)),
    "public": (Stripes(90, 1.2, dash_mm=(1.2, 0.7)),),
    "utilities": (Stripes(135, 1.3, dash_mm=(1.2, 0.7)),),
    "transport": (Marks("dot", 1.3, 0.27, 0.27),),
    "green": (Marks("tick", 1.5, 0.8),),
    "special": (Marks("triangle", 1.9, 1.0),),
    "built_up": (Stripes(20, 1.0),),
    "cropland": (Marks("foot", 2.1, 0.8),),
    "garden": (Marks("ring", 2.0, 0.7), Stripes(0, 2.0)),
    "forest": (Marks("ring", 1.8, 0.9),),
    "grass": (Marks("bars", 1.8, 0.8),),
    "wetland": (Stripes(0, 0.9, dash_mm=(1.5, 1.0)),),
    "water": (Stripes(0, 0.8),),
    "farm_facility": (Marks("square", 2.0, 0.9),),
    "vacant": (Marks("dot", 2.2, 0.35, 0.35),),
    "sea": (Stripes(0, 1.6),),
    "other": (Marks("plus", 1.5, 0.9),),
    "reserved": (Marks("roof", 1.9, 1.0),),
    "undecided": (Stripes(70, 1.6, dash_mm=(0.4, 0.6)),),
    "unknown": (Marks("cross", 1.7, 0.9),),
}

_FINDING: Final[dict[str, Hatch]] = {
    "farmland": (Stripes(45, 1.1, BOLD_MM),),
    "redline": (Stripes(45, 1.4, BOLD_MM), Stripes(135, 1.4, BOLD_MM)),
    "outside_growth": (Stripes(135, 1.1, BOLD_MM),),
    "flexible": (Marks("dot", 1.4, 0.45, 0.45),),
    "special": (Marks("ring", 1.7, 0.9, BOLD_MM),),
    "zones": (Stripes(0, 1.4, BOLD_MM), Stripes(90, 1.4, BOLD_MM)),
    "growth_farmland": (Stripes(45, 1.2, BOLD_MM, (1.2, 0.8)),),
    "growth_redline": (Stripes(90, 1.2, BOLD_MM),),
    "redline_farmland": (Stripes(0, 1.2, BOLD_MM),),
    "plan_outside_growth": (Stripes(135, 1.2, BOLD_MM, (1.2, 0.8)),),
    "cropland": (Marks("foot", 1.8, 0.9, BOLD_MM),),
}

_IDLE: Final[dict[str, Hatch]] = {
    "idle_2y": (Stripes(45, 0.8, BOLD_MM), Stripes(135, 0.8, BOLD_MM)),
    "idle_1y": (Stripes(45, 0.8, BOLD_MM),),
    "idle_stopped": (Stripes(135, 0.8, BOLD_MM),),
    "late": (Stripes(90, 1.0, BOLD_MM, (1.0, 0.8)),),
    "inefficient": (Marks("dot", 1.1, 0.4, 0.4),),
    "lapsed": (Stripes(0, 1.0, BOLD_MM), Stripes(90, 1.0, BOLD_MM)),
    "unsupplied": (Stripes(90, 0.9, BOLD_MM),),
    "to_check": (Marks("cross", 1.6, 0.9, BOLD_MM),),
    "not_due": (Marks("plus", 1.8, 0.8, BOLD_MM),),
    "started": (Marks("roof", 1.8, 0.9, BOLD_MM),),
    "completed": (Marks("square", 1.8, 0.9, BOLD_MM),),
    "cannot_tell": (Marks("ring", 1.5, 0.8, BOLD_MM),),
}

HATCHES: Final[Mapping[str, Mapping[str, Hatch]]] = MappingProxyType(
    {
        "kind": _KIND,
        "finding": _FINDING,
        "sliver": _FINDING,  # told apart by their broken outline
        "idle": _IDLE,
        "line": {
            "farmland": (Stripes(45, 2.8),),
            "redline": (Stripes(135, 2.8),),
            "growth": (),
            "flexible": (),
            "special": (),
        },
        "zone": {
            "pass": (Marks("dot", 1.8, 0.3, 0.3),),
            "fail": (Stripes(45, 1.1, BOLD_MM), Stripes(135, 1.1, BOLD_MM)),
            "cannot_tell": (Stripes(0, 1.3, BOLD_MM, (1.4, 0.9)),),
        },
    }
)
"""By group and key of `zoneland.core.style`. The growth boundary and its parts are lines alone,
known by their dashes: their land is nearly all that a plate shows."""

OUTLINES_MM: Final[Mapping[str, tuple[float, ...]]] = MappingProxyType(
    {"pass": (), "fail": (3.6, 1.2), "cannot_tell": (0.9, 0.9)}
)
"""Dashes of a zone's outline by verdict."""
