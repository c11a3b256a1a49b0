"""Two databases asked the same in SQL, on the same GeoParquet, areas in the plane.

This module runs in the interpreter that has them, so it imports nothing else.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.counties import CLASS_FIELD

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.counties import County

Cells = list[tuple[str, str, float]]
"""Zone, class, square metres."""

CUT: Final = "ST_Area(ST_Intersection(p.geometry, z.geometry))"
SPLIT: Final = (
    f"CASE WHEN ST_Covers(z.geometry, p.geometry) THEN ST_Area(p.geometry) ELSE {CUT} END"
)
MENDED_WHERE_BROKEN: Final = (
    "CASE WHEN ST_IsValid(geometry) THEN geometry ELSE ST_MakeValid(geometry) END"
)
MENDED: Final = "ST_MakeValid(geometry)"
"""SedonaDB 0.5.0 forgets in a CASE that its branches are geometries."""


def _asked(area: str, mended: str, *, parcels: str, zones: str) -> str:
    return (
        f'SELECT z.zone_id, p."{CLASS_FIELD}", sum({area}) AS area_m2 '  # noqa: S608  own words
        f'FROM (SELECT "{CLASS_FIELD}", {mended} AS geometry FROM {parcels}) AS p '
        f"JOIN {zones} AS z ON ST_Intersects(p.geometry, z.geometry) "
        f'GROUP BY z.zone_id, p."{CLASS_FIELD}"'
    )


def _duckdb(county: County, area: str) -> Callable[[], Cells]:
    import duckdb  # noqa: PLC0415  may not be there
    import duckdb_extension_spatial  # noqa: PLC0415

    (extension,) = Path(duckdb_extension_spatial.__path__[0]).rglob("*.duckdb_extension")
    connection = duckdb.connect()
    connection.execute(f"LOAD '{extension}'")
    asked = _asked(
        area, MENDED_WHERE_BROKEN, parcels=f"'{county.parquet}'", zones=f"'{county.zones}'"
    )
    return lambda: connection.execute(asked).fetchall()


def duckdb_plain(county: County) -> Callable[[], Cells]:
    """Cut every pair."""
    return _duckdb(county, CUT)


def duckdb_split(county: County) -> Callable[[], Cells]:
    """Cut only what crosses a zone's edge."""
    return _duckdb(county, SPLIT)


def _sedonadb(county: County, area: str) -> Callable[[], Cells]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for libraries that this does not need
        import sedonadb  # noqa: PLC0415  may not be there

        connection = sedonadb.connect()
        connection.read_parquet(str(county.parquet)).to_view("parcels")
        connection.read_parquet(str(county.zones)).to_view("zones")

    def work() -> Cells:
        asked = _asked(area, MENDED, parcels="parcels", zones="zones")
        found = connection.sql(asked).to_arrow_table()
        return list(zip(*(column.to_pylist() for column in found.columns), strict=True))

    return work


def sedonadb_plain(county: County) -> Callable[[], Cells]:
    """Cut every pair."""
    return _sedonadb(county, CUT)


def sedonadb_split(county: County) -> Callable[[], Cells]:
    """Cut only what crosses a zone's edge."""
    return _sedonadb(county, SPLIT)
