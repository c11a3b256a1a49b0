"""Blocks of a drawing taken apart, one in another, as CAD shows them.

What is drawn on layer 0 of a block lies on the layer that the block is placed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from ezdxf.entities.dxfentity import DXFTagStorage
from ezdxf.entities.insert import Insert
from ezdxf.math import Matrix44, Vec3

from zoneland.files.dxf.open import LIBRARY_ERRORS
from zoneland.files.dxf.tags import damaged
from zoneland.files.dxf.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ezdxf.document import Drawing
    from ezdxf.entities.dxfentity import DXFEntity
    from numpy.typing import NDArray

NO_LAYER: Final = "0"
DEEPEST: Final = 16
MOST_PLACED: Final = 300_000
"""What blocks may put into a drawing, all in all."""
AXES: Final = (Vec3(1, 0, 0), Vec3(0, 1, 0), Vec3(0, 0, 1))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something of a block is shown; outside of blocks, where it was drawn."""

    matrix: Matrix44 | None = None
    layer: str = NO_LAYER
    handles: tuple[str, ...] = ()
    """Of the references that it came by, the outermost first."""

    def layer_of(self, entity: DXFEntity) -> str:
        """Give the layer that an entity is shown on."""
        layer = clean(str(_attributes(entity).get("layer", NO_LAYER)))
        return self.layer if self.handles and layer == NO_LAYER else layer

    def handle_of(self, entity: DXFEntity) -> str:
        """Give an entity's handle, after those of the references that it came by."""
        return "/".join((*self.handles, str(entity.dxf.handle)))

    def flat(self, points: Iterable[Vec3]) -> tuple[NDArray[np.float64], bool]:
        """Give points as shown, in the plane; and whether any lies off it."""
        shown = points if self.matrix is None else self.matrix.transform_vertices(points)
        xyz = np.array([Vec3(point).xyz for point in shown], dtype=float).reshape(-1, 3)
        return xyz[:, :2], bool((xyz[:, 2] != 0).any())

    @property
    def scale(self) -> float:
        """How much larger things are shown than drawn, at most."""
        if self.matrix is None:
            return 1.0
        return max(float(self.matrix.transform_direction(axis).magnitude) for axis in AXES)

    def inside(self, reference: Insert) -> Place:
        """Give the place of what a reference shows."""
        matrix = reference.matrix44()
        if self.matrix is not None:
            matrix *= self.matrix
        handles = (*self.handles, str(reference.dxf.handle))
        return Place(matrix, self.layer_of(reference), handles)


@dataclass(slots=True)
class _Budget:
    where: str
    left: int = MOST_PLACED

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise damaged(self.where, f"INSERT > {MOST_PLACED:,}")


def placed(drawing: Drawing, where: str) -> Iterator[tuple[DXFEntity, Place]]:
    """Give every entity of the model space with its place.

    Parameters
    ----------
    drawing, where
        As for `zoneland.files.dxf.outlines.content_of`.

    Yields
    ------
    tuple
        Blocks are given as what they show; a reference itself only where its block is not in
        the file, as it is for external references.

    Raises
    ------
    InputError
        ZL103 for blocks that are not there, hold themselves, lie too deep in one another, or
        show too much.
    """
    yield from _walked(drawing.modelspace(), Place(), _Budget(where))


def _walked(
    entities: Iterable[DXFEntity], place: Place, budget: _Budget
) -> Iterator[tuple[DXFEntity, Place]]:
    for entity in entities:
        if place.handles:
            budget.take(1)
        if not isinstance(entity, Insert) or _is_elsewhere(entity, budget.where):
            yield entity, place
            continue
        if len(place.handles) == DEEPEST:
            raise damaged(budget.where, f"INSERT {place.handle_of(entity)}: > {DEEPEST}")
        budget.take(entity.mcount)
        yield from ((attribute, place) for attribute in entity.attribs)
        for reference, inner in _copies(entity, place, budget.where):
            yield from _walked(reference.block() or (), inner, budget)


def _is_elsewhere(reference: Insert, where: str) -> bool:
    """Tell whether what a reference shows is in another file.

    Raises
    ------
    InputError
        ZL103 if it is in none.
    """
    name = reference.dxf.get("name")
    block = reference.block() if name else None
    if block is None or block.block is None:
        raise damaged(where, f"INSERT {reference.dxf.handle}: BLOCK {clean(str(name))}?")
    return bool(block.block.is_xref)


def _copies(reference: Insert, place: Place, where: str) -> list[tuple[Insert, Place]]:
    """Give each showing of a reference, which may stand for rows and columns of them."""
    try:
        copies = list(reference.multi_insert()) if reference.mcount > 1 else [reference]
        handle = reference.dxf.handle
        for copy in copies:
            copy.dxf.handle = handle  # a copy has none
        return [(copy, place.inside(copy)) for copy in copies]
    except LIBRARY_ERRORS as error:
        raise damaged(where, f"INSERT {place.handle_of(reference)}: {error}") from error


def _attributes(entity: DXFEntity) -> dict[str, Any]:
    """Give what an entity says of itself; also one of a kind that ezdxf only stores."""
    if isinstance(entity, DXFTagStorage):
        return entity.graphic_properties()
    return entity.dxf.all_existing_dxf_attribs()
