"""Tables as data: what the workbook and the Word report both show, cell for cell.

A table holds the assessment's own values (areas in whole 0.01 m², shares as exact fractions);
only a column's format says how they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from zoneland.core import figures
from zoneland.core.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zoneland.core.problems import Lang

Value = str | int | float | Fraction | date | None
"""A cell; None is a missing value."""

MISSING: Final = "—"

MARKS: Final = "report.mark"
"""The vocabulary of marks, which stand only where something holds; no mark is no gap."""


class Format(StrEnum):
    """How a column's values are meant."""

    ID = "id"
    """Text that looks like a number and is none: codes and identifiers."""
    TEXT = "text"
    WORD = "word"
    """A word of the program's own, shown through the catalogue of wordings."""
    READING = "reading"
    """A reading's name, ``numerator/denominator``."""
    COUNT = "count"
    M2 = "m2"
    """Whole 0.01 m², shown as m²; likewise the next two."""
    HA = "ha"
    MU = "mu"
    SHARE = "share"
    """An exact fraction, shown as a percentage."""
    METRES = "metres"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called and how its values are meant."""

    key: str
    """Its heading is the wording ``report.column.<key>``."""
    format: Format = Format.TEXT
    vocabulary: str = ""
    """Where a `Format.WORD` is looked up: ``verdict`` for ``verdict.pass``."""
    threshold: Fraction | None = None
    """The least share that passes, so that no failing share is shown as if it passed."""

    def heading(self, lang: Lang) -> str:
        """Give the heading, with its unit."""
        return words(lang)[f"report.column.{self.key}"]


@dataclass(frozen=True, slots=True)
class Table:
    """A headed table."""

    key: str
    """Its title is the wording ``report.table.<key>``."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    is_upright: bool = False
    """A record: the headings stand to the left of the values of the one row."""

    def title(self, lang: Lang) -> str:
        """Give the table's name."""
        return words(lang)[f"report.table.{self.key}"]

    def index(self, key: str) -> int:
        """Tell where a column stands."""
        return [column.key for column in self.columns].index(key)

    def values(self, key: str) -> list[Value]:
        """Give a column's values."""
        at = self.index(key)
        return [row[at] for row in self.rows]

    def has(self, key: str) -> bool:
        """Tell whether there is such a column."""
        return any(column.key == key for column in self.columns)

    def pick(self, *keys: str) -> Table:
        """Keep some columns, in the order asked for; those that are absent stay absent."""
        at = [self.index(key) for key in keys if self.has(key)]
        rows = tuple(tuple(row[i] for i in at) for row in self.rows)
        return replace(self, columns=tuple(self.columns[i] for i in at), rows=rows)

    def where(self, key: str, value: Value) -> Table:
        """Keep the rows that hold a value in a column."""
        at = self.index(key)
        return replace(self, rows=tuple(row for row in self.rows if row[at] == value))

    def upright(self) -> Table:
        """Turn a table of one row into a record."""
        return replace(self, is_upright=True)


def from_columns(key: str, columns: Iterable[tuple[Column, Iterable[Value]]]) -> Table:
    """Make a table of columns with their values.

    Examples
    --------
    >>> from_columns("zones", [(Column("zone_id", Format.ID), ["A", "B"])]).rows
    (('A',), ('B',))
    """
    pairs = list(columns)
    rows = tuple(zip(*(values for _, values in pairs), strict=True))
    return Table(key, tuple(column for column, _ in pairs), rows)


def shown(value: Value, column: Column, lang: Lang) -> str:
    """Write a value as a reader sees it.

    Examples
    --------
    >>> share = Column("share_low", Format.SHARE, threshold=Fraction(3, 5))
    >>> shown(Fraction(59_996, 100_000), share, "zh"), shown(None, share, "zh")
    ('59.996%', '—')
    >>> shown(1_000_000, Column("area_mu", Format.MU), "en")
    '15.00'
    >>> shown("fail", Column("verdict", Format.WORD, "verdict"), "zh")
    '不达标'
    """
    if value is None:
        return "" if column.vocabulary == MARKS else MISSING
    if isinstance(value, str):
        return _shown_text(value, column, lang)
    if isinstance(value, Fraction):
        return figures.percent(value.numerator, value.denominator, column.threshold)
    return NUMBERS[column.format](value) if column.format in NUMBERS else str(value)


def _shown_text(value: str, column: Column, lang: Lang) -> str:
    if column.format is Format.WORD:
        return word(value, column.vocabulary, lang)
    return reading_words(value, lang) if column.format is Format.READING else value


NUMBERS: Final[dict[Format, Callable[[Any], str]]] = {
    Format.COUNT: "{:,}".format,
    Format.M2: figures.square_metres,
    Format.HA: figures.hectares,
    Format.MU: figures.mu,
    Format.METRES: "{:,.2f}".format,
}
"""How numbers are written out."""


def word(value: str, vocabulary: str, lang: Lang) -> str:
    """Give a word of the catalogue, or the value itself where the catalogue has none."""
    return words(lang).get(f"{vocabulary}.{value}", value)


def reading_words(reading: str, lang: Lang) -> str:
    """Say a reading in words.

    Examples
    --------
    >>> reading_words("industry_storage_mining/zone", "zh")
    '工矿仓储 ÷ 全区面积'
    """
    top, _, bottom = reading.partition("/")
    return f"{word(top, 'numerator', lang)} ÷ {word(bottom, 'denominator', lang)}"
