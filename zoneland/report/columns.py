"""Columns that several tables of zones have: areas in both units, shares, names by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneland.report import values
from zoneland.report.table import Column, Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from zoneland.rules.assessment import Assessment

Filled = tuple[Column, list[Any]]
"""A column and its values."""


def in_both_units(name: str, area_dm2: list[int | None]) -> Iterator[Filled]:
    """Give areas, whole 0.01 m², as a column in 公顷 and one in 亩."""
    yield Column(f"{name}_ha", Format.HA), area_dm2
    yield Column(f"{name}_mu", Format.MU), area_dm2


def share(assessment: Assessment, key: str, bounds: list[Fraction | None]) -> Filled:
    """Give industrial shares as a column that knows the least that passes."""
    minimum = assessment.rules.industrial_share.minimum
    return Column(key, Format.SHARE, threshold=minimum), bounds


def where_known(columns: Iterable[Filled]) -> Iterator[Filled]:
    """Leave out columns in which nothing is known: their layer was not given."""
    for column, cells in columns:
        if any(cell is not None for cell in cells):
            yield column, cells


def by_zone(assessment: Assessment, cells: list[str | None], ids: list[str | None]) -> list[Any]:
    """Spread a column of the zones over rows that name their zone."""
    zones = values.texts(assessment.zones, "zone_id")
    found = dict(zip(zones, cells, strict=True))
    return [found.get(zone) for zone in ids]


def zone_names(assessment: Assessment, ids: list[str | None]) -> list[Any]:
    """Give the names of zones."""
    return by_zone(assessment, values.texts(assessment.zones, "zone_name"), ids)


def dependence(assessment: Assessment, ids: list[str | None]) -> list[Any]:
    """Mark the zones whose verdict depends on the reading."""
    told = values.marks(assessment.zones, "depends_on_reading", "depends")
    return by_zone(assessment, told, ids)
