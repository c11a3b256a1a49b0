"""Rows of a ledger: raw cells under raw headings become the columns of a contract.

Nothing is left out in silence: a cell that cannot be read becomes missing and is told of, and
so is every row that is not one of the ledger's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.dates import is_ambiguous, is_month, is_not_yet, parse_day
from zoneland.core.problems import Problem
from zoneland.core.rows import rows_told
from zoneland.landuse.ledger_cells import is_nothing, read_id, read_number, read_text
from zoneland.landuse.ledger_columns import SPOKEN_OF, heading_of, headings_of, spells
from zoneland.landuse.ledger_doubts import set_aside
from zoneland.landuse.ledger_kinds import OWN, part_rows
from zoneland.landuse.ledger_misspelt import misspelt
from zoneland.landuse.ledger_repeats import Others, once, others_of
from zoneland.landuse.ledger_settle import Field, settle_units
from zoneland.landuse.ledger_sizes import odd_plots
from zoneland.landuse.ledger_totals import totals_told
from zoneland.landuse.ledger_units import AREA_UNITS, MONEY_UNITS, split_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from zoneland.core.contracts import Contract

MOST_SHOWN: Final = 40
"""Letters of an unreadable cell that a message repeats."""


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


def read_part(contract: Contract, raw: pd.DataFrame, *, where: str, note: str = "") -> Part:
    """Read one sheet or layer; as `read_rows`, but for contracts that occur more than once."""
    fields, problems = find_fields(contract, raw, where)
    shapes = raw.geometry if isinstance(raw, gpd.GeoDataFrame) else None
    kinds, dropped = part_rows(raw, fields, where)
    kept, whole = [kind == OWN for kind in kinds], raw
    raw, shapes = raw.loc[kept], None if shapes is None else shapes.loc[kept]
    fields, said = settle_units(fields, raw, shapes, where=where, note=note)
    frame, faults = _read_cells(contract, raw, fields)
    frame["where"] = [f"{where} #{row}" for row in raw.index]
    frame["unread"] = _unread(contract, fields, faults, len(raw))
    if "delivered_on" in frame:
        frame["is_undelivered"] = _undelivered(raw, fields.get("delivered_on"))
    numbers, headings = raw.index.tolist(), {name: fields[name].heading for name in fields}
    is_bare = [True] * len(raw) if shapes is None else shapes.isna().tolist()
    odd = odd_plots(frame, numbers, is_bare, field=fields.get("area_m2"), where=where)
    frame, doubts, doubted = set_aside(frame, numbers, headings, where)
    problems += [*dropped, *said, *_told(faults, where), *doubted, *odd]
    problems += totals_told(whole, kinds, fields, where)
    others = others_of(raw, _taken(fields))
    for fault in filter(lambda fault: fault.is_lost, faults):
        others[fault.at] |= {(fault.heading, fault.shown)}
    for doubt in doubts:
        cell = raw.iloc[doubt.at, fields[doubt.column].at]
        others[doubt.at] |= {(headings[doubt.column], _shown(cell))}
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


def find_fields(
    contract: Contract, raw: pd.DataFrame, where: str
) -> tuple[dict[str, Field], list[Problem]]:
    """Find the field of each column: the best spelling that occurs, the first if it repeats.

    Returns
    -------
    tuple
        Fields by column name, and problems: ZL139 for a column found more than once, ZL140
        where there is neither area nor geometry, ZL141 for lacking dates.
    """
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    for column in contract.columns:
        ranks = [(spells(column, name), at) for at, name in enumerate(raw.columns)]
        found = sorted((rank, at) for rank, at in ranks if rank is not None)
        if not found:
            continue
        at = found[0][1]
        heading = str(raw.columns[at])
        fields[column.name] = Field(at, heading, split_heading(heading)[1])
        if sum(rank == found[0][0] for rank, _ in found) > 1:
            values = {"column": heading, "count": len(found)}
            problems.append(Problem("ZL139", where, values))
    unread = [name for at, name in enumerate(raw.columns) if at not in _taken(fields)]
    problems += [*misspelt(contract, unread, fields, where)]
    return fields, problems + _lacking(contract, fields, raw, where)


def _taken(fields: dict[str, Field]) -> set[int]:
    return {field.at for field in fields.values()}


def _lacking(
    contract: Contract, fields: dict[str, Field], raw: pd.DataFrame, where: str
) -> list[Problem]:
    found = listed(raw.columns)
    problems = [
        Problem("ZL141", where, {"column": heading_of(contract.column(name)), "found": found})
        for name in SPOKEN_OF[contract.name]
        if name not in fields
    ]
    if "area_m2" not in fields and not isinstance(raw, gpd.GeoDataFrame):
        values = {"column": heading_of(contract.column("area_m2")), "found": found}
        problems.append(Problem("ZL140", where, values | {"known": listed(headings_of(contract))}))
    return problems


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
                value, code = _read(column.name, field, cell)
                values.append(value)
                if code:
                    at = len(values) - 1
                    faults.append(Fault(code, column.name, field.heading, _shown(cell), row, at))
        columns[column.name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(columns), faults


def _read(name: str, field: Field, cell: object) -> tuple[object, str]:
    """Read a cell: its value, missing if it cannot be read, and the code of what is wrong."""
    try:
        value = _reader(name, field)(cell)
    except (ValueError, OverflowError):
        return None, _code(name, cell)
    is_assumed = name.endswith("_on") and value is not None and is_month(cell)
    return value, "ZL144" if is_assumed else ""


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


def _reader(name: str, field: Field) -> Callable[[object], object]:
    if name.endswith("_on"):
        return _read_day
    if name.endswith("_m2"):
        return partial(read_number, factors=AREA_UNITS, unit=field.unit or "")
    if name.endswith("_yuan"):
        return partial(read_number, factors=MONEY_UNITS, unit=field.unit or "")
    return read_id if name.endswith("_id") else read_text


def _read_day(cell: object) -> object:
    return None if is_nothing(cell) else parse_day(cell)


def _code(name: str, cell: object) -> str:
    if name.endswith("_on"):
        return "ZL143" if is_ambiguous(cell) else "ZL142"
    return "ZL148" if name.endswith("_id") else "ZL147"


def _shown(cell: object) -> str:
    text = " ".join(str(cell).split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _told(faults: Iterable[Fault], where: str) -> list[Problem]:
    """Tell of the same fault in the same column once, with all its rows."""
    rows: dict[tuple[str, str, str], list[object]] = {}
    for fault in faults:
        shown = "" if fault.code == "ZL148" else fault.shown
        rows.setdefault((fault.code, fault.heading, shown), []).append(fault.row)
    return [
        Problem(
            code,
            f"{where} #{found[0]} {heading}",
            {"column": heading, "value": shown, "rows": rows_told(found)},
        )
        for (code, heading, shown), found in rows.items()
    ]
