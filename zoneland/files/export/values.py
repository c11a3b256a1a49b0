"""Values that a format can hold: kinds of fields, and text; what is written otherwise is told."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from pandas.api import types

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.wording import Term
from zoneland.files.export.holds import (
    FORMULA,
    Fitted,
    Format,
    Kind,
    Text,
    cannot_hold,
    left_out,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import geopandas as gpd

EXACT: Final = 2**53
"""Above this a float skips whole numbers: an id that arrived as a float has lost digits."""
LONGEST: Final = 2**63
REPLACEMENT: Final = "\ufffd"
SURROGATE: Final = re.compile("[\ud800-\udfff]")
PLAIN_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
MOST_EXAMPLES: Final = 3
LONGEST_SHOWN: Final = 40


@dataclass(slots=True)
class Changes:
    """What was written otherwise than it stood."""

    counts: dict[str, int] = field(default_factory=dict)
    """By field."""
    examples: list[str] = field(default_factory=list)

    def add(self, name: str, before: pd.Series, after: pd.Series) -> None:
        """Note the rows of a field that differ."""
        pairs = list(zip(before, after, strict=True))
        self.counts[name] = self.counts.get(name, 0) + len(pairs)
        for one, other in pairs:
            shown = f"{_short(one)} → {_short(other)}"
            if len(self.examples) < MOST_EXAMPLES and shown not in self.examples:
                self.examples.append(shown)

    def problems(self, where: str, form: str) -> list[Problem]:
        """Tell them all as one: ZL444."""
        if not self.counts:
            return []
        fields = listed(f"{name}（{count}）" for name, count in self.counts.items())
        examples = "、".join(self.examples)
        return [Problem("ZL444", where, {"format": form, "fields": fields, "examples": examples})]


def kind_of(column: pd.Series) -> Kind:
    """Tell what kind of field a settled column is.

    Examples
    --------
    >>> kind_of(pd.Series(["007", None])), kind_of(pd.Series(pd.to_datetime(["2024-02-29"])))
    (<Kind.TEXT: 'text'>, <Kind.DAY: 'day'>)
    """
    if types.is_bool_dtype(column.dtype):
        return Kind.TRUTH
    if types.is_integer_dtype(column.dtype):
        return Kind.WHOLE
    if types.is_float_dtype(column.dtype):
        return Kind.NUMBER
    if not types.is_datetime64_any_dtype(column.dtype):
        return Kind.TEXT
    known = column.dropna()
    is_day = column.dt.tz is None and bool((known == known.dt.normalize()).all())
    return Kind.DAY if is_day else Kind.TIME


def fit_values(frame: gpd.GeoDataFrame, form: Format, where: str) -> Fitted:
    """Give a frame values that a format can hold.

    Returns
    -------
    Fitted
        ZL444 for values that are written otherwise, ZL445 (an error) for those that cannot be
        written at all, ZL446 where a format without kinds of fields makes all of them text.
    """
    changes, problems, untyped = Changes(), [], []
    columns: dict[str, pd.Series] = {}
    for name in frame.columns.drop("geometry"):
        settled = _settled(frame[name], str(name), changes)
        column = _as_kinds(settled, form, str(name), changes)
        if form.kinds == {Kind.TEXT} and kind_of(settled) is not Kind.TEXT:
            untyped.append(str(name))
        if kind_of(column) is Kind.TEXT:
            column = _fit_text(column, form.text, str(name), changes)
        found = [*_unfit_numbers(settled), *_unfit_texts(column, form.text)]
        problems += [_refused(rows, limit, form, str(name), where) for rows, limit in found]
        columns[str(name)] = column
    if untyped:
        problems.append(left_out(where, form.name, Term("left.types", {"names": listed(untyped)})))
    fitted = frame.copy()
    for name, column in columns.items():
        fitted[name] = column
    return Fitted(fitted, (*changes.problems(where, form.name), *problems))


def as_text(value: Any) -> str | None:  # noqa: ANN401  whatever a table holds
    """Write a value as text; None for none.

    Examples
    --------
    >>> as_text(3.0), as_text(0.1), as_text(pd.Timestamp("2024-02-29")), as_text({"甲": 1})
    ('3', '0.1', '2024-02-29', '{"甲": 1}')
    """
    if not types.is_list_like(value) and pd.isna(value):
        return None
    write = next((write for kinds, write in WRITERS if isinstance(value, kinds)), str)
    return write(value)


def _truth_as_text(value: Any) -> str:  # noqa: ANN401  either kind of truth
    return "true" if value else "false"


def _number_as_text(value: float) -> str:
    is_whole = math.isfinite(value) and value == int(value) and abs(value) < EXACT
    return str(int(value)) if is_whole else repr(float(value))


def _moment_as_text(value: pd.Timestamp) -> str:
    is_day = value.tzinfo is None and value == value.normalize()
    return value.date().isoformat() if is_day else value.isoformat()


def _day_as_text(value: dt.date | dt.time) -> str:
    return value.isoformat()


def _list_as_text(value: Any) -> str:  # noqa: ANN401  whatever a table holds
    plain = value.tolist() if isinstance(value, np.ndarray) else value
    return json.dumps(plain, ensure_ascii=False, default=str)


WRITERS: Final[tuple[tuple[tuple[type, ...], Callable[[Any], str]], ...]] = (
    ((bool, np.bool_), _truth_as_text),
    ((float, np.floating), _number_as_text),
    ((pd.Timestamp,), _moment_as_text),
    ((dt.date, dt.time), _day_as_text),
    ((bytes,), bytes.hex),
    ((np.ndarray, list, tuple, dict), _list_as_text),
)
"""How values of a type are written as text, the first that fits; all others by `str`."""


def _settled(column: pd.Series, name: str, changes: Changes) -> pd.Series:
    """Bring a column of mixed values to one kind, text if there is no other."""
    if not (column.dtype == object or types.is_string_dtype(column.dtype)):
        return column
    known = column.dropna()
    if known.map(lambda value: isinstance(value, str)).all():
        return _objects(column, lambda value: value)
    if known.map(lambda value: isinstance(value, bool | np.bool_)).all():
        return column.astype("boolean")
    if known.map(lambda value: type(value) is int and abs(value) < LONGEST).all():
        return column.astype("Int64")
    odd = ~column.map(lambda value: isinstance(value, str)) & column.notna()
    text = _objects(column, as_text)
    changes.add(name, column[odd], text[odd])
    return text


def _as_kinds(column: pd.Series, form: Format, name: str, changes: Changes) -> pd.Series:
    """Make text of what the format has no kind of field for, and of numbers too long for it."""
    kind = kind_of(column)
    is_kept = kind in form.kinds and not (kind is Kind.WHOLE and _is_long(column, form.most_digits))
    if is_kept:
        return column
    text = _objects(column, as_text)
    if form.kinds != {Kind.TEXT} and kind is not Kind.TEXT:
        known = column.notna()
        changes.add(name, column[known], text[known])
    return text


def _is_long(column: pd.Series, most_digits: int) -> bool:
    known = column.dropna()
    return bool(len(known)) and max(len(str(known.max())), len(str(known.min()))) > most_digits


def _fit_text(column: pd.Series, rules: Text, name: str, changes: Changes) -> pd.Series:
    """Change what a format cannot hold: signs, blanks at the ends, emptiness, formulas."""
    text = _objects(column, lambda value: _fitted_text(str(value), rules))
    known = column.notna()
    different = known & (text.isna() | (text != column))
    if different.any():
        changes.add(name, column[different], text[different])
    return text


def _fitted_text(value: str, rules: Text) -> str | None:
    if rules.unfit.search("\r"):
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = SURROGATE.sub(REPLACEMENT, rules.unfit.sub(rules.instead, value))
    value = value if rules.keeps_ends else value.strip()
    if rules.guards_formulas and FORMULA.match(value) and not PLAIN_NUMBER.fullmatch(value):
        value = f"'{value}"
    return value if value or rules.keeps_empty else None


def _unfit_numbers(column: pd.Series) -> Iterator[tuple[pd.Series, str]]:
    """Find numbers that are endless, and ids that have lost digits: rows, and the limit."""
    if kind_of(column) is not Kind.NUMBER:
        return
    sizes = column.astype("float64").abs()
    is_endless = sizes == math.inf
    for rows, limit in ((is_endless, "inf"), (sizes.gt(EXACT) & ~is_endless, "> 2^53")):
        if rows.any():
            yield rows, limit


def _unfit_texts(column: pd.Series, rules: Text) -> Iterator[tuple[pd.Series, str]]:
    """Find texts that are too long: rows, and the limit."""
    if kind_of(column) is not Kind.TEXT:
        return
    texts = [text or "" for text in column]
    for most, sizes, unit in (
        (rules.most_bytes, [len(text.encode("gb18030")) for text in texts], " B"),
        (rules.most_signs, [len(text) for text in texts], ""),
    ):
        if most is not None and max(sizes) > most:
            yield pd.Series(sizes) > most, f"> {most}{unit}"


def _refused(rows: pd.Series, limit: str, form: Format, name: str, where: str) -> Problem:
    return cannot_hold(where, form.name, name, listed(np.flatnonzero(rows) + 1), limit)


def _objects(column: pd.Series, turn: Callable[[Any], str | None]) -> pd.Series:
    """Turn each value that there is; None for the rest, whatever kind of none it is."""
    turned = [
        None if absent else turn(value) for value, absent in zip(column, column.isna(), strict=True)
    ]
    return pd.Series(turned, index=column.index, dtype=object)


def _short(value: object) -> str:
    shown = repr(value) if isinstance(value, str) else str(value)
    shown = "—" if value is None else shown
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]} …"
