"""What a drawing holds: lines that close or do not, texts, and whatever else, layer by layer."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from ezdxf.entities.insert import Insert
from ezdxf.entities.mtext import MText
from ezdxf.entities.text import Text
from ezdxf.math import Vec3

from zoneland.files.dxf.blocks import Place, placed
from zoneland.files.dxf.curves import curve_of
from zoneland.files.dxf.open import LIBRARY_ERRORS
from zoneland.files.dxf.tags import damaged
from zoneland.files.dxf.text import clean, unescaped

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.entities.dxfentity import DXFEntity
    from numpy.typing import NDArray

MOST_CORNERS: Final = 5_000_000
CLOSED_M: Final = 0.001
"""Ends nearer than this to each other are meant to meet,"""
CLOSED_SHARE: Final = 1e-4
"""unless that is more than this share of the whole line."""
FEWEST_CORNERS: Final = 3
MOST_UNITS: Final = 1e15
"""Beyond this, numbers are no coordinates of anything."""
NOISE: Final = 8
"""Ends that differ by so many of the last binary digits are the same."""
UNSEEN: Final = frozenset(("VIEWPORT", "ATTDEF", "SEQEND"))
STRING: Final = 1000
"""Group code of text among extended data."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A line, as shown: corners in the plane, without the one that repeats the first."""

    layer: str
    handle: str
    kind: str
    corners: NDArray[np.float64]
    gap: float
    """How far its ends are apart, if it does not say itself that it is closed."""
    closes: bool
    """Its ends meet, or are so near that they are meant to."""
    is_curved: bool
    has_height: bool
    words: str
    """Texts among its extended data."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text, and the point it stands at."""

    layer: str
    text: str
    easting: float
    northing: float


@dataclass(slots=True)
class Content:
    """What a drawing's model space holds."""

    outlines: list[Outline] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    others: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By layer, how many there are of each kind that is neither."""
    broken: list[tuple[str, str, str]] = field(default_factory=list)
    """Layer, kind with handle, and reason, of what cannot be drawn."""
    corners: int = 0


def content_of(drawing: Drawing, where: str) -> Content:
    """Take a drawing's model space apart.

    Parameters
    ----------
    drawing
        As `zoneland.files.dxf.open.open_drawing` gives it.
    where
        How the file is named in problems.

    Raises
    ------
    InputError
        ZL103 for blocks in blocks, or more content, beyond the limits.
    """
    content = Content()
    for entity, place in placed(drawing, where):
        layer = place.layer_of(entity)
        try:
            _take(entity, place, layer, content)
        except LIBRARY_ERRORS as error:
            named = f"{entity.dxftype()} {place.handle_of(entity)}"
            content.broken.append((layer, named, str(error) or type(error).__name__))
        if content.corners > MOST_CORNERS:
            raise damaged(where, f"> {MOST_CORNERS:,}")
    return content


def _take(entity: DXFEntity, place: Place, layer: str, content: Content) -> None:
    if isinstance(entity, Text | MText):
        label = _label(entity, place, layer)
        content.labels += [label] if label.text else []
        return
    outline = _outline(entity, place, layer)
    if outline is not None:
        content.outlines.append(outline)
        content.corners += len(outline.corners)
    elif isinstance(entity, Insert):
        content.others[layer]["XREF"] += 1
    elif entity.dxftype() == "VERTEX":
        raise ValueError("POLYLINE?")  # a corner whose line was lost
    elif entity.dxftype() not in UNSEEN:
        content.others[layer][entity.dxftype()] += 1


def _label(entity: Text | MText, place: Place, layer: str) -> Label:
    """Read a text without its codes of format; it stands where its drafter put it."""
    if isinstance(entity, MText):
        entity.text = unescaped(entity.text)
        at = Vec3(entity.dxf.insert)
    else:
        entity.dxf.text = unescaped(entity.dxf.text)
        aligned = entity.dxf.get("halign", 0) or entity.dxf.get("valign", 0)
        anchor = entity.dxf.get("align_point") if aligned else None
        at = entity.ocs().to_wcs(Vec3(entity.dxf.insert if anchor is None else anchor))
    (where,), _ = place.flat([at])
    return Label(layer, clean(str(entity.plain_text())), float(where[0]), float(where[1]))


def _outline(entity: DXFEntity, place: Place, layer: str) -> Outline | None:
    """Draw a line as shown; None for what is no line, or encloses nothing whatever is added."""
    with np.errstate(all="ignore"):
        curve = curve_of(entity, scale=place.scale)
    if curve is None:
        return None
    corners, has_height = place.flat(curve.points)
    if not (np.abs(corners) < MOST_UNITS).all():
        raise ValueError("NaN / ∞")
    if len(set(map(tuple, corners.tolist()))) < FEWEST_CORNERS:
        return None
    gap = math.dist(corners[-1], corners[0])
    if curve.is_closed or gap <= NOISE * np.spacing(np.abs(corners).max()):
        gap = 0.0
    size = math.hypot(*(corners.max(axis=0) - corners.min(axis=0)))
    return Outline(
        layer=layer,
        handle=place.handle_of(entity),
        kind=entity.dxftype(),
        corners=corners[:-1] if (corners[-1] == corners[0]).all() else corners,
        gap=gap,
        closes=gap <= min(CLOSED_M, CLOSED_SHARE * size),
        is_curved=curve.is_curved,
        has_height=has_height,
        words=_words(entity),
    )


def _words(entity: DXFEntity) -> str:
    """Join the texts among a line's extended data; survey programs keep its code there."""
    if entity.xdata is None:
        return ""
    tags = [tag for part in entity.xdata.data.values() for tag in part]
    return "、".join(filter(None, (clean(str(tag.value)) for tag in tags if tag.code == STRING)))
