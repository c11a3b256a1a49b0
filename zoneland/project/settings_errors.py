"""What is wrong with zoneland.toml, in a planner's words: its syntax, its keys and its values."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final

from zoneland.core.problems import Problem
from zoneland.core.wording import Term, Terms

if TYPE_CHECKING:
    import tomllib
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel, ValidationError

BACKSLASH: Final = re.compile(r"Unescaped '\\'|Invalid hex value|not a Unicode scalar")
"""What TOML's reader says of Windows paths between double quotes, as in ``C:\\Users``."""
LINE: Final = re.compile(r"at line (\d+)")
CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")
LONGEST_LINE: Final = 60
"""Characters, of what a title block has room for."""
NEAR: Final = 0.6
"""Likeness of two words, 0 to 1, from which on one may be a slip of the other."""
WANTED: Final = {
    "string_type": '"…"',
    "bool_type": "true / false",
    "bool_parsing": "true / false",
    "int_type": "1, 2, 3 …",
    "int_parsing": "1, 2, 3 …",
    "int_from_float": "1, 2, 3 …",
    "float_type": "0.5",
    "float_parsing": "0.5",
    "tuple_type": '["…", "…"]',
    "model_type": '{ path = "…" }',
}
"""What would do, in signs that need no language."""


def one_of(value: str, known: Sequence[str]) -> str:
    """Give a value that is one of those known.

    Raises
    ------
    ValueError
        With those that are, as a term.
    """
    if value not in known:
        raise ValueError(Terms(tuple(filter(None, known))))
    return value


def plain_path(value: str) -> str:
    r"""Give a path that has no control characters, as ``"landuse\new.gpkg"`` has a line's end.

    Raises
    ------
    ValueError
        With what would do, as a term.
    """
    if CONTROLS.search(value):
        raise ValueError(Term("setting.wanted.path"))
    return value


def plain_line(value: str) -> str:
    """Give a text that fits on one line of a title block.

    Raises
    ------
    ValueError
        With what would do, as a term, for control characters and for more than `LONGEST_LINE`.
    """
    line = value.strip()
    if CONTROLS.search(line) or len(line) > LONGEST_LINE:
        raise ValueError(Term("setting.wanted.line", {"most": LONGEST_LINE}))
    return line


def syntax_told(error: tomllib.TOMLDecodeError, where: str) -> Problem:
    """Tell what is wrong with the syntax: ZL111."""
    said, line = str(error), LINE.search(str(error))
    if not line or not BACKSLASH.search(said):
        return Problem("ZL111", where, {"reason": said})
    return Problem("ZL111", where, {"reason": Term("setting.backslash", {"line": line[1]})})


def values_told(error: ValidationError, model: type[BaseModel], name: str) -> Iterator[Problem]:
    """Tell each unknown key (ZL112), with a known one that is near, and each wrong value (ZL113).

    Parameters
    ----------
    error
        What the settings' model said.
    model
        The model.
    name
        Of the file.
    """
    for item in error.errors():
        *parents, key = [str(part) for part in item["loc"]]
        where = f"{name} [{'.'.join(parents)}]" if parents else name
        if item["type"] == "extra_forbidden":
            yield _unknown(key, _keys(model, parents), where)
        else:
            wanted = _wanted(item["type"], item.get("ctx", {}))
            value = CONTROLS.sub(_escaped, str(item["input"]))
            yield Problem("ZL113", where, {"key": key, "value": value, "wanted": wanted})


def _unknown(key: str, known: Sequence[str], where: str) -> Problem:
    """Tell an unknown key; only a word that is like it is offered."""
    near = difflib.get_close_matches(key.lower(), known, n=1, cutoff=NEAR)
    offer = Term("setting.near", {"near": near[0]}) if near else Term("setting.no_near")
    return Problem("ZL112", where, {"key": key, "near": offer, "known": Terms(tuple(known))})


def _escaped(sign: re.Match[str]) -> str:
    return repr(sign[0])[1:-1]


def _wanted(kind: str, context: Mapping[str, Any]) -> object:
    """Say what a setting may be."""
    error = context.get("error")
    if isinstance(error, ValueError) and error.args:
        return error.args[0]
    if "expected" in context:
        return context["expected"]
    return f"≥ {context['ge']}" if "ge" in context else WANTED.get(kind, kind)


def _keys(model: type[BaseModel], parents: Sequence[str]) -> list[str]:
    """List the known keys of the table that stands under these names."""
    table: Any = model
    for name in parents:
        table = table.model_fields[name].annotation
    return list(table.model_fields)
