"""A cell of one of a ledger's columns: its value, or why it cannot be read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from zoneland.core.dates import is_ambiguous, is_month, parse_day
from zoneland.landuse.ledger_cells import is_nothing, read_id, read_number, read_text
from zoneland.landuse.ledger_units import AREA_UNITS, MONEY_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from zoneland.landuse.ledger_settle import Field


def units_of(name: str) -> Mapping[str, Fraction] | None:
    """Give the units that a column may be in; None if it holds neither land nor money."""
    if name.endswith("_m2"):
        return AREA_UNITS
    return MONEY_UNITS if name.endswith("_yuan") else None


def read_value(name: str, field: Field, cell: object) -> tuple[object, str]:
    """Read a cell.

    Parameters
    ----------
    name
        The ledger's column.
    field
        Where it stands, its unit settled.
    cell
        As found.

    Returns
    -------
    tuple
        The value, None for a blank and for what cannot be read; and the code of what is wrong,
        empty if nothing is: ZL142 to ZL144 for days, ZL147 for numbers, ZL148 for ids.

    Examples
    --------
    >>> from zoneland.landuse.ledger_settle import Field
    >>> field = Field(0, "面积（亩）", "亩")
    >>> read_value("area_m2", field, "15"), read_value("area_m2", field, "约15")
    ((10000.0, ''), (None, 'ZL147'))
    """
    try:
        value = _reader(name, field)(cell)
    except (ValueError, OverflowError):
        return None, _code(name, cell)
    is_assumed = name.endswith("_on") and value is not None and is_month(cell)
    return value, "ZL144" if is_assumed else ""


def _reader(name: str, field: Field) -> Callable[[object], object]:
    if name.endswith("_on"):
        return _read_day
    factors = units_of(name)
    if factors is not None:
        return partial(read_number, factors=factors, unit=field.unit or "")
    return read_id if name.endswith("_id") else read_text


def _read_day(cell: object) -> object:
    return None if is_nothing(cell) else parse_day(cell)


def _code(name: str, cell: object) -> str:
    if name.endswith("_on"):
        return "ZL143" if is_ambiguous(cell) else "ZL142"
    return "ZL148" if name.endswith("_id") else "ZL147"
