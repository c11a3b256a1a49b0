"""Closed lines of a drawing as polygons: which holds which text, and which is a hole in another.

A drafter draws a courtyard as a second closed line on the same layer, and a plot inside a zone
just so. What has a text of its own is a thing of its own; a line without one that lies clear
inside another is a hole. Lines that touch or cross are left as they are, for the check of
overlaps to tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zoneland.files.dxf.outlines import Label, Outline


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon of a drawing."""

    outline: Outline
    shape: shapely.Polygon
    holes: tuple[Outline, ...]
    text: str
    """Of the texts inside it and in no smaller polygon, from top to bottom."""
    labels: tuple[Label, ...]
    """Those texts."""


def areas_of(outlines: Sequence[Outline], labels: Sequence[Label]) -> list[Area]:
    """Make polygons of the closed lines of a layer.

    Parameters
    ----------
    outlines
        Lines of one layer, that close.
    labels
        Texts of the whole drawing. Where some of that same layer lie in polygons, only those
        count: plots and heights are lettered all over a zone.

    Returns
    -------
    list
        In the order of the lines; shapes are as drawn and may be invalid.
    """
    disks = np.array([shapely.Polygon(outline.corners) for outline in outlines], dtype=object)
    if not len(disks):
        return []
    layer = outlines[0].layer.casefold()
    own = [label for label in labels if label.layer.casefold() == layer]
    inside = _inside(disks, own)
    inside = inside if any(inside) else _inside(disks, labels)
    owners = _owners(disks, [bool(texts) for texts in inside])
    holes: dict[int, list[int]] = {at: [] for at, owner in enumerate(owners) if owner is None}
    for at, owner in enumerate(owners):
        if owner is not None:
            holes[owner].append(at)
    return [
        Area(
            outline=outlines[at],
            shape=shapely.Polygon(outlines[at].corners, [outlines[hole].corners for hole in inner]),
            holes=tuple(outlines[hole] for hole in inner),
            text=" ".join(label.text for label in inside[at]),
            labels=tuple(inside[at]),
        )
        for at, inner in holes.items()
    ]


def _inside(disks: NDArray[np.object_], labels: Sequence[Label]) -> list[list[Label]]:
    """Give each disk the texts of which it is the smallest holder, from top to bottom."""
    points = shapely.points(
        [(label.easting, label.northing) for label in labels] or np.empty((0, 2))
    )
    label_at, disk_at = shapely.STRtree(disks).query(points, predicate="intersects")
    areas = shapely.area(disks)
    smallest: dict[int, int] = {}
    for label, disk in zip(label_at.tolist(), disk_at.tolist(), strict=True):
        if label not in smallest or areas[disk] < areas[smallest[label]]:
            smallest[label] = disk
    found: list[list[Label]] = [[] for _ in disks]
    for label, disk in smallest.items():
        found[disk].append(labels[label])
    return [sorted(held, key=lambda one: (-one.northing, one.easting)) for held in found]


def _owners(disks: NDArray[np.object_], has_text: Sequence[bool]) -> list[int | None]:
    """Give for each disk the one that it is a hole in; None for what is no hole.

    Examples
    --------
    A square in a square in a square, of which the middle one is a hole.

    >>> squares = np.array([shapely.box(at, at, 100 - at, 100 - at) for at in (20, 0, 10)])
    >>> _owners(squares, [False, False, False])
    [None, None, 1]
    >>> _owners(squares, [False, False, True])
    [2, None, None]
    """
    sound = np.flatnonzero(shapely.is_valid(disks))
    inner, outer = shapely.STRtree(disks[sound]).query(disks[sound], predicate="within")
    holders: dict[int, list[int]] = {}
    for one, other in zip(sound[inner].tolist(), sound[outer].tolist(), strict=True):
        if shapely.contains_properly(disks[other], disks[one]):
            holders.setdefault(one, []).append(other)
    areas = shapely.area(disks)
    owners: list[int | None] = [None] * len(disks)
    for at in sorted(holders, key=lambda disk: -areas[disk]):
        holder = min(holders[at], key=lambda disk: float(areas[disk]))
        if not has_text[at] and owners[holder] is None:
            owners[at] = holder
    return owners
