"""Which field of a file holds a column: by its name as it is, else by part of it, else asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.spelling import exactly, in_part, plain
from zoneland.core.wording import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.core.contracts import Column, Contract


def find_field(  # noqa: PLR0913  a keyword for each thing that a planner may have said
    contract: Contract,
    name: str,
    names: Sequence[str],
    where: str,
    *,
    asked: str = "",
    setting: str = "",
    is_needed: bool = True,
) -> tuple[str, list[Problem]]:
    """Find the field of a column.

    A name that is a spelling as it stands goes before one that holds a spelling in part, and a
    field that is another column's by name is never taken in part: 扣除地类编码 holds 地类编码.

    Parameters
    ----------
    contract, name
        The table and its column; spellings are tried best first.
    names
        Fields of the file.
    where
        How the file is named in problems.
    asked
        The field that the planner named; empty to go by spelling. Exactly so it goes before all
        that differ in case or width.
    setting
        Where the planner named it, as ``id``.
    is_needed
        Whether two candidates are an error; else none of them is taken.

    Returns
    -------
    tuple
        The field, empty if there is none that is certain, and problems: ZL110 if the one asked
        for is not there, ZL125 or ZL127 for several candidates, ZL126 for one that was found in
        part.
    """
    if asked:
        return _asked(asked, setting or name, names, where)
    column = contract.column(name)
    found = exactly(names, (column.name, *column.aliases))
    told: list[Problem] = []
    if not found:
        found = in_part(_unclaimed(contract, column, names), column.aliases)
        values = {"column": column.name, "field": listed(found)}
        told = [Problem("ZL126", where, values)] if found else []
    if len(found) > 1:
        values = {"column": column.name, "fields": listed(found)}
        return "", [Problem("ZL125" if is_needed else "ZL127", where, values)]
    return (found[0] if found else ""), told


def lacking(column: str, names: Sequence[str], where: str) -> Problem:
    """Tell that no field is the column by any of its names: ZL110."""
    wanted = Term("field.usual", {"column": column})
    return Problem("ZL110", where, {"wanted": wanted, "found": listed(names)})


def _asked(asked: str, setting: str, names: Sequence[str], where: str) -> tuple[str, list[Problem]]:
    """Find the field that a setting names."""
    found = [asked] if asked in names else exactly(names, (asked,))
    if len(found) == 1:
        return found[0], []
    if found:
        return "", [Problem("ZL125", where, {"column": asked, "fields": listed(found)})]
    wanted = Term("field.asked", {"setting": setting, "column": asked})
    return "", [Problem("ZL110", where, {"wanted": wanted, "found": listed(names)})]


def _unclaimed(contract: Contract, column: Column, names: Sequence[str]) -> list[str]:
    """Leave out the fields whose whole name is another column's."""
    others = {
        plain(way)
        for other in contract.columns
        if other.name != column.name
        for way in (other.name, *other.aliases)
    }
    return [name for name in names if plain(name) not in others]
