"""Which field of a ledger holds a column, and which others would do as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.landuse.ledger_cells import is_nothing
from zoneland.landuse.ledger_columns import SPOKEN_OF, heading_of, headings_of, spells, thing
from zoneland.landuse.ledger_misspelt import misspelt
from zoneland.landuse.ledger_settle import Field
from zoneland.landuse.ledger_units import split_heading

if TYPE_CHECKING:
    import pandas as pd

    from zoneland.core.contracts import Column, Contract


@dataclass(frozen=True, slots=True)
class Fields:
    """What a ledger's headings were found to be."""

    taken: dict[str, Field]
    """The field of each column that there is, by the column's name."""
    rivals: dict[str, list[Field]]
    """Fields that spell the same thing as the one taken, which therefore must agree with it."""

    @property
    def positions(self) -> set[int]:
        """Where the fields stand that are a column, rivals among them."""
        others = (field for fields in self.rivals.values() for field in fields)
        return {field.at for field in (*self.taken.values(), *others)}


def find_fields(contract: Contract, raw: pd.DataFrame, where: str) -> tuple[Fields, list[Problem]]:
    """Find the field of each column: the best spelling that occurs and has anything in it.

    Parameters
    ----------
    contract
        `APPROVALS` or `SUPPLY`.
    raw
        Cells as found, under headings as found, which may repeat.
    where
        File and sheet, as problems shall name them.

    Returns
    -------
    tuple
        The fields, and problems: ZL140 where there is neither area nor geometry, ZL141 for
        lacking dates, ZL269 for headings that look misspelt.

    Examples
    --------
    Two words for a plot's area are rivals; its batch's area is another thing.

    >>> import pandas as pd
    >>> from zoneland.landuse.ledger_columns import APPROVALS
    >>> raw = pd.DataFrame([[4, 4, 10]], columns=["DKMJ", "地块面积", "批次面积"])
    >>> fields, _ = find_fields(APPROVALS, raw, "a")
    >>> fields.taken["area_m2"].heading, [rival.heading for rival in fields.rivals["area_m2"]]
    ('DKMJ', ['地块面积'])
    """
    fields = Fields({}, {})
    for column in contract.columns:
        ranks = [(spells(column, name), at) for at, name in enumerate(raw.columns)]
        found = sorted((rank, at) for rank, at in ranks if rank is not None)
        if not found:
            continue
        first, *others = _same(contract, column, found, raw)
        fields.taken[column.name] = first
        fields.rivals[column.name] = others
    unread = [name for at, name in enumerate(raw.columns) if at not in fields.positions]
    problems = [*misspelt(contract, unread, fields.taken, where)]
    return fields, problems + _lacking(contract, fields.taken, raw, where)


def _same(
    contract: Contract, column: Column, found: list[tuple[int, int]], raw: pd.DataFrame
) -> list[Field]:
    """Give the fields of the best thing that a column may be; columns of blanks come last."""
    best = thing(contract, column, found[0][0])
    at_best = [at for rank, at in found if thing(contract, column, rank) == best]
    ordered = sorted(at_best, key=lambda at: all(map(is_nothing, raw.iloc[:, at].tolist())))
    headings = [str(raw.columns[at]) for at in ordered]
    return [
        Field(at, heading, split_heading(heading)[1])
        for at, heading in zip(ordered, headings, strict=True)
    ]


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
