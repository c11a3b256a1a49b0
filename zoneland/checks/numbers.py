"""What coordinates look like: planes of China tell themselves by their digits, degrees too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.core.gauss_kruger import (
    LEAST_EASTING_M,
    LEAST_NORTHING_M,
    M_PER_PREFIX,
    MOST_EASTING_M,
    MOST_NORTHING_M,
    SIX_DEGREE_ZONES,
    THREE_DEGREE_ZONES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

CHINA_LON: Final = (73.0, 136.0)
CHINA_LAT: Final = (3.0, 54.0)
FARTHEST_M: Final = 1e9
"""Beyond any prefix; what a damaged file gives may not even fit a whole number."""
NORTHING_M: Final = (LEAST_NORTHING_M, MOST_NORTHING_M)
PREFIXES: Final = (0, *SIX_DEGREE_ZONES, *THREE_DEGREE_ZONES)
MOST_NAMED: Final = 12


class Form(IntEnum):
    """What a pair of numbers can be, by its size."""

    OTHER = 0
    ZONED = 1
    """An easting with a zone number before it, and a northing."""
    PLAIN = 2
    """An easting of six digits and a northing."""
    CHINA = 3
    """Longitude and latitude within China."""
    GLOBE = 4
    """Some longitude and latitude."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the coordinates of some features look like."""

    form: Form
    zone: int
    """The zone number before the easting; 0 if there is none."""
    is_swapped: bool
    """Northing or latitude comes first."""
    rows: NDArray[np.int64]
    """The features, counted from 0."""
    bounds: tuple[float, float, float, float]
    """West, south, east and north as they are written."""

    @property
    def is_plane(self) -> bool:
        """Whether they are metres in a Gauss-Krüger plane of China."""
        return self.form in (Form.ZONED, Form.PLAIN)

    @property
    def turned(self) -> tuple[float, float, float, float]:
        """The bounds with the axes the right way round."""
        west, south, east, north = self.bounds
        return (south, west, north, east) if self.is_swapped else self.bounds


def looks(shapes: ArrayLike, numbers: NDArray[np.int64] | None = None) -> list[Look]:
    """Sort features by what their coordinates look like; those without finite ones are left out.

    `numbers` are those of the features in their layer, from 0, where only some are given.

    Examples
    --------
    >>> east, north = 38_500_000, 3_840_000
    >>> squares = [shapely.box(east, north, east + 9, north + 9), shapely.box(34, 114, 35, 115)]
    >>> [(look.form.name, look.zone, look.is_swapped) for look in looks(squares)]
    [('ZONED', 38, False), ('CHINA', 0, True)]
    """
    bounds = shapely.bounds(np.asarray(shapes, dtype=object))
    rows = np.flatnonzero(np.isfinite(bounds).all(axis=1))
    keys = _keys(bounds[rows, :2])
    keys[keys != _keys(bounds[rows, 2:])] = 0  # its two corners are of two kinds
    named = rows if numbers is None else numbers[rows]
    return [
        _look(int(key), named[keys == key], bounds[rows[keys == key]])
        for key in sorted(set(keys.tolist()), key=keys.tolist().index)
    ]


def _look(key: int, rows: NDArray[np.int64], bounds: NDArray[np.float64]) -> Look:
    form, rest = divmod(key, 1_000)
    zone, is_swapped = divmod(rest, 2)
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    return Look(Form(form), zone, bool(is_swapped), rows, (west, south, east, north))


def _keys(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give what each pair looks like as a number: form × 1000 + zone × 2 + swapped."""
    x, y = xy[:, 0], xy[:, 1]
    keys = np.zeros(len(xy), dtype=np.int64)
    keys[(np.abs(x) <= 180) & (np.abs(y) <= 90)] = Form.GLOBE * 1_000  # noqa: PLR2004  degrees
    for first, second, is_swapped in ((x, y, 0), (y, x, 1)):
        keys[_within(first, CHINA_LON) & _within(second, CHINA_LAT)] = (
            Form.CHINA * 1_000 + is_swapped
        )
        zone = np.floor(np.clip(first, -FARTHEST_M, FARTHEST_M) / M_PER_PREFIX).astype(np.int64)
        is_plane = _is_easting(first, zone) & _within(second, NORTHING_M)
        form = np.where(zone > 0, Form.ZONED, Form.PLAIN)
        keys = np.where(is_plane, form * 1_000 + zone * 2 + is_swapped, keys)
    return keys


def _within(value: NDArray[np.float64], limits: tuple[float, float]) -> NDArray[np.bool_]:
    return np.asarray((value >= limits[0]) & (value < limits[1]))


def _is_easting(value: NDArray[np.float64], zone: NDArray[np.int64]) -> NDArray[np.bool_]:
    rest = value - zone * M_PER_PREFIX
    return np.asarray(np.isin(zone, PREFIXES) & _within(rest, (LEAST_EASTING_M, MOST_EASTING_M)))


def shown(bounds: Sequence[float]) -> str:
    """Write bounds: easting (or longitude) is X, northing is Y.

    Examples
    --------
    >>> shown((113.95, 34.5, 114.0, 34.6))
    'X 113.95–114.00, Y 34.50–34.60'
    """
    west, south, east, north = bounds
    return f"X {west:,.2f}–{east:,.2f}, Y {south:,.2f}–{north:,.2f}"


def numbers_told(look: Look, total: int) -> dict[str, object]:
    """Say which features a look is of, and what their coordinates are.

    Parameters
    ----------
    look
        Some features.
    total
        Features in the layer: where all are meant, none is named.
    """
    rows = look.rows + 1
    named = "" if len(rows) == total else f" #{', #'.join(map(str, rows[:MOST_NAMED].tolist()))}"
    return {"count": f"{len(rows)}/{total}{named}", "bounds": shown(look.bounds)}
