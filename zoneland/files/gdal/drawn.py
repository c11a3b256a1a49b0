"""Shapes made of their bytes, batch by batch, so that never all of both are there at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zoneland.files.gdal.curves import curved

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray


@dataclass(slots=True)
class Drawn:
    """Shapes of a layer, in the order in which their bytes come.

    Examples
    --------
    >>> import pyarrow as pa
    >>> drawn = Drawn()
    >>> drawn.add(pa.array([shapely.to_wkb(shapely.Point(1, 2)), None]))
    >>> drawn.all().tolist(), drawn.curves
    ([<POINT (1 2)>, None], 0)
    """

    some: list[NDArray[np.object_]] = field(default_factory=list)
    curves: int = 0
    """How many are of a type with arcs, which GEOS cannot measure: then none is kept."""

    def add(self, wkb: pa.Array) -> None:
        """Make shapes of a batch of well-known binary."""
        wkb.validate(full=True)  # places beyond the bytes kill the process
        self.curves += int(curved(wkb).sum())
        if self.curves:
            self.some.clear()
            return
        with np.errstate(invalid="ignore"):  # corners that are no numbers are told later
            self.some.append(shapely.from_wkb(wkb.to_numpy(zero_copy_only=False)))

    def in_order(self, order: NDArray[np.intp]) -> Drawn:
        """Give the shapes in another order."""
        return self if self.curves else Drawn([self.all()[order]])

    def all(self) -> NDArray[np.object_]:
        """Give all shapes."""
        return np.concatenate([np.empty(0, dtype=object), *self.some])
