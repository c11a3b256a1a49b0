"""Several columns of a ledger for one thing: they agree in every row, or the ledger is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.rows import rows_told
from zoneland.core.spelling import plain
from zoneland.files.tables.headings import shown
from zoneland.landuse.ledger_cells import is_nothing, rounding_of
from zoneland.landuse.ledger_columns import heading_of
from zoneland.landuse.ledger_settle import settle_units
from zoneland.landuse.ledger_values import read_value, units_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from zoneland.core.contracts import Contract
    from zoneland.landuse.ledger_fields import Fields
    from zoneland.landuse.ledger_settle import Field


def rivals_told(  # noqa: PLR0913  what units are settled by
    contract: Contract,
    fields: Fields,
    raw: pd.DataFrame,
    shapes: gpd.GeoSeries | None,
    *,
    where: str,
    note: str,
) -> list[Problem]:
    """Compare the fields that spell the same thing, row by row.

    Parameters
    ----------
    contract
        The ledger's.
    fields
        As found, the taken ones with their units settled.
    raw
        The ledger's own rows.
    shapes
        Their polygons, if they are drawn.
    where
        File and sheet, as problems shall name them.
    note
        Text above the headings, which may set a unit.

    Returns
    -------
    list
        ZL371 for fields that differ in a row by more than rounding, a blank differing from any
        value; ZL139 for those that agree. A column with nothing in it is told as agreeing.
    """
    problems = []
    for name, rivals in fields.rivals.items():
        first = fields.taken[name]
        told = [
            rival for rival in rivals if not all(map(is_nothing, raw.iloc[:, rival.at].tolist()))
        ]
        settled = [
            settle_units({**fields.taken, name: rival}, raw, shapes, where=where, note=note)[0]
            for rival in told
        ]
        unlike = [(one[name], _unlike(name, (first, one[name]), raw)) for one in settled]
        for rival, rows in unlike:
            if rows:
                column = heading_of(contract.column(name))
                problems.append(_differing(column, (first, rival), raw, rows, where))
        if rivals and not any(rows for _, rows in unlike):
            values = {"column": first.heading, "count": len(rivals) + 1}
            problems.append(Problem("ZL139", where, values))
    return problems


def _differing(
    column: str, pair: tuple[Field, Field], raw: pd.DataFrame, rows: list[int], where: str
) -> Problem:
    cells = [raw.iloc[rows[0], field.at] for field in pair]
    values = {
        "column": column,
        "headings": "”“".join(field.heading for field in pair),
        "rows": rows_told(raw.index[at] for at in rows),
        "values": listed("—" if is_nothing(cell) else shown(cell) for cell in cells),
    }
    return Problem("ZL371", f"{where} #{raw.index[rows[0]]}", values)


def _unlike(name: str, pair: tuple[Field, Field], raw: pd.DataFrame) -> list[int]:
    """Give the positions of the rows in which two fields do not say the same."""
    one, other = (raw.iloc[:, field.at].tolist() for field in pair)
    return [
        at
        for at, cells in enumerate(zip(one, other, strict=True))
        if not _is_same(name, pair, cells)
    ]


def _is_same(name: str, pair: tuple[Field, Field], cells: tuple[object, object]) -> bool:
    values = [_said(name, field, cell) for field, cell in zip(pair, cells, strict=True)]
    one, other = values
    factors = units_of(name)
    if factors is None or not isinstance(one, float) or not isinstance(other, float):
        return one == other
    slack = sum(
        rounding_of(cell) * float(factors.get(field.unit or "", 1))
        for field, cell in zip(pair, cells, strict=True)
    )
    return abs(one - other) <= slack + 1e-9 * abs(one)


def _said(name: str, field: Field, cell: object) -> object:
    """Give what a cell says: its value, its text where that cannot be read, "" for nothing."""
    value, code = read_value(name, field, cell)
    if value is None:
        return plain(cell) if code else ""
    return plain(value) if isinstance(value, str) else value
