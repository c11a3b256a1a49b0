"""Which unit a ledger's column is in when its heading does not say.

First a note above the table, then, for land that is drawn, the unit whose total fits the
polygons; else 公顷 and 万元. What is assumed is told of.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import shapely

from zoneland.core.problems import Problem
from zoneland.core.wording import Terms
from zoneland.landuse.ledger_cells import is_nothing, read_number
from zoneland.landuse.ledger_units import (
    AREA_UNITS,
    MONEY_UNITS,
    unit_term,
    units_in_note,
    units_named,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    import geopandas as gpd
    import pandas as pd

NEAR: Final = 0.1
"""Stated areas within a tenth of the polygons' fit them; the next unit is 15 times off."""

FAR: Final = 2.0
"""Stated areas over twice or under half of the polygons' are not of the same land or unit."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where a column stands in the raw table."""

    at: int
    """Position; headings may repeat."""
    heading: str
    unit: str | None
    """As its heading says; None where it says none."""


def settle_units(
    fields: dict[str, Field],
    raw: pd.DataFrame,
    shapes: gpd.GeoSeries | None,
    *,
    where: str,
    note: str,
) -> tuple[dict[str, Field], list[Problem]]:
    """Give every column of land or money its unit.

    Parameters
    ----------
    fields
        Fields by column name.
    raw
        Cells as found.
    shapes
        The rows' polygons in the working CRS, if they are drawn.
    where
        File and sheet, as problems shall name them.
    note
        Text above the headings.

    Returns
    -------
    tuple
        The fields with their units, and problems: ZL150 for a unit assumed, ZL151 for one
        taken from the polygons, ZL152 where stated areas and polygons are far apart, ZL377 for a
        heading that names two units, ZL378 for a note that does where the heading names none.
    """
    settled, problems = dict(fields), []
    noted = units_in_note(note)
    for name, field in fields.items():
        if not name.endswith(("_m2", "_yuan")):
            continue
        factors = AREA_UNITS if name.endswith("_m2") else MONEY_UNITS
        unit = field.unit if field.unit in factors else None
        named = [unit for unit in factors if unit in noted]
        unit = unit or (named[0] if len(named) == 1 else None)
        code = ""
        if unit is None and name == "area_m2":
            unit = _unit_that_fits(_cells(raw, field), shapes)
            code = "ZL151" if unit else ""
        if unit is None:
            land = settled.get("area_m2") if name.endswith("_m2") else None
            unit = (land.unit if land else None) or next(iter(factors))
            code = "ZL378" if len(named) > 1 else "ZL150"
        settled[name] = replace(field, unit=unit)
        if code and not all(is_nothing(cell) for cell in _cells(raw, field)):
            values = {"column": field.heading, "unit": unit_term(unit)}
            if code == "ZL378":
                values = {"column": field.heading, "units": Terms(tuple(map(unit_term, named)))}
            problems.append(Problem(code, f"{where} {field.heading}", values))
    problems += _two_units(settled, where)
    return settled, problems + _far_apart(settled, raw, shapes, where)


def _two_units(fields: Mapping[str, Field], where: str) -> list[Problem]:
    """Refuse headings of 公顷/亩, and prices of 元/平方米: which is meant is a guess."""
    return [
        Problem(
            "ZL377", where, {"column": field.heading, "units": Terms(tuple(map(unit_term, two)))}
        )
        for name, field in fields.items()
        if name.endswith(("_m2", "_yuan")) and len(two := sorted(units_named(field.heading))) > 1
    ]


def _cells(raw: pd.DataFrame, field: Field) -> list[object]:
    return list(raw.iloc[:, field.at].tolist())


def _ratio(cells: list[object], shapes: gpd.GeoSeries | None, unit: str) -> float:
    """Give stated area over drawn area, of the rows that have both; NaN if none has."""
    if shapes is None or shapes.crs is None or not shapes.crs.is_projected:
        return math.nan
    drawn_m2 = shapely.area(shapes.to_numpy())
    stated_m2 = [_number(cell, AREA_UNITS, unit) for cell in cells]
    pairs = [
        (stated, drawn)
        for stated, drawn in zip(stated_m2, drawn_m2.tolist(), strict=True)
        if stated and drawn > 0
    ]
    drawn_sum = math.fsum(drawn for _, drawn in pairs)
    return math.fsum(stated for stated, _ in pairs) / drawn_sum if pairs else math.nan


def _number(cell: object, factors: Mapping[str, Fraction], unit: str) -> float | None:
    try:
        return read_number(cell, factors, unit)
    except ValueError:
        return None


def _unit_that_fits(cells: list[object], shapes: gpd.GeoSeries | None) -> str | None:
    ratios = {unit: _ratio(cells, shapes, unit) for unit in AREA_UNITS}
    return next((unit for unit, ratio in ratios.items() if abs(ratio - 1) <= NEAR), None)


def _far_apart(
    fields: dict[str, Field], raw: pd.DataFrame, shapes: gpd.GeoSeries | None, where: str
) -> list[Problem]:
    field = fields.get("area_m2")
    if field is None or field.unit is None:
        return []
    ratio = _ratio(_cells(raw, field), shapes, field.unit)
    if math.isnan(ratio) or 1 / FAR <= ratio <= FAR:
        return []
    values = {"column": field.heading, "unit": unit_term(field.unit), "ratio": f"{ratio:.4g}"}
    return [Problem("ZL152", f"{where} {field.heading}", values)]
