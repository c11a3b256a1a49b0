"""All ugly inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.corpus import drawings, grounds, layers, rarities, shapefiles, tables, texts

if TYPE_CHECKING:
    from tests.corpus.making import Case

CASES: Final[tuple[Case, ...]] = (
    *shapefiles.CASES,
    *layers.CASES,
    *grounds.CASES,
    *texts.CASES,
    *drawings.CASES,
    *tables.CASES,
    *rarities.CASES,
)
