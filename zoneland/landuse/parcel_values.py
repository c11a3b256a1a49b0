"""Values that a survey stores with its parcels: read as they are meant, and held to the rules.

TD/T 1055-2019: BSM is unique, KCMJ = TBMJ × KCXS and TBDLMJ = TBMJ - KCMJ, each rounded to
0.01 m². TBBH is unique inside its village (ZLDWDM) only, so that it may repeat in a layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from zoneland.core.contracts import PARCELS, TOWN_CODES, listed
from zoneland.core.problems import Problem
from zoneland.core.spelling import exactly
from zoneland.core.texts import text_column
from zoneland.landuse.ledger_cells import read_number
from zoneland.landuse.ledger_units import AREA_UNITS
from zoneland.landuse.stored_areas import checked_against_ground

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from zoneland.core.contracts import Column

ID_FIELDS: Final = ("BSM", "TBBSM", "标识码")
"""Fields of ids that no two parcels share; a 图斑编号 is one's own in its village only."""

BY_WHOLE_NAME: Final = ("deduct_m2", "net_m2", "town_code", "data_year")
"""Columns that are held against the rest; ``town_code`` alone is kept."""

ROUNDING_M2: Final = 0.02
"""KCMJ and TBDLMJ are rounded to 0.01 m², and adjusting moves them by as much."""

MOST_SHOWN: Final = 8
MOST_LETTERS: Final = 40
"""Of a cell that a message repeats."""


@dataclass(frozen=True, slots=True)
class Found:
    """A layer's cells as found, and how they are named."""

    cells: pd.DataFrame
    fields: Mapping[str, str]
    """Field by column."""
    rows: NDArray[np.intp]
    where: str


