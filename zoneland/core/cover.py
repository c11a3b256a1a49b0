"""A land-cover raster as the rest of the house sees it: classes, and windows of codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd
    import pyproj
    from numpy.typing import NDArray

NO_DATA: Final = -1
"""Code of a cell without data."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of cells, read from a raster."""

    codes: NDArray[np.int64]
    """Class of each cell, rows from north to south; `NO_DATA` where there is none."""
    bounds: Bounds
    """Outer edges of the cells in the raster's CRS."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A land-cover raster that is read a window at a time."""

    crs: pyproj.CRS
    classes: pd.DataFrame
    """A row a class, by integer ``code``: ``class_name``, ``kind``, ``is_built``."""
    bounds: Bounds
    """Of the whole raster, in its CRS."""
    window: Callable[[Bounds], Window | None]
    """Reads the cells that bounds touch; None where the raster does not reach."""
