"""Which layer of several is meant: the one that is named, the customary, or the only one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneland.core.problems import InputError, Problem
from zoneland.core.spelling import exactly, in_part, plain
from zoneland.core.wording import Term

if TYPE_CHECKING:
    from collections.abc import Sequence


def choose_layer(
    names: Sequence[str], where: str, *, layer: str = "", usual: Sequence[str] = ()
) -> tuple[str, tuple[Problem, ...]]:
    """Choose a layer.

    Parameters
    ----------
    names
        Of the layers that there are.
    where
        How the file is named in problems.
    layer
        The one that is asked for; empty to go by custom.
    usual
        Names that such a layer has by custom. Several of them at once, as a growth boundary and
        its update, are for the planner to choose from.

    Returns
    -------
    tuple
        The name as the file has it, and ZL128 if only part of it is the customary one.

    Raises
    ------
    InputError
        ZL104, listing the candidates, or all layers if there is none.

    Examples
    --------
    >>> choose_layer(["XZQ", "dltb"], "county.gdb", usual=("DLTB",))
    ('dltb', ())
    >>> name, (told,) = choose_layer(["XZQ", "DLTB_2023"], "county.gdb", usual=("DLTB",))
    >>> name, told.code
    ('DLTB_2023', 'ZL128')
    """
    if layer:
        found = exactly(names, (layer,))
        return _the_one(found, found or names, where, layer), ()
    if len(names) == 1:
        return names[0], ()
    by_custom = {plain(way) for way in usual}
    found = [name for name in names if plain(name) in by_custom]
    if found:
        return _the_one(found, found, where, ""), ()
    found = in_part(names, usual)
    chosen = _the_one(found, found or names, where, "")
    values = {"layer": chosen, "layers": "、".join(names)}
    return chosen, (Problem("ZL128", where, values),)


def _the_one(found: Sequence[str], listed: Sequence[str], where: str, layer: str) -> str:
    if len(found) != 1:
        raise InputError([not_chosen(listed, where, layer)])
    return found[0]


def not_chosen(names: Sequence[str], where: str, layer: str) -> Problem:
    """Say that the layer asked for is not there, or that none is and there are several: ZL104."""
    wanted = Term("layer.asked", {"layer": layer}) if layer else Term("layer.several")
    return Problem("ZL104", where, {"wanted": wanted, "layers": "、".join(names) or "—"})