def with_values(
    parcels: gpd.GeoDataFrame, cells: pd.DataFrame, fields: Mapping[str, str], where: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Add stored areas and deductions to parcels, and hold all stored values to the rules.

    Parameters
    ----------
    parcels
        ``row``, ``deduct_code`` if the layer has one, and valid polygons in the working CRS.
    cells
        The layer's fields as found, row by row with `parcels`.
    fields
        Field by column of `zoneland.core.contracts.PARCELS`.
    where
        How the layer is named in problems.

    Returns
    -------
    tuple
        The parcels with ``stored_m2``, ``deduct_share`` and ``town_code`` where the layer has
        them, missing where they cannot be, so that measured areas stand for them (a town code:
        empty); and problems ZL169, ZL170 and ZL280 to ZL284.
    """
    fields = {**_checked_fields(cells), **fields}
    found = Found(cells, fields, parcels["row"].to_numpy(), where)
    numbers, problems = _numbers_of(found)
    for name in BY_WHOLE_NAME:
        if name in fields:
            problems += _out_of_rule(found, PARCELS.column(name), numbers)
    if "town_code" in fields:
        texts = text_column(cells[fields["town_code"]])
        parcels["town_code"] = texts.where(texts.isin(TOWN_CODES), "").to_numpy()
    problems += _sums(found, numbers) + _ids(found)
    for name in ("stored_m2", "deduct_share"):
        if name in numbers:
            parcels[name] = numbers[name]
    parcels, told = _put_aside(parcels, where)
    problems += told
    if "stored_m2" in parcels:
        field = fields["stored_m2"]
        parcels, told = checked_against_ground(parcels, where, field=field)
        problems += told
    return parcels, problems


def _numbers_of(found: Found) -> tuple[dict[str, NDArray[np.float64]], list[Problem]]:
    numbers: dict[str, NDArray[np.float64]] = {}
    problems: list[Problem] = []
    for column in PARCELS.columns:
        if column.name in found.fields and column.type in {"number", "integer"}:
            field = found.fields[column.name]
            place, is_area = f"{found.where} {field}", column.name.endswith("_m2")
            values, told = read_numbers(found.cells[field], found.rows, place, is_area=is_area)
            numbers[column.name] = values
            problems += told
    return numbers, problems


def _checked_fields(cells: pd.DataFrame) -> dict[str, str]:
    """Find the fields that no setting names: by their whole names, or not at all."""
    found = {
        name: exactly(cells.columns, (name, *PARCELS.column(name).aliases))
        for name in BY_WHOLE_NAME
    }
    return {name: fields[0] for name, fields in found.items() if len(fields) == 1}


def read_numbers(
    cells: pd.Series[Any], rows: NDArray[np.intp], where: str, *, is_area: bool
) -> tuple[NDArray[np.float64], list[Problem]]:
    """Read a column of numbers, whatever type it arrived in, and tell what was no plain number.

    Parameters
    ----------
    cells
        As found.
    rows
        The row's number of each.
    where
        Layer and field, as problems shall name them.
    is_area
        Whether they are square metres, so that a cell may name its own unit.

    Returns
    -------
    tuple
        Numbers, NaN for a blank and for what cannot be read; and ZL280 with every cell that
        was read by its meaning or not at all.

    Examples
    --------
    >>> cells = pd.Series(["12,345.6", "约60亩", "７", None, "3亩"])
    >>> numbers, (told,) = read_numbers(cells, np.arange(1, 6), "TBMJ", is_area=True)
    >>> numbers.tolist(), told.values["examples"]
    ([12345.6, nan, 7.0, nan, 2000.0], '#1 “12,345.6” → 12345.6；#2 “约60亩” → —；...')
    """
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        return cells.to_numpy(dtype=np.float64, na_value=np.nan), []
    factors, unit = (AREA_UNITS, "平方米") if is_area else ({"": Fraction(1)}, "")
    numbers = np.full(len(cells), np.nan)
    odd = []
    for at, cell in enumerate(cells.tolist()):
        try:
            number = read_number(cell, factors, unit)
        except ValueError:
            odd.append(f"#{rows[at]} “{_short(cell)}” → —")
            continue
        if number is not None:
            numbers[at] = number
            if isinstance(cell, str) and not _is_plain(cell):
                odd.append(f"#{rows[at]} “{_short(cell)}” → {number:.15g}")
    if not odd:
        return numbers, []
    values = {"count": len(odd), "examples": "；".join(odd[:MOST_SHOWN])}
    return numbers, [Problem("ZL280", where, values)]


def _is_plain(cell: str) -> bool:
    """Tell a number that is written with ASCII digits and a point alone."""
    text = cell.strip()
    return text.isascii() and text.replace(".", "", 1).isdigit()


def _short(cell: object) -> str:
    text = " ".join(str(cell).split())
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


def _out_of_rule(
    found: Found, column: Column, numbers: Mapping[str, NDArray[np.float64]]
) -> list[Problem]:
    """Tell which cells are out of a column's range or list of codes; blanks are in."""
    field = found.fields[column.name]
    if column.codes:
        texts = text_column(found.cells[field])
        bad = ~texts.isin(["", *column.codes]).to_numpy()
        return _broken(found, field, bad, texts.to_numpy(), f"{field}: {listed(column.codes)}")
    if column.range is None:
        return []
    given = numbers[column.name]
    bad = ~np.isnan(given) & ~column.range.holds(given)
    rule = f"{field} {column.range}"
    if column.type == "integer":
        bad |= ~np.isnan(given) & (given != np.floor(given))
        rule += "，整数 (integer)"
    return _broken(found, field, bad, given, rule)


def _sums(found: Found, numbers: Mapping[str, NDArray[np.float64]]) -> list[Problem]:
    """Tell where KCMJ is not TBMJ × KCXS, and TBDLMJ not what that leaves."""
    if "stored_m2" not in numbers:
        return []
    stored, fields = numbers["stored_m2"], found.fields
    share = np.nan_to_num(numbers.get("deduct_share", np.zeros(len(stored))))
    due, problems = stored * share, []
    gross = fields["stored_m2"]
    if "deduct_m2" in numbers:
        given, field = numbers["deduct_m2"], fields["deduct_m2"]
        bad = np.abs(given - due) > ROUNDING_M2
        rule = f"{field} = {gross} × {fields.get('deduct_share', '0')}"
        problems += _broken(found, field, bad, given, rule)
        due = np.where(np.isnan(given), due, given)
    if "net_m2" in numbers:
        given, field = numbers["net_m2"], fields["net_m2"]
        bad = np.abs(given - (stored - due)) > ROUNDING_M2
        rule = f"{field} = {gross} − {fields.get('deduct_m2', '0')}"
        problems += _broken(found, field, bad, given, rule)
    return problems


def _ids(found: Found) -> list[Problem]:
    """Tell which parcels have no id or share one, where the id is to be their own."""
    field = found.fields.get("parcel_id", "")
    if not exactly((field,), ID_FIELDS):
        return []
    ids = text_column(found.cells[field])
    texts = ids.to_numpy()
    twice = (ids.duplicated(keep=False) & (ids != "")).to_numpy()
    lacking = _broken(found, field, (ids == "").to_numpy(), texts, f"{field} ≠ ∅")
    return lacking + _broken(found, field, twice, texts, f"{field} 唯一 (unique)")


def _broken(
    found: Found, field: str, bad: NDArray[np.bool_], given: NDArray[Any], rule: str
) -> list[Problem]:
    which = np.flatnonzero(bad)
    if len(which) == 0:
        return []
    examples = [f"#{found.rows[at]} {_value(given[at])}" for at in which[:MOST_SHOWN]]
    values = {"column": field, "rule": rule, "count": len(which), "examples": "；".join(examples)}
    return [Problem("ZL281", f"{found.where} {field}", values)]


def _value(given: object) -> str:
    return f"{given:.15g}" if isinstance(given, float) else _short(given) or "—"


def _put_aside(parcels: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Put aside stored areas and deductions that cannot be: measured ones stand for them."""
    problems = []
    if "stored_m2" in parcels:
        bad = _out_of_range(parcels, "stored_m2")
        parcels = parcels.assign(stored_m2=parcels["stored_m2"].mask(bad))
        problems += _rows_told("ZL169", bad, parcels, where)
    if "deduct_share" in parcels:
        parcels = parcels.assign(deduct_share=parcels["deduct_share"].fillna(0.0))
        bad = _out_of_range(parcels, "deduct_share")
        bad |= (parcels["deduct_share"] > 0) & (parcels.get("deduct_code", "") == "")
        parcels = parcels.assign(deduct_share=parcels["deduct_share"].mask(bad, 0.0))
        problems += _rows_told("ZL170", bad, parcels, where)
    return parcels, problems


def _out_of_range(parcels: gpd.GeoDataFrame, name: str) -> pd.Series[bool]:
    allowed = PARCELS.column(name).range
    inside = allowed.holds(parcels[name].to_numpy(dtype=np.float64)) if allowed else True
    return pd.Series(~np.asarray(inside), index=parcels.index)


def _rows_told(
    code: str, bad: pd.Series[bool], parcels: gpd.GeoDataFrame, where: str
) -> list[Problem]:
    rows = parcels.loc[bad, "row"]
    return [Problem(code, where, {"count": len(rows), "rows": listed(rows)})] if len(rows) else []
