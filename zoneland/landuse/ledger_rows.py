"""Rows of a ledger: raw cells under raw headings become the columns of a contract.

Nothing is left out in silence: a cell that cannot be read becomes missing and is told of, and
so is every row that is not one of the ledger's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from zoneland.core.dates import is_not_yet
from zoneland.core.problems import Problem
from zoneland.core.rows import rows_told
from zoneland.files.tables.headings import shown
from zoneland.landuse.ledger_columns import SPOKEN_OF
from zoneland.landuse.ledger_doubts import set_aside
from zoneland.landuse.ledger_fields import find_fields
from zoneland.landuse.ledger_kinds import NOTHING_BESIDE, OWN, part_rows
from zoneland.landuse.ledger_left import with_left
from zoneland.landuse.ledger_repeats import Others, once, others_of
from zoneland.landuse.ledger_rivals import rivals_told
from zoneland.landuse.ledger_settle import Field, settle_units
from zoneland.landuse.ledger_sizes import odd_plots
from zoneland.landuse.ledger_totals import totals_told
from zoneland.landuse.ledger_values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoneland.core.contracts import Contract
    from zoneland.landuse.ledger_kinds import Beside


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that could not be read as it stands."""

    code: str
    column: str
    heading: str
    shown: str
    row: object
    at: int
    """Position of the row among those read."""

    @property
    def is_lost(self) -> bool:
        """Whether the cell became missing; a month has only lost its day."""
        return self.code != "ZL144"


def read_rows(
    contract: Contract, raw: pd.DataFrame, *, where: str, note: str = ""
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a ledger's rows.

    Parameters
    ----------
    contract
        `APPROVALS` or `SUPPLY`.
    raw
        Cells as found, under headings as found; the index is the row's number in the file. A
        GeoDataFrame in the working CRS keeps its geometry.
    where
        File and sheet, as problems shall name them.
    note
        Text above the headings, which may set the unit (单位：亩).

    Returns
    -------
    tuple
        A frame with every column of the contract, ``where`` and ``unread``: text and `date`
        objects or None, numbers or NaN; areas in m², money in yuan; in ``unread``, parted by
        blanks, the columns whose cell could not be read and the dates that the ledger lacks
        (ZL141) or that cannot be (ZL296, ZL297), so that a rule never takes them for empty. For
        supply also ``is_undelivered``: the ledger says in words that the land has not been handed
        over. A GeoDataFrame if `raw` is one; rows without a polygon are kept. And the problems.
    """
    part = read_part(contract, raw, where=where, note=note)
    return joined([part], where=where)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one sheet or layer."""

    frame: pd.DataFrame
    others: list[Others]
    """What each row says beside, and its cells that could not be read."""
    problems: list[Problem]


def read_part(
    contract: Contract,
    raw: pd.DataFrame,
    *,
    where: str,
    note: str = "",
    beside: Beside = NOTHING_BESIDE,
) -> Part:
    """Read one sheet or layer; as `read_rows`, but for contracts that occur more than once.

    ``beside`` is what its rows say under no heading, where 合计 may stand.
    """
    found, problems = find_fields(contract, raw, where)
    shapes = raw.geometry if isinstance(raw, gpd.GeoDataFrame) else None
    kinds, dropped = part_rows(raw, found.taken, where, beside=beside)
    kept, whole = [kind == OWN for kind in kinds], raw
    raw, shapes = raw.loc[kept], None if shapes is None else shapes.loc[kept]
    fields, said = settle_units(found.taken, raw, shapes, where=where, note=note)
    found = replace(found, taken=fields)
    problems += [
        *dropped,
        *said,
        *rivals_told(contract, found, raw, shapes, where=where, note=note),
    ]
    frame, faults = _read_cells(contract, raw, fields)
    frame["where"] = [f"{where} #{row}" for row in raw.index]
    frame["unread"] = _unread(contract, fields, faults, len(raw))
    if "delivered_on" in frame:
        frame["is_undelivered"] = _undelivered(raw, fields.get("delivered_on"))
    numbers, headings = raw.index.tolist(), {name: fields[name].heading for name in fields}
    frame, remaining = with_left(frame, whole.columns, fields, where)
    is_bare = [True] * len(raw) if shapes is None else shapes.isna().tolist()
    odd = odd_plots(frame, numbers, is_bare, field=fields.get("area_m2"), where=where)
    frame, doubts, doubted = set_aside(frame, numbers, headings, where)
    problems += [*remaining, *_told(faults, where), *doubted, *odd]
    problems += totals_told(whole, kinds, fields, where, beside=beside)
    others = others_of(raw, found.positions)
    for fault in filter(lambda fault: fault.is_lost, faults):
        others[fault.at] |= {(fault.heading, fault.shown)}
    for doubt in doubts:
        cell = raw.iloc[doubt.at, fields[doubt.column].at]
        others[doubt.at] |= {(headings[doubt.column], shown(cell))}
    if shapes is not None:
        frame = gpd.GeoDataFrame(frame, geometry=shapes.to_numpy(), crs=shapes.crs)
    return Part(frame, others, problems)


def joined(parts: Sequence[Part], *, where: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Put the parts of a ledger one after another, each repeated row of a contract once."""
    frames = [part.frame for part in parts]
    frame = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    frame, repeated = once(frame, [row for part in parts for row in part.others], where=where)
    return frame, [*(problem for part in parts for problem in part.problems), *repeated]


def _undelivered(raw: pd.DataFrame, field: Field | None) -> list[bool]:
    """Tell of which land the ledger says that it has not been handed over."""
    if field is None:
        return [False] * len(raw)
    return [is_not_yet(cell) for cell in raw.iloc[:, field.at].tolist()]


def _read_cells(
    contract: Contract, raw: pd.DataFrame, fields: dict[str, Field]
) -> tuple[pd.DataFrame, list[Fault]]:
    columns: dict[str, pd.Series[Any]] = {}
    faults: list[Fault] = []
    for column in contract.columns:
        dtype = "float64" if column.type == "number" else "object"
        values: list[Any] = [None] * len(raw)
        if column.name in fields:
            field = fields[column.name]
            values = []
            for row, cell in zip(raw.index, raw.iloc[:, field.at].tolist(), strict=True):
                value, code = read_value(column.name, field, cell)
                values.append(value)
                if code:
                    at = len(values) - 1
                    faults.append(Fault(code, column.name, field.heading, shown(cell), row, at))
        columns[column.name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(columns), faults


def _unread(
    contract: Contract, fields: dict[str, Field], faults: list[Fault], rows: int
) -> list[str]:
    """Name, for each row, the columns whose emptiness means nothing."""
    absent = [name for name in SPOKEN_OF[contract.name] if name not in fields]
    names = [list(absent) for _ in range(rows)]
    for fault in faults:
        if fault.is_lost:
            names[fault.at].append(fault.column)
    return [" ".join(found) for found in names]


def _told(faults: Iterable[Fault], where: str) -> list[Problem]:
    """Tell of the same fault in the same column once, with all its rows."""
    rows: dict[tuple[str, str, str], dict[object, None]] = {}
    for fault in faults:  # one field may be that of two columns: a row counts once
        cell = "" if fault.code == "ZL148" else fault.shown
        rows.setdefault((fault.code, fault.heading, cell), {})[fault.row] = None
    return [
        Problem(
            code,
            f"{where} #{next(iter(found))} {heading}",
            {"column": heading, "value": cell, "rows": rows_told(found)},
        )
        for (code, heading, cell), found in rows.items()
    ]
