"""A column's type from its values, one by one as they came: nothing is guessed of text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

INT64: Final = range(-(2**63), 2**63)
KINDS: Final = {
    bool: "boolean",
    int: "integer",
    float: "decimal",
    str: "text",
    type(None): "",
}


def kind_of(value: object) -> str:
    """Name a value's kind, as planners are told of it; empty for none."""
    return KINDS.get(type(value), "object")


def typed(values: Sequence[object]) -> pd.Series:
    """Give a column its type: text as soon as one value is neither number nor blank.

    Examples
    --------
    >>> typed([410185000000123457, None]).tolist(), typed(["0601", 701, None]).tolist()
    ([410185000000123457, <NA>], ['0601', '701', None])
    """
    kinds = {kind_of(value) for value in values} - {""}
    if kinds == {"integer"} and all(value in INT64 for value in values if value is not None):
        return pd.Series(values, dtype="Int64" if None in values else "int64")
    if kinds == {"boolean"}:
        return pd.Series(values, dtype="boolean" if None in values else "bool")
    if kinds in ({"decimal"}, {"decimal", "integer"}):
        return pd.Series(values, dtype="float64")
    return pd.Series([_written(value) for value in values], dtype=object)


def _written(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
