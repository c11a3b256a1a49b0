"""Which fields of a parcel layer hold what: those of its own side, survey or plan, go first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.checks.regions import CODE_FIELDS
from zoneland.core.contracts import PARCELS, listed
from zoneland.core.fields import find_field, lacking
from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.core.spelling import exactly

if TYPE_CHECKING:
    from collections.abc import Sequence

SIDES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "survey": {
        "class_code": ("DLBM", "地类编码", "地类代码"),
        "class_name": ("DLMC", "地类名称"),
    },
    "plan": {
        "class_code": ("YDYHFLDM", "GHDLBM", "规划地类编码", "规划用地代码", "用地用海分类代码"),
        "class_name": ("YDYHFLMC", "GHDLMC", "规划地类名称", "规划用地名称", "用地用海分类名称"),
    },
    "cover": {"class_code": ("Level2", "Class", "EULUC")},
}
"""Plan layers often carry the survey's code beside their own; land cover as polygons has words
that may mean anything elsewhere."""
ANY_SIDE: Final = ("survey", "plan")

OPTIONAL: Final = ("parcel_id", "class_name", "mix", "stored_m2", "deduct_share", "deduct_code")


def find_parcel_fields(
    names: Sequence[str], where: str, *, role: str, code: str = ""
) -> tuple[dict[str, str], list[Problem]]:
    """Find the fields of a parcel layer.

    Parameters
    ----------
    names
        Fields of the layer.
    where
        How the layer is named in problems.
    role
        ``survey``, ``plan`` or ``cover``; if empty, a layer with codes of both is not guessed at.
    code
        Field of the class code, if the planner named it.

    Returns
    -------
    tuple
        Field by column of `zoneland.core.contracts.PARCELS`, those that are there; and problems
        as of `zoneland.core.fields.find_field`.

    Raises
    ------
    InputError
        ZL110 if no field holds the class code, ZL125 if several could.
    """
    found, told = _class_code(names, where, role=role, code=code)
    if not found and not told:
        told = [lacking("DLBM / YDYHFLDM", names, where)]
    stop_on_errors(told)
    fields, side = {"class_code": found}, _side_of(found) or role
    for column in OPTIONAL:
        own = _own(column, side, names)
        field, more = (own[0], []) if own else _any(column, names, where)
        told += more
        if field and field not in fields.values():
            fields[column] = field
    return fields, told


def _class_code(
    names: Sequence[str], where: str, *, role: str, code: str
) -> tuple[str, list[Problem]]:
    own = [] if code else _own("class_code", role, names)
    if len(own) > 1:
        return "", [Problem("ZL125", where, {"column": "class_code", "fields": listed(own)})]
    if own:
        return own[0], []
    return find_field(PARCELS, "class_code", names, where, asked=code, setting="code")


def _side_of(field: str) -> str:
    """Tell from a code's name whose it is, for its names go with it; empty if it does not tell."""
    return next((one for one in ANY_SIDE if exactly((field,), SIDES[one]["class_code"])), "")


def _own(column: str, role: str, names: Sequence[str]) -> list[str]:
    """Give the fields that bear a name of the layer's own side; of both sides without a role."""
    sides = [SIDES[side] for side in ([role] if role else ANY_SIDE)]
    ways = [way for side in sides for way in side.get(column, ())]
    return [name for name in names if exactly((name,), ways)]


def _any(column: str, names: Sequence[str], where: str) -> tuple[str, list[Problem]]:
    return find_field(PARCELS, column, names, where, is_needed=False)


def wanted_fields(names: Sequence[str], *, role: str, code: str = "") -> list[str] | None:
    """Choose the fields of a large layer that are worth reading; None where that is not certain.

    Parameters
    ----------
    names, role, code
        As for `find_parcel_fields`.

    Examples
    --------
    >>> wanted_fields(["BSM", "DLBM", "DLMC", "TBMJ", "MSSM", "ZLDWDM"], role="survey")
    ['BSM', 'DLBM', 'DLMC', 'TBMJ', 'ZLDWDM']
    """
    try:
        fields, _ = find_parcel_fields(names, "", role=role, code=code)
    except InputError:
        return None  # to be told when the layer is read
    ways = [way for column in PARCELS.columns for way in (column.name, *column.aliases)]
    ways += [way for spellings in CODE_FIELDS for way in spellings]
    taken = set(fields.values())
    return [name for name in names if name in taken or exactly((name,), ways)]
