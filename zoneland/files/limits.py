"""How much is read at most: beyond it a file is no plan but a mistake, or meant to fill memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely

from zoneland.core.problems import InputError, Problem, stop_on_errors

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

MOST_ROWS: Final = 5_000_000
"""A province's land survey has some tens of millions of parcels, a prefecture's a few."""
MOST_VERTICES: Final = 2_000_000
"""Of one feature. The longest coastlines drawn by hand have some hundred thousand."""
MOST_TEXT_BYTES: Final = 500_000_000
"""Of JSON, which takes some ten times its size in memory."""
MOST_TABLE_BYTES: Final = 4_000_000_000
"""Of a Parquet file's columns once unpacked."""


def check_rows(rows: int, where: str) -> None:
    """Refuse a layer with too many rows, ZL270, before it is read."""
    _check("rows", rows, MOST_ROWS, where)


def check_text(path: Path, where: str) -> None:
    """Refuse a text file that would not fit in memory, ZL270, before it is read."""
    _check("B", path.stat().st_size, MOST_TEXT_BYTES, where)


def check_unpacked(table_bytes: int, where: str) -> None:
    """Refuse a packed table that would not fit in memory, ZL270, before it is unpacked."""
    _check("B", table_bytes, MOST_TABLE_BYTES, where)


def check_vertices(frame: gpd.GeoDataFrame, where: str) -> None:
    """Refuse features of too many vertices, ZL270: no overlay of them would come to an end."""
    counts = shapely.get_num_coordinates(frame.geometry.to_numpy())
    stop_on_errors(
        _beyond("vertices", int(counts[row]), MOST_VERTICES, f"{where} #{frame.index[row] + 1}")
        for row in (counts > MOST_VERTICES).nonzero()[0]
    )


def _check(unit: str, found: int, most: int, where: str) -> None:
    if found > most:
        raise InputError([_beyond(unit, found, most, where)])


def _beyond(unit: str, found: int, most: int, where: str) -> Problem:
    values = {"found": f"{found:,}", "most": f"{most:,}", "unit": unit}
    return Problem("ZL270", where, values)
