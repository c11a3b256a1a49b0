"""Who is measured, and what each is called; imports nothing of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to the table of class areas by zone."""

    name: str
    title: str
    at: str
    """Module of tests.bench and function, ``module:function``; the function gets a `County`, makes
    ready, and gives the work itself as a callable."""
    source: str
    """``gpkg`` or ``parquet``."""
    is_peer: bool = False
    """Whether it runs in the interpreter that has the peers."""
    gives: str = "plane"
    """``plane`` or ``ellipsoid`` areas, or ``nothing``."""


CONTENDERS: Final = (
    Contender("zoneland", "**zoneland**", "by_zoneland:ellipsoid", "gpkg", gives="ellipsoid"),
    Contender("zoneland-plane", "zoneland, plane areas", "by_zoneland:plane", "gpkg"),
    Contender(
        "steps", "zoneland's steps, nothing told", "by_steps:steps", "gpkg", gives="ellipsoid"
    ),
    Contender("overlay", "geopandas overlay + groupby", "by_geopandas:overlay", "gpkg"),
    Contender("overlay-arrow", "the same, read by Arrow", "by_geopandas:overlay_arrow", "gpkg"),
    Contender("sjoin", "geopandas sjoin + intersection", "by_geopandas:sjoin", "gpkg"),
    Contender("split", "shapely, predicate split", "by_geopandas:split", "gpkg"),
    Contender("arrow", "bare Arrow read: class, shape", "by_arrow:gpkg", "gpkg", gives="nothing"),
    Contender(
        "arrow-all", "bare Arrow read: all fields", "by_arrow:gpkg_all", "gpkg", gives="nothing"
    ),
    Contender(
        "digest",
        "the file's SHA-256, as `zoneland run` notes it",
        "by_zoneland:digest",
        "gpkg",
        gives="nothing",
    ),
    Contender(
        "zoneland-parquet",
        "**zoneland**",
        "by_zoneland:ellipsoid_parquet",
        "parquet",
        gives="ellipsoid",
    ),
    Contender("duckdb", "DuckDB spatial SQL", "by_sql:duckdb_plain", "parquet", is_peer=True),
    Contender(
        "duckdb-split", "DuckDB, CASE ST_Covers", "by_sql:duckdb_split", "parquet", is_peer=True
    ),
    Contender("sedonadb", "SedonaDB SQL", "by_sql:sedonadb_plain", "parquet", is_peer=True),
    Contender(
        "sedonadb-split",
        "SedonaDB, CASE ST_Covers",
        "by_sql:sedonadb_split",
        "parquet",
        is_peer=True,
    ),
    Contender(
        "arrow-parquet",
        "bare Arrow read: class, shape",
        "by_arrow:parquet",
        "parquet",
        gives="nothing",
    ),
    Contender(
        "digest-parquet",
        "the file's SHA-256, as `zoneland run` notes it",
        "by_zoneland:digest_parquet",
        "parquet",
        gives="nothing",
    ),
)
BASE: Final = {"gpkg": "zoneland", "parquet": "zoneland-parquet"}
"""Whom the others are compared with: zoneland on the same file."""


def contender_named(name: str) -> Contender:
    """Give a contender by its name."""
    return next(each for each in CONTENDERS if each.name == name)
